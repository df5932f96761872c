"""Registers: every entry by its key, its cross-references tied, its forms told apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from compendium.diag import Diagnostic, Span
from compendium.model.edition import Entry, Target
from compendium.model.volume import RegisterKind, Volume, WrittenEntry

SCHEMES: Mapping[str, RegisterKind] = {
    "person": "persons",
    "place": "places",
    "body": "bodies",
    "instrument": "instruments",
    "subject": "subjects",
    "abbreviation": "abbreviations",
    "ref": "references",
}
"""How a link names a register: `person:gromyko` is `persons/gromyko`."""


def written_entries(volume: Volume) -> dict[str, WrittenEntry]:
    """Every entry of every register as written, subentries too, by key, in file order."""
    return {
        key: entry
        for register in volume.registers
        for key, entry in _walk(register.kind, register.entries)
    }


def tie_registers(volume: Volume) -> tuple[dict[str, Entry], list[Diagnostic]]:
    """Every entry by key, with no mentions yet, and all that is wrong with the registers."""
    raise NotImplementedError


def lookup(target: str, span: Span, entries: Mapping[str, object]) -> str | Diagnostic:
    """The key that a written target means: "subject:islands.area" is "subjects/islands/area"."""
    raise NotImplementedError


def as_written(key: str) -> str:
    """The target that means *key*, as an editor writes it."""
    raise NotImplementedError


def add_mentions(
    entries: Mapping[str, Entry],
    mentions: Sequence[tuple[str, str]],
    ranges: Sequence[tuple[str, str, str]],
    targets: Mapping[str, Target],
) -> tuple[dict[str, Entry], list[Diagnostic]]:
    """*entries* with their mentions (key, anchor) and ranges (key, first anchor, last anchor).

    Shape: children are made anew too, so that `children` and the mapping agree.
    """
    raise NotImplementedError


def _walk(above: str, entries: Sequence[WrittenEntry]) -> Iterator[tuple[str, WrittenEntry]]:
    for entry in entries:
        key = f"{above}/{entry.id}"
        yield key, entry
        yield from _walk(key, entry.children)
