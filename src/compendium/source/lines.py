"""Where the words of a block stand in the file, once the engine has cut its lines bare."""

from __future__ import annotations

import re

from compendium.diag import Span
from compendium.source.text import Run, SourceFile, join

_MARKERS = re.compile(r"[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])|\[\^[^\s\[\]]+\]:)?")


def paragraph_run(file: SourceFile, lines: tuple[int, int], content: str) -> Run:
    """The run of a paragraph that stands between the *lines* and reads *content*.

    Each line of *content* is what is left of a line of the file when the marks of the
    lists and quotations around it are gone. Wide and fixed spaces at the edges, which
    the engine takes away, are given back.
    """
    words = [line.strip(" \t") for line in content.split("\n")]
    first = _first(file, lines, words)
    pieces = [_piece(file, first + at, line) for at, line in enumerate(words)]
    start, end = pieces[-1]
    pieces[-1] = (start, start + len(file.text[start:end].rstrip(" \t")))
    return join(file, pieces)


def _first(file: SourceFile, lines: tuple[int, int], words: list[str]) -> int:
    """The line where *words* begin: the engine drops lines that hold nothing but wide spaces."""
    first, last = lines
    for start in range(first, last - len(words) + 2):
        written = (file.line(start + at).rstrip() for at in range(len(words)))
        if all(line.endswith(word.rstrip()) for line, word in zip(written, words, strict=True)):
            return start
    return first


def _piece(file: SourceFile, number: int, words: str) -> tuple[int, int]:
    line, base = file.line(number), file.starts[number - 1]
    body = line.rstrip(" \t")
    start = len(body) - len(words)
    if not body.endswith(words):
        kept = body.rstrip()
        start = len(kept) - len(words) if kept.endswith(words) else line.find(words)
    start = max(start, 0)
    while start > 0 and line[start - 1].isspace() and line[start - 1] not in " \t":
        start -= 1
    return base + start, base + len(line)


def heading_run(file: SourceFile, number: int, content: str) -> Run:
    """The run of the heading `## content ##` in line *number*."""
    line, base = file.line(number), file.starts[number - 1]
    body = line.rstrip()
    if not body.endswith(content) or (bare := body.rstrip("#")).endswith((" ", "\t")):
        bare = body.rstrip("#").rstrip()
        body = bare if bare.endswith(content) else body
    start = max(len(body) - len(content), 0)
    return join(file, [(base + start, base + start + len(content))])


def cell_runs(file: SourceFile, number: int, contents: list[str]) -> list[Run]:
    """The runs of all cells in line *number*, of which the engine kept *contents*.

    There may be more than were kept: the engine drops what has no column.
    """
    line, base, at = file.line(number), file.starts[number - 1], 0
    starts = [0]
    while (marker := _MARKERS.match(line, at)) and marker.end() > at:
        starts.append(at := marker.end())
    for start in reversed(starts):
        cells = _cells(line, start)
        texts = [line[a:b].replace("\\|", "|") for a, b in cells[: len(contents)]]
        missing = len(contents) - len(texts)
        if [*texts, *[""] * missing] == [content.strip() for content in contents]:
            return [_cell_run(file, base + a, base + b) for a, b in cells]
    return [_cell_run(file, base, base + len(line))]


def _cells(line: str, start: int) -> list[tuple[int, int]]:
    """The (start, end) columns of the cells of *line* from *start* on."""
    bars = [
        start - 1,
        *(m.end() - 1 for m in re.finditer(r"(?<!\\)\|", line) if m.start() >= start),
    ]
    bounds = [(a + 1, b) for a, b in zip(bars, [*bars[1:], len(line)], strict=True)]
    if bounds and not line[slice(*bounds[0])].strip():
        bounds = bounds[1:]
    if bounds and not line[slice(*bounds[-1])].strip():
        bounds = bounds[:-1]
    return [_stripped(line, a, b) for a, b in bounds]


def _stripped(line: str, start: int, end: int) -> tuple[int, int]:
    words = line[start:end]
    left = len(words) - len(words.lstrip())
    return start + left, max(start + left, start + len(words.rstrip()))


def _cell_run(file: SourceFile, start: int, end: int) -> Run:
    """The run between two offsets, escaped bars bare."""
    words = file.text[start:end]
    pieces, text, last = [(0, start)], "", 0
    for found in re.finditer(r"\\\|", words):
        text += words[last : found.start()]
        pieces.append((len(text), start + found.start() + 1))
        last = found.start() + 1
    return Run(file, text + words[last:], tuple(pieces))


def lines_span(file: SourceFile, first: int, last: int) -> Span:
    """From the first to the last word of the lines *first* to *last*."""
    while last > first and not file.line(last).strip():
        last -= 1
    line = file.line(first)
    start = file.starts[first - 1] + len(line) - len(line.lstrip())
    end = file.starts[last - 1] + len(file.line(last).rstrip())
    return file.span(start, max(start, end))
