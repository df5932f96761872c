"""The concordance of two versions: where the pages and passages of the one are in the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from compendium.revision.comparing import Comparison


@dataclass(frozen=True, slots=True)
class Row:
    """A passage in both versions: its anchor and page there, and here ("" where it is not)."""

    old: str
    old_folio: str
    new: str
    new_folio: str


def concordance(comparison: Comparison) -> tuple[Row, ...]:
    """Every passage that had an address in either version, in reading order."""
    return tuple(dict.fromkeys(_rows(comparison)))


def _rows(comparison: Comparison) -> Iterator[Row]:
    old, new = comparison.old, comparison.new
    moved = {c.old.anchor: c.new.anchor for c in comparison.changes if c.old and c.new}
    for anchor in comparison.removed:
        yield Row(anchor, old.folio(anchor), "", "")
    for pair in (pair for pairs in comparison.pairs.values() for pair in pairs):
        was = pair.old.anchor if pair.old else ""
        now = pair.new.anchor if pair.new else moved.get(was, "")
        if was or now not in moved.values():
            yield Row(was, old.folio(was), now, new.folio(now))
    for anchor in comparison.added:
        yield Row("", "", anchor, new.folio(anchor))
