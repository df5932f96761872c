"""Styles of citing: each makes of a record and a locator the words that a guide asks for."""

from collections.abc import Mapping

from compendium.cite.records import Record
from compendium.cite.styles import bluebook, chicago, gost, mhra, mla, oscola, plainly
from compendium.cite.styles.manner import Locator, Manner
from compendium.cite.wording import forms

STYLES: Mapping[str, Manner] = {
    "plain": plainly.PLAIN,
    "chicago": chicago.NOTE,
    "chicago-bibliography": chicago.BIBLIOGRAPHY,
    "mla": mla.WORKS_CITED,
    "mla-in-text": mla.IN_TEXT,
    "oscola": oscola.OSCOLA,
    "bluebook": bluebook.BLUEBOOK,
    "mhra": mhra.MHRA,
    "gost": gost.GOST,
}
"""The styles by name, as the command line and the site offer them."""


def cited(record: Record, locator: Locator, style: str) -> str:
    """The citation of a passage of *record* in *style*, its italics marked as in `italics`."""
    manner = STYLES[style]
    return manner.cite(record, locator, forms(manner.wording, record.lang))


__all__ = ["STYLES", "Locator", "Manner", "cited"]
