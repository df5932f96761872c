"""Parallel texts: whether passages that say the same stand level in print."""

from __future__ import annotations

from collections.abc import Iterator

from compendium.diag import Span
from compendium.model.edition import Document, Edition, Row
from compendium.model.pages import SetLine
from compendium.model.text import (
    Block,
    Division,
    Heading,
    List,
    Paragraph,
    Quotation,
)
from compendium.proof.letters import shortened
from compendium.proof.outcome import Findings
from compendium.proof.trace import Trace

_EVEN = 1.5
"""Points by which lines may differ in height and still be level to the eye."""
_APART = {"columns": 0, "facing": 1}
"""On how many pages later the next text stands, by form."""


def check_rows(trace: Trace, edition: Edition, findings: Findings) -> None:
    """Count the rows of parallel texts, and remark on each that is not level."""
    for document in edition.documents:
        if document.form in _APART and len(document.texts) > 1:
            for row in document.rows:
                _check(trace, document, row, findings)


def _check(trace: Trace, document: Document, row: Row, findings: Findings) -> None:
    order = [document.languages.index(text.lang) for text in document.texts]
    sides = [(at, _opens(trace, cell)) for at, cell in sorted(zip(order, row.cells, strict=True))]
    there = [(at, block, line) for at, (block, line) in sides if block and line]
    if len(there) < 2:
        return
    findings.count("level passages")
    first, block, line = there[0]
    for at, other, beside in there[1:]:
        apart = (at - first) * _APART[document.form]
        level = beside.sheet - line.sheet == apart
        if type(block) is type(other):
            level = level and abs(beside.box[1] - line.box[1]) <= _EVEN
        if not level:
            findings.count("passages out of level")
            pages = trace.label(line.sheet), trace.label(beside.sheet)
            said = f"`{shortened(beside.text, 40)}` on page {pages[1]} is not level with"
            findings.remark(
                "passage-unlevel",
                f"{said} `{shortened(line.text, 40)}` on page {pages[0]}",
                getattr(other, "span", Span("edition.yaml")),
            )


def _opens(trace: Trace, cell: tuple[Block, ...]) -> tuple[Block | None, SetLine | None]:
    """The first passage of *cell* with words, and the line it begins on."""
    for block in _leaves(cell):
        where = trace.ranges.get(block.anchor)
        if where and where.start < where.end and (line := trace.line(where.stream, where.start)):
            return block, line.line
    return None, None


def _leaves(blocks: tuple[Block, ...]) -> Iterator[Paragraph | Heading]:
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                yield block
            case List():
                for item in block.items:
                    yield from _leaves(item.blocks)
            case Quotation() | Division():
                yield from _leaves(block.blocks)
            case _:
                pass
