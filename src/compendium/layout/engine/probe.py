"""A probe: how high every part of facing texts will be, measured on one page without end.

Units: CSS pixels, as the engine counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, inf
from typing import Any

import weasyprint
from weasyprint.formatting_structure import boxes

from compendium.layout.engine.boxes import areas, inside
from compendium.layout.engine.leaves import notes_of, put_in_line, stops_of

_ENDLESS = 10_000_000
_WIDER = 0.03
"""Of a line: so much less than a whole one may fit in what the engine breaks anew."""
NOTES = ".fn{float:none!important;position:absolute!important;display:block!important}"


@dataclass(frozen=True)
class Page:
    """The page that texts go on: its height, and what notes take there beside their own."""

    height: float
    over_notes: float


@dataclass(frozen=True)
class Stop:
    """A place where a side may be parted.

    Shape: `above` is the height down to the last line before it, `below` where what follows
        its paragraph begins; the paragraph has `lines`, `line` high, of which `passed` come
        before the stop (0 and 0 between two blocks). `sentence`: see `leaves.stops_of`.
    """

    above: float
    below: float
    passed: float = 0.0
    lines: float = 0.0
    line: float = 0.0
    sentence: bool = True


@dataclass(frozen=True)
class Side:
    """One side of a row.

    Shape: `height` is that of all of it, of which `margin` goes at the head of a page;
        `notes` are pairs (stops before, height).
    """

    height: float
    margin: float
    stops: tuple[Stop, ...]
    notes: tuple[tuple[int, float], ...]

    def part(self, begin: int, end: int) -> float:
        """About how high the part is from stop *begin* to stop *end*; see `leaves.Part`."""
        if begin == -1:
            return 0.0
        start = self.stops[begin - 1] if begin else None
        stop = self.stops[end - 1] if end > 0 else None
        down = stop.above if stop else self.height
        if start is None:
            return down
        if stop and stop.below == start.below and stop.lines == start.lines and stop.line:
            return ceil(stop.passed - start.passed - _WIDER) * stop.line
        rest = ceil(start.lines - start.passed - _WIDER) * start.line
        return rest + down - start.below

    def noted(self, begin: int, end: int) -> float:
        """How high the notes of that part are."""
        if begin == -1:
            return 0.0
        last = inf if end == -1 else end
        return sum(height for stops, height in self.notes if begin <= stops < last)


def geometry(press: Any, html: Any, sheets: list[Any]) -> tuple[Page, float]:
    """The page that *html* is set on, without its text, and how wide the sheet is."""
    root = html.etree_element
    body = root.find("body")
    for child in list(body):
        body.remove(child)
    body.text = "x"
    note = body.makeelement("span", {"class": "fn"})
    note.text = "x"
    body.append(note)
    page = html.render(stylesheets=sheets, font_config=press.font_config).pages[0]._page_box
    area = next(child for name, child in areas(page) if name == "notes")
    own = sum(child.margin_height() for child in area.children)
    return Page(page.height, area.margin_height() - own), page.margin_width()


def measure(press: Any, html: Any, sheets: list[Any], width: float) -> list[tuple[Side, Side]]:
    """The two sides of every row of *html*."""
    rows = put_in_line(html.etree_element)
    endless = f"@page{{size:{width}px {_ENDLESS}px}}{NOTES}"
    sheets = [*sheets, weasyprint.CSS(string=endless)]
    document = html.render(stylesheets=sheets, font_config=press.font_config)
    boxes_of = _by_element(document)
    return [(_side(left, boxes_of), _side(right, boxes_of)) for left, right in rows]


def _by_element(document: Any) -> dict[Any, list[Any]]:
    """Every box by its element, in order."""
    found: dict[Any, list[Any]] = {}
    for page in document.pages:
        for box in inside(page._page_box):
            if box.element is not None and box.element_tag == box.element.tag:
                found.setdefault(box.element, []).append(box)
    return found


def _side(element: Any, boxes_of: dict[Any, list[Any]]) -> Side:
    own = boxes_of.get(element)
    if not own:
        return Side(0.0, 0.0, (), ())
    top = own[0].position_y
    holders = _holders(own[0])
    stops = tuple(
        _stop(boxes_of[stop][0], holders, sentence, top) for stop, sentence in stops_of(element)
    )
    notes = tuple((at, boxes_of[note][0].margin_height()) for at, note in notes_of(element))
    first = next(_children(own[0]), None)
    margin = 0.0 if first is None or isinstance(first, boxes.LineBox) else first.margin_top
    return Side(own[0].margin_height(), margin, stops, notes)


def _holders(side: Any) -> dict[Any, tuple[Any, list[Any], int]]:
    """For each box in a line of *side*: the block, its lines, and which of them it stands on."""
    found: dict[Any, tuple[Any, list[Any], int]] = {}
    for block in inside(side):
        lines = [child for child in _children(block) if isinstance(child, boxes.LineBox)]
        for at, line in enumerate(lines):
            for box in inside(line):
                found[box] = (block, lines, at)
    return found


def _children(box: Any) -> Iterator[Any]:
    yield from getattr(box, "children", ())


def _stop(box: Any, holders: Any, sentence: bool, top: float) -> Stop:
    if box not in holders:
        high = box.position_y - top
        return Stop(high, high)
    block, lines, at = holders[box]
    left, width = block.content_box_x(), block.width
    across = (box.position_x - left) / width
    line = lines[at]
    above = line.position_y if across <= 0 and at else line.position_y + line.height
    end = lines[-1]
    reach = max((b.position_x + b.width - left for b in end.children), default=0.0)
    return Stop(
        above=above - top,
        below=end.position_y + end.height - top,
        passed=at + across,
        lines=len(lines) - 1 + reach / width,
        line=line.height,
        sentence=sentence,
    )
