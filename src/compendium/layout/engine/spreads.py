"""Spreads: which parts of facing texts stand on which opening, so that both keep level.

Each row begins at one height on both pages, so that it is as high as its higher side. A
spread takes rows as long as both pages hold them with their notes; a long row is parted
where a sentence ends on both. What was measured before the pages were made may be off by a
line, so plans are made with what the pages have shown, until they show nothing new.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from compendium.layout.engine.leaves import SIDES, Leaf, Part, Unit
from compendium.layout.engine.probe import Page, Side

_EVEN = 0.5  # px
_FEWEST = 2.0
"""Lines of a parted row on either page."""
_NEAR = 0.12
"""Of a row: so far apart sentences may end that answer to each other."""
_HOLE = 0.3
"""Of a page: rather than leave so much empty, a row is parted within a sentence."""

Key = tuple[int, int, int, int, bool]
"""A part of one side as it may stand: row, side, begin, end, and whether it opens the page."""


@dataclass(frozen=True)
class Row:
    """A row: its document, its sides, and how it behaves at a page turn."""

    article: int
    sides: tuple[Side, Side]
    leading: bool
    following: bool


@dataclass
class Planner:
    """Plans spreads for *rows* on a *page*; `seen` are heights that pages have shown."""

    page: Page
    rows: Sequence[Row]
    seen: dict[Key, float] = field(default_factory=dict)

    def plan(self) -> tuple[list[Leaf], bool]:
        """The spreads, and whether every part is believed to fit."""
        leaves: list[Leaf] = []
        at, begin, fits = 0, (0, 0), True
        while at < len(self.rows):
            spread = _Spread(self, self.rows[at].article)
            at, begin = spread.fill(at, begin)
            fits = fits and spread.fits
            leaves.append(Leaf(spread.article, tuple(self._padded(spread.parts))))
        return leaves, fits

    def height(self, part: Part, side: int, first: bool) -> float:
        """How high *part* is on *side*."""
        return self.of_side(part.unit, side, part.begin[side], part.end[side], first)

    def of_side(self, unit: int, side: int, begin: int, end: int, first: bool) -> float:
        """How high the part of that `Key` is."""
        if (found := self.seen.get((unit, side, begin, end, first))) is not None:
            return found
        own = self.rows[unit].sides[side]
        return own.part(begin, end) - (own.margin if first and begin == 0 else 0.0)

    def _padded(self, parts: Sequence[Part]) -> Iterator[Part]:
        for at, part in enumerate(parts):
            left, right = (self.height(part, side, at == 0) for side in SIDES)
            high = max(left, right)
            yield Part(part.unit, part.begin, part.end, (high - left, high - right))


@dataclass
class _Spread:
    """One opening while it is filled: `level` is where the next row begins on both pages."""

    planner: Planner
    article: int
    parts: list[Part] = field(default_factory=list)
    level: float = 0.0
    notes: tuple[float, float] = (0.0, 0.0)
    fits: bool = True

    def fill(self, at: int, begin: tuple[int, int]) -> tuple[int, tuple[int, int]]:
        """Take rows from *at* on, the first from *begin*; returns where the next one starts."""
        rows = self.planner.rows
        while at < len(rows) and rows[at].article == self.article:
            part = Part(at, begin, (-1, -1))
            if self._holds(part):
                self._take(part)
                at, begin = at + 1, (0, 0)
                continue
            if cut := self._cut(part):
                self._take(cut)
                return at, cut.end
            if not self.parts:
                self.fits = False
                least = next((cut for cut, _ in self._cuts(part)), part)
                self._take(least)
                return (at + 1, (0, 0)) if least is part else (at, least.end)
            return (self._back(at), (0, 0)) if begin == (0, 0) else (at, begin)
        return at, (0, 0)

    def _back(self, at: int) -> int:
        """Where the next spread begins instead of at row *at*: what belongs together stays so."""
        rows, last = self.planner.rows, len(self.parts)
        while last > 1:
            upper = self.parts[last - 1].unit
            lower = self.parts[last].unit if last < len(self.parts) else at
            if not (rows[upper].leading or rows[lower].following):
                break
            last -= 1
        if last in (1, len(self.parts)):
            return at
        back = self.parts[last].unit
        del self.parts[last:]
        return back

    def _take(self, part: Part) -> None:
        self.level += max(self._heights(part))
        self.notes = self._noted(part)
        self.parts.append(part)

    def _heights(self, part: Part) -> tuple[float, float]:
        first = not self.parts
        return (self.planner.height(part, 0, first), self.planner.height(part, 1, first))

    def _noted(self, part: Part) -> tuple[float, float]:
        sides = self.planner.rows[part.unit].sides
        left, right = (sides[n].noted(part.begin[n], part.end[n]) for n in SIDES)
        return self.notes[0] + left, self.notes[1] + right

    def _holds(self, part: Part) -> bool:
        page = self.planner.page
        return all(
            self.level + high + (notes + page.over_notes if notes else 0.0) <= page.height + _EVEN
            for high, notes in zip(self._heights(part), self._noted(part), strict=True)
        )

    def _cut(self, part: Part) -> Part | None:
        """The largest part of *part* that the spread holds, None if it holds none.

        A sentence is parted only where the page would stay too empty without.
        """
        best: dict[bool, Part] = {}
        for one, sentence in self._cuts(part):
            if self._holds(one):
                best[sentence] = one
        sure, other = best.get(True), best.get(False)
        white = self.planner.page.height - self.level - (max(self._heights(sure)) if sure else 0.0)
        return other if other and white > _HOLE * self.planner.page.height else sure

    def _cuts(self, part: Part) -> Iterator[tuple[Part, bool]]:
        """The ways to part *part*, from the smallest first part to the largest."""
        sides = self.planner.rows[part.unit].sides
        for end in _pairs(sides, part.begin):
            sentence = all(end[n] == -1 or sides[n].stops[end[n] - 1].sentence for n in SIDES)
            one, two = Part(part.unit, part.begin, end), Part(part.unit, end, (-1, -1))
            if all(_enough(sides[n], one, two, n) for n in SIDES):
                yield one, sentence


def _enough(side: Side, one: Part, two: Part, number: int) -> bool:
    """Whether neither part of a *side* is a lone line."""
    if one.end[number] == -1:
        return True
    line = max((stop.line for stop in side.stops), default=0.0)
    parts = (side.part(part.begin[number], part.end[number]) for part in (one, two))
    return all(high >= _FEWEST * line - _EVEN for high in parts)


def _pairs(sides: tuple[Side, Side], begin: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The stops behind *begin* at which both sides may be parted, one for each of the longer."""
    if all(side.stops for side in sides):
        longer = 0 if len(sides[0].stops) >= len(sides[1].stops) else 1
    else:
        longer = 0 if sides[0].stops else 1
    if begin[longer] == -1:
        longer = 1 - longer
    one, other = sides[longer], sides[1 - longer]
    before = begin[1 - longer]
    for stop in range(begin[longer] + 1, len(one.stops) + 1) if begin[longer] != -1 else ():
        before = _partner(one, other, stop, before)
        yield (stop, before) if longer == 0 else (before, stop)


def _partner(one: Side, other: Side, stop: int, least: int) -> int:
    """The stop of *other* that answers to *stop* of *one*; -1 if all of it comes before."""
    if least == -1 or not other.stops:
        return -1
    sure, its = _sentences(one), _sentences(other)
    if len(sure) == len(its) and stop in sure:
        found = its[sure.index(stop)]
    else:
        share = one.stops[stop - 1].above / max(one.height, 1.0)
        wanted = one.stops[stop - 1].sentence
        off = [abs(stop.above / other.height - share) for stop in other.stops]
        every = range(1, len(other.stops) + 1)
        near = [n for n in every if other.stops[n - 1].sentence and off[n - 1] < _NEAR]
        found = min(near if near and wanted else every, key=lambda n: off[n - 1])
    return max(found, least)


def _sentences(side: Side) -> list[int]:
    return [n for n, stop in enumerate(side.stops, 1) if stop.sentence]


def rows_of(units: Sequence[Unit], sides: Sequence[tuple[Side, Side]]) -> list[Row]:
    """The rows of a chunk, from its markup and what was measured of it."""
    return [
        Row(unit.article, both, unit.has("leading"), unit.has("following"))
        for unit, both in zip(units, sides, strict=True)
    ]


def shown(
    leaves: Sequence[Leaf], heights: Mapping[tuple[int, int, int], float]
) -> dict[Key, float]:
    """What pages have shown: *heights* by leaf, place on it and side."""
    return {
        (part.unit, side, part.begin[side], part.end[side], at == 0): heights[number, at, side]
        for number, leaf in enumerate(leaves)
        for at, part in enumerate(leaf.parts)
        for side in SIDES
        if (number, at, side) in heights
    }
