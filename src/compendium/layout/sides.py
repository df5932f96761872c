"""A piece as it opens on the other side of the sheet, without laying it out again.

Every chunk is laid out to open on a recto. Where that can be turned, the verso is made of
it and of nothing else, so that a book is the same whichever side was asked for first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from compendium.model.kept import key_of
from compendium.model.pages import Body, FontUse, Line, Piece, PieceSheet, Side, Turn

CANONICAL: Side = "recto"
_OTHER: dict[Side, Side] = {"recto": "verso", "verso": "recto"}


def opening_on(piece: Piece, side: Side) -> Piece | None:
    """*piece* opening on *side*; None if it must be typeset for that side."""
    if piece.sheets[0].side == side:
        return piece
    if not piece.turns:
        return None
    return replace(
        piece,
        body=_Turned(piece.body),
        sheets=tuple(_turned(sheet) for sheet in piece.sheets),
        turns=False,
        digest=key_of("turned", (piece.digest, side)) if piece.digest else "",
        turned=piece,
    )


@dataclass(frozen=True, slots=True)
class _Turned:
    """The *body* of a piece on the other side, turned when it is asked for."""

    body: Body

    @property
    def pdf(self) -> bytes:
        """The pages, what differs in them replaced."""
        turn = self.body.turn
        return b"".join(_edited(self.body.pdf, turn)) if turn else self.body.pdf

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines, moved as their pages say."""
        turn = self.body.turn
        if turn is None:
            return self.body.lines
        return tuple(_moved(line, turn.shifts[line.sheet]) for line in self.body.lines)

    @property
    def fonts(self) -> tuple[FontUse, ...]:
        """What is used of each face: the same."""
        return self.body.fonts

    @property
    def turn(self) -> Turn | None:
        """A piece is turned once."""
        return None


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
