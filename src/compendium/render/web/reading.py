"""The pages one reads: documents, and pieces of front and back matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from compendium.model import folios
from compendium.model.edition import Document, DocumentText, Matter, Note, Part
from compendium.model.text import Paragraph, plain
from compendium.render.blocks import set_blocks
from compendium.render.chunks import compositor
from compendium.render.compositor import Compositor
from compendium.render.dates import written_out
from compendium.render.documents import TRANSLATED
from compendium.render.setting import Setting
from compendium.render.slots import Slots
from compendium.render.web.draft import Draft, Neighbour


@dataclass(frozen=True, slots=True)
class ScreenNote:
    """A note at the foot of a page of the site; `text` is the anchor of the text it is of."""

    anchor: str
    series: str
    mark: str
    call: str
    body: Markup
    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class ScreenText:
    """One text of a document: its title, what is known of it, and its words.

    Shape: `language` is what its language is called there.
    """

    anchor: str
    lang: str
    language: str
    title: Markup
    facts: tuple[Markup, ...]
    body: Markup


@dataclass(frozen=True, slots=True)
class ScreenPage:
    """A printed page that a document stands on: its folio, and its sheet in the PDF."""

    folio: str
    sheet: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """The letter that a document answers, and those that answer it."""

    before: tuple[Neighbour, ...]
    after: tuple[Neighbour, ...]


def matter_page(desk: Setting, matter: Matter) -> Draft:
    """A piece of front or back matter."""
    slots = Slots(desk.pages)
    text, notes = _text(desk, slots, matter.text, matter.anchor, "", ())
    values = {
        "anchor": matter.anchor, "label": "", "kind": "matter", "texts": (text,), "notes": notes,
        "printed": _printed(desk, matter.anchor), "exchange": Exchange((), ()),
    }  # fmt: skip
    return Draft(f"{matter.anchor}.html", "document", plain(matter.text.title), slots, values)


def document_page(desk: Setting, part: Part, document: Document) -> Draft:
    """A document in all its texts, with their notes."""
    slots = Slots(desk.pages)
    texts: list[ScreenText] = []
    notes: list[ScreenNote] = []
    for text in document.texts:
        anchor = text_anchor(document, text)
        facts = tuple(_facts(desk, slots, document, text))
        made, called = _text(desk, slots, text, anchor, document.anchor, facts)
        texts.append(made)
        notes += called
    words = desk.speak(document.texts[0].lang)
    values = {
        "anchor": document.anchor,
        "label": words.say("document", number=document.number),
        "kind": document.kind,
        "part": part,
        "texts": tuple(texts),
        "notes": tuple(notes),
        "printed": _printed(desk, document.anchor),
        "exchange": _exchange(desk, document),
    }
    return Draft(f"{document.anchor}.html", "document", title(desk, document), slots, values)


def text_anchor(document: Document, text: DocumentText) -> str:
    """The anchor of one text of *document*: its slug, and its language if it is not the main."""
    main = text is document.texts[0]
    return document.anchor if main else f"{document.anchor}.{text.lang}"


def title(desk: Setting, document: Document) -> str:
    """The number and title of *document* in plain letters: "3. Letter to the Minister"."""
    text = document.texts[0]
    words = desk.speak(text.lang)
    return words.say("numbered", number=document.number, title=plain(text.title))


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
    said, body = hand.inline(text.title), set_blocks(hand, text.blocks)
    notes = tuple(_note(hand, desk.edition.notes[name], anchor) for name in text.notes)
    language = language_name(desk, text.lang)
    return ScreenText(anchor, text.lang, language, said, facts, body), notes


def language_name(desk: Setting, lang: str) -> str:
    """What the language *lang* is called in itself."""
    base = lang.partition("-")[0]
    return desk.speak(lang).strings.get(f"language-{base}", lang)


def _note(hand: Compositor, note: Note, text: str) -> ScreenNote:
    body = _sentence(hand, note) or set_blocks(hand, note.blocks)
    return ScreenNote(note.anchor, note.series, note.mark, note.call, body, text, hand.lang)


def _sentence(hand: Compositor, note: Note) -> Markup:
    """A note of ours, as a sentence; nothing for any other."""
    if not note.generated or len(note.blocks) != 1:
        return Markup("")
    (block,) = note.blocks
    if not isinstance(block, Paragraph) or block.anchor:
        return Markup("")
    said = hand.sentence(hand.inline(block.content), opens=note.kind != "apparatus")
    return Markup("<p>{}</p>").format(said)


def _printed(desk: Setting, anchor: str) -> tuple[ScreenPage, ...]:
    """The printed pages that what bears *anchor* stands on."""
    if not desk.pages or anchor not in desk.pages.first:
        return ()
    first, last = (at[anchor].sheet for at in (desk.pages.first, desk.pages.last))
    sheets = desk.pages.sheets[first - 1 : last]
    return tuple(ScreenPage(sheet.folio, sheet.number) for sheet in sheets if not sheet.blank)


def _exchange(desk: Setting, document: Document) -> Exchange:
    before = (document.replies_to,) if document.replies_to else ()
    return Exchange(
        tuple(neighbour(desk, anchor) for anchor in before),
        tuple(neighbour(desk, anchor) for anchor in document.replied_by),
    )


def neighbour(desk: Setting, anchor: str) -> Neighbour:
    """The document *anchor* as something to go to."""
    return Neighbour(f"{anchor}.html", title(desk, desk.documents[anchor]))


def _facts(desk: Setting, slots: Slots, document: Document, text: DocumentText) -> Iterator[Markup]:
    """What is known of a document, a line each: place and date, from and to, status."""
    hand = compositor(desk, slots, text.lang, document.anchor)
    hand.waiting = []
    words = hand.words
    date = escape(written_out(document.date, words)) if document.date else Markup("")
    place = escape(text.place or document.place)
    dated = words.fill("dateline", place=place, date=date) if place and date else place or date
    if dated:
        yield dated + hand.inline([text.date_mark] if text.date_mark else [])
    join = escape(words["reference-join"])
    for key, names in (
        ("from", document.sender),
        ("to", document.recipient),
        ("between", document.parties),
    ):
        if names:
            yield words.fill(key, names=join.join(_named(hand, name) for name in names))
    if text.status in TRANSLATED:
        yield escape(words[text.status])
    if document.extent == "excerpt":
        yield escape(words["excerpt"])
    if desk.pages and document.anchor in desk.pages.first:
        first, last = (at[document.anchor].folio for at in (desk.pages.first, desk.pages.last))
        key = "printed-on" if first == last else "printed-on-pages"
        yield words.fill(key, pages=folios.join(first, last, "full"))


def _named(hand: Compositor, name: str) -> Markup:
    """A sender or recipient: the name of its entry, which leads there, or the words given."""
    entry = hand.setting.edition.entries.get(name)
    if entry is None:
        return escape(name)
    home = hand.setting.homes.get(name)
    said = hand.inline(entry.name_in(hand.lang))
    return Markup('<a href="#{}">{}</a>').format(home, said) if home else said
