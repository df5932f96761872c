"""Dates as a reader expects them: "September 29, 1956" out of "1956-09-29"."""

from __future__ import annotations

import re

from compendium.model.volume import Date
from compendium.render.words import Words

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([?~%]?)")


def written_out(date: Date, words: Words) -> str:
    """*date* in words, in square brackets if it was inferred."""
    said = spell(date.edtf, words)
    if date.given:
        said = words.say("date-given", date=said, given=date.given)
    return words.say("date-supplied", date=said) if date.inferred else said


def spell(edtf: str, words: Words) -> str:
    """An EDTF date or interval in words; what is neither stays as it was written."""
    first, slash, last = edtf.partition("/")
    if slash and first and last:
        return _span(first, last, words)
    found = _DAY.fullmatch(edtf)
    if not found:
        return edtf
    year, month, day, doubt = found.groups()
    said = _calendar(year, month, day, words)
    for mark, key in (("~", "date-about"), ("%", "date-about"), ("?", "date-doubtful")):
        if doubt == mark:
            said = words.say(key, date=said)
    return words.say("date-doubtful", date=said) if doubt == "%" else said


def _span(first: str, last: str, words: Words) -> str:
    """From *first* to *last*; the year is given once where both are days of one year."""
    said = {"first": spell(first, words), "last": spell(last, words)}
    start, end = _DAY.fullmatch(first), _DAY.fullmatch(last)
    if not (start and end and start[3] and end[3] and start[1] == end[1]):
        return words.say("date-span", **said)
    short = {
        name: words.say("date-day-only", month=_month("month", at[2], words), day=str(int(at[3])))
        for name, at in (("start", start), ("end", end))
    }
    return words.say("date-span-year", **said, **short)


def _calendar(year: str, month: str | None, day: str | None, words: Words) -> str:
    if month is None:
        return words.say("date-year", year=year)
    if day is None:
        return words.say("date-month", month=_month("month-alone", month, words), year=year)
    return words.say("date-day", month=_month("month", month, words), day=str(int(day)), year=year)


def _month(key: str, month: str, words: Words) -> str:
    """The name of *month*; languages that decline it have another one without a day."""
    return words.strings.get(f"{key}-{int(month)}", month)
