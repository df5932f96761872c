"""The whole build, on one screen. The only module that may see every stage."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from compendium import corpus, resolve
from compendium.diag import Diagnostic, Severity, Span
from compendium.model.edition import Edition
from compendium.model.pages import Chunk, PageMap, Piece, Side
from compendium.model.theme import Theme

ROUNDS = 12
"""More rounds than any book has needed; `settle` ends well before, see there."""

Typeset = Callable[[Chunk, Side], tuple[Piece | None, Sequence[Diagnostic]]]
Render = Callable[[PageMap | None], tuple[Sequence[Chunk], Sequence[Diagnostic]]]
Place = Callable[[Sequence[tuple[Chunk, Piece]]], PageMap]

_SLOT = re.compile(r'(data-slot="(\d+)"[^>]*>)([^<]*)(?=<)')


@dataclass(frozen=True, slots=True)
class Settled:
    """A book whose printed page numbers are its real ones: chunks, their pieces, and the map."""

    book: tuple[tuple[Chunk, Piece], ...]
    pages: PageMap
    rounds: int


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made.

    Shape: `files` maps a path inside `build/<edition>/` to its bytes; `account` says what
        was proved, in one line. `settled` is None where nothing was typeset.
    """

    edition: Edition | None
    files: Mapping[str, bytes] = field(default_factory=dict)
    account: str = ""
    settled: Settled | None = None


def check(root: Path) -> tuple[Edition | None, list[Diagnostic]]:
    """Read and resolve the edition in folder *root*, and say what is wrong with it."""
    volume, problems = corpus.read(root)
    if volume is None:
        return None, problems
    edition, found = resolve.resolve(volume)
    return edition, [*problems, *found]


def settle(
    render: Render, typeset: Typeset, place: Place
) -> tuple[Settled | None, list[Diagnostic]]:
    """Typeset until the page numbers a book prints are the ones it has.

    Each round sets the book with the numbers of the round before. Layout depends only
    on the shape of a number, and from the third round on no slot gives up the widest
    shape it has had: the shapes can then change only finitely often, and when they stand
    still the layout does, and the numbers with it. The book is the one last typeset.
    Returns None with the problems if a chunk cannot be typeset.
    """
    pages: PageMap | None = None
    widest: dict[tuple[str, int], str] = {}
    pieces: dict[tuple[str, Side], Piece] = {}
    chunks, problems = render(None)
    for turn in range(1, ROUNDS + 1):
        book, found = _typeset_all(chunks, typeset, place, pieces)
        if book is None:
            return None, [*problems, *found]
        moved, pages = pages, place(book)
        rendered, problems = render(pages)
        again = [_pinned(chunk, widest, keep=turn > 1) for chunk in rendered]
        if [c.markup for c in again] == [c.markup for c in chunks]:
            done = tuple((new, piece) for new, (_, piece) in zip(again, book, strict=True))
            return Settled(done, place(done), turn), [*problems, *found]
        chunks = again
    return None, [*problems, *_unsettled(moved, pages)]


def _typeset_all(
    chunks: Sequence[Chunk],
    typeset: Typeset,
    place: Place,
    pieces: dict[tuple[str, Side], Piece],
) -> tuple[tuple[tuple[Chunk, Piece], ...] | None, list[Diagnostic]]:
    """Every chunk typeset for the side it opens on; what *pieces* holds is not set again."""
    raise NotImplementedError


def _pinned(chunk: Chunk, widest: dict[tuple[str, int], str], keep: bool) -> Chunk:
    """*chunk* with each slot at the widest shape it has had, once *keep* says so."""

    def widen(match: re.Match[str]) -> str:
        key, shape = (chunk.name, int(match[2])), match[3]
        if keep:
            shape = max(shape, widest.get(key, ""), key=_width)
            widest[key] = shape
        return match[1] + shape

    return replace(chunk, markup=_SLOT.sub(widen, chunk.markup))


def _width(shape: str) -> tuple[float, str]:
    """How much room *shape* takes, for comparing shapes: a total order, so that widening ends."""
    narrow = {"i": 0.6, "l": 0.6, " ": 0.5, ",": 0.5, "m": 1.7}
    return (sum(narrow.get(letter, 1.0) for letter in shape), shape)


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
