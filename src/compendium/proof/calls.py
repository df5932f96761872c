"""The functions of pdfium that are asked for every character, object or mark of a page.

Over a whole page they are called in one go, with arguments that were made ready once and
without letting other threads run: that takes half of the time.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Sequence
from itertools import repeat
from typing import Any

import pypdfium2.raw as raw

_EDGES = 4
_SIZE = ctypes.sizeof(ctypes.c_double)
_MADE, _HYPHEN = "\ufffe", "\x02"
"""The two signs that pdfium has for a hyphen at the end of a line."""
Edges = tuple[Sequence[float], Sequence[float], Sequence[float], Sequence[float]]
"""Left, right, lower and upper edges of characters, in points from the lower left corner."""
_POINTER, _POINTERS = ctypes.c_void_p, (ctypes.c_void_p,) * 4


def _bare(name: str, result: Any, *arguments: Any) -> Any:
    """The function *name*; without types for its *arguments* they must be ready for C."""
    function = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
    assert function
    return ctypes.PYFUNCTYPE(result, *arguments)(function)


_unicode = _bare("FPDFText_GetUnicode", ctypes.c_uint)
_owner = _bare("FPDFText_GetTextObject", ctypes.c_size_t)
_edges_of = _bare("FPDFText_GetCharBox", ctypes.c_int)

object_at = _bare("FPDFPage_GetObject", ctypes.c_size_t, _POINTER, ctypes.c_int)
count_marks = _bare("FPDFPageObj_CountMarks", ctypes.c_int, _POINTER)
mark_at = _bare("FPDFPageObj_GetMark", ctypes.c_size_t, _POINTER, ctypes.c_ulong)
mark_value = _bare(
    "FPDFPageObjMark_GetParamBlobValue",
    ctypes.c_int, _POINTER, ctypes.c_char_p, _POINTER, ctypes.c_ulong, _POINTER,
)  # fmt: skip
matrix_of = _bare("FPDFPageObj_GetMatrix", ctypes.c_int, _POINTER, _POINTER)
kind_of = _bare("FPDFPageObj_GetType", ctypes.c_int, _POINTER)
bounds_of = _bare("FPDFPageObj_GetBounds", ctypes.c_int, _POINTER, *_POINTERS)
clip_of = _bare("FPDFPageObj_GetClipPath", ctypes.c_size_t, _POINTER)
count_clips = _bare("FPDFClipPath_CountPaths", ctypes.c_int, _POINTER)
size_of = _bare("FPDFTextObj_GetFontSize", ctypes.c_int, _POINTER, _POINTER)
font_of = _bare("FPDFTextObj_GetFont", ctypes.c_size_t, _POINTER)
mode_of = _bare("FPDFTextObj_GetTextRenderMode", ctypes.c_int, _POINTER)
colour_of = _bare("FPDFPageObj_GetFillColor", ctypes.c_int, _POINTER, *_POINTERS)


def address(handle: Any) -> int:
    """Where what *handle* stands for is; 0 for nothing."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


class _Sheet:
    """Room for the edges of the characters of one page, and arguments that lead there."""

    def __init__(self) -> None:
        self.room = 0
        self.found: Any = None
        self.into: list[list[Any]] = []

    def for_(self, count: int) -> list[list[Any]]:
        """Arguments for *count* characters, or more."""
        if self.room < count:
            self.room = count * 2
            self.found = (ctypes.c_double * (self.room * _EDGES))()
            steps = range(0, self.room * _EDGES * _SIZE, _EDGES * _SIZE)
            self.into = [
                [ctypes.byref(self.found, step + edge * _SIZE) for step in steps]
                for edge in range(_EDGES)
            ]
        return self.into


_sheet = _Sheet()


class Page:
    """The text of one page, as pdfium has it in *text*."""

    def __init__(self, text: Any) -> None:
        self.count: int = raw.FPDFText_CountChars(text)
        self.handle = text
        self.text = ctypes.byref(ctypes.c_char.from_address(address(text)))

    def plain(self) -> str | None:
        """Its characters, if each is one letter of the first plane; a hyphen made here is U+0002.

        They come all at once then, and `codes` are the same.
        """
        room = (ctypes.c_ushort * (self.count + 1))()
        written = raw.FPDFText_GetText(self.handle, 0, self.count, room)
        try:
            said = bytes(room)[: 2 * written].decode("utf-16-le").removesuffix("\0")
        except UnicodeDecodeError:
            return None
        return said.replace(_MADE, _HYPHEN) if len(said) == self.count else None

    def codes(self) -> list[int]:
        """Its characters, as units of UTF-16."""
        return [*map(_unicode, repeat(self.text, self.count), range(self.count))]

    def owners(self, places: Sequence[int]) -> list[int]:
        """The addresses of the objects that the characters at *places* belong to."""
        return [*map(_owner, repeat(self.text), places)]

    def edges(self, places: Sequence[int]) -> Edges:
        """The edges of the characters at *places*."""
        into = _sheet.for_(len(places))
        deque(map(_edges_of, repeat(self.text), places, *into), maxlen=0)
        values = _sheet.found[: len(places) * _EDGES] if places else []
        return values[::4], values[1::4], values[2::4], values[3::4]
