"""The named places of a finished PDF, read as they lie in the file."""

from __future__ import annotations

import re
from itertools import pairwise

from compendium.proof.objects import UNSURE, Objects, UnsureError, entries, numbers_of

LEAF = re.compile(rb"<<\s*(?:/Limits\s*(\[[^\[\]]*\])\s*)?/Names\s*\[(.*)\]\s*>>", re.DOTALL)
"""A leaf of a name tree: its limits, if it says any, and its rows."""
_NAME = rb"\s*\(([^()\\]*)\)\s*"
_LIMITS = re.compile(rb"\[" + _NAME + _NAME + rb"\]")
_PLACED = re.compile(_NAME + rb"\[\s*(\d+) 0 R\s*/XYZ\s+\S+\s+(-?[0-9.]+|null)\s+[^\s\]]+\s*\]")

Named = dict[str, tuple[int, float | None]]
"""By their names, places: the object of a page, and how far up it, in points."""
_Placed = tuple[bytes, bytes, bytes]


def named_places(objects: Objects) -> Named:
    """Every named place of a file; {} where they are written otherwise than we write them.

    Names must be in order, and all that is said of a branch of their tree true of it, so
    that whoever looks for one as a reader does finds the same.
    """
    try:
        tree = entries(_value(objects, objects.root()[b"/Names"]))
        found = _leaves(objects, _value(objects, tree[b"/Dests"]), top=True)
        if any(one[0] >= other[0] for one, other in pairwise(found)):
            return {}
        return {
            name.decode(): (int(page), None if up == b"null" else float(up))
            for name, page, up in found
            if name.isascii()
        }
    except UNSURE:
        return {}


def _value(objects: Objects, written: bytes) -> bytes:
    """What is *written*, or the object it refers to."""
    numbers = numbers_of(written) if written.endswith(b" R") else []
    return objects.body(numbers[0])[0] if numbers else written


def _leaves(objects: Objects, node: bytes, top: bool = False) -> list[_Placed]:
    """The names under *node*, which are from the first to the last that it says."""
    leaf = LEAF.fullmatch(node)
    said = {b"/Limits": leaf[1] or b""} if leaf else entries(node)
    if leaf:
        found: list[_Placed] = _PLACED.findall(leaf[2])
        if _PLACED.sub(b"", leaf[2]).strip():
            raise UnsureError
    else:
        kids = numbers_of(said[b"/Kids"])
        found = [one for kid in kids for one in _leaves(objects, objects.body(kid)[0])]
    limits = _LIMITS.fullmatch(said.get(b"/Limits", b""))
    if not top and (limits is None or limits.groups() != (found[0][0], found[-1][0])):
        raise UnsureError
    return found
