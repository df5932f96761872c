"""A piece turned to the other side of the sheet is the piece that would be set for it."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from itertools import starmap

import pikepdf
import pypdfium2
import pytest

from compendium import assemble
from compendium.layout import typeset, typeset_anew
from compendium.layout.sides import opening_on
from compendium.layout.store import pack
from compendium.model.pages import Chunk, Piece
from compendium.model.theme import Theme
from test_layout import LETTER, call, chunk, small_theme

SIDES = """
@page :left { margin-left: 14mm; margin-right: 10mm;
  @bottom-right { content: none }
  @bottom-left { content: counter(page); font: 8pt "Source Serif 4"; text-align: left }
  @top-center { content: "Verso " string(head, last); font: italic 8pt "Source Serif 4" } }
@page :right { margin-left: 10mm; margin-right: 14mm; @top-right-corner { content: "R"; font: 8pt "Source Serif 4" } }
"""  # noqa: E501  (a rule a line)
PICTURE = (
    '<svg width="20" height="20" viewBox="0 0 1 1" xmlns="http://www.w3.org/2000/svg">'
    "<title>A seal</title><rect width='1' height='1'/></svg>"
)
BODY = LETTER + (
    f'<figure id="seal">{PICTURE}</figure><p id="x">The <a href="https://example.org/">seal</a>'
    f"{call('letter.n2', 'And <em>another</em>', '2')} was {'put aside and ' * 80} "
    '<span class="folio" data-slot="1">000</span></p>'
    '<table id="t"><tr><td id="t.1">left</td><td style="opacity:.5">right</td></tr></table>'
)


def both(body: str, css: str) -> tuple[Piece, Piece]:
    """The piece of *body* for each side, laid out twice."""
    recto, verso = (
        typeset_anew(chunk(body, "12", "345"), side, small_theme(css))[0]
        for side in ("recto", "verso")
    )
    assert recto is not None
    assert verso is not None
    return recto, verso


def linked(piece: Piece, theme: Theme) -> bytes:
    """A book of *piece* alone."""
    one = Chunk("letter", "", ("12", "345"), (), "any", "roman")
    info = assemble.DocumentInfo("T", "en")
    pdf, problems = assemble.link([(one, piece)], assemble.place([(one, piece)]), info, theme.fonts)
    assert [p for p in problems if p.code != "link-lost"] == []
    return pdf


def test_turned_is_typeset() -> None:
    """Every letter, line, link and picture stands where typesetting puts it, and no dot differs."""
    recto, verso = both(BODY, SIDES)

    turned = opening_on(recto, "verso")

    assert turned is not None
    assert len(turned.sheets) > 2
    assert turned.sheets == verso.sheets
    assert turned.digest == recto.digest == "", "neither has been bytes"
    near = [replace(line, left=0, right=0) for line in verso.lines]
    assert [replace(line, left=0, right=0) for line in turned.lines] == near
    for ours, theirs in zip(turned.lines, verso.lines, strict=True):
        assert (ours.left, ours.right) == pytest.approx((theirs.left, theirs.right), abs=0.002)
    for name in ("first", "last", "marks", "notes", "outline"):
        assert getattr(turned, name) == getattr(verso, name)
    theme = small_theme(SIDES)
    with (
        pypdfium2.PdfDocument(linked(turned, theme)) as ours,
        pypdfium2.PdfDocument(linked(verso, theme)) as theirs,
    ):
        for mine, other in zip(ours, theirs, strict=True):
            assert bytes(mine.render().buffer) == bytes(other.render().buffer)
            read, wanted = mine.get_textpage(), other.get_textpage()
            assert read.get_text_range() == wanted.get_text_range()
            for at in range(read.count_chars()):
                assert read.get_charbox(at) == pytest.approx(wanted.get_charbox(at), abs=0.002)


def test_a_name_of_its_own() -> None:
    """Either side has a digest that names it, and the same one each time."""
    theme = small_theme(SIDES)
    recto, verso, again = (
        typeset(chunk(BODY, "12", "345"), side, theme)[0] for side in ("recto", "verso", "verso")
    )

    assert recto and verso and again
    assert recto.digest != verso.digest == again.digest
    assert len(recto.digest) == len(verso.digest) == 64


def test_links_and_pictures_move() -> None:
    """What a reader can click on, and where a picture is said to be, moves with the text."""
    recto, verso = both(BODY, SIDES)
    turned = opening_on(recto, "verso")
    assert turned is not None

    ours, theirs = (_boxes(piece.pdf) for piece in (turned, verso))

    assert len(ours) > 4
    assert len(ours) == len(theirs)
    assert all(starmap(_same, zip(ours, theirs, strict=True)))
    assert not all(starmap(_same, zip(ours, _boxes(recto.pdf), strict=True)))


def test_the_verso_is_made_of_the_recto() -> None:
    """Whether a verso is asked for at once or later, it is the same to the byte."""
    theme = small_theme(SIDES)
    recto, _ = typeset(chunk(BODY, "12", "345"), "recto", theme)
    verso, _ = typeset(chunk(BODY, "12", "345"), "verso", theme)

    assert recto is not None
    assert opening_on(recto, "recto") is recto
    assert opening_on(recto, "verso") == verso


@pytest.mark.parametrize(
    ("body", "css"),
    [
        pytest.param("", "@page :left { margin-left: 20mm }", id="another measure"),
        pytest.param("", "@page :left { margin-top: 20mm }", id="another height"),
        pytest.param("", "@page :left { margin-top: 11mm; margin-bottom: 15mm }", id="higher"),
        pytest.param("", "@page :left { @footnote { margin-top: 9pt } }", id="other notes"),
        pytest.param("", "@page { background: #eee }", id="a tint"),
        pytest.param("", "html { background: #eee }", id="a tinted canvas"),
        pytest.param("", "@page { border-left: 1pt solid }", id="a rule at the side"),
        pytest.param('<p style="break-before:right">On a recto.</p>', "", id="a forced recto"),
        pytest.param(
            '<p style="background:repeating-linear-gradient(red,blue 9px)">x</p>',
            "",
            id="a pattern",
        ),
    ],
)
def test_no_turning(body: str, css: str) -> None:
    """Where the sides differ in more than their margins, each is laid out by itself."""
    theme = small_theme(SIDES + css)
    asked = chunk(BODY + body, "12", "345")
    recto, _ = typeset(asked, "recto", theme)

    assert recto is not None
    assert recto.turn is None
    assert opening_on(recto, "verso") is None
    ours, theirs = (made(asked, "verso", theme)[0] for made in (typeset, typeset_anew))
    assert ours and theirs
    assert pack(ours) == pack(theirs)


def _boxes(pdf: bytes) -> list[list[float]]:
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert opened.check_pdf_syntax() == []
        links = [mark.Rect for page in opened.pages for mark in page.get("/Annots", ())]
        held = [item.A for item in opened.objects if _holds(item)]
        return [[float(side) for side in box] for box in (*links, *(a.BBox for a in held))]


def _holds(item: pikepdf.Object) -> bool:
    return isinstance(item, pikepdf.Dictionary) and "/BBox" in item.get("/A", {})


def _same(box: list[float], other: list[float]) -> bool:
    return box == pytest.approx(other, abs=0.002)
