"""The page map as rows: what stands on each page, and on which page each thing stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compendium.cite.book import Book
from compendium.cite.passages import line_words, named, page_words, pinpoint_words
from compendium.cite.wording import forms
from compendium.diag import Diagnostic, Span
from compendium.model.edition import Target

_LISTED = frozenset(
    {
        "part",
        "document",
        "front",
        "article",
        "paragraph",
        "heading",
        "table",
        "figure",
        "note",
        "entry",
    }
)
"""What is listed; mentions and references are found in the indexes."""

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A table: what its columns are called, and its rows, each as long as that."""

    columns: Row
    rows: tuple[Row, ...]


def sheets(book: Book, shared: bool = False) -> Listing:
    """Every page with the texts that stand on it; with *shared* only those that several share."""
    on = _texts(book)
    rows = [
        (str(sheet.number), sheet.folio, sheet.side, *_named(book, on.get(sheet.number, ())))
        for sheet in book.pages.sheets
        if not shared or len({book.records[a].slug for a in on.get(sheet.number, ())}) > 1
    ]
    return Listing(("sheet", "page", "side", "documents", "anchors"), tuple(rows))


def on_page(book: Book, folio: str) -> Listing:
    """All that can be cited on the page *folio*, in the order in which it stands there."""
    sheet = next((s.number for s in book.pages.sheets if s.folio == folio.lower()), 0)
    there = [
        target
        for target in _targets(book)
        if book.pages.first[target.anchor].sheet <= sheet <= book.pages.last[target.anchor].sheet
    ]
    return _listing(book, there)


def of_anchors(book: Book, anchors: Sequence[str]) -> Listing:
    """Where each of *anchors*, keys of `Edition.targets`, stands."""
    return _listing(book, [book.edition.targets[anchor] for anchor in anchors])


def of_source(book: Book, number: str) -> tuple[Listing | None, list[Diagnostic]]:
    """Where page *number* of the source begins, in each document that has one."""
    marked = [t for t in book.edition.targets.values() if t.kind == "source-page"]
    found = [target for target in marked if target.number == number]
    if found:
        return _listing(book, found), []
    ends = [target.number for target in marked[:1] + marked[-1:]]
    hint = f"its pages run from {ends[0]} to {ends[-1]}" if ends else "no page of it is marked"
    message = f"the source has no page `{number}` here"
    span = Span("PINPOINT", (1, 1), (1, len(number) + 1))
    return None, [Diagnostic("pinpoint-unknown", message, span, hint)]


def _listing(book: Book, targets: Sequence[Target]) -> Listing:
    columns = ("page", "lines", "kind", "what", "anchor", "words")
    return Listing(columns, tuple(_row(book, target) for target in targets))


def _row(book: Book, target: Target) -> Row:
    first, last = book.pages.first[target.anchor], book.pages.last[target.anchor]
    words = forms("plain", "en")
    pages = page_words(words, first.folio, last.folio).removeprefix(", ")
    lines = ""
    if first.sheet == last.sheet or book.by_document:
        lines = line_words(words, book.counted(first), book.counted(last)).rpartition(" ")[2]
    record = book.records[book.owner(target.anchor)]
    kind, number = named(book, target)
    number = "" if target.kind in ("document", "part", "front") else number
    what = f"{_called(book, record.anchor)}{pinpoint_words(words, kind, number)}"
    return pages, lines, target.kind, what.removeprefix(", "), target.anchor, target.words


def _targets(book: Book) -> Iterator[Target]:
    """All that is listed, in the order in which it stands in the book."""
    first = book.pages.first
    found = [
        target
        for target in book.edition.targets.values()
        if target.kind in _LISTED and target.anchor in first
    ]
    order = {target.anchor: at for at, target in enumerate(found)}

    def place(target: Target) -> tuple[int, bool, int, float, int]:
        at = first[target.anchor]
        return at.sheet, target.kind == "note", at.line, at.top, order[target.anchor]

    yield from sorted(found, key=place)


def _texts(book: Book) -> dict[int, tuple[str, ...]]:
    """The records that have lines on each sheet, in the order of those."""
    found: dict[int, dict[str, None]] = {}
    for line in book.pages.lines:
        if owner := book.owner(line.anchor):
            found.setdefault(line.sheet, {})[owner] = None
    return {sheet: tuple(owners) for sheet, owners in found.items()}


def _named(book: Book, anchors: Sequence[str]) -> tuple[str, str]:
    said = dict.fromkeys(_called(book, anchor) for anchor in anchors)
    return "; ".join(said), " ".join(anchors)


def _called(book: Book, anchor: str) -> str:
    record = book.records[anchor]
    if record.kind == "edition":
        return ""
    if record.kind == "part":
        return f"Part {record.number}"
    return f"Document {record.number}" if record.number else record.short_title
