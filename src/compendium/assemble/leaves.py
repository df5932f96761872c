"""What the pages of a piece draw: all before the first number compressed once, the rest when set.

A number that changes would have its whole page compressed again. Numbers stand low on a page,
in notes and at its foot, so the rest is little; it is compressed as what follows on the last
bytes before it, and comes out nearly as small as if the page were compressed as one. So it is with
what differs on the other side of the sheet: how far the page is moved, and what is in its margins.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from compendium.assemble.originals import Edits, edited
from compendium.assemble.packing import compress, ends_like_a_line
from compendium.diag import Diagnostic, Span
from compendium.model import slots
from compendium.model.pages import Chunk

LEVEL = 6  # of 9, which takes twice as long for a fortieth
_REST_LEVEL = 7
_WINDOW = 4096  # bytes: of 32768, for which the rest takes half as long again
_BITS, _MEMORY = 14, 7  # less room than is usual, which takes time to clear
_NEAR = 256  # bytes: how far down a page still begins
_HEAD = b"\x78\x9c"  # of a compressed stream
_TEN = 10
_ZEROS = str.maketrans("123456789", "0" * 9)
_FONT, _SHOWN = re.compile(rb"/(\S+) \S+ Tf"), re.compile(rb"<([0-9a-f]+)>")
_OPENS, _CLOSES = b"%slot ", b"\n" + slots.CLOSING + b"\n"


class Facing(NamedTuple):
    """What is its own on one side of the sheet: how a page begins, and all from its first number.

    Shape: `check` is the checksum of all that comes before what is `drawn`, with slots.
    """

    opening: bytes
    check: int
    drawn: bytes


@dataclass(frozen=True, slots=True)
class Rest:
    """What a page draws besides what is always the same.

    Shape: `page` counts the pages of the piece; `window` are the last bytes before the rest;
        `sides` are this side and, where that is known, the other.
    """

    page: int
    window: bytes
    sides: tuple[Facing, ...]


def part(drawn: bytes, page: int, edits: Edits = ()) -> tuple[bytes, Rest | None]:
    """What *page* draws on either side and up to its first number, compressed, and the rest.

    There is none on a page without a number that has no *edits* for the other side.
    """
    number = 0 if drawn.startswith(_OPENS) else drawn.find(b"\n" + _OPENS) + 1
    slotted = drawn.startswith(_OPENS, number)
    if not slotted and not edits:
        return compress(drawn, LEVEL), None
    number = number if slotted else len(drawn)
    early = tuple(edit for edit in edits[:1] if edit[1] <= min(_NEAR, number))
    later = edits[len(early) :]
    begin = early[0][1] if early else 0
    end = min([number, *(start for start, _, _ in later[:1])])
    body = drawn[begin:end]
    packing = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packing.compress(body) + packing.flush(zlib.Z_SYNC_FLUSH)
    sides = [(drawn[:begin], drawn[end:])]
    if edits:
        sides.append((edited(drawn[:begin], early), edited(drawn[end:], later, end)))
    facing = (
        Facing(opening, zlib.adler32(body, zlib.adler32(opening)), rest) for opening, rest in sides
    )
    return packed, Rest(page, body[-_WINDOW:], tuple(facing))


class Compositor:
    """Sets the numbers of *chunk* on its pages, with the *figures* of their fonts."""

    def __init__(self, chunk: Chunk, figures: slots.Figures) -> None:
        self._chunk = chunk
        self._figures = figures
        self._plans: dict[bytes, _Plan | None] = {}

    def set(
        self, packed: bytes, rest: Rest, folio: str, side: int = 0
    ) -> tuple[bytes, list[Diagnostic]]:
        """The page *folio*, compressed: *packed*, and around it *rest* with its numbers.

        Where a number does not fit, the page as drawn, and why.
        """
        facing = rest.sides[side]
        try:
            filled = b"".join(self._filled(facing.drawn, folio))
            return _whole(packed, rest.window, facing, filled), []
        except slots.SlotError as error:
            name = self._chunk.name
            text = f"a page number in `{name}` does not fit on page `{folio}`"
            problem = Diagnostic("slot-misfit", text, Span("edition.yaml"), str(error))
            return _whole(packed, rest.window, facing, facing.drawn), [problem]

    def _filled(self, drawn: bytes, folio: str) -> Iterator[bytes]:
        """*drawn* with its slots filled; what is between them need not be looked through."""
        before, *parts = (b"\n" + drawn).split(b"\n" + _OPENS)
        yield (before + b"\n" if parts else before)[1:]
        for at, part in enumerate(parts, 1):
            ended = part if at == len(parts) else part + b"\n"
            body, closing, after = ended.partition(_CLOSES)
            yield self._slot(body, closing, folio)
            yield after

    def _slot(self, body: bytes, closing: bytes, folio: str) -> bytes:
        name, _, shown = body.partition(b"\n")
        if name.isdigit() and closing:
            matrix, _, digits = shown.partition(b"\n")
            if digits not in self._plans:
                self._plans[digits] = _plan(digits, self._figures)
            plan, value = self._plans[digits], self._chunk.values[int(name)]
            if plan and plan.shape == value.translate(_ZEROS):
                return b"%b\n%b\n" % (matrix, plan.showing(value))

        def value_of(name: str) -> str:
            return folio if name == slots.FOLIO else self._chunk.values[int(name)]

        return slots.fill(_OPENS + body + closing, value_of, self._figures)


class _Plan(NamedTuple):
    """How a number of some shape is shown: what is around its digits, and how each is written."""

    shape: str
    around: Sequence[bytes]
    digits: Mapping[str, bytes]

    def showing(self, value: str) -> bytes:
        """What shows *value*, which has this shape."""
        shown = [self.around[0]]
        for digit, after in zip(filter(str.isdigit, value), self.around[1:], strict=True):
            shown += (self.digits[digit], after)
        return b"".join(shown)


def _plan(body: bytes, figures: slots.Figures) -> _Plan | None:
    """The plan of a slot in one font that shows figures and nothing else; of any other None."""
    fonts = _FONT.findall(body)
    own = figures.get(fonts[0].decode(), {}) if len(fonts) == 1 else {}
    characters = {b"%04x" % glyph: character for character, (glyph, _) in own.items()}
    shape, around, at = "", list[bytes](), 0
    for shown in _SHOWN.finditer(body):
        for start in range(shown.start(1), shown.end(1), 4):
            character = characters.get(body[start : start + 4])
            if character is None or (character != "0" and character.isdigit()):
                return None
            shape += character
            if character == "0":
                around.append(body[at:start])
                at = start + 4
    digits = {character: b"%04x" % own[character][0] for character in own if character.isdigit()}
    return _Plan(shape, (*around, body[at:]), digits) if around and len(digits) == _TEN else None


def _whole(packed: bytes, window: bytes, facing: Facing, drawn: bytes) -> bytes:
    """One compressed stream: the opening of *facing*, what is *packed*, and *drawn* after it."""
    while ends_like_a_line(check := zlib.adler32(drawn, facing.check)):
        drawn += b"\n"
    packing = zlib.compressobj(
        _REST_LEVEL, zlib.DEFLATED, -_BITS, _MEMORY, zlib.Z_DEFAULT_STRATEGY, window
    )
    following = packing.compress(drawn) + packing.flush()
    opened = _compressed(facing.opening) if facing.opening else b""
    return b"".join((_HEAD, opened, packed, following, check.to_bytes(4, "big")))


@lru_cache(maxsize=64)
def _compressed(opening: bytes) -> bytes:
    """*opening* as the beginning of a compressed stream; few pages begin otherwise than others."""
    packing = zlib.compressobj(zlib.Z_BEST_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packing.compress(opening) + packing.flush(zlib.Z_SYNC_FLUSH)
