"""The printed book: its chunks in the order of the binding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from compendium.diag import Diagnostic
from compendium.model.edition import Edition
from compendium.model.kept import Again, anew
from compendium.model.pages import Chunk, PageMap
from compendium.model.theme import Theme
from compendium.render.contents import BY_DATE, CONTENTS, contents, list_by_date
from compendium.render.documents import document, documents, matter, part_title
from compendium.render.history import histories
from compendium.render.indexes import set_indexes
from compendium.render.memory import memory
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

    def __init__(self, edition: Edition, theme: Theme, again: Again = anew) -> None:
        self._setting = replace(
            setting(edition, theme), memory=None if again is anew else memory(edition, theme, again)
        )
        self._stand: Stand = ()
        self._indexes: list[Chunk] = []

    def text(
        self, pages: PageMap | None, asked: Set[str] | None = None
    ) -> tuple[list[Chunk], list[Diagnostic]]:
        """All chunks but those that list where things are, and what is wrong with the theme.

        The numbers of passages that *pages* lack, those in the lists, are guesses. A chunk
        that is not among those *asked* for, by name, may have the numbers it had before.
        """
        desk = self._setting.on(pages, asked)
        return list(_chunks(desk)), desk.templates.problems

    def document(self, slug: str, pages: PageMap | None) -> tuple[Chunk, list[Diagnostic]]:
        """The chunk of the document *slug* alone, and what is wrong with the theme.

        Its part is none in which documents follow on.
        """
        desk = self._setting.on(pages)
        (part,) = (p for p in desk.edition.parts if any(d.anchor == slug for d in p.documents))
        return document(desk, part, slug), desk.templates.problems

    def colophon(self, digest: str) -> Chunk:
        """The last chunk alone, of an edition whose text has this *digest*."""
        return colophon(self._setting, digest)

    def book(self, pages: PageMap | None) -> tuple[list[Chunk], list[Diagnostic]]:
        """The chunks for these *pages*, and what is wrong with the theme's templates."""
        desk = self._setting.on(pages)
        text = list(_chunks(desk))
        before = {chunk.name for chunk in text[:-1]}  # the last page is after the indexes
        stand = _stand(pages, before) if pages else ()
        if not (stand and stand == self._stand and _alike(self._indexes, desk)):
            self._indexes = list(set_indexes(desk.surveyed(pages)))
            self._stand = stand
        return list(_bound(desk, text, self._indexes)), desk.templates.problems


Stand = tuple[tuple[str, str, str], ...]
"""The chunks of a text in order: name, folio of the first page, and the digest of the piece."""


def _stand(pages: PageMap, names: Set[str]) -> Stand:
    """How the chunks of these *names* stand on *pages*, () if that cannot be told.

    A long one is in parts there, "register.persons", "register.persons.2".
    """
    runs = [
        run for run in pages.runs if run.chunk in names or run.chunk.rpartition(".")[0] in names
    ]
    if len(runs) < len(names) or not all(run.digest for run in runs):
        return ()
    return tuple((run.chunk, pages.sheets[run.sheet - 1].folio, run.made_of[0]) for run in runs)


def _alike(indexes: Sequence[Chunk], desk: Setting) -> bool:
    """Whether what *indexes* give beside places in the text is still on the page that they say."""
    places = desk.pages.first if desk.pages else {}
    others = (one for chunk in indexes for one in chunk.references if one.kind != "index")
    return all((at := places.get(one.first)) and at.folio == one.value for one in others)


def _bound(desk: Setting, text: Sequence[Chunk], indexes: Sequence[Chunk]) -> Iterator[Chunk]:
    """The *text* with the lists before and after it."""
    half, title, *others, last = text
    yield from (half, title)
    yield desk.stamped(CONTENTS, contents)
    if desk.edition.by_date:
        yield desk.stamped(BY_DATE, list_by_date)
    yield from (*others, *indexes, last)


def _chunks(desk: Setting) -> Iterator[Chunk]:
    edition = desk.edition
    yield desk.stamped("half-title", half_title)
    yield desk.stamped("title", title_page)
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
    yield desk.stamped("colophon", colophon)
