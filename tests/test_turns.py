"""Page turns, marked at the exact letter."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from compendium import corpus, pipeline, resolve
from compendium.model.pages import PageMap, SetLine, Sheet
from compendium.render.web.turns import Turn, find_turns, insert_turns, letters


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


def test_a_bullet_is_no_letter() -> None:
    """What the theme draws before an item does not count; a dash of the text does."""
    lines = [("item-1", 1, "– one and"), ("item-1", 2, "two"), ("p-1", 2, "– Yes, he"),
             ("p-1", 3, "said")]  # fmt: skip
    pages = PageMap.of_lines(
        tuple(Sheet(n, str(n), "recto", "text") for n in (1, 2, 3)),
        {},
        {},
        tuple(SetLine(a, n, "text", 1, said, (0, 0, 0, 0)) for a, n, said in lines),
    )

    assert find_turns(pages, {"item-1": "one and two", "p-1": "– Yes, he said"}) == {
        "item-1": (Turn(0, "1", 1), Turn(6, "2", 2)),
        "p-1": (Turn(7, "3", 3),),
    }


def test_a_turn_inside_a_pointer() -> None:
    """A printed page may turn within words of ours in a note, which the site has otherwise."""
    text = "---\ntitle: A letter\nkind: letter\n---\n\n"
    note = " ".join(f"So [it {n}](doc:two#p-1)." for n in range(150))
    files = {
        "edition.yaml": 'title: Turns\nversion: "1.0"\ndate: 2026-11-24\nlanguages: [en]\n'
        "parts:\n  - {id: part-i, title: All, documents: [one, two]}\n",
        "documents/one.en.md": f"{text}It is said[^n].\n\n{'More of it. ' * 300}\n\n[^n]: {note}\n",
        "documents/two.en.md": f"{text}Words.\n",
    }
    volume, _ = corpus.read_files(files, "book")
    assert volume
    book, problems = pipeline.make(resolve.resolve(volume)[0], frozenset({"html"}))

    assert problems == []
    marks = re.findall(r'data-page="\d+"[^>]*></span>.{20}', book.files["html/one.html"].decode())
    assert any(re.search(r"></span>(?:below</a>|para\. 1<)", mark) for mark in marks), marks
