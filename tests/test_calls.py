"""Calls of notes on the printed page."""

from __future__ import annotations

from compendium import theme
from compendium.layout import typeset
from test_layout import chunk
from test_layout_longnotes import noted


def _right(calls: str) -> float:
    """Where the first line ends with these *calls* after a word."""
    press, _ = theme.read(theme.find("press"))
    assert press is not None
    made = chunk(f'<article id="x"><p id="p" style="text-align: left">Word{calls}</p></article>')
    piece, problems = typeset(made, "recto", press)
    assert (piece is not None, problems) == (True, [])
    assert piece is not None
    return next(line.right for line in piece.lines if line.area == "text")


def test_two_notes_at_one_place_are_no_note_of_two_figures() -> None:
    """Between two calls without a word between them there is more room than between figures."""
    one, two = noted(1, 9), noted(2, 9)
    call, note = one.split("</a>", 1)
    assert _right(one + two) > _right(f"{call}</a>{two}{note}") + 1
