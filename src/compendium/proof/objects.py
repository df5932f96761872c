"""The objects of a finished PDF, read as they lie in the file, without any engine.

They are read in the one form in which a book is written: one cross-reference stream, nothing
added later, nothing encrypted, one object right after the other. Of any other file there is
nothing to be said, and every page must be read.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate

_ALONE, _PACKED = 1, 2  # the kinds of objects, by themselves and in a stream of objects
_STREAM_END = b"\nendstream\nendobj\n"
_END = re.compile(rb"startxref\n(\d+)\n%%EOF\n\Z")
_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\n(stream\n|endobj\n)", re.DOTALL)
_LENGTH = re.compile(rb"/Length (\d+)(?![ \d]+R)")
STRING = rb"\((?:[^()\\]|\\.)*\)"
_TOKEN = re.compile(STRING + rb"|<<|>>|<[0-9A-Fa-f]*>|[\[\]]|/?[^\s()<>\[\]{}/%]+|/", re.DOTALL)
_UP = 2  # the way rows of the cross-reference stream are packed: as differences


class UnsureError(Exception):
    """The file is not of the form that is read here."""


UNSURE = (UnsureError, ValueError, IndexError, KeyError, TypeError, zlib.error, RecursionError)
"""What reading a file of another form may end in."""


class Objects:
    """The objects of a file by number.

    Shape: a part of the file is what lies between the places where two objects that stand by
        themselves begin; it has the number of the first. `starts` are these places, and with
        them the end of the file. Errors: any of `UNSURE`.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        end = _END.search(data, max(len(data) - 64, 0))
        if end is None:
            raise UnsureError
        table = _OBJECT.match(data, int(end[1]))
        if table is None:
            raise UnsureError
        self.trailer = entries(table[2])
        length = int(self.trailer[b"/Length"])
        rows = zlib.decompress(data[table.end() : table.end() + length])
        self.kinds, self.wheres, self.thirds = _columns(rows, self.trailer)
        self.alone = [at for at, kind in enumerate(self.kinds) if kind == _ALONE]
        self.places = {number: _value(self.wheres, number) for number in self.alone}
        for number, at in self.places.items():
            if not data.startswith(b"%d 0 obj\n" % number, at):
                raise UnsureError
        self.starts = [*sorted(self.places.values()), len(data)]
        self.held: dict[int, Mapping[int, bytes]] = {}

    def root(self) -> dict[bytes, bytes]:
        """The entries of the catalog."""
        return entries(self.body(number_of(self.trailer[b"/Root"]))[0])

    def home(self, number: int) -> int:
        """The part of the file that object *number* is in."""
        kind = self.kinds[number]
        if kind == _ALONE:
            return number
        if kind != _PACKED:
            raise UnsureError
        return _value(self.wheres, number)

    def body(self, number: int) -> tuple[bytes, bytes]:
        """What object *number* is: its value, and its stream as it lies in the file."""
        home = self.home(number)
        if home == number:
            return self._at(home)
        if number not in self.packed(home):
            raise UnsureError
        return self.held[home][number], b""

    def packed(self, number: int) -> Mapping[int, bytes]:
        """The objects in the stream of objects *number*."""
        if number not in self.held:
            self.held[number] = self._opened(number)
        return self.held[number]

    def part(self, number: int) -> tuple[int, int]:
        """From where to where the part of the file with this *number* lies."""
        start = self.places[number]
        return start, self.starts[bisect_right(self.starts, start)]

    def _at(self, number: int) -> tuple[bytes, bytes]:
        start, stop = self.part(number)
        found = _OBJECT.match(self.data, start, stop)
        if found is None:
            raise UnsureError
        if found[3] == b"endobj\n":
            return found[2], b""
        length = _LENGTH.search(found[2])
        end = found.end() + int(length[1] if length else b"")
        if not self.data.startswith(_STREAM_END, end) or end + len(_STREAM_END) > stop:
            raise UnsureError
        return found[2], self.data[found.end() : end]

    def _opened(self, number: int) -> Mapping[int, bytes]:
        """The objects in the stream of objects *number*."""
        head, stream = self._at(number)
        said, held = entries(head), zlib.decompress(stream)
        first = int(said[b"/First"])
        if b"/Extends" in said:
            raise UnsureError
        words = [int(word) for word in held[:first].split()]
        numbers, starts = words[::2], [first + at for at in words[1::2]]
        for place, one in enumerate(numbers):
            if self.home(one) != number or _value(self.thirds, one) != place:
                raise UnsureError
        ends = [*starts[1:], len(held)]
        bodies = (held[start:end].strip() for start, end in zip(starts, ends, strict=True))
        return dict(zip(numbers, bodies, strict=True))


def number_of(reference: bytes) -> int:
    """The number of the object that *reference* is to."""
    return int(reference.split()[0])


def numbers_of(references: bytes) -> list[int]:
    """The numbers of the objects in an array of *references*."""
    return [int(number) for number in re.findall(rb"(\d+) 0 R", references)]


def entries(body: bytes) -> dict[bytes, bytes]:
    """The entries of the dictionary *body*, their values as they are written."""
    found: dict[bytes, bytes] = {}
    key, value, depth = b"", list[bytes](), 0
    for token in _TOKEN.findall(body):
        if depth == 1 and (token == b">>" or (token.startswith(b"/") and (value or not key))):
            if key in found:
                raise UnsureError
            found[key] = b" ".join(value)
            key, value = token, []
        elif depth:
            value.append(token)
        depth += (token in (b"<<", b"[")) - (token in (b">>", b"]"))
    found.pop(b"", None)
    return found


_Columns = list[bytes]
"""The bytes of a field of the cross-reference stream, each column down the numbers of objects."""


def _value(columns: _Columns, number: int) -> int:
    return int.from_bytes(bytes([column[number] for column in columns]), "big")


def _columns(data: bytes, trailer: Mapping[bytes, bytes]) -> tuple[bytes, _Columns, _Columns]:
    """The three fields of the cross-reference stream: kinds of objects, where, and which there."""
    if {b"/Prev", b"/Encrypt", b"/Index", b"/XRefStm"} & trailer.keys():
        raise UnsureError
    first, second, third = (int(width) for width in trailer[b"/W"].strip(b"[ ]").split())
    size, width = int(trailer[b"/Size"]), first + second + third + 1
    more = data[size * width :]  # a line's end, that the stream may not seem shorter than it is
    data = data[: size * width]
    if first != 1 or len(data) != size * width or more.strip(b"\n") or set(data[::width]) != {_UP}:
        raise UnsureError
    kinds, *rest = (
        bytes(map((255).__and__, accumulate(data[at::width]))) for at in range(1, width)
    )
    return kinds, rest[:second], rest[second:]
