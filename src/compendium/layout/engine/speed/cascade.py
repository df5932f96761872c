"""Rules of the style sheet that are weighed for every element, though a hundred match the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import inf
from typing import Any

from weasyprint import css

from compendium.layout.engine.fixes import Fix, Stock
from compendium.layout.engine.speed.styles import model_of, share

Cascaded = dict[str, tuple[Any, Any]]
"""Values of properties, each with the weight it won by."""

_MANY = 8  # sets of style sheets: those of a press, and some made for one chunk
_SHARED = 2000
_PLAIN = re.compile(r"[\w.:-]+")
_SVG = "{http://www.w3.org/2000/svg}svg"


@dataclass(frozen=True)
class _Matched:
    """What some rules come to: for the element, and for each of its parts by its name.

    Shape: `rules` are what the engine tells one set of them from another by.
    """

    own: Cascaded
    parts: dict[str, Cascaded]
    rules: tuple[Any, ...]


class _Twins:
    """Styles that differ from those of elements in nothing but the name, which has none.

    What is in an element inherits no name from it. So it inherits from the twin, and all
    elements of one kind have one style, whatever is around them called.
    """

    def __init__(self, style_for: Any, html: Any, sheets: _Sheets) -> None:
        self._style_for, self._html, self._sheets = style_for, html, sheets
        self._of: dict[Any, Any] = {}
        self._made: dict[Any, Any] = {}

    def find(self, parent: Any, matched: _Matched, own: Cascaded) -> Any:
        """The twin of an element in *parent* which says *own* of itself; None if it has none.

        Tables have none: the engine changes their styles where they are.
        """
        lang = own.get("lang")
        if len(own) > ("anchor" in own) + (lang is not None):
            return None
        around = self._of[parent]
        key = id(around), matched.rules, lang and lang[0]
        if key not in self._made:
            made = css.ComputedStyle(
                around, _joined(lang and {"lang": lang}, matched.own), None,
                self._style_for._computed_styles[self._html.etree_element, None],
                self._html.base_url, self._style_for.font_config,
                self._style_for.initial_page_sizes,
            )  # fmt: skip
            self._sheets.share(made, (matched.rules, lang and lang[0]))
            tabular = any("table" in part for part in made["display"])
            self._made[key] = None if tabular else made
        return self._made[key]

    def keep(self, element: Any, twin: Any, style: Any) -> None:
        """Note that *element* has *style*, and which is its twin, if it has one."""
        self._of[element] = style if twin is None else twin
        if twin is not None and style is not twin and "content" not in style.cascaded:
            share(style, twin)


class _Sheets:
    """Style sheets, and what the sets of their rules came to that have matched so far."""

    def __init__(self, sheets: list[Any]) -> None:
        self._sheets = sheets
        self._known: dict[Any, _Matched] = {}
        self._models: dict[Any, Any] = {}

    def share(self, style: Any, rules: Any) -> None:
        """Let *style* take its values from its model, which is looked for once.

        It is the same for all that *rules* are for, in elements of the same model.
        """
        around = model_of(style.parent_style)
        if around is None:
            return
        key = id(around), rules
        if key not in self._models:
            if len(self._models) > _SHARED:
                self._models.clear()
            self._models[key] = around, model_of(style)
        style._model = self._models[key][1]

    def match(self, element: Any) -> _Matched:
        """What all rules for *element* come to."""
        found = [sheet.matcher.match(element) for sheet, *_ in self._sheets]
        key = tuple([tuple([order for _, order, *_ in rules]) for rules in found])
        matched = self._known.get(key)
        if matched is None:
            matched = self._known[key] = self._weigh(found)
        return matched

    def _weigh(self, found: list[Any]) -> _Matched:
        styles: dict[str | None, Cascaded] = {None: {}}
        names = []
        for (sheet, origin, sheet_specificity), rules in zip(self._sheets, found, strict=True):
            for specificity, _, pseudo_type, (declarations, layer) in rules:
                layer_order = inf if layer is None else sheet.layers.index(layer)
                names.append((sheet, specificity, id(declarations), layer_order))
                style = styles.setdefault(pseudo_type, {})
                for name, values, importance in declarations:
                    precedence = css.declaration_precedence(origin, importance)
                    weight = precedence, layer_order, sheet_specificity or specificity
                    _put(style, name, values, weight)
        own = styles.pop(None)
        return _Matched(own, {str(name): style for name, style in styles.items()}, tuple(names))


def _put(style: Cascaded, name: str, values: Any, weight: Any) -> None:
    if name not in style or style[name][1] <= weight:
        style[name] = values, weight


def cascade_once(stock: Stock) -> Stock:
    """For every element all declarations of all rules that match it are weighed anew.

    Rules that matched together before come to the same; only what an element says of itself
    is added. The styles of its parts (calls, marks) are not made before somebody asks.
    """
    del stock

    def init(
        self: Any,
        html: Any,
        sheets: list[Any],
        presentational_hints: bool,
        font_config: Any,
        target_collector: Any,
    ) -> None:
        self._cascaded_styles, self._computed_styles = {}, {}
        self.initial_page_sizes = {"box": None, "area": None}
        self._sheets, self.font_config = sheets, font_config
        self._marked, self._place = {}, (html.etree_element, html.base_url)
        said = dict(_said(html, presentational_hints))
        cascaded, computed = self._cascaded_styles, self._computed_styles
        known = _sheets(font_config, sheets)
        twins = _Twins(self, html, known)
        for element in html.wrapper_element.iter_subtree():
            tree = element.etree_element
            parent = element.parent.etree_element if element.parent else None
            matched = known.match(element)
            own = said.get(tree, {})
            twin = None if parent is None else twins.find(parent, matched, own)
            if twin is not None and "anchor" not in own:
                computed[tree, None] = twin
            else:
                cascaded[tree, None] = _joined(own, matched.own)
                self.set_computed_styles(
                    tree, root=html.etree_element, parent=parent, base_url=html.base_url,
                    target_collector=target_collector,
                )  # fmt: skip
            twins.keep(tree, twin, computed[tree, None])
            if matched.parts:
                self._marked[tree] = matched.parts
        for tree, parts in self._marked.items():
            for name, style in parts.items():
                if "anchor" in style:
                    cascaded[tree, name] = style
                    self.set_computed_styles(
                        tree, root=html.etree_element, parent=tree, pseudo_type=name,
                        base_url=html.base_url, target_collector=target_collector,
                    )  # fmt: skip
        cascaded.clear()

    return init


def make_marked(stock: Stock) -> Stock:
    """The other half of `cascade_once`: the style of a part, made when it is asked for."""

    def call(self: Any, element: Any, pseudo_type: str | None = None) -> Any:
        if pseudo_type and (element, pseudo_type) not in self._computed_styles:
            style = self._marked.get(element, {}).get(pseudo_type)
            known = _sheets(self.font_config, self._sheets)
            if style is not None:
                root, base_url = self._place
                self._cascaded_styles[element, pseudo_type] = style
                self.set_computed_styles(element, element, root, pseudo_type, base_url)
                del self._cascaded_styles[element, pseudo_type]
                made = self._computed_styles[element, pseudo_type]
                known.share(made, id(style))
        return stock(self, element, pseudo_type)

    return call


def _sheets(font_config: Any, sheets: list[Any]) -> _Sheets:
    """What is known of *sheets*; it holds them, so that no other can come to pass for them."""
    known: dict[Any, _Sheets] = font_config.__dict__.setdefault("_sheets", {})
    key = tuple((id(sheet), *rest) for sheet, *rest in sheets)
    if key not in known:
        if len(known) > _MANY:
            known.clear()
        known[key] = _Sheets(sheets)
    return known[key]


def _joined(said: Cascaded | None, matched: Cascaded) -> Cascaded:
    """What an element says of itself, and what the rules say that outweigh it."""
    if not said:
        return matched
    joined = dict(said)
    for name, (values, weight) in matched.items():
        _put(joined, name, values, weight)
    return joined


def _said(html: Any, hints: bool) -> Iterator[tuple[Any, Cascaded]]:
    """What each element says of itself, by a style, its language or its name."""
    root = html.etree_element
    if hints or any(map(_is_odd, root.iter())):
        yield from _parsed(html, hints).items()
        return
    for element in root.iter():
        style: Cascaded = {}
        if lang := element.get("lang"):
            style |= _declared("-weasy-lang", lang)
        if name := element.get("id"):
            style["anchor"] = name, _declared("-weasy-anchor", "x")["anchor"][1]
        if style:
            yield element, style


def _is_odd(element: Any) -> bool:
    """Whether *element* says more than its language and its name, or says it in odd letters."""
    named = [value for key in ("lang", "id") if (value := element.get(key))]
    anchored = element.tag == "a" and element.get("name")
    styled = element.get("style") or element.tag == _SVG
    return bool(styled or anchored) or not all(map(_PLAIN.fullmatch, named))


def _parsed(html: Any, hints: bool) -> dict[Any, Cascaded]:
    """The same as the engine reads it."""
    said: dict[Any, Cascaded] = {}
    found = css.find_style_attributes(html.etree_element, hints, html.base_url)
    for specificity, element, declarations, base_url in found:
        style = said.setdefault(element, {})
        for name, values, importance in css.preprocess_declarations(base_url, declarations):
            weight = css.declaration_precedence("author", importance), inf, specificity
            _put(style, name, values, weight)
    return said


@cache
def _declared(name: str, value: str) -> Cascaded:
    """What an element says of itself by an attribute that sets the property *name*."""
    declaration = css.tinycss2.parse_one_declaration(f'{name}:"{value}"')
    weight = css.declaration_precedence("author", False), inf, (0, 0, 0)
    found = css.preprocess_declarations(None, [declaration])
    return {name: (values, weight) for name, values, _ in found}


LAYOUT = (
    Fix(css.StyleFor, "__init__", cascade_once),
    Fix(css.StyleFor, "__call__", make_marked),
)
