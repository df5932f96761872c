"""Long lists, cut where a page ends, so that they are set stretch by stretch.

A contents or an index of hundreds of pages would take one process minutes and all its memory,
and after an edit would be set anew from its first page. Its markup is cut between items. A
stretch has more items than it needs: the engine sets pages until one begins with an item,
and tells how many items those pages hold; there the next stretch begins. So each page is the
one that it would be if the whole were set at once. It tells so before it draws the pages, so
that one process sets the next stretch while another draws.

A stretch says in its `body` from where on the engine may end it (`data-stretch`), and, if it
is not the first, which entry goes on in it (`data-goes-on`, which may be "").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from itertools import accumulate

from compendium.diag import Diagnostic
from compendium.layout.cuts import List, find, opened
from compendium.layout.sides import opening_on
from compendium.model.kept import held, key_of
from compendium.model.pages import Chunk, Loose, Part, Piece, Side

STRETCH = 50_000
"""Characters of markup in a stretch: two pages of a full index, ten of contents."""

AHEAD = 25_000
"""Characters that are laid out with it, so that its last page knows what follows."""

STRETCHED, GOES_ON = "data-stretch", "data-goes-on"

_SLOT = re.compile(r'data-slot="(\d+)"')
_OTHER: dict[Side, Side] = {"recto": "verso", "verso": "recto"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """What of a list is set at once: the items from number `begin` up to `stop`, as a chunk."""

    begin: int
    stop: int
    chunk: Chunk


@dataclass
class Course:
    """A long list on its way through the engine.

    Shape: `begin` is the item with which the next stretch begins; `asked` says where those
        begin that are being set, and `taken` has what became of the others.
    """

    chunk: Chunk
    whole: List
    ahead: int
    begin: int = 0
    asked: set[int] = field(default_factory=set)
    taken: dict[int, tuple[Part, Sequence[Diagnostic]]] = field(default_factory=dict)

    @property
    def waits(self) -> bool:
        """Whether a stretch must be asked for."""
        return self.begin < len(self.whole.cuts) and self.begin not in self.asked

    @property
    def done(self) -> bool:
        """Whether all of the list is set."""
        return self.begin == len(self.whole.cuts) and not self.asked

    @property
    def parts(self) -> list[Part]:
        """The stretches that are set, in order."""
        return [part for _, (part, _) in sorted(self.taken.items(), key=lambda item: item[0])]

    @property
    def problems(self) -> list[Diagnostic]:
        """What is wrong with them, in order."""
        return [problem for at in sorted(self.taken) for problem in self.taken[at][1]]

    def next(self) -> Stretch:
        """The stretch to be set next, with what follows it."""
        stop, least = self._reach()
        cut = "" if stop == len(self.whole.cuts) else f' {STRETCHED}="{least}"'
        markup, slots = _densely(self._markup(self.begin, stop, cut))
        chunk = replace(self.chunk, markup=markup, values=("",) * len(slots), references=())
        self.asked.add(self.begin)
        return Stretch(self.begin, stop, chunk)

    def go_on(self, stretch: Stretch, items: int) -> None:
        """Go on after those *items* of *stretch* that are on its pages; 0 if it had too few.

        This may be told as soon as it is known, and again when the stretch is taken.
        """
        if stretch.begin != self.begin:
            return
        if stretch.stop == len(self.whole.cuts):
            self.begin = stretch.stop
        elif items:
            self.begin, self.ahead = self.begin + items, AHEAD
        else:
            self.ahead *= 2

    def take(self, stretch: Stretch, piece: Piece, problems: Sequence[Diagnostic]) -> None:
        """Take the *piece* that *stretch* has become, and go on after its pages."""
        self.asked.discard(stretch.begin)
        self.go_on(stretch, piece.items)
        stop = stretch.stop
        if stop < len(self.whole.cuts):
            if not piece.items:
                return
            stop = stretch.begin + piece.items
        markup, slots = _densely(self._markup(stretch.begin, stop, ""))
        self.taken[stretch.begin] = Part(markup, slots, piece), problems

    def _reach(self) -> tuple[int, int]:
        """Up to which item the next stretch goes, and after how many it may end."""
        cuts, size = self.whole.cuts, STRETCH + self.ahead
        start = cuts[self.begin].at
        if self.whole.end - start <= size:
            return len(cuts), 0
        least, stop = (
            bisect_left(cuts, start + length, lo=self.begin, key=lambda cut: cut.at)
            for length in (STRETCH, size)
        )
        return stop, least - self.begin

    def _markup(self, start: int, stop: int, cut: str) -> bytes:
        """The list from item *start* up to item *stop*; *cut* is said in its `body`."""
        whole, begin = self.whole, self.whole.cuts[start]
        tag_end = whole.markup.index(b">", whole.body)
        said = cut + (f' {GOES_ON}="{escape(begin.goes_on)}"' if start else "")
        head = whole.markup[:tag_end] + said.encode() + b">"
        if start:
            head += b"".join(opened(begin))
        after = begin.at if start else tag_end + 1
        if stop == len(whole.cuts):
            return head + whole.markup[after:]
        last = whole.cuts[stop]
        closing = "".join(f"</{name}>" for name, _ in reversed(last.around))
        return head + whole.markup[after : last.at] + closing.encode() + whole.markup[whole.end :]


def _densely(markup: bytes) -> tuple[str, tuple[int, ...]]:
    """*markup* with its slots numbered from 0, and what their numbers were."""
    words = _SLOT.split(markup.decode())
    numbers = {old: f'data-slot="{at}"' for at, old in enumerate(dict.fromkeys(words[1::2]))}
    words[1::2] = [numbers[old] for old in words[1::2]]
    return "".join(words), tuple(map(int, numbers))


def course(chunk: Chunk) -> Course | None:
    """How *chunk* is set stretch by stretch; None if it is set at once."""
    if len(chunk.markup) <= STRETCH + AHEAD:
        return None
    markup = chunk.markup.encode()
    found = held(key_of("cuts", (markup,)), lambda: find(markup))
    return Course(chunk, found, AHEAD) if found else None


def joined(parts: Sequence[Part], side: Side) -> Piece:
    """The piece that *parts*, set one after the other, are, opening on *side*.

    It has pages, and no more: whoever wants what is on them takes the parts.
    """
    turned = [piece for _, piece in _turned(parts, side)]
    sheets = tuple(sheet for piece in turned for sheet in piece.sheets)
    return Piece(Loose(), sheets, {}, {}, {}, {}, (), turns=True, parts=tuple(parts))


def parted(chunk: Chunk, piece: Piece) -> list[tuple[Chunk, Piece]]:
    """*chunk* and its *piece*, part by part; each but the first goes on where one ended."""
    if not piece.parts:
        return [(chunk, piece)]
    return [
        (_part(chunk, at, part), one)
        for at, (part, one) in enumerate(_turned(piece.parts, piece.sheets[0].side))
    ]


def _turned(parts: Sequence[Part], side: Side) -> Iterator[tuple[Part, Piece]]:
    counts = [len(part.piece.sheets) for part in parts]
    for part, before in zip(parts, accumulate(counts, initial=0), strict=False):
        piece = opening_on(part.piece, _OTHER[side] if before % 2 else side)
        assert piece is not None  # or the list would have been set at once
        yield part, piece


def _part(chunk: Chunk, at: int, part: Part) -> Chunk:
    slots: Mapping[int, int] = {slot: number for number, slot in enumerate(part.slots)}
    return replace(
        chunk,
        name=f"{chunk.name}.{at + 1}" if at else chunk.name,
        markup=part.markup,
        values=tuple(chunk.values[slot] for slot in part.slots),
        references=tuple(
            replace(one, slot=slots[one.slot]) for one in chunk.references if one.slot in slots
        ),
        begins="any" if at else chunk.begins,
        goes_on=at > 0,
    )
