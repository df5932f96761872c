"""Digests by which the words of an edition can be verified, whatever file they are read from.

The digest of a text is the SHA-256 of its lines as UTF-8, each ended by a line feed: the
anchor and language of the text, its title, then a line for each block of it and of its
notes in reading order, with the number of a numbered item before it and tabs between cells.
The digest of a whole edition is that of a line for each of its texts, in the order of print:
its name, a blank and its digest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from compendium.model.edition import Document, DocumentText, Edition, Note
from compendium.model.text import Block, Item, Phrase, Row, blocks, plain, runs


def text_digest(edition: Edition) -> str:
    """The digest of the words of all documents and their notes."""
    return whole_digest(document_digests(edition))


def whole_digest(digests: Mapping[str, str]) -> str:
    """The digest of an edition whose texts have these *digests*, in the order of print."""
    return _digest(f"{name} {digest}" for name, digest in digests.items())


def document_digests(edition: Edition) -> dict[str, str]:
    """The digest of each text of each document, as "gromyko-1956.en"."""
    return {
        f"{document.anchor}.{text.lang}": _digest(_lines(document, text, edition))
        for document in edition.documents
        for text in document.texts
    }


def passages(edition: Edition) -> Iterator[tuple[str, str]]:
    """The words by which everything in *edition* that can be cited is known, by anchor.

    A part and a text are known by their titles, a note by all it says (one of ours on the
    variants of a quotation by the words that depart), and a block by its own words: one that
    holds others, by those it begins with.
    """
    for part in edition.parts:
        yield part.anchor, part.title
    for document in edition.documents:
        for text in document.texts:
            main = text is document.texts[0]
            yield from _passages(
                document.anchor if main else f"{document.anchor}.{text.lang}", text
            )
    for matter in (*edition.front, *edition.back):
        yield from _passages(matter.anchor, matter.text)
    for note in edition.notes.values():
        yield note.anchor, " ".join(_runs(note.blocks)) or " ".join(_departing(note))


def _passages(anchor: str, text: DocumentText) -> Iterator[tuple[str, str]]:
    yield anchor, plain(text.title)
    for block in blocks(text.blocks):
        name = getattr(block, "anchor", "")
        if not name:
            continue
        if isinstance(block, Item):
            yield name, f"{block.number or ''} {next(_runs(block.blocks), '')}".strip()
        elif isinstance(block, Row):
            yield name, "\t".join(plain(run) for run in runs(block))
        else:
            yield name, next(_runs((block,)), "")


def _runs(held: Iterable[Block]) -> Iterator[str]:
    """The words of each run of *held*, in reading order, empty ones left out."""
    for block in blocks(held):
        yield from filter(None, map(plain, runs(block)))


def _departing(note: Note) -> Iterator[str]:
    """The words quoted of which *note* says that their source has others."""
    for block in note.blocks:
        for phrase in (node for run in runs(block) for node in run if isinstance(node, Phrase)):
            for variant in phrase.gaps.get("readings", ()):
                if isinstance(variant, Phrase):
                    yield plain(variant.gaps.get("ours", ()))


def short_digest(kind: str, words: str) -> str:
    """The first 16 figures of the SHA-256 of *words* as those of a *kind*, blanks alike."""
    return hashlib.sha256(f"{kind} {' '.join(words.split())}".encode()).hexdigest()[:16]


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
