"""The printed book: its chunks in the order of the binding."""

from __future__ import annotations

from collections.abc import Iterator

from compendium.diag import Diagnostic
from compendium.model.edition import Edition
from compendium.model.pages import Chunk, PageMap
from compendium.model.theme import Theme
from compendium.render.contents import BY_DATE, CONTENTS, contents, list_by_date
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
    return Writer(edition, theme).book(pages)


class Writer:
    """Writes the book of *edition* once, and again as its page numbers become known.

    What comes of a call is what a first call gives; only that is written anew which must be.
    """

    def __init__(self, edition: Edition, theme: Theme) -> None:
        self._setting = setting(edition, theme)

    def text(self, pages: PageMap | None) -> tuple[list[Chunk], list[Diagnostic]]:
        """All chunks but those that list where things are, and what is wrong with the theme.

        The numbers of passages that *pages* lack, those in the lists, are guesses.
        """
        desk = self._setting.on(pages)
        return list(_chunks(desk, lists=False)), desk.templates.problems

    def book(self, pages: PageMap | None) -> tuple[list[Chunk], list[Diagnostic]]:
        """The chunks for these *pages*, and what is wrong with the theme's templates."""
        desk = self._setting.surveyed(pages)
        return list(_chunks(desk, lists=True)), desk.templates.problems


def _chunks(desk: Setting, lists: bool) -> Iterator[Chunk]:
    edition = desk.edition
    yield desk.stamped("half-title", half_title)
    yield desk.stamped("title", title_page)
    if lists:
        yield desk.stamped(CONTENTS, contents)
        if edition.by_date:
            yield desk.stamped(BY_DATE, list_by_date)
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
    if lists:
        yield from set_indexes(desk)
    yield desk.stamped("colophon", colophon)
