"""Whether the notes of a source have the numbers our format gives them, or keep their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from compendium.importers.pieces import Carried
from compendium.model.text import Paragraph
from compendium.model.volume import WrittenNote


def runs_through(carried: Sequence[Carried]) -> bool:
    """Whether the notes of *carried*, in the order of print, are counted in one row."""
    numbers = [number for piece in carried for number in piece.numbers]
    several = sum(bool(piece.numbers) for piece in carried) > 1
    return several and numbers == [str(count) for count in range(1, len(numbers) + 1)]


def renumbered(piece: Carried) -> int:
    """How many notes of *piece* had another number than that which we count."""
    return sum(n not in ("", str(at)) for at, n in enumerate(piece.numbers, 1))


def with_own_numbers(piece: Carried) -> Carried:
    """*piece* with the numbers of the source as marks, if they are not those we count.

    Words such as "footnote 2" are right only where note 2 is called so.
    """
    if not renumbered(piece):
        return piece
    marked = zip(piece.notes, piece.numbers, strict=True)
    return replace(piece, notes=tuple(_marked(note, number) for note, number in marked))


def _marked(note: WrittenNote, number: str) -> WrittenNote:
    first = note.blocks[0]
    if not isinstance(first, Paragraph) or first.name:
        return note  # only a first paragraph can say so
    return replace(note, series="original", mark=number or None)
