"""Lines of Japanese, which are filled between their letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

from compendium.layout.engine.fixes import Fix, Stock

_UNSPACED = ("ja", "zh")
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60]")
_MOST = 0.15
"""Of an em: what may be put between two letters before the line is better left short."""
_NEAR = 0.02  # px
_TRIES = 3


def spread_letters(stock: Stock) -> Stock:
    """A justified line of Japanese ends where its last letter does, short of the measure.

    The engine stretches the spaces of a line, and there are none. What a line lacks, because
    a mark may not begin the next one or its figures are narrow, is put between its letters.
    """

    def justify_line(context: Any, line: Any, extra: float) -> None:
        lang = line.style["lang"] or ""
        if lang.partition("-")[0] not in _UNSPACED:
            stock(context, line, extra)
            return
        texts = [box for box in _texts(line) if _WIDE.search(box.text)]
        letters = sum(len(box.text) for box in texts)
        if letters > 1 and extra <= letters * _MOST * line.style["font_size"]:
            _spread(context, line, texts, extra)

    return justify_line


def _texts(box: Any) -> Iterator[Any]:
    """The texts of a line; what stands in it as a block of its own keeps its width."""
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.InlineBox) and child.is_in_normal_flow():
            yield from _texts(child)


def _spread(context: Any, line: Any, texts: list[Any], extra: float) -> None:
    spacing = extra / sum(len(box.text) for box in texts)
    for _ in range(_TRIES):
        wider = {id(box): _set(box, spacing, context) for box in texts}
        gained = sum(width for _, _, width in wider.values()) - sum(box.width for box in texts)
        if gained <= 0 or abs(gained - extra) < _NEAR:
            break
        spacing *= extra / gained
    _place(line, wider, 0)


def _set(box: Any, spacing: float, context: Any) -> tuple[Any, Any, float]:
    """The style and layout of *box* with *spacing* between its letters, and its width."""
    style = box.style.copy()
    style.__dict__.pop("_measured", None)
    own = box.style["letter_spacing"]
    style["letter_spacing"] = spacing + (0 if own == "normal" else own)
    layout, _, _, width, *_ = inline.split_first_line(box.text, style, context, None, 0)
    return style, layout, width


def _place(box: Any, wider: dict[int, tuple[Any, Any, float]], shift: float) -> float:
    """Move what is in *box* by what stands before it has gained, and say what it has."""
    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        if id(child) in wider:
            style, layout, width = wider[id(child)]
            child.position_x += shift
            shift += width - child.width
            child.style, child.pango_layout, child.width = style, layout, width
        elif isinstance(child, boxes.InlineBox):
            before = shift
            child.position_x += shift
            shift = _place(child, wider, shift)
            child.width += shift - before
        else:
            child.translate(shift, 0)
    return shift


LAYOUT = (Fix(inline, "justify_line", spread_letters, "f83b21ff8793ba6b"),)
