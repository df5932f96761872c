"""One HTML for WeasyPrint, Vivliostyle and Paged.js: `float: footnote` and `target-counter`.

A style sheet cannot merge locators, so the index gives one for each mention, and a page that
names a thing twice stands there twice. Pages and notes are numbered through from the contents
on: engines differ in what the reset of one counter does to another.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from books import Book, Document, Mention, Note, Piece
from notations.wording import FONTS, INDEX, PART, TITLE, cited, dateline, headings

STYLE = """
%(faces)s
@page { size: 165mm 240mm; margin: 25mm 28mm 34mm 22mm; @footnote { margin-top: 6.75pt } }
@page :left { margin-left: 28mm; margin-right: 22mm; @top-center { content: "%(part)s" } }
@page :right { @top-center { content: string(short) } }
@page { @bottom-center { content: counter(page) } }
@page { @top-center { font: 7.7pt/13.5pt Caption } }
html, body, p, h1 { margin: 0; padding: 0 }
body { font: 10.5pt/13.5pt Serif; font-variant-numeric: oldstyle-nums; text-align: justify;
  hyphens: auto; orphans: 2; widows: 2 }
p { text-indent: 1.2em }
h1 { font: 15pt/20.25pt Serif; text-align: left; hyphens: none; margin-bottom: 13.5pt;
  break-after: avoid; string-set: short attr(data-short); bookmark-level: 1 }
section { break-before: page }
.flush { text-indent: 0 }
.date { text-indent: 0; font-style: italic; margin-bottom: 13.5pt }
.signed { text-align: right; font-variant: small-caps; margin-top: 13.5pt }
.note { float: footnote; font: 8.4pt/10.8pt Small; text-indent: 0; text-align: justify }
.note::footnote-call { content: counter(footnote); font-size: 65%%; vertical-align: super;
  line-height: 0 }
.note::footnote-marker { content: counter(footnote) ". " }
a { color: inherit; text-decoration: none }
.see::after { content: target-counter(attr(href url), page) }
.contents p { text-indent: -1.5em; margin-left: 1.5em; text-align: left; hyphens: none }
.contents a::after { content: target-counter(attr(href url), page); float: right }
.index div { columns: 2; column-gap: 18pt; font-size: 9pt; line-height: 11.25pt;
  text-align: left; hyphens: none }
.index p { text-indent: -2.7em; margin-left: 2.7em }
.index .below { text-indent: -1.8em }
"""


def write(book: Book, folder: Path) -> None:
    """Write *book* as `book.html` in *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    faces = {"Serif": "Regular It", "Small": "SmText-Regular", "Caption": "Caption-Regular"}
    rules = [_face(family, cut) for family, cuts in faces.items() for cut in cuts.split()]
    style = STYLE % {"faces": "\n".join(rules), "part": PART}
    marked, spots = cited(book.documents), _Spots()
    text = "".join(_document(document, marked, spots) for document in book.documents)
    contents = "".join(
        f'<p><a href="#{d.slug}">{d.number}. {escape(d.title)}</a></p>\n' for d in book.documents
    )
    (folder / "book.html").write_text(
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{TITLE}</title>'
        f"<style>{style}</style></head><body>\n"
        f'<section class="contents"><h1 data-short="">Contents</h1>\n{contents}</section>\n'
        f"{text}{_index(book, spots)}</body></html>\n"
    )


def _face(family: str, cut: str) -> str:
    joint = "" if cut.startswith(("SmText", "Caption")) else "-"
    url = (FONTS / f"SourceSerif4{joint}{cut}.ttf").as_uri()
    slant = "italic" if cut == "It" else "normal"
    return f"@font-face {{ font-family: {family}; src: url({url}); font-style: {slant} }}"


class _Spots:
    """The addresses of the mentions of each entry, in reading order."""

    def __init__(self) -> None:
        self.found: dict[str, list[tuple[str, str]]] = {}
        self._count = 0

    def add(self, mention: Mention) -> str:
        self._count += 1
        spot = f"m{self._count}"
        self.found.setdefault(mention.entry.id, []).append((spot, mention.role))
        return spot


def _document(document: Document, marked: set[tuple[int, int]], spots: _Spots) -> str:
    parts = [
        f'<section class="letter" id="{document.slug}">'
        f'<h1 data-short="{escape(document.short_title)}">'
        f"{document.number}. {escape(document.title)}</h1>\n"
        f'<p class="date">{dateline(document)}</p>\n<p class="flush">Excellency,</p>'
    ]
    for count, paragraph in enumerate(document.paragraphs, start=1):
        address = (document.number, count)
        name = f' id="{document.slug}-p{count}"' if address in marked else ""
        parts.append(f"<p{name}>{''.join(_piece(piece, spots) for piece in paragraph)}</p>")
    parts.append(f'<p class="signed">{escape(document.signature)}</p></section>\n')
    return "\n".join(parts)


def _piece(piece: Piece, spots: _Spots) -> str:
    match piece:
        case str():
            return escape(piece, quote=False)
        case Note(words, None):
            return f'<span class="note">{escape(words, quote=False)}</span>'
        case Note(words, target) if target:
            return (
                f'<span class="note">{escape(words, quote=False)} See the document there '
                f'(<a class="see" href="#d{target.document:04}-p{target.paragraph}">'
                f"Document {target.document}, para. {target.paragraph}, p. </a>).</span>"
            )
        case Mention():
            return f'<span id="{spots.add(piece)}">{escape(piece.words, quote=False)}</span>'
    raise TypeError(piece)


def _index(book: Book, spots: _Spots) -> str:
    rows = []
    for heading, entries in headings(book.entries):
        rows.append(f"<p>{heading}</p>")
        for entry in entries:
            pages = "".join(_locator(*spot) for spot in spots.found[entry.id])
            rows.append(f'<p class="below">{entry.below}{pages}</p>')
    return (
        f'<section class="index"><h1 data-short="{INDEX}">{INDEX}</h1>\n<div>'
        + "\n".join(rows)
        + "</div></section>\n"
    )


def _locator(spot: str, role: str) -> str:
    joint = "–" if role == "end" else ", "
    return f'{joint}<a class="see" href="#{spot}"></a>'
