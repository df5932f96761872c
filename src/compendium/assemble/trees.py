"""Name trees and number trees, sorted and balanced, as readers search them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pikepdf import Array, Dictionary, Object, Pdf, String

T = TypeVar("T")

_WIDTH = 64
"""How many entries a leaf has, and how many kids a node."""


@dataclass(frozen=True)
class _Node:
    node: Object
    low: Object | int
    high: Object | int


def name_tree(pdf: Pdf, entries: Mapping[bytes, Object]) -> Object:
    """A name tree of *entries*, in the order of the bytes of their names."""
    return _tree(pdf, "/Names", [(String(key), entries[key]) for key in sorted(entries)])


def number_tree(pdf: Pdf, entries: Mapping[int, Object]) -> Object:
    """A number tree of *entries*."""
    return _tree(pdf, "/Nums", [(key, entries[key]) for key in sorted(entries)])


def _tree(pdf: Pdf, kind: str, entries: Sequence[tuple[Object | int, Object]]) -> Object:
    if len(entries) <= _WIDTH:
        return pdf.make_indirect(Dictionary({kind: _flat(entries)}))
    level = [_node(pdf, kind, _flat(run), run[0][0], run[-1][0]) for run in _split(entries)]
    while len(level) > _WIDTH:
        level = [
            _node(pdf, "/Kids", Array([kid.node for kid in run]), run[0].low, run[-1].high)
            for run in _split(level)
        ]
    return pdf.make_indirect(Dictionary(Kids=Array([kid.node for kid in level])))


def _node(pdf: Pdf, kind: str, kids: Array, low: Object | int, high: Object | int) -> _Node:
    node = pdf.make_indirect(Dictionary({"/Limits": Array([low, high]), kind: kids}))
    return _Node(node, low, high)


def _flat(entries: Sequence[tuple[Object | int, Object]]) -> Array:
    return Array([part for entry in entries for part in entry])


def _split(items: Sequence[T]) -> list[Sequence[T]]:
    return [items[at : at + _WIDTH] for at in range(0, len(items), _WIDTH)]
