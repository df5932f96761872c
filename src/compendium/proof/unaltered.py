"""Two files of one book, alike but for one branch of their pages: whether they are.

Both are read by `objects`, so that what is not of its form is not alike. What may differ is
what lies within the branch, where the names that begin with its own lie, the seal, and the
places of all objects in the file, which the table must tell rightly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from compendium.model.seals import unsealed
from compendium.proof.holding import holds
from compendium.proof.names import LEAF
from compendium.proof.objects import UNSURE, Objects, UnsureError, entries, number_of, numbers_of

_ROW = re.compile(rb"\s*\(([^()\\]*)\)\s*(\[[^\[\]]*\])")
_FREE = (b"/Length", b"/ID")
"""What may differ in the table: its own length, and the digest of the file."""


class Before:
    """A file as it was, whose objects are read when they are first asked for."""

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf

    @cached_property
    def objects(self) -> Objects | None:
        """Its objects; None if it is not of the form that is read here."""
        try:
            return Objects(unsealed(self._pdf))
        except UNSURE:
            return None


def alike(before: Before, after: bytes, branches: Mapping[int, str]) -> bool:
    """Whether *after* is *before* but for *branches* of the page tree, counted from 0.

    Names may lie elsewhere if they are that of such a branch, or begin with it and a full
    stop. What differs holds nothing but pages.
    """
    old = before.objects
    try:
        if old:
            _compare(old, Objects(unsealed(after)), branches)
    except UNSURE:
        return False
    return old is not None


def _compare(old: Objects, new: Objects, branches: Mapping[int, str]) -> None:
    nodes = numbers_of(entries(old.body(number_of(old.root()[b"/Pages"]))[0])[b"/Kids"])
    nodes.append(_behind(old))
    own = [range(nodes[branch], nodes[branch + 1]) for branch in branches]
    names = [name.encode() for name in branches.values()]
    if _table(old) != _table(new):
        raise UnsureError
    for number in old.alone[:-1]:  # the last is the table itself
        start, stop = old.part(number)
        at, to = new.part(number)
        if old.data[start:stop] == new.data[at:to]:
            continue
        if any(holds(new.data[at:to])):
            raise UnsureError
        if not any(number in block for block in own):
            _named(old, new, number, names)


def _behind(objects: Objects) -> int:
    """The number of the first object that is of no branch: the first leaf of the named places."""
    number = number_of(entries(objects.root()[b"/Names"])[b"/Dests"])
    while kids := entries(objects.body(number)[0]).get(b"/Kids"):
        number = numbers_of(kids)[0]
    return number


def _table(objects: Objects) -> object:
    """What the table says but where objects that stand by themselves begin."""
    columns = [bytearray(column) for column in objects.wheres]
    for column in columns:
        for number in objects.alone:
            column[number] = 0
    trailer = {key: value for key, value in objects.trailer.items() if key not in _FREE}
    return trailer, objects.kinds, columns, objects.thirds, objects.alone


def _named(old: Objects, new: Objects, number: int, names: Sequence[bytes]) -> None:
    """What is packed as *number* may differ only in where *names*, and what is in them, lie."""
    before, after = old.packed(number), new.packed(number)
    if before.keys() != after.keys() or before == after:
        raise UnsureError
    for one, body in before.items():
        if body != after[one] and _others(body, names) != _others(after[one], names):
            raise UnsureError


def _others(body: bytes, names: Sequence[bytes]) -> bytes:
    """The leaf *body* of a name tree without where *names*, and what is in them, lie."""
    leaf = LEAF.fullmatch(body)
    if leaf is None:
        raise UnsureError

    def bare(row: re.Match[bytes]) -> bytes:
        return row[1] if row[1].partition(b".")[0] in names else row[0]

    return body[: leaf.start(2)] + _ROW.sub(bare, leaf[2]) + body[leaf.end(2) :]
