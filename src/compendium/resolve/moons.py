"""The lunisolar calendar of Japan from 1688 to 1872: the day on which each month began.

A month begins on the day of the new moon at Kyoto. The new moons are those of Jean Meeus,
*Astronomical Algorithms*, 2nd ed. (1998), chapter 49, without its smallest terms: good to a
minute or two. The almanac makers of the time were nearly as exact: of 2,288 months 20 began
on another day, always one whose new moon was within an hour or so of midnight. Those, and
which months were intercalary, are a matter of record.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import floor, radians, sin

FIRST, LAST = 1688, 1872
"""The years that are computed; after the last the Gregorian calendar was taken over."""

_LEAPS = {
    1689: 1, 1691: 8, 1694: 5, 1697: 2, 1699: 9, 1702: 8, 1705: 4, 1708: 1, 1710: 8, 1713:
    5, 1716: 2, 1718: 10, 1721: 7, 1724: 4, 1727: 1, 1729: 9, 1732: 5, 1735: 3, 1737: 11,
    1740: 7, 1743: 4, 1745: 12, 1748: 10, 1751: 6, 1754: 2, 1756: 11, 1759: 7, 1762: 4,
    1764: 12, 1767: 9, 1770: 6, 1773: 3, 1775: 12, 1778: 7, 1781: 5, 1784: 1, 1786: 10,
    1789: 6, 1792: 2, 1794: 11, 1797: 7, 1800: 4, 1803: 1, 1805: 8, 1808: 6, 1811: 2, 1813:
    11, 1816: 8, 1819: 4, 1822: 1, 1824: 8, 1827: 6, 1830: 3, 1832: 11, 1835: 7, 1838: 4,
    1841: 1, 1843: 9, 1846: 5, 1849: 4, 1852: 2, 1854: 7, 1857: 5, 1860: 3, 1862: 8, 1865:
    5, 1868: 4, 1870: 10,
}  # fmt: skip
"""The month after which an intercalary one followed, by year: it has the same number."""

_DAY_ONE = 1721425.5
"""The Julian date at which day 1 of the year 1 begins, as `datetime.date` counts days."""
_KYOTO = 135.75 / 360
_OTHERWISE = {
    (1692, 2): -1, (1712, 10): 1, (1714, 0): 1, (1737, 6): 1, (1747, 0): 1, (1751, 8): 1,
    (1751, 12): -1, (1758, 1): 1, (1765, 10): 1, (1771, 3): -1, (1778, 0): -1, (1782, 5):
    -1, (1790, 6): 1, (1802, 6): -1, (1806, 0): -1, (1819, 5): -1, (1824, 4): -1, (1825, 7):
    1, (1850, 8): 1, (1871, 11): -1,
}  # fmt: skip
"""Where the almanac began a month a day later or earlier than that, by year and place in it."""
_FIRST_OF_1868 = -1632
"""The new moon of the first month of 1868, counted from the first new moon of 2000."""

# Days, and multiples of the sun's anomaly, the moon's, and the moon's distance from its node.
_NEW_MOON = (
    (-0.40720, 0, 1, 0), (0.17241, 1, 0, 0), (0.01608, 0, 2, 0), (0.01039, 0, 0, 2),
    (0.00739, -1, 1, 0), (-0.00514, 1, 1, 0), (0.00208, 2, 0, 0), (-0.00111, 0, 1, -2),
    (-0.00057, 0, 1, 2), (0.00056, 1, 2, 0), (-0.00042, 0, 3, 0), (0.00042, 1, 0, 2),
    (0.00038, 1, 0, -2), (-0.00024, -1, 2, 0),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Month:
    """A month. Shape: `begins` is its first day as `datetime.date` counts; `length` in days."""

    number: int
    leap: bool
    begins: int
    length: int


@cache
def months(year: int) -> tuple[Month, ...]:
    """The months of the lunisolar *year*, which begins in the Gregorian year of that number."""
    names = list(_names(year))
    days = [_begins(year, at) for at in range(len(names))]
    following = _begins(year + 1, 0)
    return tuple(
        Month(number, leap, begins, ends - begins)
        for (number, leap), (begins, ends) in zip(names, pairwise([*days, following]), strict=True)
    )


def _names(year: int) -> Iterator[tuple[int, bool]]:
    for number in range(1, 13):
        yield number, False
        if _LEAPS.get(year) == number:
            yield number, True


def _count(year: int) -> int:
    """How many months *year* begins after 1868."""
    between = range(min(year, 1868), max(year, 1868))
    count = sum(12 + (one in _LEAPS) for one in between)
    return count if year >= 1868 else -count


def _begins(year: int, at: int) -> int:
    moon = _new_moon(_FIRST_OF_1868 + _count(year) + at)
    return floor(moon + _KYOTO - _DAY_ONE) + 1 + _OTHERWISE.get((year, at), 0)


def _new_moon(count: int) -> float:
    """The moment of a new moon, as a Julian date; number 0 is the first of the year 2000."""
    t = count / 1236.85
    sun = 2.5534 + 29.10535670 * count
    moon = 201.5643 + 385.81693528 * count + 0.0107582 * t * t
    node = 160.7108 + 390.67050284 * count - 0.0016118 * t * t
    shrunk = 1 - 0.002516 * t
    moment = 2451550.09766 + 29.530588861 * count + 0.00015437 * t * t
    for size, suns, moons, nodes in _NEW_MOON:
        turn = radians(suns * sun + moons * moon + nodes * node)
        moment += size * shrunk ** abs(suns) * sin(turn)
    return moment - 0.00017 * sin(radians(124.7746 - 1.56375588 * count))
