"""Blocks made of the engine's tree: paragraphs, lists, quotations, tables, notes and divs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from compendium.diag import Span
from compendium.model.text import (
    Block,
    Figure,
    Heading,
    Image,
    Inline,
    Item,
    List,
    Paragraph,
    Quotation,
    Rule,
    Table,
    Text,
)
from compendium.model.volume import WrittenNote
from compendium.source.attributes import Attributes, last_attributes, read_attributes
from compendium.source.divisions import PIECES, Opening, closes, make_division, read_opening
from compendium.source.emphasis import NESTING
from compendium.source.grammar import Branch
from compendium.source.inline import Context, read_inline
from compendium.source.lines import heading_run, paragraph_run
from compendium.source.problems import Problems, suggest
from compendium.source.tables import read_table
from compendium.source.text import Run, SourceFile

LONGEST = 20_000
"""Words a paragraph may have; the typesetter stalls on more."""

_WIDEST = 200_000
"""Characters of a paragraph that are read for mark-up at all."""


@dataclass(slots=True)
class _Frame:
    """A div that is open: its blocks so far; `flat` gives them to the block around it."""

    opening: Opening | None
    blocks: list[Block] = field(default_factory=list)
    flat: bool = False


@dataclass(slots=True)
class Builder:
    """Makes the blocks of one file; its notes are gathered on the way."""

    file: SourceFile
    context: Context
    notes: list[WrittenNote] = field(default_factory=list)
    depth: int = 0
    piece: str | None = None

    @property
    def problems(self) -> Problems:
        """What is wrong with the file."""
        return self.context.problems

    def blocks(self, tree: Sequence[Branch]) -> tuple[Block, ...]:
        """The blocks of *tree*, divs paired with their ends."""
        frames = [_Frame(None)]
        outer = self.piece
        for branch in tree:
            if branch.type != "div":
                frames[-1].blocks += self._block(branch, frames[-1].blocks)
            elif not closes(branch.token.content):
                frames.append(self._open(branch, len(frames)))
            elif len(frames) > 1:
                self._end(frames, branch)
            else:
                span = self._line(branch)
                hint = "delete it, or add the opening line"
                self.problems.error("div-unopened", "`:::` closes no div", span, hint)
            self.piece = next(
                (f.opening.name for f in frames[::-1] if f.opening and f.opening.name in PIECES),
                outer,
            )
        while len(frames) > 1:
            opening = frames[-1].opening
            if opening:
                message = f"the div `{self._written(opening)}` is never closed"
                hint = "add a line `:::` where it ends"
                self.problems.error("div-unclosed", message, opening.span, hint)
            self._end(frames, tree[-1])
        self.piece = outer
        return tuple(frames[0].blocks)

    def _written(self, opening: Opening) -> str:
        start, end = (self.file.offset(place) for place in (opening.span.start, opening.span.end))
        return self.file.text[start:end]

    def _open(self, branch: Branch, depth: int) -> _Frame:
        number = branch.lines[0]
        run = paragraph_run(self.file, number, branch.token.content)
        opening = read_opening(run, self.problems)
        flat = opening is None or self.depth + depth > NESTING
        if opening and flat:
            self._too_deep(opening.span)
        return _Frame(opening, flat=flat)

    def _too_deep(self, span: Span) -> None:
        message = f"blocks are nested deeper than `{NESTING}`"
        self.problems.error("nesting-deep", message, span, "write it flatter")

    def _end(self, frames: list[_Frame], branch: Branch) -> None:
        """Close the innermost div and give what it makes to the one around it."""
        frame = frames.pop()
        opening = frame.opening
        if frame.flat or opening is None:
            frames[-1].blocks += frame.blocks
        elif opening.name in PIECES:
            frames[-1].blocks += self._named(opening, frame.blocks)
        else:
            end = max(opening.span.end, self._line(branch).end)
            span = Span(self.file.path, opening.span.start, end)
            frames[-1].blocks.append(make_division(opening, tuple(frame.blocks), span))

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
                run = paragraph_run(self.file, branch.lines[0], branch.inside[0].token.content)
                return self._paragraph(run, before)
            case "heading_open":
                return [self._heading(branch)]
            case "hr":
                return [Rule(self._line(branch))]
            case "table_open":
                return [read_table(branch, self.file, self.context)]
        self.depth += 1
        if self.depth == NESTING + 1:
            self._too_deep(self._lines(branch))
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

    def _paragraph(self, run: Run, before: list[Block]) -> list[Block]:
        """The paragraph, figure or caption that *run* is."""
        attributes = last_attributes(run.text)
        words = run.cut(0, len(run.text[: attributes.start].rstrip())) if attributes else run
        span, anchor, align = run.span(0, len(run.text)), "", None
        if attributes:
            self._check(attributes, run)
            anchor, align = attributes.id, attributes.pairs.get("align")
        if words.text.startswith(": ") and before and isinstance(before[-1], Table):
            caption = self.inline(words.cut(2, len(words.text)))
            before[-1] = replace(before[-1], caption=caption, anchor=anchor)
            return []
        content = self.inline(words)
        if not content and attributes:
            message = f"`{run.text.strip()}` stands alone"
            hint = "put it at the end of the paragraph it belongs to"
            self.problems.error("attribute-bad", message, span, hint)
        if len(content) == 1 and isinstance(content[0], Image):
            return [Figure(content[0], self.context.captions[content[0].span], span, anchor)]
        return [Paragraph(content, span, anchor, self.piece, align)]

    def _check(self, attributes: Attributes, run: Run) -> None:
        for name in (*("." + name for name in attributes.classes), *attributes.pairs):
            if name != "align":
                place = run.span(*attributes.places[name])
                hint = suggest(name, ["align"]) if not name.startswith(".") else ""
                hint = hint or "put the words in brackets before it, or in a div"
                message = f"a paragraph cannot have `{name}`"
                self.problems.error("attribute-unknown", message, place, hint)

    def inline(self, run: Run) -> tuple[Inline, ...]:
        """The nodes of *run*; one too long to be typeset is not looked into."""
        words = run.text.count(" ") + run.text.count("\n")
        if words > LONGEST or len(run.text) > _WIDEST:
            span = run.span(0, len(run.text))
            message = f"a paragraph has more than `{LONGEST}` words"
            self.problems.error("paragraph-long", message, span, "divide it with an empty line")
        if len(run.text) > _WIDEST:
            return (Text(run.text, run.span(0, len(run.text))),)
        self.context.keep_lines = self.piece is not None
        return read_inline(run, self.context)

    def _heading(self, branch: Branch) -> Heading:
        token = branch.token
        content = branch.inside[0].token.content
        read = heading_run if token.markup.startswith("#") else paragraph_run
        run = read(self.file, branch.lines[0], content)
        attributes = last_attributes(run.text)
        words = run.cut(0, len(run.text[: attributes.start].rstrip())) if attributes else run
        if attributes:
            self._check(attributes, run)
        nodes = self.inline(words)
        span = run.span(0, len(run.text))
        level = int(token.tag[1:])
        anchor = attributes.id if attributes else ""
        return Heading(
            level, nodes, span, anchor, attributes.pairs.get("align") if attributes else None
        )

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
        if blocks and blocks[0].span.start[0] == first:
            line = line[: blocks[0].span.start[1] - 1]
        column = line.rfind(marker)
        return Span(self.file.path, (first, column + 1), lines.end) if column >= 0 else lines

    def _note(self, branch: Branch) -> None:
        label = branch.token.meta["label"]
        span = self._label(branch, label)
        earlier = next((note for note in self.notes if note.label == label), None)
        if earlier:
            message = f"the note `{label}` is written twice, first in line {earlier.span.start[0]}"
            self.problems.error("note-duplicate", message, span, "give one of them another label")
        inside, blocks = branch.inside, []
        attributes = None
        piece, self.piece = self.piece, None
        if inside and inside[0].type == "paragraph_open":
            run = paragraph_run(self.file, inside[0].lines[0], inside[0].inside[0].token.content)
            run, attributes = _note_attributes(run)
            blocks = self._paragraph(run, [])
            inside = inside[1:]
        made = (*blocks, *self.blocks(inside))
        self.piece = piece
        original = label.startswith("orig") or (attributes and "original" in attributes.classes)
        mark = attributes.pairs.get("mark") if attributes else None
        series = "original" if original else "editorial"
        self.notes.append(WrittenNote(label, made, span, series, mark))  # type: ignore[arg-type]

    def _label(self, branch: Branch, label: str) -> Span:
        first = branch.lines[0]
        column = self.file.line(first).find(f"[^{label}]:")
        start = self.file.starts[first - 1] + max(column, 0)
        return self.file.span(start, start + len(label) + 3)

    def check_notes(self) -> None:
        """Report the notes nothing calls, whose words would be printed nowhere."""
        for note in self.notes:
            if note.label not in self.context.called:
                message = f"nothing calls the note `{note.label}`"
                hint = f"put `[^{note.label}]` where its mark belongs, or delete the note"
                self.problems.error("note-unused", message, note.span, hint)

    def _lines(self, branch: Branch) -> Span:
        """From the first to the last line of *branch* that has words."""
        first, last = branch.lines
        while last > first and not self.file.line(last).strip():
            last -= 1
        line = self.file.line(first)
        start = self.file.starts[first - 1] + len(line) - len(line.lstrip())
        end = self.file.starts[last - 1] + len(self.file.line(last).rstrip())
        return self.file.span(start, max(start, end))

    def _line(self, branch: Branch) -> Span:
        first = branch.lines[0]
        line, start = self.file.line(first), self.file.starts[first - 1]
        return self.file.span(
            start + len(line) - len(line.lstrip()),
            start + max(len(line.rstrip()), len(line) - len(line.lstrip())),
        )


def _note_attributes(run: Run) -> tuple[Run, Attributes | None]:
    """The words of a note's first paragraph, and `{.original mark="*"}` before or after them."""
    first = read_attributes(run.text, 0)
    if first:
        rest = run.text[first.end :]
        return run.cut(first.end + len(rest) - len(rest.lstrip()), len(run.text)), first
    last = last_attributes(run.text)
    if last and (set(last.classes) == {"original"} or "mark" in last.pairs):
        return run.cut(0, len(run.text[: last.start].rstrip())), last
    return run, None
