"""Figures: the numbers and dates a passage gives, so that texts in two languages can be compared.

A date is its year, its month and its day, each by itself, however a language writes them:
"October 19, 1956", 昭和三十一年十月十九日 and "19 октября 1956 г." have the same three.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from compendium.resolve import numerals

_WIDE = str.maketrans("０１２３４５６７８９，．", "0123456789,.")

_ERAS = {
    "明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018,
    "慶応": 1864, "元治": 1863, "文久": 1860, "万延": 1859, "安政": 1853, "嘉永": 1847,
}  # fmt: skip
"""The year before the first of an era of Japan."""

_N = rf"(?:\d[\d,]*|[\d{numerals.HAN_NUMERAL}]+)"
_HAN = re.compile(
    rf"(?P<era>{'|'.join(_ERAS)})(?P<nth>元|{_N})年"
    rf"|(?P<year>{_N})年"
    rf"|(?P<month>{_N})月"
    rf"|(?P<day>{_N})日"
    rf"|第(?P<count>{_N})(?=[条項号章部巻款])"
    rf"|(?P<amount>\d[\d,]*(?:\.\d+)?[万億兆]?(?:\d+[千百]?)?)"
    rf"|(?P<loose>[{numerals.HAN_NUMERAL}]+)"
)
_DATE = r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})(?!\d)"
_ISO = r"(?P<iy>\d{4})-(?P<im>\d\d)-(?P<id>\d\d)(?!\d)"
_SPAN = r"(?P<from>\d{4})[-–/](?P<to>\d\d)(?!\d)"
_PLAIN = r"\d+(?:[.,]\d+)*"
_THIN, _SPACE = "\u00a0\u2009\u202f", " \u00a0\u2009\u202f"


def _numbers(spaces: str) -> re.Pattern[str]:
    """What finds the numbers of a language that parts thousands by any of *spaces*."""
    parted = rf"\d{{1,3}}(?:[{spaces}]\d{{3}})+(?!\d)"
    return re.compile(rf"(?<![\d.,]){_DATE}|{_ISO}|{_SPAN}|(?P<n>{parted}|{_PLAIN})")


_ARABIC, _ARABIC_SPACED = _numbers(_THIN), _numbers(_SPACE)
_TIMES = re.compile(
    r"\s*(?P<word>thousand|million|billion|тыс|млн|млрд|миллион|миллиард|mille|milliard)"
)
_BY = {
    "thousand": 10**3, "тыс": 10**3, "mille": 10**3, "million": 10**6, "млн": 10**6,
    "миллион": 10**6, "billion": 10**9, "млрд": 10**9, "миллиард": 10**9, "milliard": 10**9,
}  # fmt: skip
_ROMAN = re.compile(r"\b[IVXLC]+\b")
_ROMANS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_DAY_BEFORE = re.compile(
    r"\d(?:st|nd|rd|th|er|-?го|-?е)?\s+(?:day\s+of\s+|of\s+|de\s+)?\Z", re.IGNORECASE
)
_NUMBER_AFTER = re.compile(r"\.?,?\s+(?:of\s+|de\s+)?\d")
_DECADES = 100
"""Years below this are as likely a length of time, which may be put in words."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number given in figures: `value` is how other languages would have it ("1956", "m10").

    Units: it stands at characters `start` to `end` of the passage.
    """

    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What a passage says in numbers: `sure` ask for an answer, `possible` only give one."""

    lang: str
    sure: tuple[Figure, ...]
    possible: frozenset[str]

    def answers(self, value: str) -> bool:
        """Whether the passage has *value*, or, where its language is unknown here, need not."""
        if value in self.possible:
            return True
        if not numerals.knows(self.lang):
            return value.startswith("m") or len(value) <= 2
        parts = value.split(".")
        return len(parts) > 1 and all(part.lstrip("0") in self.possible for part in parts)


def figures(text: str, lang: str) -> Figures:
    """The figures of *text*, a passage in *lang* (BCP 47)."""
    lang = lang.partition("-")[0]
    text = text.translate(_WIDE)
    found = list(_han(text) if lang in numerals.HAN else _western(text, lang))
    sure = tuple(figure for figure, asks in found if asks)
    possible = {figure.value for figure, _ in found}
    possible |= {part for value in possible for part in re.split(r"[.,]", value)}
    possible |= {str(number) for number in numerals.worded(text, lang)}
    possible |= {str(_roman(numeral[0])) for numeral in _ROMAN.finditer(text)}
    possible |= _months(text, lang)
    return Figures(lang, sure, frozenset(possible))


def _western(text: str, lang: str) -> Iterator[tuple[Figure, bool]]:
    pattern = _ARABIC if lang == "en" else _ARABIC_SPACED
    for at in pattern.finditer(text):
        if at["d"] or at["iy"]:
            day, month, year = (
                (at["d"], at["m"], at["y"]) if at["d"] else at.group("id", "im", "iy")
            )
            for value in (str(int(day)), f"m{int(month)}", year):
                yield Figure(value, *at.span()), True
        elif at["from"]:
            yield Figure(at["from"], *at.span("from")), True
            yield Figure(at["from"][:2] + at["to"], *at.span()), True
        else:
            value = _number(at["n"], lang)
            if times := _TIMES.match(text, at.end()):
                value = _times(value, _BY[times["word"]])
            yield Figure(value, *at.span()), True
    for month, pattern in enumerate(numerals.MONTHS.get(lang, ()), 1):
        for name in pattern.finditer(text):
            dated = _DAY_BEFORE.search(text, 0, name.start()) or _NUMBER_AFTER.match(
                text, name.end()
            )
            if dated:
                yield Figure(f"m{month}", *name.span()), True


def _months(text: str, lang: str) -> set[str]:
    """Every month that *text* may name, dated or not."""
    patterns = enumerate(numerals.MONTHS.get(lang, ()), 1)
    return {f"m{month}" for month, pattern in patterns if pattern.search(text)}


def _number(written: str, lang: str) -> str:
    """A number in the one form all languages share: no separators, a point before decimals."""
    joined = re.sub(r"[ \u00a0\u2009\u202f]", "", written)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+" if lang == "en" else r"\d{1,3}(?:[.,]\d{3})+", joined):
        joined = re.sub(r"[.,]", "", joined)
    joined = joined.replace(",", ".")
    return joined if "." in joined else str(int(joined))


def _times(value: str, by: int) -> str:
    return str(round(float(value) * by)) if value.count(".") < 2 else value


def _han(text: str) -> Iterator[tuple[Figure, bool]]:
    after_year, after_month = -1, -1
    for at in _HAN.finditer(text):
        span = at.span()
        if at["era"]:
            nth = 1 if at["nth"] == "元" else numerals.han(at["nth"].replace(",", ""))
            yield Figure(str(_ERAS[at["era"]] + nth), *span), True
            yield Figure(str(nth), *span), False
            after_year = at.end()
            continue
        kind = at.lastgroup or "loose"
        written = at[kind].replace(",", "")
        arabic = written[0].isdecimal()
        if kind == "amount":
            yield Figure(_amount(written), *span), True
            continue
        value = numerals.han(written)
        if kind == "month":
            dated = after_year == at.start() or (arabic and value <= 12)
            yield Figure(f"m{value}", *span), dated or bool(re.match(rf"{_N}日", text[at.end() :]))
            yield Figure(str(value), *span), False
            after_month = at.end()
        elif kind == "day":
            yield Figure(str(value), *span), arabic or after_month == at.start()
        elif kind == "year":
            yield Figure(str(value), *span), arabic or value >= _DECADES
            after_year = at.end()
        else:
            yield Figure(str(value), *span), kind == "count"


def _amount(written: str) -> str:
    if "." not in written:
        return str(numerals.han(written))
    decimal = re.match(r"\d+\.\d+", written)
    assert decimal
    unit = written[decimal.end() :]
    return _times(decimal[0], numerals.han(unit)) if unit else decimal[0]


def _roman(numeral: str) -> int:
    values = [_ROMANS[char] for char in numeral]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-one if one < following else one for one, following in pairs)
