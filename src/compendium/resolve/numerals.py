"""Numerals of the languages we compare: their words, their months, and those of Chinese script.

Words are only ever a reason not to complain: "two" may answer to a "2", but never asks
for one. They are therefore taken by their stems, and a stem too many does no harm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_ENGLISH = {
    0: "zero nil",
    1: "one first once single",
    2: "two second twice both half pair",
    3: "three third thrice",
    4: "four fourth",
    5: "five fifth",
    6: "six sixth",
    7: "seven seventh",
    8: "eight eighth",
    9: "nine ninth",
    10: "ten tenth",
    11: "eleven eleventh",
    12: "twelve twelfth dozen",
    13: "thirteen thirteenth",
    14: "fourteen fourteenth",
    15: "fifteen fifteenth",
    16: "sixteen sixteenth",
    17: "seventeen seventeenth",
    18: "eighteen eighteenth",
    19: "nineteen nineteenth",
    20: "twenty twentieth",
    30: "thirty thirtieth",
    40: "forty fortieth",
    50: "fifty fiftieth",
    60: "sixty sixtieth",
    70: "seventy seventieth",
    80: "eighty eightieth",
    90: "ninety ninetieth",
    100: "hundred hundredth",
    1000: "thousand thousandth",
    10**6: "million",
    10**9: "billion",
}
_RUSSIAN = {
    1: "один одн перв",
    2: "два две дву двое двой втор оба обе обо",
    3: "три тре тро",
    4: "четыр четвер",
    5: "пят",
    6: "шест",
    7: "семь семи семе сед",
    8: "восем восьм",
    9: "девят",
    10: "десят",
    11: "одиннадцат",
    12: "двенадцат",
    13: "тринадцат",
    14: "четырнадцат",
    15: "пятнадцат",
    16: "шестнадцат",
    17: "семнадцат",
    18: "восемнадцат",
    19: "девятнадцат",
    20: "двадцат",
    30: "тридцат",
    40: "сорок",
    50: "пятьдесят пятидесят",
    60: "шестьдесят шестидесят",
    70: "семьдесят семидесят",
    80: "восемьдесят восьмидесят",
    90: "девяност",
    100: "сто ста сот",
    200: "двести двухсот",
    300: "триста трехсот",
    400: "четыреста четырехсот",
    500: "пятьсот пятисот",
    600: "шестьсот шестисот",
    700: "семьсот семисот",
    800: "восемьсот восьмисот",
    900: "девятьсот девятисот",
    1000: "тысяч тыс",
    10**6: "миллион млн",
    10**9: "миллиард млрд",
}
_FRENCH = {
    1: "un une premier première",
    2: "deux deuxième second seconde",
    3: "trois troisième",
    4: "quatre quatrième",
    5: "cinq cinquième",
    6: "six sixième",
    7: "sept septième",
    8: "huit huitième",
    9: "neuf neuvième",
    10: "dix dixième",
    11: "onze onzième",
    12: "douze douzième",
    13: "treize treizième",
    14: "quatorze quatorzième",
    15: "quinze quinzième",
    16: "seize seizième",
    20: "vingt vingts vingtième",
    30: "trente trentième",
    40: "quarante quarantième",
    50: "cinquante",
    60: "soixante",
    100: "cent cents centième",
    1000: "mille millième",
    10**6: "million millions",
    10**9: "milliard milliards",
}
_WORDS: Mapping[str, Mapping[str, int]] = {
    lang: {word: value for value, words in table.items() for word in words.split()}
    for lang, table in (("en", _ENGLISH), ("ru", _RUSSIAN), ("fr", _FRENCH))
}
_STEMMED = frozenset({"ru"})

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ru": "январ феврал март апрел ма[йяею] июн июл август сентябр октябр ноябр декабр",
    "fr": "janvier février mars avril mai juin juillet ao[uû]t septembre octobre novembre décembre",
}
MONTHS: Mapping[str, tuple[re.Pattern[str], ...]] = {
    lang: tuple(
        re.compile(rf"\b(?:{name}|{name.upper()}){'' if lang == 'en' else '[а-я]{0,2}'}\b")
        for name in names.split()
    )
    for lang, names in _MONTHS.items()
}
"""What finds the twelve months of a language, in their order."""

HAN = frozenset({"ja", "zh"})
"""Languages that write numbers and months in Chinese script."""

_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"[\s‐-―-]*(?:and|et|и)?[\s‐-―-]*")
_HAN_DIGITS = {char: at for at, char in enumerate("〇一二三四五六七八九")} | {"零": 0}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
_HAN_MYRIADS = {"万": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12}
HAN_NUMERAL = "〇零一二三四五六七八九十百千万億亿兆"


def knows(lang: str) -> bool:
    """Whether the words and months of *lang* are known here."""
    return lang in _WORDS or lang in HAN


def worded(text: str, lang: str) -> Iterator[int]:
    """The numbers that words of *text* may stand for, compound ones and each of their parts."""
    table = _WORDS.get(lang, {})
    if not table:
        return
    run: list[int] = []
    end = 0
    for word in _WORD.finditer(text):
        value = _value(word[0].casefold().replace("ё", "е"), table, lang in _STEMMED)
        if value is None:
            continue
        if run and not _BETWEEN.fullmatch(text, end, word.start()):
            yield _sum(run)
            run = []
        run.append(value)
        yield value
        end = word.end()
    if run:
        yield _sum(run)


def _value(word: str, table: Mapping[str, int], stemmed: bool) -> int | None:
    if not stemmed:
        return table.get(word, table.get(word.removesuffix("s")))
    return next((table[word[:n]] for n in range(len(word), 1, -1) if word[:n] in table), None)


def _sum(values: list[int]) -> int:
    whole, part = 0, 0
    for value in values:
        if value >= 1000:
            whole, part = whole + max(part, 1) * value, 0
        elif value == 100 and 0 < part < 100:
            part *= 100
        else:
            part += value
    return whole + part


def han(figures: str) -> int:
    """A number in figures, in Chinese numerals, or in both: "三十一", "一九五六", "1万2千"."""
    whole, part, digits = 0, 0, ""
    for char in figures:
        if char in _HAN_MYRIADS:
            whole, part, digits = (
                whole + (part + int(digits or (0 if part else 1))) * _HAN_MYRIADS[char],
                0,
                "",
            )
        elif char in _HAN_UNITS:
            part, digits = part + int(digits or 1) * _HAN_UNITS[char], ""
        else:
            digits += str(_HAN_DIGITS.get(char, char))
    return whole + part + int(digits or 0)
