"""The MHRA Style Guide: a document as a chapter of a book, single quotation marks, pp. 301–03."""

from __future__ import annotations

from compendium.cite.dates import told, year
from compendium.cite.italics import italic
from compendium.cite.names import listed
from compendium.cite.records import Record
from compendium.cite.styles.manner import (
    Locator,
    Manner,
    addressed,
    bracketed,
    joined,
    numbered,
    published,
)
from compendium.cite.wording import Forms


def _cite(record: Record, locator: Locator, forms: Forms) -> str:
    work = record.work
    editors = listed([who.direct for who in work.editors], " and ")
    by = f"ed. by {editors}" if editors else ""
    facts = bracketed(joined(published(work), year(work.date)))
    container = f"{joined(italic(work.full_title), by, f'version {work.version}')} {facts}"
    address = addressed(record, locator)
    where = f"{container}{numbered(record, forms)}{locator}{f' <{address}>' if address else ''}."
    if record.kind == "edition":
        return where
    authors = listed([who.direct for who in record.credited], " and ")
    date = told(record.date, record.title, "british")
    return f"{joined(authors, f'‘{record.title}’', date)}, in {where}"


MHRA = Manner("mhra", _cite)
