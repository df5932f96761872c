"""How a table is set: which of its columns keep to a line, and how small it must be to fit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

from compendium.model.text import Row, Table, plain

_LONG = 15
"""A table of more rows may be divided over pages."""
_TALL = 600
"""Letters of a cell with which a row may be divided."""
_SHORT, _NARROW = 16, 45
"""Letters of a cell that is not divided over lines, and of a row that holds such cells."""
_BREAK = re.compile(r"[\s]+|(?<=[-–—/])")
_MEASURE = 34.0
"""Ems of the type of tables in the measure of the page, less a little for what letters differ."""
_SIZES = ((1.0, 1.0, ""), (0.89, 0.8, "small"), (0.78, 0.6, "smaller"))
"""What type of tables shrinks to, the space between its columns, and the class; then the last."""
_SMALLEST = "smallest"
_WIDTHS = {"upper": 0.68, "digit": 0.54, "other": 0.5, "point": 0.28, "full": 1.0}


def column_classes(table: Table) -> list[str]:
    """The classes of each column: how it is aligned, and whether its few words stay on a line."""
    sizes = [max(len(words) for words in column) for column in _columns(table)]
    sides = [*table.alignments, *([""] * (len(sizes) - len(table.alignments)))]
    fits = sum(size for size in sizes if size <= _SHORT) <= _NARROW
    return [
        " ".join(filter(None, (side and f"align-{side}", "short" * (fits and size <= _SHORT))))
        for side, size in zip(sides, sizes, strict=False)
    ]


def table_classes(table: Table, columns: Sequence[str]) -> str:
    """The classes of *table*: whether it may be divided, and the size that fits it to the page.

    Its width is that of the longest words of its columns, which can be told well enough
    without shaping them.
    """
    widths = [
        max(map(_width, column if "short" in kinds.split() else _words(column)))
        for column, kinds in zip(_columns(table), columns, strict=False)
    ]
    gaps = max(len(widths) - 1, 0)
    fitting = (name for size, gap, name in _SIZES if size * (sum(widths) + gaps * gap) <= _MEASURE)
    long = len(table.rows) > _LONG or any(map(is_tall, table.rows))
    return " ".join(filter(None, ("long" * long, next(fitting, _SMALLEST))))


def is_tall(row: Row) -> bool:
    """Whether *row* may be divided over pages, for it might not find room on one."""
    return any(len(plain(cell)) > _TALL for cell in row.cells)


def _columns(table: Table) -> list[tuple[str, ...]]:
    rows: list[Row] = [*([table.head] if table.head else []), *table.rows]
    return list(zip(*([plain(cell) for cell in row.cells] for row in rows), strict=False))


def _words(column: Sequence[str]) -> Iterator[str]:
    for cell in column:
        yield from _BREAK.split(cell)


def _width(words: str) -> float:
    """About how wide *words* are, in ems."""
    return sum(map(_em, words))


def _em(sign: str) -> float:
    if east_asian_width(sign) in "WF":
        return _WIDTHS["full"]
    if sign.isdigit():
        return _WIDTHS["digit"]
    if not sign.isalpha():
        return _WIDTHS["point"]
    return _WIDTHS["upper" if sign.isupper() else "other"]
