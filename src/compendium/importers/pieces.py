"""Each piece of the source carried: its fields, its blocks, its notes, its words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from compendium.importers import header
from compendium.importers.blocks import Carrier
from compendium.importers.desk import Desk, Piece
from compendium.importers.divisions import Planned
from compendium.importers.fields import Value
from compendium.importers.inline import unlinked
from compendium.importers.lines import bare
from compendium.importers.markdown import Writer
from compendium.importers.pages import lift_pages, only_marks
from compendium.importers.runs import paged, tidy, unbroken
from compendium.importers.vocabulary import Element, cut, dropped, inline_note, name
from compendium.importers.words import source_words, words_of
from compendium.model.text import Block, Inline, Paragraph, Text, plain
from compendium.model.volume import WrittenNote

_NUMBER = re.compile(r"(?:No\.\s*|Doc(?:ument)?\.?\s+)?\[?(?P<number>\d+)\]?[.:]?(?:\s+|$)")


@dataclass(frozen=True, slots=True)
class Carried:
    """A piece ready to be written; `words` are those the written file has to have.

    Shape: `numbers` are those its notes have in the source, "" for none.
    """

    planned: Planned
    fields: dict[str, Value]
    source: tuple[Inline, ...]
    title: tuple[Inline, ...]
    blocks: tuple[Block, ...]
    notes: tuple[WrittenNote, ...]
    words: list[str]
    numbers: tuple[str, ...] = ()

    def text(self, writer: Writer) -> tuple[dict[str, Value], str]:
        """The fields of the file, and its Markdown."""
        fields: dict[str, Value] = {"title": writer.line(self.title), **self.fields}
        if self.source:
            fields["source"] = writer.line(self.source)
        return fields, writer.text(self.blocks, self.notes)


def carry(planned: Planned, desk: Desk) -> Carried:
    """Carry the piece *planned*."""
    element = planned.elements[0]
    before = [word for one in planned.elements for word in source_words(one)]
    piece = Piece(planned.slug, noting=name(element) == "note")
    carrier = Carrier(desk, piece)
    head = next(header.within(element, "head"), None) if not planned.title else None
    fields = _facts(element, head, desk) if planned.role == "document" else {}
    source: tuple[Inline, ...] = ()
    title: tuple[Inline, ...] = (Text(planned.title, desk.span(element)),) if planned.title else ()
    if planned.title:
        piece.added.update(words_of(planned.title))
    if head is not None:
        source, calls = _noted(head, carrier)
        piece.waiting += calls
        title = _title(head, carrier, element.get("n") or "")
        cut(head)
    if not source and planned.role == "document":
        source = _own_source(element, carrier)
    title = title or _unnamed(planned, piece, carrier)
    if planned.role == "document":
        fields = {"kind": header.kind(element, plain(title)), **fields}
    blocks = [block for one in planned.before for block in carrier.block(one)]
    blocks += carrier.paragraph(piece.pages, element)
    piece.pages.clear()
    for one in planned.elements:
        whole = name(one) == "note" or not planned.title
        blocks += carrier.flow(one) if whole else carrier.block(one)
    blocks += carrier.paragraph(piece.pages, element)
    if piece.waiting:
        blocks.append(Paragraph(tuple(piece.waiting), desk.span(element)))
    desk.report.notes += len(piece.notes) + bool(source)
    desk.report.notes_in_place += piece.placed
    if planned.role == "document":
        desk.report.notes_in_documents += len(piece.notes) + bool(source) + piece.placed
    lifted = lift_pages(blocks)
    text = () if only_marks(lifted) else tuple(lifted)
    after = list((Counter(before) - piece.removed + piece.added).elements())
    notes, numbers = tuple(piece.notes), tuple(piece.numbers)
    return Carried(planned, fields, source, title, text, notes, after, numbers)


def _facts(element: Element, head: Element | None, desk: Desk) -> dict[str, Value]:
    return {
        "date": header.date(element, desk) or header.assigned(element),
        "place": header.place(element),
        "from": header.people(head, "from", desk),
        "to": header.people(head, "to", desk),
    }


def _noted(head: Element, carrier: Carrier) -> tuple[tuple[Inline, ...], list[Inline]]:
    """The source note of a heading, its first, and the calls of the others."""
    source: tuple[Inline, ...] = ()
    calls: list[Inline] = []
    for note in [e for e in head.iter() if name(e) == "note"]:
        if not source:
            source = carrier.source(note)
        else:
            calls += carrier.note(note)
        cut(note)
    return source, calls


def _own_source(element: Element, carrier: Carrier) -> tuple[Inline, ...]:
    """The note below the heading that says where the document is from."""
    first = next((e for e in element if not dropped(e)), None)
    if first is None or not inline_note(first) or first.get("type") != "source":
        return ()
    source = carrier.source(first)
    cut(first)
    return source


def _title(head: Element, carrier: Carrier, number: str) -> tuple[Inline, ...]:
    """The words of a heading without links, and without the number it repeats."""
    unled, pages = paged(unlinked(carrier.liner.inside(head))[0])
    carrier.piece.pages += pages
    line = tidy(unbroken(unled))
    first = line[0] if line else None
    found = _NUMBER.match(first.text) if isinstance(first, Text) else None
    if found and isinstance(first, Text) and found["number"] == number:
        rest = tidy((Text(first.text[found.end() :], first.span), *line[1:]))
        if rest:
            carrier.piece.removed.update(words_of(found[0]))
            line = rest
    return bare(line)


def _unnamed(planned: Planned, piece: Piece, carrier: Carrier) -> tuple[Inline, ...]:
    """A title for a piece that has none, made of its slug."""
    words = planned.slug.replace("-", " ").capitalize()
    piece.added.update(words_of(words))
    carrier.desk.report.remarks.append(f"`{planned.slug}` has no heading, and is titled `{words}`")
    return (Text(words, carrier.desk.span(planned.elements[0])),)
