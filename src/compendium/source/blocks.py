"""Blocks made of the engine's tree: paragraphs, lists, quotations, tables, notes and divs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from compendium.diag import Span
from compendium.model.text import (
    Block,
    Item,
    List,
    Paragraph,
    Quotation,
    Rule,
)
from compendium.source.attributes import Attributes
from compendium.source.divisions import PIECES, Opening, closes, make_division, read_opening
from compendium.source.emphasis import NESTING
from compendium.source.grammar import Branch
from compendium.source.inline import Context
from compendium.source.lines import lines_span, paragraph_run
from compendium.source.notes import Notes, part_note
from compendium.source.paragraphs import read_heading, read_paragraph
from compendium.source.problems import Problems
from compendium.source.sourcepages import join_pages
from compendium.source.tables import read_table
from compendium.source.text import SourceFile


@dataclass(slots=True)
class _Frame:
    """A div that is open: its blocks so far; `flat` gives them to the block around it."""

    opening: Opening
    piece: str | None
    flat: bool
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Builder:
    """Makes the blocks of one file; its notes are gathered on the way."""

    file: SourceFile
    context: Context
    notes: Notes
    depth: int = 0
    deep: bool = False

    @property
    def problems(self) -> Problems:
        """What is wrong with the file."""
        return self.context.problems

    def blocks(self, tree: Sequence[Branch]) -> tuple[Block, ...]:
        """The blocks of *tree*, divs paired with their ends."""
        done: list[Block] = []
        frames: list[_Frame] = []
        for branch in tree:
            around = frames[-1].blocks if frames else done
            if branch.type != "div":
                around += self._block(branch, around)
            elif not closes(branch.token.content):
                frames.append(self._open(branch))
            elif frames:
                self._end(frames, done, self._line(branch))
            else:
                hint = "delete it, or add the opening line"
                span = self._line(branch)
                self.problems.error("div-unopened", "`:::` closes no div", span, hint)
        while frames:
            self._unclosed(frames, done)
        return tuple(join_pages(done, self.problems))

    def _open(self, branch: Branch) -> _Frame:
        run = paragraph_run(self.file, branch.lines, branch.token.content)
        opening = read_opening(run, self.problems)
        self._deeper(opening.span)
        frame = _Frame(opening, self.context.piece, opening.broken or self.depth > NESTING)
        if opening.name in PIECES:
            self.context.piece = opening.name
        elif opening.name == "quotation":
            self.context.piece = None
        return frame

    def _deeper(self, span: Span) -> None:
        self.depth += 1
        if self.depth > NESTING and not self.deep:
            self.deep = True
            message = f"blocks are nested deeper than `{NESTING}`"
            self.problems.error("nesting-deep", message, span, "write it flatter")

    def _unclosed(self, frames: list[_Frame], done: list[Block]) -> None:
        """Report the innermost div, which has no end, and undo it.

        What stands after it is taken for what it would be without the div, so that one
        line forgotten is one problem; a named piece keeps its first block.
        """
        frame = frames.pop()
        opening, around = frame.opening, frames[-1].blocks if frames else done
        self.context.piece = frame.piece
        self.depth -= 1
        if not frame.flat:
            message = f"the div `{opening.written}` is never closed"
            hint = "add a line `:::` where it ends"
            self.problems.error("div-unclosed", message, opening.span, hint)
        own = 1 if opening.name in PIECES and not frame.flat else 0
        around += self._named(opening, frame.blocks[:own])
        around += [
            replace(b, name=None) if isinstance(b, Paragraph) and b.name == opening.name else b
            for b in frame.blocks[own:]
        ]

    def _end(self, frames: list[_Frame], done: list[Block], last: Span) -> None:
        """Close the innermost div and give what it makes to the block around it."""
        frame = frames.pop()
        opening = frame.opening
        around = frames[-1].blocks if frames else done
        self.context.piece = frame.piece
        self.depth -= 1
        if frame.flat:
            around += frame.blocks
            return
        frame.blocks = join_pages(frame.blocks, self.problems)
        if opening.name in PIECES:
            around += self._named(opening, frame.blocks)
        else:
            end = max(opening.span.end, last.end)
            span = Span(self.file.path, opening.span.start, end)
            around.append(make_division(opening, tuple(frame.blocks), span))

    def _named(self, opening: Opening, blocks: list[Block]) -> list[Block]:
        for block in blocks:
            if not isinstance(block, Paragraph):
                message = f"a `{opening.name}` holds paragraphs only"
                hint = "close it with `:::` before this block"
                self.problems.error("div-content", message, block.span, hint)
        if blocks and opening.attributes.id and isinstance(blocks[0], Paragraph):
            blocks[0] = replace(blocks[0], anchor=opening.attributes.id)
        return blocks

    def _block(self, branch: Branch, before: list[Block]) -> list[Block]:
        match branch.type:
            case "paragraph_open":
                run = paragraph_run(self.file, branch.lines, branch.inside[0].token.content)
                return read_paragraph(run, self.context, before)
            case "heading_open":
                return [read_heading(branch, self.file, self.context)]
            case "hr":
                return [Rule(self._line(branch))]
            case "table_open":
                return [read_table(branch, self.file, self.context)]
        self._deeper(self._lines(branch))
        made = self._container(branch)
        self.depth -= 1
        return made

    def _container(self, branch: Branch) -> list[Block]:
        match branch.type:
            case "bullet_list_open" | "ordered_list_open":
                items = tuple(self._item(item) for item in branch.inside)
                return [List(branch.type[0] == "o", items, self._lines(branch))]
            case "blockquote_open":
                return [Quotation(self.blocks(branch.inside), self._lines(branch))]
            case "footnote_reference_open":
                self._note(branch)
                return []
        raise AssertionError(branch.type)

    def _item(self, branch: Branch) -> Item:
        token = branch.token
        number = token.info or None
        blocks = self.blocks(branch.inside)
        marker = token.info + token.markup
        span = self._marked(branch, marker, blocks)
        anchor = ""
        if blocks and isinstance(blocks[0], Paragraph) and blocks[0].anchor:
            anchor = blocks[0].anchor
            blocks = (replace(blocks[0], anchor=""), *blocks[1:])
        if number and len(number) > 3:
            start = self.file.offset(span.start)
            message = f"`{marker}` at the beginning of a paragraph numbers it"
            hint = f"write `{number}\\{token.markup}` if it is a year"
            place = self.file.span(start, start + len(marker))
            self.problems.warn("number-odd", message, place, hint)
        return Item(blocks, span, number, marker, anchor)

    def _marked(self, branch: Branch, marker: str, blocks: Sequence[Block]) -> Span:
        """The span of an item from its marker on."""
        lines = self._lines(branch)
        first = branch.lines[0]
        line = self.file.line(first)
        end = len(line)
        if blocks and blocks[0].span.start[0] == first:
            end = blocks[0].span.start[1] - 1
        column = line.rfind(marker, 0, end)
        if column < 0:  # the span of a block without words is its line, marker and all
            column = line.find(marker)
        return Span(self.file.path, (first, column + 1), lines.end) if column >= 0 else lines

    def _note(self, branch: Branch) -> None:
        label = branch.token.meta["label"]
        piece, self.context.piece = self.context.piece, None
        inside, opening, attributes = branch.inside, [], Attributes(0, 0)
        if inside and inside[0].type == "paragraph_open":
            run = paragraph_run(self.file, inside[0].lines, inside[0].inside[0].token.content)
            words, attributes = part_note(run, label, self.problems)
            opening = read_paragraph(words, self.context, [])
            inside = inside[1:]
        blocks = (*opening, *self.blocks(inside))
        self.context.piece = piece
        first = branch.lines[0]
        column = self.file.line(first).find(f"[^{label}]:")
        start = self.file.starts[first - 1] + max(column, 0)
        self.notes.add(label, blocks, self.file.span(start, start + len(label) + 3), attributes)

    def _lines(self, branch: Branch) -> Span:
        """From the first to the last line of *branch* that has words."""
        return lines_span(self.file, *branch.lines)

    def _line(self, branch: Branch) -> Span:
        return lines_span(self.file, branch.lines[0], branch.lines[0])
