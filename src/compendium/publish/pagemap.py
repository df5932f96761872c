"""`pages.json`: the page map for other programs, described by `pages.schema.json`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from tempfile import TemporaryFile
from typing import Any

from compendium.diag import EDITION
from compendium.model.edition import Edition, Target
from compendium.model.kept import Keep, held, kept, key_of
from compendium.model.pages import PageMap, Place, Run, SetLine, Sheet

SCHEMA = "urn:compendium:pages:1"
"""The id of the published schema; a change that breaks readers makes a new one."""


def pages_schema() -> dict[str, object]:
    """The published JSON Schema of `pages.json`."""
    schema = files(__package__).joinpath("pages.schema.json").read_text("utf-8")
    return dict(json.loads(schema))


def to_json(pages: PageMap, edition: Edition, keep: Keep | None = None) -> bytes:
    """The page map of *edition*: its sheets, the places of its anchors, and its lines.

    Shape: a record a line, so that two versions can be compared by line. *keep* has the lines
        of chunks as they were written another day.
    """
    # What grows in memory is moved about there, and takes three times the room in the end.
    with TemporaryFile(prefix="compendium-") as whole:
        whole.writelines(_parts(pages, edition, keep))
        whole.seek(0)
        return whole.read()


def _parts(pages: PageMap, edition: Edition, keep: Keep | None) -> Iterator[bytes]:
    """The page map bit by bit."""
    head = {
        "id": edition.id,
        "title": edition.title,
        "version": edition.version,
        "date": edition.date.edtf,
    }
    lists = {
        "sheets": _encoded(map(_sheet, pages.sheets)),
        "anchors": _encoded(_anchors(pages, edition.targets)),
        "source-pages": _encoded(_source_pages(pages, edition.targets)),
        "lines": filter(None, (_lines(run, keep) for run in pages.runs)),
    }
    yield f'{{"$schema": {_compact(SCHEMA)},\n"edition": {_compact(head)}'.encode()
    for name, records in lists.items():
        yield f',\n"{name}": '.encode()
        yield from _listed(records)
    yield b"}\n"


def amended(
    data: bytes, old: PageMap, new: PageMap, edition: Edition, keep: Keep | None = None
) -> bytes | None:
    """The page map *data* with other places and lines of some chunks.

    Shape: *old* and *new* are the part of it that they have, as it was and as it is.
    None if it was not so.
    """
    done: list[bytes] = []
    at = 0
    both = (_own(part, edition.targets, keep) for part in (old, new))
    for was, now in zip(*both, strict=True):
        if was == now:
            continue
        found = data.find(was, at)
        if found < 0:
            return None
        done += (data[at:found], now)
        at = found + len(was)
    return b"".join((*done, data[at:]))


def _own(pages: PageMap, targets: Mapping[str, Target], keep: Keep | None) -> Iterator[bytes]:
    """What `to_json` writes of a part of a map, in the order in which it does."""
    places = (*_anchors(pages, targets), *_source_pages(pages, targets))
    records = (*_encoded(places), *(_lines(run, keep) for run in pages.runs))
    return (b"\n " + record for record in records)


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


def _sheet(sheet: Sheet) -> str:
    said = {"sheet": sheet.number, "folio": sheet.folio, "side": sheet.side, "blank": sheet.blank}
    return _compact(said)


def _anchors(pages: PageMap, targets: Mapping[str, Target]) -> Iterator[str]:
    for anchor in sorted(pages.first):
        target = _target(targets[anchor]) if anchor in targets else ""
        first, last = _place(pages.first[anchor]), _place(pages.last[anchor])
        yield f'{{"anchor": {_string(anchor)}, {target}"first": {first}, "last": {last}}}'


def _source_pages(pages: PageMap, targets: Mapping[str, Target]) -> Iterator[str]:
    """The pages of the source edition in the order in which they begin in print."""
    for anchor, target in targets.items():
        if target.kind == "source-page" and anchor in pages.first:
            yield (
                f'{{"number": {_string(target.number)}, "anchor": {_string(anchor)}, '
                f'"document": {_string(target.document)}, "place": {_place(pages.first[anchor])}}}'
            )


def _target(target: Target) -> str:
    what = {"kind": target.kind, "document": target.document, "number": target.number}
    return "".join(f'"{key}": {_string(value)}, ' for key, value in what.items() if value)


def _place(place: Place) -> str:
    folio, top = _string(place.folio), round(place.top, 2)
    return f'{{"sheet": {place.sheet}, "folio": {folio}, "line": {place.line}, "top": {top}}}'


# -- lines ----------------------------------------------------------------------------

_FORM = "lines 1"
_SHEET = re.compile(b"\x00([0-9]+)\x00")
"""Stands for a sheet, counted from the one on which the chunk opens; no JSON has it."""


def _lines(run: Run, keep: Keep | None) -> bytes:
    """The lines of a chunk, on the sheets where it stands now."""
    if run.digest:
        key = key_of(_FORM, (run.digest,))
        said = held(key, lambda: kept(keep, key, lambda: _loose(run).encode()))
    else:
        said = _loose(run).encode()
    return _SHEET.sub(lambda at: b"%d" % (run.sheet + int(at[1])), said)


def _loose(run: Run) -> str:
    return ",\n ".join(_line(line, line.sheet - run.sheet) for line in run.read())


def _line(line: SetLine, at: int) -> str:
    left, top, right, bottom = (round(edge, 2) for edge in line.box)
    return (
        f'{{"anchor": {_string(line.anchor)}, "sheet": \x00{at}\x00, '
        f'"area": "{line.area}", "number": {line.number}, "through": {line.through}, '
        f'"box": [{left}, {top}, {right}, {bottom}], "text": {_string(line.text)}}}'
    )


def _encoded(records: Iterable[str]) -> Iterator[bytes]:
    return (record.encode() for record in records)


def _listed(records: Iterable[bytes]) -> Iterator[bytes]:
    """A list of *records*, each on a line of its own."""
    before = b"[\n "
    for record in records:
        yield before + record
        before = b",\n "
    yield b"\n]" if before == b",\n " else b"[]"


_compact = json.JSONEncoder(ensure_ascii=False).encode


def _string(said: str) -> str:
    return json.encoder.encode_basestring(said)
