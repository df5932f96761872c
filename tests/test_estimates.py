"""The first guess at the page numbers of a book, made before it is typeset."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from compendium.account import Account
from compendium.assemble import place
from compendium.diag import Diagnostic
from compendium.estimates import estimate, measure, waves
from compendium.layout import Done
from compendium.model.pages import Chunk, Loose, PageMap, Piece, PieceSheet, Side, Spot
from compendium.progress import Progress
from compendium.settling import settle
from finished import trip

SHEET = PieceSheet("recto", 0.0, 0.0, 0.0, 0.0, 0.0)


def letter(number: int, words: int) -> Chunk:
    """A chunk with an anchor at its head and one at its end."""
    text = f'<body data-title="1 > 0" id="d{number}">{"word " * words}<p id="d{number}.end">end</p>'
    return Chunk(f"d{number}", text, (), (), "any", "arabic")


def set_(number: int) -> Piece:
    """The piece of a letter: a page for 400 words, and half a page for its head."""
    length = 1 + (LENGTHS[number] + 200) // 400
    spots = {f"d{number}": Spot(0, 1, 0.0)}
    return Piece(Loose(), (SHEET,) * length, spots, spots, {}, {}, ())


LENGTHS = [200 + 370 * (number * 7 % 11) for number in range(96)]
BOOK = [letter(number, words) for number, words in enumerate(LENGTHS)]
EXTENTS = [measure(chunk.markup) for chunk in BOOK]


def guessed(known: int) -> PageMap:
    """The book as it is guessed when the first *known* of its letters have been set."""
    done = {at: set_(at) for at in range(known)}
    return place(list(zip(BOOK, estimate(BOOK, EXTENTS, done), strict=True)))


@given(st.integers(0, 9999))
def test_waves(count: int) -> None:
    """Every chunk is in one wave, in order; each wave is longer, so that there are few."""
    lengths = [len(wave) for wave in waves(count)]

    assert [at for wave in waves(count) for at in wave] == list(range(count))
    assert lengths == sorted(lengths)
    assert len(lengths) < 9


def test_most_numbers_have_as_many_figures() -> None:
    """When a wave is set, nearly all numbers are as wide as their page will have them."""
    real = place([(chunk, set_(at)) for at, chunk in enumerate(BOOK)])
    starts = [wave.start for wave in waves(len(BOOK))]
    assert len(real.sheets) > 300 and starts[1:]

    for start in starts[1:]:
        pages = guessed(start)
        same = [len(pages.folio(chunk.name)) == len(real.folio(chunk.name)) for chunk in BOOK]
        assert sum(same) > 0.95 * len(same)


def test_anchors_are_spread_over_the_pages() -> None:
    """An anchor at the end of a long chunk is on its last page; mark-up does not make it longer."""
    long, bare = letter(1, 4000), letter(1, 0)
    (piece,) = estimate([long], [measure(long.markup)], {})

    assert len(piece.sheets) == 9
    assert (piece.first["d1"].sheet, piece.last["d1.end"].sheet) == (0, 8)
    assert estimate([bare], [measure(bare.markup)], {})[0].sheets == (SHEET,)


def test_the_bar_promises_what_is_guessed_and_no_more() -> None:
    """The pages promised are those set and those waited for; what was at hand is no work."""
    account = Account()
    progress = Progress(account)

    def told() -> tuple[float, float | None]:
        (task,) = progress._bar.tasks
        return task.completed, task.total

    account.expect(10)
    assert told() == (0, 10)
    account.hear(Done("a", 4, 1.0, reused=False))
    account.hear(Done("b", 3, 0.0, reused=True))
    assert told() == (4, 7)
    account.hear(Done("c", 5, 1.0, reused=False))
    assert told() == (9, 9)
    account.expect(2)
    assert told() == (9, 11)


def test_how_many_pages_are_expected() -> None:
    """Before anything is set the loop says how many pages there may be: about as many."""
    expected: list[int] = []
    book = trip()

    def typeset(chunks: Sequence[Chunk], sides: Sequence[Side]) -> list[tuple[Piece, tuple[()]]]:
        by_name = {chunk.name: piece for chunk, piece in book.book}
        return [(by_name[chunk.name], ()) for chunk in chunks]

    def write(*_: object) -> tuple[list[Chunk], list[Diagnostic]]:
        return list(book.chunks), []

    settle(SimpleNamespace(text=write, book=write), typeset, expected.append)
    assert len(book.pages.sheets) / 2 < expected[0] < len(book.pages.sheets) * 2
