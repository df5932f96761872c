"""The Chicago Manual of Style: a note, and an entry of a bibliography.

Documents in a published collection: the title of a letter or memorandum is a description
and stands without quotation marks; that of a treaty is a title and has them. Inclusive
numbers lose what they share from 101 on.
"""

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
    capital,
    joined,
    numbered,
    published,
    sentences,
    stopped,
)
from compendium.cite.wording import Forms


def _note(record: Record, locator: Locator, forms: Forms) -> str:
    work = record.work
    editors = listed([who.direct for who in work.editors], " and ")
    facts = bracketed(joined(published(work), year(work.date)))
    version = f"version {work.version}"
    if record.kind == "edition":
        role = "eds." if len(work.editors) > 1 else "ed."
        who = f"{editors}, {role}" if editors else ""
        where = f"{joined(who, italic(work.full_title), version)} {facts}{locator}"
        return stopped(joined(where, addressed(record, locator)))
    authors = listed([who.direct for who in record.credited], " and ")
    head = joined(authors, _titled(record, ","), told(record.date, record.title, "american"))
    head = f"{head},".replace(",”,", ",”")
    by = f"ed. {editors}" if editors else ""
    container = joined(italic(work.full_title), by, version)
    where = f"{head} in {container} {facts}{numbered(record, forms)}{locator}"
    return stopped(joined(where, addressed(record, locator)))


def _bibliography(record: Record, locator: Locator, forms: Forms) -> str:
    work = record.work
    editors = [who.direct for who in work.editors]
    published_ = (
        f"Version {work.version}",
        joined(published(work), year(work.date)),
        addressed(record, locator),
    )
    if record.kind == "edition":
        names = [work.editors[0].inverted, *editors[1:]] if editors else []
        role = ", eds." if len(names) > 1 else ", ed."
        return sentences(_all(names) + role if names else "", italic(work.full_title), *published_)
    authors = record.credited
    names = [authors[0].inverted, *(who.direct for who in authors[1:])] if authors else []
    date = capital(told(record.date, record.title, "american"))
    by = f"edited by {listed(editors, ' and ')}" if editors else ""
    where = f"In {joined(italic(work.full_title), by)}{numbered(record, forms)}{locator}"
    return sentences(_all(names), _titled(record, "."), date, where, *published_)


def _all(names: list[str]) -> str:
    """*names* of a bibliography: a comma goes before "and" where the first is inverted."""
    if len(names) == 2 and "," in names[0]:
        return f"{names[0]}, and {names[1]}"
    return listed(names, " and ")


def _titled(record: Record, stop: str) -> str:
    """The title, in quotation marks with *stop* inside them if it is one and no description."""
    if record.kind == "letter" or (record.kind == "document" and record.form != "document"):
        return record.title
    return f"“{record.title}{'' if record.title.endswith(('?', '!')) else stop}”"


NOTE = Manner("chicago", _note)
BIBLIOGRAPHY = Manner("chicago", _bibliography)
