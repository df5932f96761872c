"""The contents and the list of documents by date: every opening of the book and its page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from compendium.diag import Span
from compendium.model.edition import Document, Matter
from compendium.model.pages import Chunk
from compendium.model.text import Text
from compendium.render.carried import carried
from compendium.render.chunks import compositor, make_chunk
from compendium.render.dates import written_out
from compendium.render.heads import same_heads
from compendium.render.registers import register_anchor
from compendium.render.setting import Setting
from compendium.render.slots import Slots

CONTENTS, BY_DATE = "contents", "list-by-date"

Level = Literal["matter", "part", "document"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the contents or of the list by date.

    Shape: `mark` is the document's or part's number, `date` its date in the list; `tail`
        are the last words of the title, which stay beside the page number.
    """

    level: Level
    mark: str
    title: Markup
    tail: Markup
    anchor: str
    folio: Markup
    lang: str
    date: str = ""


def contents(setting: Setting) -> Chunk:
    """The contents: front matter, parts and documents, registers and indexes."""
    slots = Slots(setting.pages)
    lines = tuple(contents_lines(setting, slots))
    title = setting.words["contents"]
    return make_chunk(
        setting, CONTENTS, "contents", slots, begins="recto", heads=same_heads(setting, title),
        anchor=CONTENTS, title=title, lines=lines,
    )  # fmt: skip


def list_by_date(setting: Setting) -> Chunk:
    """The documents in order of their dates."""
    slots = Slots(setting.pages)
    lines = tuple(dated_lines(setting, slots))
    title = setting.words["list-by-date"]
    return make_chunk(
        setting, BY_DATE, "list", slots, heads=same_heads(setting, title),
        anchor=BY_DATE, title=title, lines=lines,
    )  # fmt: skip


def dated_lines(setting: Setting, slots: Slots) -> Iterator[Line]:
    """A line for each document, in order of dates, by its short title."""
    words = setting.words
    for document in (setting.documents[anchor] for anchor in setting.edition.by_date):
        text = document.texts[0]
        date = written_out(document.date, words) if document.date else words["undated"]
        desk = compositor(setting, slots, text.lang)
        rest, tail = desk.heading((Text(text.short_title, document.span),))
        folio = slots.page(document.anchor, "list")
        yield Line("document", document.number, rest, tail, document.anchor, folio, text.lang, date)


def contents_lines(setting: Setting, slots: Slots) -> Iterator[Line]:
    """A line for whatever opens on a page of its own, in the order of the book."""
    edition = setting.edition
    if edition.by_date:
        yield _plain(setting, slots, "matter", BY_DATE, setting.words["list-by-date"])
    for matter in edition.front:
        yield _matter(setting, slots, matter)
    yield from _registers(setting, slots, front=True)
    for part in edition.parts:
        yield _plain(setting, slots, "part", part.anchor, part.title, part.number)
        for document in part.documents:
            yield _document(setting, slots, document)
    for matter in edition.back:
        yield _matter(setting, slots, matter)
    for anchor, title in carried(setting):
        yield _plain(setting, slots, "matter", anchor, title)
    yield from _registers(setting, slots, front=False)
    for index in edition.indexes:
        yield _plain(setting, slots, "matter", index.anchor, index.plan.title, lang=index.lang)


def _registers(setting: Setting, slots: Slots, front: bool) -> Iterator[Line]:
    for listed in setting.registers:
        if (listed.kind == "abbreviations") == front:
            title = setting.words[listed.kind]
            yield _plain(setting, slots, "matter", register_anchor(listed), title)


def _plain(
    setting: Setting,
    slots: Slots,
    level: Level,
    anchor: str,
    title: str,
    mark: str = "",
    lang: str = "",
) -> Line:
    rest, tail = compositor(setting, slots, lang).heading((Text(title, Span("")),))
    folio = slots.page(anchor, "contents")
    return Line(level, mark, rest, tail, anchor, folio, lang or setting.lang)


def _matter(setting: Setting, slots: Slots, matter: Matter) -> Line:
    desk = compositor(setting, slots, matter.text.lang)
    desk.linked = True
    rest, tail = desk.heading(matter.text.title)
    folio = slots.page(matter.anchor, "contents")
    return Line("matter", "", rest, tail, matter.anchor, folio, matter.text.lang)


def _document(setting: Setting, slots: Slots, document: Document) -> Line:
    text = document.texts[0]
    desk = compositor(setting, slots, text.lang, document.anchor)
    desk.linked = True
    rest, tail = desk.heading(text.title)
    folio = slots.page(document.anchor, "contents")
    return Line("document", document.number, rest, tail, document.anchor, folio, text.lang)
