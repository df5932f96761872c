"""What stands clear on a page, so that it would be read as it is with other figures in it.

Figures of one width are not drawn alike: the middle of one is off that of another by a part
of an em, and something white may hide what is drawn of the one and not of the other.
"""

from __future__ import annotations

import ctypes
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pypdfium2.raw as raw

from compendium.proof import calls
from compendium.proof.links import level_with, rows_of
from compendium.proof.reader import PageRead
from compendium.proof.runs import Box, Run
from compendium.proof.sheaves import Seen

_EDGE = 0.05
"""Points by which a letter under a link must be off its ends."""
OTHER = 0.15
"""Ems by which the middle of a figure may be off that of another in its place."""
_TALL = 1.2
"""Ems from the baseline that no letter reaches."""


class UnlikeError(Exception):
    """What was read cannot be told of any other sheaf."""


def objects(page: PageRead) -> tuple[list[int], list[tuple[int, Box]]]:
    """The addresses of the objects of *page* that are text, and where all others lie.

    Each of these with the number of texts that are drawn before it.
    """
    edges = (ctypes.c_float * 4)()
    into = [ctypes.addressof(edges) + at * ctypes.sizeof(ctypes.c_float) for at in range(4)]
    texts, others, index = list[int](), list[tuple[int, Box]](), 0
    while one := calls.object_at(page.handle, index):
        index += 1
        if calls.kind_of(one) == raw.FPDF_PAGEOBJ_TEXT:
            texts.append(one)
        elif calls.bounds_of(one, *into):
            left, bottom, right, top = edges
            box = (left, page.height - top, right, page.height - bottom)
            others.append((len(texts), box))
        else:
            raise UnlikeError
    return texts, others


@dataclass
class Crowd:
    """The runs of a page, by the heights of their baselines; what else is drawn is an obstacle.

    Shape: before each of *obstacles* so many texts are drawn.
    """

    runs: Sequence[Run]
    obstacles: Sequence[tuple[int, Box]]

    @cached_property
    def _rows(self) -> list[tuple[float, float, float, int, Run]]:
        rows = ((run.baseline, *ends(run), at, run) for at, run in enumerate(self.runs))
        return sorted(rows)

    @cached_property
    def _tall(self) -> float:
        return _TALL * 2 * max(run.size for run in self.runs)

    def leaves(self, run: Run, number: int) -> bool:
        """Whether nothing is drawn over *run*, text *number*, or may cut it off, whatever it says.

        It is one of figures, which may be others.
        """
        if calls.count_clips(calls.clip_of(run.owner)) > 0:
            return False
        wide, hull = OTHER * run.size, _hull(run)
        wider = (hull[0] - wide, hull[1] - wide, hull[2] + wide, hull[3] + wide)
        if any(after > number and _meet(wider, box) for after, box in self.obstacles):
            return False
        first = bisect_left(self._rows, (run.baseline - self._tall,))
        end = bisect_left(self._rows, (run.baseline + self._tall,))
        return not any(
            left < hull[2] and hull[0] < right and other is not run and _meet(hull, _hull(other))
            for _, left, right, _, other in self._rows[first:end]
        )


def ends(run: Run) -> tuple[float, float]:
    """From where to where *run* goes across the page."""
    left, right, *_ = run.boxes.edges
    return min(left[0], left[-1]), max(right[0], right[-1])


def _hull(run: Run) -> Box:
    left, right, low, high = run.boxes.edges
    return min(left), run.boxes.height - max(high), max(right), run.boxes.height - min(low)


def _meet(one: Box, other: Box) -> bool:
    return (
        one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    )  # fmt: skip


def clear_of_links(seen: Seen) -> None:
    """The letters of lines with links are under these, or not, by more than rounding."""
    rows = rows_of(seen.lines)
    for link in seen.page.links:
        left, _, right, _ = link.box
        for line in level_with(link, rows):
            for run in line.runs:
                first, last = ends(run)
                if first - _EDGE < left < last + _EDGE or first - _EDGE < right < last + _EDGE:
                    _clear(run, left, right)


def _clear(run: Run, left: float, right: float) -> None:
    for low, high in zip(*run.boxes.edges[:2], strict=True):
        middle = (low + high) / 2
        if abs(middle - left) < _EDGE or abs(middle - right) < _EDGE:
            raise UnlikeError
