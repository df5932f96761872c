"""Addresses: an anchor and a pinpoint for every block that can be cited.

A document's own numbers are kept: its paragraph "9." is `<slug>.par-9` and paragraph 9.
Where it numbers nothing itself, we count its paragraphs. An id the editor wrote wins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import chain
from operator import attrgetter

from compendium.diag import Span
from compendium.model.edition import Target, TargetKind
from compendium.model.text import (
    Block,
    Division,
    Figure,
    Heading,
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
    plain,
    runs,
)
from compendium.resolve.letters import Placed, Rows, letters, unlettered

ARTICLE = re.compile(
    r"\s*(?:(?:Article|Art\.|Artikel|Artículo|Статья)\s*(?P<number>[0-9]+|[IVXLC]+|premier)\b"
    r"|第\s*(?P<counted>\d+|[一二三四五六七八九十百]+)\s*[条條])",
    re.IGNORECASE,
)
"""A heading that opens an article, in the languages we have met."""

_OPENING = 60
"""How many characters of a passage are kept to find it by."""


def opening(text: str) -> str:
    """The words *text* begins with, enough to tell it on a page."""
    words = " ".join(text.split(maxsplit=_OPENING)[:_OPENING])  # of one letter, these are enough
    return words if len(words) <= _OPENING else words[:_OPENING].rsplit(" ", 1)[0]


def address_blocks(
    written: Sequence[Block], prefix: str, document: str, numbered: TargetKind = "paragraph"
) -> tuple[tuple[Block, ...], list[Target]]:
    """Give every block of one text its anchor, and return a `Target` for each.

    Shape: anchors are `<prefix>.<local>`; *numbered* says what the text's own numbers
        count, paragraphs or articles. `Target.number` of a block inside a numbered one
        is "9.2", or "9" when it is the only one there. Headings come out at levels that
        begin with 1 and skip none, however many `#` they were written with.
    """
    own = any(isinstance(b, Item) and b.number for b in blocks(written))
    own = own or any(letters(b)[0].row == "arabic()" for b in written if letters(b))
    articles = any(isinstance(b, Heading) and _article(b) for b in written)
    walk = _Walk(prefix, document, numbered, counts=not own and not articles)
    written_levels = sorted({b.level for b in blocks(written) if isinstance(b, Heading)})
    walk.levels = {level: rank for rank, level in enumerate(written_levels, 1)}
    walk.taken.update(b.anchor for b in blocks(written) if not isinstance(b, Rule) and b.anchor)
    words = (node for b in blocks(written) for run in runs(b) for node in inlines(run))
    walk.taken.update(node.anchor for node in words if isinstance(node, Styled) and node.anchor)
    return walk.sequence(written, _Scope()), walk.targets


def _article(heading: Heading) -> str | None:
    found = ARTICLE.match(plain(heading.content))
    if not found:
        return None
    number = found["number"] or _counted(found["counted"])
    return "1" if number.lower() == "premier" else number


def _counted(figures: str) -> str:
    """A number in figures, be it written in kanji: "二十一" is 21."""
    if figures.isdecimal():
        return str(int(figures))
    total, digit = 0, 0
    for sign in figures:
        if scale := _SCALES.get(sign):
            total, digit = total + (digit or 1) * scale, 0
        else:
            digit = _DIGITS.index(sign)
    return str(total + digit)


_DIGITS = "〇一二三四五六七八九"
_SCALES = {"十": 10, "百": 100}


def _single(written: Sequence[Block]) -> bool:
    """Whether *written* is one paragraph, and others only as they have letters."""
    others = unlettered(written)
    return len(others) == 1 and isinstance(others[0], Paragraph) and others[0] is written[0]


_BEHIND = attrgetter(*(field.name for field in fields(Paragraph)[3:]))
"""What a paragraph has behind its words, place and anchor: `replace` takes its time."""


@dataclass(slots=True)
class _Scope:
    """The numbered thing we are inside: its local id ("art-9"), its number, how many blocks."""

    local: str = ""
    number: str = ""
    kind: TargetKind = "paragraph"
    single: bool = False
    count: int = 0


@dataclass(slots=True)
class _Walk:
    prefix: str
    document: str
    numbered: TargetKind
    counts: bool
    taken: set[str] = field(default_factory=set)
    targets: list[Target] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    level: int = 0

    def sequence(self, written: Sequence[Block], scope: _Scope) -> tuple[Block, ...]:
        """Address *written* in order; an article's heading changes the scope of what follows."""
        done: list[Block] = []
        rows, before = Rows(), _Scope()
        for position, block in enumerate(written):
            if isinstance(block, Heading):
                scope, block = self.heading(block, written[position + 1 :], scope)
                rows, before = Rows(), _Scope()
            elif isinstance(block, Paragraph) and (
                place := rows.place(block, written[position + 1 :])
            ):
                block = self.lettered(block, rows, place, scope if scope.local else before)
            else:
                block = self.block(block, scope)
                if isinstance(block, Paragraph) and not block.name:
                    before, rows.parted = self.passage(block), True
            done.append(block)
        return tuple(done)

    def passage(self, block: Paragraph) -> _Scope:
        """What letters stand under that follow the paragraph *block*."""
        target = self.targets[-1]
        return _Scope(block.anchor.removeprefix(self.prefix + "."), target.number, count=1)

    def lettered(self, block: Paragraph, rows: Rows, place: Placed, scope: _Scope) -> Paragraph:
        """A paragraph "(a)": `art-9.a`, or `art-9.2.a` after the second paragraph of article 9."""
        letter, above, depth = place
        local, number = above or (scope.local, scope.number)
        if not above and scope.kind == "article" and scope.count > 1:
            local, number = f"{local}.{scope.count}", f"{number}.{scope.count}"
        if letter.row == "arabic()" and not local:
            local, number = f"par-{letter.value}", letter.sign
        else:
            local = f"{local}.{letter.name}" if local else f"par-{letter.name}"
            number = f"{number}({letter.sign})"
        kind = scope.kind if scope.local else self.numbered
        anchor = self.name(block, kind, local, number)
        rows.settle(letter, anchor.removeprefix(self.prefix + "."), number)
        return replace(block, anchor=anchor, letter=letter.mark, depth=depth)

    def heading(
        self, block: Heading, following: Sequence[Block], scope: _Scope
    ) -> tuple[_Scope, Heading]:
        self.level = min(self.levels[block.level], self.level + 1)
        block = replace(block, level=self.level)
        number = _article(block)
        if number is None:
            inner = scope if scope.kind != "article" or block.level > 1 else _Scope()
            return inner, replace(block, anchor=self.name(block, "heading", self.nth("h"), ""))
        anchor = self.name(block, "article", f"art-{number}", number)
        stop = next((i for i, b in enumerate(following) if isinstance(b, Heading)), len(following))
        single = _single(following[:stop])
        local = anchor.removeprefix(self.prefix + ".")
        return _Scope(local, number, "article", single), replace(block, anchor=anchor)

    def block(self, block: Block, scope: _Scope) -> Block:
        match block:
            case Paragraph():
                anchor = self.paragraph(block, scope)
                return Paragraph(block.content, block.span, anchor, *_BEHIND(block))
            case List():
                anchor = self.name(block, "list", self.nth("list"), "")
                items = tuple(self.item(item, scope) for item in block.items)
                return replace(block, anchor=anchor, items=items)
            case Quotation():
                anchor = self.name(block, "quotation", self.nth("q"), "")
                return replace(block, anchor=anchor, blocks=self.sequence(block.blocks, scope))
            case Division():
                anchor = self.name(block, "span", self.nth("div"), "")
                return replace(block, anchor=anchor, blocks=self.sequence(block.blocks, scope))
            case Table():
                return self.table(block)
            case Figure():
                local = self.nth("fig")
                return replace(
                    block, anchor=self.name(block, "figure", local, local.removeprefix("fig-"))
                )
            case _:
                return block

    def paragraph(self, block: Paragraph, scope: _Scope) -> str:
        if block.name:
            return self.name(block, "span", self.nth(block.name, first=block.name), "")
        if scope.local:
            scope.count += 1
            number = scope.number if scope.single else f"{scope.number}.{scope.count}"
            return self.name(block, scope.kind, f"{scope.local}.{scope.count}", number)
        local = self.nth("p")
        number = local.removeprefix("p-") if self.counts else ""
        return self.name(block, "paragraph", local, number)

    def item(self, item: Item, scope: _Scope) -> Item:
        if item.number is None:
            inner = _Scope()
            return replace(
                item,
                anchor=self.name(item, "span", self.nth("item"), ""),
                blocks=self.sequence(item.blocks, inner),
            )
        first = item.blocks[0] if item.blocks else None
        written = item.anchor or (first.anchor if isinstance(first, Paragraph) else "")
        kind = scope.kind if scope.local else self.numbered
        number, local = self.numbering(item.number, scope, kind)
        anchor = self.name(replace(item, anchor=written), kind, local, number)
        inner = _Scope(
            anchor.removeprefix(self.prefix + "."), number, kind, single=_single(item.blocks)
        )
        body = item.blocks
        if isinstance(first, Paragraph) and first.anchor and not item.anchor:
            body = (replace(first, anchor=""), *body[1:])
        return replace(item, anchor=anchor, blocks=self.sequence(body, inner))

    @staticmethod
    def numbering(own: str, scope: _Scope, kind: TargetKind) -> tuple[str, str]:
        """The pinpoint and the local id of an item numbered *own* inside *scope*."""
        plain_own = re.sub(r"[^0-9A-Za-z]+", "", own) or own
        if not scope.local:
            return own, f"{'art' if kind == 'article' else 'par'}-{plain_own}"
        joined = f"{scope.number}.{own}" if own[0].isdigit() else f"{scope.number}({own})"
        return joined, f"{scope.local}.{plain_own}"

    def table(self, block: Table) -> Table:
        local = self.nth("table")
        anchor = self.name(block, "table", local, local.removeprefix("table-"))
        base = anchor.removeprefix(self.prefix + ".")

        def row(number: int, written: Row) -> Row:
            return replace(written, anchor=self.name(written, "span", f"{base}.r{number}", ""))

        head = row(0, block.head) if block.head else None
        rows = tuple(row(n, r) for n, r in enumerate(block.rows, 1))
        return replace(block, anchor=anchor, head=head, rows=rows)

    def nth(self, kind: str, first: str = "") -> str:
        """The next local id of *kind*: p-1, p-2 ...; *first* stands for number one if given."""
        self.totals[kind] = self.totals.get(kind, 0) + 1
        return first if first and self.totals[kind] == 1 else f"{kind}-{self.totals[kind]}"

    def name(
        self,
        block: Paragraph | Heading | Item | List | Quotation | Row | Table | Figure | Division,
        kind: TargetKind,
        local: str,
        number: str,
    ) -> str:
        """Settle the anchor of *block*, and record what it addresses."""
        local = block.anchor or self.free(local)
        self.taken.add(local)
        anchor = f"{self.prefix}.{local}"
        self.targets.append(
            Target(anchor, kind, block.span, self.document, number, opening(words(block)))
        )
        return anchor

    def free(self, local: str) -> str:
        """*local*, or *local* with a letter where the text uses one number twice."""
        if local not in self.taken:
            return local
        names = (f"{local}{letter}" for letter in "bcdefghijklmnopqrstuvwxyz")
        extra = (f"{local}-{n}" for n in range(2, 10_000))
        return next(name for name in chain(names, extra) if name not in self.taken)


def words(
    block: Paragraph | Heading | Item | List | Quotation | Row | Table | Figure | Division,
) -> str:
    """The words of *block*, marks left out."""
    match block:
        case Paragraph() | Heading():
            return plain(block.content)
        case Row():
            return " ".join(plain(cell) for cell in block.cells)
        case Table() | Figure():
            rows = [] if isinstance(block, Figure) else [block.head, *block.rows]
            inner = " ".join(words(r) for r in rows if r)
            return f"{plain(block.caption)} {inner}".strip()
        case List():
            return " ".join(words(item) for item in block.items)
        case _:
            return " ".join(words(b) for b in block.blocks if not isinstance(b, Rule))


def shifted(span: Span, start: int, end: int, whole: str) -> Span:
    """The span of characters *start* to *end* of *whole*, which stands at *span*.

    Where mark-up inside makes the columns unsure, the whole span: coarse, but no lie.
    """
    (line, column), (last, stop) = span.start, span.end
    if line != last or stop - column != len(whole):
        return span
    return Span(span.path, (line, column + start), (line, column + end))
