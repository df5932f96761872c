"""Cells: what one text of a document says in one row, and where it says it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from compendium.diag import Span
from compendium.model.text import (
    Block,
    Break,
    Editorial,
    Inline,
    Item,
    Link,
    List,
    Paragraph,
    Text,
    blocks,
    inlines,
    plain,
    runs,
)
from compendium.resolve.addresses import shifted
from compendium.resolve.figures import Figure, Figures, figures
from compendium.resolve.registers import SCHEMES

Find = Callable[[str], Sequence[tuple[int, int, str]]]
"""Finds the register forms of a string: (start, end, entry key)."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The blocks of one row in one text: where they stand, their figures, and who they name."""

    blocks: tuple[Block, ...]
    span: Span
    passages: tuple[Passage, ...]
    figures: Figures
    names: Mapping[str, Span]

    def lacks(self, other: Cell) -> list[tuple[str, str, Span]]:
        """The figures of *other* that nothing here answers to: value, words, place."""
        found = [
            (figure.value, passage.text[figure.start : figure.end], passage.place(figure))
            for passage in other.passages
            for figure in passage.figures.sure
            if not self.figures.answers(figure.value)
        ]
        return list({value: (value, said, span) for value, said, span in found}.values())

    @property
    def number(self) -> str:
        """The document's own number of the first item here, if it begins with one."""
        first = next(iter(self.blocks), None)
        return first.items[0].number or "" if isinstance(first, List) else ""

    @property
    def ends(self) -> Span:
        """Where its last block begins."""
        return _span(self.blocks[-1])

    @property
    def free(self) -> bool:
        """Whether it is a placeholder, which may stand for any number of passages."""
        return any(
            isinstance(node, Editorial) and node.kind == "placeholder"
            for block in self.blocks
            if isinstance(block, Paragraph)
            for node in inlines(block.content)
        )


@dataclass(frozen=True, slots=True)
class Passage:
    """One run of words with its figures."""

    content: tuple[Inline, ...]
    text: str
    figures: Figures
    span: Span

    def place(self, figure: Figure) -> Span:
        """Where *figure* is written; the whole passage where mark-up makes that unsure."""
        at = 0
        for node in inlines(self.content):
            size = _size(node)
            if isinstance(node, Text) and at <= figure.start and figure.end <= at + size:
                return shifted(node.span, figure.start - at, figure.end - at, node.text)
            at += size
        return self.span


def _size(node: Inline) -> int:
    match node:
        case Text():
            return len(node.text)
        case Break():
            return 1
        case _:
            return 0


def make_cell(content: tuple[Block, ...], lang: str, at: Span, find: Find) -> Cell:
    """What *content*, in *lang*, says; *at* is where it stands if there is nothing."""
    span = _span(content[0]) if content else at
    passages = tuple(_passages(content, lang))
    whole = Figures(
        lang.partition("-")[0],
        tuple(figure for passage in passages for figure in passage.figures.sure),
        frozenset().union(*(passage.figures.possible for passage in passages)),
    )
    return Cell(content, span, passages, whole, _named(passages, find))


def _named(passages: Iterable[Passage], find: Find) -> dict[str, Span]:
    """The entries that *passages* name, by form or by mark, and where they do so first."""
    found: dict[str, Span] = {}
    for passage in passages:
        for node in inlines(passage.content):
            if isinstance(node, Link) and (key := _entry(node.target)):
                found.setdefault(key, node.span)
        for start, end, key in find(passage.text):
            found.setdefault(key, passage.place(Figure("", start, end)))
    return found


def _passages(content: Iterable[Block], lang: str) -> Iterator[Passage]:
    for block in blocks(content):
        if isinstance(block, Item) and (block.number or "").isdecimal():
            number = block.number or ""
            yield Passage((), number, figures(number, lang), block.span)
        for run in runs(block):
            text = plain(run)
            if text:
                yield Passage(run, text, figures(text, lang), block.span)


def _span(block: Block) -> Span:
    """Where *block* begins; where the one item does that it has of a list."""
    return block.items[0].span if isinstance(block, List) else block.span


def _entry(target: str) -> str:
    scheme, _, names = target.partition(":")
    return f"{SCHEMES[scheme]}/{names.replace('.', '/')}" if scheme in SCHEMES else ""
