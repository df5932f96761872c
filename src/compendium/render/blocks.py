"""Blocks as markup: paragraphs, named pieces, lists, quotations, tables, figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from markupsafe import Markup

from compendium.model.text import (
    Block,
    Break,
    Division,
    Figure,
    Heading,
    Item,
    List,
    Paragraph,
    Quotation,
    Row,
    Rule,
    Table,
    Text,
)
from compendium.render.compositor import Compositor
from compendium.render.frames import fill, joined
from compendium.render.tables import column_classes, is_tall, table_classes

_LOWEST = 6
_NARROW = 3
"""Markers of more letters than these ("10.") want a wider hang."""


def set_blocks(desk: Compositor, blocks: Iterable[Block], under: int = 1) -> Markup:
    """The *blocks* one after the other; *under* is the level of the heading they stand below."""
    return Markup("\n").join(_block(desk, block, under) for block in blocks)


def _block(desk: Compositor, block: Block, under: int) -> Markup:
    match block:
        case Paragraph():
            return _paragraph(desk, block)
        case Heading():
            level = min(under + block.level, _LOWEST)
            name = fill("h{}", level)
            classes = _classes(f"heading level-{block.level}", block.align)
            return _element(name, block.anchor, classes, desk.inline(block.content))
        case List():
            return _list(desk, block, under)
        case Quotation():
            inner = set_blocks(desk, block.blocks, under)
            return _element("blockquote", block.anchor, "quotation", inner, block.part_of)
        case Table():
            return _table(desk, block)
        case Figure():
            return _figure(desk, block)
        case Rule():
            return Markup("<hr>")
        case Division():
            classes = " ".join(["division", *(f"d-{name}" for name in sorted(block.classes))])
            return _division(desk, block, classes, under)


def _element(name: str, anchor: str, classes: str, content: Markup, part_of: str = "") -> Markup:
    """An element; one that goes on with another, which a row has cut, says with which."""
    tag = fill("<{}", name)
    if anchor:
        tag += fill(' id="{}"', anchor)
    if part_of:
        tag += fill(' data-of="{}"', part_of)
    if classes:
        tag += fill(' class="{}"', classes)
    return tag + fill(">{}</{}>", content, name)


def _classes(first: str, align: str | None) -> str:
    return f"{first} align-{align}".strip() if align else first


def _paragraph(desk: Compositor, block: Paragraph) -> Markup:
    if block.letter:
        return _lettered(desk, block)
    desk.kept = block.name is not None
    if block.name == "signature":
        content = _signed(desk, block)
    else:
        content = desk.paragraph(block.anchor, block.content)
    desk.kept = False
    kind = f"piece {block.name}" if block.name else ""
    return _element("p", block.anchor, _classes(kind, block.align), content)


def _lettered(desk: Compositor, block: Paragraph) -> Markup:
    """A paragraph that hangs its letter, if that is plain words."""
    content, inner, passed = block.content, Markup(""), 0
    opening = content[0] if content else None
    if isinstance(opening, Text) and opening.text.lstrip().startswith(block.letter):
        inner = fill('<span class="n">{}</span>\u2002', block.letter)
        rest = opening.text.lstrip()[len(block.letter) :].lstrip()
        passed = len(opening.text) - len(rest)
        content = (replace(opening, text=rest), *content[1:])
    classes = _classes(f"lettered depth-{block.depth}", block.align)
    words = desk.paragraph(block.anchor, content, passed)
    return _element("p", block.anchor, classes, inner + words)


def _signed(desk: Compositor, block: Paragraph) -> Markup:
    """A signature, the name in its first line apart from the offices below it."""
    lines = [isinstance(node, Break) for node in block.content]
    end = lines.index(True) if True in lines else len(lines)
    name = fill('<span class="name">{}</span>', desk.inline(block.content[:end]))
    return name + desk.inline(block.content[end:])


def _list(desk: Compositor, block: List, under: int) -> Markup:
    items = Markup("\n").join(_item(desk, item, block.ordered, under) for item in block.items)
    if not block.ordered:
        return _element("ul", block.anchor, "bulleted", items, block.part_of)
    wide = any(len(marker) > _NARROW for marker in (block.widest, *map(_marker, block.items)))
    classes = "numbered wide" if wide else "numbered"
    return _element("ol", block.anchor, classes, items, block.part_of)


def _item(desk: Compositor, item: Item, ordered: bool, under: int) -> Markup:
    inner = set_blocks(desk, item.blocks, under)
    if ordered and _marker(item):
        # An en space, because it keeps its width in a justified line.
        marker = fill('<span class="n">{}</span>\u2002', _marker(item))
        inner = _led(inner, marker)
    return _element("li", item.anchor, "more" if item.part_of else "", inner, item.part_of)


def _marker(item: Item) -> str:
    """The document's own number before *item*, as it was written."""
    return item.marker or item.number or ""


def _led(inner: Markup, marker: Markup) -> Markup:
    """*inner* with *marker* before its first words, inside the paragraph they belong to."""
    head, end, rest = inner.partition(">") if inner.startswith("<p") else (Markup(""), "", inner)
    return fill("{}{}{}{}", Markup(head), Markup(end), marker, Markup(rest))


def _table(desk: Compositor, block: Table) -> Markup:
    head, kinds = Markup(""), column_classes(block)
    if block.caption:
        head = fill("<caption>{}</caption>", desk.inline(block.caption))
    if block.head:
        row = _row(desk, block.head, kinds, "th")
        head += fill("<thead>{}</thead>", row)
    body = Markup("\n").join(_row(desk, row, kinds, "td") for row in block.rows)
    form = table_classes(block, kinds)
    return _element("table", block.anchor, form, head + fill("<tbody>{}</tbody>", body))


def _row(desk: Compositor, row: Row, kinds: Sequence[str], name: str) -> Markup:
    cells = [
        _element(name, "", kind, desk.inline(cell))
        for cell, kind in zip(row.cells, kinds, strict=False)
    ]
    return _element("tr", row.anchor, "tall" if is_tall(row) else "", joined(cells))


def _figure(desk: Compositor, block: Figure) -> Markup:
    content = desk.inline((block.image,))
    if block.caption:
        content += fill("<figcaption>{}</figcaption>", desk.inline(block.caption))
    return _element("figure", block.anchor, "", content)


def _division(desk: Compositor, block: Division, classes: str, under: int) -> Markup:
    lang = block.attributes.get("lang", "")
    around, desk.lang = desk.lang, lang or desk.lang
    inner = set_blocks(desk, block.blocks, under)
    turned, desk.lang = desk.lang != around, around
    if turned:
        inner = fill('<div lang="{}">{}</div>', lang, inner)
    return _element("div", block.anchor, classes, inner, block.part_of)
