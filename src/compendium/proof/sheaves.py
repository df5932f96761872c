"""A sheaf is the pages of one chunk. They are read and followed letter by letter, by themselves.

What is found of a sheaf depends on nothing but its pages, the faces of the theme, its script
and the page map's lines on it. What leads from one sheaf to another is looked at afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, NamedTuple

from compendium.diag import Span
from compendium.model.kept import key_of
from compendium.model.pages import Chunk, PageMap, SetLine
from compendium.model.pages import Run as PageRun
from compendium.proof.beside import Label, check_labels, take_labels, take_names
from compendium.proof.glyphs import Glyphs, Shapes
from compendium.proof.letters import blank, fold, letters, shortened
from compendium.proof.lines import ReadLine, furniture, overlapping, read_lines
from compendium.proof.links import Aim, Laid, check_links, lay
from compendium.proof.outcome import Findings
from compendium.proof.reader import PageRead, Reader
from compendium.proof.runs import FontKey, Glyph, Run
from compendium.proof.script import Script, read_script
from compendium.proof.trace import Trace, trace

_FOLIO = re.compile(r"[0-9]+|[ivxlcdm]+")
_NOWHERE = Chunk("", "", (), (), "any", "arabic")
"""What pages belong to that are no chunk's: nothing may be printed on them."""


Kind = tuple[FontKey, Glyph]
"""A kind of glyph, with its font."""


@dataclass(frozen=True)
class Sheaf:
    """The pages of *chunk*: their numbers, from 1, and the lines that the page map has there.

    Shape: `said` names the lines and where they are among the sheets, "" if they must be
        read to be told from others.
    """

    chunk: Chunk
    sheets: tuple[int, ...]
    read: Callable[[], Iterable[SetLine]]
    said: str = ""

    @cached_property
    def lines(self) -> tuple[SetLine, ...]:
        """The lines."""
        return tuple(self.read())

    def __reduce__(self) -> tuple[Any, ...]:
        """To another process it goes with its lines."""
        lines = tuple(self.read())  # none of which need stay here
        return Sheaf, (self.chunk, self.sheets, partial(tuple, lines), self.said)

    @property
    def markup(self) -> str:
        """The markup of the chunk, by the length of which a sheaf takes its time."""
        return self.chunk.markup


@dataclass(frozen=True, slots=True)
class Found:
    """What a sheaf was found to hold.

    Shape: `trace` has its one script in print; `aims` are its links to places in the book;
        `glyphs` every kind of glyph met so far, with its font; `counts` how much was looked
        at; `heights` how high the pages are, in points.
    """

    trace: Trace
    aims: Sequence[Aim]
    glyphs: frozenset[Kind]
    counts: Mapping[str, int]
    heights: tuple[float, ...]


def sheaves(chunks: Sequence[Chunk], pages: PageMap, count: int) -> list[Sheaf]:
    """Every chunk with its pages, of the *count* that there are; pages of none come last.

    The lines of a chunk are read for whoever asks, if the page map names those of each.
    """
    sheets = _sheets(chunks, pages, count)
    stray = sheets.pop("")
    runs = [run for run in pages.runs if run.digest]
    if stray or [run.chunk for run in runs] != [chunk.name for chunk in chunks]:
        return read_sheaves(chunks, pages, count)
    return [
        Sheaf(chunk, (own := tuple(sheets[chunk.name])), run.read, _named(run, own))
        for chunk, run in zip(chunks, runs, strict=True)
    ]


def _named(run: PageRun, sheets: Sequence[int]) -> str:
    return key_of("lines", (run.digest, *(str(sheet - run.sheet) for sheet in sheets)))


def read_sheaves(chunks: Sequence[Chunk], pages: PageMap, count: int) -> list[Sheaf]:
    """The same with every line on the sheet that it says, whatever chunk that belongs to."""
    sheets = _sheets(chunks, pages, count)
    lines: dict[int, list[SetLine]] = {}
    for line in pages.lines:
        lines.setdefault(line.sheet, []).append(line)
    stray = sheets.pop("")
    done = [_sheaf(chunk, sheets[chunk.name], lines) for chunk in chunks]
    return [*done, _sheaf(_NOWHERE, stray, lines)] if stray else done


def _sheets(chunks: Sequence[Chunk], pages: PageMap, count: int) -> dict[str, list[int]]:
    """The sheets of each chunk by its name, those of none under ""."""
    sheets: dict[str, list[int]] = {chunk.name: [] for chunk in chunks}
    stray = sheets.setdefault("", [])
    homes = {sheet.number: sheet.chunk for sheet in pages.sheets}
    for number in range(1, count + 1):
        sheets.get(homes.get(number, ""), stray).append(number)
    return sheets


def _sheaf(chunk: Chunk, sheets: Sequence[int], lines: Mapping[int, Sequence[SetLine]]) -> Sheaf:
    own = tuple(line for sheet in sheets for line in lines.get(sheet, ()))
    return Sheaf(chunk, tuple(sheets), partial(tuple, own))


class Seen(NamedTuple):
    """A page with its lines, the runs that are in none and beside none, and what is beside."""

    page: PageRead
    lines: Sequence[ReadLine]
    left: Sequence[Run]
    labels: Sequence[Label]


Watch = Callable[[Seen], None]


@dataclass(slots=True)
class Desk:
    """Reads sheaves of one file, one after the other, and at last looks at the glyphs of all.

    Shape: `folios` are the labels of all pages; `watch` is shown each page as it is read.
    """

    reader: Reader
    shapes: Shapes
    folios: Sequence[str]
    spans: Mapping[str, Span]
    findings: Findings
    watch: Watch | None = None
    glyphs: Glyphs = field(init=False)

    def __post_init__(self) -> None:
        """Begin with no glyph."""
        self.glyphs = Glyphs(self.findings, self.spans)

    def read(self, sheaf: Sheaf) -> Found:
        """What *sheaf* holds; all that is wrong in it goes to the findings."""
        work = _Reading(self, sheaf, read_script(sheaf.chunk))
        before = dict(self.findings.counts)
        for page in self.reader.pages(sheaf.sheets):
            work.page(page)
        lines = {sheaf.chunk.name: work.lines}
        done = trace((work.script,), lines, self.folios, self.spans, self.findings)
        aims = check_links(done, work.laid, self.findings)
        check_labels(work.script, done, work.lines, work.labels, self.findings)
        counts = {n: c - before.get(n, 0) for n, c in self.findings.counts.items()}
        return Found(done, aims, self.glyphs.kinds(), counts, tuple(work.heights))

    def close(self) -> None:
        """Compare the glyphs that were met with the faces of the theme."""
        self.glyphs.check(self.reader.fonts, self.shapes)


class _Reading:
    def __init__(self, desk: Desk, sheaf: Sheaf, script: Script) -> None:
        self.findings, self.spans, self.script = desk.findings, desk.spans, script
        self.glyphs, self.watch = desk.glyphs, desk.watch
        self.lines: list[ReadLine] = []
        self.laid: list[Laid] = []
        self.heights: list[float] = []
        self.labels: list[Label] = []
        self.by_sheet: dict[int, list[SetLine]] = {}
        for line in sheaf.lines:
            self.by_sheet.setdefault(line.sheet, []).append(line)
        if not self.by_sheet.keys() <= set(sheaf.sheets):
            said = f"the page map has lines of `{sheaf.chunk.name}` on pages of others"
            self.findings.add("proof-place-wrong", said, Span("edition.yaml"))

    def page(self, page: PageRead) -> None:
        self.findings.count("pages")
        self.heights.append(page.height)
        done, left = read_lines(page, self.by_sheet.get(page.number, ()))
        self.findings.count("lines", len(done))
        self.lines.extend(done)
        self.laid.extend(lay(page, done))
        if page.others:
            said = f"page {page.label} has annotations that are no links"
            self.findings.add("proof-object", said, Span("edition.yaml"))
        self.glyphs.page(page, done)
        self._crowded(page, done)
        labels, left = take_labels(done, left, page.number)
        self.labels.extend(labels)
        names, left = take_names(done, left, self.script.continued)
        if names:
            self.findings.count("continued entries", len(names))
        if self.watch:
            self.watch(Seen(page, done, left, labels))
        self._furniture(page, done, left)

    def _crowded(self, page: PageRead, lines: Sequence[ReadLine]) -> None:
        """No line may be printed on another."""
        for upper, lower in overlapping(lines):
            said = f"`{shortened(lower.text, 40)}` on page {page.label} is printed on"
            self.findings.add(
                "proof-hidden",
                f"{said} `{shortened(upper.text, 40)}`",
                self.spans.get(lower.anchor, Span("edition.yaml")),
            )

    def _furniture(self, page: PageRead, lines: Sequence[ReadLine], left: Sequence[Run]) -> None:
        """What belongs to no line is the folio or a running head, over the text or under it."""
        free = {"": "", fold(letters(page.label)): "folios"}
        free |= {fold(head): "running heads" for head in self.script.running}
        top = min((line.line.box[1] for line in lines), default=page.height)
        bottom = max((line.line.box[3] for line in lines), default=0.0)
        missing = self._marks(lines)
        for row in furniture(left):
            parts = parts_of(row, fold(letters(page.label)))
            outside = not top < row[0].baseline < bottom
            if outside and all(part in free for part in parts):
                for part in filter(None, parts):
                    self.findings.count(free.pop(part))
                    missing.pop(part, None)
            elif not blank("".join(parts)):
                self._stray(page, row, outside)

        for words, anchor in missing.values():
            said = f"page {page.label} does not say `{words}`"
            span = self.spans.get(anchor, Span("edition.yaml"))
            self.findings.add("proof-word-lost", said, span)

    def _marks(self, lines: Sequence[ReadLine]) -> dict[str, tuple[str, str]]:
        """What *lines* ask of their page, by its letters: the words, and the anchor of a line."""
        asked: dict[str, tuple[str, str]] = {}
        for line in lines:
            name = line.line.anchor
            while name and name not in self.script.marked:
                name = name.rpartition(".")[0]
            if words := self.script.marked.get(name, ""):
                asked.setdefault(fold(letters(words)), (words, line.line.anchor))
        return asked

    def _stray(self, page: PageRead, row: Sequence[Run], outside: bool) -> None:
        """Say what stands on *page* that should not: another folio, or other words."""
        words = [run.words for run in row]
        folio = next((w for w in (words[0], words[-1]) if _FOLIO.fullmatch(w)), "")
        if outside and folio and folio != page.label:
            said = f"page {page.label} has the folio `{folio}`"
            self.findings.add("proof-number-wrong", said, Span("edition.yaml"))
            return
        said = f"`{shortened(''.join(words))}` is printed on page {page.label}, in no line of text"
        self.findings.add("proof-extra-text", said, Span("edition.yaml"))


def parts_of(row: Sequence[Run], folio: str) -> tuple[str, str]:
    """The letters of a *row* over or under the text: the folio, if it has it, and the rest."""
    said = fold(letters("".join(run.words for run in row)))
    ends = {fold(letters(run.words)) for run in (row[0], row[-1])}
    if folio not in ends:
        return said, ""
    rest = said.removeprefix(folio) if said.startswith(folio) else said.removesuffix(folio)
    return folio, rest
