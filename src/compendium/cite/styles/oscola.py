"""OSCOLA (4th edition): a treaty with its parties, dates and article, or a chapter of a book.

No full stops after abbreviations, and none but the last in a citation; addresses stand in
angle brackets.
"""

from __future__ import annotations

from compendium.cite.dates import told, written, year
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
)
from compendium.cite.wording import Forms


def _cite(record: Record, locator: Locator, forms: Forms) -> str:
    work = record.work
    editors = listed([who.direct for who in work.editors], " and ", serial="")
    role = "(eds)" if len(work.editors) > 1 else "(ed)"
    by = f"{editors} {role}" if editors else ""
    facts = bracketed(f"version {work.version}", joined(work.publisher, year(work.date), by=" "))
    container = f"{joined(by, italic(work.full_title))} {facts}"
    address = addressed(record, locator)
    where = (
        f"{container}{numbered(record, forms, '')}{locator}{f' <{address}>' if address else ''}."
    )
    return where if record.kind == "edition" else f"{_head(record)} in {where}"


def _head(record: Record) -> str:
    if record.kind == "treaty":
        parties = bracketed("–".join(record.parties))
        return joined(record.title, parties, bracketed(_signed(record), _entered(record)), by=" ")
    authors = listed([who.direct for who in record.credited], " and ", serial="")
    date = bracketed(told(record.date, record.title, "british"))
    return joined(joined(authors, f"‘{record.title}’"), date, by=" ")


def _signed(record: Record) -> str:
    if record.signed:
        return f"signed {written(record.signed, 'british')}"
    return told(record.date, record.title, "british")


def _entered(record: Record) -> str:
    if not record.in_force:
        return ""
    return f"entered into force {written(record.in_force, 'british')}"


OSCOLA = Manner("oscola", _cite)
