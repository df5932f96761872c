"""Rows of type: the lines of a page as a reader counts them, those side by side as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_LEVEL = 4.0  # px: how much the baselines of lines side by side may differ, less than any leading


@dataclass(frozen=True)
class Row:
    """A row of type.

    Shape: `number` counts the rows of the page from 1; `through` those of the document
        `document`, 0 outside of documents.
    Units: CSS pixels from the top of the page to the baseline.
    """

    baseline: float
    number: int
    document: str = ""
    through: int = 0


@dataclass
class Count:
    """The rows counted so far, by document."""

    totals: dict[str, int]

    def rows(self, lines: Iterable[tuple[float, str]]) -> Iterator[Row]:
        """The rows of a page whose *lines* have these baselines and documents."""
        number, level = 0, 0.0
        for baseline, document in sorted(lines):
            if number and baseline - level <= _LEVEL:
                continue
            number, level = number + 1, baseline
            through = self.totals.get(document, 0) + 1 if document else 0
            if document:
                self.totals[document] = through
            yield Row(baseline, number, document, through)


def row_at(rows: Iterable[Row], baseline: float) -> Row:
    """The row that a line with *baseline* is in."""
    return min(rows, key=lambda row: abs(row.baseline - baseline))
