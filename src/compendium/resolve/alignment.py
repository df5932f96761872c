"""Alignment: which blocks of a document's texts say the same, and so stand level.

Blocks are paired where both texts name them alike: by an id that was written, by
`{align=...}`, by a number of the document's own, as a named piece. Between such blocks
they pair by position and kind; where the texts have not as many, by kind and length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise
from math import inf, log

from compendium.model.edition import Row
from compendium.model.text import (
    Block,
    Division,
    Editorial,
    Heading,
    Item,
    List,
    Paragraph,
    Quotation,
    Rule,
    plain,
)
from compendium.resolve.addresses import words

_COUNTED = re.compile(r"(?:p|h|list|item|q|div|table|fig)-\d+[a-z]?|.*\..*")
"""Local ids that only count what stands before: they say nothing across texts."""

_SKIP, _OTHER_KIND, _JOIN, _PLACEHOLDER = 2.0, 4.0, 2.0, 0.5
"""What it costs to leave a block alone, to pair two of unlike kinds, two with one, or many
with a placeholder; beside it counts by how much they differ in length."""
_SMALL = 20
"""Letters: shorter blocks differ in length by chance."""

Pair = tuple[int, int, int, int]
"""Units `a` to `b` of the main text stand level with `c` to `d` of another."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A block, or the part of a list, quotation or division that holds one block.

    Shape: `local` is how the text itself calls it; `key` is what another text would call
        it too, "" if only its position tells; `size` is in letters; `free` tells a
        placeholder, which may stand for any number of blocks.
    """

    block: Block
    kind: str
    local: str
    key: str
    size: int
    free: bool


def align(texts: Sequence[tuple[Sequence[Block], str]]) -> tuple[Row, ...]:
    """The rows of a document whose *texts* are blocks with the prefix of their anchors.

    The first is the main one. Every block is in one row; rows keep the order of each text.
    """
    each = [tuple(units(blocks, prefix)) for blocks, prefix in texts]
    main = each[0]
    pairs = [tuple(_pairs(main, other)) for other in each[1:]]
    cuts = set(range(len(main) + 1)).intersection(
        *(_cuts(one, other, len(pairs) > 1) for one, other in zip(pairs, each[1:], strict=True))
    )
    rows: list[Row] = []
    for start, end in _spans(sorted(cuts)):
        before = [[p for p in one if p[0] == p[1] == start] for one in pairs]
        rows += _unmatched(before, each)
        cells = [main[start:end]]
        for other, one, alone in zip(each[1:], pairs, before, strict=True):
            own = [p for p in one if start <= p[0] < end and p not in alone]
            cells.append(tuple(u for p in own for u in other[p[2] : p[3]]))
        if start < end:
            rows.append(_row(cells))
    return tuple(rows)


def _spans(cuts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """From each cut to the next; the last one, where there may be more of other texts, alone."""
    yield from pairwise(cuts)
    yield cuts[-1], cuts[-1]


def _cuts(pairs: Iterable[Pair], other: Sequence[Unit], several: bool) -> set[int]:
    """Where rows may end in the main text, as far as one *other* is concerned.

    A placeholder does not keep *several* others from standing level beside it.
    """
    cuts = {0}
    for a, b, c, d in pairs:
        free = several and d == c + 1 and other[c].free
        cuts.update(range(a + 1, b + 1) if free else (b,))
    return cuts


def _unmatched(alone: Sequence[Sequence[Pair]], each: Sequence[Sequence[Unit]]) -> Iterator[Row]:
    """Rows for what other texts have at a place where the main one has nothing."""
    lists = [
        [other[at] for p in own for at in range(p[2], p[3])]
        for own, other in zip(alone, each[1:], strict=True)
    ]
    for at in range(max(map(len, lists), default=0)):
        yield _row([(), *(tuple(units[at : at + 1]) for units in lists)])


def _row(cells: Iterable[Sequence[Unit]]) -> Row:
    return Row(tuple(tuple(unit.block for unit in cell) for cell in cells))


# -- units --------------------------------------------------------------------


def units(blocks: Iterable[Block], prefix: str) -> Iterator[Unit]:
    """The *blocks* of a text cut as far as they can be, in order; *prefix* begins its anchors."""
    for block in blocks:
        for part, leaf, item in _parts(block):
            yield _unit(part, leaf, item, prefix)


def _parts(block: Block) -> Iterator[tuple[Block, Block, Item | None]]:
    """The parts of *block*, each with the one block it holds and the item that begins there."""
    match block:
        case List():
            longest = max((item.marker or item.number or "" for item in block.items), key=len)
            cut = (found for whole in block.items for found in _items(whole))
            for number, (item, leaf, own) in enumerate(cut):
                yield _part_of(replace(block, items=(item,), widest=longest), number), leaf, own
        case Quotation() | Division():
            inner = (found for below in block.blocks for found in _parts(below))
            for number, (part, leaf, own) in enumerate(inner):
                yield _part_of(replace(block, blocks=(part,)), number), leaf, own
        case _:
            yield block, block, None


def _items(item: Item) -> Iterator[tuple[Item, Block, Item | None]]:
    inner = [found for below in item.blocks for found in _parts(below)]
    if not inner:
        nothing = Paragraph((), item.span)
        yield item, nothing, item
    for number, (part, leaf, own) in enumerate(inner):
        if number == 0:
            yield replace(item, blocks=(part,)), leaf, own or item
        else:
            more = replace(item, blocks=(part,), number=None, marker="", anchor="")
            yield replace(more, part_of=item.anchor), leaf, own


def _part_of(part: List | Quotation | Division, number: int) -> Block:
    """*part* under the anchor of the whole if it is the first, else as a part of it."""
    return part if number == 0 else replace(part, anchor="", part_of=part.anchor)


def _unit(part: Block, leaf: Block, item: Item | None, prefix: str) -> Unit:
    anchor = item.anchor if item else "" if isinstance(leaf, Rule) else leaf.anchor
    local = anchor.removeprefix(f"{prefix}.")
    faces = leaf.faces if isinstance(leaf, Paragraph | Heading) else ""
    numbered = item is not None and item.number is not None
    sure = local if numbered or not _COUNTED.fullmatch(local) else ""
    kind = type(leaf).__name__
    if isinstance(leaf, Paragraph):
        kind = leaf.name or ("Item" if item else kind)
    size = 0 if isinstance(leaf, Rule) else len(words(leaf))
    return Unit(part, kind, local, faces or sure, size, _stands_for_others(leaf))


def _stands_for_others(leaf: Block) -> bool:
    """Whether *leaf* is nothing but a placeholder: "[Japanese Note]"."""
    if not isinstance(leaf, Paragraph):
        return False
    held = [node for node in leaf.content if plain((node,)).strip()]
    return len(held) == 1 and isinstance(held[0], Editorial) and held[0].kind == "placeholder"


# -- pairs --------------------------------------------------------------------


def _pairs(main: Sequence[Unit], other: Sequence[Unit]) -> Iterator[Pair]:
    """*main* and *other* in pairs that cover both, in order."""
    ratio = (sum(u.size for u in main) + _SMALL) / (sum(u.size for u in other) + _SMALL)
    at, to = 0, 0
    waiting: Pair | None = None
    for a, b in (*_sure(main, other), (len(main), len(other))):
        if waiting and to == b and other[waiting[2]].free:
            waiting = (waiting[0], a, waiting[2], waiting[3])
            at = a
        elif waiting and at == a and main[waiting[0]].free:
            waiting = (*waiting[:3], b)
            to = b
        if waiting:
            yield waiting
        yield from _between(main, other, (at, a, to, b), ratio)
        at, to = a + 1, b + 1
        waiting = (a, a + 1, b, b + 1)


def _sure(main: Sequence[Unit], other: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """The units that both texts call alike, as many as stand in one order in both."""
    asked = {unit.key for unit in other if unit.key}
    mine = {unit.local: at for at, unit in enumerate(main) if unit.local in asked}
    first = {unit.key: at for at, unit in reversed(list(enumerate(other))) if unit.key in mine}
    one, two = sorted(first, key=lambda key: mine[key]), sorted(first, key=lambda key: first[key])
    for a, b, size in SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks():
        for step in range(size):
            yield mine[one[a + step]], first[two[b + step]]


def _between(
    main: Sequence[Unit], other: Sequence[Unit], gap: Pair, ratio: float
) -> Iterator[Pair]:
    a, b, c, d = gap
    if [u.kind for u in main[a:b]] == [u.kind for u in other[c:d]]:
        yield from ((a + at, a + at + 1, c + at, c + at + 1) for at in range(b - a))
        return
    found = _cheapest(main[a:b], other[c:d], ratio)
    yield from ((a + p[0], a + p[1], c + p[2], c + p[3]) for p in found)


def _cheapest(main: Sequence[Unit], other: Sequence[Unit], ratio: float) -> list[Pair]:
    """The pairs that cost least, for every way to go through both texts at once."""
    height, width = len(main), len(other)
    cost = [[inf] * (width + 1) for _ in range(height + 1)]
    came = [[(0, 0)] * (width + 1) for _ in range(height + 1)]
    cost[0][0] = 0.0
    for a in range(height + 1):
        for b in range(width + 1):
            for up, right in _steps(main, other, a, b):
                step = _cost(main[a : a + up], other[b : b + right], ratio)
                if cost[a][b] + step < cost[a + up][b + right]:
                    cost[a + up][b + right] = cost[a][b] + step
                    came[a + up][b + right] = (up, right)
    pairs: list[Pair] = []
    a, b = height, width
    while a or b:
        up, right = came[a][b]
        pairs.append((a - up, a, b - right, b))
        a, b = a - up, b - right
    return pairs[::-1]


def _steps(
    main: Sequence[Unit], other: Sequence[Unit], a: int, b: int
) -> Iterator[tuple[int, int]]:
    up, right = len(main) - a, len(other) - b
    for step in ((1, 1), (1, 0), (0, 1), (2, 1), (1, 2)):
        if step[0] <= up and step[1] <= right:
            yield step
    if up and main[a].free:
        yield from ((1, more) for more in range(3, right + 1))
    if right and other[b].free:
        yield from ((more, 1) for more in range(3, up + 1))


def _cost(mine: Sequence[Unit], its: Sequence[Unit], ratio: float) -> float:
    if not mine or not its:
        return _SKIP
    if any(unit.free for unit in (*mine, *its)):
        return _PLACEHOLDER
    kinds = {unit.kind for unit in (*mine, *its)}
    size, its_size = sum(u.size for u in mine) + _SMALL, sum(u.size for u in its) * ratio + _SMALL
    price = abs(log(size / its_size)) + (_OTHER_KIND if len(kinds) > 1 else 0.0)
    return price + _JOIN * (len(mine) + len(its) - 2)
