"""Memory that a stage has done with, given back to the machine."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress


def give_back() -> None:
    """Give back what is free of the heap, where the C library can be told to.

    What a stage reads and lets go leaves holes between the values that stay: a third of the
    memory of a large build, and what is needed next seldom fits into them.
    """
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # a library without it
            ctypes.CDLL(None).malloc_trim(0)
