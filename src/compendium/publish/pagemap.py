"""`pages.json`: the page map for other programs, described by `pages.schema.json`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Any

from compendium.diag import EDITION
from compendium.model.edition import Edition, Target
from compendium.model.pages import PageMap, Place, SetLine, Sheet

SCHEMA = "urn:compendium:pages:1"
"""The id of the published schema; a change that breaks readers makes a new one."""

Record = Mapping[str, object]


def pages_schema() -> dict[str, object]:
    """The published JSON Schema of `pages.json`."""
    schema = files(__package__).joinpath("pages.schema.json").read_text("utf-8")
    return dict(json.loads(schema))


def to_json(pages: PageMap, edition: Edition) -> bytes:
    """The page map of *edition*: its sheets, the places of its anchors, and its lines.

    Shape: a record a line, so that two versions can be compared by line.
    """
    head = {
        "id": edition.id,
        "title": edition.title,
        "version": edition.version,
        "date": edition.date.edtf,
    }
    parts = [
        f'"$schema": {_compact(SCHEMA)}',
        f'"edition": {_compact(head)}',
        f'"sheets": {_listed(_sheet(sheet) for sheet in pages.sheets)}',
        f'"anchors": {_listed(_anchors(pages, edition.targets))}',
        f'"source-pages": {_listed(_source_pages(pages, edition.targets))}',
        f'"lines": {_listed(_line(line) for line in pages.lines)}',
    ]
    return ("{" + ",\n".join(parts) + "}\n").encode()


def read_page_map(data: bytes) -> PageMap:
    """The page map that `to_json` wrote; the chunks of its sheets are not in it.

    Errors: `ValueError` if *data* is no page map of this schema.
    """
    read = _read(data)
    return PageMap.of_lines(
        sheets=tuple(
            Sheet(s["sheet"], s["folio"], s["side"], "", s["blank"]) for s in read["sheets"]
        ),
        first={a["anchor"]: _placed(a["first"]) for a in read["anchors"]},
        last={a["anchor"]: _placed(a["last"]) for a in read["anchors"]},
        lines=tuple(
            SetLine(
                n["anchor"],
                n["sheet"],
                n["area"],
                n["number"],
                n["text"],
                tuple(n["box"]),
                n.get("through", 0),
            )
            for n in read["lines"]
        ),
    )


def read_targets(data: bytes) -> dict[str, Target]:
    """What each anchor of a page map is, where it says so; spans and words are not in it.

    Errors: `ValueError` if *data* is no page map of this schema.
    """
    return {
        a["anchor"]: Target(
            a["anchor"], a["kind"], EDITION, a.get("document", ""), a.get("number", "")
        )
        for a in _read(data)["anchors"]
        if "kind" in a
    }


def _read(data: bytes) -> Any:
    read = json.loads(data)
    if not isinstance(read, dict) or read.get("$schema") != SCHEMA:
        raise ValueError(f"this is no page map of {SCHEMA}")
    return read


def _placed(place: Any) -> Place:
    return Place(place["sheet"], place["folio"], place["line"], place["top"])


def _sheet(sheet: Sheet) -> Record:
    return {
        "sheet": sheet.number,
        "folio": sheet.folio,
        "side": sheet.side,
        "blank": sheet.blank,
    }


def _anchors(pages: PageMap, targets: Mapping[str, Target]) -> Iterator[Record]:
    for anchor in sorted(pages.first):
        yield {
            "anchor": anchor,
            **(_target(targets[anchor]) if anchor in targets else {}),
            "first": _place(pages.first[anchor]),
            "last": _place(pages.last[anchor]),
        }


def _source_pages(pages: PageMap, targets: Mapping[str, Target]) -> Iterator[Record]:
    """The pages of the source edition in the order in which they begin in print."""
    for anchor, target in targets.items():
        if target.kind == "source-page" and anchor in pages.first:
            yield {
                "number": target.number,
                "anchor": anchor,
                "document": target.document,
                "place": _place(pages.first[anchor]),
            }


def _target(target: Target) -> Record:
    what = {"kind": target.kind, "document": target.document, "number": target.number}
    return {key: value for key, value in what.items() if value}


def _place(place: Place) -> Record:
    return {
        "sheet": place.sheet,
        "folio": place.folio,
        "line": place.line,
        "top": round(place.top, 2),
    }


def _line(line: SetLine) -> Record:
    return {
        "anchor": line.anchor,
        "sheet": line.sheet,
        "area": line.area,
        "number": line.number,
        "through": line.through,
        "box": [round(edge, 2) for edge in line.box],
        "text": line.text,
    }


def _listed(records: Iterable[Record]) -> str:
    lines = ",\n ".join(_compact(record) for record in records)
    return f"[\n {lines}\n]" if lines else "[]"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
