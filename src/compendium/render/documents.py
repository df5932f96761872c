"""Part titles, documents and pieces of front and back matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

from markupsafe import Markup

from compendium.model.edition import Document, DocumentText, Matter, Part
from compendium.model.pages import Chunk, FolioStyle
from compendium.model.text import Paragraph, Text, plain
from compendium.model.volume import Form
from compendium.render.blocks import set_blocks
from compendium.render.chunks import Begins, compositor, make_chunk
from compendium.render.compositor import Compositor
from compendium.render.dates import written_out
from compendium.render.frames import fill, joined
from compendium.render.heads import part_head, running_head, same_heads
from compendium.render.parallel import Band, bands
from compendium.render.setting import Setting
from compendium.render.slots import Slots
from compendium.render.standing import joint_mark, page_mark

TRANSLATED = ("official-translation", "working-translation")
"""What a reader must be told of a text; whether others are authentic the words say."""


@dataclass(frozen=True, slots=True)
class Version:
    """One text of a document as markup: what the editors put over it, and the text.

    Shape: `language` is what its language is called in it; `source` is the note on where
        it is from, which has no call; `descriptor` says that it is an excerpt or a
        translation; `dateline` is the editors' place and date. Parallel texts have their
        body in the article's rows.
    """

    anchor: str
    lang: str
    language: str
    label: str
    title: Markup
    descriptor: str
    dateline: Markup
    source: Markup
    body: Markup
    mark: str


@dataclass(frozen=True, slots=True)
class Article:
    """A document ready for its template.

    Shape: `versions` are its texts in the order of print; `missing` says of which languages
        there is none; `rows` are what stands level where `form` is not sequential; `mark`
        is what its pages say of texts that are not authentic.
    """

    anchor: str
    lang: str
    number: str
    kind: str
    label: str
    bookmark: str
    verso: str
    recto: str
    form: Form
    versions: tuple[Version, ...]
    missing: tuple[str, ...]
    rows: tuple[Band, ...]
    mark: str


def part_title(setting: Setting, part: Part) -> Chunk:
    """The leaf that opens a part; its verso stays blank."""
    return setting.stamped(part.anchor, lambda desk: _part_title(desk, part))


def _part_title(setting: Setting, part: Part) -> Chunk:
    slots = Slots(setting.pages)
    title = compositor(setting, slots).title((Text(part.title, part.span),))
    return make_chunk(
        setting, part.anchor, "part", slots, begins="recto", folios="arabic",
        part=part, title=title,
    )  # fmt: skip


def documents(setting: Setting, part: Part) -> Iterator[Chunk]:
    """The documents of *part*: one chunk each, or one for those that follow on.

    Documents on facing pages, and in columns, do not share a page with others.
    """
    runs: list[tuple[Document, ...]] = [(one,) for one in part.documents]
    if part.follow_on:
        runs = [tuple(run) for _, run in groupby(part.documents, _template)]
    yield from (_run(setting, part, at, run) for at, run in enumerate(runs))


def document(setting: Setting, part: Part, slug: str) -> Chunk:
    """The chunk of the document *slug* of *part*, where documents do not follow on."""
    anchors = [one.anchor for one in part.documents]
    at = anchors.index(slug)
    return _run(setting, part, at, (part.documents[at],))


def _run(setting: Setting, part: Part, at: int, run: tuple[Document, ...]) -> Chunk:
    first = part.follow_on and at == 0
    name = f"{part.anchor}.documents" if first else run[0].anchor
    write = partial(_documents, part=part, run=run, name=name, begins="any" if at else "recto")
    heads = (part.title, part.short_title, part.number)
    return setting.stamped(name, write, (heads, run, "any" if at else "recto"))


def matter(setting: Setting, piece: Matter, folios: FolioStyle) -> Chunk:
    """A piece of front or back matter."""
    write = partial(_matter, piece=piece, folios=folios)
    return setting.stamped(f"matter.{piece.anchor}", write)


def _matter(setting: Setting, piece: Matter, folios: FolioStyle) -> Chunk:
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
    template = _template(run[0]) if run else "document"
    articles = tuple(_article(setting, slots, document) for document in run)
    if len(run) > 1:
        # A page may carry the end of one document and the beginning of the next.
        every = [text for document in run for text in document.texts]
        joint = joint_mark(every, setting.edition, setting.words)
        articles = tuple(_marked(article, joint) for article in articles)
    heads = (part_head(setting, part), articles[0].recto if articles else "")
    return make_chunk(
        setting, name, template, slots, folios="arabic",
        begins="verso" if template == "facing" else begins,
        heads=heads if template != "facing" else (articles[0].verso, articles[0].recto),
        articles=articles,
    )  # fmt: skip


def _marked(article: Article, mark: str) -> Article:
    versions = tuple(replace(version, mark=mark) for version in article.versions)
    return replace(article, mark=mark, versions=versions)


def _form(document: Document) -> Form:
    """How *document* is set: one text alone has nothing to stand level with."""
    return document.form if len(document.texts) > 1 else "sequential"


def _template(document: Document) -> str:
    form = _form(document)
    return form if form in ("columns", "facing") else "document"


def _printed(document: Document) -> list[DocumentText]:
    """The texts of *document* in the order of print."""
    order = document.languages or tuple(text.lang for text in document.texts)
    asked = [text for lang in order for text in document.texts if text.lang == lang]
    return asked or list(document.texts)


def _article(setting: Setting, slots: Slots, document: Document) -> Article:
    main, texts, form = document.texts[0], _printed(document), _form(document)
    words = setting.speak(main.lang)
    desks = {text.lang: _desk(setting, slots, document, text) for text in texts}
    versions = tuple(_version(desks[text.lang], document, text, form) for text in texts)
    verso, recto = (_head(setting, document, text) for text in (texts[0], texts[-1]))
    missing = [lang for lang in document.languages if lang not in desks]
    return Article(
        document.anchor,
        main.lang,
        document.number,
        document.kind,
        words.say("document", number=document.number),
        words.say("numbered", number=document.number, title=plain(main.title)),
        verso,
        recto if form == "facing" else _head(setting, document, main),
        form,
        versions,
        tuple(_missing(setting, lang, main.lang) for lang in missing),
        bands(document, desks) if form != "sequential" else (),
        page_mark(main, setting.words)
        if form == "sequential"
        else joint_mark(texts, setting.edition, setting.words),
    )


def _desk(setting: Setting, slots: Slots, document: Document, text: DocumentText) -> Compositor:
    return replace(compositor(setting, slots, text.lang, document.anchor), seams=text.seams)


def _head(setting: Setting, document: Document, text: DocumentText) -> str:
    """What stands over the pages of *text*."""
    number = setting.speak(text.lang).say("document", number=document.number)
    return running_head(text.short_title or plain(text.title), number)


def _missing(setting: Setting, lang: str, around: str) -> str:
    """A plain word that there is no text in *lang*."""
    name = setting.edition.tongues.get(lang, {}).get(around, lang)
    return setting.speak(around).say("not-available", language=name)


def _version(desk: Compositor, document: Document, text: DocumentText, form: Form) -> Version:
    main = text is document.texts[0]
    name = desk.setting.edition.tongues.get(text.lang, {}).get(text.lang, text.lang)
    # The order of these is the order of their notes and slots.
    source = _source(desk, text)
    title = desk.title(text.title)
    own = main or text.place or not document.place
    dateline = _dateline(desk, document, text) if own else Markup("")
    return Version(
        document.anchor if main else f"{document.anchor}.{text.lang}",
        text.lang,
        name[:1].upper() + name[1:],
        desk.words.say("document", number=document.number),
        title,
        _descriptor(desk, document, text),
        dateline,
        source,
        set_blocks(desk, text.blocks) if form == "sequential" else Markup(""),
        page_mark(text, desk.words if form == "facing" else desk.setting.words),
    )


def _source(desk: Compositor, text: DocumentText) -> Markup:
    notes = (desk.setting.edition.notes[anchor] for anchor in text.notes)
    return joined(desk.note(note) for note in notes if note.series == "source")


def _dateline(desk: Compositor, document: Document, text: DocumentText) -> Markup:
    """Place and date as the editors give them, unless the document has a dateline of its own."""
    own = any(isinstance(b, Paragraph) and b.name == "dateline" for b in text.blocks)
    if own and not text.date_mark:
        return Markup("")
    date = written_out(document.date, desk.words) if document.date else ""
    if (place := text.place or document.place) and date:
        said = desk.words.fill("dateline", place=place, date=date)
    else:
        said = fill("{}", place or date)
    return said + desk.inline([text.date_mark] if text.date_mark else [])


def _descriptor(desk: Compositor, document: Document, text: DocumentText) -> str:
    """That a text is an excerpt, what it is worth beside the others, and which of them prevails."""
    words = desk.words
    several = len(document.texts) > 1
    status = words[text.status] if text.status in TRANSLATED else ""
    status = words["authentic"] if several and text.status == "authentic" else status
    if several and document.prevails:
        names = desk.setting.edition.tongues.get(document.prevails, {})
        name = names.get(text.lang, document.prevails)
        prevails = words.say("prevails", language=name)
        status = words["reference-join"].join(filter(None, (status, prevails)))
    if document.extent == "whole":
        return status
    return words.say("excerpt-of", status=status) if status else words["excerpt"]
