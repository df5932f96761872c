"""Page numbers: what each one says against the page on which its words really stand."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from compendium.diag import Span
from compendium.model.edition import Edition
from compendium.model.pages import PageMap, PageReference, Place
from compendium.proof.letters import letters, shortened
from compendium.proof.outcome import Findings
from compendium.proof.script import Range, Script
from compendium.proof.trace import Trace

_DASHES = ("–", "-")
_DIGITS = "0123456789"


def check_references(
    trace: Trace,
    pages: PageMap,
    spots: Mapping[str, Range],
    findings: Findings,
    elsewhere: Mapping[str, tuple[int, int]] | None = None,
) -> None:
    """Check every page number of the book; *spots* are the places that the corpus itself gives.

    Of passages *elsewhere*, on pages that are not in *trace*, it is known on which sheets they
    begin and end.
    """
    sheets = {folio: sheet for sheet, folio in enumerate(trace.folios, 1)}
    ranges = ChainMap(dict(spots), trace.ranges)
    check = _Check(trace, pages, ranges, findings, sheets, _beside(trace), elsewhere or {})
    for script in trace.scripts:
        for reference in script.chunk.references:
            findings.count("page references")
            check.reference(script, reference)
    for anchor, where in spots.items():
        check.anchor(anchor, where)
    check.places()


def check_lists(trace: Trace, edition: Edition, findings: Findings) -> None:
    """The contents must list every part and document; the list by date every dated document."""
    listed = {"contents": set[str](), "list": set[str]()}
    for script in trace.scripts:
        for reference in script.chunk.references:
            listed.setdefault(reference.kind, set()).add(reference.first)
    for part in edition.parts:
        spans = {part.anchor: part.span} | {d.anchor: d.span for d in part.documents}
        for anchor, span in spans.items():
            if anchor not in listed["contents"]:
                findings.add("proof-entry-lost", f"the contents do not list `{anchor}`", span)
    dated = frozenset(edition.by_date)
    for document in edition.documents:
        if document.anchor in dated and document.anchor not in listed["list"]:
            said = f"the list by date lacks `{document.anchor}`"
            findings.add("proof-entry-lost", said, document.span)


def _beside(trace: Trace) -> dict[str, int]:
    """The last sheet of the texts that stand beside another, by all that their names begin with."""
    found: dict[str, int] = {}
    for key, stream in trace.streams.items():
        line = trace.edges(key, stream.length - 1) if stream.length and not stream.note else None
        at = key.find(".") if line else -1
        while line and at >= 0:
            found[key[:at]] = max(found.get(key[:at], 0), line[0])
            at = key.find(".", at + 1)
    return found


@dataclass(slots=True)
class _Check:
    trace: Trace
    pages: PageMap
    ranges: Mapping[str, Range]
    findings: Findings
    sheets: Mapping[str, int]
    beside: Mapping[str, int]
    elsewhere: Mapping[str, tuple[int, int]]
    begun: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def reference(self, script: Script, reference: PageReference) -> None:
        slot = script.slots.get(reference.slot)
        value = script.chunk.values[reference.slot]
        where = partial(self._where, slot)
        if slot is None or letters(value) != letters(reference.value):
            said = f"page number `{reference.value}` to `{reference.first}` is not printed"
            self.findings.add("proof-number-wrong", said + where(), self._span(reference.first))
            return
        self._ends(reference, where)
        for anchor in reference.anchors:
            self._within(reference, anchor, where)

    def _ends(self, reference: PageReference, where: Callable[[], str]) -> None:
        """The first and the last number against the pages of the first and the last word."""
        first, last = expand(reference.value)
        begins = self._begin(reference.first)
        if first not in begins:
            self._wrong(first, reference.first, begins, "begins", where)
            if first == last:
                return
        ranged = first != last or reference.kind == "index"
        ends = self._end(reference.last) if ranged else [last]
        if last not in ends:
            self._wrong(last, reference.last, ends, "ends", where)

    def _within(self, reference: PageReference, anchor: str, where: Callable[[], str]) -> None:
        """*anchor* must begin on one of the pages from the first to the last number."""
        first, last = expand(reference.value)
        sheets = [*map(self._sheet, (first, last))]
        begins = self._begin_sheets(anchor)
        if None in sheets or not begins:
            return
        low, high = (sheet or 0 for sheet in sheets)
        if not any(low <= sheet <= high for sheet in begins):
            self._wrong(reference.value, anchor, self._labels(begins), "begins", where)

    def _wrong(
        self, value: str, anchor: str, really: Sequence[str], verb: str, where: Callable[[], str]
    ) -> None:
        words = self._words(anchor)
        if not really:
            said = f"page number `{value}` leads to `{anchor}`, which is not printed"
        else:
            said = f"page number `{value}` is wrong: `{words}` {verb} on page {really[0]}"
        self.findings.add("proof-page-wrong", said + where(), self._span(anchor))

    # -- where things are -----------------------------------------------------

    def _begin_sheets(self, anchor: str) -> tuple[int, ...]:
        found = self.begun.get(anchor)
        if found is None:
            where = self.ranges.get(anchor)
            found = self.trace.begin(where) if where else self.elsewhere.get(anchor, ())[:1]
            self.begun[anchor] = found
        return found

    def _begin(self, anchor: str) -> list[str]:
        return self._labels(self._begin_sheets(anchor))

    def _end(self, anchor: str) -> list[str]:
        """Where *anchor* ends; a picture after its last word may stand on a later page."""
        if anchor not in self.ranges:
            return self._labels(self.elsewhere.get(anchor, ())[1:])
        where = self.ranges[anchor]
        sheets = self._last(anchor, self.trace.end(where))
        pictures = self.trace.owners[where.stream].images
        if any(p.stream == where.stream and p.start == where.end for p in pictures):
            sheets = (*sheets, self.pages.last[anchor].sheet)
        return self._labels(sheets)

    def _last(self, anchor: str, sheets: tuple[int, ...]) -> tuple[int, ...]:
        """*sheets*, or the later one on which a text of the document *anchor* beside it ends."""
        later = self.beside.get(anchor, 0)
        return (later,) if sheets and later > max(sheets) else sheets

    def _labels(self, sheets: Sequence[int]) -> list[str]:
        return [self.trace.label(sheet) for sheet in sheets]

    def _sheet(self, label: str) -> int | None:
        return self.sheets.get(label)

    def _where(self, slot: Range | None) -> str:
        sheets = self.trace.begin(slot) if slot else ()
        return f" (printed on page {self.trace.label(sheets[0])})" if sheets else ""

    def _span(self, anchor: str) -> Span:
        return self.trace.spans.get(anchor, Span("edition.yaml"))

    def _words(self, anchor: str) -> str:
        where = self.ranges[anchor]
        stream = self.trace.streams[where.stream]
        end = min(max(where.end, where.start + 1), where.start + 40)
        return shortened(stream.words(*stream.around(where.start, end)), 40) or anchor

    # -- the page map ---------------------------------------------------------

    def anchor(self, anchor: str, where: Range) -> None:
        """An anchor must be at its own words in the script, for links lead there."""
        found = self.trace.ranges.get(anchor)
        if found is None or (found.stream, found.start) != (where.stream, where.start):
            said = f"the anchor `{anchor}` is not at its words, `{self._words(anchor)}`"
            self.findings.add("proof-anchor", said, self._span(anchor))

    def places(self) -> None:
        """The page map must say of every anchor what was found."""
        for anchor, place in self.pages.first.items():
            self.findings.count("places")
            begins = self._begin_sheets(anchor)
            if begins and place.sheet not in begins:
                self._moved(anchor, place, "begins", self._labels(begins))
        for anchor, place in self.pages.last.items():
            where = self.ranges.get(anchor)
            ends = self.trace.end(where) if where else ()
            if ends and place.sheet < min(ends):
                self._moved(anchor, place, "ends", self._labels(ends))

    def _moved(self, anchor: str, place: Place, verb: str, really: Sequence[str]) -> None:
        said = f"`{anchor}` {verb} on page {really[0]}; the page map says {place.folio}"
        self.findings.add("proof-place-wrong", said, self._span(anchor))


def check_notes(trace: Trace, edition: Edition, findings: Findings) -> None:
    """Every note begins on the page of its call, or later: late ones are counted."""
    for note in edition.notes.values():
        if note.anchor not in trace.streams or not trace.streams[note.anchor].length:
            continue
        stands = trace.begin(Range(note.anchor, 0, trace.streams[note.anchor].length))
        call = trace.ranges.get(note.call) if note.call else None
        called = trace.begin(call) if call else ()
        if not stands:
            findings.add(
                "proof-note-lost", f"note {note.mark or note.anchor} is not printed", note.span
            )
        elif note.call and not called:
            said = f"note {note.mark} of `{note.document}` has no call in print"
            findings.add("proof-note-lost", said, note.span)
        elif called and stands[0] > called[0]:
            findings.count("late notes")
            low, high = trace.label(stands[0]), trace.label(called[0])
            said = f"note {note.mark} stands on page {low}, its call on page {high}"
            findings.remark("note-late", said, note.span)
        elif called and stands[0] < called[0]:
            low, high = trace.label(stands[0]), trace.label(called[0])
            said = f"note {note.mark} stands on page {low}, before its call on page {high}"
            findings.add("proof-note-early", said, note.span)


def expand(printed: str) -> tuple[str, str]:
    """The two folios that a printed "321–25" means, in whatever style it is shortened."""
    for dash in _DASHES:
        first, found, last = printed.partition(dash)
        if found:
            short = len(first) - len(last)
            digits = set(first + last) <= set(_DIGITS)
            return first, first[:short] + last if digits and short > 0 else last
    return printed, printed
