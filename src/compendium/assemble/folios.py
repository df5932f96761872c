"""Folios as numbers and as labels of a PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compendium.model.pages import FolioStyle

_NUMERALS = {
    1000: "m", 900: "cm", 500: "d", 400: "cd", 100: "c", 90: "xc", 50: "l", 40: "xl",
    10: "x", 9: "ix", 5: "v", 4: "iv", 1: "i",
}  # fmt: skip
_NUMERAL = re.compile("cm|cd|xc|xl|ix|iv|[mdclxvi]")
_WORTH = {numeral: worth for worth, numeral in _NUMERALS.items()}


@dataclass(frozen=True, slots=True)
class Run:
    """Pages numbered on: from page `index` of the file, from 0, the folios count from `number`."""

    index: int
    style: FolioStyle
    number: int


def numeral(number: int, style: FolioStyle) -> str:
    """*number*, from 1, as a folio."""
    if style == "arabic":
        return str(number)
    letters = ""
    for worth, sign in _NUMERALS.items():
        count, number = divmod(number, worth)
        letters += sign * count
    return letters


def read(folio: str) -> tuple[int, FolioStyle]:
    """The number and the style of *folio*."""
    if folio.isdecimal():
        return int(folio), "arabic"
    return sum(_WORTH[sign] for sign in _NUMERAL.findall(folio)), "roman"


def runs(folios: Sequence[str]) -> Iterator[Run]:
    """The runs in which the folios of a book's pages count on."""
    following: tuple[int, FolioStyle] | None = None
    for index, folio in enumerate(folios):
        number, style = read(folio)
        if (number, style) != following:
            yield Run(index, style, number)
        following = number + 1, style
