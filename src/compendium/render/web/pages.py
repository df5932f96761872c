"""Every page of the site, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from compendium.model.edition import Entry, Register
from compendium.render.carried import ERRATA, carried, corrections
from compendium.render.chunks import compositor
from compendium.render.contents import BY_DATE, contents_lines, dated_lines
from compendium.render.history import concordance_lines
from compendium.render.indexes import index_groups
from compendium.render.registers import register_anchor, register_rows
from compendium.render.setting import Setting
from compendium.render.slots import Slots
from compendium.render.web.draft import Draft, Neighbour
from compendium.render.web.filters import filters
from compendium.render.web.passages import places_of
from compendium.render.web.reading import document_page, matter_page
from compendium.render.web.threads import threads
from compendium.render.web.timeline import timeline

TIMELINE, SEARCH, PAGES = "timeline", "search", "pages"


@dataclass(frozen=True, slots=True)
class ScreenRow:
    """An entry of a register with all passages that speak of it."""

    anchor: str
    depth: int
    name: Markup
    description: Markup
    places: tuple[Markup, ...]


def drafts(desk: Setting) -> Iterator[Draft]:
    """Every page of the site in reading order, the front page first."""
    yield _home(desk)
    for matter in desk.edition.front:
        yield matter_page(desk, matter)
    for part in desk.edition.parts:
        for document in part.documents:
            yield document_page(desk, part, document)
    for matter in desk.edition.back:
        yield matter_page(desk, matter)
    if desk.edition.by_date:
        slots = Slots(desk.pages)
        values = {"anchor": BY_DATE, "lines": tuple(dated_lines(desk, slots))}
        yield Draft(f"{BY_DATE}.html", "list", desk.words["list-by-date"], slots, values)
    yield from _history(desk)
    for register in desk.registers:
        yield _register(desk, register)
    for index in desk.edition.indexes:
        slots = Slots(desk.pages)
        hand = compositor(desk, slots, index.lang, claim="index")
        groups = index_groups(hand, index, places_of)
        headnote = hand.inline(index.plan.headnote)
        values = {"anchor": index.anchor, "groups": groups, "headnote": headnote}
        yield Draft(f"{index.anchor}.html", "index", index.plan.title, slots, values)
    yield from _apparatus(desk)


def ways(desk: Setting) -> tuple[Neighbour, ...]:
    """What the bar at the top of each page leads to."""
    words = desk.words
    lead = [Neighbour("index.html#contents", words["contents"])]
    if desk.edition.by_date:
        lead.append(Neighbour(f"{BY_DATE}.html", words["list-by-date"]))
    if any(document.date for document in desk.edition.documents):
        lead.append(Neighbour(f"{TIMELINE}.html", words["timeline"]))
    if desk.registers or desk.edition.indexes:
        lead.append(Neighbour("index.html#registers", words["registers"]))
    return (*lead, Neighbour(f"{SEARCH}.html", words["search"]))


def _home(desk: Setting) -> Draft:
    slots = Slots(desk.pages)
    lines = tuple(contents_lines(desk, slots))
    lists = [Neighbour(f"{register_anchor(r)}.html", desk.words[r.kind]) for r in desk.registers]
    lists += [Neighbour(f"{i.anchor}.html", i.plan.title) for i in desk.edition.indexes]
    apart = {lead.href.removesuffix(".html") for lead in lists} | {BY_DATE}
    read = tuple(line for line in lines if line.anchor not in apart)
    values = {"lines": read, "anchor": "contents", "lists": tuple(lists)}
    return Draft("index.html", "home", desk.edition.title, slots, values, read=False)


def _register(desk: Setting, register: Register) -> Draft:
    slots = Slots(desk.pages)
    hand = compositor(desk, slots, claim="register")
    entries = {e.anchor: e for top in register.entries for e in _walk(top)}
    rows = tuple(
        ScreenRow(
            row.anchor, row.depth, row.name, row.description,
            tuple(places_of(hand, entries[row.anchor])),
        )
        for row in register_rows(hand, register)
    )  # fmt: skip
    anchor = register_anchor(register)
    values = {"anchor": anchor, "rows": rows}
    return Draft(f"{anchor}.html", "register", desk.words[register.kind], slots, values)


def _history(desk: Setting) -> Iterator[Draft]:
    """Errata and concordance, where the edition carries them."""
    for anchor, title in carried(desk):
        slots = Slots(desk.pages)
        values: dict[str, object] = {"anchor": anchor}
        if anchor == ERRATA:
            values["corrections"] = tuple(corrections(desk))
        else:
            values["lines"] = tuple(concordance_lines(desk, slots))
        kind = "errata" if anchor == ERRATA else "list"
        yield Draft(f"{anchor}.html", kind, title, slots, values)


def _walk(entry: Entry) -> Iterator[Entry]:
    yield entry
    for child in entry.children:
        yield from _walk(child)


def _apparatus(desk: Setting) -> Iterator[Draft]:
    """The pages that only a screen has: time, printed pages, search."""
    words, slots = desk.words, Slots(desk.pages)
    if any(document.date for document in desk.edition.documents):
        values = {"anchor": TIMELINE, "timeline": timeline(desk), "threads": threads(desk)}
        yield Draft(f"{TIMELINE}.html", "timeline", words["timeline"], slots, values, read=False)
    if desk.pages:
        values = {"anchor": PAGES}
        yield Draft(f"{PAGES}.html", "pages", words["printed-pages"], slots, values, read=False)
    values = {"anchor": SEARCH, "filters": filters(desk)}
    yield Draft(f"{SEARCH}.html", "search", words["search"], slots, values, read=False)
