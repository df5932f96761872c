r"""What each page of a PDF holds, as a digest: two pages with one digest are read as one.

The digest of a page is the SHA-256 of its object and of everything that it refers to, and
they refer to: streams, pictures, fonts with their programs, links. Left out is what may
change while a page stays as it is: the page tree above it, and its number in the parent
tree of the tags. Where a link leads is in it by name only.

What was found of one file helps with the next. Where the objects that some pages are made
of have the same numbers there, and the parts of the file that hold them the same bytes, the
pages have the same digests.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any

from compendium.proof.objects import (
    STRING,
    UNSURE,
    Objects,
    UnsureError,
    entries,
    number_of,
    numbers_of,
)

_ASIDE = rb"/P \d+ 0 R|/StructParents? \d+"
_REFERENCE = re.compile(rb"(" + STRING + rb")|" + _ASIDE + rb"|(\d+) 0 R", re.DOTALL)
_PARENT = re.compile(rb"/Parent \d+ 0 R")
_TREE = frozenset({b"/Type", b"/Kids", b"/Count", b"/Parent"})
_BOOK = frozenset({
    b"/Type", b"/Pages", b"/Names", b"/Outlines", b"/PageLabels", b"/PageLayout", b"/PageMode",
    b"/Lang", b"/MarkInfo", b"/Metadata", b"/OutputIntents", b"/StructTreeRoot",
    b"/ViewerPreferences",
})  # fmt: skip
"""The entries of the catalog that change nothing on a page; a proof reads them each time."""


def page_digests(data: bytes) -> tuple[str, ...]:
    """A digest for each page of the PDF *data* in order; () where none can be given."""
    try:
        return tuple(digest for _, digest in Digests(Objects(data)).pages())
    except UNSURE:
        return ()


class Digests:
    """The digests of the pages of a file, helped by what `told` said of one *before*.

    Shape: of each branch of the page tree is known: the objects that its pages are made of,
        as ranges of numbers; the parts of the file that hold them; a digest of both; the
        numbers of its pages, and their digests. Errors: any of `UNSURE`.
    """

    def __init__(self, objects: Objects, before: bytes | None = None) -> None:
        self.objects = objects
        self.before: dict[str, Any] = json.loads(before) if before else {}
        self.branches: dict[str, Any] = {}
        self.done: dict[int, bytes] = {}
        self.below: dict[int, set[int]] = {}
        self.met: set[int] = set()
        self.begun: set[int] = set()
        self.parts: dict[int, bytes] = {}
        alone = [bytearray(column) for column in objects.wheres]
        for column in alone:  # where an object that stands by itself begins is no matter
            for number in objects.alone:
                column[number] = 0
        self.rows = [objects.kinds, *map(bytes, alone), *objects.thirds]

    def pages(self) -> list[tuple[int, str]]:
        """The number and the digest of each page."""
        root, around = self.objects.root(), self.around()
        found: list[tuple[int, str]] = []
        for branch in self._kids(number_of(root[b"/Pages"])):
            *_, leaves, digests = self.branches[str(branch)] = self._branch(branch)
            self.objects.held.clear()  # what one branch is made of is seldom in another
            for leaf, digest in zip(leaves, digests, strict=True):
                found.append((leaf, sha256(around + digest.encode()).hexdigest()))
        return found

    def around(self) -> bytes:
        """A digest of what the file says of all pages."""
        root = self.objects.root().items()
        more = b"\n".join(key + b" " + value for key, value in root if key not in _BOOK)
        return sha256(self.resolved(more)).digest()

    def told(self) -> bytes | None:
        """What helps with another file, None if that is known already."""
        if self.branches == self.before:
            return None
        return json.dumps(self.branches, separators=(",", ":")).encode()

    def _branch(self, node: int) -> Sequence[Any]:
        """What is known of the branch at *node*, known before or found out now."""
        known: Sequence[Any] = self.before.get(str(node), ())
        if known and known[2] == self._state(known[0], known[1]):
            return known
        self.met = {node}
        leaves = list(self._leaves(node))
        digests = [self._page(leaf) for leaf in leaves]
        ranges = [*_ranges(self.met)]
        parts = sorted({self.objects.home(number) for number in self.met})
        return [ranges, parts, self._state(ranges, parts), leaves, digests]

    def _state(self, ranges: Iterable[Sequence[int]], parts: Iterable[int]) -> str:
        """A digest of what objects are where, and of all that holds them."""
        whole = sha256()
        for first, end in ranges:
            for column in self.rows:
                whole.update(column[first:end])
        for number in parts:
            whole.update(self.part(number))
        return whole.hexdigest()

    def part(self, number: int) -> bytes:
        """A digest of the bytes of a part of the file."""
        if number not in self.objects.places:
            return b""
        if number not in self.parts:
            start, end = self.objects.part(number)
            self.parts[number] = sha256(memoryview(self.objects.data)[start:end]).digest()
        return self.parts[number]

    def _kids(self, node: int) -> list[int]:
        """What is right under *node*, which may give its pages nothing that is not on them."""
        said = entries(self.objects.body(node)[0])
        if not said.keys() <= _TREE:
            raise UnsureError
        return numbers_of(said[b"/Kids"])

    def _leaves(self, node: int) -> Iterator[int]:
        """The pages under *node*."""
        self.met.add(node)
        if entries(self.objects.body(node)[0])[b"/Type"] == b"/Page":
            yield node
            return
        for kid in self._kids(node):
            yield from self._leaves(kid)

    def _page(self, number: int) -> str:
        head, stream = self.objects.body(number)
        return sha256(self.resolved(_PARENT.sub(b"", head)) + stream).hexdigest()

    def resolved(self, body: bytes) -> bytes:
        """*body* with the digest of an object in the place of its number."""
        return _REFERENCE.sub(self._referred, body)

    def _referred(self, match: re.Match[bytes]) -> bytes:
        if match[1]:
            return match[1]
        return self._digest(int(match[2])) if match[2] else b""

    def _digest(self, number: int) -> bytes:
        if number not in self.done:
            if number in self.begun:  # it refers to itself, by whatever way
                raise UnsureError
            self.begun.add(number)
            around, self.met = self.met, {number}
            head, stream = self.objects.body(number)
            whole = sha256(self.resolved(head) + b"\nstream\n" + stream)
            self.done[number] = whole.hexdigest().encode()
            self.below[number], self.met = self.met, around
        self.met |= self.below[number]
        return self.done[number]


def _ranges(numbers: Iterable[int]) -> Iterator[list[int]]:
    """*numbers* as ranges, each to the number after its last."""
    first = end = -1
    for number in sorted(numbers):
        if number != end:
            if end > first:
                yield [first, end]
            first = number
        end = number + 1
    if end > first:
        yield [first, end]
