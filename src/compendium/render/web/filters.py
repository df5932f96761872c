"""What a reader can narrow a search by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from compendium.model.edition import Entry
from compendium.model.text import plain
from compendium.model.volume import RegisterKind
from compendium.render.setting import Setting
from compendium.render.web.reading import language_name
from compendium.render.web.timeline import moment

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """The choices of each filter, as (value, words); a filter with one choice is of no use.

    Shape: persons and places are those that are mentioned, by their keys; `years` are the
        first and last, (0, 0) where nothing is dated.
    """

    languages: Choices
    kinds: Choices
    persons: Choices
    places: Choices
    years: tuple[int, int]


def filters(desk: Setting) -> Filters:
    """The filters of the edition."""
    documents = desk.edition.documents
    languages = dict.fromkeys(text.lang for d in documents for text in d.texts)
    years = [int(at) for d in documents if (at := moment(d))]
    return Filters(
        tuple((lang, language_name(desk, lang)) for lang in languages),
        tuple((kind, kind_name(desk, kind)) for kind in sorted({d.kind for d in documents})),
        _entries(desk, "persons"),
        _entries(desk, "places"),
        (min(years), max(years)) if years else (0, 0),
    )


def kind_name(desk: Setting, kind: str) -> str:
    """What a kind of document is called; its own name where the theme has no words for it."""
    return desk.words.strings.get(f"kind-{kind}", kind.replace("-", " ").capitalize())


def _entries(desk: Setting, kind: RegisterKind) -> Choices:
    registers = (r for r in desk.edition.registers if r.kind == kind)
    return tuple((e.key, plain(e.name)) for r in registers for e in _mentioned(r.entries))


def _mentioned(entries: Iterable[Entry]) -> Iterable[Entry]:
    return (entry for entry in entries if entry.mentions or entry.ranges)
