"""Cards: what a reader is told of a person, a place or a term without leaving the page."""

from __future__ import annotations

from collections.abc import Mapping

from compendium.model.edition import Edition
from compendium.model.text import plain
from compendium.render.setting import Setting
from compendium.render.web.dressing import Lead

KINDS = ("persons", "places", "bodies", "instruments", "abbreviations", "references")
"""Registers whose entries have a card; a subject covers whole sentences, which are no link."""


def leads(desk: Setting) -> dict[str, Lead]:
    """Where each mention leads that has a card, by its anchor."""
    found: dict[str, Lead] = {}
    for key, entry in desk.edition.entries.items():
        home = desk.homes.get(key)
        if home and key.partition("/")[0] in KINDS:
            found |= {anchor: Lead(key, home) for anchor in entry.mentions}
    return found


def cards(edition: Edition, used: Mapping[str, Lead]) -> dict[str, list[object]]:
    """The card of every entry that is led to, by the anchor of that.

    Shape: its name, its description, how often it is named.
    """
    found = sorted({(lead.anchor, lead.entry) for lead in used.values()})
    entries = ((anchor, edition.entries[key]) for anchor, key in found)
    return {
        anchor: [plain(entry.name), plain(entry.description), len(entry.mentions)]
        for anchor, entry in entries
    }
