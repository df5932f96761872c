"""Runs: the characters of a page as pdfium reads them, where they stand and how they are drawn.

Where the file says that characters stand for others (`ActualText`), pdfium would read those
and not look at the glyphs. So the marks come off first, in memory, and what they say is
laid beside what is drawn.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import compress
from operator import eq, ne
from typing import Any
from unicodedata import normalize

import pypdfium2.raw as raw

from compendium.proof import calls
from compendium.proof.calls import Edges
from compendium.proof.letters import SELECTORS, UNSEEN, fold, letters, unselected

_ACTUAL = b"ActualText"
_EM = 1000.0
_FILLED = (0, 2)
"""The modes of text that fill its outlines."""
_OPAQUE, _DARK = 128, 190
_NO_MATRIX = (0.0,) * 6

FontKey = tuple[str, int]
"""The name of a font in the file, and how long its program is."""
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


Glyph = tuple[str, int, int, int]
"""A glyph as it is drawn: the text it is for, its width, and its lowest and highest point from
the baseline, in thousandths of an em, rounded."""
Drawn = tuple[str, float, float, float]
"""The same as it is reckoned: each number is too great by `ROUNDING`."""
ROUNDING = 1.5 * 2**52
"""A number that has no room for fractions: what is added to it is rounded, as `round` does it
and in a fifth of the time."""


@lru_cache(maxsize=1 << 16)
def glyph_of(drawn: Drawn) -> Glyph:
    """The glyph that was *drawn*."""
    text, *numbers = drawn
    width, low, high = (int(number - ROUNDING) for number in numbers)
    return text, width, low, high


@dataclass(frozen=True, slots=True)
class Boxes(Sequence[Box]):
    """The boxes of characters with these *edges* on a page of this *height*, made when asked."""

    edges: Edges = ((), (), (), ())
    height: float = 0.0

    def __len__(self) -> int:
        return len(self.edges[0])

    def __getitem__(self, at: Any) -> Any:
        left, right, low, high = self.edges
        return left[at], self.height - high[at], right[at], self.height - low[at]

    def __iter__(self) -> Iterator[Box]:
        left, right, low, high = self.edges
        height = self.height
        return zip(left, [height - y for y in high], right, [height - y for y in low], strict=True)


@dataclass(slots=True)
class Run:
    """Characters drawn by one operator.

    Shape: `text` is what its glyphs are for, `said` what the file says instead of it ("" if
        it says so elsewhere in the group), or None; `boxes` are the edges of each character
        (left, top, right, bottom), `glyphs` how each is drawn; `font` is a key of
        `Reader.fonts`; `baseline` is where it stands; `shows` whether its colour and mode make
        it visible; `owner` is the address of the object that draws it.
    """

    font: FontKey
    size: float
    baseline: float
    text: str = ""
    boxes: Boxes = Boxes()
    glyphs: list[Drawn] = field(default_factory=list)
    shows: bool = True
    said: str | None = None
    unlike: bool = False
    owner: int = 0

    @property
    def words(self) -> str:
        """What a reader of the file is told that this is."""
        return self.text if self.said is None else self.said

    @property
    def middle(self) -> float:
        """The horizontal middle of the first and the last character."""
        left, right, *_ = self.boxes.edges
        return (left[0] + right[-1]) / 2


@dataclass(slots=True)
class FontProgram:
    """An embedded font as the file has it.

    Shape: `outlines` has for each character the points that pdfium draws it through, in
        thousandths of an em: of one of its glyphs, if it has several; `asked` are the
        characters that were looked for.
    """

    name: str
    embedded: bool
    data: bytes
    outlines: dict[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)


def take_marks(page: Any) -> dict[int, str]:
    """The text that marks put in the place of characters, by the address of the object.

    The marks are taken off the page in memory, for pdfium would read them and not the glyphs.
    """
    found, taken = {}, []
    place = calls.address(page)
    for index in range(raw.FPDFPage_CountObjects(page)):
        handle = calls.object_at(place, index)
        for at in reversed(range(calls.count_marks(handle))):
            mark = calls.mark_at(handle, at)
            said = _actual_text(mark)
            if said is not None:
                found[handle] = said
                taken.append((handle, mark))
    # Objects in one sequence share their marks: what is taken off one is off all.
    for handle, mark in taken:
        raw.FPDFPageObj_RemoveMark(
            ctypes.cast(handle, raw.FPDF_PAGEOBJECT), ctypes.cast(mark, raw.FPDF_PAGEOBJECTMARK)
        )
    return found


_size = ctypes.c_ulong()
_at_size = ctypes.addressof(_size)


def _actual_text(mark: int) -> str | None:
    if not calls.mark_value(mark, _ACTUAL, None, 0, _at_size):
        return None
    size = _size.value
    data = (ctypes.c_ubyte * max(size, 1))()
    calls.mark_value(mark, _ACTUAL, ctypes.addressof(data), size, _at_size)
    text = bytes(data)[: _size.value]
    if text.startswith(b"\xfe\xff"):
        return text[2:].decode("utf-16-be", "replace")
    if text.startswith(b"\xef\xbb\xbf"):
        return text[3:].decode("utf-8", "replace")
    return text.decode("latin-1")


def read_runs(
    text: Any, size: tuple[float, float], said: Mapping[int, str], fonts: dict[FontKey, FontProgram]
) -> tuple[tuple[Run, ...], bool]:
    """The runs of a page *text* in the order drawn, and whether all of them are on the page.

    Shape: *said* is what `take_marks` gave for the page, whose width and height *size* is;
        *fonts* is added to.
    """
    characters = _Characters(text, size[1], said, fonts)
    runs = tuple(characters.runs())
    _say(runs)
    return runs, characters.inside(size)


_HIGH_HALVES = range(0xD800, 0xDC00)


def _joined(high: int, low: int) -> int:
    return 0x10000 + (high - 0xD800) * 0x400 + low - 0xDC00


def _seen(page: calls.Page) -> tuple[str, list[int]]:
    """The characters of *page* that are no space, and where each is.

    pdfium gives a letter beyond the first plane in two; it is where its second half is.
    """
    text = page.plain()
    if text is not None:
        places = [at for at, character in enumerate(text) if not character.isspace()]
        return "".join(text.split()), places
    characters, places, high = list[str](), [], 0
    for at, code in enumerate(page.codes()):
        if code in _HIGH_HALVES:
            high = code
            continue
        character, high = chr(_joined(high, code) if high else code), 0
        if not character.isspace():
            characters.append(character)
            places.append(at)
    return "".join(characters), places


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
        self.known: dict[int, FontKey] = {}
        self.edges: Edges = ((), (), (), ())
        self.matrix, self.size = (ctypes.c_float * 6)(), ctypes.c_float()
        self.colour = (ctypes.c_uint * 4)()
        self.at_matrix, self.at_size = map(ctypes.addressof, (self.matrix, self.size))
        at = ctypes.addressof(self.colour)
        self.at_colour = range(at, at + ctypes.sizeof(self.colour), ctypes.sizeof(ctypes.c_uint))

    def runs(self) -> Iterator[Run]:
        page = calls.Page(self.text)
        text, places = _seen(page)
        owners, self.edges = page.owners(places), page.edges(places)
        left, right, low, high = self.edges
        turns = [*compress(range(1, len(text)), map(ne, owners[1:], owners))]
        for start, end in zip([0, *turns], [*turns, len(text)], strict=True):
            if start < end:
                here = slice(start, end)
                edges = left[here], right[here], low[here], high[here]
                run = self._run(owners[start], text[here], edges)
                self._outlines(run)
                yield run

    def inside(self, size: tuple[float, float]) -> bool:
        """Whether every character is on the page, a point more or less."""
        if not any(self.edges):
            return True
        left, right, low, high = self.edges
        across, up = size[0] + 1, size[1] + 1
        return min(left) >= -1 and min(low) >= -1 and max(right) <= across and max(high) <= up

    def _outlines(self, run: Run) -> None:
        """Note how pdfium draws the characters of *run* that its font was not asked for yet."""
        program = self.fonts[run.font]
        if not program.asked.issuperset(run.text):
            font = ctypes.cast(calls.font_of(run.owner), raw.FPDF_FONT)
            for character in set(run.text) - program.asked:
                if character not in SELECTORS:
                    program.outlines[character] = tuple(_outline(font, character))
            program.asked.update(run.text)

    def _run(self, owner: int, text: str, edges: Edges) -> Run:
        found = calls.matrix_of(owner, self.at_matrix)
        _, slant, _, upright, _, foot = self.matrix if found else _NO_MATRIX
        sized = calls.size_of(owner, self.at_size)
        size = (self.size.value if sized else 0.0) * (abs(upright) or abs(slant) or 1.0) or 1.0
        return Run(
            self._font(owner),
            size,
            self.height - foot,
            text,
            Boxes(edges, self.height),
            _glyphs(text, edges, size, foot),
            self._shows(owner),
            self.said.get(owner),
            owner=owner,
        )

    def _shows(self, owner: int) -> bool:
        """Whether the object is filled with a colour that can be read on paper."""
        if calls.mode_of(owner) not in _FILLED:
            return False
        if not calls.colour_of(owner, *self.at_colour):
            return True
        red, green, blue, alpha = self.colour
        light = 0.299 * red + 0.587 * green + 0.114 * blue
        return bool(alpha > _OPAQUE and light < _DARK)

    def _font(self, owner: int) -> FontKey:
        address = calls.font_of(owner)
        if address not in self.known:
            self.known[address] = self._program(ctypes.cast(address, raw.FPDF_FONT))
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


def _glyphs(text: str, edges: Edges, size: float, foot: float) -> list[Drawn]:
    """The glyphs of a run; letters that have one box have one glyph."""
    scale, near = 1000 / size, ROUNDING
    glyphs = [
        (
            character,
            (right - left) * scale + near,
            (low - foot) * scale + near,
            (high - foot) * scale + near,
        )
        for character, left, right, low, high in zip(text, *edges, strict=True)
    ]
    left = edges[0]
    if any(map(eq, left, left[1:])):
        _join(glyphs, edges)
    return glyphs


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


def _join(glyphs: list[Drawn], edges: Edges) -> None:
    """Make one of *glyphs* with the same *edges*, which are letters of one."""
    boxes = [*zip(*edges, strict=True)]
    for at in range(len(boxes) - 1, 0, -1):
        if boxes[at] == boxes[at - 1]:
            said, *_ = glyphs.pop(at)
            glyphs[at - 1] = (glyphs[at - 1][0] + said, *glyphs[at - 1][1:])


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
            size = 1 if len(glyph[0]) == 1 and glyph[0].isascii() else len(_units(glyph[0]))
            run.glyphs[n] = (shown[at : at + size], *glyph[1:])
            at += size
        run.said = shown[start:at]


def _units(text: str) -> str:
    """*text* taken apart: no ligature and no composed letter, no space, nothing unseen."""
    plain = letters(text)
    if plain.isascii():
        return plain
    apart = normalize("NFD", plain)
    return "".join(c for c in apart if c not in UNSEEN)
