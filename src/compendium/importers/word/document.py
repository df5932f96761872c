"""The text of a Word file as passages: paragraphs, lists, tables, pictures, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from compendium.diag import Diagnostic, Span
from compendium.importers.ids import slug
from compendium.importers.manuscript import Passage
from compendium.importers.runs import tidy, unbroken, visible
from compendium.importers.vocabulary import Element, name
from compendium.importers.word.liner import Desk, Liner
from compendium.importers.word.markup import attribute, child, raw_text, value, within
from compendium.importers.word.package import Package
from compendium.importers.word.styles import Numbers, Style, numbering
from compendium.importers.words import words_of
from compendium.model.text import (
    Block,
    Figure,
    Image,
    Inline,
    Link,
    NoteCall,
    Paragraph,
    Quotation,
    Row,
    Styled,
    Table,
    Text,
    inlines,
    plain,
)
from compendium.model.volume import WrittenNote

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_PNG_END, _JPEG_END = b"IEND\xaeB`\x82", b"\xff\xd9"
_LOST = re.compile("[\ue000-\uf8ff]")
"""Code points of symbol fonts, which mean nothing outside them."""


@dataclass(slots=True)
class Reader:
    """Reads the parts of one file in the order of its text.

    Shape: `waiting` are bookmarks that stand before the paragraph they are about.
    """

    package: Package
    desk: Desk
    numbers: Numbers
    notes: dict[str, WrittenNote] = field(default_factory=dict)
    images: dict[str, bytes] = field(default_factory=dict)
    sources: dict[str, Element] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    liner: Liner = field(init=False)

    def __post_init__(self) -> None:
        self.liner = Liner(self.desk)

    # -- the body ------------------------------------------------------------------------

    def passages(self, container: Element) -> Iterator[Passage]:
        """Every paragraph and table in *container*, in reading order."""
        for one in container:
            match name(one):
                case "p":
                    yield from self._paragraph(one)
                case "tbl":
                    yield self._table(one)
                case "altChunk":
                    self.desk.leave("w:altChunk", "another file inside this one, left behind")
                case "bookmarkStart":
                    named = attribute(one, "name")
                    self.waiting += [named] if named in self.desk.wanted else []
                case "sectPr" | "":
                    pass
                case "del" | "moveFrom" as kind:
                    self.desk.leave(f"w:{kind}", "a tracked deletion, left behind with its words")
                case _:
                    yield from self.passages(one)

    def _paragraph(self, element: Element) -> Iterator[Passage]:
        self.desk.line += 1
        properties = child(element, "pPr")
        style = self.desk.styles.get(value(properties, "pStyle"), Style())
        anew = self.liner.anew
        content = tidy(self.liner.paragraph(element))
        boxes, pictures = self.liner.boxes, self.liner.pictures
        bookmarks = [*self.waiting, *self.liner.bookmarks]
        if style.role == "contents" or anew or (self.liner.anew and not plain(content)):
            if words_of(raw_text(element)):
                self.desk.leave("contents", "made anew by every build")
        else:
            yield from self._passage(element, content, style, bookmarks)
        for picture in pictures:
            yield from self._picture(picture)
        for box in boxes:
            yield from self.passages(box)

    def _passage(
        self, element: Element, content: tuple[Inline, ...], style: Style, bookmarks: list[str]
    ) -> Iterator[Passage]:
        properties = child(element, "pPr")
        number = self._number(properties, style)
        level = style.level
        outline = value(properties, "outlineLvl")
        if outline.isascii() and outline.isdigit() and int(outline) < 9:
            level = int(outline) + 1
        if not content and not number:
            return
        if not plain(content).strip() and not any(
            isinstance(node, NoteCall | Link) for node in inlines(content)
        ):
            return
        passage = Passage(
            content, self.desk.line, words_of(visible(f"{number} {raw_text(element)}")),
            level, number, style.role, names=tuple(bookmarks), unit="paragraph",
        )  # fmt: skip
        if level or style.role == "title":
            passage.content = _unset(passage.content)
        if style.role == "quotation":
            body = Paragraph(content, self.desk.span)
            passage.block, passage.role = Quotation((body,), self.desk.span), ""
        passage.depth = self._depth(properties, style)
        self._called(passage, content)
        self.waiting.clear()
        yield passage

    def _number(self, properties: Element | None, style: Style) -> str:
        own = numbering(child(properties, "numPr"))
        if own is None and style.number and child(properties, "numPr") is None:
            own = style.number
        if own is None or own[0] == "0":
            return ""
        if style.number and own[1] == 0 and value(child(properties, "numPr"), "ilvl") == "":
            own = (own[0], style.number[1])
        return self.numbers.next(own)

    def _depth(self, properties: Element | None, style: Style) -> int:
        own = numbering(child(properties, "numPr")) or style.number
        return own[1] if own else 0

    # -- notes ---------------------------------------------------------------------------

    def _called(self, passage: Passage, content: tuple[Inline, ...]) -> None:
        """Read the notes that *content* calls, and give their words to *passage*."""
        for node in inlines(content):
            if not isinstance(node, NoteCall) or node.label in self.notes:
                continue
            source = self.sources.get(node.label)
            if source is None:
                self.desk.report.problems.append(_no_note(node, self.desk))
                continue
            passage.words += words_of(visible(raw_text(source)))
            self.notes[node.label] = WrittenNote(node.label, self._note(source), self.desk.span)

    def _note(self, source: Element) -> tuple[Block, ...]:
        mine, self.liner = self.liner, Liner(self.desk)
        blocks: list[Block] = []
        for one in within(source, "p"):
            content = tidy(self.liner.paragraph(one))
            if plain(content).strip():
                blocks.append(Paragraph(content, self.desk.span))
            if self.liner.pictures or self.liner.boxes:
                self.desk.leave("w:drawing", "a picture in a note, left behind")
        self.liner = mine
        return tuple(blocks) or (Paragraph((Text("–", self.desk.span),), self.desk.span),)

    # -- tables and pictures ----------------------------------------------------------------

    def _table(self, element: Element) -> Passage:
        self.desk.line += 1
        rows: list[list[tuple[Inline, ...]]] = []
        headed = False
        for row in within(element, "tr"):
            headed = headed or (not rows and child(row, "trPr", "tblHeader") is not None)
            rows.append(list(self._cells(row)))
        width = max((len(row) for row in rows), default=0)
        span = self.desk.span
        made = [Row((*row, *[()] * (width - len(row))), span) for row in rows]
        head = made.pop(0) if headed and len(made) > 1 else None
        words = words_of(visible(raw_text(element)))
        block = Table(head, tuple(made), ("",) * width, span) if width else None
        passage = Passage((), self.desk.line, words, block=block)
        if block is not None:
            self._called(passage, tuple(n for row in rows for cell in row for n in cell))
        return passage

    def _cells(self, row: Element) -> Iterator[tuple[Inline, ...]]:
        for cell in within(row, "tc"):
            content: list[Inline] = []
            paragraphs = list(within(cell, "p"))
            for one in paragraphs:
                content += [Text(" ", self.desk.span), *self.liner.paragraph(one)]
                if self.liner.pictures or self.liner.boxes:
                    self.desk.leave("w:drawing", "a picture in a table, left behind")
            if len([one for one in paragraphs if words_of(raw_text(one))]) > 1:
                self.desk.leave("w:tc", "several paragraphs in a cell, set as one")
            # Our tables hold one line in a cell.
            yield tidy(unbroken(content))
            wide = value(cell, "tcPr", "gridSpan")
            for _ in range(min(int(wide), 60) - 1 if wide.isascii() and wide.isdigit() else 0):
                yield ()

    def _picture(self, picture: Element) -> Iterator[Passage]:
        relation = attribute(picture, "embed") or attribute(picture, "id")
        part, outside = self.desk.relations.get(relation, ("", True))
        content = self.package.parts.get(part, b"")
        kind = _sound(content)
        if outside or not kind:
            self.desk.leave("picture", "not inside the file, or no sound PNG or JPEG; left behind")
            return
        stem = slug(part.rpartition("/")[2].rpartition(".")[0], set())
        file = f"{stem}.{kind}"
        self.images[f"images/{file}"] = content
        alt = visible(_alternative(picture)).strip() or "picture"
        image = Image(file, alt, self.desk.span)
        yield Passage((), self.desk.line, [], block=Figure(image, (), self.desk.span))


def _no_note(call: NoteCall, desk: Desk) -> Diagnostic:
    message = f"paragraph {desk.line} calls the note `{call.label}`, which is not there"
    return Diagnostic("source-bad", message, Span(desk.source), "open it in Word and save it")


def _alternative(picture: Element) -> str:
    """The words that stand for *picture*."""
    for above in picture.iterancestors():
        if name(above) in ("inline", "anchor"):
            held = child(above, "docPr")
            return attribute(held, "descr") or attribute(held, "title")
    return ""


def _sound(content: bytes) -> str:
    """The ending of a picture that is whole: "png", "jpg", "" for what is neither."""
    if content.startswith(_PNG) and content.rstrip(b"\0").endswith(_PNG_END):
        return "png"
    if content.startswith(_JPEG) and content.rstrip(b"\0").endswith(_JPEG_END):
        return "jpg"
    return ""


def captioned(passages: list[Passage]) -> list[Passage]:
    """*passages* with each caption in the table or picture beside it."""
    done: list[Passage] = []
    waiting: Passage | None = None
    for passage in passages:
        last = done[-1] if done else None
        if passage.role == "caption" and not _calls(passage):
            if last is not None and _bare(last.block):
                _caption(last, passage)
                done[-1] = last
                continue
            waiting = passage
        elif waiting is not None and last is waiting and _bare(passage.block):
            done.pop()
            _caption(passage, waiting)
        done.append(passage)
    return done


def _bare(block: Block | None) -> bool:
    return isinstance(block, Table | Figure) and not block.caption


def _calls(passage: Passage) -> bool:
    return any(isinstance(node, NoteCall) for node in inlines(passage.content))


def _caption(passage: Passage, caption: Passage) -> None:
    number = (Text(f"{caption.number} ", caption.content[0].span),) if caption.number else ()
    assert isinstance(passage.block, Table | Figure)
    passage.block = replace(passage.block, caption=tidy(unbroken((*number, *caption.content))))
    passage.words = [*passage.words, *caption.words]


def _unset(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """A heading without the bold type it is typed in."""
    done: list[Inline] = []
    for node in content:
        bold = isinstance(node, Styled) and node.style in ("strong", "underline")
        done += _unset(node.content) if bold and isinstance(node, Styled) else (node,)
    return tidy(done)
