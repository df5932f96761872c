"""A chunk as objects of a PDF that may have any numbers: made once, bound into any book.

What a quire holds depends on its piece and on the numbers printed there, and on nothing
else of the book. Which numbers its objects have, and which those of its fonts, is decided
when it is bound. The first is dear; the second is the filling of a form, and need not be
done again as long as nothing before the quire moves it.
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from compendium.assemble.faces import Use
from compendium.assemble.notation import text
from compendium.assemble.numbers import FONTS
from compendium.assemble.packing import compress

FULL = 1000
"""How many objects go into one stream of objects."""

FLATE = b"/FlateDecode"
LEVEL = 6
"""How hard objects are packed, of 9."""

_PARTING = b"\0"
_NUMBERS = "i"


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream: the entries of its dictionary but the length as a form, its ties, its data."""

    form: bytes
    ties: tuple[int, ...]
    data: bytes


@dataclass(frozen=True, slots=True)
class Quire:
    """The objects of a chunk.

    Shape: `uses` are the faces it is set in. The objects are numbered from 0: the node of
        its `pages` pages, the pages, all else that is no stream, `count` in all; then the
        streams. `form` is what `formed` makes of those that are no streams. `words` says of
        some of its ties, by their places, that they are the folio of an anchor. `kids` are
        the elements that stand highest; `parents` the leaves of the parent tree, each with
        the lowest and the highest object that it is about; `ids` the elements with an
        identifier; `roles` what their roles are; `leads` the anchors that links lead to.
    """

    uses: tuple[Use, ...]
    pages: int
    count: int
    form: bytes
    words: tuple[tuple[int, str], ...]
    streams: tuple[Stream, ...]
    kids: tuple[int, ...]
    parents: tuple[tuple[int, int, int], ...]
    ids: tuple[tuple[bytes, int], ...]
    roles: Mapping[str, str]
    leads: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many numbers it takes, those of the streams of its objects among them."""
        return self.count + len(self.streams) - (-self.count // FULL)


@dataclass(frozen=True, slots=True)
class Packed:
    """Objects in one stream: the number of the first, how many, the entries, the data."""

    first: int
    count: int
    entries: bytes
    data: bytes


def formed(bodies: Iterable[bytes], ties: Sequence[int]) -> bytes:
    """The *bodies* of objects as a form: %d or %b for each of *ties*, % written twice.

    A tie is the number of an object of the quire, or ~N for the one that has number N in
    every book; after those come the fonts of its uses.
    """
    numbers = array(_NUMBERS, ties).tobytes()
    return zlib.compress(b"%d\n%b%b" % (len(numbers), numbers, _PARTING.join(bodies)), 1)


def bind(
    quire: Quire, first: int, fonts: Sequence[int], folios: Mapping[str, str]
) -> tuple[Packed, ...]:
    """The objects of *quire* that are no streams, its object 0 having the number *first*."""
    length, _, rest = zlib.decompress(quire.form).partition(b"\n")
    ties = array(_NUMBERS, rest[: int(length)])
    filling: list[int | bytes] = [*numbered(ties, first, fonts)]
    for place, anchor in quire.words:
        filling[place] = text(folios.get(anchor, ""))
    bodies = (rest[int(length) :] % tuple(filling)).split(_PARTING)
    return tuple(packed(first, bodies))


def numbered(ties: Iterable[int], first: int, fonts: Sequence[int]) -> list[int]:
    """The numbers that *ties* stand for in a quire whose object 0 has the number *first*."""
    others = [*range(FONTS), *fonts]
    return [first + tie if tie >= 0 else others[~tie] for tie in ties]


def packed(first: int, bodies: Sequence[bytes]) -> Iterator[Packed]:
    """The objects *bodies*, numbered from *first*, in streams."""
    for at in range(0, len(bodies), FULL):
        part = bodies[at : at + FULL]
        entries, data = laid(first + at, part)
        yield Packed(first + at, len(part), entries, compress(data, LEVEL))


def laid(first: int, bodies: Sequence[bytes]) -> tuple[bytes, bytes]:
    """The entries of a stream of the objects *bodies*, and what is in it."""
    places = accumulate((len(body) + 1 for body in bodies[:-1]), initial=0)
    listed = b" ".join(b"%d %d" % row for row in enumerate(places, first))
    entries = b"/Type /ObjStm /N %d /First %d" % (len(bodies), len(listed) + 1)
    return entries, b"\n".join((listed, *bodies))


def pack(quire: Quire, under: str, bound: Sequence[Packed]) -> bytes:
    """*quire*, and what it is *bound* as *under* some key, as bytes that `unpack` reads."""
    facts: dict[str, Any] = {
        "uses": [[u.file, [*u.texts], [*u.texts.values()], u.bare] for u in quire.uses],
        "pages": quire.pages,
        "count": quire.count,
        "form": len(quire.form),
        "words": quire.words,
        "streams": [[s.form.decode("latin-1"), s.ties, len(s.data)] for s in quire.streams],
        "kids": quire.kids,
        "parents": quire.parents,
        "ids": [[name.decode("latin-1"), element] for name, element in quire.ids],
        "roles": dict(quire.roles),
        "leads": quire.leads,
        "under": under,
        "bound": [[p.first, p.count, p.entries.decode(), len(p.data)] for p in bound],
    }
    parts = (quire.form, *(s.data for s in quire.streams), *(p.data for p in bound))
    return json.dumps(facts, separators=(",", ":")).encode() + b"\n" + b"".join(parts)


def unpack(data: bytes) -> tuple[Quire, str, tuple[Packed, ...]]:
    """The quire that `pack` made *data* of, and what it was bound as, and under which key."""
    head, _, rest = data.partition(b"\n")
    facts = json.loads(head)
    lengths = [facts["form"], *(s[2] for s in facts["streams"]), *(p[3] for p in facts["bound"])]
    ends = list(accumulate(lengths))
    form, *parts = (rest[start:end] for start, end in zip([0, *ends], ends, strict=False))
    count = len(facts["streams"])
    quire = Quire(
        uses=tuple(
            Use(file, dict(zip(glyphs, texts, strict=True)), tuple(bare))
            for file, glyphs, texts, bare in facts["uses"]
        ),
        pages=facts["pages"],
        count=facts["count"],
        form=form,
        words=tuple((place, anchor) for place, anchor in facts["words"]),
        streams=tuple(
            Stream(form.encode("latin-1"), tuple(ties), part)
            for (form, ties, _), part in zip(facts["streams"], parts[:count], strict=True)
        ),
        kids=tuple(facts["kids"]),
        parents=tuple((leaf, low, high) for leaf, low, high in facts["parents"]),
        ids=tuple((name.encode("latin-1"), element) for name, element in facts["ids"]),
        roles=facts["roles"],
        leads=tuple(facts["leads"]),
    )
    bound = tuple(
        Packed(first, many, entries.encode(), part)
        for (first, many, entries, _), part in zip(facts["bound"], parts[count:], strict=True)
    )
    return quire, facts["under"], bound
