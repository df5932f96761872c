"""What the head of a page of the site says of it: Highwire tags, Dublin Core, schema.org.

Zotero and scholarly search engines read Highwire's tags and make of a document a part of a
book, with its first and last page; libraries read Dublin Core, general search engines JSON-LD.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from compendium.cite.dates import whole
from compendium.cite.italics import as_text
from compendium.cite.names import Name
from compendium.cite.records import Record, Work
from compendium.cite.styles import Locator, cited
from compendium.cite.wording import forms
from compendium.model.citation import Metadata
from compendium.model.volume import Date


def metadata(records: Mapping[str, Record]) -> dict[str, Metadata]:
    """The head of each page by the anchor of what stands on it, "" for the front page."""
    return {
        anchor: Metadata((*_highwire(record), *_dublin_core(record)), _linked(record))
        for anchor, record in records.items()
        if record.kind != "part" and record.slug in ("", anchor)
    }


def _highwire(record: Record) -> Iterator[tuple[str, str]]:
    work, inside = record.work, record.kind != "edition"
    said = [
        ("title", record.title),
        *(("author", who.inverted) for who in record.authors),
        ("inbook_title", work.full_title if inside else ""),
        *(("editor" if inside else "author", who.inverted) for who in work.editors),
        ("publication_date", work.date.edtf.replace("-", "/") if whole(work.date) else ""),
        ("firstpage", record.folios[0] if inside else ""),
        ("lastpage", record.folios[1] if inside else ""),
        ("publisher", work.publisher),
        ("isbn", work.isbn),
        ("doi", work.doi),
        ("language", record.lang),
        ("public_url", record.address),
    ]
    return ((f"citation_{name}", value) for name, value in said if value)


def _dublin_core(record: Record) -> Iterator[tuple[str, str]]:
    work, inside = record.work, record.kind != "edition"
    creators = record.authors if inside else work.editors
    pages = forms("chicago", "en")
    first, last = record.folios
    form = "page" if first == last else "pages"
    locator = Locator(page=pages[form].format(first=first, last=last)) if inside else Locator()
    said = [
        ("DC.title", record.title),
        *(("DC.creator", who.inverted) for who in creators),
        ("DC.publisher", work.publisher),
        ("DC.language", record.lang),
        ("DC.type", "Text"),
        ("DC.identifier", record.address or record.anchor or work.id),
        ("DC.rights", work.rights),
        ("DCTERMS.created", _iso(record.date)),
        ("DCTERMS.issued", _iso(work.date)),
        ("DCTERMS.isPartOf", work.full_title if inside else ""),
        ("DCTERMS.bibliographicCitation", as_text(cited(record, locator, "chicago"))),
    ]
    return ((name, value) for name, value in said if value)


def _linked(record: Record) -> str:
    work = record.work
    if record.kind == "edition":
        values = {"@context": _CONTEXT, **_book(work)}
    else:
        first, last = record.folios
        values = {
            "@context": _CONTEXT,
            "@type": "Chapter",
            "identifier": record.anchor,
            "name": record.title,
            "position": record.number,
            "pageStart": first,
            "pageEnd": last,
            "inLanguage": record.lang,
            "dateCreated": _iso(record.date),
            "author": [_agent(who) for who in record.authors],
            "recipient": [_agent(who) for who in record.recipients],
            "url": record.address,
            "isPartOf": _book(work),
        }
    given = {name: value for name, value in values.items() if value}
    return json.dumps(given, ensure_ascii=False, indent=1).replace("<", "\\u003c")


_CONTEXT = "https://schema.org"


def _book(work: Work) -> dict[str, object]:
    values: dict[str, object] = {
        "@type": "Book",
        "name": work.full_title,
        "bookEdition": work.version,
        "datePublished": _iso(work.date),
        "editor": [_agent(who) for who in work.editors],
        "publisher": {"@type": "Organization", "name": work.publisher} if work.publisher else "",
        "isbn": work.isbn,
        "inLanguage": work.lang,
        "url": work.address,
        "sameAs": f"https://doi.org/{work.doi}" if work.doi else "",
    }
    return {name: value for name, value in values.items() if value}


def _agent(who: Name) -> dict[str, str]:
    if not who.given:
        return {"@type": "Organization", "name": who.family}
    return {
        "@type": "Person",
        "name": who.direct,
        "familyName": who.family,
        "givenName": who.given,
    }


def _iso(date: Date | None) -> str:
    """A date that every reader of ISO 8601 understands, "" for one that says more or less."""
    return date.edtf if date and whole(date) and not date.inferred else ""
