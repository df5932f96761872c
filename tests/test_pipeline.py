"""`settle`, with typesetters small enough to see through, and `check` end to end."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from types import SimpleNamespace

import pytest

from compendium.diag import Diagnostic, Span
from compendium.model.pages import Chunk, FolioStyle, Loose, PageMap, Piece, PieceSheet, Side, Spot
from compendium.settling import Outcome, Writer, settle


def _piece(count: int, target: int) -> Piece:
    """A piece of *count* pages whose anchor `t` stands on page *target*, counted from 1."""
    sheets = tuple(
        PieceSheet("recto" if n % 2 == 0 else "verso", 400, 600, 50, 550, 550) for n in range(count)
    )
    spot = {"t": Spot(target - 1, 1, 60.0)}
    return Piece(Loose(), sheets, spot, spot, {}, {}, ())


def _book(style: str) -> Writer:
    def render(pages: PageMap | None, *_: object) -> tuple[list[Chunk], list[Diagnostic]]:
        value = pages.folio("t") if pages else "00"
        shape = re.sub("[0-9]", "0", value)
        markup = f'<p>see <span class="folio" data-slot="0">{shape}</span></p>'
        folios: FolioStyle = "roman" if style == "roman" else "arabic"
        return [Chunk("book", markup, (value,), (), "recto", folios)], []

    return SimpleNamespace(text=render, book=render)


def _typeset(
    where: Callable[[str], int],
) -> Callable[[Sequence[Chunk], Sequence[Side]], list[Outcome]]:
    def typeset(chunks: Sequence[Chunk], sides: Sequence[Side]) -> list[Outcome]:
        shapes = [c.markup.partition('data-slot="0">')[2].partition("<")[0] for c in chunks]
        return [(_piece(20, where(shape)), []) for shape in shapes]

    return typeset


def test_settles_when_the_number_is_the_page() -> None:
    """A book whose layout does not care settles as soon as it prints what it has."""
    settled, problems = settle(_book("arabic"), _typeset(lambda shape: 7))

    assert settled and not problems
    assert settled.book[0][0].values == ("7",)
    assert settled.pages.folio("t") == "7"


@pytest.mark.parametrize(
    ("style", "where", "folio"),
    [
        ("arabic", lambda shape: 10 if shape == "0" else 9, "9"),
        ("roman", lambda shape: 9 if shape == "viii" else 8, "ix"),
    ],
)
def test_a_number_that_chases_itself_is_caught(
    style: str, where: Callable[[str], int], folio: str
) -> None:
    """A number that moves its own target, and back, keeps its widest shape and is right."""
    settled, problems = settle(_book(style), _typeset(where))

    assert settled and not problems
    assert settled.book[0][0].values == (settled.pages.folio("t"),) == (folio,)


def test_a_chunk_that_cannot_be_set_stops_the_book() -> None:
    """No piece, no book: what went wrong is said, and nothing else is tried."""
    problem = Diagnostic("layout-failed", "chunk `book` cannot be set", Span("book"))

    def typeset(chunks: Sequence[Chunk], sides: Sequence[Side]) -> list[Outcome]:
        return [(None, [problem]) for _ in chunks]

    assert settle(_book("arabic"), typeset) == (None, [problem])


def test_a_book_that_never_settles_is_refused() -> None:
    """If the guarantee ever broke, the anchor that moves would be named, nothing printed."""
    lengths = iter(range(1, 100))

    def render(pages: PageMap | None, *_: object) -> tuple[list[Chunk], list[Diagnostic]]:
        value = "1" * next(lengths)
        slot = f'<span data-slot="0">{"0" * len(value)}</span>'
        return [Chunk("book", slot, (value,), (), "recto", "arabic")], []

    settled, problems = settle(SimpleNamespace(text=render, book=render), _typeset(len))

    assert settled is None
    assert [str(problem) for problem in problems] == [
        "edition.yaml:1:1: error[folio-unsettled]: the page of `t` will not settle"
        " (hint: seen on 12 and 13; reword near it)"
    ]
