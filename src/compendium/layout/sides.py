"""A piece as it opens on the other side of the sheet, without laying it out again.

Every chunk is laid out to open on a recto. Where that can be turned, the verso is made of
it and of nothing else, so that a book is the same whichever side was asked for first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from compendium.model.kept import key_of
from compendium.model.pages import Line, Piece, PieceSheet, Side, Turn

CANONICAL: Side = "recto"
_OTHER: dict[Side, Side] = {"recto": "verso", "verso": "recto"}


def opening_on(piece: Piece, side: Side) -> Piece | None:
    """*piece* opening on *side*; None if it must be typeset for that side."""
    if piece.sheets[0].side == side:
        return piece
    if piece.turn is None:
        return None
    return replace(
        piece,
        pdf=b"".join(_edited(piece.pdf, piece.turn)),
        sheets=tuple(_turned(sheet) for sheet in piece.sheets),
        lines=tuple(_moved(line, piece.turn.shifts[line.sheet]) for line in piece.lines),
        turn=None,
        digest=key_of("turned", (piece.digest, side)) if piece.digest else "",
    )


def _edited(pdf: bytes, turn: Turn) -> Iterator[bytes]:
    at = 0
    for start, end, new in turn.edits:
        yield pdf[at:start]
        yield new
        at = end
    yield pdf[at:]


def _turned(sheet: PieceSheet) -> PieceSheet:
    return replace(sheet, side=_OTHER[sheet.side])


def _moved(line: Line, shift: float) -> Line:
    return replace(line, left=round(line.left + shift, 3), right=round(line.right + shift, 3))
