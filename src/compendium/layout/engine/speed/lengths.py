"""Questions a box answers thousands of times, with an answer that its style gave at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, column, inline, page

from compendium.layout.engine.fixes import Fix, Stock
from compendium.layout.engine.speed.styles import of_kind

_SIDES = ("top", "right", "bottom", "left")
_SIZES = ("width", "min_width", "max_width", "height", "min_height", "max_height")
_LENGTHS = (*(f"{part}_{side}" for part in ("margin", "padding") for side in _SIDES), *_SIZES)


def resolve_once(stock: Stock) -> Stock:
    """Percentages are resolved for every box each time it is laid out, where there are none.

    Lengths that are absolute, or `auto`, are the same for all boxes of a style.
    """

    def resolve_percentages(box: Any, around: Any) -> None:
        if lengths := of_kind(box.style, "_lengths", _lengths):
            box.__dict__.update(lengths)
        else:
            stock(box, around)

    return resolve_percentages


def _lengths(style: Any) -> dict[str, Any]:
    """What boxes of *style* measure, whatever is around them; empty if that matters."""
    if style["box_sizing"] != "content-box" or style["border_collapse"] == "collapse":
        return {}
    lengths: dict[str, Any] = {}
    for name in _LENGTHS:
        value = style[name]
        if value != "auto" and getattr(value, "unit", "%") == "%":
            return {}
        lengths[name] = "auto" if value == "auto" else value.value
    for name in ("min_width", "min_height"):
        lengths[name] = 0 if lengths[name] == "auto" else lengths[name]
    widths = {name: style[name] for name in (f"border_{side}_width" for side in _SIDES)}
    return lengths | widths


def flow_once(stock: Stock) -> Stock:
    """Five methods are called to find that a box is in the flow."""

    def is_in_normal_flow(box: Any) -> bool:
        style = box.style
        known: tuple[Any, Any, bool] | None = style.__dict__.get("_flow")
        if known is None or known[0] is not style["float"] or known[1] is not style["position"]:
            known = style.__dict__["_flow"] = style["float"], style["position"], stock(box)
        return known[2]

    return is_in_normal_flow


def go_down_once(stock: Stock) -> Stock:
    """The names of the first and the last page of a box are asked of all boxes at its edges.

    At every turn all children are listed to find the first and the last.
    """
    del stock

    def page_values(box: Any) -> tuple[Any, Any]:
        return _edge(box, iter), _edge(box, reversed)

    return page_values


def _edge(box: Any, order: Callable[[Any], Iterator[Any]]) -> Any:
    """The name of the page that the innermost box says which is first in *order*."""
    name = box.style["page"]
    while isinstance(box, boxes.ParentBox) and not isinstance(box, boxes.TableBox):
        inner = (c for c in order(box.children) if c.is_in_normal_flow() or c.is_floated())
        if (box := next(inner, None)) is None:
            break
        name = box.style["page"] or name
    return name


LAYOUT = (
    *(Fix(owner, "resolve_percentages", resolve_once) for owner in (block, inline, column, page)),
    Fix(boxes.ParentBox, "page_values", go_down_once),
    Fix(boxes.Box, "is_in_normal_flow", flow_once),
)
