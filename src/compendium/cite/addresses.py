"""Lasting addresses, in every way they are written: what a reader copies out of a link."""

from __future__ import annotations

from compendium.cite.book import Book


def anchor_of(written: str, book: Book) -> str | None:
    """The anchor that *written* is; None if it is none.

    It may be the anchor itself, `slug#local`, a link of the corpus (`doc:slug#local`), a web
    address, or an address by numbers: `V.3.art-9.2` is part V, document 3, article 9.2.
    """
    targets = book.edition.targets
    path, sharp, local = written.rpartition("#")
    page = (path if sharp else written).rpartition("/")[2]
    home = page.removesuffix(".html").removeprefix("doc:")
    for anchor in [local, f"{home}.{local}"] if sharp else [home]:
        if anchor in targets and anchor in book.pages.first:
            return anchor
    return _by_numbers(written, book)


def document_first(written: str, book: Book) -> tuple[str, int]:
    """The record whose anchor *written* begins with, and how long that is; ("", 0) for none."""
    head = written.split(maxsplit=1)[0].rstrip(",;:") if written.split() else ""
    return (head, len(head)) if head in book.records else ("", 0)


def _by_numbers(written: str, book: Book) -> str | None:
    for record in book.documents():
        full = f"{record.part}.{record.number}"
        if written == full and record.part:
            return record.anchor
        for prefix in (f"{full}.", f"{record.number}."):
            anchor = f"{record.anchor}.{written.removeprefix(prefix)}"
            if written.startswith(prefix) and anchor in book.edition.targets:
                return anchor
    return None
