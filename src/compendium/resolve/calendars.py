"""Days of other calendars as days of the Gregorian: the Julian, and that of Japanese eras.

Japan counted months by the moon until the second day of the twelfth month of Meiji 5, the
last of 1872, and by the Gregorian calendar from the day after. A year of an era has its
number from its new year to the next, whenever the era was proclaimed. Eras from 1688 on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from compendium.resolve.moons import LAST, months

_JULIAN_TO_CIVIL = 32083 + 1721425
"""From the day number of the computation below to that of `datetime.date`."""


@dataclass(frozen=True, slots=True)
class Era:
    """A Japanese era: its name in Japanese, in English without macrons, in Russian; its year 1."""

    kanji: str
    latin: str
    russian: str
    first: int


ERAS = tuple(
    Era(kanji, latin, russian, first)
    for kanji, latin, russian, first in (
        ("元禄", "Genroku", "Гэнроку", 1688), ("宝永", "Hoei", "Хоэй", 1704),
        ("正徳", "Shotoku", "Сётоку", 1711), ("享保", "Kyoho", "Кёхо", 1716),
        ("元文", "Genbun", "Гэмбун", 1736), ("寛保", "Kanpo", "Кампо", 1741),
        ("延享", "Enkyo", "Энкё", 1744), ("寛延", "Kan'en", "Канъэн", 1748),
        ("宝暦", "Horeki", "Хорэки", 1751), ("明和", "Meiwa", "Мэйва", 1764),
        ("安永", "An'ei", "Анъэй", 1772), ("天明", "Tenmei", "Тэммэй", 1781),
        ("寛政", "Kansei", "Кансэй", 1789), ("享和", "Kyowa", "Кёва", 1801),
        ("文化", "Bunka", "Бунка", 1804), ("文政", "Bunsei", "Бунсэй", 1818),
        ("天保", "Tenpo", "Тэмпо", 1830), ("弘化", "Koka", "Кока", 1844),
        ("嘉永", "Kaei", "Каэй", 1848), ("安政", "Ansei", "Ансэй", 1854),
        ("万延", "Man'en", "Манъэн", 1860), ("文久", "Bunkyu", "Бункю", 1861),
        ("元治", "Genji", "Гэндзи", 1864), ("慶応", "Keio", "Кэйо", 1865),
        ("明治", "Meiji", "Мэйдзи", 1868), ("大正", "Taisho", "Тайсё", 1912),
        ("昭和", "Showa", "Сёва", 1926), ("平成", "Heisei", "Хэйсэй", 1989),
        ("令和", "Reiwa", "Рэйва", 2019),
    )
)  # fmt: skip


def gregorian(year: int, month: int, day: int) -> date | None:
    """A day of the Gregorian calendar; None if it has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def julian(year: int, month: int, day: int) -> date | None:
    """The Gregorian date of a day of the Julian calendar; None if that has no such day."""
    lengths = (31, 28 + (year % 4 == 0), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if not (1 <= year < 9999 and 1 <= month <= 12 and 1 <= day <= lengths[month - 1]):
        return None
    # Years that begin in March, so that the leap day is their last.
    early = month < 3
    years, moons = year + 4800 - early, month - 3 + 12 * early
    count = day + (153 * moons + 2) // 5 + 365 * years + years // 4
    ordinal = count - _JULIAN_TO_CIVIL
    return date.fromordinal(ordinal) if ordinal > 0 else None


def japanese(era: Era, year: int, month: int, day: int, leap: bool = False) -> date | None:
    """The Gregorian date of a day of *era*; None if there was no such day."""
    if year < 1 or day < 1:
        return None
    western = era.first + year - 1
    if western > LAST:
        return None if leap else gregorian(western, month, day)
    found = next((m for m in months(western) if (m.number, m.leap) == (month, leap)), None)
    if found is None or day > found.length:
        return None
    that = date.fromordinal(found.begins + day - 1)
    return that if that.year <= LAST else None


def western_years(era: Era, year: int) -> tuple[int, ...]:
    """The Gregorian years in which year *year* of *era* lies: two, while the moon counted."""
    western = era.first + year - 1
    return (western,) if western > LAST else (western, western + 1)
