"""CSL-JSON: what Zotero, pandoc and every citation processor reads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from compendium.cite.dates import whole
from compendium.cite.names import Name
from compendium.cite.records import Record
from compendium.model.volume import Date

Item = Mapping[str, object]


def to_json(items: Iterable[Item]) -> str:
    """*items* as a file, a line a value."""
    return "[\n" + ",\n".join(_lines(item) for item in items) + "\n]\n"


def _lines(item: Item) -> str:
    values = (f"  {_compact(name)}: {_compact(value)}" for name, value in item.items())
    return " {\n" + ",\n".join(values) + "\n }"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def item(record: Record, passage: str = "") -> Item:
    """*record* as an item of CSL-JSON 1.0; *passage* says in words what of it is meant.

    A document is a chapter of the edition, of the `genre` it is: `issued` is the date of
    the edition, `original-date` that of the document. Of the type `treaty` processors print
    neither the book nor its pages.
    """
    work, inside = record.work, record.kind != "edition"
    first, last = record.folios
    values: dict[str, object] = {
        "id": key(record),
        "type": "chapter" if inside else "book",
        "title": record.title,
        "title-short": record.short_title if record.short_title != record.title else "",
        "container-title": work.full_title if inside else "",
        "author": [_name(who) for who in record.authors],
        "recipient": [_name(who) for who in record.recipients],
        "editor": [_name(who) for who in work.editors],
        "issued": _date(work.date),
        "original-date": _date(record.date),
        "publisher": work.publisher,
        "publisher-place": work.place,
        "version": work.version,
        "genre": record.form.replace("-", " ") if record.slug else "",
        "chapter-number": record.number if record.slug else "",
        "part-number": record.part or (record.number if record.kind == "part" else ""),
        "page": (first if first == last else f"{first}-{last}") if inside else "",
        "language": record.lang,
        "ISBN": work.isbn,
        "DOI": work.doi,
        "URL": record.address,
        "note": passage,
    }
    return {name: value for name, value in values.items() if value}


def key(record: Record) -> str:
    """The name under which every export has *record*: "joint-compendium:gromyko-1956"."""
    return f"{record.work.id}:{record.anchor}" if record.anchor else record.work.id


def _name(who: Name) -> dict[str, str]:
    if not who.given:
        return {"literal": who.family}
    return {"family": who.family, "given": who.given}


def _date(date: Date | None) -> dict[str, object]:
    """A date or an interval as parts, circa if it is not sure; what is neither as written."""
    if date is None:
        return {}
    ends = [_parts(end) for end in date.edtf.split("/")]
    if not all(ends):
        return {"literal": date.edtf}
    loose = date.inferred or not whole(date)
    return {"date-parts": ends, **({"circa": True} if loose else {})}


def _parts(edtf: str) -> list[int]:
    found = re.fullmatch(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d{2}))?)?[?~%]?", edtf)
    return [int(part) for part in found.groups() if part] if found else []
