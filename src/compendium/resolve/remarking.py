"""Marks of notes where texts stand passage by passage: one row of numbers for all of them.

Each text numbers its notes by itself. On pages that have them all, two notes would bear one
mark; so they are numbered again in the order in which their calls are printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from compendium.model.edition import DocumentText
from compendium.model.text import (
    Block,
    Division,
    Figure,
    Heading,
    Inline,
    Item,
    List,
    Mention,
    NoteMark,
    Paragraph,
    Quotation,
    Row,
    Table,
    blocks,
    inlines,
    runs,
)
from compendium.resolve.alignment import align
from compendium.resolve.ties import Ties

Part = TypeVar("Part", bound=Block | Item | Row)


def remark(
    slug: str, texts: tuple[DocumentText, ...], languages: Sequence[str], ties: Ties
) -> tuple[DocumentText, ...]:
    """*texts* of the document *slug*, printed in the order of *languages*, marked in one row.

    The notes of *ties*, and what it says of them and of what they name, are marked so too.
    """
    called = [mark.note for mark in _calls(slug, texts, languages, ties)]
    ours = [note for note in dict.fromkeys(called) if ties.notes[note].series == "editorial"]
    numbers: Iterable[int] = range(1, len(ours) + 1)
    if ties.through:
        numbers = sorted(int(ties.notes[note].mark) for note in ours)
    marks = {note: str(number) for note, number in zip(ours, numbers, strict=True)}
    for note, mark in marks.items():
        _mark(note, mark, marks, ties)
    return tuple(
        replace(
            text,
            blocks=_blocks(text.blocks, marks),
            date_mark=text.date_mark and _marked(text.date_mark, marks),
        )
        for text in texts
    )


def _calls(
    slug: str, texts: Sequence[DocumentText], languages: Sequence[str], ties: Ties
) -> Iterator[NoteMark]:
    """The calls of all notes in the order of print, those inside a note after it."""
    prefixes = [slug, *(f"{slug}.{text.lang}" for text in texts[1:])]
    order = sorted(range(len(texts)), key=lambda at: languages.index(texts[at].lang))
    dated = [mark for at in order if (mark := texts[at].date_mark)]
    yield from _with_inner(dated, ties)
    for row in align([(text.blocks, p) for text, p in zip(texts, prefixes, strict=True)]):
        for at in order:
            yield from _with_inner(_marks(row.cells[at]), ties)


def _with_inner(marks: Iterable[NoteMark], ties: Ties) -> Iterator[NoteMark]:
    for mark in marks:
        yield mark
        yield from _with_inner(_marks(ties.notes[mark.note].blocks), ties)


def _marks(content: Iterable[Block]) -> list[NoteMark]:
    return [node for node in _words(content) if isinstance(node, NoteMark)]


def _words(content: Iterable[Block]) -> Iterator[Inline]:
    for block in blocks(content):
        for run in runs(block):
            yield from inlines(run)


def _mark(anchor: str, mark: str, marks: Mapping[str, str], ties: Ties) -> None:
    """Give the note *anchor* its *mark*, wherever it is told."""
    note = ties.notes[anchor]
    ties.notes[anchor] = replace(note, mark=mark, blocks=_blocks(note.blocks, marks))
    ties.targets[anchor] = replace(ties.targets[anchor], number=mark)
    for node in _words(note.blocks):
        if isinstance(node, Mention):
            ties.targets[node.anchor] = replace(ties.targets[node.anchor], number=f"n{mark}")


def _blocks(content: Iterable[Block], marks: Mapping[str, str]) -> tuple[Block, ...]:
    return tuple(_block(block, marks) for block in content)


def _block(block: Part, marks: Mapping[str, str]) -> Part:
    match block:
        case Paragraph() | Heading():
            return replace(block, content=_run(block.content, marks))
        case List():
            return replace(block, items=tuple(_block(item, marks) for item in block.items))
        case Item() | Quotation() | Division():
            return replace(block, blocks=_blocks(block.blocks, marks))
        case Row():
            return replace(block, cells=tuple(_run(cell, marks) for cell in block.cells))
        case Table():
            rows = tuple(_block(row, marks) for row in block.rows)
            head = _block(block.head, marks) if block.head else None
            return replace(block, head=head, rows=rows, caption=_run(block.caption, marks))
        case Figure():
            return replace(block, caption=_run(block.caption, marks))
        case _:
            return block


def _run(content: Iterable[Inline], marks: Mapping[str, str]) -> tuple[Inline, ...]:
    return tuple(_node(node, marks) for node in content)


def _node(node: Inline, marks: Mapping[str, str]) -> Inline:
    if isinstance(node, NoteMark):
        return _marked(node, marks)
    if inner := getattr(node, "content", ()):
        return replace(node, content=_run(inner, marks))  # type: ignore[arg-type]  # it has one
    return node


def _marked(mark: NoteMark, marks: Mapping[str, str]) -> NoteMark:
    return replace(mark, mark=marks.get(mark.note, mark.mark))
