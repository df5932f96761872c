"""A PDF as it is written: its objects one after the other, and the table of where they are.

The form is that of qpdf with streams of objects: one cross-reference stream, packed as the
differences of its rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from compendium.assemble.packing import compress
from compendium.assemble.quires import FULL, LEVEL, Packed

_HEAD = b"%PDF-1.7\n%\xbf\xf7\xa2\xfe\n"
_WIDTH = 7  # of a row: its kind, four bytes that say where, two for a place in a stream
_HIGH = int.from_bytes(b"\x80" * _WIDTH, "big")
_OPEN, _PACKED = 1, 2
_UP = b"\x02"  # the row is written as its difference from the one above it
_NEXT = _UP + b"\0\0\0\0\0\0\1"
_CARRY = _UP + b"\0\0\0\0\0\1\1"
_FOLLOWING = b"".join(_CARRY if at % 256 == 0 else _NEXT for at in range(1, FULL))
"""The rows of the objects of one stream, but the first."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of the table: those of `count` objects from number `first`, and where these are."""

    first: int
    count: int
    kind: int
    where: int


class File:
    """A PDF being written. Objects may come in any order, but each once."""

    def __init__(self) -> None:
        self._parts = [_HEAD]
        self._end = len(_HEAD)
        self._rows: list[_Rows] = []

    def add_stream(self, number: int, entries: bytes, data: bytes) -> None:
        """Add the stream *data* as object *number*; *entries* are those of its dictionary."""
        self._rows.append(_Rows(number, 1, _OPEN, self._end))
        head = b"%d 0 obj\n<< %b /Length %d >>\nstream\n" % (number, entries, len(data))
        self._write(head, data, b"\nendstream\nendobj\n")

    def add_packed(self, number: int, packed: Packed) -> None:
        """Add the objects *packed* as the stream of objects *number*."""
        self._rows.append(_Rows(packed.first, packed.count, _PACKED, number))
        self.add_stream(number, packed.entries + b" /Filter /FlateDecode", packed.data)

    def finished(self, root: int, info: int, number: int) -> bytes:
        """The file with its table as object *number*, the last of all."""
        start = self._end
        self._rows.append(_Rows(number, 1, _OPEN, start))
        table = compress(b"".join(_table(sorted(self._rows, key=lambda rows: rows.first))), LEVEL)
        name = sha256(table)
        for part in self._parts:
            name.update(part)
        said = name.hexdigest()[:32].encode()
        entries = (
            b"/Type /XRef /Size %d /W [ 1 4 2 ] /Root %d 0 R /Info %d 0 R /ID [ <%b> <%b> ]"
            b" /Filter /FlateDecode /DecodeParms << /Columns %d /Predictor 12 >>"
        ) % (number + 1, root, info, said, said, _WIDTH)
        self.add_stream(number, entries, table)
        return b"".join((*self._parts, b"startxref\n%d\n%%%%EOF\n" % start))

    def _write(self, *parts: bytes) -> None:
        self._parts += parts
        self._end += sum(map(len, parts))


def _table(rows: Iterable[_Rows]) -> Iterator[bytes]:
    """The rows of all objects from number 0, each as its difference from the one before."""
    above, number = 0, 0
    for run in rows:
        free = run.first - number
        if free:
            yield _difference(0, above) + (_UP + bytes(_WIDTH)) * (free - 1)
            above = 0
        row = (run.kind << 48) + (run.where << 16)
        yield _difference(row, above) + _FOLLOWING[: (_WIDTH + 1) * (run.count - 1)]
        above, number = row + run.count - 1, run.first + run.count


def _difference(row: int, above: int) -> bytes:
    """The bytes of *row* less those of *above*, each by itself: none borrows of its neighbour."""
    low = (row | _HIGH) - (above & ~_HIGH)
    return _UP + (low ^ ((row ^ ~above) & _HIGH)).to_bytes(_WIDTH, "big")
