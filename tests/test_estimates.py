"""The first guess at the page numbers of a book, made before it is typeset."""

from __future__ import annotations

from collections.abc import Sequence

from compendium.account import Account
from compendium.assemble import place
from compendium.layout import Done
from compendium.layout.estimates import estimate, sample
from compendium.model.pages import Chunk, Loose, Piece, PieceSheet, Side
from compendium.progress import Progress
from compendium.settling import settle
from finished import trip

SHEET = PieceSheet("recto", 0.0, 0.0, 0.0, 0.0, 0.0)


def letter(number: int, words: int) -> Chunk:
    """A chunk with an anchor at its head and one at its end."""
    text = f'<body data-title="1 > 0" id="d{number}">{"word " * words}<p id="d{number}.end">end</p>'
    return Chunk(f"d{number}", text, (), (), "any", "arabic")


def set_(words: int) -> Piece:
    """The piece of a letter of so many words: a page for 400, and half a page for its head."""
    return Piece(Loose(), (SHEET,) * (1 + (words + 200) // 400), {}, {}, {}, {}, ())


LENGTHS = [200 + 370 * (number * 7 % 11) for number in range(96)]
BOOK = [letter(number, words) for number, words in enumerate(LENGTHS)]


def test_sample() -> None:
    """Of a long book a few chunks of every size are set, of a short one none."""
    chosen = sample(BOOK)

    assert len(chosen) == 12
    assert {LENGTHS[at] for at in chosen} == set(LENGTHS)
    assert sample(BOOK[:15]) == []
    assert len(sample(BOOK * 10)) <= 16


def test_most_numbers_have_as_many_figures() -> None:
    """Nine in ten anchors get a number as wide as their page will have."""
    real = place([(c, set_(n)) for c, n in zip(BOOK, LENGTHS, strict=True)])
    known = {at: set_(LENGTHS[at]) for at in sample(BOOK)}
    guess = place(list(zip(BOOK, estimate(BOOK, known), strict=True)))
    starts = [sheet for sheet in real.sheets if sheet.chunk != real.sheets[sheet.number - 2].chunk]

    folios = {sheet.chunk: sheet.folio for sheet in starts}
    same = [len(guess.folio(chunk.name)) == len(folios[chunk.name]) for chunk in BOOK]

    assert len(real.sheets) > 400
    assert sum(same) > 0.9 * len(same)


def test_anchors_are_spread_by_the_words_before_them() -> None:
    """An anchor at the end of a long chunk is on its last page; mark-up does not count."""
    (piece,) = estimate([letter(1, 4000)], {})

    assert len(piece.sheets) == 9
    assert (piece.first["d1"].sheet, piece.last["d1.end"].sheet) == (0, 8)
    assert estimate([letter(1, 0)], {})[0].sheets == (SHEET,)


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

    settle(lambda pages: (list(book.chunks), ()), typeset, expected.append)
    assert len(book.pages.sheets) / 2 < expected[0] < len(book.pages.sheets) * 2
