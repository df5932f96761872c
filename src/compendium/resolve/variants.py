"""Variants: the note that tells where a quotation departs from its source.

A sentence, "Document 3, para. 2, p. 4 below, reads “transfer” for “hand over”", or an
apparatus, "hand over] transfer (Document 3, para. 2, p. 4 below)". The theme words both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from compendium.diag import Span
from compendium.model.text import (
    Block,
    Division,
    Heading,
    Inline,
    List,
    Paragraph,
    Phrase,
    Pointer,
    Quotation,
    Text,
)
from compendium.resolve.quotations import Variant

Told = Literal["note", "apparatus"]


def phrase(form: Told, place: Pointer, variants: Sequence[Variant], span: Span) -> Phrase:
    """What a note in *form* says of *variants*, whose source is at *place*."""
    readings: list[Inline] = []
    for variant in variants:
        if readings:
            readings.append(Phrase("variants-join", span))
        gaps: dict[str, tuple[Inline, ...]] = {
            "theirs": (Text(variant.source_reading, span),),
            "ours": (Text(variant.reading, span),),
        }
        readings.append(Phrase(f"variant-{form}", span, gaps))
    return Phrase(f"variants-{form}", span, {"place": (place,), "readings": tuple(readings)})


def ends_in_words(blocks: Sequence[Block]) -> bool:
    """Whether a note can be called at the end of *blocks*: not behind a table or a picture."""
    match blocks[-1] if blocks else None:
        case Paragraph() | Heading():
            return True
        case List(items=(*_, item)):
            return ends_in_words(item.blocks)
        case Quotation() | Division() as last:
            return ends_in_words(last.blocks)
        case _:
            return False


def ended(blocks: tuple[Block, ...], ends: Sequence[Inline]) -> tuple[Block, ...]:
    """*blocks* with *ends* behind their last words."""
    *before, last = blocks
    match last:
        case Paragraph() | Heading():
            closed: Block = replace(last, content=(*last.content, *ends))
        case List(items=(*others, item)):
            more = replace(item, blocks=ended(item.blocks, ends))
            closed = replace(last, items=(*others, more))
        case Quotation() | Division():
            closed = replace(last, blocks=ended(last.blocks, ends))
        case _:
            closed = last
    return (*before, closed)
