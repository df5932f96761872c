"""A sheaf that is like one that was proved: found to hold the same, with other figures.

Its pages are compared with those of the other by their bytes. The figures that these show are
read as pdfium read the same codes of the same fonts, and all that was proved of the others is
proved of them: a folio is the label of its page, a number the one that the script has there
and the page map in its line. What the margins say must have been read from the same bytes at
the same place. Where anything else differs nothing is found, and the sheaf is read anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from compendium.proof.drawn import Drawings, PageDrawn, Shown
from compendium.proof.keeping import written
from compendium.proof.known import Facts, Known
from compendium.proof.letters import fold, letters
from compendium.proof.likeness import lines_digest
from compendium.proof.lines import SLACK, furniture, raised
from compendium.proof.runs import Boxes, Run
from compendium.proof.sheaves import Sheaf, parts_of

_OFF = 0.002
"""Points by which the edges of links may be off: they are written with three decimals."""


class _OtherError(Exception):
    """The sheaf is not like the other."""


def moved(
    sheaf: Sheaf, before: bytes, drawings: Drawings, folios: Sequence[str], known: Known
) -> bytes:
    """What *sheaf* holds, packed, by what was found *before* of one like it; or nothing.

    Shape: *folios* are the labels of all pages; *known* are margins and figures (see
        `known.Known`).
    """
    first, _, second = before.partition(b"\n")
    likeness = json.loads(second) if second else None
    if likeness is None or len(likeness["pages"]) != len(sheaf.sheets):
        return b""
    try:
        return _Like(sheaf, json.loads(first), likeness, folios, known).told(drawings)
    except _OtherError:
        return b""


@dataclass(slots=True)
class _Like:
    """*sheaf* against what was found of another, by `facts` and `likeness`."""

    sheaf: Sheaf
    facts: Facts
    likeness: Facts
    folios: Sequence[str]
    known: Known
    glyphs: set[tuple[Any, ...]] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)

    def told(self, drawings: Drawings) -> bytes:
        drawn = [self._drawn(drawings.page(sheet)) for sheet in self.sheaf.sheets]
        self.glyphs = {tuple(glyph) for glyph in self.likeness["glyphs"]}
        self.counts = dict(self.likeness["counts"])
        pages = self.likeness["pages"]
        for page, before in zip(drawn, pages, strict=True):
            self._compare(page, before)
        values = self._values(drawn)
        self._lines(drawn, values)
        texts = self._texts(values)
        for sheet, page, before in zip(self.sheaf.sheets, drawn, pages, strict=True):
            self._margins(sheet, page, before)
        facts = self.facts | {
            "streams": [
                [key, note, text]
                for (key, note, _), text in zip(self.facts["streams"], texts, strict=True)
            ],
            "glyphs": sorted(map(list, self.glyphs)),
            "counts": self.counts,
        }
        return written(facts, self._likeness(drawn))

    @staticmethod
    def _drawn(page: PageDrawn | None) -> PageDrawn:
        if page is None:
            raise _OtherError
        return page

    def _likeness(self, drawn: Sequence[PageDrawn]) -> Facts:
        """What holds for sheaves that are like this one."""
        pages = [
            before
            | {
                "across": page.across,
                "edges": page.edges,
                "ends": [end + page.across - before["across"] for end in before["ends"]],
                "figures": [
                    ["".join(shown.codes), *where[1:]]
                    for shown, where in zip(page.figures, before["figures"], strict=False)
                ],
            }
            for page, before in zip(drawn, self.likeness["pages"], strict=True)
        ]
        return self.likeness | {"pages": pages, "values": list(self.sheaf.chunk.values)}

    # -- the text -------------------------------------------------------------

    @staticmethod
    def _compare(page: PageDrawn, before: Facts) -> None:
        """But for what may differ *page* must be what it was *before*, and be on the paper."""
        if page.digest != before["digest"] or len(page.edges) != len(before["edges"]):
            raise _OtherError
        pairs = zip(page.edges, before["edges"], strict=True)
        ends = [end + page.across - before["across"] for end in before["ends"]]
        if any(abs(one - other) > _OFF for one, other in pairs):
            raise _OtherError
        if ends and not 0 <= ends[0] <= ends[1] <= page.width:
            raise _OtherError

    def _values(self, drawn: Sequence[PageDrawn]) -> list[str]:
        """The letters of the numbers, as they are shown; which must be those of the chunk."""
        meant = [list(letters(value)) for value in self.likeness["values"]]
        for page, known in zip(drawn, self.likeness["pages"], strict=True):
            shown = [one for one in page.figures if one.op < page.body]
            for one, (codes, slot, at) in zip(shown, known["figures"], strict=True):
                if slot >= 0:
                    meant[slot][at : at + len(one.text)] = self._read(one)
                elif "".join(one.codes) != codes:
                    raise _OtherError
        values = ["".join(one) for one in meant]
        if values != [*map(letters, self.sheaf.chunk.values)]:
            raise _OtherError
        return values

    def _texts(self, values: Sequence[str]) -> list[str]:
        """The letters of the streams, with *values* in their slots."""
        texts = [text for _, _, text in self.facts["streams"]]
        for slot, stream, start, end in self.facts["slots"]:
            before = letters(self.likeness["values"][slot])
            if values[slot] != before:
                if texts[stream][start:end] != before:
                    raise _OtherError
                texts[stream] = texts[stream][:start] + values[slot] + texts[stream][end:]
        return texts

    def _read(self, shown: Shown) -> str:
        """What figures are *shown*, by how pdfium reads and draws each of them."""
        known = self.known.figures.get(shown.font, {})
        shapes = [shape for shape in map(known.get, shown.codes) if shape]
        if len(shapes) < len(shown.codes):
            raise _OtherError
        self.glyphs.update(map(tuple, shapes))
        return "".join(shape[2] for shape in shapes)

    def _lines(self, drawn: Sequence[PageDrawn], values: Sequence[str]) -> None:
        """The page map has the lines that it had before, with *values* in them."""
        loose = self.likeness["loose"]
        numbers = {number for number, *_ in loose}
        across = [page.across for page in drawn]
        if lines_digest(self.sheaf, across, numbers) != self.likeness["lines"]:
            raise _OtherError
        for number, said, parts in loose:
            shown = said
            for letter, slot, at, size in parts:
                new = values[slot][at : at + size]
                shown = shown[:letter] + new + shown[letter + size :]
            if letters(self.sheaf.lines[number].text) != shown:
                raise _OtherError

    # -- the margins ----------------------------------------------------------

    def _margins(self, sheet: int, page: PageDrawn, before: Facts) -> None:
        """The margins of a page have its folio and running heads, and nothing else."""
        runs = [run for at in range(len(page.margins)) for run in self._margin(page, at)]
        boxes = [line.box for line in self.sheaf.lines if line.sheet == sheet]
        top = min((box[1] for box in boxes), default=float("inf"))
        bottom = max((box[3] for box in boxes), default=0.0)
        for run in runs:
            level = any(box[1] - SLACK <= run.baseline <= box[3] + SLACK for box in boxes)
            if level or top < run.baseline < bottom:
                raise _OtherError
        if runs and before["last"] and raised(runs[0], *before["last"]):
            raise _OtherError
        folio = fold(letters(self.folios[sheet - 1]))
        free = {"": "", folio: "folios"}
        free |= dict.fromkeys(self.likeness["heads"], "running heads")
        for row in furniture(runs):
            if any(one.boxes[-1][2] > other.boxes[0][0] for one, other in pairwise(row)):
                raise _OtherError
            parts = parts_of(row, folio)
            if not all(part in free for part in parts):
                raise _OtherError
            for part in filter(None, parts):
                if part not in free:  # it stands there twice
                    raise _OtherError
                self._count(free.pop(part), 1)

    def _count(self, name: str, more: int) -> None:
        self.counts[name] = self.counts.get(name, 0) + more

    def _margin(self, page: PageDrawn, number: int) -> Iterator[Run]:
        """The runs of a margin of *page*, as far as it matters."""
        margin = page.margins[number]
        read = self.known.margins.get(margin.digest)
        if read is None:
            raise _OtherError
        shown = [one for one in page.figures if margin.start <= one.op < margin.end]
        figures = [*map(self._read, shown)]
        self.glyphs.update(map(tuple, read["glyphs"]))
        self._count("glyphs", read["count"])
        for words, at, size, baseline, left, right in read["runs"]:
            said = figures[at] if at >= 0 else words
            boxes = Boxes(((left,), (right,), (0.0,), (0.0,)))
            yield Run(("", 0), size, baseline, said, boxes)
