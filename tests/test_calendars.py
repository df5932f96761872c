# ruff: noqa: RUF001  # Russian and Japanese
"""Dates of two calendars are recomputed: known days, both ways of telling them, no false alarm."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium import corpus
from compendium.resolve import resolve
from compendium.resolve.calendars import ERAS, japanese, julian
from compendium.resolve.datings import datings, number
from compendium.resolve.moons import FIRST, LAST, months

BY_NAME = {era.latin: era for era in ERAS}


@pytest.mark.parametrize(
    ("era", "year", "month", "day", "expected"),
    [
        ("Genroku", 15, 12, 14, "1703-01-30"),  # the forty-seven at Kira's gate
        ("Tenpo", 8, 2, 19, "1837-03-25"),  # Oshio's rising
        ("Kaei", 6, 6, 3, "1853-07-08"),  # Perry's ships
        ("Kaei", 7, 3, 3, "1854-03-31"),  # the treaty of Kanagawa
        ("Ansei", 1, 12, 21, "1855-02-07"),  # the treaty of Shimoda
        ("Ansei", 5, 6, 19, "1858-07-29"),  # the Harris treaty
        ("Man'en", 1, 3, 3, "1860-03-24"),  # Sakurada
        ("Keio", 3, 10, 14, "1867-11-09"),  # the shogun gives up his office
        ("Keio", 4, 9, 8, "1868-10-23"),  # Meiji is proclaimed
        ("Meiji", 4, 7, 14, "1871-08-29"),  # the domains are abolished
        ("Meiji", 5, 12, 2, "1872-12-31"),  # the last day that the moon counted
        ("Meiji", 6, 1, 1, "1873-01-01"),
        ("Showa", 31, 9, 29, "1956-09-29"),
        ("Reiwa", 1, 5, 1, "2019-05-01"),
    ],
)
def test_known_days(era: str, year: int, month: int, day: int, expected: str) -> None:
    """Days that history knows in both calendars fall together."""
    assert str(japanese(BY_NAME[era], year, month, day)) == expected


def test_days_that_never_were() -> None:
    """A month has no more days than the moon gave it, and the old calendar ended."""
    assert japanese(BY_NAME["Meiji"], 5, 12, 3) is None
    assert japanese(BY_NAME["Kaei"], 6, 6, 31) is None
    assert japanese(BY_NAME["Ansei"], 1, 5, 1, leap=True) is None
    assert str(japanese(BY_NAME["Keio"], 4, 4, 1, leap=True)) == "1868-05-22"
    assert julian(1855, 2, 29) is None


def test_months_follow_one_another() -> None:
    """From 1688 to 1872 each month has 29 or 30 days, and begins where the last one ended."""
    every = [month for year in range(FIRST, LAST + 1) for month in months(year)]

    assert len(every) == 12 * 185 + 68
    assert {month.length for month in every} == {29, 30}
    assert all(a.begins + a.length == b.begins for a, b in pairwise(every))


@given(st.dates(date(1583, 1, 1), date(2099, 12, 31)))
def test_the_julian_calendar_falls_behind(day: date) -> None:
    """A Julian day of the same name is 10 days later, and one more after each leap century."""
    that = julian(day.year, day.month, day.day)

    assert that
    if (day.month, day.day) not in ((2, 28), (2, 29), (3, 1)):
        year = day.year - (day.month < 3)
        assert (that - day).days == year // 100 - year // 400 - 2


def test_numbers_of_japan() -> None:
    """Years, months and days in Japanese and in wide figures, and as English ordinals."""
    numbers = {
        "元": 1,
        "十": 10,
        "十二": 12,
        "廿一": 21,
        "三十一": 31,
        "卅": 30,
        "６": 6,
        "三〇": 30,
    }

    assert {said: number(said) for said in numbers} == numbers
    assert (number("twenty-first"), number("21st"), number("twelfth")) == (21, 21, 12)


@pytest.mark.parametrize(
    "said",
    [
        "January 26, 1855, O.S.", "26 January 1855 (Old Style)", "26 января 1855 г. (ст. ст.)",
        "露暦1855年1月26日", "安政元年12月21日", "安政元年十二月廿一日", "Ansei 1.12.21",
        "Ansei 1/12/21",
        "Ansei 1, 12th month, 21st day", "the 21st day of the 12th month of Ansei 1",
        "the twenty-first day of the twelfth month of the first year of Ansei",
        "21-й день 12-го месяца 1-го года Ансэй", "February 7, 1855, N.S.",
        "7 февраля 1855 года (по новому стилю)", "西暦1855年2月7日",
    ],
)  # fmt: skip
def test_the_treaty_of_shimoda(said: str) -> None:
    """However the day is told, it is 7 February 1855, and no other."""
    (found,) = datings(said)

    assert [str(day) for day in found.days] == ["1855-02-07"]


def problems(dated: str = "1855", words: str = "Nothing.") -> list[str]:
    """The problems of an edition of one document, dated so, with these words."""
    files = {
        "edition.yaml": "title: T\nversion: '1'\ndate: 2026\nlanguages: [en]\n"
        "parts: [{id: p, number: I, title: P, documents: [one]}]\n",
        "documents/one.en.md": f"---\ntitle: One\nkind: treaty\ndate: {dated}\n---\n{words}\n",
    }
    volume, faults = corpus.read_files(files, "small")
    assert volume and not faults, faults
    return [str(problem) for problem in resolve(volume)[1]]


def test_a_document_dated_in_two_calendars() -> None:
    """The value is the Gregorian date; the given form must be that day, or it is an error."""
    right = (
        "January 26, 1855, O.S.", "January 26, 1855", "Ansei 1.12.21", "安政元年12月21日",
        "26 January 1855 (O.S.), Ansei 1.12.21", "the winter of 1855",
    )  # fmt: skip

    assert [problems(f'{{value: 1855-02-07, given: "{one}"}}') for one in right] == [[]] * 6
    assert problems('{value: 1855-02-07, given: "December 21, 1854, O.S."}') == [
        "documents/one.en.md:4:15: error[calendars-differ]: `December 21, 1854, O.S.` is"
        " 1855-01-02, not 1855-02-07 (hint: mend `value`, which is the Gregorian date, or `given`)"
    ]
    assert problems('{value: 1855-02-07, given: "安政元年12月31日"}')[0].startswith(
        "documents/one.en.md:4:15: error[calendars-differ]: `安政元年12月31日` was never, not"
    )


@pytest.mark.parametrize(
    "words",
    [
        "On January 26 (February 7), 1855.", "On 7 February (26 January) 1855.",
        "On 26 (7) February 1855.", "26 января (7 февраля) 1855 г.", "25/7 February 1905.",
        "1855年2月7日（安政元年12月21日）", "1855年2月7日（安政元年12月21日、露暦1855年1月26日）",
        "February 7, 1855 [Ansei 1.12.21]", "昭和31年（1956年）", "1855年（安政元年）",
        "Received February 3, 1855 (dated January 30, 1855).", "On May 1 (June 3), 1955.",
        "February 3, 1855 (March 9, 1856)", "Ansei 1.12.21, and then February 8, 1855.",
        "1855年2月8日（安政元年12月21日）[^n] was printed.\n\n[^n]: By a slip.",
    ],
)  # fmt: skip
def test_no_false_alarm(words: str) -> None:
    """Two forms that agree, two days that are not one, and slips that a note tells of."""
    assert problems(words=words) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            "On January 26 (February 8), 1855.",
            "1:4: `January 26 (February 8), 1855` is no one day: the earlier date, in the Julian"
            " calendar, is 1855-02-07",
        ),
        (
            "1855年2月8日（安政元年12月21日）",
            "1:1: `1855年2月8日` is 1855-02-08 or 1855-02-20 and `安政元年12月21日` is 1855-02-07",
        ),
        (
            "On February 7, 1855 (Ansei 1.12.22).",
            "1:4: `February 7, 1855` is 1855-02-07 or 1855-02-19 and `Ansei 1.12.22` is 1855-02-08",
        ),
        (
            "26 января 1855 г. (8 февраля 1855 г.)",
            "1:1: `26 января 1855 г.` is 1855-01-26 or 1855-02-07 and `8 февраля 1855 г.` is"
            " 1855-02-08 or 1855-02-20",
        ),
        ("昭和32年（1956年）", "1:1: `昭和32年（1956年）` is no one year: that is 1957"),
    ],
)
def test_dates_that_differ_in_running_text(words: str, told: str) -> None:
    """Two forms that cannot be one day are a warning at their place."""
    place, _, message = told.partition(": ")
    line, column = place.split(":")

    assert problems(words=words) == [
        f"documents/one.en.md:{int(line) + 5}:{column}: warning[calendars-differ]: {message}"
        " (hint: mend one of the two, or say in a note that they differ)"
    ]


def test_lists_go_by_the_gregorian_date() -> None:
    """A letter of 27 January 1855, Old Style, is listed after a treaty of 7 February, New Style."""
    files = {
        "edition.yaml": "title: T\nversion: '1'\ndate: 2026\nlanguages: [en]\n"
        "parts: [{id: p, number: I, title: P, documents: [letter, treaty]}]\n",
        "documents/letter.en.md": "---\ntitle: L\nkind: letter\n"
        'date: {value: 1855-02-08, given: "January 27, 1855, O.S."}\n---\nWords.\n',
        "documents/treaty.en.md": "---\ntitle: T\nkind: treaty\n"
        'date: {value: 1855-02-07, given: "Ansei 1.12.21"}\n---\nWords.\n',
    }
    volume, _ = corpus.read_files(files, "small")
    assert volume
    edition, problems = resolve(volume)

    assert edition.by_date == ("treaty", "letter")
    assert not problems
