"""AsciiDoc for Asciidoctor PDF: notes stand at the end, references carry no page numbers."""

from __future__ import annotations

from pathlib import Path

from books import Book, Document, Mention, Note, Piece
from notations.wording import FONTS, INDEX, TITLE, cited, dateline

THEME = f"""\
extends: default
font:
  catalog:
    Serif:
      normal: {FONTS}/SourceSerif4-Regular.ttf
      bold: {FONTS}/SourceSerif4-Bold.ttf
      italic: {FONTS}/SourceSerif4-It.ttf
      bold_italic: {FONTS}/SourceSerif4-BoldIt.ttf
page:
  size: [165mm, 240mm]
  margin: [25mm, 28mm, 34mm, 22mm]
base:
  font-family: Serif
  font-size: 10.5
  line-height: 1.286
  align: justify
  hyphens: true
heading:
  font-family: Serif
  h2-font-size: 15
footnotes:
  font-size: 8.4
"""

HEAD = f"""\
= {TITLE}
:doctype: book
:toc:
:toclevels: 1
:pdf-theme: book
:pdf-themesdir: .
:chapter-signifier:

"""


def write(book: Book, folder: Path) -> None:
    """Write *book* as `book.adoc` in *folder*, with the theme that it names."""
    folder.mkdir(parents=True, exist_ok=True)
    marked = cited(book.documents)
    text = "".join(_document(document, marked) for document in book.documents)
    (folder / "book.adoc").write_text(f"{HEAD}{text}[index]\n== {INDEX}\n")
    (folder / "book-theme.yml").write_text(THEME)


def _document(document: Document, marked: set[tuple[int, int]]) -> str:
    parts = [
        f"[#{document.slug}]\n== {document.number}. {document.title}\n",
        f"_{dateline(document)}_\n",
        "Excellency,\n",
    ]
    for count, paragraph in enumerate(document.paragraphs, start=1):
        address = (document.number, count)
        name = f"[#{document.slug}-p{count}]\n" if address in marked else ""
        parts.append(name + "".join(map(_piece, paragraph)).strip() + "\n")
    parts.append(f"[.text-right]\n{{empty}}{document.signature}\n\n")
    return "\n".join(parts)


def _piece(piece: Piece) -> str:
    match piece:
        case str():
            return piece
        case Note(words, None):
            return f"footnote:[{words}]"
        case Note(words, target) if target:
            label = f"d{target.document:04}-p{target.paragraph}"
            see = f"<<{label},Document {target.document}, para. {target.paragraph}>>"
            return f"footnote:[{words} See the document there ({see}).]"
        case Mention(entry, words, _):
            return f'((("{entry.heading}", "{entry.below}"))){words}'
    raise TypeError(piece)
