"""Sheets, sides and folios: the page map of a book, whatever pieces it is made of."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from compendium.assemble import next_side, place, sides
from compendium.assemble.folios import numeral, read, runs
from compendium.model.pages import Chunk, FolioStyle, Line, Loose, Piece, PieceSheet, Place, Spot

PAGE = PieceSheet("recto", 300, 400, 40, 360, 360)
STYLES: tuple[FolioStyle, ...] = ("roman", "arabic")

chunks = st.builds(
    Chunk,
    name=st.just(""),
    markup=st.just(""),
    values=st.just(()),
    references=st.just(()),
    begins=st.sampled_from(["recto", "any"]),
    folios=st.sampled_from(STYLES),
)
books = st.lists(st.tuples(chunks, st.integers(1, 5)), min_size=1, max_size=12)


def piece(length: int, *anchors: tuple[str, int]) -> Piece:
    """A piece of *length* pages, with anchors on pages counted from 0."""
    spots = {anchor: Spot(sheet, 1, 40.0) for anchor, sheet in anchors}
    return Piece(Loose(), (PAGE,) * length, spots, spots, {}, {}, ())


def chunk(
    name: str, folios: FolioStyle = "arabic", recto: bool = False, values: tuple[str, ...] = ()
) -> Chunk:
    """A chunk called *name*."""
    return Chunk(name, "", values, (), "recto" if recto else "any", folios)


def test_book() -> None:
    """Front matter is numbered in roman, the body in arabic from a recto, blanks are counted."""
    pages = place([
        (chunk("title", "roman"), piece(1, ("title", 0))),
        (chunk("contents", "roman", recto=True), piece(1)),
        (chunk("letter"), piece(2, ("letter", 1))),
        (chunk("annex"), piece(1, ("annex", 0))),
    ])  # fmt: skip

    assert [
        f"{s.number} {s.folio} {s.side} {s.chunk}{' blank' * s.blank}" for s in pages.sheets
    ] == [
        "1 i recto title", "2 ii verso title blank",
        "3 iii recto contents", "4 iv verso contents blank",
        "5 1 recto letter", "6 2 verso letter",
        "7 3 recto annex",
    ]  # fmt: skip
    assert pages.first["letter"] == Place(sheet=6, folio="2", line=1, top=40.0)
    assert pages.folio("title") == "i"


@given(books)
def test_sheets(book: list[tuple[Chunk, int]]) -> None:
    """Every page has its sheet, a recto is odd, and a blank is there only before a recto."""
    named = [(replace(c, name=f"c{at}"), length) for at, (c, length) in enumerate(book)]

    sheets = place([(c, piece(length)) for c, length in named]).sheets

    assert [sheet.number for sheet in sheets] == list(range(1, len(sheets) + 1))
    assert all((sheet.side == "recto") == (sheet.number % 2 == 1) for sheet in sheets)
    assert len(sheets) - sum(length for _, length in book) == sum(s.blank for s in sheets)
    for before, sheet in pairwise(sheets):
        assert not (before.blank and (sheet.blank or sheet.side == "verso"))
    for c, length in named:
        own = [sheet for sheet in sheets if sheet.chunk == c.name]
        assert [sheet.blank for sheet in own] in ([False] * length, [False] * length + [True])
        assert c.begins == "any" or own[0].side == "recto"


@given(books)
def test_folios(book: list[tuple[Chunk, int]]) -> None:
    """No two pages have one folio, and each style begins with 1 on a recto."""
    sheets = place([(c, piece(length)) for c, length in book]).sheets

    assert len({sheet.folio for sheet in sheets}) == len(sheets)
    assert all(sheet.side == "recto" for sheet in sheets if sheet.folio in ("1", "i"))


@given(books)
def test_sides(book: list[tuple[Chunk, int]]) -> None:
    """Sides are known one chunk ahead of the lengths, and are those of the page map."""
    named = [replace(c, name=f"c{at}") for at, (c, _) in enumerate(book)]
    lengths = [length for _, length in book]
    made = list(zip(named, map(piece, lengths), strict=True))
    opened: dict[str, str] = {}
    for sheet in place(made).sheets:
        opened.setdefault(sheet.chunk, sheet.side)

    assert sides(named, lengths) == tuple(opened.values())
    for at, c in enumerate(named):
        assert sides(named, lengths[:at])[-1] == next_side(made[:at], c) == opened[c.name]


def test_lines() -> None:
    """A line stands on its sheet of the book and shows the numbers that are set in it."""
    line = Line("letter", 1, "text", 4, "See p. \x020\x03–\x0210\x03.", 40, 50, 200, 62)
    values = tuple(str(number) for number in range(20, 40))
    book = [
        (chunk("title"), piece(2)),
        (chunk("letter", values=values), replace(piece(2), body=Loose(lines=(line,)))),
    ]

    (set_line,) = place(book).lines

    assert set_line.text == "See p. 20–30."
    assert (set_line.sheet, set_line.number, set_line.box) == (4, 4, (40, 50, 200, 62))


def test_blank_in_piece() -> None:
    """A page that layout left blank is a blank one."""
    made = replace(piece(2), sheets=(PAGE, replace(PAGE, blank=True)))

    assert [sheet.blank for sheet in place([(chunk("plate"), made)]).sheets] == [False, True]


@given(st.integers(1, 4000), st.sampled_from(STYLES))
def test_numerals(number: int, style: FolioStyle) -> None:
    """A folio is read back as the number it was made of."""
    assert read(numeral(number, style)) == (number, style)


def test_roman() -> None:
    """Roman folios are written as one writes them."""
    assert [numeral(n, "roman") for n in (1, 4, 9, 14, 40, 49, 90, 400, 1994)] == [
        "i", "iv", "ix", "xiv", "xl", "xlix", "xc", "cd", "mcmxciv",
    ]  # fmt: skip


@given(
    st.lists(st.tuples(st.sampled_from(STYLES), st.integers(1, 9), st.integers(1, 4)), min_size=1)
)
def test_runs(parts: list[tuple[FolioStyle, int, int]]) -> None:
    """The label ranges of a PDF spell out the folios they were made of."""
    folios = [numeral(n + at, style) for style, n, length in parts for at in range(length)]

    found = list(runs(folios))

    ends = [run.index for run in found[1:]] + [len(folios)]
    assert folios == [
        numeral(run.number + at, run.style)
        for run, end in zip(found, ends, strict=True)
        for at in range(end - run.index)
    ]
