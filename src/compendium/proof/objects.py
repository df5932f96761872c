r"""What each page of a PDF holds, as a digest: two pages with one digest are read as one.

The digest of a page is the SHA-256 of its object and of everything that it refers to, and
they refer to: streams, pictures, fonts with their programs, links. Left out is what may
change while a page stays as it is: the page tree above it, and its number in the parent
tree of the tags. Where a link leads is in it by name only.

The file is read as it lies, without any engine, and only in the one form in which a book is
written: one cross-reference stream, nothing added later, nothing encrypted. Of any other
file there is nothing to be said, and every page must be read.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import accumulate

_END = re.compile(rb"startxref\n(\d+)\n%%EOF\n\Z")
_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\n(stream\n|endobj\n)", re.DOTALL)
_LENGTH = re.compile(rb"/Length (\d+)(?![ \d]+R)")
_STRING = rb"\((?:[^()\\]|\\.)*\)"
_TOKEN = re.compile(_STRING + rb"|<<|>>|<[0-9A-Fa-f]*>|[\[\]]|/?[^\s()<>\[\]{}/%]+|/", re.DOTALL)
_ASIDE = rb"/P \d+ 0 R|/StructParents? \d+"
_REFERENCE = re.compile(rb"(" + _STRING + rb")|" + _ASIDE + rb"|(\d+) 0 R", re.DOTALL)
_PARENT = re.compile(rb"/Parent \d+ 0 R")
_UP = 2  # the way rows of the cross-reference stream are packed: as differences
_FIELDS = 3
_TREE = frozenset({b"/Type", b"/Kids", b"/Count", b"/Parent"})
_BOOK = frozenset({
    b"/Type", b"/Pages", b"/Names", b"/Outlines", b"/PageLabels", b"/PageLayout", b"/PageMode",
    b"/Lang", b"/MarkInfo", b"/Metadata", b"/OutputIntents", b"/StructTreeRoot",
    b"/ViewerPreferences",
})  # fmt: skip
"""The entries of the catalog that change nothing on a page; a proof reads them each time."""


class _UnsureError(Exception):
    """The file is not of the form that is read here."""


def page_digests(data: bytes) -> tuple[str, ...]:
    """A digest for each page of the PDF *data* in order; () where none can be given."""
    try:
        return tuple(_Objects(data).pages())
    except (_UnsureError, ValueError, IndexError, KeyError, zlib.error, RecursionError):
        return ()


class _Objects:
    """The objects of a file by number.

    Shape: `rows` has for each number its kind and two numbers: 1, where it stands in the
        file, and 0; or 2, the stream of objects it is in, and its place there.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        end = _END.search(data, max(len(data) - 64, 0))
        if end is None:
            raise _UnsureError
        head, rows = self._at(int(end[1]))
        self.trailer = _entries(head)
        self.rows = _rows(zlib.decompress(rows), self.trailer)
        for number, (kind, at, _) in self.rows.items():
            if kind == 1 and not data.startswith(b"%d 0 obj\n" % number, at):
                raise _UnsureError
        self.held: dict[int, Mapping[int, bytes]] = {}
        self.done: dict[int, bytes] = {}
        self.begun: set[int] = set()

    def pages(self) -> Iterator[str]:
        """The digest of each page."""
        root = _entries(self._body(_number(self.trailer[b"/Root"]))[0])
        more = b"\n".join(key + b" " + value for key, value in root.items() if key not in _BOOK)
        around = sha256(self._resolved(more)).digest()
        for page in self._leaves(_number(root[b"/Pages"])):
            head, stream = self._body(page)
            whole = sha256(around + self._resolved(_PARENT.sub(b"", head)) + stream)
            yield whole.hexdigest()

    def _leaves(self, node: int) -> Iterator[int]:
        """The pages under *node*, which may give them nothing that is not on them."""
        entries = _entries(self._body(node)[0])
        if entries[b"/Type"] == b"/Page":
            yield node
            return
        if not entries.keys() <= _TREE:
            raise _UnsureError
        for kid in re.findall(rb"(\d+) 0 R", entries[b"/Kids"]):
            yield from self._leaves(int(kid))

    def _resolved(self, body: bytes) -> bytes:
        """*body* with the digest of an object in the place of its number."""
        return _REFERENCE.sub(self._referred, body)

    def _referred(self, match: re.Match[bytes]) -> bytes:
        if match[1]:
            return match[1]
        return self._digest(int(match[2])) if match[2] else b""

    def _digest(self, number: int) -> bytes:
        if number not in self.done:
            if number in self.begun:  # it refers to itself, by whatever way
                raise _UnsureError
            self.begun.add(number)
            head, stream = self._body(number)
            whole = sha256(self._resolved(head) + b"\nstream\n" + stream)
            self.done[number] = whole.hexdigest().encode()
        return self.done[number]

    def _body(self, number: int) -> tuple[bytes, bytes]:
        """What object *number* is: its value, and its stream as it lies in the file."""
        kind, where, place = self.rows[number]
        if kind == 1:
            return self._at(where)
        if kind != 2:
            raise _UnsureError
        if where not in self.held:
            self.held[where] = self._opened(where)
        if list(self.held[where])[place] != number:
            raise _UnsureError
        return self.held[where][number], b""

    def _at(self, offset: int) -> tuple[bytes, bytes]:
        found = _OBJECT.match(self.data, offset)
        if found is None:
            raise _UnsureError
        if found[3] == b"endobj\n":
            return found[2], b""
        length = _LENGTH.search(found[2])
        end = found.end() + int(length[1] if length else b"")
        if not self.data.startswith(b"\nendstream\nendobj\n", end):
            raise _UnsureError
        return found[2], self.data[found.end() : end]

    def _opened(self, number: int) -> Mapping[int, bytes]:
        """The objects in the stream of objects *number*, in order."""
        head, stream = self._at(self.rows[number][1])
        entries, held = _entries(head), zlib.decompress(stream)
        first = int(entries[b"/First"])
        if b"/Extends" in entries:
            raise _UnsureError
        numbers = [int(word) for word in held[:first].split()]
        starts = [first + at for at in numbers[1::2]]
        ends = [*starts[1:], len(held)]
        bodies = (held[start:end].strip() for start, end in zip(starts, ends, strict=True))
        return dict(zip(numbers[::2], bodies, strict=True))


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _entries(body: bytes) -> dict[bytes, bytes]:
    """The entries of the dictionary *body*, their values as they are written."""
    found: dict[bytes, bytes] = {}
    key, value, depth = b"", list[bytes](), 0
    for token in _TOKEN.findall(body):
        if depth == 1 and (token == b">>" or (token.startswith(b"/") and (value or not key))):
            if key in found:
                raise _UnsureError
            found[key] = b" ".join(value)
            key, value = token, []
        elif depth:
            value.append(token)
        depth += (token in (b"<<", b"[")) - (token in (b">>", b"]"))
    found.pop(b"", None)
    return found


def _rows(data: bytes, trailer: Mapping[bytes, bytes]) -> dict[int, tuple[int, int, int]]:
    """What the cross-reference stream says of each number."""
    if {b"/Prev", b"/Encrypt", b"/Index", b"/XRefStm"} & trailer.keys():
        raise _UnsureError
    widths = [int(width) for width in trailer[b"/W"].strip(b"[ ]").split()]
    size, width = int(trailer[b"/Size"]), sum(widths) + 1
    if len(data) != size * width or set(data[::width]) != {_UP} or len(widths) != _FIELDS:
        raise _UnsureError
    columns = [bytes(n & 255 for n in accumulate(data[at::width])) for at in range(1, width)]
    numbers: list[list[int]] = []
    for wide in widths:
        column, columns = columns[:wide], columns[wide:]
        numbers.append([int.from_bytes(part, "big") for part in zip(*column, strict=True)])
    return dict(enumerate(zip(*numbers, strict=True)))
