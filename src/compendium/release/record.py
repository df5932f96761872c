"""The one record of an edition from which every form for archives and the trade is made."""

from __future__ import annotations

import re
from dataclasses import dataclass

from compendium.model.edition import Edition
from compendium.model.text import plain

_LICENCES = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC-BY-NC-4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "CC-BY-ND-4.0": "https://creativecommons.org/licenses/by-nd/4.0/",
    "CC-BY-NC-SA-4.0": "https://creativecommons.org/licenses/by-nc-sa/4.0/",
    "CC-BY-NC-ND-4.0": "https://creativecommons.org/licenses/by-nc-nd/4.0/",
}
"""Licences by their SPDX names, with the addresses their owners gave them."""


@dataclass(frozen=True, slots=True)
class Item:
    """A document of the edition: number, title in its language, date in EDTF ("" if none)."""

    anchor: str
    number: str
    title: str
    lang: str
    date: str


@dataclass(frozen=True, slots=True)
class Record:
    """What is said of an edition, "" for what it does not say.

    Shape: `date` is EDTF; `licence` an SPDX name where it is one we know, and
        `licence_url` its address; `persons` are names as "Family, Given" or as written.
    """

    id: str
    title: str
    subtitle: str
    version: str
    date: str
    languages: tuple[str, ...]
    editors: tuple[str, ...]
    publisher: str
    place: str
    rights: str
    licence: str
    licence_url: str
    isbn: str
    doi: str
    url: str
    items: tuple[Item, ...]

    @property
    def year(self) -> str:
        """The year of publication."""
        found = re.match(r"\d{4}", self.date)
        return found[0] if found else ""

    @property
    def day(self) -> str:
        """The day of publication, "" if only its month or year is known."""
        return self.date if re.fullmatch(r"\d{4}-\d\d-\d\d", self.date) else ""

    @property
    def full_title(self) -> str:
        """Title and subtitle."""
        return f"{self.title}: {self.subtitle}" if self.subtitle else self.title

    @property
    def description(self) -> str:
        """The edition in a sentence."""
        count = len(self.items)
        documents = "one document" if count == 1 else f"{count} documents"
        return f"{self.full_title}. Edition of {documents}, version {self.version}."


def record(edition: Edition) -> Record:
    """The record of *edition*."""
    imprint = edition.imprint
    licence = imprint.licence.strip()
    spdx = licence.upper().replace(" ", "-")
    known = next((name for name in _LICENCES if name.upper() == spdx), "")
    return Record(
        id=edition.id,
        title=edition.title,
        subtitle=edition.subtitle,
        version=edition.version,
        date=edition.date.edtf.rstrip("~?%"),
        languages=edition.languages,
        editors=imprint.editors,
        publisher=imprint.publisher,
        place=imprint.place,
        rights=imprint.rights,
        licence=known or licence,
        licence_url=_LICENCES.get(known, licence if licence.startswith("https://") else ""),
        isbn=imprint.isbn,
        doi=imprint.doi,
        url=imprint.url,
        items=tuple(
            Item(
                document.anchor,
                document.number,
                plain(document.texts[0].title),
                document.texts[0].lang,
                document.date.edtf if document.date else "",
            )
            for document in edition.documents
        ),
    )
