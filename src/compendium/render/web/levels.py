"""Levels: which blocks of the texts of a document stand beside each other on a screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from compendium.model.edition import Document, Edition
from compendium.model.text import Block, Division, Item, List, Quotation, blocks


def levels(edition: Edition) -> dict[str, int]:
    """The row of every block that stands beside others, by its anchor; rows count from 1."""
    found: dict[str, int] = {}
    for document in edition.documents:
        cut = _cut(document)
        for at, row in enumerate(document.rows, 1):
            for cell in row.cells:
                found |= dict.fromkeys(_whole(cell, cut), at)
    return found


def _cut(document: Document) -> frozenset[str]:
    """The blocks that have parts in more than one row: those inside them stand for them."""
    parts = (part for row in document.rows for cell in row.cells for part in blocks(cell))
    return frozenset(above for part in parts if (above := getattr(part, "part_of", "")))


def _whole(content: Iterable[Block | Item], cut: frozenset[str]) -> Iterator[str]:
    """The anchors of the blocks of *content* that are in one piece."""
    for block in content:
        anchor = getattr(block, "anchor", "")
        if anchor and anchor not in cut and not getattr(block, "part_of", ""):
            yield anchor
        elif isinstance(block, List):
            yield from _whole(block.items, cut)
        elif isinstance(block, (Item, Quotation, Division)):
            yield from _whole(block.blocks, cut)
