"""Part titles, documents and pieces of front and back matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from compendium.model.edition import Document, DocumentText, Matter, Part
from compendium.model.pages import Chunk, FolioStyle
from compendium.model.text import Paragraph, Text, plain
from compendium.render.blocks import set_blocks
from compendium.render.chunks import Begins, compositor, make_chunk
from compendium.render.compositor import Compositor
from compendium.render.dates import written_out
from compendium.render.heads import part_head, running_head, same_heads
from compendium.render.setting import Setting
from compendium.render.slots import Slots

TRANSLATED = ("official-translation", "working-translation")
"""What a reader must be told of a text; whether others are authentic the words say."""


@dataclass(frozen=True, slots=True)
class Version:
    """One text of a document as markup: what the editors put over it, and the text.

    Shape: `source` is the note on where it is from, which has no call; `descriptor` says
        that it is an excerpt or a translation; `dateline` is the editors' place and date.
    """

    anchor: str
    lang: str
    title: Markup
    descriptor: str
    dateline: Markup
    source: Markup
    body: Markup


@dataclass(frozen=True, slots=True)
class Article:
    """A document ready for its template; `versions` are its texts, the main one first."""

    anchor: str
    number: str
    kind: str
    label: str
    bookmark: str
    recto: str
    versions: tuple[Version, ...]


def part_title(setting: Setting, part: Part) -> Chunk:
    """The leaf that opens a part; its verso stays blank."""
    slots = Slots(setting.pages)
    title = compositor(setting, slots).title((Text(part.title, part.span),))
    return make_chunk(
        setting, part.anchor, "part", slots, begins="recto", folios="arabic",
        part=part, title=title,
    )  # fmt: skip


def documents(setting: Setting, part: Part) -> Iterator[Chunk]:
    """The documents of *part*: one chunk each, or one for all that follow on."""
    runs = [part.documents] if part.follow_on else [(one,) for one in part.documents]
    for at, run in enumerate(runs):
        name = f"{part.anchor}.documents" if part.follow_on else run[0].anchor
        yield _documents(setting, part, run, name, "any" if at else "recto")


def matter(setting: Setting, piece: Matter, folios: FolioStyle) -> Chunk:
    """A piece of front or back matter."""
    text = piece.text
    slots = Slots(setting.pages)
    desk = compositor(setting, slots, text.lang)
    head = text.short_title or plain(text.title)
    title, body = desk.title(text.title), set_blocks(desk, text.blocks)
    return make_chunk(
        setting, f"matter.{piece.anchor}", "matter", slots, folios=folios,
        heads=same_heads(setting, head), text_lang=text.lang,
        anchor=piece.anchor, title=title, bookmark=plain(text.title), body=body,
    )  # fmt: skip


def _documents(
    setting: Setting, part: Part, run: tuple[Document, ...], name: str, begins: Begins
) -> Chunk:
    slots = Slots(setting.pages)
    articles = tuple(_article(setting, slots, document) for document in run)
    return make_chunk(
        setting, name, "document", slots, begins=begins, folios="arabic",
        heads=(part_head(setting, part), articles[0].recto if articles else ""),
        articles=articles,
    )  # fmt: skip


def _article(setting: Setting, slots: Slots, document: Document) -> Article:
    main = document.texts[0]
    words = setting.speak(main.lang)
    title = plain(main.title)
    return Article(
        document.anchor,
        document.number,
        document.kind,
        words.say("document", number=document.number),
        words.say("numbered", number=document.number, title=title),
        running_head(main.short_title or title, words.say("document", number=document.number)),
        tuple(_version(setting, slots, document, text) for text in document.texts),
    )


def _version(setting: Setting, slots: Slots, document: Document, text: DocumentText) -> Version:
    main = text is document.texts[0]
    desk = compositor(setting, slots, text.lang, document.anchor)
    # The order of these is the order of their notes and slots.
    source = _source(desk, text)
    title = desk.title(text.title)
    dateline = _dateline(desk, document, text) if main else Markup("")
    return Version(
        document.anchor if main else f"{document.anchor}.{text.lang}",
        text.lang,
        title,
        _descriptor(desk, document, text),
        dateline,
        source,
        set_blocks(desk, text.blocks),
    )


def _source(desk: Compositor, text: DocumentText) -> Markup:
    notes = (desk.setting.edition.notes[anchor] for anchor in text.notes)
    return Markup("").join(desk.note(note) for note in notes if note.series == "source")


def _dateline(desk: Compositor, document: Document, text: DocumentText) -> Markup:
    """Place and date as the editors give them, unless the document has a dateline of its own."""
    own = any(isinstance(b, Paragraph) and b.name == "dateline" for b in text.blocks)
    if own and not text.date_mark:
        return Markup("")
    date = written_out(document.date, desk.words) if document.date else ""
    if document.place and date:
        said = desk.words.fill("dateline", place=document.place, date=date)
    else:
        said = Markup("{}").format(document.place or date)
    return said + desk.inline([text.date_mark] if text.date_mark else [])


def _descriptor(desk: Compositor, document: Document, text: DocumentText) -> str:
    status = desk.words[text.status] if text.status in TRANSLATED else ""
    if document.extent == "whole":
        return status
    return desk.words.say("excerpt-of", status=status) if status else desk.words["excerpt"]
