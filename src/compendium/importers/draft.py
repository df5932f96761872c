"""An edition on its way to becoming files: what every importer but that of TEI fills in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

from compendium.importers.fields import Value, mapping, sequence
from compendium.importers.ids import slug
from compendium.importers.markdown import Writer
from compendium.importers.plugin import Imported
from compendium.importers.report import Report
from compendium.importers.words import file_words, words_of
from compendium.model.text import Block, Inline, plain
from compendium.model.volume import RegisterKind, WrittenNote


@dataclass(slots=True)
class DraftText:
    """One text in one language.

    Shape: `fields` are those of its front matter beside title and source. `guesses` says
        on what ground a field is believed, by its key, and "" what was guessed of the
        text itself; each becomes a comment. `words` are those of the source, in any order.
    """

    lang: str
    title: tuple[Inline, ...]
    blocks: Sequence[Block]
    words: Sequence[str]
    notes: Sequence[WrittenNote] = ()
    source: tuple[Inline, ...] = ()
    fields: Mapping[str, Value] = field(default_factory=dict)
    guesses: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class DraftDocument:
    """A document, or a piece of front or back matter, in all its languages."""

    slug: str
    texts: list[DraftText] = field(default_factory=list)


@dataclass(slots=True)
class DraftPart:
    """A division of the edition; `words` are those its heading has in the source."""

    id: str
    title: str
    number: str = ""
    documents: list[DraftDocument] = field(default_factory=list)
    words: Sequence[str] = ()


@dataclass(slots=True)
class DraftEntry:
    """An entry of a register, its name in Markdown, and its subentries by their ids."""

    id: str
    name: str
    see: list[str] = field(default_factory=list)
    see_also: list[str] = field(default_factory=list)
    reading: str = ""
    sub: dict[str, DraftEntry] = field(default_factory=dict)


@dataclass(slots=True)
class Draft:
    """The edition: `fields` are those of edition.yaml beside parts, matter and indexes.

    Shape: `lead` says where a link to a document leads, "" if nowhere.
    """

    fields: dict[str, Value]
    words: Sequence[str] = ()
    guesses: Mapping[str, str] = field(default_factory=dict)
    parts: list[DraftPart] = field(default_factory=list)
    front: list[DraftDocument] = field(default_factory=list)
    back: list[DraftDocument] = field(default_factory=list)
    registers: dict[RegisterKind, dict[str, DraftEntry]] = field(default_factory=dict)
    indexes: list[dict[str, Value]] = field(default_factory=list)
    images: dict[str, bytes] = field(default_factory=dict)
    lead: Callable[[str], str] = str


def bind(draft: Draft, report: Report) -> Imported:
    """The files of *draft*, each read back and compared with the words it came from."""
    made = Imported(report, images=draft.images)
    writer = Writer(draft.lead)
    documents = [document for part in draft.parts for document in part.documents]
    for folder, texts in (
        ("front", draft.front), ("documents", documents), ("back", draft.back)
    ):  # fmt: skip
        for document in texts:
            for text in document.texts:
                path = f"{folder}/{document.slug}.{text.lang}.md"
                made.files[path] = _text(text, writer)
                report.compare(path, list(text.words), file_words(path, made.files[path]))
                report.notes += len(text.notes) + bool(text.source)
    for kind, entries in sorted(draft.registers.items()):
        made.files[f"registers/{kind}.yaml"] = sequence([_entry(e) for e in entries.values()])
    made.files["edition.yaml"] = _edition(draft)
    _compare_headings(draft, report)
    report.documents += len(documents)
    report.persons += len(draft.registers.get("persons", {}))
    report.terms += len(draft.registers.get("abbreviations", {}))
    report.guesses += made.files["edition.yaml"].count(_GUESSED)
    report.guesses += sum(made.files[p].count(_GUESSED) for p in made.files if p.endswith(".md"))
    if writer.plain:
        report.remarks.append(
            f"{writer.plain} marked words stand where Markdown cannot mark them, and are plain"
        )
    return made


_GUESSED = "# guessed: "


def _text(text: DraftText, writer: Writer) -> str:
    fields: dict[str, Value] = {"title": writer.line(text.title), **text.fields}
    if text.source:
        fields["source"] = writer.line(text.source)
    body = writer.text(text.blocks, text.notes)
    return f"---\n{_commented(fields, text.guesses)}---\n\n{body}"


def _commented(fields: Mapping[str, Value], guesses: Mapping[str, str]) -> str:
    """*fields* as lines, each after the comment that says how far it is to be trusted."""
    lines = "".join(
        _comment(guesses.get(key, "")) + mapping({key: value}) for key, value in fields.items()
    )
    beside = (_comment(guess) for key, guess in guesses.items() if not fields.get(key))
    return lines + "".join(beside)


def _comment(guess: str) -> str:
    return "".join(f"{_GUESSED}{line}\n" for line in guess.splitlines())


def _edition(draft: Draft) -> str:
    outline: dict[str, Value] = {
        "front": [document.slug for document in draft.front],
        "back": [document.slug for document in draft.back],
        "indexes": draft.indexes,
    }
    parts: list[Value] = [
        {
            "id": part.id,
            "number": part.number,
            "title": part.title,
            "documents": [document.slug for document in part.documents],
        }
        for part in draft.parts
    ]
    written = _commented({**draft.fields, **outline}, draft.guesses)
    return f"{written}parts:\n{sequence(parts, '  ')}" if parts else written


def _entry(entry: DraftEntry) -> dict[str, Value]:
    return {
        "id": entry.id,
        "name": entry.name,
        "reading": entry.reading,
        "see": entry.see,
        "see-also": entry.see_also,
        "sub": [_entry(below) for below in entry.sub.values()],
    }


def _compare_headings(draft: Draft, report: Report) -> None:
    """Account for the words of edition.yaml, which no other file has."""
    words = [str(draft.fields.get(key, "")) for key in ("title", "subtitle")]
    report.compare("edition.yaml", list(draft.words), words_of(" ".join(words)))
    for part in draft.parts:
        if part.words:
            report.compare(
                f"part {part.id}", list(part.words), words_of(f"{part.number} {part.title}")
            )


_RESERVED = frozenset(get_args(RegisterKind)) | {
    "colophon", "contents", "half-title", "imprint", "index", "list-by-date", "matter", "register",
    "title", "title-page",
}  # fmt: skip
"""What the pages are called that every edition has."""


def page_name(text: str, taken: set[str]) -> str:
    """An id for a document, part or piece made of *text*, and added to those *taken*."""
    free = slug(text, set(taken) | _RESERVED)
    if free.startswith(("page-", "register-")):
        free = slug(f"the-{free}", set(taken))
    taken.add(free)
    return free


_CALLED = {
    "documents": {
        "de": "Dokumente", "fr": "Documents", "ja": "文書", "ru": "Документы", "zh": "文件",
    },
    "treaties": {
        "de": "Verträge", "fr": "Traités", "ja": "条約", "ru": "Договоры", "zh": "條約",
    },
}  # fmt: skip
"""A part that has no heading of its own, in other languages than English."""


def called(what: str, lang: str) -> str:
    """What a part of *what* ("documents", "treaties") is called in *lang*."""
    return _CALLED[what].get(lang.partition("-")[0], what.capitalize())


def language_tag(text: str) -> str:
    """*text* as a language of an edition, "" if it cannot be one."""
    return text if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", text) else ""


def text_words(*runs: Sequence[Inline]) -> list[str]:
    """The words of *runs* as a reader sees them."""
    return [word for run in runs for word in words_of(plain(run))]
