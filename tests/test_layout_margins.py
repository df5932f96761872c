"""What stands beside the lines: their numbers, and the pages of the source edition."""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf
import pytest
import tinyhtml5
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.diag import Span
from compendium.layout import typeset
from compendium.layout.engine.marks import take_out
from compendium.layout.engine.rows import Count
from compendium.layout.sides import opening_on
from compendium.model.pages import Chunk, Piece, SetLine
from compendium.proof.beside import Label, check_labels, take_labels
from compendium.proof.lines import ReadLine
from compendium.proof.outcome import Findings
from compendium.proof.runs import Boxes, Run
from compendium.proof.script import read_script
from compendium.proof.trace import trace
from test_layout import page, set_good, small_theme
from test_proof_trace import script
from test_sides import SIDES

WORDS = "the office of affairs first efficiently negotiated a difficult settlement"
TEXT = " ".join([WORDS] * 9)
BESIDE = re.compile(rb"/Artifact\s<</Type /Pagination>>\sBDC")


def mark(number: str) -> str:
    """The mark of a page of the source, as render writes it."""
    return f'<span class="source-page" id="a.src-{number}" data-n="{number}"></span>'


def article(text: str, lines: str = "") -> Chunk:
    """A chunk of one document."""
    markup = page(f'<article id="a"><p id="p">{text}</p></article>')
    return Chunk(
        "a", markup.replace("<body", f'<body data-lines="{lines}"'), (), (), "any", "arabic"
    )


def shown(piece: Piece) -> list[str]:
    """What the pages of *piece* draw, up to the first thing beside a line."""
    with pikepdf.open(BytesIO(piece.pdf)) as pdf:
        streams = [page.Contents.read_bytes() for page in pdf.pages]
    return [BESIDE.split(stream)[0].rstrip(b"qQ\n").decode("latin-1") for stream in streams]


@settings(max_examples=12, deadline=None)
@given(st.sets(st.integers(0, len(TEXT)), min_size=1, max_size=5))
def test_marks_move_nothing(places: set[int]) -> None:
    """Wherever pages of the source begin, the same glyphs stand in the same places."""
    text = TEXT
    for number, at in enumerate(sorted(places, reverse=True)):
        text = text[:at] + mark(str(number)) + text[at:]
    plain, _ = typeset(article(TEXT), "recto", small_theme())
    piece, problems = typeset(article(text), "recto", small_theme())

    assert plain is not None and piece is not None and problems == []
    assert piece.lines == plain.lines
    assert shown(piece) == shown(plain)
    assert {f"a.src-{n}" for n in range(len(places))} <= piece.first.keys()


def test_where_a_page_begins() -> None:
    """A page of the source has its place on the line of the letter after its mark."""
    text = f"{mark('1')}{TEXT} {mark('2')}last words{mark('3')}"
    piece, _ = typeset(article(text), "recto", small_theme())

    assert piece is not None
    at = {line.text: line.number for line in piece.lines}
    last = max(at.values())
    assert [piece.first[f"a.src-{n}"].line for n in "123"] == [1, last, last]
    assert piece.first["a.src-2"] == piece.last["a.src-2"]


@pytest.mark.parametrize(
    ("markup", "told"),
    [
        ("<p>One {}two.</p>", ("p", 3, False)),
        ("<p>One <em>{}two</em>.</p>", ("em", 0, False)),
        ("<p>One{} <em>two</em>.</p>", ("em", 0, False)),
        ("<p>One <em>two</em>{}</p><p>Three</p>", ("em", 2, True)),
        ('<p>One{}<span class="fn" id="n">Note</span></p>', ("p", 2, True)),
        ('<p>One<span class="fn" id="n">Note{}</span> two</p>', ("span", 3, True)),
        ("<table><tr><td>{}</td><td>Next</td></tr></table>", ("td", 0, False)),
    ],
)
def test_the_letter_of_a_mark(markup: str, told: tuple[str, int, bool]) -> None:
    """A mark is tied to the letter that follows it in its block or note, or to the last one."""
    root = tinyhtml5.parse(page(markup.format(mark("5"))), namespace_html_elements=False)
    (found,) = take_out(root)

    assert (found.element.tag, found.letter, found.last) == told
    assert "source-page" not in {e.get("class") for e in root.iter()}


def test_numbers_beside_lines() -> None:
    """Numbers stand beside every so many lines, by page or by document, the same on each side."""
    for lines in ("page 2", "document 3"):
        piece, problems = typeset(article(f"{TEXT} {TEXT}", lines), "recto", small_theme(SIDES))
        assert problems == [] and piece is not None and piece.turn is not None
        way, every = lines.split()
        wanted = [
            line for line in piece.lines
            if not (line.number if way == "page" else line.through) % int(every)
        ]  # fmt: skip
        turned = opening_on(piece, "verso")
        assert turned is not None
        assert len(BESIDE.findall(piece.pdf)) == len(wanted) > 3
        assert len(BESIDE.findall(turned.pdf)) == len(wanted)


def test_lines_side_by_side() -> None:
    """Lines on one level are one row; rows are counted by page, and through a document."""
    count = Count({})
    one = list(count.rows([(10, "a"), (30, "a"), (11.5, "a"), (50, "")]))
    two = list(count.rows([(10, "a"), (31, "b")]))

    assert [(row.number, row.document, row.through) for row in one] == [
        (1, "a", 1), (2, "a", 2), (3, "", 0),
    ]  # fmt: skip
    assert [(row.number, row.through) for row in two] == [(1, 3), (2, 1)]


def test_cells_are_on_one_line() -> None:
    """The cells of a row of a table stand on one line, as a reader counts."""
    piece = set_good('<table><tr><td>One</td><td>Two</td></tr></table><p id="x">Three</p>')

    assert [(line.text, line.number) for line in piece.lines] == [
        ("One", 1), ("Two", 1), ("Three", 2),
    ]  # fmt: skip


def told(labels: list[Label], body: str = "", lines: str = "") -> list[str]:
    """What the proof says of *labels* beside two lines, on sheets 1 and 2."""
    read = script(body or f'<p id="p">One two {mark("225")}three four.</p>')
    if lines:
        read.numbers = ("page", int(lines))
    printed = [_line(1, "One two", 20.0, 1), _line(2, "three four.", 20.0, 2)]
    findings = Findings()
    spans = {"a.src-225": Span("a.md", (7, 1), (7, 1))}
    done = trace((read,), {"c": printed}, ["1", "2"], spans, findings)
    check_labels(read, done, printed, labels, findings)
    return [str(problem) for problem in findings.problems]


def _box(left: float, top: float, right: float, bottom: float) -> Boxes:
    return Boxes(([left], [right], [-bottom], [-top]))


def _line(sheet: int, words: str, baseline: float, number: int) -> ReadLine:
    run = Run(("F", 1), 10.0, baseline, words, _box(30.0, 12.0, 90.0, 22.0))
    line = SetLine("c", sheet, "text", number, words, (30.0, 10.0, 90.0, 23.0))
    return ReadLine(line, [run], words.replace(" ", ""))


def test_labels_are_proved() -> None:
    """The number of a page stands beside the line of its first letter, and nowhere else."""
    assert told([Label("|225", 2, 20.5)]) == []
    lost = "a.md:7:1: error[proof-place-wrong]: `|225` is not printed beside its line on page 2"
    assert told([]) == [lost]
    stray = "is printed on page 2, in no line of text"
    assert told([Label("|226", 2, 20.0)]) == [
        lost,
        f"edition.yaml:1:1: error[proof-extra-text]: `|226` {stray}",
    ]
    assert told([Label("|225", 2, 32.0)]) == [
        lost,
        f"edition.yaml:1:1: error[proof-extra-text]: `|225` {stray}",
    ]


def test_numbers_are_proved() -> None:
    """Every line that should bear a number bears it."""
    assert told([Label("|225", 2, 20.0), Label("2", 2, 20.0)], lines="2") == []
    assert told([Label("|225", 2, 20.0)], lines="2") == [
        "edition.yaml:1:1: error[proof-place-wrong]: `2` is not printed beside its line on page 2"
    ]


def test_labels_are_told_from_other_words() -> None:
    """Only what stands beside the text, level with it, can be such a number."""
    lines = [_line(1, "One two", 20.0, 1)]
    beside = Run(("F", 1), 7.0, 20.0, "|5 |6", _box(100.0, 15.0, 120.0, 20.0))
    before = Run(("F", 1), 7.0, 20.0, "5", _box(10.0, 15.0, 14.0, 20.0))
    inside = Run(("F", 1), 7.0, 20.0, "x", _box(50.0, 15.0, 52.0, 20.0))
    above = Run(("F", 1), 7.0, 5.0, "9", _box(100.0, 1.0, 120.0, 5.0))
    labels, others = take_labels(lines, [beside, before, inside, above], 3)

    assert [label.words for label in labels] == ["|5", "|6", "5"]
    assert others == [inside, above]


def test_a_script_knows_marks() -> None:
    """A chunk's markup says which pages begin in it, and how its lines are numbered."""
    read = read_script(article(f"One{mark('225')}", "page 5"))

    assert read.pages == {"a.src-225": "225"}
    assert read.numbers == ("page", 5)
