"""Where everything might land, before it is typeset: guesses at the page numbers.

Layout depends on how many figures a page number has, so a book of three hundred pages whose
numbers were all taken for two figures would be set twice. A book is set in waves, and for each
the guess knows the pages of the waves before: first come chunks whose numbers have as many
figures even if the guess is bad, and last those that refer to pages about 10, 100 or 1000. It
spreads the anchors of a chunk over as many pages as its words may fill; it is the same
whenever it is made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from math import ceil, sqrt

from compendium.model.pages import Chunk, Loose, Piece, PieceSheet, Spot

_TAG = re.compile(r'<[^>"]*(?:"[^"]*"[^>"]*)*>')
_ID = re.compile(r'\sid="([^"]*)"')
_A_PAGE = 2400.0  # characters: what a page of a book holds, where none has been set yet
_BESIDE = 0.4  # pages: what a chunk takes beside its characters
_SHEET = PieceSheet("recto", 0.0, 0.0, 0.0, 0.0, 0.0)

FIRST = 8
"""Chunks of the first wave: enough to learn how much goes on a page."""
GROWTH = 5
"""How many times as long each wave may be as the one before; at the end of each, workers wait."""
_ENOUGH = 4  # a wave is of sure chunks only if it is a fourth as long as it may be
_DOUBT = 0.25  # of a page number: by how much it may be wrong where nothing has been set
_KNOWN = 3  # chunks of the body: from fewer nothing is learnt


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of a chunk there is to set.

    Shape: `size` counts the characters of its words; `anchors` says for each anchor how
        much of the chunk stands before it, from 0 to 1.
    """

    size: int
    anchors: tuple[tuple[str, float], ...]


def measure(markup: str) -> Extent:
    """The extent of a chunk with this *markup*, whatever numbers are in it."""
    whole = max(len(markup), 1)
    found = tuple((named[1], named.start() / whole) for named in _ID.finditer(markup))
    return Extent(len(markup) - sum(map(len, _TAG.findall(markup))), found)


def only(extent: Extent, asked: Set[str]) -> Extent:
    """*extent* with those anchors that somebody *asked* for: of a large book, few."""
    return replace(extent, anchors=tuple(one for one in extent.anchors if one[0] in asked))


def doubt(known: int) -> float:
    """By what part of it the number of a page may be guessed wrong, *known* chunks being set."""
    return _DOUBT / sqrt(max(known, 1))


def is_sure(folio: str, doubt: float) -> bool:
    """Whether a page number that is guessed to be *folio* has as many figures, for all *doubt*."""
    if not folio.isdecimal():
        return False
    return (
        len(f"{int(int(folio) * (1 - doubt))}")
        == len(folio)
        == len(f"{ceil(int(folio) * (1 + doubt))}")
    )


def wave(left: Sequence[int], sure: Sequence[int], length: int) -> list[int]:
    """The numbers of the chunks to be set next, of all that are *left*: about *length*.

    They are *sure* ones, from all over the book, as long as there are many of these.
    """
    wanted = min(length, len(left))
    if len(left) < 2 * length:
        wanted = len(left)
    if len(sure) * _ENOUGH < wanted:
        return list(left[:wanted])
    return list(sure[:: max(1, len(sure) // wanted)][:wanted])


def estimate(
    chunks: Sequence[Chunk], extents: Sequence[Extent], known: Mapping[int, Piece]
) -> list[Piece]:
    """A piece for each of *chunks*: the *known* one by its number, or one that is a guess.

    A guess has pages and anchors, and nothing on them.
    """
    body = [at for at in known if chunks[at].folios == "arabic"]
    share, least = _line([(extents[at].size, len(known[at].sheets)) for at in body])
    pieces: list[Piece] = []
    room = 0.0  # the part of a page that those guessed so far are ahead
    for at, extent in enumerate(extents):
        if at in known:
            pieces.append(known[at])
            continue
        room += max(share * extent.size + least, 1.0)
        length = max(1, round(room))
        room -= length
        pieces.append(_piece(extent, length))
    return pieces


def _line(points: Sequence[tuple[int, int]]) -> tuple[float, float]:
    """The pages a character takes, and those a chunk takes beside: the line nearest *points*."""
    count = len(points)
    middle = sum(size for size, _ in points) / max(count, 1)
    height = sum(pages for _, pages in points) / max(count, 1)
    spread = sum((size - middle) ** 2 for size, _ in points)
    if count < _KNOWN or not spread:
        return 1 / _A_PAGE, _BESIDE
    share = sum((size - middle) * (pages - height) for size, pages in points) / spread
    if share <= 0:
        return 1 / _A_PAGE, _BESIDE
    return share, height - share * middle


def _piece(extent: Extent, length: int) -> Piece:
    spots = {
        anchor: Spot(min(length - 1, int(before * length)), 1, 0.0)
        for anchor, before in extent.anchors
    }
    return Piece(Loose(), (_SHEET,) * length, spots, spots, {}, {}, ())
