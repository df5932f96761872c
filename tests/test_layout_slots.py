"""Page numbers are set into the streams of a piece, by whoever knows them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.model import slots
from compendium.model.pages import Piece
from test_layout import set_good

FIGURES = {"F": {c: (16 + n, 500) for n, c in enumerate(slots.CHARACTERS)}}
"""Glyphs 0x10, 0x11 ... for 0, 1 ..., all half an em wide."""


def number(glyphs: str) -> bytes:
    """A page stream with slot 7, laid out as *glyphs*."""
    return b"q\nBT\n%%slot 7\n1 0 0 -1 10 20 Tm\n/F 9 Tf\n[%b] TJ\n%%end\nET\nQ" % glyphs.encode()


def folio(align: slots.Align, spacing: float = 0) -> bytes:
    """A page stream with a folio "3" of 5 px in 10 px type, which begins at 100 px."""
    opening = slots.folio_opening(align, 10, 5, spacing)
    return b"BT\n%b\n1 0 0 -1 100 20 Tm\n/F 10 Tf\n[<0013>] TJ\n%%end\nET" % opening


def filled(stream: bytes, value: str) -> str:
    """*stream* with *value* in its slot."""
    return slots.fill(stream, lambda _: value, FIGURES).decode()


def test_number() -> None:
    """The zeros become the digits, and nothing else of the page changes."""
    assert filled(number("<0010>2<0010>"), "47") == (
        "q\nBT\n1 0 0 -1 10 20 Tm\n/F 9 Tf\n[<0014>2<0017>] TJ\nET\nQ"
    )


def test_number_among_other_characters() -> None:
    """Dashes, letters and ligatures keep their glyphs."""
    assert "[<001100990012>] TJ" in filled(number("<001000990010>"), "1fi2")


def test_roman_number() -> None:
    """A number without digits was laid out as itself."""
    assert "[<0099>] TJ" in filled(number("<0099>"), "xii")


@given(st.lists(st.sampled_from("0123456789"), min_size=1, max_size=9).map("".join))
def test_any_number(value: str) -> None:
    """Whatever the digits are, their glyphs come out in their order."""
    glyphs = re.findall("<(....)>", filled(number("<0010>" * len(value)), value))

    assert [int(glyph, 16) - 16 for glyph in glyphs] == [int(digit) for digit in value]


@pytest.mark.parametrize(("value", "glyphs"), [("4", "0014"), ("ix", "001a001c")])
def test_number_in_a_wider_slot(value: str, glyphs: str) -> None:
    """A number that is narrower than its slot stands at the right end of it."""
    gap = -500 * (3 - len(value))

    assert f"[{gap}<{glyphs}>] TJ" in filled(number("<001000100010>"), value)


def test_number_in_a_narrower_slot() -> None:
    """A number that the slot was not laid out for is refused, and named."""
    with pytest.raises(slots.SlotError, match="the room of '00' cannot hold '123'"):
        filled(number("<00100010>"), "123")


def test_character_without_figure() -> None:
    """A folio in characters that nobody shaped is refused."""
    with pytest.raises(slots.SlotError, match="font 'F' has no figure for 'A'"):
        filled(folio("left"), "A7")


@pytest.mark.parametrize(("align", "left"), [("left", 100), ("center", 95), ("right", 90)])
def test_folio(align: slots.Align, left: float) -> None:
    """A folio of any width stays aligned: at its left, about its middle, at its right."""
    assert filled(folio(align), "012") == (
        f"BT\n1 0 0 -1 {left:.4f} 20 Tm\n/F 10 Tf\n[<0010><0011><0012>] TJ\nET"
    )


def test_folio_letterspaced() -> None:
    """A letterspaced folio is spaced again, and its width counts the space."""
    stream = filled(folio("right", spacing=1), "12")

    assert "1 0 0 -1 93.0000 20 Tm" in stream  # 100 + 5 - (5 + 1) * 2
    assert "[<0011>-100.0000<0012>] TJ" in stream


def test_names() -> None:
    """The slots of a stream are listed in their order."""
    assert slots.names(number("<0010>") + b"\n" + folio("left")) == ("7", "folio")


def stream_of(piece: Piece) -> bytes:
    """The stream of a piece's only page."""
    (stream,) = re.findall(rb"stream\n(.*?)\nendstream", piece.pdf, re.DOTALL)
    return bytes(stream)


def figures_of(piece: Piece) -> slots.Figures:
    """The figures of a piece by font resource."""
    return {font.resource: font.figures for font in piece.fonts}


@pytest.mark.parametrize("value", ["417", "23–29", "12n3", "xii", "4, 17", "4 (first 7)"])
def test_shape_is_enough(value: str) -> None:
    """A piece laid out with zeros and filled is the piece laid out with the number itself."""
    shape = re.sub("[0-9]", "0", value)
    css = "@page { @bottom-right { content: none } }"
    body = '<p id="a">See page <span class="folio" data-slot="0">{}</span> below.</p>'
    with_zeros = set_good(body.format(shape), value, css=css)
    with_number = set_good(body.format(value), value, css=css)

    def fill(piece: Piece) -> bytes:
        return slots.fill(stream_of(piece), lambda _: value, figures_of(piece))

    marks = re.compile(rb"^%(slot.*|end)\n", re.MULTILINE)
    assert fill(with_zeros) == marks.sub(b"", stream_of(with_number))


def test_folio_of_a_piece() -> None:
    """A folio ends where the margin box ends, whatever number it is."""
    piece = set_good('<p id="a">Text</p>')
    (figures,) = (font.figures for font in piece.fonts if font.figures)
    ends = set()
    for value in ("1", "27", "417", "xviii"):
        stream = slots.fill(stream_of(piece), {"folio": value}.__getitem__, figures_of(piece))
        found = re.search(
            rb"1 0 0 -1 (\S+) \S+ Tm\n/\S+ (\S+) Tf\n\[(<[0-9a-f<>]+>)\] TJ\nET\nEMC\nQ", stream
        )
        assert found is not None
        width = sum(figures[c][1] for c in value) * float(found[2]) / 1000
        ends.add(round(float(found[1]) + width, 2))
    assert len(ends) == 1
