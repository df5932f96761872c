"""Collators and sentences from the ICU that the icu4py wheel carries.

icu4py has no collator of its own, but brings the whole library, which we ask by its C
interface: the same ICU on Linux, macOS and Windows, which never asks the machine for its
locale.
"""

from __future__ import annotations

import ctypes
import re
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import icu4py
from icu4py.breakers import SentenceBreaker

Collator = Callable[[str], bytes]
"""Makes a sort key: keys compare, byte by byte, as their strings collate."""

PRIMARY, TERTIARY = 0, 2
"""Strengths: letters alone; letters, then accents, then case."""

_ALTERNATE, _STRENGTH, _NUMERIC = 1, 5, 7  # UColAttribute
_ON, _SHIFTED = 17, 20  # UColAttributeValue
_NO_ERROR = 0  # UErrorCode: above it are errors, below it are remarks
_WHEREABOUTS = (
    "icu4py.libs/libicui18n-*.so.*",  # Linux
    "icu4py/.dylibs/libicui18n.*dylib",  # macOS
    "icu4py.libs/icuin*.dll",  # Windows
)
_COMMON = (
    "icu4py.libs/libicuuc-*.so.*",
    "icu4py/.dylibs/libicuuc.*dylib",
    "icu4py.libs/icuuc*.dll",
)
_LONGEST = 200
"""Characters of the name of a language."""
_NATIVE = "utf-16-le" if sys.byteorder == "little" else "utf-16-be"


def version() -> str:
    """The version of ICU, and so of the rules: "78.3"."""
    return str(icu4py.icu_version)


@lru_cache(maxsize=32)
def collator(lang: str, strength: int, skip_spaces: bool) -> Collator:
    """A collator for *lang* (BCP 47); numbers count by value, spaces as *skip_spaces* says.

    A language that ICU has no rules for gets the order all languages share.
    """
    status = ctypes.c_int(_NO_ERROR)
    handle = _function("ucol_open", ctypes.c_void_p)(
        lang.replace("-", "_").encode("ascii", "replace"), ctypes.byref(status)
    )
    _demand(status, f"open rules for {lang!r}")
    attributes = [(_STRENGTH, strength), (_NUMERIC, _ON)]
    if skip_spaces:
        attributes.append((_ALTERNATE, _SHIFTED))
    for attribute, setting in attributes:
        _function("ucol_setAttribute", None)(
            ctypes.c_void_p(handle), attribute, setting, ctypes.byref(status)
        )
        _demand(status, f"set attribute {attribute}")
    return _keys(ctypes.c_void_p(handle))


_ABBREVIATED = re.compile(
    r"(?:^|[\s(\[«“\"])(?:[A-Z\u0410-\u042f]|Nos?|Arts?|paras?|cf|см|ст|стр|гг?|т|п)\.\s*$"  # noqa: RUF001  # Russian
)
"""What ends in a full stop and is no end: an initial, a word cut short."""


def sentence_starts(text: str, lang: str) -> tuple[int, ...]:
    """Where the sentences of *text* begin, but for the first, in characters."""
    breaker = SentenceBreaker(text, f"{lang.replace('-', '_')}@ss=standard")
    starts = [start for start, _ in breaker.segments()]
    return tuple(at for at in starts if at and not _ABBREVIATED.search(text[max(at - 12, 0) : at]))


@lru_cache(maxsize=64)
def language_name(tag: str, lang: str) -> str:
    """What the language *tag* (BCP 47) is called in *lang*: "Japanese"; *tag* if nobody knows."""
    status = ctypes.c_int(_NO_ERROR)
    room = ctypes.create_string_buffer(2 * _LONGEST)
    names = (name.replace("-", "_").encode("ascii", "replace") for name in (tag, lang))
    length = _function("uloc_getDisplayName", ctypes.c_int32, _COMMON)(
        *names, room, _LONGEST, ctypes.byref(status)
    )
    _demand(status, f"name {tag!r}")
    return room.raw[: 2 * length].decode(_NATIVE) or tag


def _keys(handle: ctypes.c_void_p) -> Collator:
    get_sort_key = _function("ucol_getSortKey", ctypes.c_int32)

    def key(text: str) -> bytes:
        units = text.encode(_NATIVE, "surrogatepass")
        size = 4 * len(units) + 16
        room = ctypes.create_string_buffer(size)
        length = get_sort_key(handle, units, len(units) // 2, room, size)
        if length > size:
            room = ctypes.create_string_buffer(length)
            length = get_sort_key(handle, units, len(units) // 2, room, length)
        return room.raw[: length - 1]

    return key


def _demand(status: ctypes.c_int, what: str) -> None:
    if status.value > _NO_ERROR:
        raise OSError(f"ICU cannot {what}: error {status.value}")


def _function(name: str, result: Any, patterns: tuple[str, ...] = _WHEREABOUTS) -> Any:
    """A function of a library, whose names end in its major version ("ucol_open_78")."""
    function = getattr(_library(patterns), f"{name}_{icu4py.icu_version_info[0]}")
    function.restype = result
    return function


@lru_cache(maxsize=2)
def _library(patterns: tuple[str, ...]) -> ctypes.CDLL:
    """A library, wherever this platform's wheel has it; it finds its own neighbours there."""
    return ctypes.CDLL(str(find_library(Path(icu4py.__file__).parent.parent, patterns)))


def find_library(site: Path, patterns: tuple[str, ...] = _WHEREABOUTS) -> Path:
    """The ICU library under *site*, the folder that icu4py is installed in; that of collation."""
    for pattern in patterns:
        if found := sorted(site.glob(pattern)):
            return found[0]
    raise OSError(f"no ICU beside icu4py in {site}: install icu4py from its wheel")
