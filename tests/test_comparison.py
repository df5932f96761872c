"""Texts of one document compared, against the suite; and numbers as languages write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import Case, cases
from compendium import corpus
from compendium.resolve import resolve
from compendium.resolve.figures import figures
from compendium.resolve.numerals import han

_UNITS = ((1000, "千"), (100, "百"), (10, "十"))


@pytest.mark.parametrize("case", cases("comparison"), ids=lambda case: case.name)
def test_case(case: Case) -> None:
    """What two texts say otherwise is reported once, with its place in both files."""
    volume, found = corpus.read_files(case.files)
    assert volume, [str(problem) for problem in found]
    _, problems = resolve(volume)

    case.check({"problems": [str(problem) for problem in problems]})


@pytest.mark.parametrize(
    ("lang", "text", "sure"),
    [
        ("en-US", "on October 19, 1956", "19 1956 m10"),
        ("en", "19th of October 1956; May I? In May 1905.", "19 1956 1905 m5 m10"),
        ("en", "10,000 men, 3.5 million, 1941–45", "10000 3500000 1941 1945"),
        ("ru", "19 октября 1956 года, в мае", "19 1956 m10"),
        ("ru", "10 000 человек, 3,5 млн, 19.10.1956", "10000 3500000 19 m10 1956"),
        ("ja", "昭和三十一年十月十九日", "1956 m10 19"),
        ("ja", "昭和元年、二〇二六年、二年間、一般の人", "1926 2026"),
        ("ja", "第九条第２項、１万２千人、3.5億円、一万人", "9 2 12000 350000000"),
        ("fr", "le 1er janvier 1905, 10 000 francs", "1 1905 10000 m1"),
        ("de", "am 3. Oktober 1905", "3 1905"),
    ],
)
def test_figures(lang: str, text: str, sure: str) -> None:
    """A language's way to write numbers and dates is no difference to another's."""
    assert " ".join(figure.value for figure in figures(text, lang).sure) == sure


@pytest.mark.parametrize(
    ("lang", "text", "value"),
    [
        ("en", "nineteen hundred and fifty-six", "1956"),
        ("en", "Article XIV", "14"),
        ("ru", "тысяча девятьсот пятьдесят шестого года", "1956"),
        ("ru", "в двух экземплярах", "2"),
        ("ja", "第二次世界大戦", "2"),
        ("en", "in October", "m10"),
        ("de", "zwei", "2"),
        ("de", "im Oktober", "m10"),
    ],
)
def test_words_answer(lang: str, text: str, value: str) -> None:
    """A number in words answers for one in figures, and never asks for an answer itself."""
    found = figures(text, lang)

    assert found.answers(value)
    assert not found.sure


def test_a_year_asks_in_every_language() -> None:
    """Even where the words of a language are not known, a year that is not there is missed."""
    assert not figures("im Jahre 1957", "de").answers("1956")


@given(st.integers(1, 9999), st.sampled_from("〇零"))
def test_chinese_numerals(number: int, zero: str) -> None:
    """A number in Chinese numerals is the number, with units or figure by figure."""
    digits = dict(zip("0123456789", f"{zero}一二三四五六七八九", strict=True))
    by_unit, rest = "", number
    for value, unit in _UNITS:
        many, rest = divmod(rest, value)
        by_unit += ("" if many == 1 else digits[str(many)]) + unit if many else ""
    by_unit += digits[str(rest)] if rest else ""

    assert han(by_unit) == number
    assert han("".join(digits[d] for d in str(number))) == number
    assert han(f"{number}万") == number * 10_000
