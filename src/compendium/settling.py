"""The loop: page numbers change text that changes page numbers, until they stand still."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Protocol

from compendium.assemble import place, sides
from compendium.diag import Diagnostic, Severity, Span, failed
from compendium.estimates import (
    FIRST,
    GROWTH,
    Extent,
    doubt,
    estimate,
    is_sure,
    measure,
    only,
    wave,
)
from compendium.layout.lists import parted
from compendium.layout.sides import CANONICAL, opening_on
from compendium.model.kept import held, key_of
from compendium.model.pages import Chunk, PageMap, Piece, Place, Side
from compendium.render.slots import shape

ROUNDS = 12
"""More rounds than any book has needed; `settle` ends well before, see there."""

Outcome = tuple[Piece | None, Sequence[Diagnostic]]
Typeset = Callable[[Sequence[Chunk], Sequence[Side]], Sequence[Outcome]]
Written = tuple[Sequence[Chunk], Sequence[Diagnostic]]
Widest = dict[tuple[str, int], str]
"""The widest shape that a slot has had, by its chunk and its number there."""

_A_PAGE = 4000  # characters of markup
_SLOT = re.compile(r'(data-slot="(\d+)"[^>]*>)([^<]*)(?=<)')


class Writer(Protocol):
    """Writes the chunks of a book with the numbers of its pages, as far as it has any."""

    def text(self, pages: PageMap | None, asked: Set[str] | None = None, /) -> Written:
        """All chunks but those that list where the others have things.

        One that is not among those *asked* for may have the numbers it had before.
        """

    def book(self, pages: PageMap | None, /) -> Written:
        """All chunks."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A book whose printed page numbers are its real ones: chunks, their pieces, and the map."""

    book: tuple[tuple[Chunk, Piece], ...]
    pages: PageMap
    rounds: int


def settle(
    writer: Writer, typeset: Typeset, expect: Callable[[int], None] = lambda pages: None
) -> tuple[Settled | None, list[Diagnostic]]:
    """Typeset until the page numbers a book prints are the ones it has.

    The text is set with guesses, which learn from what is set already, and again, as far as
    it must be, with the numbers of the round before. When it stands still the lists are set
    (contents, indexes), which have a number in every line and so would be set anew whenever
    one moves; then all of it goes round until all stands still. Layout depends only on the
    shape of a number, and from the second round on no slot gives up the widest shape it has
    had: the shapes can then change only finitely often, and when they stand still the layout
    does, and the numbers with it. The book is the one last typeset.

    Returns None with the problems if a chunk cannot be typeset. *expect* hears before any
    are set how many pages there may be.
    """
    desk = _Desk(typeset, expect)
    text, problems = _stand_still(
        desk, lambda pages: writer.text(_without_lists(pages)), desk.guess(writer)
    )
    if text is None:
        return None, problems
    return _stand_still(desk, writer.book, writer.book(_without_lists(text.pages)))


def _stand_still(
    desk: _Desk, write: Callable[[PageMap], Written], first: Written
) -> tuple[Settled | None, list[Diagnostic]]:
    """What was written *first* set, and written again for its pages, until nothing changes."""
    pages: PageMap | None = None
    rendered, problems = first
    chunks = [_pinned(chunk, desk.widest) for chunk in rendered]
    for turn in range(1, ROUNDS + 1):
        pieces, found = desk.pieces(chunks)
        if len(pieces) < len(chunks) or failed(found):
            return None, [*problems, *found]
        moved, pages = pages, place(_parts(chunks, pieces))
        rendered, problems = write(pages)
        if turn > 1:
            _note(rendered, desk.widest)
        again = [_pinned(chunk, desk.widest) for chunk in rendered]
        if [c.markup for c in again] == [c.markup for c in chunks]:
            book = _parts(again, pieces)
            return Settled(book, place(book), turn), [*problems, *found]
        chunks = again
    return None, [*problems, *_unsettled(moved, pages)]


def _parts(chunks: Sequence[Chunk], pieces: Sequence[Piece]) -> tuple[tuple[Chunk, Piece], ...]:
    """*chunks* with their *pieces*, long lists in parts."""
    pairs = zip(chunks, pieces, strict=True)
    return tuple(part for chunk, piece in pairs for part in parted(chunk, piece))


@dataclass(frozen=True, slots=True)
class _OpenEnded(Mapping[str, Place]):
    """The *places* of a text; what is in a list that is not set yet is taken to follow on it."""

    places: Mapping[str, Place]
    end: Place

    def __getitem__(self, anchor: str) -> Place:
        return self.places.get(anchor, self.end)

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)


def _without_lists(pages: PageMap) -> PageMap:
    """*pages* of a text, with a place for whatever its lists will hold."""
    sheet = pages.sheets[-1]
    end = Place(sheet.number, sheet.folio, 1, 0.0)
    return replace(pages, first=_OpenEnded(pages.first, end), last=_OpenEnded(pages.last, end))


@dataclass(slots=True)
class _Desk:
    """What has been typeset for this round and the last; for them nothing is set twice.

    Shape: `lengths` are the pages that a chunk may have, by its name.
    """

    typeset: Typeset
    expect: Callable[[int], None]
    lengths: dict[str, int] = field(default_factory=dict)
    done: dict[tuple[str, Side], Outcome] = field(default_factory=dict)
    widest: Widest = field(default_factory=dict)

    def guess(self, writer: Writer) -> Written:
        """The text with the numbers it may have, set in waves, each of which knows those before."""
        chunks, problems = writer.text(None)
        asked = {r.first for chunk in chunks for r in chunk.references}
        extents = [_extent(chunk.markup, asked) for chunk in chunks]
        known: dict[int, Piece] = {}
        done: dict[int, Chunk] = {}
        length = FIRST
        while left := [at for at in range(len(chunks)) if at not in done]:
            pieces = estimate(chunks, extents, known)
            self.lengths = {
                chunk.name: len(piece.sheets) for chunk, piece in zip(chunks, pieces, strict=True)
            }
            pages = _without_lists(place(tuple(zip(chunks, pieces, strict=True))))
            sure = [at for at in left if _is_sure(chunks[at], pages, doubt(len(known)))]
            now = wave(left, sure, length)
            chunks, _ = writer.text(pages, {chunks[at].name for at in now})
            done |= {at: chunks[at] for at in now}
            later = (chunks[at] for at in left if at not in done)
            self._set([(done[at], CANONICAL) for at in now], later)
            for at in now:
                piece, _ = self.done[done[at].markup, CANONICAL]
                known |= {at: piece} if piece else {}
            length *= GROWTH
        return [done[at] for at in range(len(chunks))], problems

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

    def _set(self, wanted: Sequence[tuple[Chunk, Side]], later: Iterable[Chunk] = ()) -> None:
        """Set what is *wanted* and not set yet; what is set *later* is expected with it."""
        missing = {(c.markup, side): c for c, side in wanted if (c.markup, side) not in self.done}
        if missing:
            self.expect(sum(map(self._expected, (*missing.values(), *later))))
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


def _is_sure(chunk: Chunk, pages: PageMap, doubt: float) -> bool:
    """Whether all numbers of *chunk* have as many figures as on *pages*, for all *doubt*."""
    return all(is_sure(pages.first[one.first].folio, doubt) for one in chunk.references)


def _extent(markup: str, asked: Set[str]) -> Extent:
    """The extent of *markup*, of a large book with those anchors that are *asked* for: few."""
    return only(held(key_of("extent", (markup,)), lambda: measure(markup)), asked)


def _note(chunks: Iterable[Chunk], widest: Widest) -> None:
    """Note in *widest* the shapes that the numbers of *chunks* have, where they are wider."""
    for chunk in chunks:
        for slot, value in enumerate(chunk.values):
            key, said = (chunk.name, slot), shape(value)
            widest[key] = max(said, widest.get(key, ""), key=_width)


def _pinned(chunk: Chunk, widest: Widest) -> Chunk:
    """*chunk* with each slot at the *widest* shape it has had, as far as that was noted."""
    wider = {
        slot: pinned
        for slot, value in enumerate(chunk.values)
        if (pinned := widest.get((chunk.name, slot), "")) != (said := shape(value))
        and _width(pinned) > _width(said)
    }
    if not wider:
        return chunk

    def widen(match: re.Match[str]) -> str:
        return match[1] + wider.get(int(match[2]), match[3])

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
