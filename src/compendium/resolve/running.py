"""Running words: cut without losing a span, and note marks set where editors set them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from itertools import takewhile
from operator import attrgetter

from compendium.diag import Span
from compendium.model.text import (
    Block,
    Break,
    Inline,
    NoteCall,
    NoteMark,
    Paragraph,
    Phrase,
    Pointer,
    Text,
)
from compendium.resolve.addresses import shifted

_WIDE = frozenset({"ja", "zh"})
_QUOTES = '"”’»」』'
_CLOSING = '.,;:!?)"”’»、。）」』'


_UNSAID = attrgetter(*(field.name for field in fields(Paragraph) if field.name != "content"))
"""All of a paragraph but its words, in order: there are many, and `replace` takes its time."""


def saying(block: Paragraph, content: tuple[Inline, ...]) -> Paragraph:
    """The paragraph *block* with *content* for its words."""
    return block if content == block.content else Paragraph(content, *_UNSAID(block))


def cut(nodes: Sequence[Text | Break], start: int, end: int) -> list[Text | Break]:
    """Characters *start* to *end* of the running words *nodes*, spans kept true."""
    done: list[Text | Break] = []
    position = 0
    for node in nodes:
        size = len(node.text) if isinstance(node, Text) else 1
        low, high = max(start - position, 0), min(end - position, size)
        if low < high:
            done.append(
                node if isinstance(node, Break) or high - low == size
                else Text(node.text[low:high], shifted(node.span, low, high, node.text))
            )  # fmt: skip
        position += size
    return done


def behind_punctuation(
    content: Sequence[Inline], moves: Callable[[NoteMark], bool]
) -> tuple[Inline, ...]:
    """*content* with each note mark that *moves* set behind the punctuation that follows it.

    Editors call a note after the comma or full stop, not before it. Where an editor wrote
    the call, it stays where it was written. What we say of a quotation in brackets stands
    behind the marks that close it.
    """
    if not any(isinstance(node, NoteMark | Phrase) for node in content):
        return tuple(content)
    done: list[Inline] = []
    for node in content:
        mark = done[-1] if done else None
        signs = ""
        if isinstance(mark, Phrase) and mark.gaps:
            signs = _QUOTES
        elif isinstance(mark, NoteMark) and moves(mark):
            signs = _CLOSING
        size = len(node.text) - len(node.text.lstrip(signs)) if isinstance(node, Text) else 0
        if mark and isinstance(node, Text) and signs and size:
            before, after = cut([node], 0, size), cut([node], size, len(node.text))
            done[-1:] = [*before, mark, *after]
        else:
            done.append(node)
    return tuple(done)


def bracketed(content: Sequence[Inline], lang: str, span: Span) -> list[Inline]:
    """*content* in brackets of *lang*, which are as wide as a letter in some."""
    opens, closes = ("\uff08", "\uff09") if lang.partition("-")[0] in _WIDE else (" (", ")")
    return [Text(opens, span), *content, Text(closes, span)]


def has_call(nodes: Sequence[Inline]) -> bool:
    """Whether *nodes* call a note."""
    return any(isinstance(node, NoteCall) for node in nodes)


def calls_note(written: Iterable[Block]) -> bool:
    """Whether a paragraph of *written* calls a note."""
    return any(isinstance(b, Paragraph) and has_call(b.content) for b in written)


def before_generated(body: Sequence[Block]) -> list[Inline]:
    """The nodes a note opens with, up to the first that the theme words."""
    opens = body[0].content if body and isinstance(body[0], Paragraph) else ()
    return list(takewhile(lambda node: not isinstance(node, Pointer | Phrase), opens))
