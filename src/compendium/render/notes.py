"""Notes cut into the pieces that go to the foot of the page one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from compendium.model.text import (
    Block,
    Division,
    Figure,
    Heading,
    Inline,
    List,
    Paragraph,
    Quotation,
    Rule,
    Table,
)

_BULLET = "–"
"""Set before an item that has no number of its own, as in the text."""


@dataclass(frozen=True, slots=True)
class NotePiece:
    """A stretch of a note that a page turn may part from the next one.

    Shape: `form` is how it is set (text, quotation, item, row); `marker` the number of a
        list item; `runs` the words, one run but for the cells of a row; `anchors` those
        of the blocks that begin with it, outermost first.
    """

    form: str
    runs: tuple[tuple[Inline, ...], ...]
    marker: str = ""
    anchors: tuple[str, ...] = ()


def cut(blocks: Iterable[Block], form: str = "text") -> Iterator[NotePiece]:
    """The pieces of a note whose text is *blocks*: the engine cannot divide one over two pages."""
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                yield NotePiece(form, (block.content,), anchors=_named(block.anchor))
            case List():
                yield from _items(block)
            case Quotation():
                yield from _within(cut(block.blocks, "quotation"), block.anchor)
            case Division():
                yield from _within(cut(block.blocks, form), block.anchor)
            case Table():
                yield from _rows(block)
            case Figure():
                yield NotePiece(form, ((block.image,), block.caption), anchors=_named(block.anchor))
            case Rule():
                pass


def _items(block: List) -> Iterator[NotePiece]:
    for at, item in enumerate(block.items):
        pieces = list(_within(cut(item.blocks, "item"), item.anchor))
        if pieces:
            marker = item.marker if block.ordered else _BULLET
            pieces[0] = NotePiece("item", pieces[0].runs, marker, pieces[0].anchors)
        yield from _within(pieces, block.anchor if at == 0 else "")


def _rows(block: Table) -> Iterator[NotePiece]:
    anchors = _named(block.anchor)
    if block.caption:
        yield NotePiece("text", (block.caption,), anchors=anchors)
        anchors = ()
    for row in (*([block.head] if block.head else []), *block.rows):
        yield NotePiece("row", row.cells, anchors=(*anchors, *_named(row.anchor)))
        anchors = ()


def _within(pieces: Iterable[NotePiece], anchor: str) -> Iterator[NotePiece]:
    """*pieces*, the first of which bears *anchor* too."""
    for at, piece in enumerate(pieces):
        if at or not anchor:
            yield piece
        else:
            yield NotePiece(piece.form, piece.runs, piece.marker, (anchor, *piece.anchors))


def _named(anchor: str) -> tuple[str, ...]:
    return (anchor,) if anchor else ()
