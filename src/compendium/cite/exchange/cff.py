"""CITATION.cff, the file by which archives of data and code know how to cite (version 1.2.0)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from compendium.cite.dates import whole, year
from compendium.cite.names import Name
from compendium.cite.records import Record, Work

_MESSAGE = "Cite this edition as below, and give the number of the document and the page."


def to_cff(record: Record) -> str:
    """The edition's *record* as CITATION.cff.

    The format wants an author: the editors, else the publisher, else the edition itself.
    """
    work = record.work
    values: dict[str, object] = {
        "cff-version": "1.2.0",
        "message": _MESSAGE,
        "type": "dataset",
        "title": record.title,
        "version": work.version,
        "date-released": work.date.edtf if whole(work.date) and len(work.date.edtf) == 10 else "",
        "authors": _authors(work),
        "doi": work.doi
        if re.fullmatch(r"10\.\d{4,9}(\.\d+)?/[A-Za-z0-9:/_;\-.()\[\]\\]+", work.doi)
        else "",
        "url": _url(work),
        "preferred-citation": _book(record),
    }
    return "".join(_yaml(name, value) for name, value in values.items() if value)


def _book(record: Record) -> Mapping[str, object]:
    work = record.work
    publisher = {"name": work.publisher, "city": work.place} if work.publisher else {}
    values: dict[str, object] = {
        "type": "book",
        "title": record.title,
        "authors": _authors(work),
        "editors": [_agent(who) for who in work.editors],
        "version": work.version,
        "year": int(year(work.date)) if year(work.date).isdecimal() else "",
        "publisher": {name: value for name, value in publisher.items() if value},
        "isbn": work.isbn if re.fullmatch(r"[0-9\- ]{10,17}X?", work.isbn) else "",
        "url": _url(work),
        "languages": [work.lang.partition("-")[0]],
    }
    return {name: value for name, value in values.items() if value}


def _url(work: Work) -> str:
    return work.address if re.match(r"(https?|s?ftp)://.", work.address) else ""


def _authors(work: Work) -> list[Mapping[str, str]]:
    return [_agent(who) for who in work.editors] or [{"name": work.publisher or work.full_title}]


def _agent(who: Name) -> Mapping[str, str]:
    if not who.given:
        return {"name": who.family}
    return {"family-names": who.family, "given-names": who.given}


def _yaml(name: str, value: object, margin: str = "") -> str:
    """A key and its value as YAML; single values as JSON, which is YAML and leaves no doubt."""
    if isinstance(value, Mapping):
        inner = "".join(_yaml(key, below, margin + "  ") for key, below in value.items())
        return f"{margin}{name}:\n{inner}"
    if isinstance(value, list):
        return f"{margin}{name}:\n" + "".join(_entry(one, margin) for one in value)
    return f"{margin}{name}: {json.dumps(value, ensure_ascii=False)}\n"


def _entry(value: object, margin: str) -> str:
    """*value* as an entry of a list, its first key behind the hyphen."""
    if not isinstance(value, Mapping):
        return f"{margin}  - {json.dumps(value, ensure_ascii=False)}\n"
    block = "".join(_yaml(key, below, margin + "    ") for key, below in value.items())
    return f"{margin}  - {block.removeprefix(margin + '    ')}"
