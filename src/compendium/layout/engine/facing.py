"""Facing pages: one text on the versos, the other on the rectos, level on every opening."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import weasyprint

from compendium.layout.engine import press as engine
from compendium.layout.engine import speed
from compendium.layout.engine.boxes import inside
from compendium.layout.engine.fixes import Fix, applied
from compendium.layout.engine.leaves import Leaf, put_on_leaves, units_of
from compendium.layout.engine.probe import geometry, measure
from compendium.layout.engine.spreads import Planner, rows_of, shown
from compendium.model.pages import Side

_ROUNDS = 8
_EVEN = 0.5  # px
_LESS = 8.0
"""Pixels: what a page is taken to hold less, where it held less than it should and nothing
says why."""


@dataclass
class Facing:
    """A chunk of facing texts, planned and laid out as often as it takes."""

    press: engine.Press
    markup: str
    side: Side
    images: engine.Images
    planner: Planner | None = None

    def render(
        self, loose: frozenset[str], fixes: tuple[Fix, ...], amend: engine.Amend
    ) -> engine.Rendering:
        """The chunk laid out on openings; see `press.render`."""
        planner = self.planner = self.planner or self._probe(fixes)
        for _ in range(_ROUNDS):
            leaves, fits = planner.plan()
            arrange = partial(put_on_leaves, leaves=leaves, forced=not fits)
            done = engine.render(
                self.press, self.markup, self.side, self.images, loose, fixes, amend, arrange
            )
            heights, whole = _look(done, leaves)
            new = shown(leaves, heights)
            as_planned = all(_as_planned(planner, key, high) for key, high in new.items())
            if as_planned and (whole or not fits):
                break
            planner.seen |= new
            if as_planned:
                planner.page = replace(planner.page, height=planner.page.height - _LESS)
        return done

    def _probe(self, fixes: tuple[Fix, ...]) -> Planner:
        sheets = [self.press.sheet, self.press.sides[self.side]]
        with applied(speed.LAYOUT), applied(fixes):
            units = units_of(self._html().etree_element)
            page, width = geometry(self.press, self._html(), sheets)
            sides = measure(self.press, self._html(), sheets, width)
        return Planner(page, rows_of(units, sides))

    def _html(self) -> Any:
        return weasyprint.HTML(string=self.markup, base_url=engine.BASE, url_fetcher=self.images)


def _as_planned(planner: Planner, key: Any, height: float) -> bool:
    unit, side, begin, end, first = key
    return abs(planner.of_side(unit, side, begin, end, first) - height) < _EVEN


def _look(
    done: engine.Rendering, leaves: Sequence[Leaf]
) -> tuple[Mapping[tuple[int, int, int], float], bool]:
    """How high each part came out, by leaf, place and side; whether each leaf is one page."""
    pages: dict[Any, set[int]] = {}
    heights: dict[Any, float] = {}
    for number, page in enumerate(done.document.pages):
        for box in _blocks(page._page_box):
            pages.setdefault(box.element, set()).add(number)
            heights[box.element] = heights.get(box.element, 0.0) + box.margin_height()
    found = {}
    elements = [e for e in done.root.iter("div") if "leaf" in (e.get("class") or "").split()]
    for at, element in enumerate(elements):
        for place, row in enumerate(element):
            found[at // 2, place, at % 2] = heights.get(row[0], 0.0)
    whole = all(len(pages.get(element, ())) == 1 for element in elements)
    return found, whole


def _blocks(page: Any) -> Iterator[Any]:
    """The boxes of leaves and of sides of *page*."""
    for box in inside(page):
        element = box.element
        if element is None or box.element_tag != element.tag or element.tag != "div":
            continue
        classes = (element.get("class") or "").split()
        if "leaf" in classes or "side" in classes:
            yield box
