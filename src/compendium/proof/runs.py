"""Runs: the characters of a page as pdfium reads them, where they stand and how they are drawn.

Where the file says that characters stand for others (`ActualText`), pdfium would read those
and not look at the glyphs. So the marks come off first, in memory, and what they say is
laid beside what is drawn.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from unicodedata import normalize

import pypdfium2.raw as raw

from compendium.proof.letters import SELECTORS, UNSEEN, fold, letters, unselected

_ACTUAL = b"ActualText"
_EM = 1000.0
_FILLED = (0, 2)
"""The modes of text that fill its outlines."""
_OPAQUE, _DARK = 128, 190

_owner = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(raw.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)
"""The text object of a character as a bare address, which is quicker to compare."""

FontKey = tuple[str, int]
"""The name of a font in the file, and how long its program is."""
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


class Glyph(NamedTuple):
    """A glyph as it is drawn: in thousandths of an em from the baseline, rounded."""

    text: str
    width: int
    low: int
    high: int


@dataclass(slots=True)
class Run:
    """Characters drawn by one operator.

    Shape: `text` is what its glyphs are for, `said` what the file says instead of it ("" if
        it says so elsewhere in the group), or None; `boxes` are the edges of each character
        (left, top, right, bottom); `font` is a key of `Reader.fonts`; `baseline` is where it
        stands; `shows` whether its colour and mode make it visible.
    """

    font: FontKey
    size: float
    baseline: float
    text: str = ""
    boxes: list[Box] = field(default_factory=list)
    glyphs: list[Glyph] = field(default_factory=list)
    shows: bool = True
    said: str | None = None
    unlike: bool = False

    @property
    def words(self) -> str:
        """What a reader of the file is told that this is."""
        return self.text if self.said is None else self.said

    @property
    def middle(self) -> float:
        """The horizontal middle of the first and the last character."""
        return (self.boxes[0][0] + self.boxes[-1][2]) / 2


@dataclass(slots=True)
class FontProgram:
    """An embedded font as the file has it.

    Shape: `outlines` has for each character the points that pdfium draws it through, in
        thousandths of an em: of one of its glyphs, if it has several.
    """

    name: str
    embedded: bool
    data: bytes
    outlines: dict[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)


def take_marks(page: Any) -> dict[int, str]:
    """The text that marks put in the place of characters, by the address of the object.

    The marks are taken off the page in memory, for pdfium would read them and not the glyphs.
    """
    found, taken = {}, []
    for index in range(raw.FPDFPage_CountObjects(page)):
        handle = raw.FPDFPage_GetObject(page, index)
        for at in reversed(range(raw.FPDFPageObj_CountMarks(handle))):
            mark = raw.FPDFPageObj_GetMark(handle, at)
            said = _actual_text(mark)
            if said is not None:
                found[ctypes.cast(handle, ctypes.c_void_p).value or 0] = said
                taken.append((handle, mark))
    # Objects in one sequence share their marks: what is taken off one is off all.
    for handle, mark in taken:
        raw.FPDFPageObj_RemoveMark(handle, mark)
    return found


def _actual_text(mark: Any) -> str | None:
    size = ctypes.c_ulong()
    if not raw.FPDFPageObjMark_GetParamBlobValue(mark, _ACTUAL, None, 0, ctypes.byref(size)):
        return None
    data = (ctypes.c_ubyte * max(size.value, 1))()
    raw.FPDFPageObjMark_GetParamBlobValue(mark, _ACTUAL, data, size.value, ctypes.byref(size))
    text = bytes(data)[: size.value]
    if text.startswith(b"\xfe\xff"):
        return text[2:].decode("utf-16-be", "replace")
    if text.startswith(b"\xef\xbb\xbf"):
        return text[3:].decode("utf-8", "replace")
    return text.decode("latin-1")


def read_runs(
    text: Any, height: float, said: Mapping[int, str], fonts: dict[FontKey, FontProgram]
) -> tuple[Run, ...]:
    """The runs of a page *text* in the order drawn; *fonts* is added to.

    Shape: *said* is what `take_marks` gave for the page, whose height is *height*.
    """
    runs = tuple(_Characters(text, height, said, fonts).runs())
    _say(runs)
    return runs


_HIGH_HALVES = range(0xD800, 0xDC00)


def _joined(high: int, low: int) -> int:
    return 0x10000 + (high - 0xD800) * 0x400 + low - 0xDC00


class _Characters:
    """Reads the characters of one page into runs."""

    def __init__(
        self,
        text: Any,
        height: float,
        said: Mapping[int, str],
        fonts: dict[FontKey, FontProgram],
    ) -> None:
        self.text, self.height, self.said, self.fonts = text, height, said, fonts
        self.known: dict[int | None, FontKey] = {}

    def runs(self) -> Iterator[Run]:
        run, current = None, None
        for at, character, owner, box in self._characters():
            if run is None or owner != current:
                if run is not None:
                    yield self._done(run)
                handle = raw.FPDFText_GetTextObject(self.text, at)
                font = raw.FPDFTextObj_GetFont(handle)
                run, current = self._run(handle, self.said.get(owner)), owner
                outlines = self.fonts[run.font].outlines
            run.text += character
            run.boxes.append(box)
            if character not in outlines and character not in SELECTORS:
                outlines[character] = tuple(_outline(font, character))
        if run is not None:
            yield self._done(run)

    def _characters(self) -> Iterator[tuple[int, str, int, Box]]:
        """Every character that is no space: its number, the address of its object, its edges."""
        left, right, low, high = edges = [ctypes.c_double() for _ in range(4)]
        into = [ctypes.byref(edge) for edge in edges]
        text, height = self.text.raw, self.height
        unicode, edges_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetCharBox
        high_half = 0
        for at in range(raw.FPDFText_CountChars(text)):
            code = unicode(text, at)
            if code in _HIGH_HALVES:  # pdfium gives a letter beyond the first plane in two
                high_half = code
                continue
            if high_half:
                code, high_half = _joined(high_half, code), 0
            character = chr(code)
            if not character.isspace():
                edges_of(text, at, *into)
                box = (left.value, height - high.value, right.value, height - low.value)
                yield at, character, _owner(text, at) or 0, box

    @staticmethod
    def _done(run: Run) -> Run:
        """*run* with its glyphs; one glyph may be several letters."""
        scale, foot, before = 1000 / run.size, run.baseline, None
        for character, box in zip(run.text, run.boxes, strict=True):
            left, top, right, bottom = box
            if box == before:
                run.glyphs[-1] = run.glyphs[-1]._replace(text=run.glyphs[-1].text + character)
                continue
            width, low, high = (right - left) * scale, (foot - bottom) * scale, (foot - top) * scale
            run.glyphs.append(Glyph(character, round(width), round(low), round(high)))
            before = box
        return run

    def _run(self, handle: Any, said: str | None) -> Run:
        matrix, size = raw.FS_MATRIX(), ctypes.c_float()
        raw.FPDFPageObj_GetMatrix(handle, ctypes.byref(matrix))
        raw.FPDFTextObj_GetFontSize(handle, ctypes.byref(size))
        scale = abs(matrix.d) or abs(matrix.b) or 1.0
        return Run(
            self._font(handle),
            (size.value * scale) or 1.0,
            self.height - matrix.f,
            shows=_shows(handle),
            said=said,
        )

    def _font(self, handle: Any) -> FontKey:
        font = raw.FPDFTextObj_GetFont(handle)
        address = ctypes.cast(font, ctypes.c_void_p).value
        if address not in self.known:
            self.known[address] = self._program(font)
        return self.known[address]

    def _program(self, font: Any) -> FontKey:
        """The key of *font*: its name, and how long its program is."""
        length = raw.FPDFFont_GetBaseFontName(font, None, 0)
        named = ctypes.create_string_buffer(max(length, 1))
        raw.FPDFFont_GetBaseFontName(font, named, length)
        size = ctypes.c_size_t()
        raw.FPDFFont_GetFontData(font, None, 0, ctypes.byref(size))
        name = named.value.decode("utf-8", "replace")
        key = (name, size.value)
        if key not in self.fonts:
            data = (ctypes.c_uint8 * size.value)()
            raw.FPDFFont_GetFontData(font, data, size.value, ctypes.byref(size))
            embedded = raw.FPDFFont_GetIsEmbedded(font) == 1
            self.fonts[key] = FontProgram(name, embedded, bytes(data))
        return key


def _outline(font: Any, character: str) -> Iterator[tuple[float, float]]:
    """The points that *character* is drawn through, none of the curves between."""
    path = raw.FPDFFont_GetGlyphPath(font, ord(character), _EM)
    curve = 0
    for index in range(max(raw.FPDFGlyphPath_CountGlyphSegments(path), 0) if path else 0):
        segment = raw.FPDFGlyphPath_GetGlyphPathSegment(path, index)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_BEZIERTO:
            curve = (curve + 1) % 3
            if curve:
                continue
        x, y = ctypes.c_float(), ctypes.c_float()
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        yield x.value * 1000, y.value * 1000


def _shows(handle: Any) -> bool:
    """Whether the object is filled with a colour that can be read on paper."""
    if raw.FPDFTextObj_GetTextRenderMode(handle) not in _FILLED:
        return False
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha):
        return True
    light = 0.299 * red.value + 0.587 * green.value + 0.114 * blue.value
    return alpha.value > _OPAQUE and light < _DARK


def _say(runs: Sequence[Run]) -> None:
    """Give each run its share of what the file says in place of its characters."""
    index = 0
    while index < len(runs):
        said = runs[index].said
        if said is None:
            index += 1
            continue
        shown, group = _units(said), [runs[index]]
        count = len(_units(runs[index].text))
        while count < len(shown) and index + len(group) < len(runs):
            follower = runs[index + len(group)]
            if follower.said != said:
                break
            group.append(follower)
            count += len(_units(follower.text))
        _share(group, shown, count)
        index += len(group)


def _share(group: Sequence[Run], shown: str, count: int) -> None:
    """Give each run and glyph of *group* what stands for it in *shown*, if they are as many."""
    if count != len(shown):
        real = letters("".join(run.text for run in group))
        for run in group:
            run.said, run.unlike = "", unselected(fold(real)) != unselected(fold(letters(shown)))
        group[0].said = shown
        return
    units = "".join(_units(run.text) for run in group)
    if units != shown and sorted(units) == sorted(shown):
        # A mark that is set by itself, above or below, is met after the letters beside it.
        for run in group:
            run.said = ""
        group[0].said = shown
        return
    at = 0
    for run in group:
        start = at
        for n, glyph in enumerate(run.glyphs):
            size = len(_units(glyph.text))
            run.glyphs[n] = glyph._replace(text=shown[at : at + size])
            at += size
        run.said = shown[start:at]


def _units(text: str) -> str:
    """*text* taken apart: no ligature and no composed letter, no space, nothing unseen."""
    apart = normalize("NFD", letters(text))
    return "".join(c for c in apart if c not in UNSEEN)
