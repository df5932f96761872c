"""Folios as they are printed: inclusive numbers in an editor's style, and roman numerals."""

from __future__ import annotations

import re
from typing import Literal

Style = Literal["full", "chicago", "chicago15", "hart", "mhra", "mla"]

DASH = "–"
_ROMAN = re.compile(r"m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
_NUMERALS = {
    "m": 1000, "cm": 900, "d": 500, "cd": 400, "c": 100, "xc": 90, "l": 50, "xl": 40,
    "x": 10, "ix": 9, "v": 5, "iv": 4, "i": 1,
}  # fmt: skip


def join(first: str, last: str, style: Style) -> str:
    """The pages from *first* to *last* as *style* prints them: "321–25"; one page is itself.

    Roman folios are never shortened.
    Errors: `ValueError` if *last* comes before *first*, or one of them alone is roman.
    """
    (arabic, low), (also_arabic, high) = rank(first), rank(last)
    if arabic != also_arabic or high < low:
        raise ValueError(f"no range runs from folio {first} to {last}")
    if low == high:
        return first
    kept = _kept(first, last, style) if arabic and len(first) == len(last) else len(last)
    return f"{first}{DASH}{last[len(last) - kept :]}"


def _kept(first: str, last: str, style: Style) -> int:
    """How many figures of *last*, which has as many as *first*, the style keeps."""
    whole = len(last)
    changed = next(whole - i for i in range(whole) if first[i] != last[i])
    match style:
        case "hart":
            return max(changed, 2) if last[-2:-1] == "1" else changed
        case "mhra":
            return min(2, whole) if changed <= 2 else whole
        case "mla":
            return min(max(changed, 2), whole)
        case "chicago" | "chicago15":
            return _kept_in_chicago(int(first), whole, changed, style)
        case _:
            return whole


def _kept_in_chicago(first: int, whole: int, changed: int, style: Style) -> int:
    if first < 100 or first % 100 == 0:
        return whole
    if style == "chicago15" and whole == 4 and changed > 2:
        return whole
    return changed if first % 100 < 10 else max(changed, 2)


def expand(printed: str) -> tuple[str, str]:
    """The two folios that a printed "321–25" means: ("321", "325")."""
    first, dash, last = printed.partition(DASH)
    if not dash:
        return first, first
    if last.isdigit() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return first, last


def roman(number: int) -> str:
    """*number* in small roman numerals; a `ValueError` outside 1 to 3999."""
    if not 0 < number < 4000:
        raise ValueError(f"{number} has no roman numeral")
    written = ""
    for numeral, worth in _NUMERALS.items():
        times, number = divmod(number, worth)
        written += numeral * times
    return written


def value(folio: str) -> int:
    """The number that a folio, roman or arabic, stands for; a `ValueError` if it is neither."""
    if folio.isdecimal():
        return int(folio)
    if not folio or not _ROMAN.fullmatch(folio):
        raise ValueError(f"{folio!r} is no folio")
    worth = [_NUMERALS[letter] for letter in folio]
    following = [*worth[1:], 0]
    return sum(-w if w < f else w for w, f in zip(worth, following, strict=True))


def rank(folio: str) -> tuple[bool, int]:
    """What puts folios in order: roman ones first, then by number."""
    return folio.isdecimal(), value(folio)
