"""Bytes that rest in a file while nobody asks for them."""

from __future__ import annotations

import atexit
import os
from functools import cache
from tempfile import TemporaryFile
from typing import BinaryIO

from compendium.model.kept import leaving

_PREAD = getattr(os, "pread", None)  # where it is not, bytes stay at hand


class Resting:
    """Some bytes: in a process that builds and leaves they are in a file, else at hand.

    The file has no name, and goes with the process. To another process goes what is in it.
    """

    __slots__ = ("_at_hand", "_size", "_start")

    def __init__(self, data: bytes) -> None:
        self._size = len(data)
        self._start = _laid(data) if leaving() and _PREAD else None
        self._at_hand = data if self._start is None else b""

    def read(self, start: int = 0, end: int | None = None) -> bytes | memoryview:
        """The bytes from *start* to *end*."""
        if self._start is None or _PREAD is None:
            return memoryview(self._at_hand)[start:end]
        end = self._size if end is None else end
        data = bytes(_PREAD(_file().fileno(), end - start, self._start + start))
        if len(data) != end - start:
            raise OSError("the file in which the pieces of a book rest was cut short")
        return data

    def __reduce__(self) -> tuple[type[Resting], tuple[bytes]]:
        return Resting, (bytes(self.read()),)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Resting) and bytes(self.read()) == bytes(other.read())

    def __hash__(self) -> int:
        return hash(bytes(self.read()))


@cache
def _file() -> BinaryIO:
    file = TemporaryFile(prefix="compendium-", buffering=0)  # noqa: SIM115  # closed at the end
    atexit.register(file.close)
    return file


def _laid(data: bytes) -> int | None:
    """Where *data* begins in the file now; None if the disk does not take it."""
    try:
        file, left = _file(), memoryview(data)
        start = os.lseek(file.fileno(), 0, os.SEEK_END)
        while left:
            left = left[file.write(left) :]
    except OSError:
        return None
    return start
