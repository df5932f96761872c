"""The shared libraries of the engine, loaded by being imported; before anything of it is.

It asks for each of them first by the names that other systems have for it. On Linux every
such name has a compiler and a linker started that look for it in vain, and that takes as
long as all the rest. Here the names that the loader knows are all that is found.
"""

from __future__ import annotations

import ctypes.util
import sys
from importlib import import_module


def _nowhere(name: str) -> str | None:
    """No library is found by a *name* that is not its file's."""
    del name
    return None


def _load() -> None:
    find = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = _nowhere
    try:
        import_module("weasyprint.text.ffi")
    finally:
        ctypes.util.find_library = find


_load()
