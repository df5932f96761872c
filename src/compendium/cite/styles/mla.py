"""The MLA Handbook (9th edition): an entry of the works cited, and what stands in the text.

A document is a work in a container; of the second number of a range at least two figures
are given.
"""

from __future__ import annotations

from compendium.cite.dates import told, year
from compendium.cite.italics import italic
from compendium.cite.names import Name, listed
from compendium.cite.records import Record
from compendium.cite.styles.manner import (
    Locator,
    Manner,
    addressed,
    capital,
    joined,
    numbered,
    sentences,
    stopped,
)
from compendium.cite.wording import Forms


def _works_cited(record: Record, locator: Locator, forms: Forms) -> str:
    work = record.work
    date, address = year(work.date), addressed(record, locator)
    if record.kind == "edition":
        role = ", editors" if len(work.editors) > 1 else ", editor"
        who = _all(work.editors) + role if work.editors else ""
        facts = joined(f"Version {work.version}", work.publisher, date)
        return sentences(who, italic(work.full_title), joined(f"{facts}{locator}", address))
    editors = listed([who.direct for who in work.editors], " and ")
    by = f"edited by {editors}" if editors else ""
    container = joined(italic(work.full_title), by, f"version {work.version}", work.publisher, date)
    where = joined(f"{container}{numbered(record, forms)}{locator}", address)
    date = capital(told(record.date, record.title, "mla"))
    return sentences(_all(record.credited), f"“{stopped(record.title)}”", date, where)


def _in_text(record: Record, locator: Locator, forms: Forms) -> str:
    del forms
    where = str(locator)
    if record.kind == "edition":
        return f"({italic(record.short_title)}{where})"
    return (
        f"(“{record.short_title},”{where.removeprefix(',')})"
        if where
        else f"(“{record.short_title}”)"
    )


def _all(names: tuple[Name, ...]) -> str:
    """*names* of an entry: the first as it is filed, and of three or more only that."""
    if len(names) > 2:
        return f"{names[0].inverted}, et al."
    return ", and ".join([who.inverted for who in names[:1]] + [who.direct for who in names[1:]])


WORKS_CITED = Manner("mla", _works_cited)
IN_TEXT = Manner("mla", _in_text)
