"""GOST R 7.0.5-2008: a reference to a part of a document, in the language of its text.

The part and what contains it are parted by "//", the areas of the description by a full stop
and a dash; what is cited comes before the page, as documents are cited.
"""

from __future__ import annotations

from compendium.cite.dates import Manner as Dated
from compendium.cite.dates import told, year
from compendium.cite.names import listed
from compendium.cite.records import Record
from compendium.cite.styles.manner import (
    Locator,
    Manner,
    addressed,
    joined,
    numbered,
    published,
)
from compendium.cite.wording import Forms

_AREA = ". — "


def _cite(record: Record, locator: Locator, forms: Forms) -> str:
    work = record.work
    editors = listed([who.direct for who in work.editors], ", ", serial="")
    container = _areas(
        joined(
            joined(work.title, work.subtitle, by=" : "),
            forms["editors"].format(names=editors) if editors else "",
            by=" / ",
        ),
        forms["version"].format(version=work.version),
        joined(published(work, " : "), year(work.date)),
        numbered(record, forms, ""),
    )
    address = addressed(record, locator)
    where = f"{container}{locator}{f'{_AREA}URL: {address}' if address else '.'}"
    return where if record.kind == "edition" else f"{_head(record)} // {where}"


def _head(record: Record) -> str:
    manner: Dated = "russian" if record.lang.partition("-")[0] == "ru" else "british"
    date = told(record.date, record.title, manner)
    authors = ", ".join(who.inverted.replace(", ", " ") for who in record.credited)
    return joined(joined(authors and f"{authors.removesuffix('.')}.", record.title, by=" "), date)


def _areas(*areas: str) -> str:
    """The areas that are not empty; a full stop that ends one is that of the mark between."""
    return _AREA.join(area.removesuffix(".") for area in areas if area)


GOST = Manner("gost", _cite)
