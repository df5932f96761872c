"""A piece as bytes, and back: what a cache keeps and what worker processes send.

The bytes are a line that names the form, a line of a checksum, the piece's digest and the
lengths of what follows, and four parts, each compressed by itself: what places a piece in a
book, as JSON; its lines, as JSON; its fonts, as JSON; the PDF, with what its turn puts in.
All but the first stay as they are, and rest, until somebody asks for them. The bytes hold data
only, so that bytes from elsewhere cannot do more than be wrong.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, fields
from hashlib import sha256
from operator import attrgetter
from typing import Any

from compendium.model.pages import Body, Bookmark, FontUse, Line, Piece, PieceSheet, Spot, Turn
from compendium.model.resting import Resting

_FORM = b"compendium piece 4\n"
_SHEET, _LINE, _SPOT, _MARK = (
    attrgetter(*(field.name for field in fields(kind)))
    for kind in (PieceSheet, Line, Spot, Bookmark)
)
_LEVEL = 1  # the PDF is full of numbers: harder packing takes five times as long for a tenth


def pack(piece: Piece) -> bytes:
    """*piece* as bytes that `unpack` reads."""
    turn = piece.turn
    edits = turn.edits if turn else ()
    facts: dict[str, Any] = {
        "sheets": [_SHEET(sheet) for sheet in piece.sheets],
        "spots": {a: _ends(spot, piece.last.get(a)) for a, spot in piece.first.items()},
        "ends": {a: _SPOT(spot) for a, spot in piece.last.items() if a not in piece.first},
        "marks": dict(piece.marks),
        "notes": dict(piece.notes),
        "outline": [_MARK(mark) for mark in piece.outline],
        "turns": piece.turns,
        "items": piece.items,
    }
    pdf = piece.pdf
    bulk = {
        "pdf": len(pdf),
        "turn": turn and turn.shifts,
        "edits": [(start, end, len(new)) for start, end, new in edits],
    }
    parts = (
        _json(facts),
        _json([_LINE(line) for line in piece.lines]),
        _json([_used(font) for font in piece.fonts]),
        b"".join((_json(bulk), b"\n", pdf, *(new for *_, new in edits))),
    )
    packed = [zlib.compress(part, _LEVEL) for part in parts]
    rest = b"".join(packed)
    named = [sha256(rest).hexdigest(), *(str(len(part)) for part in packed)]
    head = " ".join(named).encode() + b"\n"
    return b"%b%08x %b%b" % (_FORM, zlib.crc32(head + rest), head, rest)


def unpack(data: bytes) -> Piece:
    """The piece that `pack` made *data* of. Errors: `ValueError` if it was not so made."""
    if not data.startswith(_FORM):
        raise ValueError("these bytes are no packed piece")
    try:
        checked, _, rest = data[len(_FORM) :].partition(b" ")
        if checked != b"%08x" % zlib.crc32(rest):
            raise ValueError("the packed piece is damaged")
        head, _, parts = rest.partition(b"\n")
        digest, *lengths = head.decode().split()
        first = int(lengths[0])
        facts = json.loads(zlib.decompress(parts[:first]))
        body = _Packed(Resting(parts[first:]), int(lengths[1]), int(lengths[2]))
        return _piece(facts, body, digest)
    except (zlib.error, KeyError, IndexError, TypeError, UnicodeDecodeError) as damage:
        raise ValueError("the packed piece is damaged") from damage


@dataclass(frozen=True, slots=True)
class _Packed:
    """The body of a piece as it is kept: the lengths are of the packed lines and fonts."""

    data: Resting
    of_lines: int
    of_fonts: int

    @property
    def pdf(self) -> bytes:
        """The pages as drawn."""
        facts, rest = self._bulk()
        return rest[: facts["pdf"]]

    @property
    def turn(self) -> Turn | None:
        """What changes on the other side."""
        facts, rest = self._bulk()
        if facts["turn"] is None:
            return None
        edits, at = [], facts["pdf"]
        for start, end, length in facts["edits"]:
            edits.append((start, end, rest[at : at + length]))
            at += length
        return Turn(tuple(facts["turn"]), tuple(edits))

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line of type."""
        return tuple(Line(*row) for row in json.loads(self._part(0, self.of_lines)))

    @property
    def fonts(self) -> tuple[FontUse, ...]:
        """What is used of each face."""
        end = self.of_lines + self.of_fonts
        return tuple(_font(*row) for row in json.loads(self._part(self.of_lines, end)))

    def _bulk(self) -> tuple[Any, bytes]:
        head, _, rest = self._part(self.of_lines + self.of_fonts, None).partition(b"\n")
        return json.loads(head), rest

    def _part(self, start: int, end: int | None) -> bytes:
        return zlib.decompress(self.data.read(start, end))


def _piece(facts: Any, body: Body, digest: str) -> Piece:
    first: dict[str, Spot] = {}
    last: dict[str, Spot] = {}
    for anchor, (sheet, line, top, *end) in facts["spots"].items():
        first[anchor] = last[anchor] = Spot(sheet, line, top)
        if end == [None]:
            del last[anchor]
        elif end:
            last[anchor] = Spot(*end)
    return Piece(
        body,
        sheets=tuple(PieceSheet(*row) for row in facts["sheets"]),
        first=first,
        last=last | {anchor: Spot(*row) for anchor, row in facts["ends"].items()},
        marks=facts["marks"],
        notes={note: tuple(pages) for note, pages in facts["notes"].items()},
        outline=tuple(Bookmark(*row) for row in facts["outline"]),
        turns=facts["turns"],
        digest=digest,
        items=facts["items"],
    )


def _ends(start: Spot, end: Spot | None) -> tuple[float | None, ...]:
    """Where an anchor begins and ends: once where that is the same, None for an end unknown."""
    if end is None:
        return (*_SPOT(start), None)
    return _SPOT(start) if end == start else (*_SPOT(start), *_SPOT(end))


def _used(font: FontUse) -> list[Any]:
    return [font.resource, font.file, sorted(font.glyphs.items()), dict(font.figures)]


def _font(resource: str, file: str, glyphs: list[Any], figures: dict[str, Any]) -> FontUse:
    return FontUse(
        resource,
        file,
        {glyph: (advance, text) for glyph, (advance, text) in glyphs},
        {character: (glyph, advance) for character, (glyph, advance) in figures.items()},
    )


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
