"""The first guess at the page numbers of a book, made before it is typeset."""

from __future__ import annotations

from compendium.assemble import place
from compendium.layout.estimates import estimate, sample
from compendium.model.pages import Chunk, Piece, PieceSheet

SHEET = PieceSheet("recto", 0.0, 0.0, 0.0, 0.0, 0.0)


def letter(number: int, words: int) -> Chunk:
    """A chunk with an anchor at its head and one at its end."""
    text = f'<body data-title="1 > 0" id="d{number}">{"word " * words}<p id="d{number}.end">end</p>'
    return Chunk(f"d{number}", text, (), (), "any", "arabic")


def set_(words: int) -> Piece:
    """The piece of a letter of so many words: a page for 400, and half a page for its head."""
    return Piece(b"", (SHEET,) * (1 + (words + 200) // 400), (), {}, {}, {}, {}, (), ())


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
