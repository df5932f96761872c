"""Dates as ISO 8601-2 (EDTF) writes them: level 0, and of level 1 what documents need.

A day, a month or a year; "~" about, "?" uncertain, "%" both; "XX" for what is not known;
an interval with a slash, open ("..") or unknown at one end; a set in brackets.
"""

from __future__ import annotations

import calendar
import re

EXAMPLES = "`1956`, `1956-09`, `1956-09-29`, `1956~`, `1956-09-29/1956-10-19`"

_DATE = re.compile(
    r"(?P<year>-?\d{4}|\d{3}X|\d{2}XX)(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?[~?%]?",
    re.ASCII,
)
_SEASONS = range(21, 25)


def date_fault(text: str) -> str | None:
    """What is wrong with the date *text*, as a clause; None for a good one."""
    if text.startswith(("[", "{")):
        return _set_fault(text)
    if "/" in text:
        return _interval_fault(text)
    return _single_fault(text)


def _set_fault(text: str) -> str | None:
    if not text.endswith({"[": "]", "{": "}"}[text[0]]) or len(text) < 3:
        return f"`{text}` opens a bracket and does not close it"
    ends = re.split(r",|\.\.", text[1:-1])
    return next(
        (fault for end in ends if end.strip() and (fault := _single_fault(end.strip()))), None
    )


def _interval_fault(text: str) -> str | None:
    ends = text.split("/")
    if len(ends) != 2 or not any(end.strip(".") for end in ends):
        return f"`{text}` is no interval of two dates"
    for end in ends:
        if end not in ("", "..") and (fault := _single_fault(end)):
            return fault
    if all(end.strip(".") for end in ends) and _order(ends[0]) > _order(ends[1], "9"):
        return f"`{text}` ends before it begins"
    return None


def _order(date: str, unknown: str = "0") -> str:
    """A key by which dates of one era sort: what is missing counts as *unknown*."""
    plain = date.rstrip("~?%").replace("X", unknown)
    return plain + f"-{unknown * 2}" * (2 - plain.count("-"))


def _single_fault(text: str) -> str | None:
    found = _DATE.fullmatch(text)
    if not found:
        return f"`{text}` is not a date"
    month, day = found["month"], found["day"]
    if not month or month == "XX":
        return None
    if not day:
        known = 1 <= int(month) <= 12 or int(month) in _SEASONS
        return None if known else f"`{text}` has a month that does not exist"
    if not 1 <= int(month) <= 12:
        return f"`{text}` has a month that does not exist"
    if day != "XX" and not 1 <= int(day) <= _length(found["year"], int(month)):
        return f"`{text}` is a day that does not exist"
    return None


def _length(year: str, month: int) -> int:
    if month == 2:
        known = year.lstrip("-").isdigit()
        return 29 if not known or calendar.isleap(int(year)) else 28
    return 30 if month in (4, 6, 9, 11) else 31
