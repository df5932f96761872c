"""Long notes: cut at the ends of their lines, so that a page turn may fall between them."""

from __future__ import annotations

import pytest

from compendium.layout import typeset
from compendium.model.pages import Chunk, Piece
from compendium.proof.letters import follow, letters
from compendium.proof.script import read_script
from test_layout import chunk, small_theme

CSS = """
.fn { footnote-policy: line; width: 80mm; text-align: justify; hyphens: auto }
.fn.more { footnote-policy: auto }
.fn.cut { text-align-last: justify }
@page { @footnote { max-height: 170pt } }
p { orphans: 2; widows: 2; text-align: justify; hyphens: auto }
"""
WORDS = "the governments agreed to continue negotiations after diplomatic relations were restored"


def said(count: int, seed: int = 1) -> str:
    """So many words in some order."""
    own = WORDS.split()
    return " ".join(own[(at * at * 7 + at * seed) % len(own)] for at in range(count))


def noted(number: int, words: int) -> str:
    """A call and its note, with words in italics in it, a link and a page of the source."""
    mark = f'<span class="source-page" id="x.src-{number}" data-n="{number}"></span>'
    return (
        f'<a class="call" id="n{number}.call" href="#n{number}">{number}</a>'
        f'<span class="fn" id="n{number}" data-note="n{number}">{number} {said(words)} '
        f'<em>{said(words // 2, 2)} <a href="https://example.org/">{said(20, 3)}</a></em> '
        f"{said(words // 4, 4)} end{mark}ing.</span>"
    )


def set_notes(*texts: str) -> tuple[Chunk, Piece, list[str]]:
    """A chunk of paragraphs, and what it comes to."""
    body = "".join(f'<p id="p{at}">{text}</p>' for at, text in enumerate(texts))
    made = chunk(f'<article id="x">{body}</article>')
    piece, problems = typeset(made, "recto", small_theme(CSS))
    assert piece is not None
    return made, piece, [str(problem) for problem in problems]


def check(made: Chunk, piece: Piece) -> None:
    """Every letter of the text and of each note is printed once and in order."""
    for key, stream in read_script(made).streams.items():
        at = 0 if stream.note else len("Chunk")  # the title of the page
        lines = [
            line.text for line in piece.lines
            if (line.anchor.startswith(key) if stream.note else line.area == "text")
        ]  # fmt: skip
        for line in lines:
            after = follow(stream.text, at, letters(line))
            assert after is not None, (key, line)
            at = after
        assert at == stream.length


@pytest.mark.parametrize("before", [95, 105, 115])
def test_a_long_note_is_divided(before: int) -> None:
    """Wherever its call falls, a note begins on that page, and no page is left white for it."""
    text = f"{said(before)}{noted(1, 60)} {said(60)}"
    made, piece, problems = set_notes(said(90), text, said(250), said(250))

    assert problems == []
    assert len(piece.notes["n1"]) > 1
    assert piece.notes["n1"][0] == piece.marks["n1"]
    last = {line.sheet: line.bottom for line in piece.lines if line.area == "text"}
    for number, sheet in enumerate(piece.sheets[:-1]):
        assert sheet.foot - last[number] < (sheet.text_bottom - sheet.text_top) / 5
    check(made, piece)


def test_a_note_longer_than_a_page() -> None:
    """A note longer than a page runs over as many as it needs, with some text on each."""
    made, piece, problems = set_notes(said(40) + noted(1, 500), *[said(120)] * 6)

    assert problems == []
    pages = piece.notes["n1"]
    assert len(pages) > 2 and list(pages) == list(range(pages[0], pages[-1] + 1))
    assert all(
        any(line.sheet == page for line in piece.lines if line.area == "text") for page in pages
    )
    check(made, piece)


def test_words_that_are_parted_end_where_they_end() -> None:
    """A reference that goes over the turn with its note ends on the page of its last word."""
    link = f'<a id="r" href="#p1">{said(700)}</a>'
    note = f'<span class="fn" id="n1" data-note="n1">1 {link} end.</span>'
    made, piece, _ = set_notes(f'{said(20)}<a class="call" id="n1.call" href="#n1">1</a>{note}')

    check(made, piece)
    assert piece.first["r"].sheet == 0
    assert piece.last["r"].sheet == max(piece.notes["n1"]) > 0


def test_the_pieces_are_one_note() -> None:
    """A divided note is one element of the structure, and has a first and a last place."""
    _, piece, _ = set_notes(said(90), said(60) + noted(1, 150), *[said(250)] * 2)

    assert piece.pdf.count(b"/S /Note") == 1
    assert piece.first["n1"].sheet < piece.last["n1"].sheet
    assert piece.first["x.src-1"].sheet == piece.last["n1"].sheet


def test_lines_are_as_they_were() -> None:
    """The lines of a divided note are those of the whole one, all but the last filled."""
    _, whole, _ = set_notes(noted(1, 30) + said(20), said(20))
    _, cut, _ = set_notes(said(100), said(90) + noted(1, 30), said(250))
    lines = [[line.text for line in p.lines if line.area == "notes"] for p in (whole, cut)]

    assert lines[0] == lines[1]
    right = [line.right for line in cut.lines if line.area == "notes"][:-1]
    assert max(right) - min(right) < 0.5


def test_short_notes_stay_whole() -> None:
    """A note of a few lines is not divided."""
    _, piece, problems = set_notes(said(100), said(95) + noted(1, 2), said(250))

    assert problems == []
    assert len(piece.notes["n1"]) == 1
