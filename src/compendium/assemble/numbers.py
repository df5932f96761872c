"""Which numbers the objects of a book have.

Some have the same number in every book, so that what refers to them need not be told. The
fonts follow, then a block for each quire, so that one which grows a little moves no other.
One that grows by a page moves those after it in its stack: every stack begins far enough
from the one before it. Which quires begin a stack is said by their names alone.
"""

from __future__ import annotations

from zlib import crc32

CATALOG, PAGES, STRUCTURE, DOCUMENT, INFORMATION, METADATA, PROFILE = range(1, 8)
FONTS = 16
_BLOCK = 64
_ROOM = 2048
_QUIRES = 16  # of a stack, more or less


def opening(number: int, block: int = _BLOCK) -> int:
    """The first number of the next *block* after *number*."""
    return number + block - number % block


def stack_opening(number: int) -> int:
    """The first number of a stack after *number*."""
    return opening(number, _ROOM)


def begins_stack(chunk: str) -> bool:
    """Whether the quire of *chunk* is the first of a stack, wherever it stands."""
    return crc32(chunk.encode()) % _QUIRES == 0
