"""Memory: what a stage has done with is given back, and rings in it are looked for or not."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from compendium.model.kept import leaving

_LARGE = 128 * 1024  # bytes
_THRESHOLD = -3  # what `mallopt` calls the size from which a block is the machine's own


def part_with_large_blocks() -> None:
    """In a process that builds and leaves, give each large block back as soon as it is let go.

    Left to itself, the C library keeps blocks as large as the largest that was let go: the PDF
    of the book before it had its seal, say.
    """
    if leaving():
        _tell("mallopt", _THRESHOLD, _LARGE)


def give_back() -> None:
    """Give back what is free of the heap, where the C library can be told to.

    What a stage reads and lets go leaves holes between the values that stay: a third of the
    memory of a large build, and what is needed next seldom fits into them.
    """
    _tell("malloc_trim", 0)


def _tell(function: str, *values: int) -> None:
    if sys.platform == "linux":
        import ctypes  # what builds nothing needs none

        with suppress(OSError, AttributeError):  # a library without it
            getattr(ctypes.CDLL(None), function)(*values)


@contextmanager
def unswept() -> Iterator[None]:
    """Look for no garbage meanwhile: millions of values come and go here, and no rings of them."""
    sweeping = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if sweeping:
            gc.enable()
