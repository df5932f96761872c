"""Name trees and number trees, sorted and balanced, as readers search them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from compendium.assemble.notation import array, dictionary, references, string

T = TypeVar("T")

Add = Callable[[bytes], int]
"""Makes an object of its argument, and says which number that has."""

Row = tuple[bytes, bytes]
"""A name, and the entry that a name tree has for it."""

_WIDTH = 64
"""How many entries a leaf has, and how many kids a node."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a tree: its object, its lowest and its highest key as they are written."""

    number: int
    low: bytes
    high: bytes


def named(name: bytes, value: bytes) -> Row:
    """*value* as a row of a name tree."""
    return name, string(name) + b" " + value


def name_tree(add: Add, rows: Iterable[Row]) -> int:
    """A name tree of *rows*, in the order of the bytes of their names."""
    ordered = sorted(rows)
    if not ordered:
        return add(b"<</Names []>>")
    return root(add, [_leaf(add, part) for part in _split(ordered)])


def root(add: Add, leaves: Sequence[Node]) -> int:
    """The root of a tree of *leaves*."""
    level = list(leaves)
    while len(level) > _WIDTH:
        level = [_node(add, part) for part in _split(level)]
    return add(dictionary({b"/Kids": references(node.number for node in level)}))


def _leaf(add: Add, rows: Sequence[Row]) -> Node:
    low, high = string(rows[0][0]), string(rows[-1][0])
    names = array(row for _, row in rows)
    return Node(add(b"<</Limits %b/Names %b>>" % (array((low, high)), names)), low, high)


def _node(add: Add, kids: Sequence[Node]) -> Node:
    low, high = kids[0].low, kids[-1].high
    numbers = references(kid.number for kid in kids)
    return Node(add(b"<</Limits %b/Kids %b>>" % (array((low, high)), numbers)), low, high)


def _split(items: Sequence[T]) -> list[Sequence[T]]:
    return [items[at : at + _WIDTH] for at in range(0, len(items), _WIDTH)]
