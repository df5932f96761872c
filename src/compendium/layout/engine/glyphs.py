"""What the glyphs on a page say to those who search it, copy from it or hear it read.

A glyph has one text in the whole book. Where a run of type means another (a small capital
that stands for a capital, an accent set over its letter), the run carries its own text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from unicodedata import category, normalize

import pydyf
import uharfbuzz
import weasyprint.draw.text as engine_text
from weasyprint.pdf import stream as engine_stream

from compendium.layout.engine.fixes import Fix

Stock = Callable[..., Any]
_HYPHENS = frozenset("-\u00ad\u2010\u2011")


class GlyphTexts(dict[int, str]):
    """The text of each glyph used of one font; hears of every glyph that is drawn.

    `known` are the glyphs that the font's character map names. Others (ligatures, small
    capitals) mean what they are first drawn for, a single letter in lower case, so that
    every chunk says the same of them.
    """

    def __init__(self, known: Mapping[int, str]) -> None:
        super().__init__()
        self._known = known
        self.differs = False

    def __contains__(self, glyph: object) -> bool:
        return False  # so that the engine tells the text of every glyph, not of each first one

    def __setitem__(self, glyph: int, text: str) -> None:
        meant = self._known.get(glyph)
        if meant is None:
            meant = self.get(glyph) or (text.lower() if len(text) == 1 else text)
        super().__setitem__(glyph, meant)
        if text != meant and not _same(text, meant):
            self.differs = True


def fixes(known: Callable[[Any], Mapping[int, str]]) -> tuple[Fix, ...]:
    """What makes runs carry their text; *known* gives the character map of an engine's font."""

    def listen(stock: Stock) -> Stock:
        def add_font(stream: Any, pango_font: Any) -> Any:
            font, size = stock(stream, pango_font)
            if not isinstance(font.to_unicode, GlyphTexts):
                font.to_unicode = GlyphTexts(known(font))
            return font, size

        return add_font

    return Fix(engine_stream.Stream, "add_font", listen), Fix(
        engine_text, "draw_first_line", _say_text
    )


def characters(data: bytes) -> dict[int, str]:
    """The character of each glyph that the character map of a font names.

    Of several the plainest: an apostrophe before a modifier letter, a letter before a sign
    that only looks like it, and then the lowest.
    """
    face = uharfbuzz.Face(data)
    font = uharfbuzz.Font(face)
    known: dict[int, str] = {}
    for code in sorted(face.unicodes, key=_plainness):
        if (glyph := font.get_nominal_glyph(code)) is not None:
            known.setdefault(glyph, chr(code))
    return known


def _plainness(code: int) -> tuple[bool, bool, int]:
    character = chr(code)
    other = normalize("NFKC", character) != character or 0x2E80 <= code <= 0x2FDF  # radicals
    return other, category(character) == "Lm", code


def _say_text(stock: Stock) -> Stock:
    def draw_first_line(stream: Any, box: Any, *rest: Any) -> Any:
        start = len(stream.stream)
        drawn = stock(stream, box, *rest)
        texts = [f.to_unicode for f in stream._fonts.values() if f.to_unicode.differs]
        for text in texts:
            text.differs = False
        if texts and not hasattr(box, "slot"):
            said = pydyf.Dictionary({"ActualText": pydyf.String(box.pango_layout.text)})
            stream.stream[start:start] = [b"/Span", said, b"BDC"]
            stream.stream.append(b"EMC")
            stream._current_font = None
        return drawn

    return draw_first_line


def _same(text: str, meant: str) -> bool:
    """Whether nobody who reads would tell the two apart: spaces, hyphens, composed letters."""
    if text.isspace() and meant.isspace():
        return True
    if text in _HYPHENS and meant in _HYPHENS:
        return True
    return normalize("NFC", text) == normalize("NFC", meant)
