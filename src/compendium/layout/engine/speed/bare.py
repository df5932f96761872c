"""Boxes of words only, which are asked again and again what they have around and behind them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import weasyprint.draw as engine_draw
from weasyprint.draw.color import get_color
from weasyprint.formatting_structure import boxes
from weasyprint.layout import background

from compendium.layout.engine.fixes import Fix, Stock
from compendium.layout.engine.speed.styles import of_kind

_EDGES = ("top", "right", "bottom", "left")
_CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")
_IMAGES = ("border_image_source", "mask_border_source")
_PLAIN = {"background": None, **{f"border_{corner}_radius": (0, 0) for corner in _CORNERS}}


def back_once(stock: Stock) -> Stock:
    """The corners and the background of every box are worked out, where there are none."""

    def layout_box_backgrounds(page: Any, box: Any, get_image: Any, *rest: Any, **more: Any) -> Any:
        whole = isinstance(box, boxes.PageBox) or not isinstance(box, boxes.Box)
        if rest or more or whole or not of_kind(box.style, "_no_back", _has_no_back):
            stock(page, box, get_image, *rest, **more)
            return
        box.__dict__.update(_PLAIN)
        for child in box.all_children():
            layout_box_backgrounds(page, child, get_image)

    return layout_box_backgrounds


def edge_once(stock: Stock) -> Stock:
    """The four edges of every box are looked at, and its columns, before nothing is drawn."""

    def draw_border(stream: Any, box: Any) -> None:
        if not of_kind(box.style, "_no_edge", _has_no_edge):
            stock(stream, box)

    return draw_border


def line_once(stock: Stock) -> Stock:
    """The line around every box is looked up, where there is none."""

    def draw_outline(stream: Any, box: Any) -> None:
        stack = [box]
        while stack:
            one = stack.pop()
            if not of_kind(one.style, "_no_line", _has_no_line):
                stock(stream, box)
                return
            stack += [child for child in one.children if isinstance(child, boxes.Box)]

    return draw_outline


def walk_flat(stock: Stock) -> Stock:
    """Every box is handed up through all that it is in by those who ask for all of them."""
    del stock

    def descendants(box: Any, placeholders: bool = False) -> Iterator[Any]:
        stack = [box]
        while stack:
            box = stack.pop()
            if isinstance(box, boxes.Box):
                yield box
                stack += box.children[::-1]
            elif placeholders:
                yield from box.descendants(placeholders)
            else:
                yield box

    return descendants


def _has_no_back(style: Any) -> bool:
    """Whether nothing is behind a box of *style*, and its corners are square."""
    return (
        all((0, "px") in style[f"border_{corner}_radius"] for corner in _CORNERS)
        and all(style[source][0] == "none" for source in _IMAGES)
        and style["visibility"] != "hidden"
        and all(kind == "none" and value is None for kind, value in style["background_image"])
        and not style["box_shadow"]
        and bool(get_color(style, "background_color").alpha == 0)
    )


def _has_no_line(style: Any) -> bool:
    """Whether no line is drawn around a box of *style*, outside its edges."""
    return not (
        style["visibility"] == "visible"
        and style["outline_width"]
        and get_color(style, "outline_color").alpha
    )


def _has_no_edge(style: Any) -> bool:
    """Whether no box of *style* has anything drawn around it or between its columns."""
    return (
        all(style[f"border_{edge}_width"] == 0 for edge in _EDGES)
        and style["border_collapse"] != "collapse"
        and style["border_image_source"][0] == "none"
        and bool(style["column_width"] == style["column_count"] == "auto")
    )


LAYOUT = (
    Fix(boxes.Box, "descendants", walk_flat),
    Fix(background, "layout_box_backgrounds", back_once),
)
DRAWING = (
    Fix(engine_draw, "draw_border", edge_once),
    Fix(engine_draw, "draw_outline", line_once),
)
