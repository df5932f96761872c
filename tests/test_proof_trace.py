"""Following lines through a script: tables cut by page turns, pictures, notes, and what is lost."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from compendium.diag import Span
from compendium.model.pages import Chunk, PageReference, SetLine
from compendium.proof.letters import letters
from compendium.proof.lines import ReadLine, ordered
from compendium.proof.outcome import Findings
from compendium.proof.script import Script, innermost, read_script
from compendium.proof.trace import Trace, trace

Printed = Sequence[tuple[int, str]]


def script(body: str, *values: str) -> Script:
    """The script of a chunk whose body is *body*."""
    references = tuple(
        PageReference(n, value, "a", "a", "contents") for n, value in enumerate(values)
    )
    return read_script(Chunk("c", f"<body>{body}</body>", values, references, "any", "arabic"))


def followed(read: Script, printed: Printed, notes: Printed = ()) -> tuple[Trace, list[str]]:
    """What following lines through *read* comes to; each line is its sheet and its words."""
    lines, height = [], 0.0
    for area, said in (("text", printed), ("notes", notes)):
        for sheet, words in said:
            height += 12
            box = (0.0, height, 100.0, height + 12)
            set_line = SetLine("c" if area == "text" else "n", sheet, area, 1, words, box)  # type: ignore[arg-type]  # one of two words
            lines.append(ReadLine(set_line, letters=letters(words)))
    findings = Findings()
    folios = ["1", "2", "3"]
    found = trace([read], {"c": lines}, folios, {"a": Span("a.md", (7, 1), (7, 1))}, findings)
    return found, [str(problem) for problem in findings.problems]


def test_anchors_are_where_their_letters_are() -> None:
    """An anchor begins and ends on the pages of its first and last letter."""
    read = script('<p id="a">One two <span id="b">three</span> four</p><p id="d"></p><p>Five.</p>')
    found, problems = followed(read, [(1, "One two th-"), (2, "ree four"), (3, "Five.")])

    assert problems == []
    assert found.begin(found.ranges["a"]) == (1,) and found.end(found.ranges["a"]) == (2,)
    assert found.begin(found.ranges["b"]) == (1,) and found.end(found.ranges["b"]) == (2,)
    assert found.begin(found.ranges["d"]) == (2, 3)  # it has no letters, and may be on either
    assert found.folio("a") == "1" and found.folio("x") == ""
    assert list(innermost(read, "c", 7)) == ["b", "a"]


TABLE = (
    '<table id="a"><thead><tr><th>Left</th><th>Right</th></tr></thead>'
    "<tbody><tr><td>one two three</td><td>uno due tre</td></tr></tbody></table><p>After.</p>"
)


def test_a_row_cut_by_a_page_turn() -> None:
    """The cells of a row go on side by side on the next page, under the head set again."""
    printed = [
        (1, "Left"), (1, "Right"), (1, "one two"), (1, "uno"),
        (2, "Left"), (2, "Right"), (2, "three"), (2, "due tre"), (2, "After."),
    ]  # fmt: skip
    found, problems = followed(script(TABLE), printed)

    assert problems == []
    at = found.streams["c"].text.index
    assert [found._sheets("c", at(word)) for word in ("two", "three", "uno", "due")] == [
        (1,), (2,), (1,), (2,),
    ]  # fmt: skip


def test_a_head_that_begins_as_the_next_row_does() -> None:
    """A head set again is known even where the row below it begins with the same word."""
    table = (
        "<table><thead><tr><th>Ship</th><th>Tons</th></tr></thead><tbody>"
        "<tr><td>Ship 1</td><td>137</td></tr><tr><td>Ship 2</td><td>274</td></tr></tbody></table>"
    )
    head = [(1, "Ship"), (1, "Tons"), (1, "Ship 1"), (1, "137")]
    again = [(2, "Ship"), (2, "Tons"), (2, "Ship 2"), (2, "274")]

    assert followed(script(table), [*head, *again])[1] == []
    assert followed(script(table), [*head, *again[2:]])[1] == []
    assert followed(script(table), [*head, *again[:2], *again[3:]])[1] != []


def test_a_head_that_opens_a_page() -> None:
    """A head with an empty cell, set for the first time at the top of a page, is no repetition."""
    table = (
        "<p>Before.</p><table><thead><tr><th></th><th>Tons</th></tr></thead>"
        "<tbody><tr><td>Ship</td><td>137</td></tr></tbody></table>"
    )

    assert followed(script(table), [(1, "Before."), (2, "Tons"), (2, "Ship"), (2, "137")])[1] == []


def test_a_cell_that_ends_too_soon() -> None:
    """A word lost from a cut row is missed."""
    printed = [(1, "Left"), (1, "Right"), (1, "one two"), (1, "uno"), (2, "three"), (2, "After.")]
    _, problems = followed(script(TABLE), printed)

    assert any("[proof-word" in problem for problem in problems)
    assert any("due" in problem for problem in problems)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ([(1, "One two"), (2, "four five.")], "`three` is not printed on page 2"),
        ([(1, "One two"), (1, "three"), (2, "for five.")], "`four` is printed as `for` on page 2"),
        (
            [(1, "One two"), (1, "three and"), (2, "four five.")],
            "`and` is printed and not in the text on page 1",
        ),
        ([(1, "One two"), (1, "three four")], "`five.` is not printed on page 1"),
        ([], "`One two three four five.` is not printed"),
    ],
)
def test_what_is_said_of_lost_words(printed: Printed, expected: str) -> None:
    """Words lost, altered and added are shown whole, with their page and where they come from."""
    _, problems = followed(script('<p id="a">One two three four five.</p>'), printed)
    assert [problem.partition("]: ")[2] for problem in problems] == [expected]
    assert all(problem.startswith("a.md:7:1: ") for problem in problems)


def test_notes_that_are_no_notes() -> None:
    """Words in the notes that belong to no note are too much."""
    read = script('<p>One<span class="fn" id="n" data-note="n">1 Note.</span> two.</p>')
    found, problems = followed(read, [(1, "One two.")], [(2, "1 Note.")])
    assert problems == [] and found.folio("n") == "2"

    _, problems = followed(script("<p>One two.</p>"), [(1, "One two.")], [(2, "1 Note.")])
    assert problems == [
        "edition.yaml:1:1: error[proof-extra-text]: page 2 has `1 Note.` in notes, of no note"
    ]


def test_a_slot_has_its_value() -> None:
    """A slot holds its value, whatever the markup has there; leaders before it do not count."""
    read = script('<p id="a">Title<i></i><span data-slot="0">00</span></p>', "9")
    assert read.text.text == "Title9"
    assert followed(read, [(1, "Title . . . . 9")])[1] == []
    assert followed(read, [(1, "Title . . . . 8")])[1] == [
        "a.md:7:1: error[proof-number-wrong]: page number `9` is printed as `8` on page 1"
    ]


def test_the_words_of_a_stream() -> None:
    """Letters are given back as the words they were, with their spaces."""
    stream = script("<h1>A  title</h1><p>co-<em>operates</em>, twice</p>").text
    assert stream.text == "Atitleco-operates,twice"
    assert stream.words(0, 6).strip() == "A  title"
    assert stream.whole(10, 12).strip() == "co-operates,"
    assert stream.words(*stream.around(2, 2)).strip() == "title"


@pytest.mark.parametrize(
    ("before", "after", "good"),
    [
        ((1, (0, 10, 50, 20)), (1, (0, 20, 50, 30)), True),
        ((1, (0, 20, 50, 30)), (1, (0, 10, 50, 20)), False),
        ((1, (0, 20, 50, 30)), (1, (60, 10, 90, 20)), True),
        ((2, (0, 20, 50, 30)), (1, (0, 30, 50, 40)), False),
        ((1, (0, 20, 50, 30)), (2, (0, 10, 50, 20)), True),
    ],
)
def test_the_order_of_lines(
    before: tuple[int, tuple[float, float, float, float]],
    after: tuple[int, tuple[float, float, float, float]],
    good: bool,
) -> None:
    """A line follows another below it, beside it or on a later page."""
    one, other = (SetLine("a", sheet, "text", 1, "x", box) for sheet, box in (before, after))
    assert ordered(one, other) is good
