"""The folder `citations/`: what libraries and reference managers take in."""

from __future__ import annotations

from collections.abc import Sequence

from compendium.cite.book import Book
from compendium.cite.exchange import bibtex, csl, ris
from compendium.cite.exchange.cff import to_cff
from compendium.cite.records import Record


def citation_files(book: Book) -> dict[str, bytes]:
    """Every file of `citations/`, by its path there.

    Shape: `<edition>.json`, `.bib` and `.ris` have the edition and all documents in all their
        languages; `documents/<slug>.*` has the texts of one; `CITATION.cff` is the edition's.
    """
    whole = book.records[""]
    texts: dict[str, list[Record]] = {}
    for record in book.records.values():
        if record.slug:
            texts.setdefault(record.slug, []).append(record)
    files = _files(whole.work.id, [whole, *(r for found in texts.values() for r in found)])
    for slug, found in texts.items():
        files |= _files(f"documents/{slug}", found)
    return {**files, "CITATION.cff": to_cff(whole).encode()}


def _files(name: str, records: Sequence[Record]) -> dict[str, bytes]:
    return {
        f"{name}.json": csl.to_json(csl.item(record) for record in records).encode(),
        f"{name}.bib": bibtex.to_bibtex(bibtex.entry(record) for record in records).encode(),
        f"{name}.ris": ris.to_ris(ris.reference(record) for record in records).encode(),
    }
