"""Citations on the screen: of a whole page as it stands, and what a script makes others of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from compendium.model.citation import Citations

_GAP = re.compile(r"\{\{|\}\}|\{[a-z]+\}")


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation in one style."""

    style: str
    words: Markup


def citations_of(citations: Citations, anchor: str) -> tuple[Cited, ...]:
    """The citations of the text *anchor* as a whole, one a style."""
    patterns = citations.patterns.get(anchor, {})
    return tuple(Cited(style, Markup(_whole(said))) for style, said in patterns.items())


def _whole(pattern: str) -> str:
    """*pattern*, an HTML fragment, with nothing in its gaps."""
    return _GAP.sub(lambda gap: gap[0][0] if gap[0] in ("{{", "}}") else "", pattern)


def citation_data(citations: Citations, page: str, anchors: Iterable[str]) -> dict[str, object]:
    """The patterns for the texts of *page* whose *anchors* stand on it, and for their languages."""
    own = [page, *(a for a in sorted(anchors) if a.startswith(f"{page}."))]
    patterns = {
        anchor: citations.patterns[anchor] for anchor in own if anchor in citations.patterns
    }
    return {"patterns": patterns} if patterns else {}
