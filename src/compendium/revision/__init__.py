"""Stage: revision. Two versions of an edition in, what changed between them out."""

from compendium.revision.comparing import Comparison, Revised, Side, compare
from compendium.revision.concordance import Row, concordance
from compendium.revision.errata import Erratum, errata
from compendium.revision.redlining import redline
from compendium.revision.resolving import Found, resolve_page

__all__ = [
    "Comparison",
    "Erratum",
    "Found",
    "Revised",
    "Row",
    "Side",
    "compare",
    "concordance",
    "errata",
    "redline",
    "resolve_page",
]
