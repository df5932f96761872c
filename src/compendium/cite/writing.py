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

    Lines are named in plain citations where the passage has them, in others with *lined*.
    """
    record = book.records[passage.record]
    named = replace(passage, lined=passage.lined if style == "plain" else lined)
    if style in EXPORTS:
        where = str(locator(passage, book, "chicago")).removeprefix(", ")
        return EXPORTS[style](record, "" if passage.whole else where)
    assert style in STYLES
    return _SHAPES[shape](cited(record, locator(named, book, style), style))
