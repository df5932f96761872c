"""Parallel texts: the rows of a document as they stand beside, or under, each other.

A row is what stays level. What stands in one text only leaves the other sides empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from compendium.model.edition import Document, Row
from compendium.model.text import Block, Division, Heading, List, Paragraph, Quotation, plain
from compendium.render.blocks import set_blocks
from compendium.render.compositor import Compositor

_SHORT = 600
"""Letters, all columns together: a row up to this is not divided, for it fills few lines."""
_LEADING = ("salutation", "close")
"""Named pieces that do not stand alone at the foot of a page."""
_FOLLOWING = ("signature", "close")
"""Named pieces that do not stand alone at the head of a page."""


@dataclass(frozen=True, slots=True)
class Band:
    """A row as markup: a cell for each language, in the order of print; `classes` for its style."""

    cells: tuple[Markup, ...]
    classes: str


def bands(document: Document, desks: Mapping[str, Compositor]) -> tuple[Band, ...]:
    """The rows of *document* for the languages of *desks*, in their order."""
    langs = [text.lang for text in document.texts]
    order = [langs.index(lang) for lang in desks]
    made: list[Band] = []
    for row in document.rows:
        pairs = zip(order, desks.values(), strict=True)
        cells = tuple(set_blocks(desk, row.cells[at]) for at, desk in pairs)
        flush = not made or "leading" in made[-1].classes
        made.append(Band(cells, " ".join([*_classes(row), *(["flush"] if flush else [])])))
    return tuple(made)


def _classes(row: Row) -> list[str]:
    """How *row* behaves at the foot of a page."""
    held = [block for cell in row.cells for block in cell]
    longest = max(map(_letters, row.cells))
    said = ["kept"] if longest * len(row.cells) <= _SHORT else []
    if all(_opens(cell[-1]) for cell in row.cells if cell):
        said.append("leading")
    if any(isinstance(block, Paragraph) and block.name in _FOLLOWING for block in held):
        said.append("following")
    return said


def _opens(block: Block) -> bool:
    """Whether *block* belongs to what comes after it."""
    return isinstance(block, Heading) or (isinstance(block, Paragraph) and block.name in _LEADING)


def _letters(cell: Sequence[Block]) -> int:
    return sum(len(words) for words in _words(cell))


def _words(blocks: Iterable[Block]) -> Iterable[str]:
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                yield plain(block.content)
            case List():
                for item in block.items:
                    yield from _words(item.blocks)
            case Quotation() | Division():
                yield from _words(block.blocks)
            case _:
                yield "." * (_SHORT + 1)
