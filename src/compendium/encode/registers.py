"""The registers as lists that stand beside the text."""

from __future__ import annotations

from collections.abc import Mapping

from compendium.encode.elements import Element, add, make
from compendium.encode.runs import Runs, links
from compendium.model.edition import Edition, Entry, Note
from compendium.model.text import Inline

_LISTS = {
    "persons": ("listPerson", "person", "persName"),
    "places": ("listPlace", "place", "placeName"),
    "bodies": ("listOrg", "org", "orgName"),
}


def registers(edition: Edition) -> Element | None:
    """The registers of *edition* as a `standOff`, None if it has none."""
    around = make("standOff")
    notes = dict(edition.notes)
    for register in edition.registers:
        if not register.entries:
            continue
        named = _LISTS.get(register.kind)
        listed = add(around, named[0] if named else "list", type=register.kind)
        for entry in register.entries:
            if named:
                _named(listed, entry, named, notes)
            else:
                _item(listed, entry, notes)
    return around if len(around) else None


def _named(
    listed: Element, entry: Entry, kind: tuple[str, str, str], notes: Mapping[str, Note]
) -> None:
    """A person, place or body; those below it follow it, and say so."""
    _, tag, name = kind
    one = add(listed, tag, anchor=entry.anchor, n=entry.sort_name)
    _words(add(one, name, type="main"), entry.name, entry, notes)
    if entry.description:
        _words(add(one, "note", type="description"), entry.description, entry, notes)
    for child in entry.children:
        _named(listed, child, kind, notes)


def _item(listed: Element, entry: Entry, notes: Mapping[str, Note]) -> None:
    item = add(listed, "item", anchor=entry.anchor, n=entry.sort_name)
    corresp = f"#{entry.document}" if entry.document else None
    _words(add(item, "term", corresp=corresp), entry.name, entry, notes)
    if entry.description:
        _words(add(item, "note", type="description"), entry.description, entry, notes)
    if entry.children:
        below = add(item, "list")
        for child in entry.children:
            _item(below, child, notes)


def _words(
    parent: Element, content: tuple[Inline, ...], entry: Entry, notes: Mapping[str, Note]
) -> None:
    Runs(entry.span.path, links(content), {}, {}, notes, {}, lambda *_: None).run(parent, content)
