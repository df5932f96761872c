"""Pieces go into a cache and come out of it as they were."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.layout.store import pack, unpack
from compendium.model.pages import Bookmark, FontUse, Line, Loose, Piece, PieceSheet, Spot, Turn
from test_layout import AWKWARD, set_good

number = st.floats(-1e4, 1e4)
words = st.text('ab\x02\x03\u2010日\n"', max_size=4)
count = st.integers(0, 9)
line = st.builds(Line, words, count, st.just("notes"), count, words, number, number, number, number)
font = st.builds(
    FontUse,
    words,
    words,
    st.dictionaries(count, st.tuples(count, words), max_size=2),
    st.dictionaries(words, st.tuples(count, count), max_size=2),
)
edit = st.tuples(count, count, st.binary(max_size=3))
bodies = st.builds(
    Loose,
    pdf=st.binary(max_size=9),
    lines=st.tuples(line, line),
    fonts=st.tuples(font),
    turn=st.none() | st.builds(Turn, st.tuples(number), st.tuples(*[edit] * 2)),
)
pieces = st.builds(
    Piece,
    body=bodies,
    sheets=st.tuples(st.builds(PieceSheet, st.just("verso"), *[number] * 5, st.booleans())),
    first=st.dictionaries(words, st.builds(Spot, count, count, number), max_size=2),
    last=st.dictionaries(words, st.builds(Spot, count, count, number), max_size=2),
    marks=st.dictionaries(words, count, max_size=2),
    notes=st.dictionaries(words, st.tuples(count, count), max_size=2),
    outline=st.tuples(st.builds(Bookmark, count, words, words)),
    turns=st.booleans(),
)


def at_hand(piece: Piece) -> Piece:
    """*piece* with all of its body read, and no name."""
    body = Loose(piece.pdf, piece.lines, piece.fonts, piece.turn)
    return replace(piece, body=body, digest="")


@given(pieces)
def test_any_piece(piece: Piece) -> None:
    """Whatever a piece holds is there again."""
    assert at_hand(unpack(pack(piece))) == piece


def test_typeset_piece() -> None:
    """A piece that was typeset comes out as it went in, a fifth of the size."""
    piece = set_good(AWKWARD, "12")
    data = pack(piece)

    assert at_hand(unpack(data)) == at_hand(piece)
    assert pack(unpack(data)) == data
    assert len(data) < len(piece.pdf) / 2


@given(pieces, pieces)
def test_digest(one: Piece, other: Piece) -> None:
    """Pieces that differ have different digests, and a piece keeps the one it has."""
    ours, theirs = unpack(pack(one)), unpack(pack(other))

    assert ours.digest != theirs.digest or at_hand(ours) == at_hand(theirs)
    assert unpack(pack(ours)).digest == ours.digest


@pytest.mark.parametrize("damage", [b"", b"%PDF-1.7", b"compendium piece 4\nnonsense"])
def test_damage(damage: bytes) -> None:
    """Bytes that are no piece are refused, not believed."""
    with pytest.raises(ValueError, match="piece"):
        unpack(damage)


@given(st.integers(min_value=19), st.integers(1, 255))
def test_any_damage(at: int, change: int) -> None:
    """A byte that changed on the disk is noticed."""
    data = bytearray(pack(Piece(Loose(b"x" * 99), (), {}, {}, {}, {}, ())))
    data[at % len(data) if at % len(data) >= 19 else 19] ^= change

    with pytest.raises(ValueError, match="damaged"):
        unpack(bytes(data))
