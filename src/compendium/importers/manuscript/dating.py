"""Dates found in running words, in the languages we have met."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MONTHS = {
    1: "january|jan\\.?|janvier|januar|januari|января|январь|enero",
    2: "february|feb\\.?|février|fevrier|februar|февраля|февраль|febrero",
    3: "march|mar\\.|mars|märz|марта|март|marzo",
    4: "april|apr\\.|avril|апреля|апрель|abril",
    5: "may|mai|мая|май|mayo",
    6: "june|jun\\.|juin|juni|июня|июнь|junio",
    7: "july|jul\\.|juillet|juli|июля|июль|julio",
    8: "august|aug\\.|août|aout|августа|август|agosto",
    9: "september|sept?\\.|septembre|сентября|сентябрь|septiembre",
    10: "october|oct\\.|octobre|oktober|октября|октябрь|octubre",
    11: "november|nov\\.|novembre|ноября|ноябрь|noviembre",
    12: "december|dec\\.|décembre|decembre|dezember|декабря|декабрь|diciembre",
}
_MONTH = "|".join(f"(?:{names})" for names in _MONTHS.values())
_NUMBERS = {number: re.compile(names, re.IGNORECASE) for number, names in _MONTHS.items()}
_YEAR = r"(?:1[0-9]{3}|20[0-9]{2})"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>{_YEAR})\b",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s+(?:day\s+)?(?:of\s+|de\s+)?"
        rf"(?P<month>{_MONTH}),?\s+(?:de\s+)?(?P<year>{_YEAR})\b",
        rf"\b(?P<year>{_YEAR})-(?P<digits>\d\d)-(?P<day>\d\d)\b",
        rf"\b(?P<day>\d{{1,2}})\.(?P<digits>\d{{1,2}})\.(?P<year>{_YEAR})\b",
        rf"(?P<year>{_YEAR})\s*年\s*(?P<digits>\d{{1,2}})\s*月\s*(?P<day>\d{{1,2}})\s*日",
        rf"(?P<year>{_YEAR})\s*年\s*(?P<digits>\d{{1,2}})\s*月",
        rf"\b(?P<month>{_MONTH}),?\s+(?P<year>{_YEAR})\b",
    )
)
_RANGE = re.compile(rf"(?P<first>{_YEAR})\s*[-–—/]\s*(?P<last>{_YEAR}|\d\d)(?!\d)")
_ALONE = re.compile(rf"(?<!\d)(?P<year>{_YEAR})(?!\d)")
_PARENTHESIS = re.compile(r"[(\[（]([^()\[\]（）]*)[)\]）][.\s]*$")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


@dataclass(frozen=True, slots=True)
class Found:
    """A date in EDTF, and where its words begin and end."""

    edtf: str
    start: int
    end: int


def dates(text: str) -> list[Found]:
    """The dates in *text* that give a month at least, in their order."""
    text = text.translate(_FULL_WIDTH)
    done: list[Found] = []
    for form in _FORMS:
        for found in form.finditer(text):
            taken = any(one.start < found.end() and found.start() < one.end for one in done)
            if not taken and (edtf := _edtf(found)):
                done.append(Found(edtf, found.start(), found.end()))
    return sorted(done, key=lambda one: one.start)


def _edtf(found: re.Match[str]) -> str:
    groups = found.groupdict()
    named = groups.get("month")
    months = (n for n, names in _NUMBERS.items() if named and names.fullmatch(named))
    month = int(groups["digits"]) if groups.get("digits") else next(months, 0)
    year, day = int(groups["year"]), int(groups.get("day") or 0)
    try:
        date(year, month, day or 1)
    except ValueError:
        return ""
    return f"{year:04}-{month:02}" + (f"-{day:02}" if day else "")


def heading_date(title: str) -> str:
    """The date a heading gives: in brackets at its end, or the only whole one in it."""
    title = title.translate(_FULL_WIDTH)
    if closing := _PARENTHESIS.search(title):
        inside = closing[1]
        if found := dates(inside):
            return found[0].edtf if len(found) == 1 else _span(found[0].edtf, found[-1].edtf)
        if years := list(_years(inside)):
            return years[0]
    whole = [one.edtf for one in dates(title) if len(one.edtf) == 10]
    return whole[0] if len(whole) == 1 else ""


def dated(title: str) -> bool:
    """Whether *title* ends with a date in brackets."""
    closing = _PARENTHESIS.search(title.translate(_FULL_WIDTH))
    return bool(closing and (_ALONE.search(closing[1])))


def _years(text: str) -> Iterator[str]:
    for found in _RANGE.finditer(text):
        last = found["last"] if len(found["last"]) == 4 else found["first"][:2] + found["last"]
        if found["first"] < last:
            yield f"{found['first']}/{last}"
    for alone in _ALONE.finditer(text):
        yield alone["year"]


def _span(first: str, last: str) -> str:
    return f"{first}/{last}" if first < last else first


def dateline(text: str) -> tuple[str, str] | None:
    """The date and the place that *text* gives, if it is a dateline and says no more."""
    found = dates(text)
    if len(found) != 1 or len(text) > 100:
        return None
    before, after = text[: found[0].start], text[found[0].end :]
    rest = re.sub(r"(?i)\b(?:dated?|the|le|den|г\.|года?)\b", "", f"{before} {after}")
    place = " ".join(rest.replace("[", " ").replace("]", " ").split()).strip(" ,.:;")
    names = re.findall(r"[^\W\d_]+", place)
    if len(names) > 4 or any(
        not name[0].isupper() and name[0].lower() != name[0].upper() for name in names
    ):
        return None
    return found[0].edtf, place
