"""What of a finding holds for all sheaves that are like the one it was found of.

A page that is like another (see `drawn`) shows other figures, has other margins, and its text
stands farther to the left or right. While pdfium reads a page it is noted which operator of
its bytes draws what: where figures stand that are the number of a slot, what each margin
says, and in which shape each figure of a font is drawn. What cannot be told so is said to be
as it is: figures that are not in a slot may then not change, and of a page that is drawn in
some other way nothing is told.
"""

from __future__ import annotations

import marshal
import re
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from math import floor
from typing import Any

from compendium.proof.clearance import (
    OTHER,
    Crowd,
    UnlikeError,
    clear_of_links,
    ends,
    objects,
)
from compendium.proof.drawn import Drawings, PageDrawn, Shown
from compendium.proof.known import Facts, note
from compendium.proof.letters import fold, follow, letters, turned
from compendium.proof.lines import ReadLine
from compendium.proof.runs import Box, Drawn, FontKey, Run, glyph_of
from compendium.proof.script import Range
from compendium.proof.sheaves import Found, Seen, Sheaf

_NUMBER = re.compile("[0-9]+")
_STEPS, _ASIDE = 500, 0.31831
"""Places across a page are told apart by so many steps a point, none of which is where lines
often stand."""


def lines_digest(sheaf: Sheaf, across: Sequence[float], loose: Collection[int]) -> str:
    """A digest of the lines of *sheaf*, as if each page's text had not been moved *across*.

    Of the lines with a number in *loose* the words are left out.
    """
    place = {sheet: at for at, sheet in enumerate(sheaf.sheets)}
    rows = []
    for number, line in enumerate(sheaf.lines):
        at = place.get(line.sheet, -1)
        left, top, right, bottom = line.box
        edges = (floor((x - across[at]) * _STEPS + _ASIDE) for x in (left, right))
        words = "" if number in loose else line.text
        rows.append((at, line.anchor, line.area, line.number, words, *edges, top, bottom))
        rows.append((line.through,))
    return sha256(marshal.dumps(rows, 2)).hexdigest()


@dataclass(slots=True)
class _Loose:
    """Figures in the text that may change: on which page, in which line, and what shows them."""

    page: int
    line: ReadLine
    run: Run
    links: Sequence[Box]


@dataclass
class Learner:
    """Is shown the pages of *sheaf* as they are read, and tells what of them holds for others."""

    sheaf: Sheaf
    drawings: Drawings
    pages: list[Facts] = field(default_factory=list)
    margins: dict[str, Facts] = field(default_factory=dict)
    figures: dict[str, dict[str, Any]] = field(default_factory=dict)
    glyphs: dict[FontKey, set[Drawn]] = field(default_factory=dict)
    loose: dict[tuple[int, int], _Loose] = field(default_factory=dict)
    order: dict[int, int] = field(default_factory=dict)
    aside: int = 0
    unlike: bool = False

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The figures that stand in slots."""
        return frozenset(_NUMBER.findall("\n".join(self.sheaf.chunk.values)))

    def see(self, seen: Seen) -> None:
        """Look at a page."""
        if not self.unlike:
            try:
                self.pages.append(self._page(seen))
            except UnlikeError:
                self.unlike = True

    def told(self, found: Found) -> Facts | None:
        """What of *found* holds for a sheaf that is like this one; None if nothing does."""
        script = found.trace.scripts[0]
        if self.unlike or script.continued or any(script.marked.values()):
            return None
        numbers = {id(line): at for at, line in enumerate(self.sheaf.lines)}
        changing: dict[int, tuple[str, list[list[int]]]] = {}
        for (page, at), (slot, first, letter) in self._slots(found).items():
            line = self.loose[page, at].line
            self.pages[page]["figures"][at][1:] = [slot, first]
            parts = changing.setdefault(numbers[id(line.line)], (line.letters, []))[1]
            parts.append([letter, slot, first, len(self.loose[page, at].run.text)])
        for (page, at), one in self.loose.items():
            if self.pages[page]["figures"][at][1] < 0:
                self._glyphs([one.run])
        across = [page["across"] for page in self.pages]
        loose = [[number, *said] for number, said in sorted(changing.items())]
        counts = dict(found.counts)
        counts["glyphs"] = counts.get("glyphs", 0) - self.aside
        for name in ("folios", "running heads"):
            counts.pop(name, None)
        return {
            "pages": self.pages,
            "values": list(self.sheaf.chunk.values),
            "lines": lines_digest(self.sheaf, across, changing.keys()),
            "loose": loose,
            "glyphs": sorted([*k, *glyph_of(g)] for k, seen in self.glyphs.items() for g in seen),
            "counts": counts,
            "heads": sorted(map(fold, script.running)),
            "margins": self.margins,
            "figures": self.figures,
        }  # fmt: skip

    # -- pages ----------------------------------------------------------------

    def _page(self, seen: Seen) -> Facts:
        page, drawn = seen.page, self.drawings.page(seen.page.number)
        owners, obstacles = objects(page)
        if drawn is None or len(owners) != drawn.ops:
            raise UnlikeError
        ops = {owner: op for op, owner in enumerate(owners)}
        if not all(run.owner in ops for run in page.runs):
            raise UnlikeError
        self.order.update((id(run), at) for at, run in enumerate(page.runs))
        text = [run for run in page.runs if ops[run.owner] < drawn.body]
        if page.runs[len(text) :] != (aside := _aside(page.runs, ops, drawn)):
            raise UnlikeError
        left = {id(run) for run in seen.left}
        if left != {id(run) for run in aside}:
            raise UnlikeError
        clear_of_links(seen)
        by_op: dict[int, list[Run]] = {}
        for run in page.runs:
            by_op.setdefault(ops[run.owner], []).append(run)
        self._margins(drawn, by_op)
        figures = self._figures(seen, drawn, by_op, obstacles)
        loose = {id(self.loose[one].run) for one in self.loose if one[0] == len(self.pages)}
        self._glyphs([run for run in text if id(run) not in loose])
        across = [edge for run in text for edge in ends(run)]
        return {
            "digest": drawn.digest,
            "across": drawn.across,
            "edges": drawn.edges,
            "ends": [min(across), max(across)] if across else [],
            "last": [text[-1].baseline, text[-1].size] if text else [],
            "figures": figures,
        }

    def _glyphs(self, runs: Sequence[Run]) -> None:
        for run in runs:
            self.glyphs.setdefault(run.font, set()).update(run.glyphs)

    def _margins(self, drawn: PageDrawn, by_op: Mapping[int, Sequence[Run]]) -> None:
        """Note what each margin says."""
        for margin in drawn.margins:
            shown = [one for one in drawn.figures if margin.start <= one.op < margin.end]
            at = {one.op: number for number, one in enumerate(shown)}
            rows, glyphs, count = list[Any](), set[tuple[Any, ...]](), 0
            for op in range(margin.start, margin.end):
                runs = by_op.get(op, ())
                if op in at:
                    self._learn(shown[at[op]], runs)
                for run in runs:
                    count += len(run.glyphs)
                    edges = (run.boxes.edges[0][0], run.boxes.edges[1][-1])
                    rows.append([run.words, at.get(op, -1), run.size, run.baseline, *edges])
                    if op not in at:
                        glyphs.update((*run.font, *glyph_of(glyph)) for glyph in run.glyphs)
            self.aside += count
            self.margins[margin.digest] = {"runs": rows, "glyphs": sorted(glyphs), "count": count}

    def _learn(self, shown: Shown, runs: Sequence[Run]) -> Run:
        """Note in which shape each of the figures *shown* is drawn, by one of *runs* alone."""
        if len(runs) != 1:
            raise UnlikeError
        (run,) = runs
        if run.said is not None or run.text != shown.text or len(run.glyphs) != len(shown.codes):
            raise UnlikeError
        known = self.figures.setdefault(shown.font, {})
        for code, glyph in zip(shown.codes, run.glyphs, strict=True):
            note(known, code, [*run.font, *glyph_of(glyph)])
        return run

    def _figures(
        self, seen: Seen, drawn: PageDrawn, by_op: Mapping[int, Sequence[Run]],
        obstacles: Sequence[tuple[int, Box]],
    ) -> list[list[Any]]:  # fmt: skip
        """The figures in the text; of which those noted as loose may turn out to be a slot's."""
        figures: list[list[Any]] = []
        runs = ((line, run) for line in seen.lines for run in line.runs if run.text in self.numbers)
        homes = {id(run): line for line, run in runs}
        links = [link.box for link in seen.page.links]
        crowd = Crowd(seen.page.runs, obstacles)
        for shown in drawn.figures:
            if shown.op >= drawn.body:
                break
            figures.append(["".join(shown.codes), -1, 0])
            try:
                run = self._learn(shown, by_op.get(shown.op, ()))
            except UnlikeError:
                continue
            line = homes.get(id(run))
            if line and crowd.leaves(run, shown.op):
                at = len(self.pages), len(figures) - 1
                self.loose[at] = _Loose(at[0], line, run, links)
        return figures

    # -- slots ----------------------------------------------------------------

    def _slots(self, found: Found) -> dict[tuple[int, int], tuple[int, int, int]]:
        """By page and number there, the loose figures that are in a slot.

        Shape: the slot, the letter of it that they begin with, and that of their line.
        """
        script = found.trace.scripts[0]
        rows = [row.cells for row in script.rows if len(row.cells) > 1 or row.head]
        parted = {cell.stream for cells in rows for cell in cells}
        starts = {
            id(line): (key, start)
            for key, track in found.trace.tracks.items()
            for start, line in zip(track.starts, track.lines, strict=True)
        }
        slots = sorted((where, slot) for slot, where in script.slots.items())
        done = {}
        for place, loose in self.loose.items():
            key, start = starts.get(id(loose.line), ("", 0))
            if not key or key in parted:
                continue
            text = script.streams[key].text
            letter = self._letter(loose)
            places = _aligned(text, start, loose.line.letters) if letter is not None else None
            if letter is None or places is None:
                continue
            at = places[letter]
            if places[letter : letter + len(loose.run.text)] != [
                *range(at, at + len(loose.run.text))
            ]:
                continue
            number = bisect_left(slots, (Range(key, at + 1, 0), -1)) - 1
            where, slot = slots[number] if number >= 0 else (Range("", 0, 0), -1)
            said = letters(self.sheaf.chunk.values[slot]) if slot >= 0 else ""
            inside = where.stream == key and at + len(loose.run.text) <= where.end
            if inside and text[where.start : where.end] == said:
                done[place] = (slot, at - where.start, letter)
        return done

    def _letter(self, loose: _Loose) -> int | None:
        """With which letter of their line the figures begin; None if that might be otherwise."""
        line, run = loose.line, loose.run
        said = [letters(one.words) for one in line.runs]
        at = next(at for at, one in enumerate(line.runs) if one is run)
        meant = letters(line.line.text)
        if "".join(said) != meant or meant != line.letters or turned(meant) != meant:
            return None
        if not self._in_order(line, run):
            return None
        slack = OTHER * run.size
        near = (
            abs((box[0] + box[2]) / 2 - edge) <= slack
            for link in loose.links
            if link[1] - slack <= run.baseline <= link[3] + slack
            for box in run.boxes
            for edge in link[::2]
        )
        if any(near):
            return None
        return sum(map(len, said[:at]))

    def _in_order(self, line: ReadLine, run: Run) -> bool:
        """Whether the runs of *line* stand in this order whatever the figures of *run* are.

        They are in the order read, or from left to right if that is not the text.
        """
        read = sorted(line.runs, key=lambda one: self.order[id(one)])
        if read == line.runs:
            return True
        said = letters("".join(one.words for one in read))
        apart = (
            one != other and not (one.isdecimal() and other.isdecimal())
            for one, other in zip(said, line.letters, strict=False)
        )
        near = (
            abs(one.boxes[0][0] - run.boxes[0][0]) <= OTHER * run.size
            for one in line.runs
            if one is not run
        )
        return any(apart) and not any(near)


def _aligned(text: str, start: int, line: str) -> list[int] | None:
    """At which letters of *text* those of *line* stand, -1 for decoration.

    So `letters.follow` follows them, and in the same way with other figures in their places.
    """
    places, at = list[int](), start
    for letter in line:
        same = at < len(text) and (text[at] == letter or text[at].lower() == letter.lower())
        if not same and letter.isalnum():
            return None
        places.append(at if same else -1)
        at += same
    return places if follow(text, start, line) == at else None


def _aside(runs: Sequence[Run], ops: Mapping[int, int], drawn: PageDrawn) -> tuple[Run, ...]:
    return tuple(run for run in runs if ops[run.owner] >= drawn.body)
