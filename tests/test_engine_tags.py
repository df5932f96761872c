"""What a piece says to those who cannot see it: its structure tree, and its glyphs' texts."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from compendium.layout import typeset
from compendium.model.pages import Piece
from test_layout import LETTER, call, chunk, set_good, small_theme

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)


def opened(piece: Piece) -> pikepdf.Pdf:
    """The PDF of *piece*."""
    return pikepdf.open(io.BytesIO(piece.pdf))


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every element of the structure tree, in the order it is read out."""
    stack = [pdf.Root.StructTreeRoot.K[0]]
    while stack:
        element = stack.pop()
        yield element
        kids = [kid for kid in element.get("/K", []) if not isinstance(kid, int)]
        stack.extend(kid for kid in reversed(kids) if "/S" in kid)


def marks_of(element: Any) -> Iterator[tuple[tuple[int, int], int]]:
    """The page and the number of each mark that *element* holds itself."""
    for kid in element.get("/K", []):
        if isinstance(kid, int):
            yield element.Pg.objgen, int(kid)
        elif "/MCID" in kid:
            yield kid.Pg.objgen, int(kid.MCID)


def kinds(piece: Piece) -> list[str]:
    """The kinds of the elements of *piece*, runs of text left out."""
    return [str(e.S)[1:] for e in elements(opened(piece)) if e.S != "/Span"]


def test_paragraph_over_pages() -> None:
    """A paragraph and a section that run over a page are one element each, the note inside."""
    assert kinds(set_good(LETTER, "12")) == [
        "Document", "Sect", "H1", "P", "Link", "Note", "Link", "P", "Link",
    ]  # fmt: skip


def test_paragraphs_on_pages() -> None:
    """Paragraphs that stand on pages of their own stay what they are."""
    new = 'style="break-before:page"'
    piece = set_good(f'<p id="a">One</p><p id="b" {new}>Two</p><p id="c" {new}>Three</p>')

    assert kinds(piece) == ["Document", "P", "P", "P"]


def test_note_in_pieces() -> None:
    """A note that is set in pieces is one element, known by its anchor, after its call."""
    pieces = (
        '<a class="call" href="#n1" id="n1.call">1</a><span class="fn" id="n1">One</span>'
        '<span class="fn" data-note="n1">two</span>'
    )
    piece = set_good(f'<p id="a">Text{pieces} and more</p>')
    pdf = opened(piece)
    notes = [e for e in elements(pdf) if e.S == "/Note"]

    assert kinds(piece) == ["Document", "P", "Link", "Note"]
    assert [str(note.ID) for note in notes] == ["n1"]
    assert [int(kid) for kid in notes[0].K] == [3, 4]


def test_language() -> None:
    """Words in another language say which; words in the language of all say nothing."""
    piece = set_good(
        '<p id="a">One <i lang="ru">два <b>три</b></i></p><p id="b" lang="ru">Четыре</p>'
    )
    told = [(str(e.S), str(e.Lang)) for e in elements(opened(piece)) if "/Lang" in e]

    assert told == [("/Span", "ru"), ("/P", "ru")]


def test_margins_are_artifacts() -> None:
    """Running heads and folios are in no element."""
    piece = set_good('<h1 id="a">Head</h1>')

    assert piece.pdf.count(b"/Artifact\n<</Type /Pagination/Subtype /Header>>\nBDC") == 1
    assert piece.pdf.count(b"/Artifact\n<</Type /Pagination/Subtype /Footer>>\nBDC") == 1
    assert kinds(piece) == ["Document", "H1"]


def test_leaders_are_artifacts() -> None:
    """Nobody is read the dots between a title and its page number."""
    css = '.dots::after { content: leader(". ") }'
    piece = set_good('<p id="a">Title<span class="dots"></span> end</p>', css=css)
    pdf = opened(piece)

    assert piece.pdf.count(b"/Artifact\nBMC") > 20
    assert [mark for element in elements(pdf) for _, mark in marks_of(element)] == [0, 1]


def test_parent_tree() -> None:
    """Content and tree know each other: each mark is in the element that its page names."""
    piece = set_good(
        LETTER + '<ul id="l"><li>One<ul><li>two</li></ul></li></ul>'
        f'<table id="t"><tr><th>Head</th></tr><tr><td>Cell {call("n9", "Note")}</td></tr></table>'
        f"<p>{'more text ' * 300}</p>",
        "12",
    )
    pdf = opened(piece)
    tree = dict(pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree).items())
    held = {place: element.objgen for element in elements(pdf) for place in marks_of(element)}
    for page in pdf.pages:
        marks = {int(m) for m in re.findall(rb"/MCID (\d+)", page.Contents.read_bytes())}
        parents = tree[int(page.StructParents)]
        assert marks == set(range(len(parents)))
        for mark in marks:
            assert held.pop((page.obj.objgen, mark)) == parents[mark].objgen
    assert held == {}
    for element in elements(pdf):
        for kid in element.get("/K", []):
            assert isinstance(kid, int) or "/S" not in kid or kid.P.objgen == element.objgen


def test_table_headings() -> None:
    """Cells name their headings, and the names are those of no other chunk."""
    piece = set_good('<table id="d.t-1"><tr><th>Head</th></tr><tr><td>Cell</td></tr></table>')
    pdf = opened(piece)
    heading, cell = (element for element in elements(pdf) if element.S in ("/TH", "/TD"))

    assert str(heading.ID).startswith("d.t-1-")
    assert list(cell.A.Headers) == [heading.ID]


def test_a_table_over_pages() -> None:
    """A table that runs over pages is one table: rows and cells go on, its head is read once."""
    rows = "".join(f'<tr id="t.r{n}"><td>{n}</td><td>words</td></tr>' for n in range(1, 41))
    tall = f'<tr id="t.last"><td>{"a long cell " * 120}</td><td>end</td></tr>'
    head = '<thead><tr id="t.r0"><th>One</th><th>Two</th></tr></thead>'
    piece = set_good(
        f'<table id="t">{head}<tbody>{rows}{tall}</tbody></table>',
        css="thead { display: table-header-group } tr { break-inside: auto }",
    )
    pdf = opened(piece)
    found = list(elements(pdf))
    named = [str(e.S)[1:] for e in found]
    count = {kind: named.count(kind) for kind in ("Table", "THead", "TR", "TD")}
    headings = {str(e.ID): str(e.A.Scope) for e in found if e.S == "/TH"}

    assert len(piece.sheets) > 3
    assert sum(line.text == "One" for line in piece.lines) > 3
    assert count == {"Table": 1, "THead": 1, "TR": 42, "TD": 82}
    assert list(headings.values()) == ["/Column", "/Column"]
    assert {str(h) for e in found if e.S == "/TD" for h in e.A.Headers} == set(headings)


def test_picture() -> None:
    """A picture has its words, and its box in points from the foot of the page."""
    body = '<img id="a" src="map.png" alt="A map" style="display:block;width:40px;height:20px">'
    piece, problems = typeset(chunk(body), "recto", small_theme(), {"map.png": PNG})
    assert piece is not None
    assert problems == []
    pdf = opened(piece)
    (figure,) = (e for e in elements(pdf) if e.S == "/Figure")

    assert str(figure.Alt) == "A map"
    left, foot, right, top = (float(side) for side in figure.A.BBox)
    sheet = piece.sheets[0]
    assert (round(right - left), round(top - foot)) == (30, 15)
    assert abs(sheet.height - top - sheet.text_top) < 0.01


def said(piece: Piece) -> list[str]:
    """The texts that runs of type carry with them."""
    found = re.findall(rb"/ActualText (<.*?>|\(.*?\))>>\nBDC", piece.pdf)
    return [str(pikepdf.Object.parse(text)) for text in found]


def test_small_capitals() -> None:
    """A small capital that stands for a capital does not read as a small letter."""
    piece = set_good(
        '<p id="a">unesco and <span style="font-variant-caps:all-small-caps">UNESCO</span></p>'
    )

    assert said(piece) == ["UNESCO"]


def test_glyph_texts_are_those_of_the_font() -> None:
    """What a glyph means does not hang on the chunk that used it first."""
    texts = []
    for words in ("a b", "a\u00a0b", "a\u00a0b a b", "x\u0301a b"):
        piece = set_good(f'<p id="a">{words}</p>', css="@page{@bottom-right{content:none}}")
        texts.append({text for font in piece.fonts for _, text in font.glyphs.values()})

    assert texts[:3] == [{"a", " ", "b"}] * 3
    assert "x" in texts[3]
