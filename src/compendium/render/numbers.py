"""Folios as they are printed: inclusive numbers in an editor's style, and roman numerals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

Style = Literal["full", "chicago", "chicago15", "hart", "mhra"]

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


def note_numbers(marks: Sequence[str], style: Style) -> list[tuple[str, tuple[str, ...]]]:
    """What follows a folio to name notes on its page: "n3", "nn3–5"; " n. 17", " nn. 17, 19".

    Shape: each item is printed after the folio as a locator of its own, and names the
        *marks* beside it. A note without a mark ("") is "n".
    """
    pointed = style in ("hart", "mhra")
    ordered = sorted(marks, key=lambda m: (not m.isdecimal(), int(m) if m.isdecimal() else 0, m))
    bare = [(" n." if pointed else "n", ("",))] if "" in ordered else []
    numbered = [mark for mark in ordered if mark]
    if not pointed:
        return bare + [_run(run, style) for run in _runs(numbered)]
    return bare + ([_listed(numbered, style)] if numbered else [])


def _run(run: list[str], style: Style) -> tuple[str, tuple[str, ...]]:
    alone = len(run) == 1
    return (f"n{run[0]}" if alone else f"nn{join(run[0], run[-1], style)}"), tuple(run)


def _listed(marks: list[str], style: Style) -> tuple[str, tuple[str, ...]]:
    if len(marks) == 1:
        return f" n. {marks[0]}", tuple(marks)
    final = " & " if style == "mhra" else ", "
    return f" nn. {', '.join(marks[:-1])}{final}{marks[-1]}", tuple(marks)


def _runs(marks: list[str]) -> list[list[str]]:
    """*marks* in runs of consecutive numbers."""
    runs: list[list[str]] = []
    for mark in marks:
        last = runs[-1][-1] if runs else ""
        if mark.isdecimal() and last.isdecimal() and int(mark) == int(last) + 1:
            runs[-1].append(mark)
        else:
            runs.append([mark])
    return runs


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
