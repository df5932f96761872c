"""Blocks as TEI: paragraphs, the pieces of a letter, numbered items, tables, sections.

A written block and the same block addressed are walked together: the one says what an
editor wrote, the other what became of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from compendium.encode.elements import Element, add, address, make, named, tokens
from compendium.encode.runs import Runs, links, quotations, variants
from compendium.model.edition import DocumentText, Note
from compendium.model.text import (
    Block,
    Division,
    Figure,
    Heading,
    Inline,
    Item,
    List,
    Paragraph,
    Quotation,
    Row,
    Rule,
    Styled,
    Table,
    blocks,
    inlines,
    runs,
)
from compendium.model.volume import WrittenText

Pair = tuple[Block, Block]
"""A block as written, and as addressed and tied."""

_PIECES = {
    "dateline": "dateline",
    "salutation": "salute",
    "close": "salute",
    "signature": "signed",
    "addressee": "address",
}
"""The element of each named piece where it opens or closes a text; in its midst it is an `ab`."""


def encode_text(
    parent: Element, written: WrittenText, text: DocumentText, prefix: str, tied: dict[str, Note]
) -> None:
    """Put the blocks of one text into *parent*, its sections as divisions inside."""
    contents = [run for b in blocks(written.blocks) for run in runs(b)]
    for note in written.notes:
        contents += [run for b in blocks(note.blocks) for run in runs(b)]
    known = {
        f"{prefix}.{node.anchor}": node.anchor
        for run in contents
        for node in inlines(run)
        if isinstance(node, Styled) and node.anchor
    }
    setter = Blocks(
        Runs(
            written.path,
            {span: link for run in contents for span, link in links(run).items()},
            {span: source for run in contents for span, source in quotations(run).items()},
            {note.span: note for note in written.notes},
            tied,
            known,
            lambda element, note, done: setter.put(element, _paired(note.blocks, done.blocks)),
        )
    )
    setter.sections(parent, _paired(written.blocks, text.blocks))


def _paired(written: Sequence[Block], done: Sequence[Block]) -> list[Pair]:
    return list(zip(written, done, strict=True))


@dataclass(slots=True)
class Blocks:
    """Sets blocks; `runs` sets their words."""

    runs: Runs

    def sections(self, parent: Element, pairs: Sequence[Pair]) -> None:
        """*pairs* with a division for each heading and what stands below it."""
        first = next((at for at, pair in enumerate(pairs) if _is_heading(pair)), len(pairs))
        self._letter(parent, pairs[:first])
        rest = pairs[first:]
        while rest:
            level = _level(rest[0])
            end = next(
                (
                    at
                    for at in range(1, len(rest))
                    if _is_heading(rest[at]) and _level(rest[at]) <= level
                ),
                len(rest),
            )
            written, done = rest[0]
            assert isinstance(written, Heading)
            assert isinstance(done, Heading)
            section = add(parent, "div", type="section", n=str(written.level))
            head = add(
                section, "head", anchor=done.anchor, rend=_aligned(written.align),
                ana=named(written.anchor),
            )  # fmt: skip
            self.runs.run(head, done.content)
            self.sections(section, rest[1:end])
            rest = rest[end:]

    def _letter(self, parent: Element, pairs: Sequence[Pair]) -> None:
        """The blocks above the first heading, what opens and closes a letter as such."""
        first = next((at for at, pair in enumerate(pairs) if not _is_piece(pair)), len(pairs))
        last = len(pairs)
        while last > first and _is_piece(pairs[last - 1]):
            last -= 1
        self._pieces(parent, "opener", pairs[:first])
        self.put(parent, pairs[first:last])
        self._pieces(parent, "closer", pairs[last:])

    def _pieces(self, parent: Element, tag: str, pairs: Sequence[Pair]) -> None:
        if not pairs:
            return
        around = add(parent, tag)
        for written, done in pairs:
            assert isinstance(written, Paragraph)
            assert isinstance(done, Paragraph)
            piece = _PIECES[written.name or ""]
            child = add(
                around, piece, anchor=done.anchor, ana=named(written.anchor),
                rend=tokens(written.name, _aligned(written.align)),
            )  # fmt: skip
            self._kept(add(child, "addrLine") if piece == "address" else child, done.content)

    def _kept(self, element: Element, content: Sequence[Inline]) -> None:
        self.runs.kept = True
        self.runs.run(element, content)
        self.runs.kept = False

    def put(self, parent: Element, pairs: Sequence[Pair]) -> None:
        """*pairs* one after the other in *parent*, which can hold paragraphs."""
        for written, done in pairs:
            self._put(parent, written, done)

    def _put(self, parent: Element, written: Block, done: Block) -> None:
        match written, done:
            case Paragraph(), Paragraph():
                self._paragraph(parent, written, done)
            case Heading(), Heading():
                head = add(
                    parent, "ab", type="heading", anchor=done.anchor, n=str(written.level),
                    rend=_aligned(written.align), ana=named(written.anchor),
                )  # fmt: skip
                self.runs.run(head, done.content)
            case List(), List():
                rend = "numbered" if written.ordered else "bulleted"
                around = add(
                    parent, "list", anchor=done.anchor, rend=rend, ana=named(written.anchor)
                )
                for one, other in zip(written.items, done.items, strict=True):
                    self._item(around, one, other)
            case Quotation(), Quotation():
                around = add(
                    parent, "quote", anchor=done.anchor, ana=named(written.anchor),
                    source=address(written.source) if written.source else None,
                    rend=variants(written),
                )  # fmt: skip
                self.put(around, _paired(written.blocks, done.blocks))
            case Division(), Division():
                self._division(parent, written, done)
            case Table(), Table():
                self._table(parent, written, done)
            case Figure(), Figure():
                self._figure(parent, written, done)
            case Rule(), _:
                add(parent, "milestone", unit="section", rend="rule")
            case _:
                raise TypeError(type(written).__name__)

    def _paragraph(self, parent: Element, written: Paragraph, done: Paragraph) -> None:
        tag = "ab" if written.name else "p"
        child = add(
            parent, tag, anchor=done.anchor, type=written.name, rend=_aligned(written.align),
            ana=named(written.anchor),
        )  # fmt: skip
        if written.name:
            self._kept(child, done.content)
        else:
            self.runs.run(child, done.content)

    def _item(self, parent: Element, written: Item, done: Item) -> None:
        item = add(
            parent, "item", anchor=done.anchor, n=written.number,
            rend=tokens(written.marker) if written.number else None, ana=named(written.anchor),
        )  # fmt: skip
        self.put(item, _paired(written.blocks, done.blocks))

    def _division(self, parent: Element, written: Division, done: Division) -> None:
        """A run of blocks in another language, or one that an index has as a range."""
        pairs = [f"{k}={v}" for k, v in sorted(written.attributes.items()) if k != "lang"]
        around = add(
            parent, "floatingText", type="division", anchor=done.anchor,
            lang=written.attributes.get("lang", ""), rend=tokens(*sorted(written.classes), *pairs),
            ana=named(written.anchor),
        )  # fmt: skip
        body = add(add(around, "body"), "div", type="division")
        self.put(body, _paired(written.blocks, done.blocks))

    def _table(self, parent: Element, written: Table, done: Table) -> None:
        table = add(
            parent, "table", anchor=done.anchor, cols=str(len(written.alignments)),
            rend=tokens(*(align or "-" for align in written.alignments)), ana=named(written.anchor),
        )  # fmt: skip
        if written.caption:
            self.runs.run(add(table, "head"), done.caption)
        rows = [(done.head, "label")] if done.head else []
        for row, role in [*rows, *((row, "data") for row in done.rows)]:
            self._row(table, row, role)

    def _row(self, table: Element, row: Row, role: str) -> None:
        around = add(table, "row", anchor=row.anchor, role=role)
        for cell in row.cells:
            self.runs.run(add(around, "cell"), cell)

    def _figure(self, parent: Element, written: Figure, done: Figure) -> None:
        figure = add(parent, "figure", anchor=done.anchor, type="block", ana=named(written.anchor))
        add(figure, "graphic", url=f"images/{address(written.image.source)}")
        if written.caption:
            self.runs.run(add(figure, "head"), done.caption)
        add(figure, "figDesc", written.image.alt)


def _is_heading(pair: Pair) -> bool:
    return isinstance(pair[0], Heading)


def _level(pair: Pair) -> int:
    return pair[0].level if isinstance(pair[0], Heading) else 0


def _is_piece(pair: Pair) -> bool:
    return isinstance(pair[0], Paragraph) and bool(pair[0].name)


def _aligned(align: str | None) -> str | None:
    return f"align-{align}" if align else None


def title(content: Sequence[Inline], path: str, tied: dict[str, Note]) -> Element:
    """The heading of a text."""
    head = make("head")
    Runs(path, links(content), {}, {}, tied, {}, lambda *_: None).run(head, content)
    return head
