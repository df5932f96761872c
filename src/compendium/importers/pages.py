"""Pages of the source that begin where no words stand: their marks move to where some do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from compendium.importers.runs import wordless
from compendium.model.text import Block, Division, Item, List, Paragraph, Quotation


def lift_pages(written: Sequence[Block]) -> list[Block]:
    """*written* without items and quotations that hold nothing but marks.

    A mark alone in a paragraph may stand: our format has it begin with the words beside it.
    """
    done: list[Block] = []
    for block in written:
        match block:
            case Quotation() | Division():
                inner = lift_pages(block.blocks)
                done += inner if only_marks(inner) else [replace(block, blocks=tuple(inner))]
            case List():
                done += _list(block)
            case _:
                done.append(block)
    return done


def _list(written: List) -> list[Block]:
    waiting: list[Block] = []
    items: list[Item] = []
    for item in written.items:
        inner = [*waiting, *lift_pages(item.blocks)]
        waiting = inner if _marks(inner) else []
        if item.number or not waiting:
            items.append(replace(item, blocks=() if waiting else tuple(inner)))
    return [*([replace(written, items=tuple(items))] if items else []), *waiting]


def _marks(blocks: Sequence[Block]) -> bool:
    """Whether *blocks* are some marks and nothing else."""
    return bool(blocks) and all(isinstance(b, Paragraph) and wordless(b.content) for b in blocks)


def only_marks(blocks: Sequence[Block]) -> bool:
    """Whether *blocks* have no words at all."""
    return not blocks or _marks(blocks)
