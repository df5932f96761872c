"""Lines that are laid out and asked for glyph after glyph when they are drawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import weasyprint.draw as engine_draw
import weasyprint.draw.text as engine_text
from weasyprint.matrix import Matrix
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, pango

from compendium.layout.engine.fixes import Fix, Stock
from compendium.layout.engine.speed.words import SURE, Glyph, Type, laid_out, split, type_for

Spelled = tuple[str, bool]
"""What is written for glyphs, and whether one stands for other characters than usual."""


def spell_words(stock: Stock) -> Stock:
    """Half of drawing a page is shaping its lines again and asking for each number of a glyph.

    A justified line is put together from words; of another the glyphs are read at once.
    """
    speller = _Speller()

    def draw_first_line(
        stream: Any, box: Any, text_overflow: str, block_ellipsis: str, matrix: Any
    ) -> Any:
        layout = box.pango_layout
        if "layout" in layout.__dict__:  # laid out by somebody else
            return stock(stream, box, text_overflow, block_ellipsis, matrix)
        if not box.text.strip():
            return []
        line = None
        if text_overflow != "ellipsis" and block_ellipsis == "none":
            line = speller.from_words(stream, box.style, layout)
            line = line or speller.from_text(stream, box.style, layout)
        if line is None:
            layout.reactivate(box.style)
            drawn = stock(stream, box, text_overflow, block_ellipsis, matrix)
            layout.deactivate()
            return drawn
        (font, size), strings = line
        stream.set_text_matrix(*matrix.values)
        stream.set_font_size(font.hash, size)
        stream.show_text("".join(strings))
        return []

    return draw_first_line


def draw_unshaped(stock: Stock) -> Stock:
    """Before a run of characters is drawn it is laid out, whether that is needed or not."""

    def draw_text(
        stream: Any, box: Any, offset_x: float, text_overflow: str, block_ellipsis: str
    ) -> None:
        style = box.style
        if style["text_decoration_line"] != "none":
            stock(stream, box, offset_x, text_overflow, block_ellipsis)
        elif style["visibility"] == "visible":
            x, y = box.position_x, box.position_y + box.baseline
            stream.set_color(style["color"])
            stream.begin_text()
            emojis = engine_text.draw_first_line(
                stream, box, text_overflow, block_ellipsis, Matrix(d=-1, e=x, f=y)
            )
            stream.end_text()
            engine_text.draw_emojis(stream, style, x, y, emojis)

    return draw_text


class _Speller:
    """How the lines of one drawing are spelled."""

    def __init__(self) -> None:
        self._fonts: dict[Type, tuple[Any, float]] = {}
        self._spelled: dict[Any, dict[str, Spelled]] = {}

    def from_words(self, stream: Any, style: Any, layout: Any) -> Any:
        """Font, size and strings of a line whose words stand apart; None if it is no such line."""
        stretch = int(layout.justification_spacing * TO_UNITS)
        if (found := split(style, layout.text, stretch)) is None:
            return None
        (script, parts), type_ = found, type_for(style)
        if not type_.sound:
            return None
        words = [part for part in parts[::2] if part]
        glyphs = type_.words(style, script, words)
        if not all(glyphs[word] for word in words):
            return None
        font, size = self._font(stream, type_)
        if not _is_outlined(font):
            return None
        spelled = self._spelled.setdefault((type_, script), {})
        strings, last = [], len(parts) - 2
        spaces: dict[Any, str] = {}
        for at, part in enumerate(parts):
            if at % 2:
                space = part, at == 1 and not parts[0], at == last and not parts[-1]
                if space not in spaces:
                    glyph = type_.space(part, stretch, *space[1:])
                    spaces[space] = _spell(stream, font, size, type_.font, (glyph,))[0]
                strings.append(spaces[space])
            elif part:
                if part not in spelled:
                    spelled[part] = _spell_once(stream, font, size, type_, glyphs[part])
                string, differs = spelled[part]
                strings.append(string)
                font.to_unicode.differs |= differs
        return (font, size), strings

    def from_text(self, stream: Any, style: Any, layout: Any) -> Any:
        """Font, size and strings of a line that Pango lays out; None if it is of many fonts."""
        type_ = type_for(style)
        if layout.justification_spacing or not type_.sound:
            found = laid_out(style, layout)
        else:
            found = type_.text(style, layout)
        if not all(glyphs and font == found[0][0] for font, glyphs in found):
            return None
        if found[0][0] == type_.font:
            font, size = self._font(stream, type_)
        else:
            font, size = stream.add_font(found[0][0])
        if pango.pango_version() < SURE or not _is_outlined(font):
            return None
        strings = []
        for pango_font, glyphs in found:
            string, differs = _spell(stream, font, size, pango_font, glyphs)
            font.to_unicode.differs |= differs
            strings.append(string)
        return (font, size), strings

    def _font(self, stream: Any, type_: Type) -> tuple[Any, float]:
        if type_ not in self._fonts:
            self._fonts[type_] = stream.add_font(type_.font)
        return self._fonts[type_]


def _is_outlined(font: Any) -> bool:
    """Whether the glyphs of *font* are drawn with nothing but its outlines."""
    return not (font.bitmap or font.svg or font.png or font.colr)


def _spell_once(
    stream: Any, font: Any, size: float, type_: Type, glyphs: tuple[Glyph, ...]
) -> Spelled:
    """What was written for *glyphs* of *type_* before, if it would be written again.

    That is so if each has the width and the text it had then, as far as it is met in *font*.
    """
    met = font.__dict__.setdefault("met", set())
    string, means = type_.spelled.get(glyphs, ("", ()))
    if means and met.issuperset(means):
        return string, False
    string, differs = _spell(stream, font, size, type_.font, glyphs)
    if not differs:
        signs = [(glyph, text, font.widths[glyph]) for glyph, _, _, text in glyphs]
        means = tuple([type_.signs.setdefault(sign, sign) for sign in signs])
        met.update(means)
        type_.keep_spelled(glyphs, string, means)
    return string, differs


def _spell(
    stream: Any, font: Any, size: float, pango_font: Any, glyphs: Iterable[Glyph]
) -> Spelled:
    string, widths, texts = "<", font.widths, font.to_unicode
    usual = font.__dict__.setdefault("usual", set())
    before, texts.differs, differs = texts.differs, False, False
    for glyph, width, x_offset, text in glyphs:
        if (glyph, text) not in usual:
            texts[glyph] = text
            if not texts.differs:
                usual.add((glyph, text))
            differs, texts.differs = differs or texts.differs, False
        if glyph not in widths:
            pango.pango_font_get_glyph_extents(
                pango_font, glyph, stream.ink_rect, stream.logical_rect
            )
            widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
        offset = x_offset / size
        if offset:
            string += f">{-offset}<"
        string += f"{glyph:04x}"
        if kerning := widths[glyph] + offset - width * 1000 * FROM_UNITS / size:
            string += f">{int(kerning)}<"
    texts.differs = before
    return (string[:-1] if string[-1] == "<" else string + ">"), differs


DRAWING = (
    Fix(engine_text, "draw_first_line", spell_words),
    Fix(engine_draw, "draw_text", draw_unshaped),
)
