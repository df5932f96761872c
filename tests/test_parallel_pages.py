"""Parallel texts in print: what an independent reader finds on the pages, and what plans them."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ElementTree
from itertools import pairwise
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium import pipeline, resolve
from compendium.diag import failed
from compendium.layout.engine.abreast import LAYOUT as ABREAST
from compendium.layout.engine.boxes import read, study
from compendium.layout.engine.fixes import LAYOUT
from compendium.layout.engine.leaves import Leaf, Part, put_on_leaves
from compendium.layout.engine.press import Images, render
from compendium.layout.engine.probe import Page, Side, Stop
from compendium.layout.engine.spreads import Planner, Row
from compendium.layout.typesetting import press_of
from compendium.model.pages import SetLine
from compendium.proof.lines import ReadLine
from compendium.proof.outcome import Findings
from compendium.proof.rows import check_rows
from compendium.proof.script import Range
from compendium.proof.trace import Trace, Track
from parallels import Found, Made, judge, save, write
from parallels_sweep import APART
from test_arrangements import volume
from test_engine_tags import elements
from test_layout import page, small_theme


@pytest.fixture(scope="module", params=APART)
def printed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Made, pipeline.Built, bytes]:
    """Two documents of made-up words, built in one of the forms."""
    form, folder = request.param, tmp_path_factory.mktemp("parallel")
    made = write(2, 24, passages=7)
    root = save(made, folder / form, form)
    built, problems = pipeline.build(root, folder / "out", frozenset({"pdf"}))
    assert problems == []
    return form, made, built, built.files[f"{form}.pdf"]


def test_every_word_is_where_it_belongs(printed: Any) -> None:
    """No word is lost, doubled or under a note, no note early or late, and all is level."""
    form, made, built, pdf = printed
    sheets = built.settled.pages.sheets
    body = [sheet.number - 1 for sheet in sheets if sheet.chunk in ("d1", "d2")]

    assert len(body) > 4
    assert vars(judge(made, pdf, body, APART[form])) == vars(Found())


def test_each_text_is_read_on(printed: Any) -> None:
    """Whoever listens hears one text of a document to its end, and then the other."""
    form, _, _, pdf = printed
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        found = [e for e in elements(opened) if e.S == "/Div" and e.get("/Lang") == "fr"]
        own = [e for e in found if e.get("/P").get("/Lang") != "fr"]

        assert len(own) == 2
        assert all(len(element.K) > 6 for element in own), form


def test_openings_keep_to_their_sides(printed: Any) -> None:
    """On facing pages one text has the versos, the other the rectos; in columns any page both."""
    form, _, built, _ = printed
    pages = built.settled.pages
    sides = {sheet.number: sheet.side for sheet in pages.sheets}
    found = {
        lang: {sides[line.sheet] for line in pages.lines if line.anchor.startswith(prefix)}
        for lang, prefix in (("en", "d1.p"), ("fr", "d1.fr.p"))
    }

    expected: dict[str, set[str]] = {"en": {"verso"}, "fr": {"recto"}}
    assert found == (
        expected if form == "facing" else {"en": {"recto", "verso"}} | {"fr": {"recto", "verso"}}
    )


NOTED = (
    '<p>One<span class="fn" data-note="a" id="a" style="width:30mm">left left left left left'
    ' left left left left left left</span> and two<span class="fn" data-note="b" id="b"'
    ' style="width:30mm;margin-left:36mm">right</span> and three<span class="fn" data-note="c"'
    ' id="c" style="width:30mm;margin-left:36mm">right</span></p>'
)


@pytest.mark.parametrize("abreast", [False, True])
def test_notes_stand_under_their_columns(abreast: bool) -> None:
    """Notes of two columns stand side by side; the engine would stack them."""
    press = press_of(small_theme())
    fixes = (*LAYOUT, *(ABREAST if abreast else ()))
    done = render(press, page(NOTED), "recto", Images({}), fixes=fixes)
    lines = read(done.document, study(done.root)).lines
    tops = {note: [line.top for line in lines if line.anchor == note] for note in "abc"}

    assert (tops["a"][0] == tops["b"][0]) is abreast
    assert tops["b"][0] < tops["c"][0]
    assert (tops["c"][-1] <= tops["a"][-1]) is abreast


LINE = 10.0


def side(sentences: list[int], note: float) -> Side:
    """A paragraph whose sentences have so many lines, the first of them with a note."""
    stops, passed = [], 0
    total = sum(sentences)
    for count in sentences[:-1]:
        passed += count
        stops.append(Stop(passed * LINE, total * LINE, passed, total, LINE))
    return Side(total * LINE, 0.0, tuple(stops), ((0, note),) if note else ())


SENTENCES = st.lists(st.integers(1, 7), min_size=1, max_size=8)
ROWS = st.lists(
    st.builds(
        lambda left, right, note, lead: Row(0, (side(left, note), side(right, 0)), lead, False),
        SENTENCES, SENTENCES, st.sampled_from([0.0, 0.0, 15.0, 40.0]), st.booleans(),
    ),
    min_size=1, max_size=12,
)  # fmt: skip


@given(ROWS)
def test_spreads_hold_everything_once(rows: list[Row]) -> None:
    """Whatever the rows, each is on the openings from its begin to its end, in order."""
    leaves, _ = Planner(Page(200.0, 12.0), rows).plan()
    parts = [part for leaf in leaves for part in leaf.parts]

    assert [part.unit for part in parts if part.begin == (0, 0)] == list(range(len(rows)))
    for one, two in pairwise(parts):
        assert (two.unit, two.begin) == (
            (one.unit, one.end) if one.end != (-1, -1) else (one.unit + 1, (0, 0))
        )
    assert parts[-1].end == (-1, -1) and all(leaf.parts for leaf in leaves)


@given(ROWS)
def test_spreads_are_not_too_full(rows: list[Row]) -> None:
    """Where a plan says that it fits, both pages of each opening hold their rows and notes."""
    room = Page(200.0, 12.0)
    leaves, fits = Planner(room, rows).plan()

    def height(part: Part, number: int) -> float:
        return rows[part.unit].sides[number].part(part.begin[number], part.end[number])

    for leaf in leaves if fits else ():
        level = sum(max(height(part, 0), height(part, 1)) for part in leaf.parts[:-1])
        for number in (0, 1):
            notes = sum(
                rows[p.unit].sides[number].noted(p.begin[number], p.end[number]) for p in leaf.parts
            )
            over = notes + room.over_notes if notes else 0.0
            assert level + height(leaf.parts[-1], number) + over <= room.height + 1


WORDS = st.sampled_from(["one ", "<em>two three </em>", '<span id="?">four </span>',
                         '<a href="#x" id="?">five <em>six </em></a>', "seven, "])  # fmt: skip
SEAM = '<span class="seam"></span>'


@st.composite
def facing_rows(draw: st.DrawFn) -> tuple[str, list[list[int]]]:
    """A document in rows of two paragraphs with seams, and at which of these to part each."""
    count = iter(range(1000))

    def paragraph() -> tuple[str, int]:
        said = draw(st.lists(st.lists(WORDS, max_size=3), min_size=1, max_size=4))
        text = "".join(part for run in said for part in (SEAM, *run)).removeprefix(SEAM)
        if draw(st.booleans()):
            text = f'<em id="?">eight {SEAM}nine </em>{SEAM}{text}'
        named = re.sub(r"\?", lambda _: f"i{next(count)}", f'<p id="?">{text}</p>')
        return named, named.count(SEAM)

    rows, cuts = [], []
    for _ in range(draw(st.integers(1, 3))):
        left, right = paragraph(), paragraph()
        most = min(left[1], right[1])
        cuts.append(sorted(draw(st.sets(st.integers(1, most)))) if most else [])
        rows.append(
            f'<div class="unit"><div class="side">{left[0]}</div>'
            f'<div class="side">{right[0]}</div></div>'
        )
    body = f'<article class=" form-facing "><div class="units">{"".join(rows)}</div></article>'
    return f"<html><body>{body}</body></html>", cuts


@given(facing_rows())
def test_parted_rows_keep_words_and_anchors(drawn: tuple[str, list[list[int]]]) -> None:
    """Wherever rows are parted, each side's words are all there in order, each anchor once."""
    markup, cuts = drawn
    before, after = ElementTree.fromstring(markup), ElementTree.fromstring(markup)
    leaves = []
    for unit, stops in enumerate(cuts):
        for begin, end in pairwise((0, *stops, -1)):
            leaves.append(Leaf(0, (Part(unit, (begin, begin), (end, end)),)))
    put_on_leaves(after, leaves, forced=False)

    def side(root: ElementTree.Element, number: int) -> str:
        found = [e for e in root.iter("div") if e.get("class") == "side"]
        return "".join("".join(e.itertext()) for e in found[number::2])

    for number in (0, 1):
        assert side(after, number) == side(before, number)
    anchors = [[e.get("id") for e in root.iter() if e.get("id")] for root in (before, after)]
    assert sorted(map(str, anchors[0])) == sorted(map(str, anchors[1]))
    for element in after.iter("span"):  # what has words keeps its anchor where they begin
        assert not (element.get("id") and not "".join(element.itertext()))


def test_a_page_is_filled_with_sentences() -> None:
    """A row that is too long is parted where a sentence ends on both pages, and filled up to it."""
    rows = [Row(0, (side([4, 4, 4, 4, 4, 4], 0), side([4, 4, 4, 4, 4, 4], 0)), False, False)]
    leaves, fits = Planner(Page(165.0, 12.0), rows).plan()

    assert fits and [leaf.parts[0].end for leaf in leaves] == [(4, 4), (-1, -1)]


def test_a_document_ends_with_its_last_words() -> None:
    """The page that faces the end of the longer text is empty: nobody cites it."""
    sentences = " ".join(
        f"Sentence {n} of the letter is as long as any other of them." for n in range(99)
    )
    head = "---\ntitle: A letter\nshort-title: A letter\nkind: letter\n---\n\n"
    files = {
        "documents/one.en.md": f"{head}{sentences}\n",
        "documents/one.ru.md": f"{head}Да.\n",
    }
    made, _ = resolve.resolve(volume("arrangement: {form: facing, languages: [en, ru]}", files))
    built, problems = pipeline.make(made, frozenset({"pdf"}))
    assert not failed(problems) and built.settled
    pages = built.settled.pages
    full = [line.sheet for line in pages.lines if line.anchor == "one.p-1"]

    assert max(full) > min(full)
    assert pages.last["one"].sheet == max(full)


def test_what_is_not_level_is_remarked_on() -> None:
    """Passages that begin at different heights are counted, and listed with their pages."""
    made, _ = resolve.resolve(volume("arrangement: {form: columns, languages: [en, ru]}"))
    anchors = [row[0].anchor for row in made.documents[0].rows[0].cells]  # type: ignore[union-attr]
    boxes = [(40.0, 100.0, 200.0, 112.0), (220.0, 124.0, 380.0, 136.0)]
    lines = [
        SetLine(anchor, 5, "text", 1, words, box)
        for anchor, words, box in zip(anchors, ("Yes.", "Согласен."), boxes, strict=True)
    ]
    trace = Trace((), ["1", "2", "3", "4", "5"], {})
    for at, line in enumerate(lines):
        trace.ranges[line.anchor] = Range(str(at), 0, 4)
        trace.tracks[str(at)] = Track([0], [ReadLine(line)])
    findings = Findings()
    check_rows(trace, made, findings)

    assert findings.counts == {"level passages": 1, "passages out of level": 1}
    assert [str(remark) for remark in findings.remarks] == [
        "documents/one.ru.md:6:1: warning[passage-unlevel]: `Согласен.` on page 5 is not level"
        " with `Yes.` on page 5"
    ]


def test_the_engine_is_the_one_written_for() -> None:
    """What we put in place of the engine's own functions was written for this version of it."""
    assert all(fix.fits for fix in ABREAST)
