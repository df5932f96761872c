"""A chunk as objects of a PDF that may have any numbers: made once, bound into any book.

What a quire holds depends on its piece and on nothing else of the book. Which numbers its
objects have, and which those of its fonts, is decided when it is bound; so is what it says of
the pages of the book. The first is dear; the second is the filling of a form, and need not be
done again as long as nothing before the quire moves it.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from compendium.assemble.faces import Use
from compendium.assemble.leaves import Facing, Rest
from compendium.assemble.links import Boxes
from compendium.assemble.notation import text
from compendium.assemble.numbers import FONTS
from compendium.assemble.packing import bundle, compress, unbundle
from compendium.assemble.placing import fill_line
from compendium.model.slots import Figures

FULL = 1000
"""How many objects go into one stream of objects."""

FLATE = b"/FlateDecode"
LEVEL = 6
"""How hard objects are packed, of 9."""

_PARTING = b"\0"
_NUMBERS = "i"
_QUICK = 1


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream: the entries of its dictionary but the length as a form, its ties, its data.

    Shape: `data` is all of it, or what comes before its `rest`.
    """

    form: bytes
    ties: tuple[int, ...]
    data: bytes
    rest: Rest | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """What is known when a quire is bound: a text with its slots set, a folio, or a box.

    Shape: `place` is that of a tie; the folio is the one of `anchor`, if there is one; the box
        is one of `boxes`.
    """

    place: int
    text: str = ""
    anchor: str = ""
    boxes: Boxes | None = None

    def said(self, side: int, values: Sequence[str], folios: Mapping[str, str]) -> bytes:
        """The words as a string, or the box."""
        if self.boxes:
            return self.boxes[side]
        return text(folios.get(self.anchor, "") if self.anchor else fill_line(self.text, values))


@dataclass(frozen=True, slots=True)
class Quire:
    """The objects of a chunk.

    Shape: `uses` are the faces it is set in, `figures` those of its font resources. The
        objects are numbered from 0: the node of its `pages` pages, the pages, all else that is
        no stream, `count` in all; then the streams. Those that say something of the book are
        the `late` ones, the last that are no streams. `form` is what `formed` makes of those
        before them, which has `boxes`, and `late_form` of these, which has `words`. It serves
        both `sides` of the sheet if there are two. `kids` are
        the elements that stand highest; `parents` the leaves of the parent tree, each with
        the lowest and the highest object that it is about; `ids` the elements with an
        identifier; `roles` what their roles are; `leads` the anchors that links lead to.
    """

    uses: tuple[Use, ...]
    figures: Figures
    pages: int
    count: int
    late: int
    form: bytes
    late_form: bytes
    sides: int
    boxes: tuple[Words, ...]
    words: tuple[Words, ...]
    streams: tuple[Stream, ...]
    kids: tuple[int, ...]
    parents: tuple[tuple[int, int, int], ...]
    ids: tuple[tuple[bytes, int], ...]
    roles: Mapping[str, str]
    leads: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many numbers it takes, those of the streams of its objects among them."""
        return self.count + len(self.streams) - (-(self.count - self.late) // FULL)


@dataclass(frozen=True, slots=True)
class Packed:
    """Objects in one stream: runs of their numbers (the first, how many), entries, data."""

    runs: tuple[tuple[int, int], ...]
    entries: bytes
    data: bytes


def formed(form: bytes, ties: Sequence[int]) -> bytes:
    """The *form* of objects, a NUL between them, with its *ties*: %d or %b for each in it.

    A tie is the number of an object of the quire, or ~N for the one that has number N in
    every book; after those come the fonts of its uses.
    """
    numbers = array(_NUMBERS, ties).tobytes()
    return zlib.compress(b"%d\n%b%b" % (len(numbers), numbers, form), _QUICK)


def bind(quire: Quire, side: int, first: int, fonts: Sequence[int]) -> tuple[Packed, ...]:
    """The objects of *quire* that are neither streams nor late, its object 0 being *first*."""
    boxes = {words.place: words.said(side, (), {}) for words in quire.boxes}
    return tuple(packed(first, _bodies(quire.form, first, fonts, boxes)))


def bind_late(
    quire: Quire,
    side: int,
    first: int,
    fonts: Sequence[int],
    values: Sequence[str],
    folios: Mapping[str, str],
) -> list[bytes]:
    """The late objects of *quire*: its slots have these *values*, anchors these *folios*."""
    if not quire.late:
        return []
    said = {words.place: words.said(side, values, folios) for words in quire.words}
    return _bodies(quire.late_form, first, fonts, said)


def _bodies(
    form: bytes, first: int, fonts: Sequence[int], words: Mapping[int, bytes]
) -> list[bytes]:
    length, _, rest = zlib.decompress(form).partition(b"\n")
    ties = array(_NUMBERS, rest[: int(length)])
    filling: list[int | bytes] = [*numbered(ties, first, fonts)]
    for place, said in words.items():
        filling[place] = said
    return (rest[int(length) :] % tuple(filling)).split(_PARTING)


def numbered(ties: Iterable[int], first: int, fonts: Sequence[int]) -> list[int]:
    """The numbers that *ties* stand for in a quire whose object 0 has the number *first*."""
    others = [*range(FONTS), *fonts]
    return [first + tie if tie >= 0 else others[~tie] for tie in ties]


def packed(first: int, bodies: Sequence[bytes]) -> Iterator[Packed]:
    """The objects *bodies*, numbered from *first*, in streams."""
    for at in range(0, len(bodies), FULL):
        part = bodies[at : at + FULL]
        runs = ((first + at, len(part)),)
        entries, data = laid(runs, part)
        yield Packed(runs, entries, compress(data, LEVEL))


def laid(runs: Iterable[tuple[int, int]], bodies: Sequence[bytes]) -> tuple[bytes, bytes]:
    """The entries of a stream of the objects *bodies*, numbered as *runs* say, and its data."""
    places = accumulate((len(body) + 1 for body in bodies[:-1]), initial=0)
    numbers = (number for first, count in runs for number in range(first, first + count))
    listed = b" ".join(b"%d %d" % row for row in zip(numbers, places, strict=True))
    entries = b"/Type /ObjStm /N %d /First %d" % (len(bodies), len(listed) + 1)
    return entries, b"\n".join((listed, *bodies))


def pack(quire: Quire) -> bytes:
    """*quire* as bytes that `unpack` reads."""
    rests = [stream.rest for stream in quire.streams if stream.rest]
    facts: dict[str, Any] = {
        "uses": [[u.file, [*u.texts], [*u.texts.values()], u.bare] for u in quire.uses],
        "figures": quire.figures,
        "pages": quire.pages,
        "count": quire.count,
        "late": quire.late,
        "sides": quire.sides,
        "boxes": [[w.place, *map(bytes.decode, w.boxes or ())] for w in quire.boxes],
        "words": [
            [w.place, w.text, w.anchor, *map(bytes.decode, w.boxes or ())] for w in quire.words
        ],
        "streams": [[s.form.decode("latin-1"), s.ties, bool(s.rest)] for s in quire.streams],
        "rests": [
            [r.page, len(r.window), [[len(f.opening), f.check, len(f.drawn)] for f in r.sides]]
            for r in rests
        ],
        "kids": quire.kids,
        "parents": quire.parents,
        "ids": [[name.decode("latin-1"), element] for name, element in quire.ids],
        "roles": dict(quire.roles),
        "leads": quire.leads,
    }
    faces = ((r.window, *(part for f in r.sides for part in (f.opening, f.drawn))) for r in rests)
    drawn = zlib.compress(b"".join(part for face in faces for part in face), _QUICK)
    parts = (quire.form, quire.late_form, drawn, *(stream.data for stream in quire.streams))
    return bundle(facts, parts)


def unpack(data: bytes) -> Quire:
    """The quire that `pack` made *data* of."""
    facts, (form, late_form, drawn, *parts) = unbundle(data)
    rests = _rests(facts["rests"], zlib.decompress(drawn))
    return Quire(
        uses=tuple(
            Use(file, dict(zip(glyphs, texts, strict=True)), tuple(bare))
            for file, glyphs, texts, bare in facts["uses"]
        ),
        figures={
            font: {one: (glyph, advance) for one, (glyph, advance) in figures.items()}
            for font, figures in facts["figures"].items()
        },
        pages=facts["pages"],
        count=facts["count"],
        late=facts["late"],
        form=form,
        late_form=late_form,
        sides=facts["sides"],
        boxes=tuple(Words(place, "", "", _boxes(boxes)) for place, *boxes in facts["boxes"]),
        words=tuple(
            Words(place, text, anchor, _boxes(boxes))
            for place, text, anchor, *boxes in facts["words"]
        ),
        streams=tuple(
            Stream(form.encode("latin-1"), tuple(ties), part, next(rests) if parted else None)
            for (form, ties, parted), part in zip(facts["streams"], parts, strict=True)
        ),
        kids=tuple(facts["kids"]),
        parents=tuple((leaf, low, high) for leaf, low, high in facts["parents"]),
        ids=tuple((name.encode("latin-1"), element) for name, element in facts["ids"]),
        roles=facts["roles"],
        leads=tuple(facts["leads"]),
    )


def pack_bound(quire: bytes, under: str, bound: Sequence[Packed]) -> bytes:
    """A packed *quire*, and what it is *bound* as *under* some key, as bytes."""
    facts = {"under": under, "bound": [[p.runs, p.entries.decode()] for p in bound]}
    return bundle(facts, (quire, *(part.data for part in bound)))


def unpack_bound(data: bytes) -> tuple[bytes, str, tuple[Packed, ...]]:
    """What `pack_bound` made *data* of."""
    facts, (quire, *parts) = unbundle(data)
    bound = tuple(
        Packed(tuple((first, many) for first, many in runs), entries.encode(), part)
        for (runs, entries), part in zip(facts["bound"], parts, strict=True)
    )
    return quire, facts["under"], bound


def _boxes(written: Sequence[str]) -> Boxes | None:
    return (written[0].encode(), written[1].encode()) if written else None


def _rests(facts: Iterable[Sequence[Any]], drawn: bytes) -> Iterator[Rest]:
    at = 0

    def taken(length: int) -> bytes:
        nonlocal at
        at += length
        return drawn[at - length : at]

    for page, window, sides in facts:
        before = taken(window)
        faces = (Facing(taken(opening), check, taken(rest)) for opening, check, rest in sides)
        yield Rest(page, before, tuple(faces))
