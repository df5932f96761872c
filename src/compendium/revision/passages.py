"""An edition as a row of passages: what one sentence of an erratum can be about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from compendium.model.edition import Document, DocumentText, Edition, Note
from compendium.model.text import (
    Block,
    Division,
    Figure,
    Heading,
    Item,
    List,
    Paragraph,
    Quotation,
    Row,
    Table,
    plain,
)


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that stand in one piece: a title, a paragraph, a row, a caption, a note.

    Shape: `document` and `text` are anchors ("" and that of the piece in front and back
        matter); `kind` is title, paragraph, heading, row, caption or note.
    """

    anchor: str
    document: str
    text: str
    lang: str
    kind: str
    words: str


def texts(edition: Edition) -> Iterator[tuple[str, tuple[Passage, ...]]]:
    """Every text of *edition* with its passages in reading order, its notes after them."""
    for document in edition.documents:
        for text in document.texts:
            main = text is document.texts[0]
            anchor = document.anchor if main else f"{document.anchor}.{text.lang}"
            yield anchor, tuple(_of_text(edition, text, anchor, document.anchor))
    for matter in (*edition.front, *edition.back):
        yield matter.anchor, tuple(_of_text(edition, matter.text, matter.anchor, ""))


def documents(edition: Edition) -> dict[str, Document]:
    """The documents of *edition* by their anchors."""
    return {document.anchor: document for document in edition.documents}


def _of_text(edition: Edition, text: DocumentText, anchor: str, document: str) -> Iterator[Passage]:
    def passage(name: str, kind: str, words: str) -> Passage:
        # A pointer's page is no word of the text, and leaves its brackets empty.
        said = " ".join(words.replace(" ()", "").split())
        return Passage(name, document, anchor, text.lang, kind, said)

    yield passage(anchor, "title", plain(text.title))
    for name, kind, words in _said(text.blocks, anchor):
        yield passage(name, kind, words)
    for note in _written(edition, text):
        words = " ".join(said for _, _, said in _said(note.blocks, note.anchor))
        yield passage(note.anchor, "note", words)


def _written(edition: Edition, text: DocumentText) -> Iterator[Note]:
    """The notes that somebody wrote; ours are made anew by every build."""
    notes = (edition.notes[anchor] for anchor in text.notes)
    return (note for note in notes if note.kind in ("written", "source", "date"))


def _said(content: Iterable[Block], around: str) -> Iterator[tuple[str, str, str]]:
    """Anchor, kind and words of each piece of *content*; *around* is for what has no anchor."""
    for block in content:
        anchor = getattr(block, "anchor", "") or around
        match block:
            case Paragraph():
                yield anchor, "paragraph", plain(block.content)
            case Heading():
                yield anchor, "heading", plain(block.content)
            case Figure():
                yield anchor, "caption", plain(block.caption)
            case Table():
                yield from _of_table(block, anchor)
            case _:
                yield from _inside(block, anchor, around)


def _inside(block: Block, anchor: str, around: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(block, List):
        for item in block.items:
            yield from _of_item(item, around)
    elif isinstance(block, Quotation | Division):
        yield from _said(block.blocks, anchor)


def _of_table(table: Table, anchor: str) -> Iterator[tuple[str, str, str]]:
    if table.caption:
        yield anchor, "caption", plain(table.caption)
    for row in (*([table.head] if table.head else []), *table.rows):
        yield row.anchor or anchor, "row", _cells(row)


def _of_item(item: Item, around: str) -> Iterator[tuple[str, str, str]]:
    """The pieces of an item, its number before the first, which is cited by the item's name."""
    number = f"{item.number}{item.marker[-1:] or '.'} " if item.number else ""
    for at, (anchor, kind, words) in enumerate(_said(item.blocks, item.anchor or around)):
        yield (item.anchor or anchor, kind, number + words) if at == 0 else (anchor, kind, words)


def _cells(row: Row) -> str:
    return " | ".join(plain(cell) for cell in row.cells)
