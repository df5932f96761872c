"""A page of an earlier version: what stood on it, and where that stands now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compendium.model.edition import Edition
from compendium.model.pages import PageMap
from compendium.model.published import Published

_ORDINAL = re.compile(
    r"(?P<number>\d+)\s*(?:st|nd|rd|th|\.)?\s*(?:ed(?:ition|\.)?|\u0438\u0437\u0434\.?|版)",
    re.IGNORECASE,
)
"""An edition by its place among those that went out: "1st ed.", "2 изд.", "第1版"."""

_PAGE = re.compile(
    r"(?:^|[\s,;])(?:p{1,2}\.?|page|\u0441\.|\u0441\u0442\u0440\.)?\s*"
    r"(?P<page>[ivxlcdm]+|\d+)\s*(?:頁|ページ)?\s*$",
    re.IGNORECASE,
)
_VERSION = re.compile(r"(?:v(?:ersion|\.)?\s*)?(?P<version>\d+(?:\.\d+)+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A passage of an earlier version: how it began, where it stood, where it stands.

    Shape: `now` is "" where it was withdrawn; `folio` is the page of the present version,
        "" where that has not been built.
    """

    anchor: str
    words: str
    pages: tuple[str, str]
    now: str
    folio: str


def resolve_page(
    said: str, edition: Edition, pages: PageMap | None
) -> tuple[Published | None, str, tuple[Found, ...]]:
    """The version and page that *said* names ("1st ed., p. 47"), and what stood there.

    Shape: the version is None if none that was published is named, the page "" if none is.
    """
    versions = edition.history.versions
    published = _version(said, versions)
    found = _PAGE.search(said)
    page = found["page"].lower() if found else ""
    if published is None or not page:
        return published, page, ()
    return published, page, tuple(_on(published, page, edition, pages))


def _version(said: str, versions: Sequence[Published]) -> Published | None:
    if found := _VERSION.search(said):
        return next((one for one in versions if one.version == found["version"]), None)
    if found := _ORDINAL.search(said):
        at = int(found["number"]) - 1
        return versions[at] if 0 <= at < len(versions) else None
    return versions[-1] if len(versions) == 1 else None


def _on(
    published: Published, page: str, edition: Edition, pages: PageMap | None
) -> Iterator[Found]:
    for anchor, frozen in published.passages.items():
        if frozen.kind in ("document", "part", "list") or not _covers(frozen.folios, page):
            continue
        now = edition.history.now(anchor, published.version)
        for one in now or ("",):
            folio = pages.first[one].folio if pages and one in pages.first else ""
            yield Found(anchor, frozen.words, frozen.folios, one, folio)


def _covers(folios: tuple[str, str], page: str) -> bool:
    first, last = folios
    if page in folios:
        return True
    if first.isdecimal() and last.isdecimal() and page.isdecimal():
        return int(first) <= int(page) <= int(last)
    return False
