"""Layouts built to oscillate settle, and print the pages they have."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.assemble import place
from compendium.diag import Diagnostic
from compendium.model.pages import Chunk, FolioStyle, Loose, PageMap, Piece, PieceSheet, Side, Spot
from compendium.settling import Outcome, settle

Layout = Callable[[Sequence[str]], Sequence[int]]
"""The page on which each target lands, by the shapes of the numbers that are printed."""

SLOT = re.compile(r'data-slot="\d+">([^<]*)<')


def typesetter(
    layout: Layout, pages: int
) -> Callable[[Sequence[Chunk], Sequence[Side]], list[Outcome]]:
    """An engine that sets a chunk on *pages* pages as *layout* says."""
    sheets = tuple(PieceSheet("recto" if n % 2 == 0 else "verso", 400, 600, 50, 550, 550)
                   for n in range(pages))  # fmt: skip

    def typeset(chunks: Sequence[Chunk], sides: Sequence[Side]) -> list[Outcome]:
        done: list[Outcome] = []
        for chunk in chunks:
            targets = layout(SLOT.findall(chunk.markup))
            spots = {f"t{n}": Spot(page - 1, 1, 60.0) for n, page in enumerate(targets)}
            done.append((Piece(Loose(), sheets, spots, spots, {}, {}, ()), []))
        return done

    return typeset


@dataclass(frozen=True)
class Book:
    """A book of one chunk that prints the page of each of its own *targets*."""

    targets: int
    folios: FolioStyle

    def text(
        self, pages: PageMap | None, asked: Set[str] | None = None
    ) -> tuple[list[Chunk], list[Diagnostic]]:
        """The chunk."""
        return [numbered("book", pages, [f"t{n}" for n in range(self.targets)], self.folios)], []

    book = text


def numbered(
    name: str, pages: PageMap | None, targets: Sequence[str], folios: FolioStyle = "arabic"
) -> Chunk:
    """A chunk that prints the page of each of *targets*."""
    values = tuple(pages.first[target].folio if pages else "00" for target in targets)
    shapes = [re.sub("[0-9]", "0", value) for value in values]
    markup = "".join(f'<i data-slot="{n}">{shape}</i>' for n, shape in enumerate(shapes))
    return Chunk(name, f"<p>{name}</p>{markup}", values, (), "any", folios)


def flips(low: int, high: int) -> Layout:
    """The narrow number sends its target on, the wide one sends it back."""
    return lambda shapes: [high if len(shape) <= len(str(low)) else low for shape in shapes]


def crossed(low: int, high: int) -> Layout:
    """Two numbers, each of which moves the other's target."""
    return lambda shapes: [
        high if len(shapes[1]) <= len(str(low)) else low,
        low if len(shapes[0]) <= len(str(low)) else high,
    ]


def chain(low: int, high: int) -> Layout:
    """Five numbers: each moves the next one's target, and the last the first's back."""

    def layout(shapes: Sequence[str]) -> list[int]:
        wide = [len(shape) > len(str(low)) for shape in shapes]
        return [low if wide[-1] else high, *(high if one else low for one in wide[:-1])]

    return layout


OSCILLATING: list[tuple[str, int, FolioStyle, Layout]] = [
    *((f"flips at {low}", 1, "arabic", flips(low, low + 1)) for low in (9, 99)),
    *((f"leaps at {low}", 1, "arabic", flips(low, high)) for low, high in ((2, 40), (9, 118))),
    *((f"crossed at {low}", 2, "arabic", crossed(low, low + 1)) for low in (9, 99)),
    *((f"crossed far at {low}", 2, "arabic", crossed(low, 110)) for low in (3, 50)),
    *((f"chain at {low}", 5, "arabic", chain(low, low + 1)) for low in (9, 99)),
    *(
        (f"roman, {wide} and {narrow}", 1, "roman",
         lambda shapes, wide=wide, narrow=narrow, said=said:
         [narrow if shapes[0] == said else wide])
        for said, wide, narrow in (
            ("iii", 3, 4), ("iv", 4, 3), ("viii", 8, 9), ("ix", 9, 8), ("xiii", 13, 14),
            ("xviii", 18, 19), ("xix", 19, 18), ("xxviii", 28, 29), ("xxxviii", 38, 39),
            ("xlix", 49, 48),
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("targets", "folios", "layout"),
    [case[1:] for case in OSCILLATING],
    ids=[case[0] for case in OSCILLATING],
)
def test_layouts_built_to_oscillate(targets: int, folios: FolioStyle, layout: Layout) -> None:
    """Each of twenty layouts that have no rest by themselves comes to rest, and is right."""
    book, typeset = Book(targets, folios), typesetter(layout, 120)
    chunks, _ = book.text(None)
    for _ in range(40):
        (piece, _problems), before = typeset(chunks, ())[0], chunks
        assert piece
        chunks, _ = book.text(place([(before[0], piece)]))
        assert chunks[0].markup != before[0].markup, "this one comes to rest by itself"

    settled, problems = settle(book, typeset)

    assert settled and not problems
    assert settled.book[0][0].values == tuple(settled.pages.folio(f"t{n}") for n in range(targets))


@given(st.integers(1, 4), st.integers(0, 10**6), st.sampled_from((8, 9, 98, 99)))
def test_any_layout_settles(targets: int, seed: int, low: int) -> None:
    """However targets jump about with the shapes of the numbers, they come to rest."""

    def layout(shapes: Sequence[str]) -> list[int]:
        drawn = [crc32(f"{seed} {n} {shapes}".encode()) for n in range(targets)]
        return [low + one % 4 for one in drawn]

    settled, problems = settle(Book(targets, "arabic"), typesetter(layout, 120))

    assert settled and not problems
    assert settled.book[0][0].values == tuple(settled.pages.folio(f"t{n}") for n in range(targets))


@dataclass(frozen=True)
class Letters:
    """A book of letters, each of which prints the page of the next, and an index of them all."""

    count: int

    def text(
        self, pages: PageMap | None, asked: Set[str] | None = None
    ) -> tuple[list[Chunk], list[Diagnostic]]:
        """The letters, the last of which says where the index is, and the last page."""
        names = [*(f"d{n}" for n in range(self.count)), "index"]
        letters = [numbered(one, pages, [after]) for one, after in pairwise(names)]
        return [*letters, numbered("colophon", pages, [])], []

    def book(self, pages: PageMap | None) -> tuple[list[Chunk], list[Diagnostic]]:
        """The letters, and before and after them a list."""
        (*letters, last), _ = self.text(pages)
        every = [chunk.name for chunk in letters]
        contents = numbered("contents", pages, [*every, "index"], "roman")
        return [contents, *letters, numbered("index", pages, every), last], []


@given(st.integers(1, 90), st.integers(0, 10**6))
def test_lists_are_set_once(count: int, seed: int) -> None:
    """However long letters are, what lists their pages is set when these are known, and is true."""
    done: list[str] = []

    def typeset(chunks: Sequence[Chunk], sides: Sequence[Side]) -> list[Outcome]:
        done.extend(chunk.name for chunk in chunks)
        return [(piece_of(chunk), []) for chunk in chunks]

    def piece_of(chunk: Chunk) -> Piece:
        length = 1 + crc32(f"{seed} {chunk.markup}".encode()) % 7 * (chunk.name != "colophon")
        spots = {chunk.name: Spot(0, 1, 60.0)}
        return Piece(Loose(), (PieceSheet("recto", 400, 600, 50, 550, 550),) * length,
                     spots, spots, {}, {}, (), turns=True)  # fmt: skip

    settled, problems = settle(Letters(count), typeset)

    assert settled and not problems
    for chunk, _ in settled.book:
        told = [*(f"d{n}" for n in range(count)), "index"]
        after = told[told.index(chunk.name) + 1 :][:1] if chunk.name in told else told
        wanted = told[:-1] if chunk.name == "index" else after
        if chunk.name != "colophon":
            assert chunk.values == tuple(settled.pages.folio(name) for name in wanted)
    assert done.count("index") == done.count("contents") == 1
