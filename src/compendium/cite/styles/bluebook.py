"""The Bluebook: a treaty (rule 21) names its parties, then the article, then the date.

Other documents stand in a collection (rules 15 and 17). Ranges keep their last two figures
(rule 3).
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
    editors = listed([who.direct for who in work.editors], " & ", serial="")
    role = "eds." if len(work.editors) > 1 else "ed."
    facts = bracketed(
        f"{editors} {role}" if editors else "", f"version {work.version}", year(work.date)
    )
    container = f"{italic(work.full_title)}{numbered(record, forms, '')}"
    page = f"{locator.page}{locator.line}"
    if record.kind == "treaty":
        where = f"{_treaty(record, locator.pinpoint)}, {italic('in')} {container}{page}"
    elif record.kind == "edition":
        where = f"{container}{locator}"
    else:
        where = f"{_document(record)}, {italic('in')} {container}{locator}"
    return joined(f"{where} {facts}", addressed(record, locator)) + "."


def _treaty(record: Record, pinpoint: str) -> str:
    date = written(record.signed, "bluebook") or told(record.date, record.title, "bluebook")
    return joined(joined(record.title, "-".join(record.parties)) + pinpoint, date)


def _document(record: Record) -> str:
    authors = listed([who.direct for who in record.credited], " & ", serial="")
    date = bracketed(told(record.date, record.title, "bluebook"))
    return joined(joined(authors, record.title), date, by=" ")


BLUEBOOK = Manner("bluebook", _cite)
