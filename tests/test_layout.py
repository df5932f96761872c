"""What a typeset chunk says of itself: pages, lines, anchors, notes, links, fonts."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from compendium.diag import Diagnostic
from compendium.layout import typeset
from compendium.layout.store import pack
from compendium.model import slots
from compendium.model.pages import Bookmark, Chunk, Piece, Side, Spot
from compendium.model.theme import Theme

DATA = Path(__file__).parent / "data" / "engine"
FONTS = Path(__file__).parents[1] / "templates" / "press" / "fonts"
CSS = (DATA / "print.css").read_text("utf-8")


def small_theme(css: str = "", fonts: Mapping[str, bytes] | None = None) -> Theme:
    """The fonts of the press and a page of 100 by 120 mm, with *css* after its own."""
    if fonts is None:
        files = sorted(path for path in FONTS.iterdir() if path.suffix in (".ttf", ".otf"))
        fonts = {path.name: path.read_bytes() for path in files}
    return Theme("small", {}, {"print.css": CSS + css}, fonts, {}, {}, "small")


def page(body: str, lang: str = "en") -> str:
    """A whole HTML page."""
    return f'<!DOCTYPE html><html lang="{lang}"><title>Chunk</title><body>{body}</body></html>'


def chunk(body: str, *values: str) -> Chunk:
    """A chunk of *body*, whose slots show *values*."""
    return Chunk("letter", page(body), values, (), "any", "arabic")


def call(note: str, text: str, mark: str = "1") -> str:
    """A note and its call, as render writes them."""
    return (
        f'<a class="call" href="#{note}" id="{note}.call">{mark}</a>'
        f'<span class="fn" id="{note}"><a href="#{note}.call">{mark}.</a> {text}</span>'
    )


def set_good(body: str, *values: str, side: Side = "recto", css: str = "") -> Piece:
    """The piece of a chunk about which there is nothing to say."""
    piece, problems = typeset(chunk(body, *values), side, small_theme(css))
    assert problems == []
    assert piece is not None
    return piece


def problems(body: str, *values: str, css: str = "") -> list[str]:
    """What is wrong with a chunk, in words."""
    found: list[Diagnostic] = typeset(chunk(body, *values), "recto", small_theme(css))[1]
    return [str(problem) for problem in found]


LETTER = (
    '<section id="letter"><h1>A letter</h1>'
    f'<p id="letter.par-1">Sir, {"the two governments agreed " * 60}'
    f"and said so{call('letter.n1', 'See page <span class=folio data-slot=0>00</span>.')}.</p>"
    '<p id="letter.par-2">It is <a href="#other.par-9">agreed</a><span id="letter.m1"></span>.</p>'
    "</section>"
)


def test_lines() -> None:
    """Every line of type is listed with its anchor, its number on the page and its words."""
    piece = set_good(LETTER, "12")

    told = [(line.sheet, line.area, line.number, line.anchor, line.text) for line in piece.lines]
    assert told[:2] == [
        (0, "text", 1, "letter", "A letter"),
        (0, "text", 2, "letter.par-1", "Sir, the two governments agreed the two govern\u2010"),
    ]
    assert told[-2:] == [
        (1, "text", 19, "letter.par-2", "It is agreed."),
        (1, "notes", 0, "letter.n1", "1. See page \x020\x03."),
    ]


def test_boxes_of_lines() -> None:
    """A line's box is in points from the top left corner of its page."""
    first = set_good(LETTER, "12").lines[1]

    assert first.left == pytest.approx(10 * 72 / 25.4, abs=0.01)
    assert first.top == pytest.approx(12 * 72 / 25.4 + 24, abs=0.01)
    assert first.right == pytest.approx((100 - 14) * 72 / 25.4, abs=0.05)
    assert first.bottom - first.top == pytest.approx(12)


def test_spots() -> None:
    """An anchor has the page, the line and the height where it begins, and where it ends."""
    piece = set_good(LETTER, "12")

    assert piece.first["letter"] == Spot(0, 1, 34.016)
    assert piece.last["letter"] == Spot(1, 19, 251.634)
    assert piece.first["letter.par-1"] == Spot(0, 2, 58.016)
    assert piece.last["letter.par-1"].sheet == 1
    assert piece.first["letter.m1"] == Spot(1, 19, 251.634)
    assert piece.first["letter.n1"].line == 0


def test_notes() -> None:
    """A note is known by the page of its call and the pages its text stands on."""
    long = "".join(
        f'<span class="fn" {name}="letter.n1">{"a long note " * 50}</span>'
        for name in ("id", "data-note", "data-note")
    )
    call_only = '<a class="call" href="#letter.n1" id="letter.n1.call">1</a>'
    piece = set_good(f'<p id="letter.p-1">Word{call_only}{long} and more.</p>')

    assert dict(piece.marks) == {"letter.n1": 0}
    assert dict(piece.notes) == {"letter.n1": (0, 1)}
    assert {line.anchor for line in piece.lines if line.area == "notes"} == {"letter.n1"}


def test_sheets() -> None:
    """A chunk opens on the side it is told to, and its pages have their sizes in points."""
    recto, verso = set_good(LETTER, "12"), set_good(LETTER, "12", side="verso")

    assert [sheet.side for sheet in recto.sheets] == ["recto", "verso"]
    assert [sheet.side for sheet in verso.sheets] == ["verso", "recto"]
    first, second = recto.sheets
    assert first.width == pytest.approx(100 * 72 / 25.4, abs=0.01)
    assert first.height == pytest.approx(120 * 72 / 25.4, abs=0.01)
    assert first.foot == first.text_bottom
    assert second.foot == pytest.approx(second.text_bottom - 10 - 2 - 0.4, abs=0.01)


def test_blank_pages() -> None:
    """A page that is left empty so that the next opens on the right says so."""
    piece = set_good('<p id="a">One</p><p id="b" style="break-before:recto">Two</p>')

    assert [sheet.blank for sheet in piece.sheets] == [False, True, False]


def test_repeated_head() -> None:
    """An anchor in the head of a table is where the head stands first, not where it repeats."""
    rows = "<tr><td>Cell</td></tr>" * 30
    piece = set_good(
        f'<table id="t"><thead><tr><th><i id="t.m1">Head</i></th></tr></thead>{rows}</table>'
    )

    assert piece.last["t"].sheet == 1
    assert piece.last["t.m1"] == piece.first["t.m1"]


def test_outline() -> None:
    """Bookmarks are facts for the linker, not an outline of the piece."""
    piece = set_good(LETTER, "12")

    assert piece.outline == (Bookmark(1, "A letter", "letter"),)
    assert b"/Outlines" not in piece.pdf


def test_links_stay() -> None:
    """A link names the anchor it leads to, whichever chunk that is in, and says its words."""
    pdf = set_good(LETTER, "12").pdf

    assert re.findall(rb"/Contents \((.*?)\)/Dest \((.*?)\)", pdf) == [
        (b"1", b"letter.n1"),
        (b"agreed", b"other.par-9"),
        (b"1.", b"letter.n1.call"),
    ]


def test_one_link_one_annotation() -> None:
    """Words in italics inside a link do not make a second link."""
    pdf = set_good('<p id="a"><a href="#b">plain <em>and <b>not</b></em></a></p>').pdf

    assert pdf.count(b"/Subtype /Link") == 1


def test_fonts() -> None:
    """No font program is in a piece, but which glyphs of which file it shows, and their text."""
    piece = set_good(LETTER, "12")

    assert b"/FontFile" not in piece.pdf
    files = {font.file for font in piece.fonts}
    assert files == {
        "SourceSerif4-Bold.ttf",
        "SourceSerif4-Regular.ttf",
        "SourceSerif4SmText-Regular.ttf",
    }
    for font in piece.fonts:
        assert f"/{font.resource} ".encode() in piece.pdf
    bold = next(font for font in piece.fonts if "Bold" in font.file)
    assert "".join(sorted(text for _, text in bold.glyphs.values())) == " Aelrt"


def test_figures() -> None:
    """Every slot's font has all figures of one width, and the digits a folio needs."""
    figures = [font.figures for font in set_good(LETTER, "12").fonts if font.figures]

    assert len(figures) == 2  # the number in the note, and the folio
    for figure in figures:
        assert set(figure) == set(slots.CHARACTERS)
        assert len({figure[digit][1] for digit in "0123456789"}) == 1


def test_slots_in_streams() -> None:
    """The pages carry the marks that the linker looks for."""
    pdf = set_good(LETTER, "12").pdf
    streams = re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL)

    assert [slots.names(stream) for stream in streams] == [("folio",), ("0", "folio")]


def run(program: str, **env: str) -> str:
    """What *program* prints in a process of its own."""
    paths = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")]
    done = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        text=True,
        cwd=env.get("HOME"),
        env=os.environ | env | {"PYTHONPATH": os.pathsep.join(paths)},
    )
    return done.stdout.strip()


def test_engine_comes_late() -> None:
    """Importing the stage costs nothing: the engine is loaded by the first chunk."""
    assert run("import compendium.layout, sys; print('weasyprint' in sys.modules)") == "False"


AWKWARD = LETTER + (
    f'<p id="x" lang="ru">Обмен <i>письмами</i>{call("letter.n2", "Сноска", "2")} 日本国</p>'
    '<table id="t"><tr><td id="t.1">left</td><td>right</td></tr></table>'
)
PROGRAM = (
    "import hashlib; from test_layout import *;"
    "piece, _ = typeset(chunk(AWKWARD, '12'), 'verso', small_theme());"
    "print(hashlib.sha256(pack(piece)).hexdigest())"
)


def test_same_bytes(tmp_path: Path) -> None:
    """Folder, hash seed, time zone, locale and home change nothing in a piece."""
    piece, _ = typeset(chunk(AWKWARD, "12"), "verso", small_theme())
    assert piece is not None
    here = hashlib.sha256(pack(piece)).hexdigest()

    for seed, zone, lang in (("1", "Asia/Tokyo", "ja_JP.UTF-8"), ("2", "America/Lima", "C")):
        home = tmp_path / seed
        home.mkdir()
        there = run(
            PROGRAM,
            PYTHONHASHSEED=seed,
            TZ=zone,
            LANG=lang,
            LC_ALL=lang,
            LANGUAGE=lang[:2],
            HOME=str(home),
            XDG_CACHE_HOME=str(home / "cache"),
        )
        assert there == here


def test_order_of_work_changes_nothing() -> None:
    """A chunk is the same whatever was typeset before it in the same process."""
    before = set_good(LETTER, "12")
    set_good('<p id="a">Другой текст 日本</p>', css="p { font-size: 14pt }")

    assert set_good(LETTER, "12") == before
