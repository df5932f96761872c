"""Pages whose styles are worked out one by one, though the style sheet says the same of them."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from copy import deepcopy
from functools import lru_cache, wraps
from types import SimpleNamespace
from typing import Any, cast

import weasyprint.layout as engine_layout
from weasyprint.css import targets
from weasyprint.layout import page

from compendium.layout.engine.fixes import Fix, Stock

_ATOMS = (int, str, float, bool, type(None))


def dress_pages_once(stock: Stock) -> Stock:
    """Every page has seventeen styles, its margins and its notes having theirs.

    All pages that the same rules are for have the same ones, but for the first, before which
    no page has a size. What the engine changes in them it changes alike.
    """

    def set_page_type_computed_styles(page_type: Any, html: Any, style_for: Any) -> None:
        known: dict[Any, dict[Any, Any]] = style_for.__dict__.setdefault("_dressed", {})
        computed = style_for.get_computed_styles()
        key = tuple(_matching(style_for, page_type))
        if key in known:
            for part, style in known[key].items():
                computed[page_type, part] = style
            return
        stock(page_type, html, style_for)
        if style_for.initial_page_sizes["box"] is not None:
            cascaded = style_for.get_cascaded_styles()
            parts = [part for owner, part in cascaded if owner == page_type]
            known[key] = {part: computed[page_type, part] for part in (None, *parts)}

    return set_page_type_computed_styles


def _matching(style_for: Any, page_type: Any) -> Iterator[int]:
    """Which of all rules for pages are for *page_type*, by their place."""
    at = 0
    for sheet, *_ in style_for._sheets:
        for _, selectors, _ in sheet.page_rules:
            for *_, page_selector in selectors:
                at += 1
                if style_for._page_type_match(page_selector, page_type):
                    yield at


@lru_cache
def skip_empty_margins(stock: Stock) -> Stock:
    """Boxes are made for sixteen margins, of which most pages have two that are not empty."""
    source = inspect.getsource(stock)
    for line, parts in _SKIPPED.items():
        asked = f"        if not _has_content(context, page, {parts}):\n            continue\n"
        source = source.replace(line, asked + line)
    made: dict[str, Any] = {}
    exec(source, vars(page) | {"_has_content": _has_content}, made)
    return cast(Stock, wraps(stock)(made[stock.__name__]))


_SKIPPED = {
    "        side_boxes = [\n": "[f'@{prefix}-{suffix}' for suffix in suffixes]",
    "        box = make_box(at_keyword, (cb_width, cb_height))\n": "[at_keyword]",
}
"""Where the engine makes boxes of margins, and for which."""


def _has_content(context: Any, box: Any, margins: list[str]) -> bool:
    """Whether any of the *margins* of the page *box* is to be made at all."""
    for margin in margins:
        style = context.style_for(box.page_type, margin)
        if (box.style.anonymous_style if style is None else style)["content"] not in (
            "normal",
            "inhibit",
            "none",
        ):
            return True
    return False


def _copied(value: Any) -> Any:
    """A copy of *value*, a state of counters: nothing in it stands there twice."""
    kind = type(value)
    if kind in _ATOMS:
        return value
    if kind is list:
        return [_copied(item) for item in value]
    if kind is tuple:
        return tuple([_copied(item) for item in value])
    if kind is dict:
        return {key: _copied(item) for key, item in value.items()}
    if kind is set:
        return set(value)
    return deepcopy(value)


def copy_plainly(stock: Any) -> Any:
    """The state of all counters is copied for each margin, object by object."""
    del stock
    return SimpleNamespace(deepcopy=_copied)


LAYOUT = (
    Fix(page, "set_page_type_computed_styles", dress_pages_once),
    Fix(engine_layout, "make_margin_boxes", skip_empty_margins),
    Fix(page, "copy", copy_plainly),
    Fix(targets, "copy", copy_plainly),
)
