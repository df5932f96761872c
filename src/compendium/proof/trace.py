"""The trace: where in the finished pages every letter of the scripts stands.

The lines that pdfium read are followed through the script they were set from, letter by
letter. What is missing, altered or too much is a finding; all else now has a place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from compendium.diag import Code, Span
from compendium.model.pages import SetLine
from compendium.proof.letters import HYPHEN, common, follow, letters, shortened, turned
from compendium.proof.lines import ReadLine, ordered
from compendium.proof.outcome import Findings
from compendium.proof.script import Range, Script, ScriptRow, Stream, innermost

_AHEAD = 60
"""Lines looked through for the place where a broken text goes on."""
_SURE = 6
"""Letters that tell such a place, if it is near."""
_CERTAIN = 24
"""Letters that tell it at any distance."""
_NEAR = 600
"""Letters."""


Edges = tuple[int, float, float]
"""The sheet of a line, and its upper and its lower edge."""


@dataclass(slots=True)
class Track:
    """A stream in print: at which of its letters each line begins, in order.

    Shape: `edges` are those of `lines`.
    """

    starts: Sequence[int] = ()
    lines: Sequence[ReadLine] = ()
    edges: Sequence[Edges] = ()

    def __post_init__(self) -> None:
        """Take the edges from the lines, if they are not given."""
        if not self.edges:
            lines = (one.line for one in self.lines)
            self.edges = [(line.sheet, line.box[1], line.box[3]) for line in lines]

    def line(self, at: int) -> ReadLine | None:
        """The line on which letter *at* stands."""
        found = bisect_right(self.starts, at) - 1
        return self.lines[max(found, 0)] if self.starts else None

    def edge(self, at: int) -> Edges | None:
        """The edges of the line on which letter *at* stands."""
        found = bisect_right(self.starts, at) - 1
        return self.edges[max(found, 0)] if self.edges else None


@dataclass(slots=True)
class Trace:
    """Every script in print.

    Shape: `ranges` has the letters of every anchor; `tracks` are by stream; `folios` are
        the labels of the pages; `spans` say where an anchor was written.
    """

    scripts: Sequence[Script]
    folios: Sequence[str]
    spans: Mapping[str, Span]
    ranges: dict[str, Range] = field(default_factory=dict)
    streams: dict[str, Stream] = field(default_factory=dict)
    tracks: dict[str, Track] = field(default_factory=dict)
    owners: dict[str, Script] = field(default_factory=dict)

    def join(self, others: Iterable[Trace]) -> None:
        """Take in what was found of other chunks; an anchor keeps its first place."""
        for other in others:
            for anchor, where in other.ranges.items():
                self.ranges.setdefault(anchor, where)
            self.streams.update(other.streams)
            self.tracks.update(other.tracks)
            self.owners.update(other.owners)

    def line(self, stream: str, at: int) -> ReadLine | None:
        """The line on which letter *at* of *stream* stands, None if it is not printed."""
        return self.tracks[stream].line(at) if stream in self.tracks else None

    def edges(self, stream: str, at: int) -> Edges | None:
        """Where the line is on which letter *at* of *stream* stands."""
        return self.tracks[stream].edge(at) if stream in self.tracks else None

    def begin(self, where: Range) -> tuple[int, ...]:
        """The sheets on which *where* begins: one, or two if it has no letters and is between."""
        if where.start < where.end:
            return self._sheets(where.stream, where.start)
        before = self._sheets(where.stream, where.start - 1) if where.start else ()
        return tuple(dict.fromkeys((*before, *self._sheets(where.stream, where.start))))

    def end(self, where: Range) -> tuple[int, ...]:
        """The sheets on which *where* ends."""
        if where.start < where.end:
            return self._sheets(where.stream, where.end - 1)
        return self.begin(where)

    def folio(self, anchor: str) -> str:
        """The label of the page on which *anchor* begins, "" if it is nowhere."""
        sheets = self.begin(self.ranges[anchor]) if anchor in self.ranges else ()
        return self.label(sheets[0]) if sheets else ""

    def label(self, sheet: int) -> str:
        """The label of a sheet."""
        return self.folios[sheet - 1] if 0 < sheet <= len(self.folios) else ""

    def span(self, stream: str, at: int) -> Span:
        """Where letter *at* of *stream* was written, as near as we can tell."""
        for anchor in innermost(self.owners[stream], stream, at):
            if anchor in self.spans:
                return self.spans[anchor]
        return self.spans.get(stream, Span("edition.yaml"))

    def _sheets(self, stream: str, at: int) -> tuple[int, ...]:
        found = self.edges(stream, at)
        return found[:1] if found else ()


def trace(
    scripts: Sequence[Script],
    lines: Mapping[str, Sequence[ReadLine]],
    folios: Sequence[str],
    spans: Mapping[str, Span],
    findings: Findings,
) -> Trace:
    """Follow the *lines* of each chunk through its script."""
    whole = Trace(scripts, folios, spans)
    for script in scripts:
        for anchor, where in script.anchors.items():
            whole.ranges.setdefault(anchor, where)
        by_stream = _sorted(script, lines.get(script.chunk.name, ()))
        for key, stream in script.streams.items():
            whole.streams[key], whole.owners[key] = stream, script
        for key, stream in script.streams.items():
            whole.tracks[key] = _Follower(whole, script, stream, findings).track(
                by_stream.pop(key, [])
            )
        for key, stray in by_stream.items():
            _report_stray(whole, key, stray, findings)
    return whole


def _sorted(script: Script, lines: Iterable[ReadLine]) -> dict[str, list[ReadLine]]:
    """*lines* by the stream they are part of."""
    done: dict[str, list[ReadLine]] = {}
    for line in lines:
        named = script.anchors.get(line.line.anchor)
        stray = line.line.anchor if line.line.area == "notes" else script.chunk.name
        done.setdefault(named.stream if named else stray, []).append(line)
    return done


def _report_stray(whole: Trace, key: str, lines: Sequence[ReadLine], findings: Findings) -> None:
    said = shortened(" ".join(line.line.text for line in lines))
    page = whole.label(lines[0].line.sheet)
    span = whole.spans.get(key, Span("edition.yaml"))
    findings.add("proof-extra-text", f"page {page} has `{said}` in notes, of no note", span)


@dataclass(slots=True)
class _Follower:
    """Follows the lines of one stream."""

    whole: Trace
    script: Script
    stream: Stream
    findings: Findings
    at: int = 0
    found: list[tuple[int, ReadLine]] = field(default_factory=list)
    told: set[int] = field(default_factory=set)
    broken: bool = False
    heads: frozenset[str] = frozenset()

    def track(self, lines: Sequence[ReadLine]) -> Track:
        rows = {row.cells[0].start: row for row in self._rows()}
        self.heads = frozenset(
            self.stream.text[cell.start : cell.end]
            for row in self.script.rows
            for cell in row.cells
            if row.head and cell.stream == self.stream.key
        )
        index = 0
        while index < len(lines):
            index += self._head_again(lines, index)
            row = rows.get(self.at)
            woven = self._weave(row, lines, index) if row else 0
            if woven:
                index += woven
                continue
            line = lines[index]
            after = follow(self.stream.text, self.at, line.letters)
            if after is not None:
                self.found.append((self.at, line))
                self.at = after
            elif not self._repeats(line):
                index = self._mend(lines, index)
                continue
            index += 1
        if self.at < self.stream.length:
            self._report(self.at, self.stream.length, (), lines[-1:])
        self._check_map()
        self.found.sort(key=lambda pair: pair[0])
        return Track([at for at, _ in self.found], [line for _, line in self.found])

    def _rows(self) -> Iterator[ScriptRow]:
        for row in self.script.rows:
            if len(row.cells) > 1 and row.cells[0].stream == self.stream.key:
                yield row

    def _repeats(self, line: ReadLine) -> bool:
        """Whether *line* may be of a table's head, set again on a new page."""
        return bool(line.letters) and any(line.letters in head for head in self.heads)

    def _head_again(self, lines: Sequence[ReadLine], index: int) -> int:
        """How many lines from *index* on are a table's head, whole, set again on a new page.

        What it says may also be how the next row begins: "Ship" over "Ship 16".
        """
        if not index or lines[index].line.sheet == lines[index - 1].line.sheet:
            return 0
        for row in self.script.rows:
            if (
                not row.head
                or row.cells[0].stream != self.stream.key
                or row.cells[-1].end > self.at
            ):
                continue
            head = sorted("".join(self.stream.text[c.start : c.end] for c in row.cells))
            said, count = "", 0
            while len(said) < len(head) and index + count < len(lines) - 1:
                if not self._repeats(lines[index + count]):
                    break
                said += lines[index + count].letters
                count += 1
            if sorted(said) == head:
                return count
        return 0

    # -- rows -----------------------------------------------------------------

    def _weave(self, row: ScriptRow, lines: Sequence[ReadLine], index: int) -> int:
        """Follow *row*, whose cells a page turn may cut. Returns how many lines it is.

        It is none if they are not all of the row, and nothing else.
        """
        cells = [self.stream.text[cell.start : cell.end] for cell in row.cells]
        cursors = [0] * len(cells)
        current, count, woven = 0, 0, list[tuple[int, ReadLine]]()
        while any(c < len(text) for c, text in zip(cursors, cells, strict=True)):
            if index + count == len(lines):
                return 0
            line = lines[index + count]
            if line.line.sheet > lines[index].line.sheet and self._repeats(line):
                count += 1
                continue
            order = [current, *(n for n in range(len(cells)) if n != current)]
            fits = ((n, follow(cells[n], cursors[n], line.letters) or 0) for n in order)
            current, end = next((fit for fit in fits if fit[1] > cursors[fit[0]]), (0, 0))
            if not end:
                return 0
            woven.append((row.cells[current].start + cursors[current], line))
            cursors[current] = end
            count += 1
        self.found += woven
        self.at = row.cells[-1].end
        return count

    def _check_map(self) -> None:
        """The page map must have the words that are printed, its lines in reading order.

        Where something was found wrong already, nothing more is said.
        """
        before: SetLine | None = None
        for at, line in self.found:
            meant = line.line.text
            page = f"on page {self.whole.label(line.line.sheet)}"
            if id(line) in self.told or (self.broken and not line.letters):
                continue
            if line.letters != letters(meant) and turned(line.letters) != turned(letters(meant)):
                said = f"the page map has the line `{shortened(meant)}`, which is not {page}"
                self.findings.add("proof-line", said, self.whole.span(self.stream.key, at))
            elif before and not ordered(before, line.line):
                said = f"the line `{shortened(meant)}` {page} stands before the one it follows"
                self.findings.add("proof-order", said, self.whole.span(self.stream.key, at))
            before = line.line

    # -- what does not agree --------------------------------------------------

    def _mend(self, lines: Sequence[ReadLine], index: int) -> int:
        """Report a line that is not in the text. Returns which line the text goes on with."""
        text = self.stream.text
        for onward in range(index, min(index + _AHEAD, len(lines))):
            said = lines[onward].letters.removesuffix(HYPHEN)
            at = text.find(said, self.at) if len(said) >= _SURE else -1
            if at >= 0 and (len(said) >= _CERTAIN or at - self.at < _NEAR):
                self._report(self.at, at, lines[index:onward], lines[index : index + 1])
                self.at = at
                return onward
        self._report(self.at, self.stream.length, lines[index:], lines[index : index + 1])
        self.at = self.stream.length
        return len(lines)

    def _report(
        self, start: int, end: int, lines: Sequence[ReadLine], near: Sequence[ReadLine]
    ) -> None:
        self.broken = True
        for line in lines:  # so that what stands there keeps a place
            self.found.append((start, line))
            self.told.add(id(line))
        printed = "".join(line.letters for line in lines)
        meant = self.stream.text[start:end]
        head = common(meant, printed)
        tail = common(meant[head:][::-1], printed[head:][::-1])
        low, high = start + head, end - tail
        code, message = self._said(low, high, printed, head, tail)
        page = self.whole.label(near[0].line.sheet) if near else ""
        where = f" on page {page}" if page else ""
        self.findings.add(code, message + where, self.whole.span(self.stream.key, low))

    def _said(self, low: int, high: int, printed: str, head: int, tail: int) -> tuple[Code, str]:
        there = printed[head : len(printed) - tail]
        for place in self.script.slots.values():
            if place.stream == self.stream.key and place.start <= low and high <= place.end:
                meant = self.stream.words(place.start, place.end).strip()
                shown = _number(printed[: len(printed) - tail + (place.end - high)])
                return "proof-number-wrong", f"page number `{meant}` is printed as `{shown}`"
        first, last = self.stream.around(low, high)
        said = shortened(self.stream.words(first, last))
        if not there and (first, last) == (low, high):
            return "proof-word-lost", f"`{said}` is not printed"
        if low == high == first == last:
            return "proof-extra-text", f"`{shortened(there)}` is printed and not in the text"
        shown = printed[max(head - (low - first), 0) : len(printed) - tail + (last - high)]
        return "proof-word-altered", f"`{said}` is printed as `{shortened(shown)}`"


def _number(printed: str) -> str:
    """The number that *printed* ends with."""
    return re.split(r"[^0-9a-z–]", printed)[-1]
