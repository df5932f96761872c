"""A passage cited, in a style for readers or a format for programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from compendium.cite.book import Book
from compendium.cite.exchange import bibtex, csl, ris
from compendium.cite.italics import as_html, as_markdown, as_text
from compendium.cite.passages import Passage, locator
from compendium.cite.records import Record
from compendium.cite.styles import STYLES, cited

EXPORTS: Mapping[str, Callable[[Record, str], str]] = {
    "csl-json": lambda record, passage: csl.to_json([csl.item(record, passage)]).rstrip(),
    "bibtex": lambda record, passage: bibtex.entry(record, passage).rstrip(),
    "ris": lambda record, passage: ris.reference(record, passage).rstrip(),
}
"""The formats for programs, by name."""

_SHAPES = {"text": as_text, "html": as_html, "markdown": as_markdown}


def write(
    passage: Passage, book: Book, style: str, shape: str = "text", lined: bool = False
) -> str:
    """*passage* as *style* cites it; *shape* is how italics are written: text, html or markdown.

    Lines are named in plain citations where they were asked for, in all styles with *lined*
    or where the edition prints their numbers.
    """
    record = book.records[passage.record]
    lined = lined or book.edition.line_numbers is not None
    named = replace(passage, lined=lined or (style == "plain" and passage.lined))
    if style in EXPORTS:
        where = str(locator(passage, book, "chicago")).removeprefix(", ")
        return EXPORTS[style](record, "" if passage.whole else where)
    assert style in STYLES
    return _SHAPES[shape](cited(record, locator(named, book, style), style))
