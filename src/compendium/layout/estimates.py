"""Where everything might land, before anything is typeset: a first guess at the page numbers.

Layout depends on how many figures a page number has, so a book of three hundred pages whose
numbers were all taken for two figures would be set twice. The guess spreads the anchors of a
chunk over as many pages as its words may fill; it is the same whenever it is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from compendium.model.pages import Chunk, Loose, Piece, PieceSheet, Spot

_TAG = re.compile(r"<(?:[^>\"]|\"[^\"]*\")*>")
_ID = re.compile(r'\sid="([^"]*)"')
_A_PAGE = 2400.0  # characters: what a page of a book holds, where no sample says better
_SHEET = PieceSheet("recto", 0.0, 0.0, 0.0, 0.0, 0.0)

SAMPLE_OF = 8
"""One chunk in so many is worth setting to learn how much goes on a page ..."""
MOST = 16
"""... but no more than this."""


def sample(chunks: Sequence[Chunk]) -> list[int]:
    """The numbers of chunks of all sizes, which tell how much goes on a page.

    A short book needs none: its page numbers have two figures anyway.
    """
    body = [at for at, chunk in enumerate(chunks) if chunk.folios == "arabic"]
    if len(body) < 2 * SAMPLE_OF:
        return []
    by_size = sorted(body, key=lambda at: (len(chunks[at].markup), at))
    step = max(SAMPLE_OF, -(-len(body) // MOST))
    return sorted(by_size[step // 2 :: step])


def estimate(chunks: Sequence[Chunk], known: Mapping[int, Piece]) -> list[Piece]:
    """A piece for each of *chunks* that has pages and anchors, and nothing on them.

    `known` are the pieces of some of them, by number.
    """
    sizes = [_size(chunk.markup) for chunk in chunks]
    share, least = _line([(sizes[at], len(piece.sheets)) for at, piece in known.items()])
    pieces: list[Piece] = []
    end, room = 0, 0.0
    for chunk, size in zip(chunks, sizes, strict=True):
        room += max(share * size + least, 1.0)
        length = max(1, round(room) - end)
        end += length
        pieces.append(_piece(chunk.markup, size, length))
    return pieces


def _line(points: Sequence[tuple[int, int]]) -> tuple[float, float]:
    """The pages a character takes, and those a chunk takes beside: the line nearest *points*."""
    count = len(points)
    middle = sum(size for size, _ in points) / max(count, 1)
    height = sum(pages for _, pages in points) / max(count, 1)
    spread = sum((size - middle) ** 2 for size, _ in points)
    if count < 3 or not spread:
        return 1 / _A_PAGE, 0.4
    share = sum((size - middle) * (pages - height) for size, pages in points) / spread
    if share <= 0:
        return 1 / _A_PAGE, 0.4
    return share, height - share * middle


def _piece(markup: str, size: int, length: int) -> Piece:
    spots = {
        anchor: Spot(min(length - 1, at * length // max(size, 1)), 1, 0.0)
        for anchor, at in _anchors(markup)
    }
    return Piece(Loose(), (_SHEET,) * length, spots, spots, {}, {}, ())


def _size(markup: str) -> int:
    return len(_TAG.sub("", markup))


def _anchors(markup: str) -> Iterator[tuple[str, int]]:
    """Each anchor, and how many characters stand before it."""
    tags = 0
    for tag in _TAG.finditer(markup):
        if named := _ID.search(tag[0]):
            yield named[1], tag.start() - tags
        tags += len(tag[0])
