"""All words of an edition that can be quoted, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from compendium.cite.letters import letters, word_ends
from compendium.model.edition import DocumentText, Edition
from compendium.model.text import Block, Item, List, Paragraph, Rule, blocks, plain, runs


@dataclass(frozen=True)
class Stream:
    """Words that are read in one go: a text with its title, or one note.

    Shape: `pieces` are the anchors of blocks and their words, in the order of reading.
    """

    record: str
    pieces: tuple[tuple[str, str], ...]

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each piece begins among the letters of all."""
        at, found = 0, []
        for _, words in self.pieces:
            found.append(at)
            at += len(letters(words))
        return tuple(found)

    @cached_property
    def letters(self) -> str:
        """The letters of all pieces."""
        return "".join(letters(words) for _, words in self.pieces)

    @cached_property
    def bounds(self) -> tuple[frozenset[int], frozenset[int]]:
        """Where words begin, and where words end."""
        ends = [
            (start + low, start + high)
            for start, (_, words) in zip(self.starts, self.pieces, strict=True)
            for low, high in word_ends(words)
        ]
        return frozenset(low for low, _ in ends), frozenset(high for _, high in ends)


def streams(edition: Edition) -> Iterator[Stream]:
    """All words of the edition that can be quoted, text by text, each followed by its notes."""
    for piece in edition.front:
        yield from _text(edition, piece.anchor, piece.text)
    for document in edition.documents:
        for text in document.texts:
            main = text is document.texts[0]
            yield from _text(
                edition, document.anchor if main else f"{document.anchor}.{text.lang}", text
            )
    for piece in edition.back:
        yield from _text(edition, piece.anchor, piece.text)


def _text(edition: Edition, anchor: str, text: DocumentText) -> Iterator[Stream]:
    yield Stream(anchor, ((anchor, plain(text.title)), *pieces(text.blocks, anchor)))
    for name in text.notes:
        yield Stream(anchor, tuple(pieces(edition.notes[name].blocks, name)))


def pieces(content: Iterable[Block], around: str) -> Iterator[tuple[str, str]]:
    """The anchors and words of *content*; what has no anchor of its own has the one *around* it."""
    for block in content:
        if isinstance(block, Rule):
            continue
        here = block.anchor if not isinstance(block, Paragraph) or block.anchor else ""
        here = here or around
        if isinstance(block, List):
            for item in block.items:
                yield from pieces(item.blocks, item.anchor or here)
        elif hasattr(block, "blocks"):
            yield from pieces(block.blocks, here)
        else:
            for inner in blocks([block]):
                if not isinstance(inner, Rule | Item):
                    anchor = inner.anchor or here
                    yield from ((anchor, plain(run)) for run in runs(inner) if plain(run))
