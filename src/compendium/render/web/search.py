"""What a search looks through: every passage of the edition, and every name of its entries.

The words themselves are searched, not an index of them, so that any part of a word and any
run of words is found; a thousand pages are three megabytes, which a browser reads through
in a few milliseconds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from compendium.model.edition import DocumentText, Edition
from compendium.model.text import Block, Inline, Mention, blocks, inlines, plain, runs
from compendium.render.setting import Setting
from compendium.render.web.cards import KINDS
from compendium.render.web.passages import pinpoint
from compendium.render.web.timeline import moment

_SHARD = 96_000
"""Letters in a file: large enough to be few, small enough to come one after the other."""
_SPACES = re.compile(r"\s+")
_UNSPACED = re.compile(r"(?<=[\u3000-\u30ff\u3400-\u9fff]) (?=[\u3000-\u30ff\u3400-\u9fff])")
_LOST = re.compile(r"[\u00ad\u0300-\u036f]")


@dataclass(frozen=True, slots=True)
class Place:
    """A passage that can be cited: its text, its anchor, how it is named, its words."""

    text: int
    anchor: str
    name: str
    folio: str
    words: str


@dataclass(slots=True)
class _Book:
    """Everything gathered: texts, places, and the place that each mention stands in."""

    texts: list[list[object]] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    mentions: dict[str, int] = field(default_factory=dict)
    forms: dict[str, set[str]] = field(default_factory=dict)


def search_data(desk: Setting, hrefs: Mapping[str, str]) -> Iterator[tuple[str, object]]:
    """The files of the search by name.

    Shape: "search/index" has `texts` as [file, title, number, kind, year, language],
        `entries` as [key, name, anchor, forms, places], and how many `shards` there are;
        "search/<n>" has places as [text, anchor, name, folio, words], an anchor that
        begins with that of its page being given from there on. *hrefs* lead to anchors.
    """
    book = _gather(desk)
    shards = list(_shards(book.places))
    for at, shard in enumerate(shards):
        files = [book.texts[place.text][0] for place in shard]
        yield (
            f"search/{at}",
            [
                [p.text, p.anchor.removeprefix(str(file)), p.name, p.folio, p.words]
                for p, file in zip(shard, files, strict=True)
            ],
        )
    yield (
        "search/index",
        {
            "texts": book.texts,
            "entries": list(_entries(desk, book, hrefs)),
            "shards": len(shards),
        },
    )


def _gather(desk: Setting) -> _Book:
    book = _Book()
    for matter in desk.matters.values():
        _take(desk, book, matter.text, matter.anchor, matter.anchor, "", "")
    for document in desk.edition.documents:
        for text in document.texts:
            anchor = document.anchor
            head = anchor if text is document.texts[0] else f"{anchor}.{text.lang}"
            year = int(moment(document))
            _take(desk, book, text, anchor, head, document.number, document.kind, year)
    return book


def _take(
    desk: Setting,
    book: _Book,
    text: DocumentText,
    page: str,
    head: str,
    number: str,
    kind: str,
    year: int = 0,
) -> None:
    """Add one text of the page *page*, its title first, and its notes."""
    at = len(book.texts)
    document = desk.documents.get(page)
    short = text.short_title or plain(text.title)
    words = desk.speak(text.lang)
    said = words.say("numbered", number=document.number, title=short) if document else short
    book.texts.append([page, said, number, kind, year, text.lang])
    _add(desk, book, at, head, "", [text.title])
    for block in blocks(text.blocks):
        if (anchor := getattr(block, "anchor", "")) and (found := runs(block)):
            _add(desk, book, at, anchor, _number(desk.edition, anchor), found)
    for name in text.notes:
        note = desk.edition.notes[name]
        _add(desk, book, at, name, f"n{note.mark}" if note.mark else "", _words(note.blocks))


def _words(content: Iterable[Block]) -> list[tuple[Inline, ...]]:
    return [run for block in blocks(content) for run in runs(block)]


def _number(edition: Edition, anchor: str) -> str:
    target = edition.targets.get(anchor)
    return target.number if target and target.kind in ("paragraph", "article") else ""


def _add(
    desk: Setting,
    book: _Book,
    text: int,
    anchor: str,
    number: str,
    content: Iterable[tuple[Inline, ...]],
) -> None:
    content = list(content)
    words = searched(" ".join(plain(run) for run in content))
    if not words:
        return
    for node in (node for run in content for node in inlines(run)):
        if isinstance(node, Mention):
            book.mentions[node.anchor] = len(book.places)
            if node.entry.partition("/")[0] in KINDS:
                book.forms.setdefault(node.entry, set()).add(searched(plain(node.content)))
    book.mentions.setdefault(anchor, len(book.places))
    lang = str(book.texts[text][5])
    name = pinpoint(desk, anchor, number, desk.speak(lang)) if number else ""
    folio = desk.pages.first[anchor].folio if desk.pages and anchor in desk.pages.first else ""
    book.places.append(Place(text, anchor, name, folio, words))


def searched(words: str) -> str:
    """*words* as they are searched: composed, one space for any, no marks above a letter.

    Each letter of them is one unit of UTF-16 after another in the text that is shown, so
    that a script may fold them letter by letter and keep its place.
    """
    composed = unicodedata.normalize("NFC", words)
    return _UNSPACED.sub("", _SPACES.sub(" ", _LOST.sub("", composed))).strip()


def _shards(places: Iterable[Place]) -> Iterator[list[Place]]:
    shard: list[Place] = []
    size = 0
    for place in places:
        shard.append(place)
        size += len(place.words)
        if size >= _SHARD:
            yield shard
            shard, size = [], 0
    if shard:
        yield shard


def _entries(desk: Setting, book: _Book, hrefs: Mapping[str, str]) -> Iterator[list[object]]:
    """Every entry that is spoken of, with all its names: those of entries that lead to it too."""
    others: dict[str, set[str]] = {}
    for entry in desk.edition.entries.values():
        for key in entry.see:
            others.setdefault(key, set()).add(searched(plain(entry.name)))
    for key, entry in desk.edition.entries.items():
        anchors = (*entry.mentions, *(first for first, _ in entry.ranges))
        places = sorted({book.mentions[a] for a in anchors if a in book.mentions})
        if not places:
            continue
        names = {searched(plain(called.name)) for called in entry.called.values()}
        names |= {searched(called.sort_name) for called in entry.called.values()}
        names |= {searched(plain(entry.name))} | others.get(key, set()) | book.forms.get(key, set())
        href = hrefs.get(desk.homes.get(key, ""), "")
        yield [key, plain(entry.name), href, sorted(filter(None, names)), places]
