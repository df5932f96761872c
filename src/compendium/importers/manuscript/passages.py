"""What a text without mark-up is made of, before anybody knows what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from compendium.model.text import Block, Inline, plain
from compendium.model.volume import WrittenNote


@dataclass(slots=True)
class Passage:
    """A paragraph or a line of the source.

    Shape: `line` counts lines or paragraphs of the source from 1.
        `level` is that of a heading the source itself marks, else 0; `number` one that
        the source sets by itself. `role` is what the source says the passage is: a named
        piece, "title" or "subtitle", else "". `block` is a list, table, quotation or
        figure it already is. `words` are those of the source, notes among them.
        `apart` says that an empty line stands above; `depth` is that of a list in lists.
        `names` are what links elsewhere call the passage, `unit` is what `line` counts.
        `lines` are kept for those who cut it where its author did.
    """

    content: tuple[Inline, ...]
    line: int
    words: list[str]
    level: int = 0
    number: str = ""
    role: str = ""
    block: Block | None = None
    apart: bool = False
    depth: int = 0
    names: tuple[str, ...] = ()
    unit: str = "line"
    lines: list[Passage] | None = None

    @property
    def text(self) -> str:
        """What a reader sees of it, the number the source sets in front."""
        said = plain(self.content).strip() if self.block is None else ""
        return f"{self.number} {said}".strip()


@dataclass(slots=True)
class Manuscript:
    """A source in passages, with its notes by label and the language it seems to be in."""

    name: str
    passages: list[Passage]
    lang: str
    notes: dict[str, WrittenNote] = field(default_factory=dict)


def line_like(passage: Passage) -> bool:
    """Whether *passage* is a line, a heading or a name say, and no prose."""
    ends = (".", ",", ":", ";", "。", "、")
    return (
        passage.block is None
        and len(passage.text) <= 250
        and bool(passage.words)
        and not passage.text.endswith(ends)
    )


def where(passages: Sequence[Passage]) -> str:
    """Where *passages* stand: "line 4", "paragraphs 10 to 12"."""
    first, last, unit = passages[0].line, passages[-1].line, passages[0].unit
    return f"{unit} {first}" if first == last else f"{unit}s {first} to {last}"
