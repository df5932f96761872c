"""TEI lists: the source's own labels are kept, and nothing is numbered that was not."""

from __future__ import annotations

import re
from itertools import groupby, takewhile
from typing import Protocol

from compendium.importers.desk import Desk, Piece
from compendium.importers.inline import Liner
from compendium.importers.runs import tidy
from compendium.importers.vocabulary import Element, dropped, name
from compendium.model.text import Block, Inline, Item, List, Paragraph, SourcePage, Text, plain

_NUMBER = re.compile(r"(?P<number>\d{1,9})(?P<mark>[.)])", re.ASCII)
_ORDERED = frozenset({"ordered", "numbered", "decimal", "1"})


class Flow(Protocol):
    """What a list needs of whoever carries the blocks around it."""

    desk: Desk
    piece: Piece
    liner: Liner

    def flow(
        self, element: Element, named: str | None = None, caption: tuple[Inline, ...] = ()
    ) -> list[Block]:
        """The blocks in *element*."""

    def block(self, element: Element) -> list[Block]:
        """What *element* becomes."""

    def paragraph(
        self, run: list[Inline], element: Element, named: str | None = None
    ) -> list[Block]:
        """The paragraph of *run*."""


def read_list(element: Element, carrier: Flow) -> list[Block]:
    """The list *element*: its head as a paragraph, then its items, as labelled in the source."""
    before: list[Block] = []
    items: list[Item] = []
    label: list[Inline] = []
    counted = bool({element.get("type"), element.get("rend")} & _ORDERED)
    items += _stray(element.text, element, carrier)
    for child in element:
        if dropped(child):
            carrier.liner.drop(child)
        elif name(child) == "head":
            before += carrier.paragraph(carrier.liner.inside(child), child)
        elif name(child) == "label":
            label += carrier.liner.inside(child)
        else:
            number = f"{len(items) + 1}." if counted and not label else ""
            items += _item(child, tidy(label), number, carrier)
            label = []
        items += _stray(child.tail, child, carrier)
    if words := tidy(label):
        items += [Item((Paragraph(words, carrier.desk.span(element)),), carrier.desk.span(element))]
    span = carrier.desk.span(element)
    lists = [
        List(ordered, tuple(group), span)
        for ordered, group in groupby(items, key=lambda item: item.number is not None)
    ]
    return [*before, *lists]


def _stray(text: str | None, element: Element, carrier: Flow) -> list[Item]:
    """Words that stand between items, as an item without a number."""
    held = carrier.paragraph(carrier.liner.words(text, element), element)
    return [Item(tuple(held), carrier.desk.span(element))] if held else []


def _item(element: Element, label: tuple[Inline, ...], number: str, carrier: Flow) -> list[Item]:
    inner = carrier.flow(element) if name(element) == "item" else carrier.block(element)
    own = _own_label(element)
    if own is not None:
        label = tidy(carrier.liner.inside(own))
    written = _NUMBER.fullmatch(plain(label) or number)
    span = carrier.desk.span(element)
    if written and not label:
        carrier.piece.added[written["number"]] += 1
    if not written:
        return _marked(inner, () if own is not None else label, carrier, element)
    if own is not None:
        inner = _shortened(inner, plain(label))
    return [Item(tuple(inner), span, written["number"], written[0])]


def _marked(
    inner: list[Block], label: tuple[Inline, ...], carrier: Flow, element: Element
) -> list[Item]:
    """An item without a number; a label that is none opens its first paragraph."""
    span = carrier.desk.span(element)
    if label:
        first = inner[0] if inner else None
        if isinstance(first, Paragraph):
            content = (*label, Text(" ", span), *first.content)
            inner[0] = Paragraph(content, first.span, first.anchor, first.name, first.align)
        else:
            inner.insert(0, Paragraph(label, span))
    return [Item(tuple(inner), span)] if inner else []


def _own_label(element: Element) -> Element | None:
    """The label that opens an item, if it is a number alone."""
    first = element[0] if len(element) and not (element.text or "").strip() else None
    if first is None or name(first) != "label" or len(first):
        return None
    return first if _NUMBER.fullmatch((first.text or "").strip()) else None


def _shortened(inner: list[Block], label: str) -> list[Block]:
    """*inner* without the number its first words repeat."""
    first = inner[0] if inner else None
    if not isinstance(first, Paragraph):
        return inner
    pages = tuple(takewhile(lambda node: isinstance(node, SourcePage), first.content))
    opening, *others = first.content[len(pages) :]
    if not isinstance(opening, Text):
        return inner
    rest = Text(opening.text.removeprefix(label), opening.span)
    content = tidy((*pages, rest, *others))
    kept = Paragraph(content, first.span, first.anchor, first.name, first.align)
    return [kept, *inner[1:]] if content else inner[1:]
