"""Blocks written as Markdown that reads back as the same blocks, letter for letter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from compendium.importers.runs import unbroken
from compendium.importers.stars import flanks, peeled
from compendium.model.text import (
    Block,
    Break,
    Division,
    Editorial,
    Figure,
    Heading,
    Image,
    Inline,
    Item,
    Link,
    List,
    NoteCall,
    Paragraph,
    Quotation,
    Quoted,
    Row,
    Rule,
    SourcePage,
    Styled,
    Table,
    Text,
    inlines,
    plain,
)
from compendium.model.volume import WrittenNote
from compendium.source.inline import Context, read_inline
from compendium.source.text import Run, SourceFile

_SIGNS = re.compile(r"[\\`*_{}\[\]<|^]|&(?=[#A-Za-z])")
_OPENING = re.compile(
    r"(?P<blank>[ \t]*)(?:(?P<sign>[#+\-=>:~])|(?P<number>\d{1,9})(?P<mark>[.)]))"
)
_COLUMNS = {"left": ":---", "right": "---:", "center": ":---:"}
_STARS = {"emphasis": "*", "strong": "**"}


def escape(text: str) -> str:
    """*text* with every sign that could be mark-up made a letter."""
    return _SIGNS.sub(lambda found: "\\" + found[0], text)


def _opened(line: str) -> str:
    """*line* with what could begin a block escaped."""
    found = _OPENING.match(line)
    if not found:
        return line
    at = found.start("sign") if found["sign"] else found.start("mark")
    return f"{line[:at]}\\{line[at:]}"


@dataclass(slots=True)
class Writer:
    """Writes Markdown; `lead` says where the target of a link is.

    Shape: `plain` counts marked words whose style could not be written where they stand.
    """

    lead: Callable[[str], str] = str
    plain: int = 0
    _unstarred: bool = field(default=False)

    def text(self, blocks: Sequence[Block], notes: Sequence[WrittenNote] = ()) -> str:
        """A whole text, its notes after it."""
        written = [self.blocks(blocks), *(self._note(note) for note in notes)]
        return "\n\n".join(part for part in written if part) + "\n"

    def blocks(self, blocks: Iterable[Block]) -> str:
        """*blocks* one below the other."""
        done: list[str] = []
        bullets = "*"
        for block in blocks:
            if isinstance(block, List) and not block.ordered:
                # Two lists in a row would be read as one.
                bullets = "-" if bullets == "*" else "*"
                written = self._list(block, bullets)
            else:
                written = self._block(block)
                bullets = "*"
            if written:
                done.append(written)
        return "\n\n".join(done)

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph():
                return self._paragraph(block)
            case Heading():
                words = self.line(block.content)
                return f"{'#' * block.level} {words}{_attributes(block.anchor, block.align)}"
            case List():
                return self._list(block, "-")
            case Quotation():
                return self._quotation(block)
            case Division():
                return self._division(block)
            case Table():
                return self._table(block)
            case Rule():
                return "___"
            case Figure():
                return self._picture(block.image, block.caption, block.anchor)

    def _quotation(self, block: Quotation) -> str:
        inner = self.blocks(block.blocks)
        if block.source is None and not block.anchor and not block.variants:
            return _indented(inner, "> ", "> ", bare=True)
        named = [".quotation"] + ([f"#{block.anchor}"] if block.anchor else [])
        named += [f"from={_quoted(block.source)}"] if block.source is not None else []
        named += [f"variants={block.variants}"] if block.variants else []
        return f"::: {{{' '.join(named)}}}\n\n{inner}\n\n:::"

    def _division(self, block: Division) -> str:
        inner = self.blocks(block.blocks)
        named = [f".{name}" for name in sorted(block.classes)]
        named += [f"#{block.anchor}"] if block.anchor else []
        named += [f"{key}={_quoted(value)}" for key, value in sorted(block.attributes.items())]
        bare = len(named) == 1 and named[0].startswith(".")
        opening = named[0][1:] if bare else f"{{{' '.join(named)}}}"
        return f"::: {opening}\n\n{inner}\n\n:::" if named and inner else inner

    def _picture(self, image: Image, caption: Sequence[Inline], anchor: str = "") -> str:
        named = [f"#{anchor}"] if anchor else []
        named += [f"alt={_quoted(image.alt)}"] if image.alt != plain(caption) else []
        tail = f"{{{' '.join(named)}}}" if named else ""
        return f"![{self.line(caption)}](images/{_target(image.source)}){tail}"

    def _paragraph(self, block: Paragraph) -> str:
        words = self._safe(block.content)
        lines = "\n".join(_opened(line) for line in words.split("\n"))
        if not block.name:
            return lines + _attributes(block.anchor, block.align)
        opening = f"{{.{block.name} #{block.anchor}}}" if block.anchor else block.name
        return f"::: {opening}\n{lines}\n:::"

    def _list(self, block: List, bullet: str) -> str:
        items = [self._item(item, bullet) for item in block.items]
        tight = all(len(item.blocks) < 2 for item in block.items)
        return ("\n" if tight else "\n\n").join(items)

    def _item(self, item: Item, bullet: str) -> str:
        marker = f"{item.number}{item.marker[-1:] or '.'}" if item.number else bullet
        first_block, *others = item.blocks or (None,)
        if item.anchor and isinstance(first_block, Paragraph):
            item = replace(item, blocks=(replace(first_block, anchor=item.anchor), *others))
        body = self.blocks(item.blocks)
        # A div begins a line of its own.
        first = f"{marker}\n{' ' * (len(marker) + 1)}" if body.startswith(":::") else f"{marker} "
        return _indented(body, first, " " * (len(marker) + 1)) if body else marker

    def _note(self, note: WrittenNote) -> str:
        body = self.blocks(note.blocks)
        named = [".original"] if note.series == "original" and note.label[:4] != "orig" else []
        named += [f"mark={_quoted(note.mark)}"] if note.mark is not None else []
        body = f"{{{' '.join(named)}}} {body}" if named else body
        first = "\n    " if body.startswith(":::") else " "
        return _indented(body, f"[^{note.label}]:{first}", "    ")

    def _table(self, block: Table) -> str:
        width = len(block.alignments)
        head = self._row(block.head) if block.head else "|" + " |" * width
        signs = "|".join(f" {_COLUMNS.get(align, '---')} " for align in block.alignments)
        rows = [head, f"|{signs}|", *(self._row(row) for row in block.rows)]
        written = "\n".join(rows)
        if not block.caption:
            return written
        return f"{written}\n\n: {self.line(block.caption)}{_attributes(block.anchor, None)}"

    def _row(self, row: Row) -> str:
        return "|" + "".join(f" {self.line(cell)} |" for cell in row.cells)

    # -- lines of words ----------------------------------------------------------

    def line(self, nodes: Sequence[Inline]) -> str:
        """*nodes* in one line."""
        return self._safe(unbroken(nodes))

    def _safe(self, nodes: Sequence[Inline]) -> str:
        """*nodes* written so that they read back; without stars if with them they do not."""
        written = self.words(nodes)
        calls = frozenset(node.label for node in inlines(nodes) if isinstance(node, NoteCall))
        run = Run(SourceFile("words", written), written, ((0, 0),))
        if plain(read_inline(run, Context(labels=calls))) == plain(nodes):
            return written
        self.plain += 1
        self._unstarred = True
        written = self.words(nodes)
        self._unstarred = False
        return written

    def words(self, nodes: Sequence[Inline], before: str = "", after: str = "") -> str:
        """*nodes* as they stand between the characters *before* and *after*."""
        done = ""
        for at, node in enumerate(nodes):
            last = (done or before)[-1:]
            if isinstance(node, Styled) and node.style in _STARS and not node.lang:
                following = self._first(nodes[at + 1 :]) or after
                written = self._starred(node, last, following)
            else:
                written = self._plain(node)
            if written.startswith("[") and done.endswith("!"):
                done = done[:-1] + "\\!"  # or it would be a picture
            done += written
        return done

    def _first(self, nodes: Sequence[Inline]) -> str:
        """The first character of what *nodes* will be written as."""
        for node in nodes:
            if isinstance(node, Styled) and node.style in _STARS and not node.lang:
                return "*"
            if written := self._plain(node):
                return written[0]
        return ""

    def _starred(self, node: Styled, before: str, after: str) -> str:
        """Emphasis, with the sign that is read as emphasis between *before* and *after*."""
        if self._unstarred:
            return self.words(node.content, before, after)
        sign = _STARS[node.style]
        first, core, last = peeled(node.content)
        for front, content, back in (("", node.content, ""), (first, core, last)):
            left, right = (escape(front) or before)[-1:], (escape(back) or after)[:1]
            for mark in (sign, sign.replace("*", "_")):
                inner = self.words(content, mark, mark)
                clash = mark[0] in (left, right, inner[:1], inner[-1:])
                if not clash and flanks(mark, inner, left or " ", right or " "):
                    return f"{escape(front)}{mark}{inner}{mark}{escape(back)}"
        self.plain += 1
        return self.words(node.content, before, after)

    def _plain(self, node: Inline) -> str:
        match node:
            case Text():
                return escape(node.text)
            case Break():
                return "\\\n" if node.hard else "\n"
            case NoteCall():
                return f"[^{node.label}]"
            case SourcePage():
                return f"[]{{.page n={_quoted(node.number)}}}"
            case Styled():
                inner = self.words(node.content, "[", "]")
                named = [f".{node.style}"] if node.style != "plain" else []
                named += [f"#{node.anchor}"] if node.anchor else []
                named += [f"lang={node.lang}"] if node.lang else []
                named += [f"reading={_quoted(node.reading)}"] if node.reading else []
                return f"[{inner}]{{{' '.join(named)}}}" if named else inner
            case Editorial():
                was = f" was={_quoted(node.was)}" if node.was is not None else ""
                return f"[{self.words(node.content, '[', ']')}]{{.{node.kind}{was}}}"
            case Link():
                return self._link(node)
            case Quoted():
                inner = self.words(node.content, "[", "]")
                wish = f" variants={node.variants}" if node.variants else ""
                return f"[{inner}]{{.quotation from={_quoted(node.source)}{wish}}}"
            case Image():
                return self._picture(node, (Text(node.alt, node.span),))
        raise TypeError(type(node).__name__)

    def _link(self, node: Link) -> str:
        target = self.lead(node.target) if node.target.startswith("doc:") else node.target
        if not target:  # it leads nowhere; its words stay
            return self.words(node.content, "[", "]")
        target = _target(target)
        classes = " ".join(f".{name}" for name in sorted(node.classes))
        tail = f"{{{classes}}}" if classes else ""
        return f"[{self.words(node.content, '[', ']')}]({target}){tail}"


def _target(target: str) -> str:
    """*target* without the signs that would end it."""
    return re.sub(r"[\s()<>\\]", lambda found: f"%{ord(found[0]):02X}", target)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _attributes(anchor: str, align: str | None) -> str:
    named = [f"#{anchor}"] if anchor else []
    named += [f"align={align}"] if align else []
    return f" {{{' '.join(named)}}}" if named else ""


def _indented(text: str, first: str, rest: str, bare: bool = False) -> str:
    """*text* with *first* before its first line and *rest* before the others.

    An empty line stays empty, unless *bare*, where it has the mark without the blank.
    """
    empty = rest.rstrip(" ") if bare else ""
    opening, *others = text.split("\n")
    return "\n".join([first + opening, *(rest + line if line else empty for line in others)])
