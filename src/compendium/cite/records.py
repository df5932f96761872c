"""What a library notes of an edition, of its parts and of each text in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from compendium.cite.names import Name, name
from compendium.model.edition import Document, DocumentText, Edition, Matter, Part
from compendium.model.pages import PageMap
from compendium.model.text import plain
from compendium.model.volume import Date

Kind = Literal["edition", "part", "matter", "treaty", "letter", "document"]

_LETTERS = frozenset({"letter", "telegram", "message", "note", "cable", "dispatch", "despatch"})
_TREATIES = frozenset(
    {"agreement", "convention", "declaration", "pact", "protocol", "treaty", "exchange-of-notes"}
)


@dataclass(frozen=True, slots=True)
class Work:
    """The edition as a book: the container of every record.

    Shape: `title` and `subtitle` are apart; `address` is where it can be read, without a
        slash at the end, "" if nowhere.
    """

    id: str
    title: str
    subtitle: str
    short_title: str
    version: str
    date: Date
    lang: str
    editors: tuple[Name, ...]
    publisher: str
    place: str
    isbn: str
    doi: str
    address: str
    rights: str
    licence: str

    @property
    def full_title(self) -> str:
        """Title and subtitle."""
        return f"{self.title}: {self.subtitle}" if self.subtitle else self.title


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that can be cited as a whole.

    Shape: `anchor` is its own, "" for the edition; `slug` the document's, "" outside one;
        `number` is printed ("3", "V"); `form` is the kind in the corpus's own word ("telegram");
        `folios` are its first and last, and `whole` says whether it is no excerpt.
    """

    anchor: str
    slug: str
    kind: Kind
    form: str
    number: str
    title: str
    short_title: str
    lang: str
    work: Work
    folios: tuple[str, str]
    date: Date | None = None
    place: str = ""
    authors: tuple[Name, ...] = ()
    recipients: tuple[Name, ...] = ()
    parties: tuple[str, ...] = ()
    signed: Date | None = None
    in_force: Date | None = None
    part: str = ""
    whole: bool = True

    @property
    def credited(self) -> tuple[Name, ...]:
        """The persons whom the title does not name, as titles made by editors mostly do."""
        title = self.title.casefold()
        return tuple(w for w in self.authors if w.given and w.family.casefold() not in title)

    @property
    def address(self) -> str:
        """Where the page of it is, without the anchor of a passage; "" if nowhere."""
        work = self.work
        if not work.address or self.kind == "edition":
            return work.address or (f"https://doi.org/{work.doi}" if work.doi else "")
        file = self.slug or self.anchor
        return f"{work.address}/{'index' if self.kind == 'part' else file}.html"


def work(edition: Edition) -> Work:
    """*edition* as a book."""
    imprint = edition.imprint
    return Work(
        id=edition.id,
        title=edition.title,
        subtitle=edition.subtitle,
        short_title=edition.short_title or edition.title,
        version=edition.version,
        date=edition.date,
        lang=edition.languages[0],
        editors=tuple(name(editor) for editor in imprint.editors),
        publisher=imprint.publisher,
        place=imprint.place,
        isbn=imprint.isbn,
        doi=imprint.doi,
        address=imprint.url.rstrip("/"),
        rights=imprint.rights,
        licence=imprint.licence,
    )


def records(edition: Edition, pages: PageMap) -> dict[str, Record]:
    """A record of the edition (""), of each part, text and piece of matter, by its anchor."""
    book = work(edition)
    found = [_whole(book, pages)]
    found += [_matter(piece, book, pages) for piece in edition.front]
    for part in edition.parts:
        found.append(_part(part, book, pages))
        for document in part.documents:
            found += _texts(document, part, edition, book, pages)
    found += [_matter(piece, book, pages) for piece in edition.back]
    return {record.anchor: record for record in found}


def _whole(book: Work, pages: PageMap) -> Record:
    folios = (pages.sheets[0].folio, pages.sheets[-1].folio) if pages.sheets else ("", "")
    return Record(
        "", "", "edition", "", "", book.full_title, book.short_title, book.lang, book, folios
    )


def _matter(piece: Matter, book: Work, pages: PageMap) -> Record:
    text, anchor = piece.text, piece.anchor
    title = plain(text.title)
    folios = _folios(pages, anchor)
    return Record(anchor, "", "matter", "", "", title, text.short_title, text.lang, book, folios)


def _part(part: Part, book: Work, pages: PageMap) -> Record:
    ends = [document.anchor for document in part.documents]
    first, last = _folios(pages, part.anchor)
    if ends:
        last = _folios(pages, ends[-1])[1]
    short = part.short_title or part.title
    return Record(
        part.anchor, "", "part", "", part.number, part.title, short, book.lang, book, (first, last)
    )


def _texts(
    document: Document, part: Part, edition: Edition, book: Work, pages: PageMap
) -> Iterator[Record]:
    for text in document.texts:
        main = text is document.texts[0]
        anchor = document.anchor if main else f"{document.anchor}.{text.lang}"
        yield Record(
            anchor=anchor,
            slug=document.anchor,
            kind=_kind(document),
            form=document.kind,
            number=document.number,
            title=plain(text.title),
            short_title=text.short_title,
            lang=text.lang,
            work=book,
            folios=_folios(pages, anchor),
            date=document.date,
            place=document.place,
            authors=tuple(_named(key, edition, text) for key in document.sender),
            recipients=tuple(_named(key, edition, text) for key in document.recipient),
            parties=tuple(_named(key, edition, text).direct for key in document.parties),
            signed=document.signed,
            in_force=document.in_force,
            part=part.number,
            whole=document.extent == "whole",
        )


def _kind(document: Document) -> Kind:
    if document.kind in _TREATIES or len(document.parties) > 1:
        return "treaty"
    return "letter" if document.kind in _LETTERS else "document"


def _named(key: str, edition: Edition, text: DocumentText) -> Name:
    """The name of the register's entry *key* in the language of *text*, or the words given."""
    entry = edition.entries.get(key)
    if entry is None:
        return name(key)
    said = plain(entry.name_in(text.lang))
    return name(said) if key.startswith("persons/") else Name(said)


def _folios(pages: PageMap, anchor: str) -> tuple[str, str]:
    first, last = pages.first.get(anchor), pages.last.get(anchor)
    return (first.folio, last.folio) if first and last else ("", "")
