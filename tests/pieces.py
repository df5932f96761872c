"""A small book, typeset: front matter, three letters, an index, and the numbers in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from compendium.assemble import next_side, place
from compendium.layout import typeset
from compendium.model.pages import Chunk, FontUse, Loose, PageMap, PageReference, Piece
from compendium.model.theme import Theme

_FONTS = Path(__file__).parents[1] / "templates" / "press" / "fonts"
_CSS = """
@page {
  size: 90mm 110mm; margin: 12mm;
  @top-left { content: "Letters"; font: 7pt "Source Serif 4" }
  @footnote { padding-bottom: .1pt }
}
@page :right { @bottom-right { content: counter(page); font: 8pt "Source Serif 4" } }
@page :left { @bottom-left { content: counter(page); font: 8pt "Source Serif 4" } }
html { font: 10pt/13pt "Source Serif 4", "Compendium Mincho"; font-variant-ligatures: none }
h1 { font-size: 14pt; bookmark-level: 1; bookmark-label: content(text) }
h2 { font-size: 11pt; bookmark-level: 2; bookmark-label: content(text) }
a { color: inherit; text-decoration: none }
.folio { font-variant-numeric: lining-nums tabular-nums; white-space: nowrap }
.fn { float: footnote; font-size: 8pt }
.fn::footnote-call, .fn::footnote-marker { content: none }
"""
_TOLD = "It was agreed between the two governments that the question would be taken up again. "
_LETTERS = {
    "alpha": ("Alder", 'The island is<br><span lang="ja">択捉島択捉島</span><br>here.', 3),
    "beta": ("Birch", '<span lang="ru">Остров Итуруп</span> is <em>another</em> name.', 2),
    "gamma": ("Cedar", "<strong>Nothing</strong> was said.", 2),
}

Book = tuple[tuple[Chunk, Piece], ...]


@cache
def fonts() -> Mapping[str, bytes]:
    """The fonts of the theme `press`."""
    files = sorted(path for path in _FONTS.iterdir() if path.suffix in (".ttf", ".otf"))
    return {path.name: path.read_bytes() for path in files}


def altered(piece: Piece, pdf: bytes = b"", fonts: tuple[FontUse, ...] = ()) -> Piece:
    """*piece* with another PDF, or other fonts: one that no digest names."""
    body = Loose(pdf or piece.pdf, piece.lines, fonts or piece.fonts, piece.turn)
    return replace(piece, body=body, digest="")


def set_chunks(chunks: list[Chunk]) -> Book:
    """*chunks* typeset one after the other, each for its side; nothing may be wrong with one."""
    theme = Theme("book", {}, {"print.css": _CSS}, fonts(), {}, {}, "book")
    book: list[tuple[Chunk, Piece]] = []
    for chunk in chunks:
        piece, problems = typeset(chunk, next_side(book, chunk), theme)
        assert problems == []
        assert piece is not None
        book.append((chunk, piece))
    return tuple(book)


@cache
def small_book() -> tuple[Book, PageMap]:
    """The book with its page numbers, and its page map."""
    guessed = set_chunks(_chunks(None))
    pages = place(guessed)
    settled = _chunks(pages)
    assert [chunk.markup for chunk in settled] == [chunk.markup for chunk, _ in guessed]
    book = tuple((chunk, piece) for chunk, (_, piece) in zip(settled, guessed, strict=True))
    return book, place(book)


def _chunks(pages: PageMap | None) -> list[Chunk]:
    contents = "".join(
        f'<p id="contents.{slug}"><a href="#{slug}">{heading}</a> {{{slug}}}</p>'
        for slug, (heading, _, _) in _LETTERS.items()
    )
    index = "".join(
        f'<p id="index.{slug}">{heading} {{{slug}}}–{{{slug}.end}}</p>'
        for slug, (heading, _, _) in _LETTERS.items()
    )
    title = '<section id="title"><p>Letters</p></section>'
    return [
        _chunk("title", title, pages, folios="roman"),
        _chunk("contents", f'<section id="contents"><h1>Contents</h1>{contents}</section>', pages,
               begins="recto", folios="roman"),
        *(_chunk(slug, _letter(slug), pages) for slug in _LETTERS),
        _chunk("index", f'<section id="index"><h1>Index</h1>{index}</section>', pages,
               begins="recto"),
    ]  # fmt: skip


def _letter(slug: str) -> str:
    heading, words, length = _LETTERS[slug]
    other = {"alpha": "gamma", "beta": "alpha", "gamma": "contents"}[slug]
    note = f'<a href="#{other}">See the other letter</a>, p. {{{other}}}.'
    turn = '<p style="break-before: page" id="{}">Page {} of {}. {}</p>'
    further = "".join(
        turn.format(f"{slug}.p-{at}", at, heading, _TOLD * 2) for at in range(2, length)
    )
    return (
        f'<section id="{slug}"><h1>{heading}</h1><h2 id="{slug}.h">Text</h2>'
        f'<p id="{slug}.p-1">{heading} begins. {words} {_TOLD}'
        f'<a class="call" id="{slug}.n1.call" href="#{slug}.n1">1</a>'
        f'<span class="fn" id="{slug}.n1"><a href="#{slug}.n1.call">1.</a> {note}</span></p>'
        f"{further}{turn.format(f'{slug}.end', 'last', heading, _TOLD)}</section>"
    )


def _chunk(
    name: str, body: str, pages: PageMap | None, begins: str = "any", folios: str = "arabic"
) -> Chunk:
    """A chunk in which each {anchor} became a slot for the folio where it begins."""
    values: list[str] = []
    references: list[PageReference] = []

    def slot(match: re.Match[str]) -> str:
        anchor = match[1]
        value = pages.folio(anchor) if pages else "iii" if anchor == "contents" else "0"
        values.append(value)
        number = len(values) - 1
        references.append(PageReference(number, value, anchor, anchor, "cross-reference"))
        shape = re.sub("[0-9]", "0", value)
        return f'<span class="folio" data-slot="{number}">{shape}</span>'

    body = re.sub(r"\{([a-z0-9.-]+)\}", slot, body)
    markup = f'<!DOCTYPE html><html lang="en"><title>{name}</title><body>{body}</body></html>'
    chunk = Chunk(name, markup, tuple(values), tuple(references), "any", "roman")
    return replace(chunk, begins=begins, folios=folios)  # type: ignore[arg-type]
