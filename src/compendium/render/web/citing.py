"""Citations on the screen: of a whole page as it stands, and what a script makes others of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from compendium.model.citation import Citations
from compendium.model.folios import DASH, Style, join
from compendium.render.setting import Setting

_GAP = re.compile(r"\{\{|\}\}|\{([a-z]+)\}")
_STYLES: Mapping[str, Style] = {
    "full": "full", "chicago": "chicago", "mhra": "mhra", "mla": "mla",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation in one style."""

    style: str
    words: Markup


def citations_of(
    citations: Citations, anchor: str, lang: str, folios: tuple[str, str]
) -> tuple[Cited, ...]:
    """The citations of the text *anchor*, on the pages *folios*, as a whole, one a style."""
    forms = citations.forms.get(lang, {})
    return tuple(
        Cited(style, Markup(_filled(said, _pages(forms.get(style, {}), *folios))))
        for style, said in citations.patterns.get(anchor, {}).items()
    )


def _filled(pattern: str, pages: str) -> str:
    """*pattern*, an HTML fragment, with nothing but the pages in its gaps."""

    def fill(gap: re.Match[str]) -> str:
        return gap[0][0] if gap[1] is None else pages if gap[1] == "page" else ""

    return _GAP.sub(fill, pattern)


def _pages(form: Mapping[str, str], first: str, last: str) -> str:
    """The pages from *first* to *last* in the words of a style, as markup."""
    if not first or "page" not in form:
        return ""
    if first == last:
        said = form["page"].replace("{first}", first)
    else:
        short = join(first, last, _STYLES.get(form.get("range", ""), "full")).partition(DASH)[2]
        said = form["pages"].replace("{first}", first).replace("{last}", short)
    return str(Markup("{}").format(said))


def citation_data(
    citations: Citations, desk: Setting, page: str, anchors: Iterable[str]
) -> dict[str, object]:
    """What is needed to cite any passage of *page*, on which those *anchors* stand.

    Shape: `patterns` and `exports` are those of `model.citation` for the texts of the page;
        `numbers` has for a passage what kind it is and its number.
    """
    there = sorted(anchors)
    own = [page, *(a for a in there if a.startswith(f"{page}."))]
    return {
        "patterns": {a: citations.patterns[a] for a in own if a in citations.patterns},
        "exports": {a: citations.exports[a] for a in own if a in citations.exports},
        "numbers": {a: named for a in there if (named := _named(desk, a))},
    }


def _named(desk: Setting, anchor: str) -> list[str]:
    """What kind of passage *anchor* is, and its number; [] if it has none."""
    target = desk.edition.targets.get(anchor)
    kinds = ("paragraph", "article", "note", "table", "figure")
    if target is None or target.kind not in kinds or not target.number:
        return []
    number, kind = target.number, str(target.kind)
    if kind == "note":
        return [] if number == "source" else [kind, number.removeprefix("n")]
    document = desk.documents.get(target.document)
    if kind == "paragraph" and document and document.units == "article":
        kind = "article"
    return [kind, number]
