"""Lines: every character of a page given to the line of the page map that it stands on.

What belongs to no line may be the folio or a running head, and nothing else.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from compendium.model.pages import SetLine
from compendium.proof.letters import letters
from compendium.proof.reader import PageRead
from compendium.proof.runs import Run

SLACK = 2.0
"""Points by which a character may stand out of the box of its line: kerning, hung marks."""
_TALLEST = 120.0
"""Points: no line is higher."""
_READING, _LOW, _HIGH = 0.6, 0.7, 1.4
"""Beside the letters they read, how large furigana are, and how high they stand."""
_HINDMOST = 0.75
"""How far down in its box a line's baseline usually is."""


@dataclass(slots=True)
class ReadLine:
    """A line of the page map with the characters that pdfium reads there."""

    line: SetLine
    runs: list[Run] = field(default_factory=list)
    letters: str = ""

    def read(self) -> None:
        """Settle the letters: in the order drawn, or from left to right if that is the text."""
        meant = letters(self.line.text)
        self.letters = letters("".join(run.words for run in self.runs))
        if self.letters != meant:
            ordered = sorted(self.runs, key=lambda run: run.boxes[0][0])
            read = letters("".join(run.words for run in ordered))
            if read == meant:
                self.runs, self.letters = ordered, read

    def under(self, left: float, right: float) -> tuple[int, int] | None:
        """The first and last letter whose middle is between *left* and *right*."""
        at, found = 0, []
        for run in self.runs:
            starts, ends, *_ = run.boxes.edges
            if max(ends) < left or min(starts) > right:
                at += len(letters(run.text))
                continue
            for size, box in zip(_sizes(run.text), run.boxes, strict=True):
                if size and left <= (box[0] + box[2]) / 2 <= right:
                    found.append(at)
                at += size
        return (found[0], found[-1]) if found else None


def _sizes(text: str) -> list[int]:
    """How many letters each character of *text* adds: none, if it is a mark of the one before."""
    if text.isascii():
        return [0 if character.isspace() else 1 for character in text]
    sizes = [len(letters(character)) for character in text]
    if sum(sizes) == len(letters(text)):
        return sizes
    ends = [len(letters(text[:end])) for end in range(len(text) + 1)]
    return [after - before for before, after in pairwise(ends)]


def read_lines(page: PageRead, lines: Sequence[SetLine]) -> tuple[list[ReadLine], list[Run]]:
    """The *lines* of a page as read, and the runs that belong to none of them."""
    done = [ReadLine(line) for line in lines]
    by_foot = sorted(done, key=lambda line: line.line.box[3])
    feet = [line.line.box[3] for line in by_foot]
    left = []
    home, base = None, None
    for run in page.runs:
        if base is None or home is None or not _stands_over(run, base):
            home, base = _home(run, by_foot, feet), run
        if home is None:
            left.append(run)
        else:
            home.runs.append(run)
    for line in done:
        line.read()
    return done, left


def _stands_over(run: Run, base: Run) -> bool:
    """Whether *run* is how *base* is read, which was drawn just before: small, right above it."""
    if not raised(run, base.baseline, base.size):
        return False
    first, last = run.boxes[0], run.boxes[-1]
    return bool(first[0] < base.boxes[-1][2] and last[2] > base.boxes[0][0])


def raised(run: Run, baseline: float, size: float) -> bool:
    """Whether *run* is as small, and as high, as what reads letters of a *size* on a *baseline*."""
    return run.size < _READING * size and _LOW < (baseline - run.baseline) / size < _HIGH


def _home(run: Run, by_foot: Sequence[ReadLine], feet: Sequence[float]) -> ReadLine | None:
    best, least = None, float("inf")
    for line in by_foot[bisect_left(feet, run.baseline - SLACK) :]:
        left, top, right, bottom = line.line.box
        if bottom > run.baseline + _TALLEST:
            break
        if not (top - SLACK <= run.baseline and left - SLACK <= run.middle <= right + SLACK):
            continue
        off = abs(run.baseline - (top + _HINDMOST * (bottom - top)))
        if off < least:
            best, least = line, off
    return best


def furniture(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """*runs* outside all lines, those on one baseline together, from the top down."""
    by_height: dict[int, list[Run]] = {}
    for run in runs:
        near = (round(run.baseline) + step for step in (0, -1, 1))
        key = next((y for y in near if y in by_height), round(run.baseline))
        by_height.setdefault(key, []).append(run)
    for _, row in sorted(by_height.items()):
        yield sorted(row, key=lambda run: run.boxes[0][0])


def ordered(before: SetLine, after: SetLine) -> bool:
    """Whether *after* may follow *before*: below it, beside it, or in another place."""
    if (before.sheet, before.area) != (after.sheet, after.area):
        return before.sheet <= after.sheet
    aside = after.box[0] >= before.box[2] - SLACK or after.box[2] <= before.box[0] + SLACK
    return aside or after.box[1] >= before.box[1] - SLACK


def overlapping(lines: Sequence[ReadLine]) -> Iterator[tuple[SetLine, SetLine]]:
    """Pairs of *lines* of a page that are printed one on the other."""
    by_top = sorted((line.line for line in lines), key=lambda line: line.box[1])
    for at, upper in enumerate(by_top):
        for lower in by_top[at + 1 :]:
            if lower.box[1] >= upper.box[3]:
                break
            down = min(upper.box[3], lower.box[3]) - lower.box[1]
            across = min(upper.box[2], lower.box[2]) - max(upper.box[0], lower.box[0])
            height = min(upper.box[3] - upper.box[1], lower.box[3] - lower.box[1])
            if across > SLACK and down > height / 2:
                yield upper, lower
