"""What makes the engine faster changes nothing: every piece is compared with the stock one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text import line_break

from compendium import pipeline, render, theme
from compendium.diag import Diagnostic
from compendium.layout import typeset_anew
from compendium.layout.engine import fixes, press, speed
from compendium.layout.engine.speed import words
from compendium.layout.store import pack
from compendium.layout.typesetting import press_of
from compendium.model.pages import Chunk, Piece
from compendium.model.theme import Theme
from test_layout import LETTER, call, chunk, small_theme

ROOT = Path(__file__).parents[1]
CONTEXT = SimpleNamespace(dictionaries={})
OFF: dict[str, tuple[fixes.Fix, ...]] = {"LAYOUT": (), "DRAWING": ()}

PROSE = "The fixed-price treaty of 1956, “as amended”, was ratified (see above) in Tokyo. "
RUSSIAN = "Правительство согласилось передать острова Хабомаи и Шикотан в 1956 Токио. "
NOTED = "".join(
    f"<p id=p{n}>{PROSE * 2}Sir<span>{call(f'n{n}', PROSE * (n % 3 + 1), str(n))}</span>. {PROSE}"
    for n in range(1, 6)
)
BODIES = (
    LETTER,
    NOTED,
    f"<p lang=ru>{RUSSIAN * 3}<i>{RUSSIAN}</i><p>{PROSE}<span lang=ru>{RUSSIAN}</span>",
    f"<p>{PROSE}日本国とソヴィエト {RUSSIAN}\u00a0{PROSE}co\u00adoperate a\u0301 שלום. {PROSE}",
    f"<p> {PROSE}<i> {PROSE}</i> <b>x</b> <i>a </i>\u00a0b\u00a0<br>{PROSE * 2}\u2002x",
    f"<p>{PROSE}<b>{PROSE}</b>wor<i>d</i>s.<u>{PROSE}</u><p class=side>{PROSE}",
    f"<div class=columns>{NOTED.replace('n', 'm').replace('<p', '<p class=m')}</div>",
    f"<table><tr><th>{PROSE}<td>1<tr><td rowspan=2>x<td>{PROSE}{call('t1', 'Note.')}</table>",
    f"<ol><li>{PROSE}<li>x</ol><ul><li>{PROSE * 3}</ul><p>A<sup>b</sup> {PROSE}",
    f"<p>{PROSE}<em class=box>{PROSE}</em> {PROSE}<p class=row><a>x</a><a>{PROSE}</a>",
    "".join(
        f"<div id=d{n} class=leaf lang={lang}><p id=q{n}>{PROSE}<i id=i{n}>x <b>{RUSSIAN}</b></i>"
        f"<table><tr><td>x</table><table id=t{n}><tr><td id=c{n}>{PROSE}<b>x</b></table></div>"
        for n, lang in enumerate(("en", "ru", "en"))
    ),
)
STYLES = {
    "page": "p { margin-left: 2vw; border: 1px solid; padding: 3% } @page { margin: 5vw }",
    "math": "p { margin: calc(1em + 1px) } i { color: var(--c, red) }",
    "letters": "p { letter-spacing: .1em } i { word-spacing: 3px } u { overflow-wrap: anywhere }",
    "first": "p::first-letter { font-size: 2em } p::first-line { font-variant-caps: small-caps }",
    "narrow": "@page { size: 70mm 120mm } p { hyphens: none; text-indent: 1em; text-align: right }",
    "turned": "p { direction: rtl } .side { float: right; width: 20mm }",
    "named": "table { margin: 1em 2em } p[id] i { color: red } [lang=ru] b { font-size: 2em }"
    "@page { @top-left { content: 'x' counter(page) } } @page :first { margin: 15mm }"
    ".leaf { break-before: page } i::after { content: 'y' } #i1::after { content: leader('.') }",
    "sides": ".box { display: inline-block; width: 30% } .row { display: flex } .row a { flex: 1 }",
    "shown": "i { visibility: hidden } u { text-decoration: line-through } b { font-size: 0 }",
}
BOTH = ".columns { columns: 2 } .fn { text-align: justify } .fn .fn { color: red }"


def both_ways(
    made: Chunk, theme_: Theme, monkeypatch: pytest.MonkeyPatch
) -> list[tuple[Piece | None, list[Diagnostic]]]:
    """The outcome of *made* as the stock engine has it, and as we do."""
    ours = typeset_anew(made, "recto", theme_)
    for name, none in OFF.items():
        monkeypatch.setattr(speed, name, none)
    stock = typeset_anew(made, "recto", theme_)
    monkeypatch.undo()
    return [stock, ours]


def compare(chunks: Sequence[Chunk], theme_: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every one of *chunks* is the same both ways, and so are the problems."""
    for made in chunks:
        (stock, stock_problems), (ours, problems) = both_ways(made, theme_, monkeypatch)
        assert [str(problem) for problem in problems] == list(map(str, stock_problems)), made.name
        assert (stock is None) == (ours is None)
        assert stock is None or ours is None or pack(ours) == pack(stock), made.name


def compare_edition(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every chunk of the edition in *folder* is the same both ways."""
    edition, _ = pipeline.check(folder)
    assert edition is not None
    design, _ = theme.read(theme.find(edition.theme))
    assert design is not None
    compare(render.book(edition, design, None)[0], design, monkeypatch)


@pytest.mark.parametrize("folder", ["tests/books/trip", "corpus/joint-compendium"])
def test_editions(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An edition is set alike both ways."""
    compare_edition(ROOT / folder, monkeypatch)


def test_generated_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The book of the benchmarks is set alike both ways."""
    books = ROOT / "benchmarks" / "books.py"
    subprocess.run([sys.executable, books, "6", tmp_path, "corpus"], check=True)
    compare_edition(tmp_path / "corpus", monkeypatch)


@pytest.mark.parametrize("style", STYLES)
def test_styles(style: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What no edition of ours does is set alike, too, and what comes after it."""
    whole = chunk("".join(BODIES), "00")
    compare([whole, chunk(NOTED)], small_theme(BOTH + STYLES[style]), monkeypatch)


def test_engine() -> None:
    """The engine installed is the one that all this was written for."""
    assert speed.sources() == speed.WRITTEN_FOR
    assert speed.LAYOUT
    assert speed.DRAWING


def test_another_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """With other sources of the engine everything is off."""
    monkeypatch.setattr(speed, "WRITTEN_FOR", "0" * 16)
    assert speed.fitting(speed.LAYOUT) == ()


def test_nothing_stays_changed() -> None:
    """When a chunk is set the engine is as it was."""
    before = [getattr(fix.owner, fix.attribute) for fix in (*speed.LAYOUT, *speed.DRAWING)]
    typeset_anew(chunk(LETTER, "00"), "recto", small_theme())
    after = [getattr(fix.owner, fix.attribute) for fix in (*speed.LAYOUT, *speed.DRAWING)]
    assert before == after


@pytest.mark.parametrize(
    ("text", "stretch", "found"),
    [
        ("in Tokyo,", 9, ("x", ["in", " ", "Tokyo,"])),
        ("in Tokyo,", 0, None),
        ("Tokyo", 0, ("x", ["Tokyo"])),
        (" 1956\u00a0\u0434\u0430", 9, ("\u0445", ["", " ", "1956", "\u00a0", "\u0434\u0430"])),
        ("1956 (2)", 9, ("1", ["1956", " ", "(2)"])),
        ("in  Tokyo", 9, None),
        ("in Tokyo\u00a0", 9, None),
        ("in Токио", 9, None),
        ("a\u0301b", 9, None),
    ],
)
def test_split(text: str, stretch: int, found: object) -> None:
    """A line is put together from words only where Pango shapes each of them by itself."""
    style = {"letter_spacing": "normal", "word_spacing": 0, "overflow_wrap": "normal"}
    assert words.split(style, text, stretch) == found


KERNED = ["To", "Va", "WWII", "A.A.", "T.", "“V”", "f,", "Wi-", "‘Ta’", "x/y", "—", "\u2002A"]
WORDS = [*(PROSE * 6 + RUSSIAN).split(), *KERNED, "co-operation", "cooperation"]
TYPES = "<p>a<i>a</i><b style='hyphens: manual'>a</b><u style='hyphenate-limit-chars: 3 1 1'>a</u>"


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=30),
    st.floats(20, 320) | st.none(),
    st.sampled_from(("", " ")),
    st.sampled_from(("", " ")),
)
def test_lines_break_alike(texts: list[str], width: float | None, before: str, after: str) -> None:
    """Wherever a line is cut, and whatever stands there, it is told as the engine tells it."""
    text = f"{before}{' '.join(texts)}{after}"
    for style in styles():
        with fixes.applied(speed.LAYOUT):
            ours = inline.split_first_line(text, style, CONTEXT, width, 0)
        stock = line_break.split_first_line(text, style, CONTEXT, width, 0)
        assert (ours[0].text, *ours[1:]) == (stock[0].text, *stock[1:])


@cache
def styles() -> list[Any]:
    """The styles of `TYPES`."""
    done = press.render(press_of(small_theme()), TYPES, "recto", press.Images({}), fixes=())
    found = done.document.pages[0]._page_box.descendants()
    return [box.style for box in found if isinstance(box, boxes.TextBox)]


def test_words_are_trusted() -> None:
    """The lines that were set above were put together from words, not laid out."""
    theme_ = small_theme()
    typeset_anew(chunk(LETTER, "00"), "recto", theme_)
    types = press_of(theme_).font_config.__dict__["_words"].values()
    assert types
    assert all(type_.sound for type_ in types)
