"""Citations with gaps, for whoever fills them in: the site, where a reader selects words."""

from __future__ import annotations

from collections.abc import Mapping

from compendium.cite.exchange import metadata
from compendium.cite.italics import as_pattern, gap
from compendium.cite.records import Record, records
from compendium.cite.styles import STYLES, Locator, cited
from compendium.cite.wording import forms
from compendium.cite.writing import EXPORTS
from compendium.model.citation import GAP, Citations
from compendium.model.edition import Edition
from compendium.model.pages import PageMap

_GAPS = Locator(gap("pinpoint"), gap("page"), gap("line"), gap("address"))
_FILLED = {name: style for name, style in STYLES.items() if name != "mla-in-text"}
"""What is named in the text needs no panel, and its comma moves into the quotation marks."""


def citations(edition: Edition, pages: PageMap) -> Citations:
    """What the site needs to cite any passage of *edition*, and to tell machines of its pages."""
    found = records(edition, pages)
    return Citations(_patterns(found), _words(found), metadata(found), _exports(found))


def _patterns(found: Mapping[str, Record]) -> dict[str, dict[str, str]]:
    """For each record by its anchor, its citation in each style, as `model.citation` tells."""
    return {
        anchor: {style: as_pattern(cited(record, _GAPS, style)) for style in _FILLED}
        for anchor, record in found.items()
    }


def _exports(found: Mapping[str, Record]) -> dict[str, dict[str, str]]:
    """For each text by its anchor, its record for programs, a passage of it still to be named."""
    return {
        anchor: {name: f"{export(record, GAP)}\n" for name, export in EXPORTS.items()}
        for anchor, record in found.items()
        if record.kind != "part"
    }


def _words(found: Mapping[str, Record]) -> dict[str, dict[str, Mapping[str, str]]]:
    """The words that fill the gaps, for each language that a record is in."""
    langs = sorted({record.lang for record in found.values()})
    return {
        lang: {name: forms(style.wording, lang) for name, style in _FILLED.items()}
        for lang in langs
    }
