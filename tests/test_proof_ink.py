"""What is read of a page all at once is what is read of it character by character."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from compendium.proof import calls
from compendium.proof.ink import Ink
from compendium.proof.reader import Reader
from compendium.proof.runs import ROUNDING, Boxes, glyph_of
from finished import trip

WIDE, HIGH = 12, 9
EDGE = st.floats(-2.0, 14.0)
BOX = st.tuples(EDGE, EDGE, EDGE, EDGE)


def looked_at(ink: Ink, left: float, top: float, right: float, bottom: float) -> bool:
    """Whether a box has a pixel that is not paper."""
    return any(
        ink.pixels[row * ink.stride + column] < 241
        for row in range(max(int(top * ink.down), 0), min(int(bottom * ink.down) + 1, HIGH))
        for column in range(int(left * ink.across), min(int(right * ink.across) + 1, WIDE))
    )


@given(st.binary(min_size=WIDE * HIGH, max_size=WIDE * HIGH), st.lists(BOX), EDGE)
def test_boxes_without_ink(pixels: bytes, boxes: list[tuple[float, ...]], up: float) -> None:
    """A box is bare if no pixel of it is drawn in, wherever one looks first."""
    ink = Ink(bytes(255 if grey < 230 else 240 for grey in pixels), WIDE, WIDE / 11.5, HIGH / 8.6)
    edges = [
        (min(one, two), max(one, two), min(low, high), max(low, high))
        for one, two, low, high in boxes
    ]
    left, right, low, high = zip(*edges, strict=True) if edges else ((),) * 4
    meant = Boxes((left, right, low, high), 8.6)
    onto = [at for at, box in enumerate(meant) if box[0] >= 0 and box[1] >= 0]

    bare = ink.bare(meant, up)
    assert [at for at in onto if at in bare] == [
        at for at in onto if not looked_at(ink, *meant[at])
    ]
    assert all(at in bare for at, box in enumerate(meant) if box[1] < 0)


@given(st.floats(-5000, 5000))
def test_rounding(number: float) -> None:
    """What is added to that number is rounded as `round` does it."""
    assert glyph_of(("a", number + ROUNDING, ROUNDING, ROUNDING))[1] == round(number)


def test_characters_at_once() -> None:
    """The characters of a page read at once are those read one by one."""
    reader = Reader(trip().pdf)
    said = []
    for index in range(len(reader)):
        text = reader.pdf[index].get_textpage()
        page = calls.Page(text.raw)
        said.append(page.plain())
        if said[-1] is not None:
            assert [*map(ord, said[-1])] == page.codes()
    reader.close()
    assert any(said)
