"""Provisions inside provisions as the blocks of a document, words, numbers and notes kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from compendium.diag import Span
from compendium.importers.law.vocabulary import Vocabulary
from compendium.importers.report import Report
from compendium.importers.runs import tidy, unbroken, visible
from compendium.importers.vocabulary import XML_LANG, Element, name
from compendium.importers.words import words_of
from compendium.model.text import (
    Block,
    Break,
    Heading,
    Inline,
    Item,
    Link,
    List,
    NoteCall,
    Paragraph,
    Row,
    Styled,
    Table,
    Text,
    plain,
)
from compendium.model.volume import WrittenNote

_NUMBER = re.compile(r"(?P<number>\d{1,9})(?P<mark>[.)])")
_BULLETS = "•·–—-*"
_EMPHASIS = {"italic": "emphasis", "bold": "strong", "smallcaps": "small-caps"}


def source_words(element: Element, vocabulary: Vocabulary, inside: bool = False) -> list[str]:
    """The words of *element* that have to be carried, those of its notes after them.

    *inside* asks for what is inside an element that itself stays behind.
    """
    notes: list[Element] = []
    read = _inside if inside else _texts
    texts = ["".join(read(element, vocabulary, notes))]
    while notes:
        texts.append("".join(_inside(notes.pop(0), vocabulary, notes)))
    return [word for text in texts for word in words_of(visible(text))]


def _texts(element: Element, vocabulary: Vocabulary, notes: list[Element]) -> Iterator[str]:
    kind = name(element)
    if not kind or kind in vocabulary.left or kind in vocabulary.anew:
        return
    if kind in vocabulary.notes:
        notes.append(element)
        return
    apart = "" if kind in vocabulary.inline | vocabulary.styles.keys() | vocabulary.links else "\n"
    apart = "" if kind in ("Emphasis", *vocabulary.calls) else apart
    yield apart
    yield from _inside(element, vocabulary, notes)
    yield apart


def _inside(element: Element, vocabulary: Vocabulary, notes: list[Element]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield from _texts(child, vocabulary, notes)
        yield child.tail or ""


@dataclass(slots=True)
class Carrier:
    """Carries the elements of one document.

    Shape: `targets` are the ids that something refers to, with the links they become;
        `bodies` the notes that stand apart from their calls. `anchors` are the ids given.
    """

    vocabulary: Vocabulary
    report: Report
    span: Span
    targets: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, Element] = field(default_factory=dict)
    notes: list[WrittenNote] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)

    # -- blocks --------------------------------------------------------------------------

    def blocks(self, element: Element, depth: int = 0) -> list[Block]:
        """What *element* becomes where blocks stand."""
        kind = name(element)
        if kind in self.vocabulary.left or kind in self.vocabulary.anew:
            self._leave(element)
            return []
        if self.vocabulary.tables.get(kind) == "table":
            return self._table(element)
        if "signature" in (element.get("name"), element.get("class")):
            return self._signature(element)
        number, headings, rest = self._parted(element)
        if headings and number is not None and kind not in self.vocabulary.headed:
            # The heading stands above the number, which belongs to the words.
            above = [self._words(heading) for heading in headings]
            heads = [Heading(min(depth + 2, 6), w, self.span) for w in above if plain(w).strip()]
            inner = self._flow(element, rest, depth + 1)
            return [*heads, *self._numbered(element, self._words(number), inner)]
        if headings or (number is not None and kind in self.vocabulary.headed):
            head = self._heading(element, number, headings, depth)
            return [*head, *self._flow(element, rest, depth + 1)]
        inner = self._flow(element, rest, depth)
        if number is None:
            return inner
        return self._numbered(element, self._words(number), inner)

    def _parted(self, element: Element) -> tuple[Element | None, list[Element], list[Element]]:
        """The number of a provision, its headings, and what else it has."""
        v = self.vocabulary
        numbers = [one for one in element if name(one) in v.numbers]
        headings = [one for one in element if name(one) in v.headings]
        if name(element) in v.headings:
            return None, [], list(element)
        taken = [*numbers[:1], *headings]
        return next(iter(numbers), None), headings, [one for one in element if one not in taken]

    def _heading(
        self, element: Element, number: Element | None, headings: Sequence[Element], depth: int
    ) -> list[Block]:
        counted = self._words(number) if number is not None else ()
        words = [self._words(heading) for heading in headings]
        line: list[Inline] = []
        for part in (counted, *words):
            line += [Text(" ", self.span), *part] if line and part else part
        content = tidy(unbroken(line))
        if not plain(content).strip():
            return []
        return [Heading(min(depth + 2, 6), content, self.span, self._anchor(element))]

    def _anchor(self, element: Element, wanted: bool = True) -> str:
        """The id of *element* in our letters, if nothing else has it."""
        given = element.get(self.vocabulary.identity) or ""
        wanted = wanted or given in self.targets
        made = re.sub(r"[^a-z0-9]+", "-", given.lower()).strip("-")
        if not wanted or not made or made in self.anchors or re.fullmatch(r"[a-z]\d+", made):
            return ""
        self.anchors.add(made)
        if given in self.targets:
            self.targets[given] = f"{self.targets[given].partition('#')[0]}#{made}"
        return made

    def _numbered(
        self, element: Element, number: tuple[Inline, ...], inner: list[Block]
    ) -> list[Block]:
        said = plain(number).strip()
        found = _NUMBER.fullmatch(said)
        anchor = self._anchor(element, wanted=bool(element.get("given")))
        if found and inner:
            item = Item(tuple(inner), self.span, found["number"], said, anchor)
            return [List(True, (item,), self.span)]
        if said and said in _BULLETS and inner:
            return [List(False, (Item(tuple(inner), self.span),), self.span)]
        first = inner[0] if inner else None
        lead = (*number, Text(" ", self.span))
        if isinstance(first, Paragraph) and not first.name:
            anchor = anchor or first.anchor
            return [Paragraph(tidy((*lead, *first.content)), self.span, anchor), *inner[1:]]
        return [Paragraph(tidy(lead), self.span, anchor), *inner] if said else inner

    def _flow(self, element: Element, children: Sequence[Element], depth: int) -> list[Block]:
        """The blocks of an element: runs of words are paragraphs, between other blocks."""
        done: list[Block] = []
        run: list[Inline] = []

        def close() -> None:
            content = tidy(run)
            if plain(content).strip() or any(isinstance(n, NoteCall) for n in content):
                done.append(Paragraph(content, self.span))
            run.clear()

        run.append(Text(visible(element.text or ""), self.span))
        for child in element:
            if child not in children or not name(child):
                run.append(Text(visible(child.tail or ""), self.span))
                continue
            if self._is_block(child):
                close()
                for block in self.blocks(child, depth):
                    _add(done, block)
            else:
                run += self._inline(child)
            run.append(Text(visible(child.tail or ""), self.span))
        close()
        return done

    def _is_block(self, element: Element) -> bool:
        kind, v = name(element), self.vocabulary
        if kind in v.left or kind in v.anew or kind in v.blocks or kind in v.tables:
            return True
        known = v.inline | v.styles.keys() | v.links | v.notes | v.calls | v.breaks
        if kind in known or kind == "Emphasis":
            return False
        return any(self._is_block(child) for child in element if name(child))

    def _leave(self, element: Element) -> None:
        kind = name(element)
        why = "made anew by every build" if kind in self.vocabulary.anew else "left behind"
        if kind != "meta" and element.get("id") not in self.bodies:
            self.report.leave(kind, element.sourceline or 1, why)

    def _signature(self, element: Element) -> list[Block]:
        lines: list[Inline] = []
        for block in self._flow(element, list(element), 0):
            if isinstance(block, Paragraph):
                lines += [Break(False, self.span), *unbroken(block.content)]
        content = tidy(lines)
        return [Paragraph(content, self.span, name="signature")] if plain(content).strip() else []

    def _table(self, element: Element) -> list[Block]:
        v = self.vocabulary.tables
        caption: tuple[Inline, ...] = ()
        rows: list[Row] = []
        for one in element.iter():
            if v.get(name(one)) == "caption":
                caption = self._words(one)
            elif v.get(name(one)) == "row":
                cells = [cell for cell in one if v.get(name(cell)) == "cell"]
                rows.append(Row(tuple(self._cell(cell) for cell in cells), self.span))
        width = max((len(row.cells) for row in rows), default=0)
        if not width:
            return []
        even = tuple(replace(r, cells=(*r.cells, *[()] * (width - len(r.cells)))) for r in rows)
        return [Table(None, even, ("",) * width, self.span, caption)]

    def _cell(self, cell: Element) -> tuple[Inline, ...]:
        lines: list[Inline] = []
        for block in self._flow(cell, list(cell), 0):
            lines += [Text(" ", self.span), *_line(block, self.span)]
        return tidy(unbroken(lines))

    # -- words ----------------------------------------------------------------------------

    def _words(self, element: Element) -> tuple[Inline, ...]:
        """*element* in one line."""
        return tidy(unbroken(self._inner(element)))

    def _inner(self, element: Element) -> list[Inline]:
        done: list[Inline] = [Text(visible(element.text or ""), self.span)]
        for child in element:
            if name(child):
                apart = [Text(" ", self.span)] if self._is_block(child) else []
                done += [*apart, *self._inline(child), *apart]
            done.append(Text(visible(child.tail or ""), self.span))
        return done

    def _inline(self, element: Element) -> list[Inline]:
        kind, v = name(element), self.vocabulary
        if kind in v.left or kind in v.anew:
            self._leave(element)
            return []
        if kind in v.breaks:
            return [Break(True, self.span)]
        if kind in v.notes:
            return self._note(element)
        if kind in v.calls:
            named = element.get("href") or element.get("idref") or ""
            body = self.bodies.get(named.removeprefix("#"))
            return self._note(body) if body is not None else self._lost(element)
        inner = self._inner(element)
        if kind in v.links:
            return self._link(element, inner)
        style = v.styles.get(kind) or _EMPHASIS.get(element.get("style", ""))
        if style and plain(inner).strip():
            return [Styled(style, tuple(inner), self.span)]  # type: ignore[arg-type]
        lang = element.get(XML_LANG) if kind == "Language" else ""
        if lang and re.fullmatch(r"[a-z]{2,3}", lang):
            return [Styled("plain", tuple(inner), self.span, lang)]
        if kind not in v.inline and kind not in v.blocks and kind not in ("Emphasis",):
            self.report.leave(kind, element.sourceline or 1, "its words are kept")
        return inner

    def _link(self, element: Element, inner: list[Inline]) -> list[Inline]:
        href = element.get("href") or ""
        inside = href.removeprefix("#")
        if href.startswith("#") and inside in self.targets:
            self.report.resolved += 1
            return [Link(f"doc:@{inside}", tuple(inner), self.span)]
        if href.startswith(("https://", "http://")):
            return [Link(href, tuple(inner), self.span)]
        if href.startswith("#"):
            self.report.broken.append((element.sourceline or 1, href))
        elif href:
            self.report.to_volumes += 1
        return inner

    def _note(self, body: Element) -> list[Inline]:
        label = f"fn-{len(self.notes) + 1}"
        self.notes.append(WrittenNote(label, (), self.span))
        at = len(self.notes) - 1
        blocks = tuple(self._flow(body, list(body), 0))
        empty = (Paragraph((Text("–", self.span),), self.span),)
        self.notes[at] = WrittenNote(label, blocks or empty, self.span)
        return [NoteCall(label, self.span)]

    def _lost(self, element: Element) -> list[Inline]:
        marker = element.get("marker") or ""
        self.report.broken.append((element.sourceline or 1, element.get("href") or marker))
        return self._inner(element)


def _line(block: Block, span: Span) -> Iterator[Inline]:
    """The words of a block in a table's cell, in one line."""
    match block:
        case Paragraph() | Heading():
            yield from block.content
        case List():
            for item in block.items:
                yield Text(f"{item.marker or '•'} ", span)
                for inner in item.blocks:
                    yield from (*_line(inner, span), Text(" ", span))
        case Table():
            for row in block.rows:
                for cell in row.cells:
                    yield from (*cell, Text(" ", span))
        case _:
            pass


def _add(done: list[Block], block: Block) -> None:
    """Add *block*; one item after another is one list."""
    match done[-1:], block:
        case [List() as last], List() if last.ordered == block.ordered:
            done[-1] = replace(last, items=(*last.items, *block.items))
        case _:
            done.append(block)
