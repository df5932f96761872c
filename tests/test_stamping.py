"""Page numbers set anew in chunks that were written before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from compendium import render, theme
from compendium.model.edition import Edition
from compendium.model.kept import last
from compendium.model.pages import Chunk, PageMap, PageReference, Place, Sheet
from compendium.render.stamping import restamped
from finished import trip

T = TypeVar("T")
Where = TypeVar("Where", Place, Sheet)
PLACE = Place(7, "120", 1, 0.0)
PAGES = PageMap((), {"a": PLACE, "b": PLACE}, {"a": PLACE, "b": PLACE}, ())


def moved(pages: PageMap) -> PageMap:
    """*pages* with one figure more in each number."""

    def wider(one: Where) -> Where:
        return replace(one, folio=f"1{one.folio}") if one.folio.isdecimal() else one

    return replace(
        pages,
        sheets=tuple(map(wider, pages.sheets)),
        first={anchor: wider(place) for anchor, place in pages.first.items()},
        last={anchor: wider(place) for anchor, place in pages.last.items()},
    )


def test_a_book_written_again_is_the_book_written_anew() -> None:
    """With other page numbers the chunks are those that a first writing would give."""
    book = trip()
    design, _ = theme.read(theme.find(book.edition.theme))
    assert design
    writer = render.Writer(book.edition, design)
    later = moved(book.pages)
    for pages in (None, book.pages, book.pages, later, None, book.pages):
        assert writer.book(pages)[0] == render.book(book.edition, design, pages)[0]


def test_only_what_is_asked_for_is_stamped() -> None:
    """A chunk that is asked for has the numbers of the pages; the others may have those before."""
    book = trip()
    design, _ = theme.read(theme.find(book.edition.theme))
    assert design
    writer = render.Writer(book.edition, design)
    first, now = writer.text(None)[0], render.Writer(book.edition, design).text(book.pages)[0]
    asked = {one.name for at, one in enumerate(now) if at % 2}
    for got, before, after in zip(writer.text(book.pages, asked)[0], first, now, strict=True):
        assert got == (after if got.name in asked else before)
    assert writer.text(book.pages)[0] == now


def chunk(*references: PageReference) -> Chunk:
    """A chunk with as many slots as *references*."""
    slots = "".join(f'<b data-slot="{r.slot}">00</b>' for r in references)
    values = tuple(r.value for r in references)
    return Chunk("c", f"<p>{slots}</p>", values, references, "any", "arabic")


def test_values_and_shapes_are_set() -> None:
    """The number, its reference and its shape in the markup change together."""
    done = restamped(chunk(PageReference(0, "00", "a", "a", "contents")), PAGES)

    assert done and done.values == ("120",) and done.references[0].value == "120"
    assert done.markup == '<p><b data-slot="0">000</b></p>'


def test_what_is_more_than_a_page_is_written_anew() -> None:
    """A range, a locator that stands for several mentions, or an index is not stamped."""
    several = PageReference(0, "00", "a", "a", "list", ("a", "b"))
    for reference in (
        PageReference(0, "00", "a", "b", "contents"),
        PageReference(0, "00", "a", "a", "index"),
        several,
    ):
        assert restamped(chunk(reference), PAGES) is None


def test_what_a_process_remembers_is_the_book_written_anew() -> None:
    """Chunks known from another day are used where nothing has changed that they are made of."""
    book = trip()
    design, _ = theme.read(theme.find(book.edition.theme))
    assert design
    asked: list[str] = []
    number = book.edition.parts[0].documents[0].number
    turned = renumbered(book.edition, f"{number}a")
    for edition in (book.edition, book.edition, turned, book.edition):
        asked.append("|")
        writer = render.Writer(edition, design, partial(noting, asked))
        assert writer.book(book.pages)[0] == render.book(edition, design, book.pages)[0]

    first, again, changed, back = "".join(asked).split("|")[1:]
    assert len(first) > len(changed) > len(again) == 0 < len(back)


def noting(
    asked: list[str],
    what: str,
    inputs: tuple[object, ...],
    make: Callable[[], T],
    good: Callable[[T], bool],
) -> T:
    """What `last` gives; a letter in *asked* for each time that something is made."""

    def made() -> T:
        asked.append("x")
        return make()

    return last(f"stamping {what}", inputs, made, good)


def renumbered(edition: Edition, number: str) -> Edition:
    """*edition* with another number for its first document."""
    part, *others = edition.parts
    document = replace(part.documents[0], number=number)
    changed = replace(part, documents=(document, *part.documents[1:]))
    return replace(edition, parts=(changed, *others))
