"""Documents along time, as dots: each a link that says its date and title."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from compendium.model.edition import Document
from compendium.render.dates import written_out
from compendium.render.setting import Setting
from compendium.render.web.reading import title

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_WIDTH, _MARGIN, _DOT, _FOOT = 640, 16, 10, 24
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200)
_TICKS = 9


@dataclass(frozen=True, slots=True)
class Dot:
    """A document on the line: where it stands, and what it says."""

    href: str
    label: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A year under the line."""

    label: str
    x: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The line with its dots, those of about one time above each other.

    Units: those of the SVG, from its top left corner; `base` is where the line runs.
    """

    width: int
    height: int
    base: int
    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]


def timeline(desk: Setting) -> Timeline:
    """The dated documents of the edition along a line."""
    dated = [(moment(d), d) for d in desk.edition.documents if d.date and moment(d)]
    years = [int(at) for at, _ in dated] or [0]
    first, last = min(years), max(years) + 1
    inner = _WIDTH - 2 * _MARGIN
    stacked: Counter[int] = Counter()
    places: list[tuple[int, int, Document]] = []
    for at, document in sorted(dated, key=lambda pair: pair[0]):
        slot = round((at - first) / (last - first) * (inner // _DOT))
        places.append((slot, stacked[slot], document))
        stacked[slot] += 1
    tall = max(stacked.values(), default=1)
    base = _DOT * (tall + 1)
    dots = tuple(
        Dot(f"{d.anchor}.html", _label(desk, d), _MARGIN + slot * _DOT, base - _DOT * (above + 1))
        for slot, above, d in places
    )
    ticks = (
        Tick(str(year), _MARGIN + round((year - first) / (last - first) * inner))
        for year in _years(first, last)
    )
    return Timeline(_WIDTH, base + _FOOT, base, dots, tuple(ticks))


def moment(document: Document) -> float:
    """The year a document is of, with what part of it has gone by; 0 if it has no date."""
    found = _DATE.search(document.date.edtf) if document.date else None
    if not found:
        return 0.0
    year, month, day = (int(part or 1) for part in found.groups())
    return year + (month - 1) / 12 + (day - 1) / 372


def _label(desk: Setting, document: Document) -> str:
    words = desk.speak(document.texts[0].lang)
    date = written_out(document.date, words) if document.date else words["undated"]
    return f"{date}: {title(desk, document)}"


def _years(first: int, last: int) -> Iterator[int]:
    """The years to be named between *first* and *last*, both included, not too many."""
    step = next((s for s in _STEPS if (last - first) / s <= _TICKS), _STEPS[-1])
    return (year for year in range(first, last + 1) if year % step == 0)
