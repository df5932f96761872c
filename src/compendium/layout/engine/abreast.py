"""Notes abreast: those of each column stand under it, beside those of the other columns.

The engine sets all notes of a page one under the other. Where notes are as wide as a
column and stand under it, each goes as high as those before it that it would overlap let
it; the area is as deep as the deepest column.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import weasyprint.layout as engine_layout
from weasyprint.formatting_structure import boxes
from weasyprint.layout import page as engine_page

from compendium.layout.engine.fixes import Fix

Stock = Callable[..., Any]
_SLACK = 1e-6  # px


def set_notes_abreast(stock: Stock) -> Stock:
    """Not a fault of the engine: it knows one column of notes only."""

    def block_level_layout(context: Any, box: Any, *rest: Any, **named: Any) -> Any:
        result = stock(context, box, *rest, **named)
        if isinstance(result[0], boxes.FootnoteAreaBox):
            _pack(result[0])
        return result

    return block_level_layout


LAYOUT = (
    Fix(engine_layout, "block_level_layout", set_notes_abreast, "c1301dde9284e245"),
    Fix(engine_page, "block_level_layout", set_notes_abreast, "c1301dde9284e245"),
)


def _pack(area: Any) -> None:
    """Move the notes of *area* up beside each other, and make it as high as it then is."""
    top = area.content_box_y()
    placed: list[tuple[float, float, float]] = []
    for note in area.children:
        left, right = note.border_box_x(), note.border_box_x() + note.border_width()
        beside = (end for start, stop, end in placed if start < right - _SLACK and left < stop)
        high = max(beside, default=top)
        note.translate(dy=high - note.position_y)
        placed.append((left, right, high + note.margin_height()))
    if placed:
        area.height -= max(0.0, top + area.height - max(end for *_, end in placed))
