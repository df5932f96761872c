"""A PDF as it is written: its objects one after the other, and the table of where they are.

The form is that of qpdf with streams of objects: one cross-reference stream, packed as the
differences of its rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple

from compendium.assemble.packing import compress
from compendium.assemble.quires import FULL, LEVEL, Packed

HEAD = b"%PDF-1.7\n%\xbf\xf7\xa2\xfe\n"
OPEN, PACKED = 1, 2
_WIDTH = 7  # of a row: its kind, four bytes that say where, two for a place in a stream
_HIGH = int.from_bytes(b"\x80" * _WIDTH, "big")
_UP = b"\x02"  # the row is written as its difference from the one above it
_NEXT = _UP + b"\0\0\0\0\0\0\1"
_CARRY = _UP + b"\0\0\0\0\0\1\1"
_FOLLOWING = b"".join(_CARRY if at % 256 == 0 else _NEXT for at in range(1, FULL))
"""The rows of the objects of one stream, but the first."""


class Rows(NamedTuple):
    """Rows of the table: those of `many` objects from number `first`, and where these are.

    Shape: `where` is the place of an `OPEN` object; of `PACKED` ones it is the number of
        their stream, and `at` how many objects that has before them.
    """

    first: int
    many: int
    kind: int
    where: int
    at: int = 0


class Stretch:
    """Objects as they are written, after *head*: in any order, but each once.

    Shape: places in `rows` are from the beginning of the stretch.
    """

    def __init__(self, head: bytes = b"") -> None:
        self._parts: list[bytes | memoryview] = [head]
        self._name = sha256(head)
        self._end = len(head)
        self.rows: list[Rows] = []

    @property
    def data(self) -> bytes:
        """All that is written."""
        return b"".join(self._parts)

    @property
    def digest(self) -> bytes:
        """What names all that is written."""
        return self._name.digest()

    def add_stream(self, number: int, entries: bytes, data: bytes) -> None:
        """Add the stream *data* as object *number*; *entries* are those of its dictionary."""
        self.rows.append(Rows(number, 1, OPEN, self._end))
        head = b"%d 0 obj\n<< %b /Length %d >>\nstream\n" % (number, entries, len(data))
        self._write(head, data, b"\nendstream\nendobj\n")

    def add_packed(self, number: int, packed: Packed) -> None:
        """Add the objects *packed* as the stream of objects *number*."""
        at = 0
        for first, count in packed.runs:
            self.rows.append(Rows(first, count, PACKED, number, at))
            at += count
        self.add_stream(number, packed.entries + b" /Filter /FlateDecode", packed.data)

    def add(self, data: bytes, digest: bytes, rows: Iterable[Rows]) -> None:
        """Add a stretch: its *data*, its *digest* and its *rows*."""
        here = self._end
        self.rows += (
            Rows(row.first, 1, OPEN, row.where + here) if row.kind == OPEN else row for row in rows
        )
        self._parts.append(data)
        self._end += len(data)
        self._name.update(digest)

    def take(self, data: memoryview | bytes, rows: Iterable[Rows], start: int) -> None:
        """Add the objects *rows* as they lie in *data*, which begins at *start* of their file."""
        by = self._end - start
        self.rows += (
            Rows(row.first, 1, OPEN, row.where + by) if row.kind == OPEN else row for row in rows
        )
        self._write(data)

    def finished(self, root: int, info: int, number: int) -> bytes:
        """The file with its table as object *number*, the last of all."""
        start = self._end
        rows = sorted((*self.rows, Rows(number, 1, OPEN, start)))
        table = compress(b"".join(_table(rows)), LEVEL)
        self._name.update(table)
        said = self._name.hexdigest()[:32].encode()
        entries = (
            b"/Type /XRef /Size %d /W [ 1 4 2 ] /Root %d 0 R /Info %d 0 R /ID [ <%b> <%b> ]"
            b" /Filter /FlateDecode /DecodeParms << /Columns %d /Predictor 12 >>"
        ) % (number + 1, root, info, said, said, _WIDTH)
        self.add_stream(number, entries, table)
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)
        return self.data

    def _write(self, *parts: bytes | memoryview) -> None:
        self._parts += parts
        for part in parts:
            self._end += len(part)
            self._name.update(part)


def _table(rows: Iterable[Rows]) -> Iterator[bytes]:
    """The rows of all objects from number 0, each as its difference from the one before."""
    above, number = 0, 0
    for first, count, kind, where, at in rows:
        free = first - number
        if free:
            yield _difference(0, above) + (_UP + bytes(_WIDTH)) * (free - 1)
            above = 0
        row = (kind << 48) + (where << 16) + at
        last = at + count - 1
        yield _difference(row, above) + _FOLLOWING[(_WIDTH + 1) * at : (_WIDTH + 1) * last]
        above, number = row + count - 1, first + count


def _difference(row: int, above: int) -> bytes:
    """The bytes of *row* less those of *above*, each by itself: none borrows of its neighbour."""
    low = (row | _HIGH) - (above & ~_HIGH)
    return _UP + (low ^ ((row ^ ~above) & _HIGH)).to_bytes(_WIDTH, "big")
