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
from compendium.layout.engine.speed.styles import model_of

_MANY = 100  # kinds of pages
_ATOMS = (int, str, float, bool, type(None))


def dress_pages_once(stock: Stock) -> Stock:
    """Every page has seventeen styles, its margins and its notes having theirs.

    What its rules come to was worked out for another page before, that the same ones are for.
    """

    def set_page_type_computed_styles(page_type: Any, html: Any, style_for: Any) -> None:
        root = html.etree_element
        cascaded, computed = style_for.get_cascaded_styles(), style_for.get_computed_styles()
        base = model_of(computed[root, None])
        known = _known(style_for)
        key = id(base), tuple(_matching(style_for, page_type))
        if base is None or key not in known:
            stock(page_type, html, style_for)
            if base is not None:
                own = {part: rules for (it, part), rules in cascaded.items() if it == page_type}
                models = {part: model_of(computed[page_type, part]) for part in (None, *own)}
                known[key] = base, own, models
            return
        _, own, models = known[key]
        for part in models:
            if part in own:
                cascaded[page_type, part] = own[part]
            style_for.set_computed_styles(
                page_type, root=root, parent=root if part is None else page_type,
                pseudo_type=part, base_url=html.base_url,
            )  # fmt: skip
            computed[page_type, part]._model = models[part]

    return set_page_type_computed_styles


def _known(style_for: Any) -> dict[Any, Any]:
    """What is known of the pages of some style sheets, which are held so that they stay."""
    sheets = style_for._sheets
    known = style_for.font_config.__dict__.setdefault("_pages", {})
    key = tuple([id(sheet) for sheet, *_ in sheets])
    if key not in known:
        if len(known) > _MANY:
            known.clear()
        known[key] = sheets, {}
    found: dict[Any, Any] = known[key][1]
    if len(found) > _MANY:
        found.clear()
    return found


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
        source = source.replace(line, _ASKED.format(parts=parts) + line)
    made: dict[str, Any] = {}
    exec(source, vars(page), made)
    return cast(Stock, wraps(stock)(made[stock.__name__]))


_SKIPPED = {
    "        side_boxes = [\n": "[f'@{prefix}-{suffix}' for suffix in suffixes]",
    "        box = make_box(at_keyword, (cb_width, cb_height))\n": "[at_keyword]",
}
"""Where the engine makes boxes of margins, and for which."""

_ASKED = """\
        styles = [context.style_for(page.page_type, part) for part in {parts}]
        styles = [page.style.anonymous_style if style is None else style for style in styles]
        if all(style['content'] in ('normal', 'inhibit', 'none') for style in styles):
            continue
"""


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
