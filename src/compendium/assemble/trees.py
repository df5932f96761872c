"""Name trees and number trees, sorted and balanced, as readers search them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar
from zlib import crc32

from compendium.assemble.notation import (
    STRING,
    array,
    dictionary,
    read_string,
    references,
    string,
)

T = TypeVar("T")

Add = Callable[[bytes], int]
"""Makes an object of its argument, and says which number that has."""

Row = tuple[bytes, bytes]
"""A name, and the entry that a name tree has for it."""

_WIDTH = 64
"""How many entries a leaf has, and how many kids a node."""

_FEW = 32  # leaves that are put together, more or less
_NAME = re.compile(STRING + rb"|<[0-9a-f]*>", re.DOTALL)
_PARTING = b"\n"


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a tree: its object, its lowest and its highest key as they are written."""

    number: int
    low: bytes
    high: bytes


class Leaf(NamedTuple):
    """A leaf of a name tree: its lowest and its highest name, and its entries as written."""

    low: bytes
    high: bytes
    entries: bytes

    def rows(self) -> Iterator[Row]:
        """Its entries and their names."""
        for entry in self.entries.split(_PARTING):
            name = _NAME.match(entry)
            assert name is not None
            yield read_string(name[0]), entry


def named(name: bytes, value: bytes) -> Row:
    """*value* as a row of a name tree."""
    return name, string(name) + b" " + value


def leaves(rows: Iterable[Row]) -> list[Leaf]:
    """*rows* as leaves, in the order of the bytes of their names."""
    return [
        Leaf(part[0][0], part[-1][0], _PARTING.join(entry for _, entry in part))
        for part in _split(sorted(rows))
    ]


def name_tree(add: Add, part: Callable[[], None], known: Iterable[Leaf]) -> int:
    """A name tree of the *known* leaves: whichever reach into one another are made anew.

    *part* is called before a leaf that begins a part of the tree; which do, their names say,
    so that one leaf more changes no part but its own.
    """
    nodes: list[Node] = []
    for leaf in _apart(known):
        if crc32(leaf.low) % _FEW == 0:
            part()
        low, high = string(leaf.low), string(leaf.high)
        body = b"<</Limits [%b %b]/Names [%b]>>" % (low, high, leaf.entries)
        nodes.append(Node(add(body), low, high))
    return root(add, nodes) if nodes else add(b"<</Names []>>")


def _apart(known: Iterable[Leaf]) -> Iterator[Leaf]:
    """The *known* leaves in order; those whose names lie between each other's as other leaves."""
    mixed: list[Leaf] = []
    high = b""
    for leaf in sorted(known):
        if mixed and leaf.low > high:
            yield from _unmixed(mixed)
            mixed = []
        mixed.append(leaf)
        high = max(high, leaf.high)
    yield from _unmixed(mixed)


def _unmixed(mixed: Sequence[Leaf]) -> Sequence[Leaf]:
    return mixed if len(mixed) < 2 else leaves(row for leaf in mixed for row in leaf.rows())


def root(add: Add, leaves: Sequence[Node]) -> int:
    """The root of a tree of *leaves*."""
    level = list(leaves)
    while len(level) > _WIDTH:
        level = [_node(add, part) for part in _split(level)]
    return add(dictionary({b"/Kids": references(node.number for node in level)}))


def _node(add: Add, kids: Sequence[Node]) -> Node:
    low, high = kids[0].low, kids[-1].high
    numbers = references(kid.number for kid in kids)
    return Node(add(b"<</Limits %b/Kids %b>>" % (array((low, high)), numbers)), low, high)


def _split(items: Sequence[T]) -> list[Sequence[T]]:
    return [items[at : at + _WIDTH] for at in range(0, len(items), _WIDTH)]
