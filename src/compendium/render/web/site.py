"""The site: one page a document, contents, registers and indexes, with print pages in words.

Pages are made as chunks are: numbers in slots, links to anchors. Linking then sets the
numbers and finds each anchor's file, as the PDF linker does for the book.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from compendium.diag import Diagnostic
from compendium.model.citation import Citations
from compendium.model.edition import Edition
from compendium.model.pages import PageMap
from compendium.model.theme import Theme
from compendium.render.dates import written_out
from compendium.render.setting import Setting, setting
from compendium.render.web.aliases import with_aliases
from compendium.render.web.cards import cards, leads
from compendium.render.web.citing import Cited, citation_data, citations_of
from compendium.render.web.data import data_file
from compendium.render.web.draft import Draft, Neighbour
from compendium.render.web.dressing import Dress, dress
from compendium.render.web.levels import levels
from compendium.render.web.marks import Marker
from compendium.render.web.measure import Measured, measure, measure_of
from compendium.render.web.pages import drafts, ways
from compendium.render.web.passages import pinpoint
from compendium.render.web.search import search_data
from compendium.render.web.turns import Turn, find_turns, noted

_SLOT = re.compile(r'<span class="folio" data-slot="(\d+)">[^<]*</span>')
_HREF = re.compile(r'href="#([^"]+)"')
_IMAGE = re.compile(r'<img src="([^"]+)"')
_ID = re.compile(r'\bid="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the pages: other outputs, and what they are made with.

    Shape: `book` is the name of the PDF one folder up, "" if there is none; `downloads`
        are other files there, as (path, what it is). `pictures` says how many pixels a
        point of a page has in its picture, 0 if there are none; `records` says whether
        there are records of the documents in `citations/`.
    """

    book: str = ""
    downloads: tuple[tuple[str, str], ...] = ()
    pictures: float = 0
    records: bool = False
    citations: Citations = field(default_factory=Citations)


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed page: its folio, its sheet in the PDF, and where it is marked."""

    folio: str
    sheet: int
    href: str


@dataclass(frozen=True, slots=True)
class _Made:
    """A page filled, its numbers set, its links still leading to bare anchors."""

    draft: Draft
    markup: str
    ids: frozenset[str]
    printed: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Press:
    """What every page of the site is made with."""

    desk: Setting
    beside: Beside
    turns: Mapping[str, tuple[Turn, ...]]
    dress: Dress


def site(
    edition: Edition, theme: Theme, pages: PageMap, beside: Beside | None = None
) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """Every file of the site by its name, and what is wrong with the theme's templates.

    A link that leads to no page of the site is a bug, and a `KeyError`.
    """
    beside = beside or Beside()
    desk = setting(edition, theme, pages)
    opens = {anchor: target.words for anchor, target in edition.targets.items()}
    press = _Press(desk, beside, find_turns(pages, opens, noted(edition)), _dress(desk))
    made: list[_Made] = []
    for draft, before, after in _threaded(list(drafts(desk))):
        printed = _printed(made) if draft.template == "pages" else ()
        made.append(_make(press, draft, before, after, printed))
    homes = _homes(made)
    files = {page.draft.file: _linked(page, homes).encode() for page in made}
    files |= _data(press, made, homes, measure(pages, opens))
    files["style.css"] = theme.styles["screen.css"].encode()
    files |= {f"script/{name}": text.encode() for name, text in theme.scripts.items()}
    for name, picture in sorted(edition.images.items()):
        files[f"images/{name}"] = picture
    return dict(sorted(files.items())), desk.templates.problems


def _dress(desk: Setting) -> Dress:
    """What the screen adds to the texts of the edition."""
    addresses = {}
    for anchor, target in desk.edition.targets.items():
        if target.kind in ("paragraph", "article") and target.number:
            addresses[anchor] = pinpoint(desk, anchor, target.number, desk.words)
    return Dress(leads(desk), addresses, levels(desk.edition))


def _threaded(pages: Sequence[Draft]) -> Iterator[tuple[Draft, Neighbour | None, Neighbour | None]]:
    """Each page with the one before and the one after it, where it is read in a row."""
    row = [page for page in pages if page.read]
    places = {page.file: at for at, page in enumerate(row)}
    for page in pages:
        at = places.get(page.file, -1)
        before = row[at - 1] if at > 0 else None
        after = row[at + 1] if 0 <= at < len(row) - 1 else None
        yield (
            page,
            Neighbour(before.file, before.title) if before else None,
            Neighbour(after.file, after.title) if after else None,
        )


def _printed(made: Sequence[_Made]) -> tuple[Printed, ...]:
    """The printed pages that are marked on the pages *made*, in their order."""
    return tuple(
        Printed(folio, sheet, f"{page.draft.file}#page-{folio}")
        for page in made
        for folio, sheet in page.printed.items()
    )


def _make(
    press: _Press,
    draft: Draft,
    before: Neighbour | None,
    after: Neighbour | None,
    printed: Sequence[Printed],
) -> _Made:
    desk, words = press.desk, press.desk.words
    anchor = str(draft.values.get("anchor", ""))
    filled = desk.templates.fill(
        f"site/{draft.template}.html.j2",
        edition=desk.edition,
        words=words,
        lang=desk.lang,
        title=draft.title,
        file=draft.file,
        template=draft.template,
        date=written_out(desk.edition.date, words),
        ways=ways(desk),
        before=before,
        after=after,
        beside=press.beside,
        cited=_cited(press, anchor),
        metadata=press.beside.citations.metadata.get("" if draft.template == "home" else anchor),
        **{"printed": printed, **draft.values},
    )
    values = draft.slots.values
    markup = _SLOT.sub(
        lambda slot: f'<span class="folio">{escape(values[int(slot[1])])}</span>', str(filled)
    )
    markup = _IMAGE.sub(r'<img src="images/\1"', markup)
    marker = Marker(press.turns, words)
    # Only what is the same text in print and on screen turns at a letter of its own.
    if draft.template == "document":
        markup = dress(marker.mark(markup), press.dress)
    markup = with_aliases(markup, desk.edition.aliases)
    return _Made(draft, markup, frozenset(_ID.findall(markup)), marker.marked)


def _cited(press: _Press, anchor: str) -> tuple[Cited, ...]:
    """The citations of the text that opens at *anchor*."""
    desk, pages = press.desk, press.desk.pages
    if anchor in desk.documents:
        lang = desk.documents[anchor].texts[0].lang
    elif anchor in desk.matters:
        lang = desk.matters[anchor].text.lang
    else:
        return ()
    folios = (pages.first[anchor].folio, pages.last[anchor].folio) if pages else ("", "")
    return citations_of(press.beside.citations, anchor, lang, folios)


def _homes(made: Sequence[_Made]) -> dict[str, str]:
    """The file that has each anchor; what two pages have belongs to the first."""
    homes: dict[str, str] = {}
    for page in made:
        for anchor in page.ids:
            homes.setdefault(anchor, page.draft.file)
    return homes


def _linked(page: _Made, homes: Mapping[str, str]) -> str:
    """The page's markup with every link led to the file that has its anchor."""

    def lead(link: re.Match[str]) -> str:
        anchor = link[1]
        if anchor in page.ids:
            return link[0]
        if anchor.startswith("page-") and anchor not in homes:
            return 'href="#main"'  # a printed page of pictures alone has no letter to be marked at
        return f'href="{homes[anchor]}#{anchor}"'

    return str(Markup(_HREF.sub(lead, page.markup)))


def _data(
    press: _Press, made: Sequence[_Made], homes: Mapping[str, str], measured: Measured
) -> dict[str, bytes]:
    """The files that scripts load when they are asked for something."""
    desk = press.desk
    hrefs = {anchor: f"{file}#{anchor}" for anchor, file in homes.items()}
    found: dict[str, object] = {"cards": cards(desk.edition, press.dress.leads)}
    found["pages"] = [[page.folio, page.sheet, page.href] for page in _printed(made)]
    found["forms"] = press.beside.citations.forms
    for page in made:
        if page.draft.template == "document" and desk.pages:
            name = page.draft.file.removesuffix(".html")
            found[f"lines/{name}"] = {
                **measure_of(page.ids, measured, desk.pages),
                **citation_data(press.beside.citations, desk, name, page.ids),
            }
    found |= search_data(desk, hrefs)
    return {f"data/{name}.js": data_file(name, value) for name, value in found.items()}
