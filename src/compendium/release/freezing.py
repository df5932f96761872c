"""Freezing: the addresses of a version as `ids.lock` keeps them from its release on."""

from __future__ import annotations

import json
from collections.abc import Iterator

from compendium.model.digests import passages, short_digest
from compendium.model.edition import Edition
from compendium.model.pages import PageMap
from compendium.model.published import Published

_OPENING = 60


def frozen(edition: Edition, pages: PageMap) -> bytes:
    """`ids.lock` with every version that went out before, and this one last.

    Shape: a line a passage: its anchor, kind, digest, first and last folio, first words.
    """
    before = [one for one in edition.history.versions if one.version != edition.version]
    blocks = [_version(one.version, one.date, dict(_before(one))) for one in before]
    blocks.append(_version(edition.version, edition.date.edtf, dict(_now(edition, pages))))
    return ('{"format": 1, "versions": [\n' + ",\n".join(blocks) + "\n]}\n").encode()


def _before(published: Published) -> Iterator[tuple[str, list[str]]]:
    for anchor, frozen in published.passages.items():
        yield anchor, [frozen.kind, frozen.digest, *frozen.folios, frozen.words]


def _now(edition: Edition, pages: PageMap) -> Iterator[tuple[str, list[str]]]:
    for anchor, words in passages(edition):
        if anchor not in edition.targets:
            continue
        kind = edition.targets[anchor].kind
        folios = ("", "")
        if anchor in pages.first:
            folios = (pages.first[anchor].folio, pages.last[anchor].folio)
        yield anchor, [kind, short_digest(kind, words), *folios, _opening(words)]


def _opening(words: str) -> str:
    said = " ".join(words.split())
    return said if len(said) <= _OPENING else said[:_OPENING].rsplit(" ", 1)[0]


def _version(version: str, date: str, passages: dict[str, list[str]]) -> str:
    lines = ",\n ".join(
        f"{_json(anchor)}: {_json(row)}" for anchor, row in sorted(passages.items())
    )
    return f'{{"version": {_json(version)}, "date": {_json(date)}, "passages": {{\n {lines}\n}}}}'


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
