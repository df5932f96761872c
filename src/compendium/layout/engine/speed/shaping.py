"""Pango is set up anew for every run of characters, and shapes lines that are thrown away."""

from __future__ import annotations

import re
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline, preferred
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, gobject, pango

from compendium.layout.engine.fixes import Fix, Stock
from compendium.layout.engine.speed.styles import of_kind

ffi.cdef("PangoLayout * pango_layout_copy (PangoLayout *src);")

_MANY = 20_000  # texts of a type
_UNBROKEN = ("nowrap", "pre")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\xad\u2028\u2029]")
_TYPE = (
    "font_family", "font_style", "font_stretch", "font_weight", "font_size", "font_kerning",
    "font_variant_ligatures", "font_variant_position", "font_variant_caps",
    "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian",
    "font_feature_settings", "font_variation_settings", "font_language_override", "lang",
    "direction", "text_decoration_line",
)  # fmt: skip
"""All of a style that the engine sets Pango up by."""


def type_of(style: Any) -> tuple[Any, ...]:
    """What tells the type of *style* from other type."""
    found: tuple[Any, ...] = of_kind(style, "_type", _type)
    return found


def _type(style: Any) -> tuple[Any, ...]:
    return tuple([str(style[name]) for name in _TYPE])


def set_up_once(stock: Stock) -> Stock:
    """Two hundred times a page Pango is told the font, its features and the language.

    Here once for all text in the same type; what was set up is copied.
    """

    def setup(self: Any, style: Any) -> None:
        models = style.font_config.__dict__.setdefault("_models", {})
        model = models.get(type_of(style))
        if model is None:
            made = line_break.Layout.__new__(line_break.Layout)
            stock(made, style)
            model = models[type_of(style)] = made.__dict__
        self.__dict__ |= model
        self.style = style
        self.layout = ffi.gc(pango.pango_layout_copy(model["layout"]), gobject.g_object_unref)

    return setup


def unshaped(style: Any, text: str, spacing: float, max_width: float | None) -> Any:
    """The layout of a line from left to right that has been measured, and is not shaped.

    What the engine finds in one whose Pango layout has been let go of.
    """
    models = style.font_config.__dict__["_models"]
    layout = line_break.Layout.__new__(line_break.Layout)
    layout.__dict__ |= models[type_of(style)]
    del layout.layout, layout.language, layout.style
    layout.text, layout.justification_spacing, layout.max_width = text, spacing, max_width
    layout.first_line_direction = 0
    return layout


def space_unshaped(stock: Stock) -> Stock:
    """Every run of a justified line is given to Pango, and taken from it before it is shaped."""

    def add_word_spacing(context: Any, box: Any, spacing: float, advance: float) -> Any:
        text = box.text if isinstance(box, boxes.TextBox) else "\n"
        if "\n" in text or not _is_set_up(box.style):
            return stock(context, box, spacing, advance)
        box.justification_spacing = spacing
        box.position_x += advance
        if spaces := text.count(" ") + text.count("\u00a0"):
            extra = spacing * spaces
            advance += extra
            box.width += extra
            box.pango_layout = unshaped(box.style, text, spacing, None)
        return advance

    return add_word_spacing


def strut_once(stock: Stock) -> Stock:
    """The height of a line is looked up by a text of all that its type depends on."""

    def strut(style: Any) -> Any:
        return of_kind(style, "_strut", stock)

    return strut


def measure_once(stock: Stock) -> Stock:
    """Calls, numbers, commas and the words of links are shaped wherever they stand.

    How wide and high a text is that fits its line does not depend on the line.
    """

    def split_first_line(
        text: str,
        style: Any,
        context: Any,
        max_width: float | None,
        justification_spacing: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:
        known = _measured(style)
        if style["letter_spacing"] != "normal" and style["letter_spacing"] < 0:
            known = {}
        end = None if max_width is None or style["white_space"] in _UNBROKEN else max_width
        if (found := known.get(text)) is not None and (end is None or found[2] <= end):
            layout = line_break.Layout.__new__(line_break.Layout)
            layout.__dict__ |= found[0]
            layout.justification_spacing, layout.max_width = justification_spacing, max_width
            return layout, found[1], None, *found[2:]
        done = stock(text, style, context, max_width, justification_spacing, is_line_start, minimum)
        layout, length, resume_at, *size = done
        if resume_at is None and layout.text == text and (end is None or size[0] <= end):
            if len(known) > _MANY:
                known.clear()
            if style["text_decoration_line"] == "none" and not _CONTROL.search(text):
                known[text] = dict(layout.__dict__), length, *size
        return done

    return split_first_line


def join_once(stock: Stock) -> Stock:
    """Whether a line may break between two letters is asked wherever an element begins."""
    known: dict[tuple[str, Any], bool] = {}

    def can_break_text(text: str, lang: Any) -> bool:
        if len(text) != 2:
            return bool(stock(text, lang))
        key = text, lang
        if key not in known:
            known[key] = stock(text, lang)
        return known[key]

    return can_break_text


def _is_set_up(style: Any) -> bool:
    """Whether Pango has been set up for text in *style*."""
    return type_of(style) in style.font_config.__dict__.get("_models", ())


def _measured(style: Any) -> dict[str, Any]:
    """The texts of the type and spacing of *style* that have been measured."""
    known: dict[str, Any] | None = style.__dict__.get("_measured")
    if known is None:
        key = type_of(style), style["letter_spacing"], style["word_spacing"]
        types = style.font_config.__dict__.setdefault("_measured", {})
        known = style.__dict__["_measured"] = types.setdefault(key, {})
    return known


LAYOUT = (
    Fix(inline, "split_first_line", measure_once),
    Fix(preferred, "split_first_line", measure_once),
    Fix(line_break.Layout, "setup", set_up_once),
    Fix(inline, "can_break_text", join_once),
    Fix(preferred, "can_break_text", join_once),
    Fix(line_break, "strut", strut_once),
    Fix(inline, "strut", strut_once),
    Fix(inline, "add_word_spacing", space_unshaped),
)
DRAWING = (Fix(line_break.Layout, "setup", set_up_once),)
