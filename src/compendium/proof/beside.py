"""What stands in the margins beside the lines: their numbers, and pages of the source.

None of it is a word of the text. Each must stand level with its line, and nothing else may
stand there: the line of a page of the source is told from the letter that follows its mark.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from compendium.diag import Span
from compendium.proof.letters import letters
from compendium.proof.lines import ReadLine, furniture
from compendium.proof.outcome import Findings
from compendium.proof.runs import Run
from compendium.proof.script import Script
from compendium.proof.trace import Trace

_LEVEL = 3.0
"""Points by which the baseline of a label may differ from that of its line."""
_SIGN = "|"
_LINES = 3
"""Lines of the name of an entry that is set again."""


@dataclass(frozen=True, slots=True)
class Label:
    """A number in a margin: a line's, or with a stroke before it that of a page."""

    words: str
    sheet: int
    baseline: float


def take_labels(
    lines: Sequence[ReadLine], left: Sequence[Run], sheet: int
) -> tuple[list[Label], list[Run]]:
    """The labels among the runs *left* over by the *lines* of a page, and the other runs."""
    boxes = [line.line.box for line in lines]
    if not boxes:
        return [], list(left)
    start, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    end, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    groups: dict[tuple[bool, int], list[Run]] = {}
    others = []
    for run in left:
        outside = run.boxes[-1][2] < start or run.boxes[0][0] > end
        if outside and top < run.baseline < bottom:
            key = (run.middle < start, round(run.baseline))
            groups.setdefault(key, []).append(run)
        else:
            others.append(run)
    return [label for runs in groups.values() for label in _labels(runs, sheet)], others


def take_names(
    lines: Sequence[ReadLine], left: Sequence[Run], names: Set[str]
) -> tuple[list[str], list[Run]]:
    """The *names* among the runs *left* that stand again over a column, and the other runs."""
    if not names:
        return [], list(left)
    rows = list(furniture(left))
    found, others = [], []
    while rows:
        for count in range(min(_LINES, len(rows)), 0, -1):
            runs = [run for row in rows[:count] for run in row]
            said = letters("".join(run.words for run in runs))
            if said in names and _opens(lines, runs):
                found.append(said)
                break
        else:
            count = 1
            others += rows[0]
        del rows[:count]
    return found, others


def _opens(lines: Sequence[ReadLine], runs: Sequence[Run]) -> bool:
    """Whether *runs* stand over all the *lines* that are above or below them."""
    start, end = min(run.boxes[0][0] for run in runs), max(run.boxes[-1][2] for run in runs)
    foot = max(run.baseline for run in runs)
    boxes = [line.line.box for line in lines]
    return all(box[3] > foot for box in boxes if box[0] < end and box[2] > start)


def _labels(runs: Sequence[Run], sheet: int) -> Iterator[Label]:
    ordered = sorted(runs, key=lambda run: run.boxes[0][0])
    said = letters("".join(run.words for run in ordered))
    number, *pages = said.split(_SIGN)
    for words in (number, *(_SIGN + page for page in pages)):
        if words:
            yield Label(words, sheet, runs[0].baseline)


def check_labels(
    script: Script, trace: Trace, lines: Sequence[ReadLine], found: Sequence[Label],
    findings: Findings,
) -> None:  # fmt: skip
    """Every number that is wanted beside the *lines* of a chunk, and no other, is *found*."""
    waiting = list(found)
    for words, beside, span in [*_pages(script, trace), *_numbers(script, lines)]:
        findings.count("source pages" if words.startswith(_SIGN) else "line numbers")
        stands = next((one for one in waiting if _stands(one, words, beside)), None)
        if stands:
            waiting.remove(stands)
            continue
        page = trace.label(beside[0].line.sheet) if beside else ""
        said = f"`{words}` is not printed beside its line on page {page}"
        findings.add("proof-place-wrong", said, span)
    for label in waiting:
        said = f"`{label.words}` is printed on page {trace.label(label.sheet)}, in no line of text"
        findings.add("proof-extra-text", said, Span("edition.yaml"))


def _stands(label: Label, words: str, beside: Sequence[ReadLine]) -> bool:
    return label.words == words and any(
        line.line.sheet == label.sheet and abs(line.runs[0].baseline - label.baseline) < _LEVEL
        for line in beside
        if line.runs
    )


def _pages(script: Script, trace: Trace) -> Iterator[tuple[str, list[ReadLine], Span]]:
    """Each page of the source with the line of the letter after its mark, or before it."""
    for anchor, number in script.pages.items():
        where = script.anchors[anchor]
        near = (trace.line(where.stream, at) for at in (where.start, where.start - 1) if at >= 0)
        lines = [line for line in near if line]
        yield _SIGN + letters(number), lines, trace.spans.get(anchor, Span("edition.yaml"))


def _numbers(
    script: Script, lines: Sequence[ReadLine]
) -> Iterator[tuple[str, list[ReadLine], Span]]:
    """The numbers of every fifth line, or as the markup says; lines side by side have one."""
    way, every = script.numbers
    rows: dict[tuple[int, int], list[ReadLine]] = {}
    for line in lines if every else ():
        number = line.line.number if way == "page" else line.line.through
        if line.line.area == "text" and number and number % every == 0:
            rows.setdefault((line.line.sheet, number), []).append(line)
    for (_, number), beside in rows.items():
        yield str(number), beside, Span("edition.yaml")
