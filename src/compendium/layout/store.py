"""A piece as bytes, and back: what a cache keeps and what worker processes send.

The bytes are a line that names the form, then, compressed, a line of JSON, the PDF, and what
the edits of its turn put in. They hold data only, so that bytes from elsewhere cannot do
more than be wrong.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import fields
from hashlib import sha256
from typing import Any

from compendium.model.pages import Bookmark, FontUse, Line, Piece, PieceSheet, Spot, Turn

_FORM = b"compendium piece 2\n"
_LEVEL = 1  # the PDF is full of numbers: harder packing takes five times as long for a tenth


def pack(piece: Piece) -> bytes:
    """*piece* as bytes that `unpack` reads."""
    edits = piece.turn.edits if piece.turn else ()
    facts: dict[str, Any] = {
        "sheets": _rows(piece.sheets),
        "lines": _rows(piece.lines),
        "first": {anchor: _row(spot) for anchor, spot in piece.first.items()},
        "last": {anchor: _row(spot) for anchor, spot in piece.last.items()},
        "marks": dict(piece.marks),
        "notes": dict(piece.notes),
        "fonts": [
            [font.resource, font.file, sorted(font.glyphs.items()), dict(font.figures)]
            for font in piece.fonts
        ],
        "outline": _rows(piece.outline),
        "pdf": len(piece.pdf),
        "turn": piece.turn and piece.turn.shifts,
        "edits": [(start, end, len(new)) for start, end, new in edits],
    }
    header = json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()
    rest = b"".join((header, b"\n", piece.pdf, *(new for *_, new in edits)))
    return _FORM + zlib.compress(rest, _LEVEL)


def unpack(data: bytes) -> Piece:
    """The piece that `pack` made *data* of, whose digest is that of the bytes.

    Errors: `ValueError` if it was not so made.
    """
    if not data.startswith(_FORM):
        raise ValueError("these bytes are no packed piece")
    try:
        header, _, rest = zlib.decompress(data[len(_FORM) :]).partition(b"\n")
        return _piece(json.loads(header), rest, sha256(data).hexdigest())
    except (zlib.error, KeyError, TypeError, UnicodeDecodeError) as damage:
        raise ValueError("the packed piece is damaged") from damage


def _piece(facts: Any, rest: bytes, digest: str) -> Piece:
    return Piece(
        pdf=rest[: facts["pdf"]],
        sheets=tuple(PieceSheet(*row) for row in facts["sheets"]),
        lines=tuple(Line(*row) for row in facts["lines"]),
        first={anchor: Spot(*row) for anchor, row in facts["first"].items()},
        last={anchor: Spot(*row) for anchor, row in facts["last"].items()},
        marks=facts["marks"],
        notes={note: tuple(pages) for note, pages in facts["notes"].items()},
        fonts=tuple(_font(*row) for row in facts["fonts"]),
        outline=tuple(Bookmark(*row) for row in facts["outline"]),
        turn=_turn(facts, rest),
        digest=digest,
    )


def _turn(facts: Any, rest: bytes) -> Turn | None:
    if facts["turn"] is None:
        return None
    edits, at = [], facts["pdf"]
    for start, end, length in facts["edits"]:
        edits.append((start, end, rest[at : at + length]))
        at += length
    return Turn(tuple(facts["turn"]), tuple(edits))


def _font(resource: str, file: str, glyphs: list[Any], figures: dict[str, Any]) -> FontUse:
    return FontUse(
        resource,
        file,
        {glyph: (advance, text) for glyph, (advance, text) in glyphs},
        {character: (glyph, advance) for character, (glyph, advance) in figures.items()},
    )


def _rows(values: tuple[Any, ...]) -> list[list[Any]]:
    return [_row(value) for value in values]


def _row(value: Any) -> list[Any]:
    return [getattr(value, field.name) for field in fields(value)]
