"""The loop: page numbers change text that changes page numbers, until they stand still."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from compendium.assemble import place, sides
from compendium.diag import Diagnostic, Severity, Span, failed
from compendium.layout.estimates import estimate, sample
from compendium.layout.sides import CANONICAL, opening_on
from compendium.model.pages import Chunk, PageMap, Piece, Side

ROUNDS = 12
"""More rounds than any book has needed; `settle` ends well before, see there."""

Outcome = tuple[Piece | None, Sequence[Diagnostic]]
Typeset = Callable[[Sequence[Chunk], Sequence[Side]], Sequence[Outcome]]
Render = Callable[[PageMap | None], tuple[Sequence[Chunk], Sequence[Diagnostic]]]

_A_PAGE = 4000  # characters of markup
_SLOT = re.compile(r'(data-slot="(\d+)"[^>]*>)([^<]*)(?=<)')


@dataclass(frozen=True, slots=True)
class Settled:
    """A book whose printed page numbers are its real ones: chunks, their pieces, and the map."""

    book: tuple[tuple[Chunk, Piece], ...]
    pages: PageMap
    rounds: int


def settle(
    render: Render, typeset: Typeset, expect: Callable[[int], None] = lambda pages: None
) -> tuple[Settled | None, list[Diagnostic]]:
    """Typeset until the page numbers a book prints are the ones it has.

    The first round sets the book with guesses, each later one with the numbers of the
    round before. Layout depends only on the shape of a number, and from the third round on
    no slot gives up the widest shape it has had: the shapes can then change only finitely
    often, and when they stand still the layout does, and the numbers with it. The book is
    the one last typeset. Returns None with the problems if a chunk cannot be typeset.
    *expect* hears before any are set how many pages there may be.
    """
    desk = _Desk(typeset, expect)
    widest: dict[tuple[str, int], str] = {}
    pages: PageMap | None = None
    chunks, problems = render(None)
    if (guess := desk.guess(chunks)).first:
        chunks, problems = render(guess)
    for turn in range(1, ROUNDS + 1):
        pieces, found = desk.pieces(chunks)
        if len(pieces) < len(chunks) or failed(found):
            return None, [*problems, *found]
        moved, pages = pages, place(tuple(zip(chunks, pieces, strict=True)))
        rendered, problems = render(pages)
        again = [_pinned(chunk, widest, keep=turn > 1) for chunk in rendered]
        if [c.markup for c in again] == [c.markup for c in chunks]:
            book = tuple(zip(again, pieces, strict=True))
            return Settled(book, place(book), turn), [*problems, *found]
        chunks = again
    return None, [*problems, *_unsettled(moved, pages)]


@dataclass(slots=True)
class _Desk:
    """What has been typeset for this round and the last; for them nothing is set twice.

    Shape: `lengths` are the pages that a chunk may have, by its name.
    """

    typeset: Typeset
    expect: Callable[[int], None]
    lengths: dict[str, int] = field(default_factory=dict)
    done: dict[tuple[str, Side], Outcome] = field(default_factory=dict)

    def pieces(self, chunks: Sequence[Chunk]) -> tuple[list[Piece], list[Diagnostic]]:
        """The piece of each chunk for the side it opens on, and all that is wrong with them.

        Nearly always a chunk has as many pages on either side, so all are set for one side
        first. Where a break inside it asks for a side, the count may differ, and those after
        it are turned once more; a count is believed for the side that was last asked for.
        Fewer pieces than chunks mean that some could not be set.
        """
        opens: list[tuple[Chunk, Side]] = []
        asked = [(chunk, CANONICAL) for chunk in chunks]
        for _ in range(ROUNDS):
            opens = asked
            self._set([(chunk, side) for chunk, side in opens if not self._turned(chunk, side)])
            lengths = [self._length(chunk, side) for chunk, side in opens]
            asked = list(zip(chunks, sides(chunks, lengths), strict=False))
            if asked == opens:
                break
        outcomes = [self.done[chunk.markup, side] for chunk, side in opens]
        self._let_go(chunks)
        pieces = [piece for piece, _ in outcomes if piece is not None]
        return pieces, [problem for _, problems in outcomes for problem in problems]

    def _let_go(self, chunks: Sequence[Chunk]) -> None:
        """Forget what no page of *chunks* has: for a large book it is much."""
        wanted = {chunk.markup for chunk in chunks}
        self.done = {key: done for key, done in self.done.items() if key[0] in wanted}

    def guess(self, chunks: Sequence[Chunk]) -> PageMap:
        """Where everything may land, told by the length of *chunks* and by setting a few."""
        some = sample(chunks)
        self._set([(chunks[at], CANONICAL) for at in some])
        known = {at: self.done[chunks[at].markup, CANONICAL][0] for at in some}
        pieces = estimate(chunks, {at: piece for at, piece in known.items() if piece})
        self.lengths = {
            chunk.name: len(piece.sheets) for chunk, piece in zip(chunks, pieces, strict=True)
        }
        return place(tuple(zip(chunks, pieces, strict=True)))

    def _set(self, wanted: Sequence[tuple[Chunk, Side]]) -> None:
        missing = {(c.markup, side): c for c, side in wanted if (c.markup, side) not in self.done}
        if missing:
            self.expect(sum(map(self._expected, missing.values())))
        outcomes = self.typeset(list(missing.values()), [side for _, side in missing])
        self.done.update(zip(missing, outcomes, strict=True))

    def _expected(self, chunk: Chunk) -> int:
        """How many pages *chunk* may have: as guessed, or by its size before there is a guess."""
        return self.lengths.get(chunk.name) or 1 + len(chunk.markup) // _A_PAGE

    def _length(self, chunk: Chunk, side: Side) -> int:
        piece, _ = self.done[chunk.markup, side]
        return len(piece.sheets) if piece else 0

    def _turned(self, chunk: Chunk, side: Side) -> bool:
        """Whether the piece for *side* is there, or can be made without laying out again."""
        if (chunk.markup, side) not in self.done:
            if (chunk.markup, CANONICAL) not in self.done:
                return False
            piece, problems = self.done[chunk.markup, CANONICAL]
            turned = opening_on(piece, side) if piece else None
            if piece is not None and turned is None:
                return False
            self.done[chunk.markup, side] = turned, problems
        return True


def _pinned(chunk: Chunk, widest: dict[tuple[str, int], str], keep: bool) -> Chunk:
    """*chunk* with each slot at the widest shape it has had, once *keep* says so."""

    def widen(match: re.Match[str]) -> str:
        key, shape = (chunk.name, int(match[2])), match[3]
        if keep:
            shape = max(shape, widest.get(key, ""), key=_width)
            widest[key] = shape
        return match[1] + shape

    return replace(chunk, markup=_SLOT.sub(widen, chunk.markup))


_NARROW: Mapping[str, float] = {"i": 0.6, "l": 0.6, " ": 0.5, ",": 0.5, "m": 1.7}


def _width(shape: str) -> tuple[float, str]:
    """How much room *shape* takes, for comparing shapes: a total order, so that widening ends."""
    return (sum(_NARROW.get(letter, 1.0) for letter in shape), shape)


def _unsettled(before: PageMap | None, after: PageMap | None) -> list[Diagnostic]:
    """One error for each anchor that still moves, with the folios it was seen on."""
    if before is None or after is None:
        return []
    return [
        Diagnostic(
            "folio-unsettled",
            f"the page of `{anchor}` will not settle",
            Span("edition.yaml"),
            f"seen on {before.first[anchor].folio} and {place.folio}; reword near it",
            Severity.ERROR,
        )
        for anchor, place in after.first.items()
        if anchor in before.first and before.first[anchor].folio != place.folio
    ]
