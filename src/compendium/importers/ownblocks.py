"""The blocks and running text of the TEI that compendium writes, read back as they were written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, get_args
from urllib.parse import unquote

from compendium.diag import EDITION
from compendium.importers.vocabulary import XML_LANG, Element, name
from compendium.model.text import (
    Block,
    Break,
    Division,
    Editorial,
    Figure,
    Heading,
    Image,
    Inline,
    Intervention,
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
    Style,
    Styled,
    Table,
    Text,
    Variants,
)
from compendium.model.volume import WrittenNote

Series = Literal["original", "editorial"]

_STYLES: dict[str, Style] = {
    "italic": "emphasis",
    "bold": "strong",
    "smallcaps": "small-caps",
    "emphasis-marks": "emphasis-marks",
    "superscript": "superscript",
    "subscript": "subscript",
    "underline": "underline",
}
_INTERVENTIONS: dict[str, Intervention] = {
    "supplied": "supplied",
    "sic": "sic",
    "corr": "correction",
    "unclear": "unclear",
    "omission": "omission",
    "placeholder": "placeholder",
}
_PIECES = frozenset({"dateline", "salute", "signed", "address"})
_LINKS = frozenset({"ref", "persName", "placeName", "orgName", "title", "term"})
_WISHES: dict[str, Variants] = {f"variants-{wish}": wish for wish in get_args(Variants)}
_TOKEN = re.compile(r"(?P<key>[\w-]+)=(?P<value>.*)")


@dataclass(slots=True)
class Reader:
    """Reads one text; `notes` are those called in it so far."""

    notes: list[WrittenNote] = field(default_factory=list)
    kept: bool = False

    def text(self, division: Element) -> tuple[Block, ...]:
        """The blocks of a document, of one of its languages, or of a piece of matter."""
        return tuple(self._inside(division, titled=True))

    # -- blocks -----------------------------------------------------------------

    def _inside(self, element: Element, titled: bool = False) -> Iterator[Block]:
        for child in element:
            if titled and name(child) == "head":
                continue
            yield from self._block(child)

    def _block(self, element: Element) -> Iterator[Block]:
        match name(element):
            case "opener" | "closer" | "body":
                yield from self._inside(element)
            case "div":
                yield from self._section(element)
            case "p" | "ab":
                yield self._paragraph(element)
            case kind if kind in _PIECES:
                yield self._piece(element)
            case "list":
                items = tuple(self._item(item) for item in element)
                yield List(element.get("rend") == "numbered", items, EDITION, _named(element))
            case _:
                yield from self._other(element)

    def _other(self, element: Element) -> Iterator[Block]:
        match name(element):
            case "quote":
                blocks = tuple(self._inside(element))
                source, wish = _address(element, "source"), _variants(element)
                yield Quotation(blocks, EDITION, source, _named(element), variants=wish)
            case "floatingText":
                yield self._division(element)
            case "table":
                yield self._table(element)
            case "figure":
                yield self._figure(element)
            case "milestone":
                yield Rule(EDITION)

    def _section(self, element: Element) -> Iterator[Block]:
        head = next((child for child in element if name(child) == "head"), None)
        if head is not None:
            level = int(element.get("n") or 1)
            yield Heading(level, self._run(head), EDITION, _named(head), _aligned(head))
        yield from self._inside(element, titled=True)

    def _paragraph(self, element: Element) -> Block:
        kind = element.get("type") if name(element) == "ab" else None
        if kind == "heading":
            level = int(element.get("n") or 1)
            return Heading(level, self._run(element), EDITION, _named(element), _aligned(element))
        self.kept = bool(kind)
        content = self._run(element)
        self.kept = False
        return Paragraph(content, EDITION, _named(element), kind, _aligned(element))

    def _piece(self, element: Element) -> Paragraph:
        kind = next(iter(element.get("rend", "").split()), None)
        self.kept = True
        inner = element[0] if name(element) == "address" else element
        content = self._run(inner)
        self.kept = False
        return Paragraph(content, EDITION, _named(element), kind, _aligned(element))

    def _item(self, element: Element) -> Item:
        blocks = tuple(self._inside(element))
        number = element.get("n")
        return Item(blocks, EDITION, number, unquote(element.get("rend", "")), _named(element))

    def _division(self, element: Element) -> Division:
        classes, attributes = set(), {}
        for token in element.get("rend", "").split():
            if pair := _TOKEN.fullmatch(token):
                attributes[pair["key"]] = unquote(pair["value"])
            else:
                classes.add(token)
        if lang := element.get(XML_LANG):
            attributes["lang"] = lang
        blocks = tuple(b for body in element for div in body for b in self._inside(div))
        return Division(blocks, EDITION, frozenset(classes), attributes, _named(element))

    def _table(self, element: Element) -> Table:
        alignments = tuple(
            "" if token == "-" else token for token in element.get("rend", "").split()
        )
        caption: tuple[Inline, ...] = ()
        head, rows = None, []
        for child in element:
            if name(child) == "head":
                caption = self._run(child)
                continue
            row = Row(tuple(self._run(cell) for cell in child), EDITION)
            if child.get("role") == "label":
                head = row
            else:
                rows.append(row)
        return Table(head, tuple(rows), alignments, EDITION, caption, _named(element))

    def _figure(self, element: Element) -> Figure:
        caption: tuple[Inline, ...] = ()
        for child in element:
            if name(child) == "head":
                caption = self._run(child)
        return Figure(_image(element), caption, EDITION, _named(element))

    # -- running text -----------------------------------------------------------

    def _run(self, element: Element) -> tuple[Inline, ...]:
        nodes = list(self._words(element.text))
        for child in element:
            nodes += self._inline(child)
            nodes += self._words(child.tail)
        return _merged(nodes)

    def _words(self, text: str | None) -> Iterator[Inline]:
        for at, line in enumerate((text or "").split("\n")):
            if at:
                yield Break(False, EDITION)
            if line:
                yield Text(line, EDITION)

    def _inline(self, element: Element) -> list[Inline]:
        kind = name(element)
        if kind == "lb":
            return [Break(element.get("type") == "hard", EDITION)]
        if kind == "pb":
            return [SourcePage(element.get("n", ""), EDITION, "")]
        if kind == "note":
            return self._note(element)
        if kind == "figure":
            return [_image(element)]
        if kind == "ruby":
            base, reading = self._run(element[0]), element[1].text or ""
            named = _named(element) or None
            return [Styled("ruby", base, EDITION, element.get(XML_LANG), named, reading)]
        if kind == "choice":
            was = element[0].text or ""
            return [Editorial("correction", self._run(element[1]), EDITION, was)]
        content = self._run(element)
        if kind in _LINKS:
            return self._link(element, content)
        if kind == "quote":
            source = _address(element, "source") or ""
            return [Quoted(source, content, EDITION, variants=_variants(element))]
        done = _INTERVENTIONS.get(element.get("type", "") if kind == "seg" else kind)
        if done:
            return [Editorial(done, content, EDITION)]
        style = _STYLES.get(element.get("rend", ""), "plain")
        lang, anchor = element.get(XML_LANG), _named(element) or None
        return [Styled(style, content, EDITION, lang, anchor)]

    def _link(self, element: Element, content: tuple[Inline, ...]) -> list[Inline]:
        if element.get("type") == "found":
            return list(content)
        target = _address(element, "target" if name(element) == "ref" else "ref")
        if target is None:
            return list(content)
        if target.startswith("#"):
            target = f"#{_named(element)}"
        classes = frozenset(element.get("rend", "").split())
        return [Link(target, content, EDITION, classes)]

    def _note(self, element: Element) -> list[Inline]:
        if element.get("type") == "variants":
            return []  # it is made anew
        label = _named(element)
        mark = element.get("n") if element.get("rend") == "marked" else None
        series: Series = "original" if element.get("type") == "original" else "editorial"
        kept, self.kept = self.kept, False
        at = len(self.notes)
        blocks = tuple(self._inside(element))
        self.notes.insert(at, WrittenNote(label, blocks, EDITION, series, mark))
        self.kept = kept
        return [NoteCall(label, EDITION)]


def _image(element: Element) -> Image:
    graphic = next(child for child in element if name(child) == "graphic")
    alt = next((child.text or "" for child in element if name(child) == "figDesc"), "")
    return Image(unquote(graphic.get("url", "").removeprefix("images/")), alt, EDITION)


def _merged(nodes: list[Inline]) -> tuple[Inline, ...]:
    """*nodes* with words that stand side by side in one."""
    done: list[Inline] = []
    for node in nodes:
        last = done[-1] if done else None
        if isinstance(node, Text) and isinstance(last, Text):
            done[-1] = Text(last.text + node.text, EDITION)
        else:
            done.append(node)
    return tuple(done)


def _address(element: Element, attribute: str) -> str | None:
    value: str | None = element.get(attribute)
    if value is None or value.startswith(("http:", "https:", "mailto:")):
        return value
    return unquote(value)


def _variants(element: Element) -> Variants | Literal[""]:
    """What a quotation says shall become of its variants."""
    return _WISHES.get(element.get("rend", ""), "")


def _named(element: Element) -> str:
    """The name an editor gave, "" for none."""
    return unquote(element.get("ana", "").removeprefix("name:"))


def _aligned(element: Element) -> str | None:
    found = (t for t in element.get("rend", "").split() if t.startswith("align-"))
    return next((token.removeprefix("align-") for token in found), None)
