"""Lines: what a heading is, what blocks are in one line, what follows, how a note is called."""

from __future__ import annotations

import re
from collections.abc import Iterable

from compendium.importers.runs import tidy, unbroken
from compendium.importers.vocabulary import Element, identity, is_block
from compendium.model.text import Block, Inline, Rule, Styled, Table, Text, blocks, runs


def headed(element: Element) -> bool:
    """Whether the paragraph *element* is set as a heading: its style says so, and it is short."""
    styled = re.search(r"title|head|boldbig", element.get("rend") or "", re.IGNORECASE)
    short = len("".join(element.itertext())) < 200
    return styled is not None and short and not any(is_block(child) for child in element)


def following(element: Element) -> str:
    """The character that follows *element* in what holds it; "" for none."""
    text = element.tail or ""
    for after in element.itersiblings():
        text = text or "".join(after.itertext()) + (after.tail or "")
    return text[:1]


def bare(line: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """A heading without the style it has as a whole: the theme sets headings."""
    whole = line[0] if len(line) == 1 else None
    if isinstance(whole, Styled) and whole.style in ("emphasis", "strong"):
        return whole.content
    return line


def joined(held: Iterable[Block]) -> tuple[Inline, ...]:
    """The words of blocks, one after the other in one line."""
    done: list[Inline] = []
    for block in blocks(held):
        if isinstance(block, Rule | Table):
            continue
        for run in runs(block):
            done += [*run, Text(" ", block.span)]
    return tidy(unbroken(done))


def note_label(element: Element, slug: str) -> str:
    """The label of a note: its id without the document's, or its number."""
    wish = identity(element).lower()
    wish = wish.removeprefix(slug) if wish != slug else ""
    wish = re.sub(r"[^a-z0-9-]", "", wish) or re.sub(r"[^0-9]", "", element.get("n") or "")
    return "" if wish.startswith(("orig", "-")) else wish
