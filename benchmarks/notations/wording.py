"""Words and measures that all notations share."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from books import Document, Entry, Note

TITLE = "Correspondence on the Normalization of Relations"
PART = "The Correspondence"
INDEX = "Index of Subjects"
FONTS = Path(__file__).parents[2] / "templates" / "press" / "fonts"
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def dateline(document: Document) -> str:
    """Where and when *document* was written, "Moscow, October 19, 1956"."""
    year, month, day = document.date
    return f"{document.place}, {MONTHS[month - 1]} {day}, {year}"


def cited(documents: Iterable[Document]) -> set[tuple[int, int]]:
    """The passages that a note refers to, as (document, paragraph): they need an address."""
    return {
        (piece.target.document, piece.target.paragraph)
        for document in documents
        for paragraph in document.paragraphs
        for piece in paragraph
        if isinstance(piece, Note) and piece.target
    }


def headings(entries: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    """The entries under their headings, both in order of the alphabet."""
    ordered = sorted(entries, key=lambda entry: (entry.heading, entry.below))
    return [(name, list(below)) for name, below in groupby(ordered, key=lambda e: e.heading)]
