"""Rows of columns that begin on one page in one text and on the next in another, and their cure.

The engine fills the foot of a page with the first lines of one column, and then finds no
room for the first line of another with the note it calls. Such a row is kept whole, and so
goes to the next page from its beginning.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes

from compendium.layout.engine.boxes import inside


def keep_whole(root: Any, rows: frozenset[int]) -> None:
    """Let no page turn part those *rows* of the page *root*, counted from 0."""
    for number, row in enumerate(_rows(root)):
        if number in rows:
            row.set("style", "break-inside:avoid")


def find_uneven(document: Any, root: Any) -> frozenset[int]:
    """The rows of *document* whose columns do not begin on one page."""
    begins: dict[Any, int] = {}
    for number, page in enumerate(document.pages):
        for side in _sides(page._page_box):
            if any(isinstance(box, boxes.LineBox) for box in inside(side)):
                begins.setdefault(side.element, number)
    uneven = (
        number
        for number, row in enumerate(_rows(root))
        if len({begins[side] for side in row if side in begins}) > 1
    )
    return frozenset(uneven)


def _rows(root: Any) -> Iterator[Any]:
    for article in root.iter("article"):
        if "form-columns" in (article.get("class") or "").split():
            for rows in article.findall("div[@class='units']"):
                yield from rows


def _sides(page: Any) -> Iterator[Any]:
    for box in inside(page):
        element = box.element
        own = element is not None and element.tag == box.element_tag == "div"
        if own and "side" in (element.get("class") or "").split():
            yield box
