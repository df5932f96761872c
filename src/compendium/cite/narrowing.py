"""A passage narrowed to a page of the book and to lines of that page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from compendium.cite.book import Book
from compendium.cite.complaints import Complaints
from compendium.cite.passages import Passage, named, placed
from compendium.cite.pinpoints import Step
from compendium.model.pages import Place, SetLine


def narrowed(
    found: Passage,
    book: Book,
    pages: Sequence[Step],
    lines: Sequence[Step],
    complaints: Complaints,
) -> Passage | None:
    """*found* as far as it stands on those pages and lines; None with a complaint."""
    if not pages and not lines:
        return found
    sheets = [found.first.sheet, found.last.sheet]
    if pages:
        sheets = _sheets(book, pages[-1], complaints)
        if not sheets:
            return None
        if not found.first.sheet <= sheets[0] <= sheets[-1] <= found.last.sheet:
            message = f"page `{pages[-1].number}` is none of that passage"
            complaints.unknown(message, pages[-1], f"it stands on {_pages(found)}")
            return None
    there = _lines_of(found, book, sheets)
    if not lines:
        return _on_pages(found, book, there, sheets)
    if sheets[0] != sheets[-1] and not book.by_document:
        message = "lines are counted by page, and the passage has several"
        complaints.ambiguous(message, lines[-1], f"name the page: it stands on {_pages(found)}")
        return None
    return _on_lines(book, there, lines[-1], complaints)


def _sheets(book: Book, step: Step, complaints: Complaints) -> list[int]:
    """The sheets whose folios *step* names, first and last; none with a complaint."""
    by_folio = {sheet.folio: sheet.number for sheet in book.pages.sheets}
    found = []
    for number in filter(None, (step.number.lower(), step.until.lower())):
        if number not in by_folio:
            ends = [*by_folio]
            complaints.unknown(
                f"no page has the number `{number}`", step, f"the pages are {ends[0]} to {ends[-1]}"
            )
            return []
        found.append(by_folio[number])
    return sorted(found)


def _lines_of(found: Passage, book: Book, sheets: Sequence[int]) -> list[SetLine]:
    """The lines of text that *found* has on those sheets."""
    start, end = (found.first.sheet, found.first.line), (found.last.sheet, found.last.line)
    there = [
        line
        for line in book.pages.lines
        if sheets[0] <= line.sheet <= sheets[-1] and line.area == "text"
    ]
    if found.whole:
        inside = [n for n in there if book.owner(n.anchor) == found.record]
        return inside if found.record and book.records[found.record].kind != "part" else there
    return [line for line in there if start <= (line.sheet, line.number) <= end]


def _on_pages(
    found: Passage, book: Book, there: Sequence[SetLine], sheets: Sequence[int]
) -> Passage:
    """*found* on those sheets; of the edition, the only text that stands there, if it is one."""
    folios = book.folios
    owners = {book.owner(line.anchor) for line in there}
    record = found.record
    if found.whole and not record and len(owners) == 1:
        record = owners.pop()
    return replace(
        found,
        record=record,
        anchor=found.anchor or record,
        first=Place(sheets[0], folios[sheets[0]], 0, 0.0),
        last=Place(sheets[-1], folios[sheets[-1]], 0, 0.0),
        whole=False,
    )


def _on_lines(
    book: Book, there: Sequence[SetLine], step: Step, complaints: Complaints
) -> Passage | None:
    """The lines among *there* that *step* names."""
    numbers = [step.number, step.until or step.number]
    wanted = {int(number) for number in numbers if number.isdecimal()}
    counted = [(book.counted(book.place(line)), line) for line in there]
    chosen = [line for number, line in counted if number in wanted]
    if {number for number, _ in counted} & wanted != wanted or not wanted:
        have = sorted({number for number, _ in counted})
        until = f" to `{step.until}`" if step.until else ""
        hint = f"its lines are {have[0]} to {have[-1]}" if have else "name another page"
        complaints.unknown(f"there is no line `{step.number}`{until}", step, hint)
        return None
    first, last = chosen[0], chosen[-1]
    owner = book.owner(first.anchor)
    (kind, number), (_, until) = (_named(book, line, owner) for line in (first, last))
    anchor = first.anchor if first.anchor in book.edition.targets else owner
    ends = (book.place(first), book.place(last))
    until = "" if until == number or not number else until
    return placed(Passage(owner, anchor, *ends, kind, number, until), book, lined=True)


def _named(book: Book, line: SetLine, owner: str) -> tuple[str, str]:
    target = book.edition.targets.get(line.anchor)
    return named(book, target) if target and owner == book.owner(line.anchor) else ("", "")


def _pages(found: Passage) -> str:
    one = found.first.folio == found.last.folio
    return f"p. {found.first.folio}" if one else f"pp. {found.first.folio}–{found.last.folio}"
