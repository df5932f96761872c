"""No guide's style: title, edition, document, passage, page, in the words of the text's language.

The only style that gives the anchor itself where the edition has no address.
"""

from __future__ import annotations

from collections.abc import Mapping

from compendium.cite.dates import Manner as Dated
from compendium.cite.dates import told
from compendium.cite.records import Record
from compendium.cite.styles.manner import Locator, Manner, joined, numbered
from compendium.cite.wording import Forms

_DATES: Mapping[str, Dated] = {"ru": "russian", "ja": "japanese"}


def _cite(record: Record, locator: Locator, forms: Forms) -> str:
    work, comma = record.work, forms["comma"]
    version = forms["version"].format(version=work.version)
    edition = forms["edition"].format(title=work.full_title, version=version)
    date = told(record.date, record.title, _DATES.get(record.lang.partition("-")[0], "american"))
    title = "" if record.kind == "edition" else joined(record.title, date, by=comma)
    address = f"{record.address}{locator.address}"
    said = f"{joined(title, edition, by=comma)}{numbered(record, forms, comma)}{locator}"
    if not address:
        return said
    return f"{said} <{address}>" if record.address else f"{said} {address}"


PLAIN = Manner("plain", _cite)
