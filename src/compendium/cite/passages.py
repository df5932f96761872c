"""Passages: what is cited, how it is named in its document, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace

from compendium.cite.book import NUMBERED, Book
from compendium.cite.pinpoints import parts
from compendium.cite.records import Record
from compendium.cite.styles import STYLES, Locator
from compendium.cite.styles.manner import shortened
from compendium.cite.wording import Forms, forms
from compendium.model.edition import Target
from compendium.model.pages import Place


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of the book.

    Shape: `record` is a key of `Book.records`; `anchor` is the lasting address of the
        passage, the record's own for the whole of it and "" for pages of the edition. `kind`
        and `number` name it there ("paragraph", "9.2"; "" where it has no number), `until`
        is the number of the last where it goes on. `whole` says that the record itself is
        cited. `lines` are the numbers of its first and last line as the edition counts
        them, 0 where it counts none; `lined` says that they were asked for.
    """

    record: str
    anchor: str
    first: Place
    last: Place
    kind: str = ""
    number: str = ""
    until: str = ""
    whole: bool = False
    lines: tuple[int, int] = (0, 0)
    lined: bool = False


def whole(book: Book, anchor: str) -> Passage:
    """All of the record *anchor*."""
    pages = book.pages
    if not anchor:
        first, last = pages.sheets[0], pages.sheets[-1]
        start, end = (Place(at.number, at.folio, 0, 0.0) for at in (first, last))
        return Passage("", "", start, end, whole=True)
    parts = (p for p in book.edition.parts if p.anchor == anchor and p.documents)
    end_anchor = next((p.documents[-1].anchor for p in parts), anchor)
    return Passage(anchor, anchor, pages.first[anchor], pages.last[end_anchor], whole=True)


def passage(book: Book, target: Target, until: Target | None = None) -> Passage:
    """The passage from *target* to *until*, named by their numbers or those of what is around."""
    owner = book.owner(target.anchor)
    if target.anchor == owner:
        return whole(book, owner)
    kind, number = named(book, target)
    end = until or target
    last = named(book, end)[1] if until else number
    places = (book.pages.first[target.anchor], _last(book, end))
    until_number = "" if last == number else last
    return placed(Passage(owner, target.anchor, *places, kind, number, until_number), book)


def placed(found: Passage, book: Book, lined: bool = False) -> Passage:
    """*found* with the numbers of its lines."""
    return replace(found, lines=(book.counted(found.first), book.counted(found.last)), lined=lined)


def _last(book: Book, target: Target) -> Place:
    """Where *target* ends; an article whose heading alone is addressed ends with its last block."""
    end = book.pages.last[target.anchor]
    if target.kind == "article":
        number = parts(target.number)
        for other in book.targets.get(book.owner(target.anchor), ()):
            place = book.pages.last[other.anchor]
            if other.kind == "article" and parts(other.number)[: len(number)] == number:
                end = max(end, place, key=lambda at: (at.sheet, at.line))
    return end


_OTHERWISE = frozenset({"document", "part", "front", "entry", "source-page"})
"""What has a number that names no passage of a text."""


def named(book: Book, target: Target) -> tuple[str, str]:
    """What kind of passage *target* is or lies in, and its number; two empty words for none."""
    kind, number = str(target.kind), target.number
    if not number or number == "source" or kind in _OTHERWISE:
        return "", ""
    if kind not in NUMBERED and number[:1] == "n" and number[1:]:
        return "note", number[1:]
    if kind in ("note", "table", "figure", "article"):
        return kind, number
    document = next((d for d in book.edition.documents if d.anchor == target.document), None)
    return ("article" if document and document.units == "article" else "paragraph"), number


def locator(found: Passage, book: Book, style: str) -> Locator:
    """Where *found* stands, in the words of *style*; a bibliography names the whole record."""
    record = book.records[found.record]
    words = forms(STYLES[style].wording, record.lang)
    if style in ("chicago-bibliography", "mla") or found.whole:
        pages = record.folios if record.kind != "edition" else ("", "")
        return Locator(page=page_words(words, *pages), address=_address(found, record))
    one = found.first.sheet == found.last.sheet or book.by_document
    return Locator(
        pinpoint=pinpoint_words(words, found.kind, found.number, found.until),
        page=page_words(words, found.first.folio, found.last.folio),
        line=line_words(words, *found.lines) if found.lined and one else "",
        address=_address(found, record),
    )


def _address(found: Passage, record: Record) -> str:
    plain = found.anchor if not found.whole or not record.address else ""
    return f"#{plain}" if plain else ""


def pinpoint_words(words: Forms, kind: str, number: str, until: str = "") -> str:
    """A number in its document as *words* have it: ", art. 9, para. 2"; "" for none."""
    if not number:
        return ""
    if until and f"{kind}s" in words:
        return words[f"{kind}s"].format(first=number, last=until)
    above, dot, below = number.partition(".")
    if kind in ("article", "paragraph") and dot:
        return words[f"{kind}-below"].format(number=above, below=below)
    return words[kind].format(number=number)


def page_words(words: Forms, first: str, last: str) -> str:
    """The pages from *first* to *last* as *words* have them: ", pp. 141–42"; "" for none."""
    if not first:
        return ""
    if first == last:
        return words["page"].format(first=first)
    return words["pages"].format(first=first, last=shortened(first, last, words["range"]))


def line_words(words: Forms, first: int, last: int) -> str:
    """The lines from *first* to *last*: ", lines 12–15"; "" in notes, which have none."""
    if not first or not last:
        return ""
    if first == last:
        return words["line"].format(first=first)
    return words["lines"].format(first=first, last=last)
