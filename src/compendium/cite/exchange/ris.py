"""RIS: a document as a chapter (`CHAP`), the edition as a book (`BOOK`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from compendium.cite.dates import written, year
from compendium.cite.exchange.csl import key
from compendium.cite.records import Record

_END = "\r\n"


def to_ris(references: Iterable[str]) -> str:
    """*references* as a file."""
    return "".join(references)


def reference(record: Record, passage: str = "") -> str:
    """*record* as a reference; *passage* says in words what of it is meant."""
    lines = [f"{tag}  - {_line(value)}" for tag, value in _tags(record, passage) if value]
    return _END.join([*lines, "ER  - ", ""])


def _tags(record: Record, passage: str) -> Iterator[tuple[str, str]]:
    work, inside = record.work, record.kind != "edition"
    yield "TY", "CHAP" if inside else "BOOK"
    yield "ID", key(record)
    yield "TI", record.title
    if record.short_title != record.title:
        yield "ST", record.short_title
    for who in record.authors:
        yield "AU", who.inverted
    if inside:
        yield "T2", work.full_title
    for who in work.editors:
        yield "ED", who.inverted
    yield "PY", year(work.date)
    yield "PB", work.publisher
    yield "CY", work.place
    yield "ET", work.version
    if inside:
        yield "SP", record.folios[0]
        yield "EP", record.folios[1]
    if record.slug:
        yield "SE", record.number
    yield "SN", work.isbn
    yield "DO", work.doi
    yield "UR", record.address
    yield "LA", record.lang
    yield "N1", written(record.date, "american")
    yield "N1", passage


def _line(value: str) -> str:
    """*value* on one line, which is all that RIS has room for."""
    return " ".join(value.split())
