"""Dates: the order of documents in time.

The rule is that of documentary editions: a date without a day follows the last full date
of its month, one without a month the last of its year, and a range counts from its start.
"""

from __future__ import annotations

import re

from compendium.model.edition import Document
from compendium.model.volume import Date

_PARTS = re.compile(r"-?\d+")
_LAST_MONTH, _LAST_DAY = 13, 32


def sort_key(date: Date | None) -> tuple[int, int, int]:
    """When *date* falls, for sorting; a document without a date comes last."""
    if date is None:
        return (10_000_000, 0, 0)
    start = date.edtf.lstrip("[{").partition("/")[0] or date.edtf.partition("/")[2]
    numbers = [int(part.lstrip("-")) for part in _PARTS.findall(start.replace("X", "0"))]
    year, month, day = (*numbers, 0, 0, 0)[:3]
    return (year, month or _LAST_MONTH, day or _LAST_DAY)


def by_date(documents: tuple[Document, ...]) -> tuple[str, ...]:
    """The anchors of *documents* in order of date; equal dates keep the edition's order."""
    return tuple(d.anchor for d in sorted(documents, key=lambda d: sort_key(d.date)))
