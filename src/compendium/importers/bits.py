"""An item of a printed index as one line: its words, and what each of them was in the source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compendium.diag import Span
from compendium.importers.inline import style_of
from compendium.importers.runs import visible
from compendium.importers.vocabulary import Element, dropped, name
from compendium.model.text import Inline, Style, Styled, Text


@dataclass(frozen=True, slots=True)
class Bit:
    """Words of an item from `start`: in which style, and the reference they are, if one."""

    text: str
    start: int
    style: Style | None = None
    ref: Element | None = None

    @property
    def end(self) -> int:
        """Where its last letter ends."""
        return self.start + len(self.text)


def bits(item: Element) -> list[Bit]:
    """The words of *item* itself, without those of the lists in it, blanks collapsed."""
    done: list[Bit] = []
    said = ""
    for text, style, ref in _flat(item, None):
        words = visible(text)
        if not said or said.endswith(" "):
            words = words.lstrip(" ")
        if words:
            done.append(Bit(words, len(said), style, ref))
            said += words
    return done


def _flat(
    element: Element, style: Style | None, ref: Element | None = None
) -> Iterator[tuple[str, Style | None, Element | None]]:
    yield element.text or "", style, ref
    for child in element:
        if not dropped(child) and name(child) not in ("list", "note"):
            inner = style_of(child) if name(child) in ("hi", "emph") else None
            yield from _flat(child, inner or style, child if name(child) == "ref" else ref)
        yield child.tail or "", style, ref


def words(line: Sequence[Bit], start: int, end: int) -> str:
    """The words of *line* from *start* to *end*."""
    return "".join(bit.text[max(0, start - bit.start) : max(0, end - bit.start)] for bit in line)


def content(line: Sequence[Bit], end: int, span: Span) -> tuple[Inline, ...]:
    """The words of *line* up to *end* in their styles."""
    done: list[Inline] = []
    for bit in line:
        text = Text(bit.text[: max(0, end - bit.start)], span)
        if text.text:
            done.append(Styled(bit.style, (text,), span) if bit.style else text)
    return tuple(done)


def reference(line: Sequence[Bit], start: int, end: int) -> Element | None:
    """The first reference among the words of *line* from *start* to *end*."""
    return next((b.ref for b in line if b.ref is not None and start <= b.start < end), None)
