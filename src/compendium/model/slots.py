r"""The places in a page stream where a page number stands, and how to set one there.

A slot is a run of text-showing operators between two comment lines of the stream:

    %slot 7                         a page number in the text: `Chunk.values[7]`
    %slot folio right 9 4.5 0       the folio: how it is aligned, then in the units of the
                                    stream its font size, its width, and its letter-spacing
    1 0 0 -1 340 52 Tm              where it begins
    /ABCDEF 9 Tf                    its font, and what `FontUse.figures` is looked up by
    [<0012>] TJ
    %end

Layout draws a number in the text with zeros for its digits, and filling such a slot is
changing those glyphs. Where the pages would not settle, a slot may have more room than its
number needs: the number then stands at the right end of it. A folio is drawn as the number
of its page in the piece, and moved when another is set in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Literal

Align = Literal["left", "center", "right"]
Figures = Mapping[str, Mapping[str, tuple[int, int]]]

FOLIO = "folio"
CHARACTERS = "0123456789ivxlcdmn–, ."
"""What a page number may be made of."""

_DIGITS = frozenset("0123456789")
_DIGIT = re.compile("[0-9]")
_SLOT = re.compile(rb"^%slot ([^\n]+)\n(.*?)^%end\n", re.MULTILINE | re.DOTALL)
_TOKEN = re.compile(rb"/(\S+) \S+ Tf|<([0-9a-f]+)>")
_FONT = re.compile(rb"/(\S+) \S+ Tf")
_MATRIX = re.compile(rb"(\S+) (\S+ Tm)")
_SHOWN = re.compile(rb"\[.*?\] TJ\n", re.DOTALL)
_SHARE = {b"left": 0.0, b"center": 0.5, b"right": 1.0}


class SlotError(ValueError):
    """A value that the slot was not laid out for; the message names both. A bug of ours."""


def opening(number: int) -> bytes:
    """The line that opens the slot of `Chunk.values[number]`."""
    return b"%%slot %d" % number


def folio_opening(align: Align, size: float, width: float, spacing: float) -> bytes:
    """The line that opens the slot of the folio."""
    return f"%slot {FOLIO} {align} {size:.4f} {width:.4f} {spacing:.4f}".encode()


CLOSING = b"%end"


def names(stream: bytes) -> tuple[str, ...]:
    """The slots of a page stream in order: their numbers as text, or "folio"."""
    return tuple(match[1].split()[0].decode() for match in _SLOT.finditer(stream))


def fill(stream: bytes, values: Callable[[str], str], figures: Figures) -> bytes:
    """*stream* with every slot set to its value and the marks of the slots taken out.

    Shape: `values` gives the text of a slot by its name ("7", or "folio"); `figures` has
        the `FontUse.figures` of each font resource of the page.
    Errors: `SlotError` if a number needs more room than its slot was laid out for,
        or a character has no figure.
    """

    def set_slot(match: re.Match[bytes]) -> bytes:
        name, *rest = match[1].split()
        value = values(name.decode())
        if name == FOLIO.encode():
            return _set_folio(match[2], value, rest, figures)
        return _set_number(match[2], value, figures)

    return _SLOT.sub(set_slot, stream)


def _set_number(body: bytes, value: str, figures: Figures) -> bytes:
    """*body* showing *value*: its zeros changed for digits, or all of it where shapes differ.

    A glyph that is no figure ("?") is a letter or a ligature beside the number, and stays.
    """
    font, shown = "", ""
    for match in _TOKEN.finditer(body):
        font = match[1].decode() if match[1] else font
        characters = {glyph: text for text, (glyph, _) in figures.get(font, {}).items()}
        glyphs = bytes.fromhex((match[2] or b"").decode())
        numbers = (int.from_bytes(glyphs[at : at + 2], "big") for at in range(0, len(glyphs), 2))
        shown += "".join(characters.get(number, "?") for number in numbers)
    if not re.fullmatch(re.escape(shown).replace(r"\?", ".+"), _DIGIT.sub("0", value)):
        return _set_narrower(body, value, shown, figures)
    digits = iter(character for character in value if character in _DIGITS)

    def change(match: re.Match[bytes]) -> bytes:
        nonlocal font
        if match[1]:
            font = match[1].decode()
            return match[0]
        glyphs = [match[2][at : at + 4] for at in range(0, len(match[2]), 4)]
        zero = b"%04x" % _figure(font, "0", figures)[0]
        set_ = (
            b"%04x" % _figure(font, next(digits), figures)[0] if glyph == zero else glyph
            for glyph in glyphs
        )
        return b"<" + b"".join(set_) + b">"

    return _TOKEN.sub(change, body)


def _set_narrower(body: bytes, value: str, shown: str, figures: Figures) -> bytes:
    """*body* showing *value* at the right end of the room that *shown* has."""
    named = _FONT.search(body)
    font = named[1].decode() if named else ""
    advances = [_figure(font, character, figures)[1] for character in shown]
    glyphs = [_figure(font, character, figures) for character in value]
    room = sum(advances) - sum(advance for _, advance in glyphs)
    if room < 0:
        raise SlotError(f"the room of {shown!r} cannot hold {value!r}")
    text = b"".join(b"%04x" % glyph for glyph, _ in glyphs)
    return _show_instead(body, b"[%d<%b>] TJ\n" % (-room, text))


def _set_folio(body: bytes, value: str, numbers: list[bytes], figures: Figures) -> bytes:
    """*body* showing *value*, moved so that it stays aligned as the old folio was."""
    align, size, width, spacing = numbers[0], *map(float, numbers[1:])
    named = _FONT.search(body)
    if named is None:
        raise SlotError(f"the slot of a folio names no font for {value!r}")
    glyphs = [_figure(named[1].decode(), character, figures) for character in value]
    new = sum(advance for _, advance in glyphs) * size / 1000 + spacing * len(glyphs)
    shift = (width - new) * _SHARE[align]
    gap = b"" if not spacing else b"%.4f" % (-spacing * 1000 / size)
    shown = b"[" + gap.join(b"<%04x>" % glyph for glyph, _ in glyphs) + b"] TJ\n"
    moved = _MATRIX.sub(lambda m: b"%.4f %b" % (float(m[1]) + shift, m[2]), body, count=1)
    return _show_instead(moved, shown)


def _show_instead(body: bytes, shown: bytes) -> bytes:
    """*body* with *shown* in the place of all that it shows."""
    parts = _SHOWN.split(body)
    return shown.join((parts[0], b"".join(parts[1:])))


def _figure(font: str, character: str, figures: Figures) -> tuple[int, int]:
    try:
        return figures[font][character]
    except KeyError:
        raise SlotError(f"font {font!r} has no figure for {character!r}") from None
