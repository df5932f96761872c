"""Comparison: what one text of a document says and another does not, each with both places.

Nothing here stops a build. A translation is free; what it may not change without being
asked is the number of its passages and their order, figures and dates, and who is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from compendium.diag import Code, Diagnostic, Severity, Span
from compendium.model.kept import Again, anew
from compendium.model.text import Block, Paragraph
from compendium.model.volume import WrittenEntry
from compendium.resolve.alignment import align
from compendium.resolve.cells import Cell, Find, make_cell
from compendium.resolve.documents import Addressed
from compendium.resolve.forms import collect_forms, find_forms, forms_in
from compendium.resolve.registers import as_written

_NAMED = ("persons", "places", "bodies", "instruments")
"""Registers of what a text names; subjects are what editors make of it."""

_NEAR = 8
"""Passages that change places are sought no further apart than this."""


def compare(
    addressed: Sequence[Addressed], written: Mapping[str, WrittenEntry], again: Again = anew
) -> Iterator[Diagnostic]:
    """A warning for each passage, figure or name that one text of a document has alone.

    Shape: *addressed* are all texts of the edition, those of a document one after the other,
        the main one first; *written* has the entries of all registers by key.
    """
    languages = {text.written.lang for text in addressed}
    finders: dict[str, Find] = {
        lang: again(
            f"finder {lang}",
            (written,),
            partial(_finder, written, lang),
        )
        for lang in sorted(languages)
    }
    for _, same in groupby((t for t in addressed if t.slug), lambda text: text.slug):
        main, *others = same
        for other in others:
            pair = _Pair(main, other, written, finders)
            inputs = (main, other, written)
            yield from again(f"compared {other.prefix}", inputs, pair.listed)


def _finder(written: Mapping[str, WrittenEntry], lang: str) -> Find:
    return partial(find_forms, forms=collect_forms(written, lang))


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two texts of one document, the main one and another."""

    main: Addressed
    other: Addressed
    written: Mapping[str, WrittenEntry]
    finders: Mapping[str, Find]

    @property
    def free(self) -> bool:
        """Whether the other text is but an excerpt of the main one."""
        return self.other.written.extent == "excerpt" and self.main.written.extent == "whole"

    def listed(self) -> tuple[Diagnostic, ...]:
        """All in which the two differ, listed."""
        return tuple(self.problems())

    def problems(self) -> Iterator[Diagnostic]:
        """All in which the two differ, in the order of the main text."""
        texts = [(text.blocks, text.prefix) for text in (self.main, self.other)]
        rows = [
            (self._cell(mine, self.main), self._cell(its, self.other))
            for mine, its in (row.cells for row in align(texts))
        ]
        titles = (_title(self.main), _title(self.other))
        head = (self._cell(titles[0], self.main), self._cell(titles[1], self.other))
        yield from self._uneven(rows)
        full = [head, *((mine, its) for mine, its in rows if mine.blocks and its.blocks)]
        swapped = self._swapped(full)
        for at, (mine, its) in enumerate(full):
            if at not in swapped:
                yield from _figures(mine, its, self.free)
            elif at < swapped[at]:
                yield self._crossed(mine, full[swapped[at]][1])
        yield from self._names([head, *rows])

    def _cell(self, content: tuple[Block, ...], text: Addressed) -> Cell:
        written = text.written
        return make_cell(content, written.lang, written.span, self.finders[written.lang])

    # -- units ----------------------------------------------------------------

    def _uneven(self, rows: Sequence[tuple[Cell, Cell]]) -> Iterator[Diagnostic]:
        """Passages that nothing in the other text answers to, and rows of unlike numbers."""
        found = {its.number: its for mine, its in rows if not mine.blocks}
        moved = {number: its for number, its in found.items() if number}
        crossed = moved.keys() & {mine.number for mine, its in rows if not its.blocks}
        before = (self.main.written.span, self.other.written.span)
        for side, run in groupby(rows, lambda row: (bool(row[0].blocks), bool(row[1].blocks))):
            if side == (True, True):
                for mine, its in run:
                    before = (mine.ends, its.ends)
                    yield from () if self.free else _joined(mine, its)
                continue
            here = 0 if side[0] else 1
            cells = [row[here] for row in run]
            if here == 0:
                swapped = [cell for cell in cells if cell.number in crossed]
                yield from (self._crossed(cell, moved[cell.number]) for cell in swapped)
            yield from self._missing(
                [cell for cell in cells if cell.number not in crossed],
                here,
                before[1 - here],
            )

    def _missing(self, cells: Sequence[Cell], here: int, before: Span) -> Iterator[Diagnostic]:
        """A warning for *cells* that only one text has, unless the other is but an excerpt."""
        there = (self.other, self.main)[here].written
        if cells and not (self.free and here == 0):
            more = len(cells) - 1
            others = f" and the {_passages_said(more)} after it" if more else ""
            yield _warning(
                "unit-missing",
                f"nothing in `{there.path}` answers to this{others}; its place is after `{before}`",
                cells[0].span,
                "translate it there, or say with `{align=...}` what does",
            )

    def _crossed(self, mine: Cell, its: Cell) -> Diagnostic:
        return _warning(
            "units-swapped",
            f"what answers to this stands out of its order, at `{its.span}`",
            mine.span,
            "put both texts in one order, or say with `{align=...}` what belongs together",
        )

    def _swapped(self, rows: Sequence[tuple[Cell, Cell]]) -> dict[int, int]:
        """Rows whose texts would agree if they changed places, each with the other."""
        odd = [at for at, (mine, its) in enumerate(rows) if self._differ(mine, its)]
        found: dict[int, int] = {}
        for place, one in enumerate(odd):
            for two in odd[place + 1 : place + _NEAR]:
                crosswise = ((rows[one][0], rows[two][1]), (rows[two][0], rows[one][1]))
                if not found.keys() & {one, two} and not any(
                    self._differ(mine, its) for mine, its in crosswise
                ):
                    found[one], found[two] = two, one
        return found

    def _differ(self, mine: Cell, its: Cell) -> bool:
        """Whether the two have not the same figures, or do not name the same entries."""
        names = mine.names.keys() ^ its.names.keys()
        return bool(its.lacks(mine) or mine.lacks(its) or any(map(self._both_have, names)))

    # -- names ----------------------------------------------------------------

    def _names(self, rows: Sequence[tuple[Cell, Cell]]) -> Iterator[Diagnostic]:
        """Entries that one text names and the other nowhere does, though it could."""
        mine, its = zip(*rows, strict=True)
        sides = ((mine, its, self.other), (its, mine, self.main))
        for here, there, text in sides[self.free :]:
            known = {key for cell in there for key in cell.names}
            told: set[str] = set()
            for cell, opposite in zip(here, there, strict=True):
                for key, span in cell.names.items():
                    if key in known or key in told or not self._both_have(key):
                        continue
                    told.add(key)
                    yield _warning(
                        "name-differs",
                        f"`{as_written(key)}` is named here, and nowhere in "
                        f"`{text.written.path}` (compare `{opposite.span}`)",
                        span,
                        "name it there, or add the form it has there to the register",
                    )

    def _both_have(self, key: str) -> bool:
        """Whether the entry *key* is one that is found by its forms in both languages."""
        entry = self.written.get(key)
        if entry is None or not key.startswith(_NAMED):
            return False
        naming = entry.naming(self.other.written.lang)
        return bool(forms_in(entry, self.main.written.lang) and naming and naming.forms)


def _title(text: Addressed) -> tuple[Block, ...]:
    return (Paragraph(text.written.title, text.written.span),)


def _joined(mine: Cell, its: Cell) -> Iterator[Diagnostic]:
    """A warning where several passages stand against another number of them."""
    here, there = len(mine.blocks), len(its.blocks)
    if here != there and not mine.free and not its.free:
        stand = "stands" if here == 1 else "stand"
        yield _warning(
            "units-uneven",
            f"{_passages_said(here)} {stand} here against {there} at `{its.span}`",
            mine.span,
            "divide them alike, or say with `{align=...}` what belongs together",
        )


def _passages_said(count: int) -> str:
    return "1 passage" if count == 1 else f"{count} passages"


# -- figures -----------------------------------------------------------------------


def _figures(mine: Cell, its: Cell, free: bool) -> Iterator[Diagnostic]:
    """Figures that stand in one cell alone; two that stand for one another are told as one.

    Where the other text is *free* to be shorter, only what it has too much.
    """
    here, there = [] if free else its.lacks(mine), mine.lacks(its)
    hint = "correct the one that is wrong"
    while here and there:
        (_, said, span), (_, its_said, its_span) = here.pop(0), there.pop(0)
        yield _warning(
            "figure-differs", f"`{said}` here is `{its_said}` at `{its_span}`", span, hint
        )
    for _, said, span in here:
        yield _warning(
            "figure-differs", f"`{said}` here has nothing to answer it at `{its.span}`", span, hint
        )
    for _, said, span in there:
        yield _warning(
            "figure-differs", f"`{said}` here has nothing to answer it at `{mine.span}`", span, hint
        )


def _warning(code: Code, message: str, span: Span, hint: str) -> Diagnostic:
    return Diagnostic(code, message, span, hint, Severity.WARNING)
