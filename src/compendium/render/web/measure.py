"""Where every line of a document stands in print, for citations by page and line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from compendium.model.pages import PageMap
from compendium.render.web.turns import count_lines

Measured = Mapping[str, tuple[tuple[int, ...], ...]]
"""For each block, its lines: how many letters come before, the sheet, the number on its page,
and the box: left, top, right and bottom in whole points from the top left corner."""


def measure(pages: PageMap, opens: Mapping[str, str]) -> Measured:
    """The lines of every block and note of the book, by its anchor."""
    measured: dict[str, list[tuple[int, ...]]] = {}
    for line, letters in count_lines(pages, opens):
        box = (round(edge) for edge in line.box)
        measured.setdefault(line.anchor, []).append((letters, line.sheet, line.number, *box))
    return {anchor: tuple(lines) for anchor, lines in measured.items()}


def measure_of(anchors: Iterable[str], measured: Measured, pages: PageMap) -> dict[str, object]:
    """What a page of the site with these *anchors* needs of *measured*.

    Shape: `sheets` has the folio of each sheet that is named; `lines` has for each anchor
        one flat list, seven numbers a line.
    """
    lines = {a: [n for line in measured[a] for n in line] for a in sorted(anchors) if a in measured}
    sheets = {sheet for line in lines.values() for sheet in line[1::7]}
    return {
        "sheets": {str(number): pages.sheets[number - 1].folio for number in sorted(sheets)},
        "lines": lines,
    }
