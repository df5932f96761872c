"""What stands in the margins beside the lines: their numbers, and the pages of the source.

It is set after the lines, so that it moves none; and it is no part of the text: an artifact,
drawn after all words of the page, as running heads and folios are. Labels are set by the
style sheet of the theme, each once for as long as the press runs, and copied from there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any

import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.text.ffi import FROM_UNITS, ffi

from compendium.layout.engine.boxes import Reading
from compendium.layout.engine.press import BASE, Images, Press

NUMBER, PAGE, TICK = "line-number", "source-page-number", "source-page-tick"
"""The classes by which a theme dresses them: a line's number in the inner margin, the number
of a page of the source in the outer one, and the stroke in the line where it begins."""

_IN_NOTES = " of-notes"
_BEFORE = 1.5  # px: of a stroke before the first letter of a line
_BELOW = 0.2
"""The part of a stroke that stands below the baseline."""


@dataclass(frozen=True)
class _Beside:
    """A label to be set: its class and words, and where; `x` is None for one in a margin."""

    sheet: int
    kind: str
    words: str
    baseline: float
    x: float | None = None


def set_margins(document: Any, press: Press, reading: Reading, root: Any) -> None:
    """Set what stands beside the lines of *document*, whose markup is *root*."""
    wanted = [*_numbers(root, reading), *_pages(reading)]
    labels = _labels(press, {(one.kind, one.words) for one in wanted}, root.get("lang") or "en")
    for one in wanted:
        page = document.pages[one.sheet]._page_box
        block, left = labels[one.kind, one.words], page.content_box_x()
        page.children = (*page.children, _holder(page, block, one, left, False))
        if other := getattr(page, "other_side", None):
            other.furniture.append(_holder(page, block, one, left + other.shift, True))


def _numbers(root: Any, reading: Reading) -> Iterator[_Beside]:
    """The number of every fifth line, or as the markup says: `data-lines="document 5"`."""
    body = next((child for child in root if child.tag == "body"), root)
    way, _, every = (body.get("data-lines") or "").partition(" ")
    if not every.isdecimal() or int(every) < 1:
        return
    for sheet, rows in enumerate(reading.rows):
        for row in rows:
            number = row.number if way == "page" else row.through
            if number and number % int(every) == 0:
                yield _Beside(sheet, NUMBER, str(number), row.baseline)


def _pages(reading: Reading) -> Iterator[_Beside]:
    """The stroke before the first letter of each page, and the numbers beside its line."""
    marked = []
    for found in reading.search.found:
        run = found.run
        baseline = run.position_y + run.baseline
        notes = _IN_NOTES if found.in_notes else ""
        marked.append((found.sheet, baseline, notes, found.mark.number))
        yield _Beside(found.sheet, TICK + notes, "", baseline, _x(run, found.at))
    for (sheet, baseline, notes), same in groupby(marked, key=lambda mark: mark[:3]):
        words = " ".join(f"|{number}" for *_, number in same)
        yield _Beside(sheet, PAGE + notes, words, baseline)


def _x(run: Any, at: int) -> float:
    """Where character *at* of *run* begins, or the space before it is halfway."""
    if at == 0:
        return float(run.position_x) - _BEFORE
    before = len(run.text[:at].rstrip()) if at < len(run.text) else at
    edges = [_width(run, index) for index in dict.fromkeys((before, at))]
    return float(run.position_x) + sum(edges) / len(edges)


def _width(run: Any, at: int) -> float:
    """How wide the first *at* characters of *run* are set."""
    end = len(run.text[:at].encode())
    layout = run.pango_layout
    layout.reactivate(run.style)
    line, _ = layout.get_first_line()
    width, item = 0, line.runs[0]
    while item != ffi.NULL:
        glyphs, offset = item.data.glyphs, item.data.item.offset
        for index in range(glyphs.num_glyphs):
            if offset + glyphs.log_clusters[index] < end:
                width += glyphs.glyphs[index].geometry.width
        item = item.next
    layout.deactivate()
    return float(width * FROM_UNITS)


def _labels(press: Press, wanted: Iterable[tuple[str, str]], lang: str) -> dict[Any, Any]:
    """A box for each class and words of *wanted*."""
    new = sorted(key for key in wanted if (*key, lang) not in press.labels)
    if new:
        spans = "".join(
            f'<div><span class="{kind}" style="display:inline-block">{escape(words)}</span></div>'
            for kind, words in new
        )
        html = weasyprint.HTML(
            string=f'<!doctype html><html lang="{escape(lang)}"><body>{spans}</body></html>',
            base_url=BASE,
            url_fetcher=Images({}),
        )
        made = html.render(stylesheets=[press.sheet], font_config=press.font_config)
        found = (box for page in made.pages for box in page._page_box.descendants())
        blocks = (box for box in found if box.element_tag == "div" == _tag(box))
        for key, block in zip(new, blocks, strict=True):
            press.labels[*key, lang] = block, made  # which keeps what the block is drawn by
    return {key: press.labels[*key, lang][0] for key in wanted}


def _tag(box: Any) -> str:
    return box.element.tag if isinstance(box, boxes.BlockBox) else ""


def _label(block: Any) -> Any:
    """The label inside *block*, which is as wide as a page."""
    return next(box for box in block.descendants() if isinstance(box, boxes.InlineBlockBox))


def _holder(page: Any, block: Any, one: _Beside, left: float, turned: bool) -> Any:
    """A copy of *block* so placed that its label is beside a line of *page*.

    Shape: *left* is where the text of the page begins, *turned* whether that is on the
        other side of the sheet.
    """
    copy = block.deepcopy()
    label = _label(copy)
    if one.x is not None:
        x = one.x + left - page.content_box_x()
        y = one.baseline - (1 - _BELOW) * label.height - label.position_y
    else:
        recto = (page.page_type.side == "right") != turned
        after = recto == one.kind.startswith(PAGE)
        x = left + page.width if after else left - label.margin_width()
        y = one.baseline - _baseline(label)
    copy.translate(x - label.position_x, y)
    holder = boxes.MarginBox("@beside", page.style.anonymous_style)
    for edge in ("top", "right", "bottom", "left"):
        setattr(holder, f"margin_{edge}", 0)
        setattr(holder, f"padding_{edge}", 0)
        setattr(holder, f"border_{edge}_width", 0)
    holder.position_x, holder.position_y = copy.position_x, copy.position_y
    holder.width, holder.height = copy.margin_width(), copy.margin_height()
    holder.background = None
    holder.children = [copy]
    return holder


def _baseline(label: Any) -> float:
    lines = (box for box in label.descendants() if isinstance(box, boxes.LineBox))
    return float(next(line.position_y + line.baseline for line in lines))
