"""The text of a file, and runs of words taken out of its lines, all of which know their place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from compendium.diag import Span


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A text file of the corpus: every line end is one line feed, there is no byte order mark.

    Units: an offset counts code points of `text` from 0; lines and columns count from 1.
    """

    path: str
    text: str
    starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        starts = (0, *(found.end() for found in re.finditer("\n", self.text)))
        object.__setattr__(self, "starts", starts)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of *offset*."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def span(self, start: int, end: int) -> Span:
        """The span of the text from offset *start* up to offset *end*."""
        return Span(self.path, self.place(start), self.place(end))

    def offset(self, place: tuple[int, int]) -> int:
        """The offset of a (line, column) pair; the inverse of `place`."""
        line, column = place
        return self.starts[line - 1] + column - 1

    def line(self, number: int) -> str:
        """Line *number*, without its line end."""
        start = self.starts[number - 1]
        if number < len(self.starts):
            return self.text[start : self.starts[number] - 1]
        return self.text[start:]


@dataclass(frozen=True, slots=True)
class Run:
    """The text of a paragraph, cell or field, free of what its lines begin with.

    Shape: `pieces` are (index in `text`, offset in the file) pairs, ascending, the first
        index 0; from each pair on, the characters stand one beside the other in the file.
    """

    file: SourceFile
    text: str
    pieces: tuple[tuple[int, int], ...]

    def offset(self, index: int) -> int:
        """Where in the file the character at *index* stands."""
        at = max(bisect_right(self.pieces, index, key=lambda piece: piece[0]) - 1, 0)
        start, offset = self.pieces[at]
        return offset + index - start

    def span(self, start: int, end: int) -> Span:
        """The span of the characters from *start* up to *end*."""
        first = self.offset(start)
        return self.file.span(first, max(self.offset(end - 1) + 1, first) if end > start else first)

    def cut(self, start: int, end: int) -> Run:
        """The part of the run from *start* up to *end*."""
        inside = ((i - start, o) for i, o in self.pieces if start < i < end)
        return Run(self.file, self.text[start:end], ((0, self.offset(start)), *inside))


def join(file: SourceFile, pieces: Sequence[tuple[int, int]]) -> Run:
    """The run of the (start, end) offsets *pieces* of *file*, one line each."""
    words: list[str] = []
    placed: list[tuple[int, int]] = []
    length = 0
    for start, end in pieces:
        placed.append((length, start))
        words.append(file.text[start:end])
        length += end - start + 1
    return Run(file, "\n".join(words), tuple(placed) or ((0, 0),))
