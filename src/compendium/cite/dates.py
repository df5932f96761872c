"""Dates of documents as each style writes them."""

from __future__ import annotations

import re
from typing import Literal

from compendium.cite.wording import table
from compendium.model.volume import Date

Manner = Literal["american", "british", "mla", "bluebook", "russian", "japanese"]

_DAY = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d{2}))?)?([?~%]?)")


def written(date: Date | None, manner: Manner) -> str:
    """*date* in words, in square brackets if it was inferred; "" for none."""
    if date is None:
        return ""
    said = _edtf(date.edtf, manner)
    return f"[{said}]" if date.inferred else said


def told(date: Date | None, title: str, manner: Manner) -> str:
    """*date* in words, or "" where it is a year alone that *title* names already."""
    return "" if date and len(date.edtf) == 4 and date.edtf in title else written(date, manner)


def year(date: Date) -> str:
    """The year of *date*, or its first: "1956"."""
    found = re.match(r"\d{4}", date.edtf)
    return found[0] if found else date.edtf


def whole(date: Date) -> bool:
    """Whether *date* is one day, month or year, with nothing uncertain about it."""
    found = _DAY.fullmatch(date.edtf)
    return found is not None and not found[4]


def _edtf(edtf: str, manner: Manner) -> str:
    """A date or an interval in words; what is neither stays as it is written."""
    words = table()["dates"][manner]
    first, slash, last = edtf.partition("/")
    if slash and (start := _DAY.fullmatch(first)) and (end := _DAY.fullmatch(last)):
        one_year = start[3] and end[3] and start[1] == end[1] and not start[4]
        if one_year and not end[4] and "year-first" in words:
            return f"{_calendar(start, words)}–{_calendar(end, words, 'of-year')}"
        begun = _calendar(start, words, "of-year" if one_year else "")
        return f"{begun} – {_edtf(last, manner)}"
    found = _DAY.fullmatch(edtf)
    if not found:
        return edtf
    said = _calendar(found, words)
    if found[4] in ("~", "%"):
        said = words["about"].format(date=said)
    return f"{said} (?)" if found[4] in ("?", "%") else said


def _calendar(date: re.Match[str], words: dict[str, str], form: str = "") -> str:
    year, month, day, _ = date.groups()
    form = form or ("day" if day else "month" if month else "year")
    months = table()["months"][words["months" if day else "alone"]]
    name = months[int(month) - 1] if month else ""
    return words[form].format(year=year, month=name, day=int(day or 0))
