# ruff: noqa: RUF001  # Russian and Japanese
"""Dates in running text, in the calendar that they are given in: "December 21, 1854, O.S.".

Read are whole dates, with a year: those of the West in English, Russian and Japanese, and
those of Japanese eras in the same languages, the English ones in figures or words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from compendium.resolve.calendars import ERAS, Era, gregorian, japanese, julian

Calendar = Literal["gregorian", "julian", "western", "japanese"]


@dataclass(frozen=True, slots=True)
class Dating:
    """A date as it stands in a text, from `start` to `end`.

    Shape: `days` are the Gregorian dates it can mean: two for a date of the West that does
        not say its calendar, none for a day that there was not.
    """

    start: int
    end: int
    said: str
    calendar: Calendar
    days: frozenset[date]


MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "January|Jan|января", "February|Feb|февраля", "March|Mar|марта", "April|Apr|апреля",
            "May|мая", "June|Jun|июня", "July|Jul|июля", "August|Aug|августа",
            "September|Sept|Sep|сентября", "October|Oct|октября", "November|Nov|ноября",
            "December|Dec|декабря",
        ),
        start=1,
    )
    for name in names.split("|")
}  # fmt: skip
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))

_UNITS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
)
_ORDINALS = (
    *_UNITS,
    "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth",
    "seventeenth", "eighteenth", "nineteenth", "twentieth",
    *(f"twenty-{unit}" for unit in _UNITS), "thirtieth", "thirty-first",
)  # fmt: skip
_NTH = r"(?:\d{1,2}(?:st|nd|rd|th)|" + "|".join(sorted(_ORDINALS, key=len, reverse=True)) + ")"


def _spelled(latin: str) -> str:
    """A pattern for the name of an era, with macrons or without, with m or n before p."""
    wide = re.sub("n(?=[pbm])", "[nm]", latin)
    for plain, long in (("o", "ō"), ("u", "ū"), ("'", "’ʼ")):
        wide = wide.replace(plain, f"[{plain}{long}]" + ("?" if plain == "'" else ""))
    return wide


_BY_NAME = {
    **{re.compile(_spelled(era.latin)): era for era in ERAS},
    **{re.compile(name): era for era in ERAS for name in (era.kanji, era.russian)},
    re.compile("慶應"): next(era for era in ERAS if era.kanji == "慶応"),
}
_LATIN = "|".join(_spelled(era.latin) for era in ERAS)
_RUSSIAN = "|".join(era.russian for era in ERAS)
KANJI_ERA = "|".join([*(era.kanji for era in ERAS), "慶應"])
KANJI_NUMBER = "[0-9０-９〇一二三四五六七八九十廿卅元]{1,4}"

_LEAP = r"(?:i|int\.?|intercalary|leap)\s?"
_JAPANESE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<era>{KANJI_ERA})(?P<y>{KANJI_NUMBER})年(?P<leap>閏)?(?P<m>{KANJI_NUMBER})月"
        rf"(?P<d>{KANJI_NUMBER})日",
        rf"\b(?P<era>{_LATIN}|{_RUSSIAN}) (?P<y>\d\d?)[./-](?P<leap>{_LEAP})?(?P<m>\d\d?)[./-]"
        r"(?P<d>\d\d?)\b(?![./-]\d)",
        rf"\b(?P<era>{_LATIN}) (?P<y>\d\d?), (?P<leap>{_LEAP})?(?P<m>{_NTH}) month,"
        rf" (?P<d>{_NTH}) day\b",
        rf"\b(?P<d>{_NTH}) day,? (?:of )?(?:the )?(?P<leap>{_LEAP})?(?P<m>{_NTH}) month,?"
        rf" (?:of )?(?:the )?(?:(?P<yy>{_NTH}) year (?:of )?)?(?P<era>{_LATIN})"
        r"(?: (?P<y>\d\d?))?\b",
        rf"\b(?P<d>\d\d?)(?:-й)? (?:день|дня) (?P<m>\d\d?)(?:-й|-го)? "
        rf"(?:(?P<leap>вставно(?:го|й)) )?(?:месяца|луны)"
        rf" (?P<y>\d\d?)-го года (?P<era>{_RUSSIAN})\b",
        rf"\b(?:(?P<m>{_MONTH}) (?P<d>\d\d?)|(?P<d2>\d\d?) (?P<m2>{_MONTH})),?"
        rf" (?P<era>{_LATIN}) (?P<y>\d\d?)\b",
        rf"\b(?P<d>\d\d?) (?P<m>{_MONTH}) (?P<y>\d\d?)-го года (?P<era>{_RUSSIAN})\b",
    )
)

_STYLE = (
    r"(?:,?\s?[(（]?(?:(?P<old>O\.\s?S\.|Old Style|Julian(?: calendar)?|ст\.\s?ст\.|"
    r"(?:по )?старо(?:му|го) стил[юя]|ユリウス暦|露暦)|"
    r"(?P<new>N\.\s?S\.|New Style|Gregorian(?: calendar)?|н(?:ов)?\.\s?ст\.|"
    r"(?:по )?ново(?:му|го) стил[юя]|グレゴリオ暦))[)）]?)?"
)
_WESTERN = tuple(
    re.compile(pattern + _STYLE)
    for pattern in (
        rf"\b(?P<m>{_MONTH})\.? (?P<d>\d\d?),? (?P<y>1[5-9]\d\d|20\d\d)\b(?!/\d)",
        rf"\b(?P<d>\d\d?)\.? (?P<m>{_MONTH})\.?,? (?P<y>1[5-9]\d\d|20\d\d)\b(?!/\d)"
        r"(?:\s?г(?:\.|ода))?",
        r"(?:(?P<before>ユリウス暦|露暦|ロシア暦)|西暦|グレゴリオ暦|新暦)?"
        r"(?<!\d)(?P<y>1[5-9]\d\d|20\d\d)年(?P<m>\d\d?)月(?P<d>\d\d?)日",
    )
)


def datings(text: str) -> list[Dating]:
    """The whole dates in *text*, in their order."""
    found = sorted((*_of_japan(text), *_of_the_west(text)), key=lambda one: (one.start, -one.end))
    done: list[Dating] = []
    for one in found:
        if not done or one.start >= done[-1].end:
            done.append(one)
    return done


def era(name: str) -> Era:
    """The era that *name* names, in any way in which it was found."""
    return next(era for pattern, era in _BY_NAME.items() if pattern.fullmatch(name))


def number(said: str) -> int:
    """What a number in figures, in Japanese or in English words comes to: 12 for "十二"."""
    plain = said.casefold()
    if plain in _ORDINALS:
        return _ORDINALS.index(plain) + 1
    if figures := re.match(r"[0-9０-９]+", said):
        return int(figures[0])
    values = {"〇": 0, "元": 1, **{one: at for at, one in enumerate("一二三四五六七八九", 1)}}
    tens, total = said.replace("廿", "二十").replace("卅", "三十").rpartition("十"), 0
    if tens[1]:
        total = 10 * (values.get(tens[0], 1) if tens[0] else 1)
    digits = tens[2]
    return total + (int("".join(str(values[one]) for one in digits)) if digits else 0)


def _of_japan(text: str) -> Iterator[Dating]:
    for pattern in _JAPANESE:
        for found in pattern.finditer(text):
            parts = found.groupdict()
            year = parts.get("y") or parts.get("yy")
            if not year:
                continue
            month, day = parts["m"] or parts["m2"], parts["d"] or parts["d2"]
            numbers = number(year), MONTHS.get(month) or number(month), number(day)
            that = japanese(era(parts["era"]), *numbers, leap=bool(parts.get("leap")))
            yield _dating(found, "japanese", that)


def _of_the_west(text: str) -> Iterator[Dating]:
    for pattern in _WESTERN:
        for found in pattern.finditer(text):
            parts = found.groupdict()
            numbers = int(parts["y"]), MONTHS.get(parts["m"]) or int(parts["m"]), int(parts["d"])
            old = parts["old"] or parts.get("before")
            if old:
                yield _dating(found, "julian", julian(*numbers))
            elif parts["new"] or found[0].startswith(("西暦", "グレゴリオ暦", "新暦")):
                yield _dating(found, "gregorian", gregorian(*numbers))
            else:
                yield _dating(found, "western", gregorian(*numbers), julian(*numbers))


def _dating(found: re.Match[str], calendar: Calendar, *days: date | None) -> Dating:
    real = frozenset(day for day in days if day)
    return Dating(found.start(), found.end(), found[0], calendar, real)
