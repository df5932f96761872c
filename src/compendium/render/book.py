"""The printed book: its chunks in the order of the binding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from compendium.diag import Diagnostic
from compendium.model.edition import Edition
from compendium.model.pages import Chunk, PageMap
from compendium.model.theme import Theme
from compendium.render.contents import contents, list_by_date
from compendium.render.documents import documents, matter, part_title
from compendium.render.history import histories
from compendium.render.indexes import set_indexes
from compendium.render.opening import colophon, half_title, title_page
from compendium.render.registers import set_registers
from compendium.render.setting import Setting, setting


def book(
    edition: Edition, theme: Theme, pages: PageMap | None
) -> tuple[list[Chunk], list[Diagnostic]]:
    """Every chunk of *edition* in order, and what is wrong with the theme's templates.

    Without *pages* its page numbers are guesses; with them they are those of the pages.
    """
    desk = setting(edition, theme, pages)
    chunks = list(_chunks(desk))
    return chunks, desk.templates.problems


class Writer:
    """Writes the book of *edition* once, and again as its page numbers become known.

    What comes of a call is what `book` gives; only that is written anew which must be.
    """

    def __init__(self, edition: Edition, theme: Theme) -> None:
        self._edition, self._theme = edition, theme
        self._known: dict[str, Chunk] = {}

    def __call__(self, pages: PageMap | None) -> tuple[list[Chunk], list[Diagnostic]]:
        """The chunks for these *pages*, and what is wrong with the theme's templates."""
        desk = replace(setting(self._edition, self._theme, pages), known=self._known)
        chunks = list(_chunks(desk))
        self._known = {chunk.name: chunk for chunk in chunks}
        return chunks, desk.templates.problems


def _chunks(desk: Setting) -> Iterator[Chunk]:
    edition = desk.edition
    yield half_title(desk)
    yield title_page(desk)
    yield contents(desk)
    if edition.by_date:
        yield list_by_date(desk)
    for piece in edition.front:
        yield matter(desk, piece, "roman")
    yield from set_registers(desk, [r for r in desk.registers if r.kind == "abbreviations"])
    for part in edition.parts:
        yield part_title(desk, part)
        yield from documents(desk, part)
    for piece in edition.back:
        yield matter(desk, piece, "arabic")
    yield from histories(desk)
    yield from set_registers(desk, [r for r in desk.registers if r.kind != "abbreviations"])
    yield from set_indexes(desk)
    yield colophon(desk)
