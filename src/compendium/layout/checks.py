"""Whether everything that was promised is on the pages, once, and where it can be read.

These hold whatever the engine and its fixes do; a build does not rest on either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from compendium.diag import Code, Diagnostic, Severity
from compendium.layout.places import Places
from compendium.model.pages import FontUse, Line, PieceSheet, Spot

_SLACK = 0.5  # pt: less than a hair of overlap is no overlap
_FOLIO_NEEDS = "0123456789ivxlcdm"


def check_anchors(
    anchors: Iterable[str], notes: Iterable[str], first: Mapping[str, Spot], places: Places
) -> Iterator[Diagnostic]:
    """Every anchor of the markup is on a page."""
    skip = frozenset(notes)
    for anchor in anchors:
        if anchor not in first and anchor not in skip:
            yield _error("anchor-lost", f"`{anchor}` is on no page", anchor, places)


def check_notes(
    notes: Iterable[str],
    calls: Mapping[str, str],
    first: Mapping[str, Spot],
    pages: Mapping[str, Sequence[int]],
    places: Places,
) -> Iterator[Diagnostic]:
    """Every note is printed, and on the page of its call."""
    for note in notes:
        called = first.get(calls.get(note, ""))
        if not pages.get(note):
            yield _error("note-lost", f"note `{note}` is on no page", note, places)
        elif called is not None and pages[note][0] < called.sheet:
            yield _error("note-early", f"note `{note}` stands before its call", note, places)
        elif called is not None and pages[note][0] > called.sheet:
            yield Diagnostic(
                "note-late",
                f"note `{note}` stands on a later page than its call",
                places.span(note),
                severity=Severity.WARNING,
            )


def check_repeats(repeated: Iterable[str], places: Places) -> Iterator[Diagnostic]:
    """No note is printed twice."""
    for note in dict.fromkeys(repeated):
        yield _error("note-twice", f"note `{note}` is printed twice", note, places)


def check_tables(wide: Iterable[str], places: Places) -> Iterator[Diagnostic]:
    """No table is wider than the text."""
    for table in dict.fromkeys(wide):
        yield _error(
            "table-wide",
            f"the table `{table}` has no room in the width of the page",
            table,
            places,
            "divide it into two, or shorten the longest words of its columns",
        )


def check_lines(
    lines: Iterable[Line], sheets: Sequence[PieceSheet], places: Places, wide: Sequence[str] = ()
) -> Iterator[Diagnostic]:
    """No line is printed over the notes or off the page, but for tables that are too *wide*."""
    for line in lines:
        if any(f"{line.anchor}.".startswith(f"{table}.") for table in wide):
            continue
        sheet = sheets[line.sheet]
        words = line.text.strip()[:40]
        if line.area == "text" and _overlap(line, sheet):
            text = f"the line `{words}` is printed over the notes"
            yield _error("line-under-notes", text, line.anchor, places)
        inside = line.left > -_SLACK and line.right < sheet.width + _SLACK
        inside = inside and line.top > -_SLACK and line.bottom < sheet.height + _SLACK
        if line.area == "notes":
            inside = inside and line.top > sheet.text_top - _SLACK
        if not inside:
            yield _error(
                "line-off-page",
                f"the line `{words}` is off the page",
                line.anchor,
                places,
                "put spaces into it, or divide what cannot be broken",
            )


def check_slots(count: int, shown: Mapping[str, int], places: Places) -> Iterator[Diagnostic]:
    """Every page number of the chunk has its place, in one piece."""
    for slot in range(count):
        times = shown.get(str(slot), 0)
        if times == 0:
            yield _error("slot-lost", f"page number {slot} has no place on the page", "", places)
        elif times > 1:
            yield _error(
                "slot-broken",
                f"page number {slot} is set in {times} pieces",
                "",
                places,
                "set `white-space: nowrap` on `.folio`",
            )
    for name in sorted(shown):
        if not name.isdecimal() or int(name) >= count:
            yield _error("slot-lost", f"nothing is known of page number `{name}`", "", places)


def check_figures(fonts: Iterable[FontUse], places: Places) -> Iterator[Diagnostic]:
    """Page numbers are set in figures of one width, and none is missing."""
    for font in fonts:
        if not font.figures:
            continue
        missing = [c for c in _FOLIO_NEEDS if c not in font.figures]
        if missing:
            text = f"`{font.file}` has no `{''.join(missing)}` for page numbers"
            yield _error("figures-missing", text, "", places)
        elif len({font.figures[digit][1] for digit in "0123456789"}) > 1:
            yield _error(
                "figures-uneven",
                f"the figures of page numbers differ in width in `{font.file}`",
                "",
                places,
                "set `font-variant-numeric: lining-nums tabular-nums` on `.folio`",
            )


def check_margins(mixed: Iterable[str], places: Places) -> Iterator[Diagnostic]:
    """The folio stands alone in its margin box."""
    for box in dict.fromkeys(mixed):
        yield _error(
            "folio-mixed",
            f"the folio shares `{box}` with other words",
            "",
            places,
            "give it a margin box of its own, with `content: counter(page)`",
        )


def check_links(external: Iterable[str], places: Places) -> Iterator[Diagnostic]:
    """Links lead to anchors, to the web, or to an address."""
    for target in dict.fromkeys(external):
        if not target.startswith(("https://", "http://", "mailto:")) or ".invalid/" in target:
            yield _error("link-refused", f"a link leads to `{target}`", "", places)


def _overlap(line: Line, sheet: PieceSheet) -> bool:
    return sheet.foot < sheet.text_bottom and line.bottom > sheet.foot + _SLACK


def _error(code: Code, message: str, anchor: str, places: Places, hint: str = "") -> Diagnostic:
    return Diagnostic(code, message, places.span(anchor), hint)
