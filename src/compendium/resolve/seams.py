"""Seams: where a paragraph may be parted between two openings, at the ends of its sentences.

A sentence that would not go on a page can be parted at the end of a clause too, and one
without clauses between two words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from compendium.model.edition import Seam
from compendium.model.text import Block, Paragraph, blocks, plain
from compendium.resolve.icu import sentence_starts

_LONG = 240
"""Characters of a sentence from which its clauses count."""
_CLAUSE = re.compile(r"(?<=[;:,])\s+|(?<=[、，；：])(?=\w)")
_WORD = re.compile(r"\s+|(?<=[\u3040-\u9fff])(?=[\u3040-\u9fff])")


def seams(content: Sequence[Block], lang: str) -> dict[str, tuple[Seam, ...]]:
    """The seams of each paragraph of *content*, a text in *lang*, by its anchor."""
    found = {
        block.anchor: tuple(_seams(plain(block.content), lang))
        for block in blocks(content)
        if isinstance(block, Paragraph) and not block.name
    }
    return {anchor: parts for anchor, parts in found.items() if parts}


def _seams(text: str, lang: str) -> Iterator[Seam]:
    for start, end in pairwise((0, *sentence_starts(text, lang), len(text))):
        if start:
            yield Seam(start, True)
        yield from (Seam(at, False) for at in _within(text, start, end))


def _within(text: str, start: int, end: int) -> Iterator[int]:
    """Where the sentence from *start* to *end* may be parted, if it is long."""
    if end - start <= _LONG:
        return
    clauses = [found.end() for found in _CLAUSE.finditer(text, start, end)]
    for low, high in pairwise((start, *clauses, end)):
        if start < low < end:
            yield low
        while high - low > _LONG and (word := _WORD.search(text, low + _LONG // 2, high - 1)):
            low = word.end()
            yield low
