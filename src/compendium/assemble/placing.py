r"""The page map: which sheet, folio and side every page of every piece has in the book.

A chunk must be typeset for the side it opens on, and on which side that is depends on how
many pages those before it have. So the pipeline goes round: `sides` says for the lengths
known so far where the next chunk opens, and after a round which chunks opened wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from compendium.assemble.folios import numeral
from compendium.model.pages import (
    Chunk,
    FolioStyle,
    PageMap,
    Piece,
    Place,
    Run,
    SetLine,
    Sheet,
    Side,
    Spot,
)

SLOTTED = "\x02"
"""What a text has in it that has a slot."""

_SLOT = re.compile("\x02([0-9]+)\x03")


def sides(chunks: Sequence[Chunk], lengths: Sequence[int]) -> tuple[Side, ...]:
    """The side each of *chunks* must open on.

    Shape: `lengths` are the numbers of pages of the first chunks, as many as are known;
        what comes back is one side for each of these, and for the chunk after them.
    """
    return tuple(_side(start) for start in _starts(chunks, lengths))


def next_side(before: Sequence[tuple[Chunk, Piece]], chunk: Chunk) -> Side:
    """The side on which *chunk* must open when it follows *before*."""
    chunks = [*(done for done, _ in before), chunk]
    return sides(chunks, [len(piece.sheets) for _, piece in before])[-1]


def place(book: Sequence[tuple[Chunk, Piece]]) -> PageMap:
    """The page map of *book*, in the order it is bound.

    It is made for the sides the chunks must open on, whatever the pieces were set for;
    compare `sides`. An anchor that two pieces have keeps its first place.
    """
    starts = _starts([c for c, _ in book], [len(piece.sheets) for _, piece in book])
    sheets = tuple(_sheets(book, starts))
    homes: dict[str, tuple[Piece, int]] = {}
    ends: dict[str, tuple[Piece, int]] = {}
    runs: list[Run] = []
    for (chunk, piece), start in zip(book, starts, strict=False):
        here = (piece, start)
        if homes.keys().isdisjoint(piece.first):
            homes.update(dict.fromkeys(piece.first, here))
        else:
            for anchor in piece.first:
                homes.setdefault(anchor, here)
        if chunk.goes_on:
            ends.update((anchor, here) for anchor in piece.last if anchor not in piece.first)
        made_of = (piece.digest, *chunk.values)
        runs.append(Run(chunk.name, start, made_of, partial(_lines, chunk.values, piece, start)))
    first, last = _Places(homes, sheets), _Places(homes, sheets, ends)
    return PageMap(sheets, first, last, tuple(runs))


def place_one(chunk: Chunk, piece: Piece, start: int, folios: Sequence[str]) -> PageMap:
    """The part of a page map that *piece* is on: from sheet *start* on, with these *folios*."""
    sheets = tuple(
        Sheet(at, folio, _side(at), chunk.name, at - start >= len(piece.sheets))
        for at, folio in enumerate(folios, start)
    )

    def placed(spots: Mapping[str, Spot]) -> dict[str, Place]:
        return {anchor: _place(spot, 1, sheets) for anchor, spot in spots.items()}

    made_of = (piece.digest, *chunk.values)
    run = Run(chunk.name, start, made_of, partial(_lines, chunk.values, piece, start))
    first = placed(piece.first)
    return PageMap(sheets, first, {**first, **placed(piece.last)}, (run,))


@dataclass(frozen=True, slots=True)
class _Places(Mapping[str, Place]):
    """Where each anchor begins, or where it ends, told when somebody asks.

    Shape: `homes` has for each anchor the piece that it is in, and the sheet which that opens
        on; `ends`, where the ends are asked for, has those that end in a later piece.

    Before the pages stand still few are asked for, and of a large book there are many.
    """

    homes: Mapping[str, tuple[Piece, int]]
    sheets: Sequence[Sheet]
    ends: Mapping[str, tuple[Piece, int]] | None = None

    def __getitem__(self, anchor: str) -> Place:
        piece, start = self.homes[anchor]
        spot = piece.first[anchor]
        if self.ends is not None:
            piece, start = self.ends.get(anchor, (piece, start))
            spot = piece.last.get(anchor, spot)
        return _place(spot, start, self.sheets)

    def __iter__(self) -> Iterator[str]:
        return iter(self.homes)

    def __len__(self) -> int:
        return len(self.homes)

    def __contains__(self, anchor: object) -> bool:
        return anchor in self.homes


def fill_line(text: str, values: Sequence[str]) -> str:
    r"""The *text* of a line with each slot, written as "\x02N\x03", set to its value."""
    return _SLOT.sub(lambda slot: values[int(slot[1])], text)


def _side(sheet: int) -> Side:
    return "recto" if sheet % 2 else "verso"


def _starts(chunks: Sequence[Chunk], lengths: Sequence[int]) -> list[int]:
    """The sheet each chunk opens on; the last one that can be known follows all *lengths*."""
    starts = [1]
    numbered: set[FolioStyle] = {chunk.folios for chunk in chunks[:1]}
    for chunk, length in zip(chunks[1:], lengths, strict=False):
        start = starts[-1] + length
        opens_numbering = chunk.folios not in numbered  # folio 1 is a recto
        if chunk.begins == "verso":
            start += start % 2
        elif (chunk.begins == "recto" or opens_numbering) and start % 2 == 0:
            start += 1
        numbered.add(chunk.folios)
        starts.append(start)
    return starts[: len(chunks)]


def _sheets(book: Sequence[tuple[Chunk, Piece]], starts: Sequence[int]) -> Iterator[Sheet]:
    """Every sheet of the book; a blank one before a chunk belongs to the chunk it follows."""
    counts: dict[FolioStyle, int] = {"roman": 0, "arabic": 0}
    ends = [*starts[1:], None]
    for (chunk, piece), start, end in zip(book, starts, ends, strict=False):
        length = len(piece.sheets)
        for at in range(length if end is None else end - start):
            counts[chunk.folios] += 1
            yield Sheet(
                number=start + at,
                folio=numeral(counts[chunk.folios], chunk.folios),
                side=_side(start + at),
                chunk=chunk.name,
                blank=at >= length or piece.sheets[at].blank,
            )


def _place(spot: Spot, start: int, sheets: Sequence[Sheet]) -> Place:
    sheet = sheets[start + spot.sheet - 1]
    return Place(sheet.number, sheet.folio, spot.line, spot.top)


def _lines(values: Sequence[str], piece: Piece, start: int) -> Iterator[SetLine]:
    for line in piece.lines:
        yield SetLine(
            anchor=line.anchor,
            sheet=start + line.sheet,
            area=line.area,
            number=line.number,
            text=fill_line(line.text, values),
            box=(line.left, line.top, line.right, line.bottom),
            through=line.through,
        )
