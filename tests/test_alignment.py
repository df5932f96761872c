"""Which passages of a document's texts stand level."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.model.edition import Row
from compendium.model.text import Block, Item, List, Quotation, Rule, blocks, plain
from compendium.resolve.addresses import address_blocks, words
from compendium.resolve.alignment import align
from compendium.source.markdown import read_markdown
from compendium.source.text import SourceFile

LETTER = """::: salutation
Excellency,
:::

I have the honour to refer to the conversations that were held in London.

1. The first point is agreed.

2. The second is not.

   It will be taken up again.

I remain yours.

::: signature
A Minister
:::
"""


def text(written: str, prefix: str) -> tuple[Sequence[Block], str]:
    """The blocks of a text with their anchors."""
    found, _, problems = read_markdown(SourceFile("x.md", written), 1)
    assert not problems
    return address_blocks(found, prefix, "d")[0], prefix


def rows(*texts: str) -> list[list[str]]:
    """The rows of a document as the first words of each block."""
    prefixes = ["d", "d.fr", "d.ja"]
    made = align([text(one, prefix) for one, prefix in zip(texts, prefixes, strict=False)])
    return [[" + ".join(said(block) for block in cell) for cell in row.cells] for row in made]


def said(block: Block) -> str:
    """The first two words of *block*."""
    return "---" if isinstance(block, Rule) else " ".join(words(block).split()[:2])


def test_passages_pair_by_place_and_kind() -> None:
    """Two texts built alike are level passage by passage, also inside a list and an item."""
    french = LETTER.replace("The", "Le").replace("I ", "Je ").replace("It", "Il")

    assert [row[0] for row in rows(LETTER, french)] == [
        "Excellency,", "I have", "The first", "The second", "It will", "I remain", "A Minister",
    ]  # fmt: skip
    assert [row[1].split()[0] for row in rows(LETTER, french)] == [
        "Excellency,", "Je", "Le", "Le", "Il", "Je", "A",
    ]  # fmt: skip


def test_numbers_hold_where_a_passage_is_missing() -> None:
    """What a text numbers itself pairs by its number; what is missing leaves an empty cell."""
    short = LETTER.replace("1. The first point is agreed.\n\n", "")

    assert rows(LETTER, short)[2:4] == [["The first", ""], ["The second", "The second"]]


def test_a_missing_paragraph_is_told_by_length() -> None:
    """Among paragraphs without numbers, those pair that are about as long."""
    long, brief = "word " * 60, "few words here"

    assert rows(f"{long}A\n\n{brief}\n\n{long}B", f"mot {long}\n\nmot {long}") == [
        ["word word", "mot word"], ["few words", ""], ["word word", "mot word"],
    ]  # fmt: skip


@pytest.mark.parametrize("faced", ["{#here}", "{align=here}"])
def test_an_id_beats_the_place(faced: str) -> None:
    """Passages pair by an id that both have, or that one names."""
    assert rows("One.\n\nTwo. {#here}\n\nThree.", f"Deux. {faced}\n\nTrois.")[1:] == [
        ["Two.", "Deux."], ["Three.", "Trois."],
    ]  # fmt: skip


def test_a_placeholder_faces_a_whole_letter() -> None:
    """A text that is nothing but a placeholder stands beside all there is."""
    (row,) = rows(LETTER, "[Japanese Note]{.placeholder}")

    assert row[1] == "Japanese Note" and row[0].startswith("Excellency, + I have")


def test_a_placeholder_parts_no_others() -> None:
    """Beside a placeholder two other texts keep level passage by passage."""
    three = rows(LETTER, LETTER, "[Japanese Note]{.placeholder}")

    assert [row[2] for row in three] == ["Japanese Note", *[""] * 6]
    assert all(row[0] == row[1] for row in three)


def test_parts_know_their_whole() -> None:
    """Of a list that rows cut, the first part has its anchor; the others say what they go on."""
    made = align([text(LETTER, "d"), text(LETTER, "d.fr")])
    lists = [cell[0] for row in made for cell in row.cells[:1] if isinstance(cell[0], List)]

    assert [(one.anchor, one.part_of) for one in lists] == [
        ("d.list-1", ""), ("", "d.list-1"), ("", "d.list-1"),
    ]  # fmt: skip
    assert [(one.items[0].anchor, one.items[0].part_of) for one in lists] == [
        ("d.par-1", ""), ("d.par-2", ""), ("", "d.par-2"),
    ]  # fmt: skip


def leaves(content: Sequence[Block]) -> list[str]:
    """Every block of *content* that holds words itself, in order."""
    return [
        one.anchor
        for one in blocks(content)
        if not isinstance(one, Item | List | Quotation | Rule)
        and plain(getattr(one, "content", ()))
    ]


PIECE = st.sampled_from(
    ["Some words.", "More of them, and longer.", "## A heading", "1. A point.", "> Said before.",
     "2. Another point.", "- An item", "::: close\nYours,\n:::", "[Note]{.placeholder}"]
)  # fmt: skip


@given(st.lists(st.lists(PIECE, min_size=1, max_size=9), min_size=2, max_size=3))
def test_nothing_is_lost(written: list[list[str]]) -> None:
    """Whatever the texts, each of their blocks is in one row, and in the order of its text."""
    prefixes = ["d", "d.fr", "d.ja"]
    texts = [
        text("\n\n".join(pieces), prefix) for pieces, prefix in zip(written, prefixes, strict=False)
    ]
    made: Sequence[Row] = align(texts)

    for side, (content, _) in enumerate(texts):
        shown = [block for row in made for block in row.cells[side]]
        assert leaves(shown) == leaves(content)
