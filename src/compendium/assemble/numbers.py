"""Which numbers the objects of a book have.

Some have the same number in every book, so that what refers to them need not be told. The
fonts follow, then a block for each quire, so that one which grows a little moves no other.
"""

from __future__ import annotations

CATALOG, PAGES, STRUCTURE, DOCUMENT, INFORMATION, METADATA, PROFILE = range(1, 8)
FONTS = 16
_BLOCK = 64


def opening(number: int) -> int:
    """The first number of the next block after *number*."""
    return number + _BLOCK - number % _BLOCK
