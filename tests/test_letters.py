"""Letters that no font has are known before anything is set, where they are written."""

from __future__ import annotations

import re

import pytest

from compendium import corpus, theme
from compendium.resolve import resolve
from compendium.theme.letters import lacking

PLAN = """title: {title}
version: "1"
date: 2026
languages: [en]
parts: [{{id: part, title: Part, documents: [one]}}]
"""
PRESS, _ = theme.read(theme.find("press"))


def _lacking(text: str, title: str = "Small", persons: str = "") -> list[str]:
    files: dict[str, str | bytes] = {
        "edition.yaml": PLAN.format(title=title),
        "documents/one.en.md": f"---\ntitle: One\nkind: letter\n---\n{text}\n",
        **({"registers/persons.yaml": persons} if persons else {}),
    }
    volume, problems = corpus.read_files(files)
    assert volume and not problems
    return [str(problem) for problem in theme.check(resolve(volume)[0])]


def test_a_letter_is_told_where_it_is_written() -> None:
    """Each letter is told once a file, by line and column, and how often it stands there."""
    assert _lacking("Mu 𒈬, [and *again 𒈬*]{.sic}.[^n]\n\n𒈬\n\n[^n]: Nor ༄.") == [
        "documents/one.en.md:5:4: error[glyph-missing]: no font has `𒈬` (U+1222C, cuneiform sign "
        "mu), nor in 2 more places "
        "(hint: write it otherwise, or give the theme a font that has it)",
        "documents/one.en.md:9:11: error[glyph-missing]: no font has `༄` (U+0F04, tibetan mark "
        "initial yig mgo mdun ma) "
        "(hint: write it otherwise, or give the theme a font that has it)",
    ]


def test_every_word_is_looked_at() -> None:
    """The plan of the edition and its registers are printed too."""
    found = _lacking("[He](person:a).", "Mu 𒈬", "- {id: a, name: 𒈬, description: or ༄}")

    assert [re.split(r": (?:error|warning)", problem)[0] for problem in found] == [
        "edition.yaml:1:1",
        "registers/persons.yaml:1:17",
        "registers/persons.yaml:1:36",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "na\u0308ive, e\u0301, \u0438\u0306",  # put together from letter and mark
        "\u00e9 \u0439 \u0107",
        "thin\u2009space, no\u00a0break, dash\u2013\ufe0e",
        "択捉島 Итуруп “–…”",
    ],
)
def test_what_can_be_made_is_not_told(text: str) -> None:
    """A letter the fonts can put together, and what is never drawn, is no problem."""
    assert _lacking(text) == []


def test_a_letter_whose_parts_are_there() -> None:
    """A letter no font has is made of its parts, if they are there."""
    assert PRESS is not None
    fonts = {"SourceSerif4-Regular.ttf": PRESS.fonts["SourceSerif4-Regular.ttf"]}
    volume, _ = corpus.read_files(
        {
            "edition.yaml": PLAN.format(title="x"),
            "documents/one.en.md": "---\ntitle: One\nkind: letter\n---\n\u1e2b \u04ec 島\n",
        }
    )
    assert volume

    assert [p.message for p in lacking(resolve(volume)[0], fonts)] == [
        "no font has `島` (U+5CF6, cjk unified ideograph-5cf6)"
    ]
