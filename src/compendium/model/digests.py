"""Digests by which the words of an edition can be verified, whatever file they are read from.

The digest of a text is the SHA-256 of its lines as UTF-8, each ended by a line feed: the
anchor and language of the text, its title, then a line for each block of it and of its
notes in reading order, with the number of a numbered item before it and tabs between cells.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from compendium.model.edition import Document, DocumentText, Edition
from compendium.model.text import Item, Row, blocks, plain, runs


def text_digest(edition: Edition) -> str:
    """The digest of the words of all documents and their notes."""
    return _digest(
        line
        for document in edition.documents
        for text in document.texts
        for line in _lines(document, text, edition)
    )


def document_digests(edition: Edition) -> dict[str, str]:
    """The digest of each text of each document, as "gromyko-1956.en"."""
    return {
        f"{document.anchor}.{text.lang}": _digest(_lines(document, text, edition))
        for document in edition.documents
        for text in document.texts
    }


def _digest(lines: Iterable[str]) -> str:
    whole = hashlib.sha256()
    for line in lines:
        whole.update(f"{line}\n".encode())
    return whole.hexdigest()


def _lines(document: Document, text: DocumentText, edition: Edition) -> Iterator[str]:
    yield f"{document.anchor}.{text.lang}"
    yield plain(text.title)
    notes = (edition.notes[anchor].blocks for anchor in text.notes)
    for held in (text.blocks, *notes):
        for block in blocks(held):
            number = f"{block.number or ''} " if isinstance(block, Item) else ""
            words = [plain(run) for run in runs(block)]
            yield number + ("\t" if isinstance(block, Row) else " ").join(words)
