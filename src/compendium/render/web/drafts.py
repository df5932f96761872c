"""What stands on each page of the site."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from compendium.model.edition import Document, DocumentText, Entry, Matter, Note, Part
from compendium.model.folios import join
from compendium.model.text import plain
from compendium.model.volume import IndexPlan
from compendium.render.blocks import set_blocks
from compendium.render.chunks import compositor
from compendium.render.compositor import Compositor
from compendium.render.contents import BY_DATE, contents_lines, dated_lines
from compendium.render.dates import written_out
from compendium.render.documents import TRANSLATED
from compendium.render.indexes import index_groups
from compendium.render.locators import ScreenLocator, screen_locators
from compendium.render.pinpoints import paragraph
from compendium.render.registers import register_anchor, register_rows
from compendium.render.setting import Setting
from compendium.render.slots import Slots


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A page one step away, for the links at the foot and in the bar."""

    href: str
    title: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A page of the site before its template is filled; `slots` hold its page numbers."""

    file: str
    template: str
    title: str
    slots: Slots
    places: tuple[Neighbour, ...]
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScreenNote:
    """A note at the foot of a page of the site."""

    anchor: str
    series: str
    mark: str
    call: str
    body: Markup


@dataclass(frozen=True, slots=True)
class ScreenText:
    """One text of a document: its title, what is known of it, and its words."""

    anchor: str
    lang: str
    title: Markup
    facts: tuple[Markup, ...]
    body: Markup


def drafts(desk: Setting) -> Iterator[Draft]:
    """Every page of the site in reading order, the front page first."""
    places = tuple(_places(desk))
    yield _home(desk, places)
    for matter in desk.edition.front:
        yield _matter(desk, matter, places)
    for part in desk.edition.parts:
        for document in part.documents:
            yield _document(desk, part, document, places)
    for matter in desk.edition.back:
        yield _matter(desk, matter, places)
    if desk.edition.by_date:
        slots = Slots(desk.pages)
        title = desk.words["list-by-date"]
        lines = tuple(dated_lines(desk, slots))
        yield Draft(f"{BY_DATE}.html", "list", title, slots, places,
                    {"anchor": BY_DATE, "lines": lines})  # fmt: skip
    for register in desk.registers:
        slots = Slots(desk.pages)
        anchor, title = register_anchor(register), desk.words[register.kind]
        rows = tuple(register_rows(compositor(desk, slots, claim="register"), register))
        yield Draft(f"{anchor}.html", "register", title, slots, places,
                    {"anchor": anchor, "rows": rows})  # fmt: skip
    for index in desk.edition.indexes:
        slots = Slots(desk.pages)
        groups = index_groups(compositor(desk, slots, claim="index"), index, _places_of)
        yield Draft(f"{index.anchor}.html", "index", index.plan.title, slots, places,
                    {"anchor": index.anchor, "groups": groups,
                     "headnote": index.plan.headnote})  # fmt: skip


def _places(desk: Setting) -> Iterator[Neighbour]:
    """What the bar at the top of each page leads to."""
    if desk.edition.by_date:
        yield Neighbour(f"{BY_DATE}.html", desk.words["list-by-date"])
    for index in desk.edition.indexes:
        yield Neighbour(f"{index.anchor}.html", index.plan.title)


def _home(desk: Setting, places: tuple[Neighbour, ...]) -> Draft:
    slots = Slots(desk.pages)
    lines = tuple(contents_lines(desk, slots))
    values = {"lines": lines, "anchor": "contents"}
    return Draft("index.html", "home", desk.edition.title, slots, places, values)


def _matter(desk: Setting, matter: Matter, places: tuple[Neighbour, ...]) -> Draft:
    slots = Slots(desk.pages)
    text, notes = _text(desk, slots, matter.text, matter.anchor, "", ())
    title = plain(matter.text.title)
    values = {"anchor": matter.anchor, "label": "", "texts": (text,), "notes": notes}
    return Draft(f"{matter.anchor}.html", "document", title, slots, places, values)


def _document(
    desk: Setting, part: Part, document: Document, places: tuple[Neighbour, ...]
) -> Draft:
    slots = Slots(desk.pages)
    texts: list[ScreenText] = []
    notes: list[ScreenNote] = []
    for text in document.texts:
        main = text is document.texts[0]
        anchor = document.anchor if main else f"{document.anchor}.{text.lang}"
        made, called = _text(
            desk, slots, text, anchor, document.anchor, tuple(_facts(desk, slots, document, text))
        )
        texts.append(made)
        notes += called
    words = desk.speak(document.texts[0].lang)
    title = words.say("numbered", number=document.number, title=plain(document.texts[0].title))
    values = {
        "anchor": document.anchor,
        "label": words.say("document", number=document.number),
        "part": part,
        "texts": tuple(texts),
        "notes": tuple(notes),
    }
    return Draft(f"{document.anchor}.html", "document", title, slots, places, values)


def _text(
    desk: Setting,
    slots: Slots,
    text: DocumentText,
    anchor: str,
    slug: str,
    facts: tuple[Markup, ...],
) -> tuple[ScreenText, tuple[ScreenNote, ...]]:
    """One text and the notes it calls, which stand at the foot of its page."""
    hand = compositor(desk, slots, text.lang, slug)
    hand.waiting = []
    title, body = hand.inline(text.title), set_blocks(hand, text.blocks)
    notes = tuple(_note(hand, desk.edition.notes[name]) for name in text.notes)
    return ScreenText(anchor, text.lang, title, facts, body), notes


def _note(hand: Compositor, note: Note) -> ScreenNote:
    body = set_blocks(hand, note.blocks)
    return ScreenNote(note.anchor, note.series, note.mark, note.call, body)


def _facts(desk: Setting, slots: Slots, document: Document, text: DocumentText) -> Iterator[Markup]:
    """What is known of a document, a line each: place and date, from and to, pages, status."""
    hand = compositor(desk, slots, text.lang, document.anchor)
    hand.waiting = []
    words = hand.words
    date = escape(written_out(document.date, words)) if document.date else Markup("")
    dated = escape(", ").join(said for said in (escape(document.place), date) if said)
    if dated:
        yield dated + hand.inline([text.date_mark] if text.date_mark else [])
    for key, names in (
        ("from", document.sender),
        ("to", document.recipient),
        ("between", document.parties),
    ):
        if names:
            yield words.fill(key, names=escape("; ").join(_named(hand, name) for name in names))
    if text.status in TRANSLATED:
        yield escape(words[text.status])
    if document.extent == "excerpt":
        yield escape(words["excerpt"])
    if desk.pages:
        first, last = (at[document.anchor].folio for at in (desk.pages.first, desk.pages.last))
        key = "printed-on" if first == last else "printed-on-pages"
        yield words.fill(key, pages=join(first, last, "full"))


def _named(hand: Compositor, name: str) -> Markup:
    """A sender or recipient: the name of its entry, which leads there, or the words given."""
    entry = hand.setting.edition.entries.get(name)
    if entry is None:
        return escape(name)
    home = hand.setting.homes.get(name)
    said = hand.inline(entry.name)
    return Markup('<a href="#{}">{}</a>').format(home, said) if home else said


def _places_of(hand: Compositor, entry: Entry, plan: IndexPlan) -> Sequence[Markup]:
    """What an index gives on screen: "doc. 3, para. 9 (p. 4)", a link to the passage."""
    del plan
    ground = hand.setting.survey
    found = screen_locators(entry, ground) if ground else ()
    return [_place(hand, locator) for locator in found]


def _place(hand: Compositor, locator: ScreenLocator) -> Markup:
    words = hand.words
    said = _passage(hand, locator)
    folio = locator.folio
    if locator.until:
        last = locator.until
        folio = join(folio, last.folio, "full")
        end = _passage(hand, last, after=locator)
        said = words.say("from-to", first=said, last=end) if end else said
    page = words.fill("in-brackets", words=words.say("page", page=folio))
    return Markup('<a class="locator" href="#{}">{} {}</a>').format(locator.anchor, said, page)


def _passage(hand: Compositor, locator: ScreenLocator, after: ScreenLocator | None = None) -> str:
    """Document and pinpoint of a locator; only what differs from the one it comes *after*."""
    words = hand.words
    steps = []
    same = after is not None and after.document_number == locator.document_number
    if locator.document_number and not same:
        steps.append(words.say("locator-in-document", number=locator.document_number))
    if locator.pinpoint and not (same and after and after.pinpoint == locator.pinpoint):
        note = re.fullmatch(r"n(\d+|\W)", locator.pinpoint)
        said = (
            words.say("pointer-note", number=note[1])
            if note
            else paragraph(locator.pinpoint, _by_article(hand, locator), words)
        )
        steps.append(said)
    return words["pointer-join"].join(steps)


def _by_article(hand: Compositor, locator: ScreenLocator) -> bool:
    """Whether the numbers of the document that *locator* leads to count articles."""
    target = hand.setting.edition.targets[locator.anchor]
    document = hand.setting.documents.get(target.document)
    return document is not None and document.units == "article"
