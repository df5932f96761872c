"""The first guess at the page numbers of a book, made before it is typeset."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from compendium.account import Account
from compendium.assemble import place
from compendium.diag import Diagnostic
from compendium.estimates import FIRST, GROWTH, doubt, estimate, is_sure, measure, wave
from compendium.layout import Done
from compendium.model.pages import Chunk, Loose, Piece, PieceSheet, Side, Spot
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


@given(st.integers(0, 9999), st.integers(0, 10))
def test_waves(count: int, tenths: int) -> None:
    """Every chunk is in one wave, however many are sure, and there are few waves."""
    left, length, turns = list(range(count)), FIRST, 0
    while left:
        now = wave(left, [at for at in left if at * 7 % 10 < tenths], length)
        assert now == sorted(set(now)) and set(now) <= set(left)
        left = [at for at in left if at not in set(now)]
        length, turns = length * GROWTH, turns + 1
    assert turns < 12


@given(st.integers(1, 99999), st.integers(1, 500))
def test_what_is_sure(number: int, known: int) -> None:
    """A number is sure if it has as many figures even where the guess is wrong by the doubt."""
    by = doubt(known)
    ends = (number - int(number * by), number + int(number * by))
    if is_sure(str(number), by):
        assert {len(str(end)) for end in ends} == {len(str(number))}
    assert not is_sure("xii", by)


def test_most_numbers_have_as_many_figures() -> None:
    """When a wave is set, nearly all numbers are as wide as their page will have them."""
    real = place([(chunk, set_(at)) for at, chunk in enumerate(BOOK)])
    assert len(real.sheets) > 300
    done: dict[int, Piece] = {}
    left, length, wrong = list(range(len(BOOK))), FIRST, 0
    while left:
        pages = place(list(zip(BOOK, estimate(BOOK, EXTENTS, done), strict=True)))
        by = doubt(len(done))
        sure = [at for at in left if is_sure(pages.folio(BOOK[at].name), by)]
        now = wave(left, sure, length)
        names = [BOOK[at].name for at in now]
        wrong += sum(len(pages.folio(name)) != len(real.folio(name)) for name in names)
        done |= {at: set_(at) for at in now}
        left, length = [at for at in left if at not in done], length * GROWTH
    assert wrong <= 2


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
