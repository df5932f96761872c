"""Pages of the source that begin between blocks: their marks go to the words nearby.

A mark that stands alone in a paragraph belongs before the first words that follow it, or,
where none follow, after the last words before it. So it is no block, and numbers nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from compendium.model.text import (
    Block,
    Break,
    Division,
    Figure,
    Heading,
    Item,
    List,
    Paragraph,
    Quotation,
    Row,
    SourcePage,
    Table,
    Text,
)
from compendium.source.problems import Problems

Marks = tuple[SourcePage, ...]
_Holder = TypeVar("_Holder", bound="Block | Item | Row")


def join_pages(written: Sequence[Block], problems: Problems) -> list[Block]:
    """*written* without the paragraphs that are marks only; the marks stand in other blocks.

    Where no block has words a mark would stand beside nothing, which is a problem.
    """
    done: list[Block] = []
    waiting: Marks = ()
    for block in written:
        marks = _alone(block)
        if marks and isinstance(block, Paragraph):
            waiting += marks
            continue
        led = _led(block, waiting) if waiting else block
        waiting = waiting if led is None else ()
        done.append(led or block)
    for at in reversed(range(len(done))):
        if waiting and (followed := _followed(done[at], waiting)):
            done[at], waiting = followed, ()
    for mark in waiting:
        message = f"no words stand on page `{mark.number}` of the source"
        problems.error("page-bad", message, mark.span, "mark it where its words begin")
    return done


def _alone(block: Block) -> Marks:
    """The marks of a paragraph that holds nothing else."""
    if not isinstance(block, Paragraph):
        return ()
    marks = tuple(node for node in block.content if isinstance(node, SourcePage))
    others = (node for node in block.content if not isinstance(node, SourcePage))
    empty = all(
        isinstance(node, Break) or (isinstance(node, Text) and not node.text.strip())
        for node in others
    )
    return marks if empty else ()


def _led(block: _Holder, marks: Marks) -> _Holder | None:
    """*block* with *marks* before its first words, None if it can hold none."""
    match block:
        case Paragraph() | Heading():
            return replace(block, content=(*marks, *block.content))
        case Figure():
            return replace(block, caption=(*marks, *block.caption)) if block.caption else None
        case Table() if block.caption:
            return replace(block, caption=(*marks, *block.caption))
        case Table() if block.head:
            return replace(block, head=_led(block.head, marks))
        case Table():
            rows = _first(block.rows, marks)
            return replace(block, rows=rows) if rows else None
        case Row():
            cells = block.cells
            return replace(block, cells=((*marks, *cells[0]), *cells[1:])) if cells else None
        case List():
            items = _first(block.items, marks)
            return replace(block, items=items) if items else None
        case Item() | Quotation() | Division():
            blocks = _first(block.blocks, marks)
            return replace(block, blocks=blocks) if blocks else None
        case _:
            return None


def _first(holders: tuple[_Holder, ...], marks: Marks) -> tuple[_Holder, ...] | None:
    led = _led(holders[0], marks) if holders else None
    return (led, *holders[1:]) if led else None


def _followed(block: _Holder, marks: Marks) -> _Holder | None:
    """*block* with *marks* after its last words, None if it can hold none."""
    match block:
        case Paragraph() | Heading():
            return replace(block, content=(*block.content, *marks))
        case Figure():
            return replace(block, caption=(*block.caption, *marks)) if block.caption else None
        case Table():
            rows = _last(block.rows, marks)
            return replace(block, rows=rows) if rows else None
        case Row():
            cells = block.cells
            return replace(block, cells=(*cells[:-1], (*cells[-1], *marks))) if cells else None
        case List():
            items = _last(block.items, marks)
            return replace(block, items=items) if items else None
        case Item() | Quotation() | Division():
            blocks = _last(block.blocks, marks)
            return replace(block, blocks=blocks) if blocks else None
        case _:
            return None


def _last(holders: tuple[_Holder, ...], marks: Marks) -> tuple[_Holder, ...] | None:
    followed = _followed(holders[-1], marks) if holders else None
    return (*holders[:-1], followed) if followed else None
