"""Page numbers set anew in chunks that were written before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from compendium import render, theme
from compendium.model.pages import Chunk, PageMap, PageReference, Place
from compendium.render.stamping import restamped
from finished import trip

PLACE = Place(7, "120", 1, 0.0)
PAGES = PageMap((), {"a": PLACE, "b": PLACE}, {"a": PLACE, "b": PLACE}, ())


def moved(places: Mapping[str, Place]) -> dict[str, Place]:
    """*places* with one figure more in each number."""
    return {
        anchor: replace(place, folio=f"1{place.folio}") if place.folio.isdecimal() else place
        for anchor, place in places.items()
    }


def test_a_book_written_again_is_the_book_written_anew() -> None:
    """With other page numbers the chunks are those that a first writing would give."""
    book = trip()
    design, _ = theme.read(theme.find(book.edition.theme))
    assert design
    writer = render.Writer(book.edition, design)
    first, last = moved(book.pages.first), moved(book.pages.last)
    later = replace(book.pages, first=first, last=last)
    for pages in (None, book.pages, later, None, book.pages):
        assert writer.book(pages)[0] == render.book(book.edition, design, pages)[0]


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
