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
        return words.say("date-span", first=spell(first, words), last=spell(last, words))
    found = _DAY.fullmatch(edtf)
    if not found:
        return edtf
    year, month, day, doubt = found.groups()
    said = _calendar(year, month, day, words)
    for mark, key in (("~", "date-about"), ("%", "date-about"), ("?", "date-doubtful")):
        if doubt == mark:
            said = words.say(key, date=said)
    return words.say("date-doubtful", date=said) if doubt == "%" else said


def _calendar(year: str, month: str | None, day: str | None, words: Words) -> str:
    if month is None:
        return words.say("date-year", year=year)
    name = words.strings.get(f"month-{int(month)}", month)
    if day is None:
        # Languages that decline their months keep the plain form under another key.
        name = words.strings.get(f"month-alone-{int(month)}", name)
        return words.say("date-month", month=name, year=year)
    return words.say("date-day", month=name, day=str(int(day)), year=year)
