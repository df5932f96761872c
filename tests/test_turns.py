"""Page turns, marked at the exact letter."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from compendium.render.turns import insert_turns, letters


def test_a_turn_inside_a_divided_word() -> None:
    """A page that turns inside a hyphenated word is marked inside the word, markup kept."""
    markup = "the <em>territorial</em> issue &amp; more"

    assert insert_turns(markup, [(7, "|"), (19, "|")]) == (
        "the <em>terr|itorial</em> issue |&amp; more"
    )


@given(st.text(alphabet="ab &<-", max_size=40), st.integers(0, 50))
def test_marks_change_nothing_else(text: str, at: int) -> None:
    """Whatever the text, taking the marks out again gives it back, and the count is exact."""
    markup = text.replace("&", "&amp;").replace("<", "&lt;")
    marked = insert_turns(markup, [(at, "|")])

    assert marked.replace("|", "") == markup
    before = re.sub(r"&amp;|&lt;", "x", marked.partition("|")[0])
    assert len(letters(before)) == min(at, len(letters(text)))
