"""Our own notation: the folder of an edition."""

from __future__ import annotations

from pathlib import Path

from books import Book, Document, Entry, Mention, Note, Piece
from notations.wording import INDEX, PART, TITLE, headings


def write(book: Book, folder: Path) -> None:
    """Write *book* as the corpus folder *folder*."""
    for name in ("documents", "registers"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "edition.yaml").write_text(_edition(book))
    (folder / "registers" / "subjects.yaml").write_text(_subjects(book.entries))
    for document in book.documents:
        write_document(document, folder)


def write_document(document: Document, folder: Path) -> None:
    """Write the file of one *document* into the corpus folder *folder*."""
    path = folder / "documents" / f"{document.slug}.en.md"
    path.write_text(_document(document))


def _edition(book: Book) -> str:
    slugs = "\n".join(f"      - {document.slug}" for document in book.documents)
    return f"""\
title: {TITLE}
version: "1.0"
date: 2026-11-24
languages: [en]
list-by-date: false
parts:
  - id: part-1
    title: {PART}
    documents:
{slugs}
indexes:
  - id: index-subjects
    title: {INDEX}
    registers: [subjects]
"""


def _subjects(entries: tuple[Entry, ...]) -> str:
    lines = []
    for name, below in headings(entries):
        lines += [f"- id: {below[0].id.split('.')[0]}", f"  name: {name}", "  sub:"]
        for entry in below:
            lines += [f"    - id: {entry.id.split('.')[1]}", f"      name: {entry.below}"]
    return "\n".join(lines) + "\n"


def _document(document: Document) -> str:
    year, month, day = document.date
    notes: list[Note] = []
    blocks = ["::: salutation\nExcellency,\n:::"]
    for paragraph in document.paragraphs:
        blocks.append("".join(_piece(piece, notes) for piece in paragraph).strip())
    blocks.append(f"::: signature\n{document.signature}\n:::")
    blocks += [f"[^{number}]: {_note(note)}" for number, note in enumerate(notes, start=1)]
    body = "\n\n".join(blocks)
    return f"""\
---
title: {document.title}
short-title: "{document.short_title}"
kind: letter
date: {year}-{month:02}-{day:02}
place: {document.place}
---

{body}
"""


def _piece(piece: Piece, notes: list[Note]) -> str:
    match piece:
        case str():
            return piece
        case Note():
            notes.append(piece)
            return f"[^{len(notes)}]"
        case Mention(entry, words, "point"):
            return f"[{words}](subject:{entry.id})"
        case Mention(entry, _, role):
            return f"[](subject:{entry.id}){{.{role}}}"


def _note(note: Note) -> str:
    if note.target is None:
        return note.words
    there = f"doc:d{note.target.document:04}#p-{note.target.paragraph}"
    return f"{note.words} See [the document there]({there})."
