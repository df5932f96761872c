"""A finished edition and everything it was made of, for tests that read it back or spoil it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf

from compendium import outputs, pipeline, theme
from compendium.assemble import link, place
from compendium.diag import Severity
from compendium.model.edition import Edition
from compendium.model.pages import Chunk, PageMap, Piece
from compendium.model.theme import Theme
from compendium.proof import Proof, prove, prove_site

TRIP = Path(__file__).parent / "books" / "trip"
Wording = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Finished:
    """An edition, its book and its site."""

    pdf: bytes
    edition: Edition
    pages: PageMap
    book: Sequence[tuple[Chunk, Piece]]
    fonts: Mapping[str, bytes]
    wording: Wording
    design: Theme
    site: Mapping[str, bytes]

    @property
    def chunks(self) -> tuple[Chunk, ...]:
        """The chunks of the book."""
        return tuple(chunk for chunk, _ in self.book)

    def prove(self) -> Proof:
        """The proof of the book."""
        return prove(self.pdf, self.edition, self.pages, self.chunks, self.fonts, self.wording)

    def prove_site(self) -> Proof:
        """The proof of the site."""
        return prove_site(self.site, self.edition, self.pages, beside=self.records)

    @property
    def records(self) -> tuple[str, ...]:
        """The files that stand beside the site, and that its front page leads to."""
        names = (self.edition.id, *(f"documents/{d.anchor}" for d in self.edition.documents))
        return tuple(f"citations/{name}.{e}" for name in names for e in ("ris", "bib", "json"))

    def relinked(self, chunks: Sequence[Chunk]) -> Finished:
        """The same pages linked anew with the values of *chunks*: a book that prints those."""
        book = tuple((chunk, piece) for chunk, (_, piece) in zip(chunks, self.book, strict=True))
        pages = place(book)
        pdf, _ = link(book, pages, outputs.information(self.edition, self.design), self.fonts)
        return replace(self, book=book, pages=pages, pdf=pdf)

    def spoiled(self, spoil: Callable[[pikepdf.Pdf], Any]) -> Finished:
        """The same book with its PDF spoiled."""
        output = BytesIO()
        with pikepdf.open(BytesIO(self.pdf)) as pdf:
            spoil(pdf)
            pdf.save(output, static_id=True)
        return replace(self, pdf=output.getvalue())

    def page(self, folio: str) -> int:
        """The index of the page with the label *folio*."""
        return next(n for n, sheet in enumerate(self.pages.sheets) if sheet.folio == folio)


@cache
def trip() -> Finished:
    """The small absurd edition, made once for all tests."""
    return finished(TRIP)


def finished(corpus: Path) -> Finished:
    """The edition in *corpus*, which has no fault, made."""
    edition, problems = pipeline.check(corpus)
    assert edition and not problems
    made, problems = pipeline.make(edition)
    assert made.settled and not [p for p in problems if p.severity is Severity.ERROR], problems
    design, _ = theme.read(theme.find(edition.theme))
    assert design
    pages = made.settled.pages
    below = [name for name in made.files if name.startswith("html/")]
    site = {name.removeprefix("html/"): made.files[name] for name in below}
    return Finished(
        made.files[f"{edition.id}.pdf"], edition, pages, made.settled.book,
        design.fonts, design.wording, design, site,
    )  # fmt: skip


def stream(pdf: pikepdf.Pdf, page: int) -> bytes:
    """What page *page* draws."""
    contents = pdf.pages[page].get("/Contents", pikepdf.Array())
    parts = contents if isinstance(contents, pikepdf.Array) else [contents]
    return b"\n".join(part.read_bytes() for part in parts)


def redraw(pdf: pikepdf.Pdf, page: int, drawn: bytes) -> None:
    """Let page *page* draw something else."""
    pdf.pages[page].Contents = pdf.make_stream(drawn)


SHOWN = re.compile(rb"<([0-9A-Fa-f]{4,})>")
"""Glyphs in a page's stream, four figures each."""
