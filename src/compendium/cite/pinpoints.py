"""Pinpoints as people write them, read into steps: "doc. 3, art. 9(2), p. 7 l. 12".

The units are those of `wording.json`, in English, Russian and Japanese, before their number
or behind it; numbers are Arabic, Roman or kanji.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from compendium.cite.wording import table
from compendium.model.folios import value

_KANJI = "〇一二三四五六七八九"
_SCALES = {"十": 10, "百": 100}
_SUB = rf"\([0-9a-z{_KANJI}十百]+\)"
_NUMBER = rf"(?:\d+[a-z]?|[ivxlcdm]+|[*†‡]+|{_SUB})(?![a-z])(?:\.\d+|{_SUB})*"
_DASH = r"\s*[-\u2010-\u2015~\u301c]\s*"


@dataclass(frozen=True, slots=True)
class Step:
    """A unit and its number: ("article", "9.2"); `until` ends a range; `unit` "" is a bare number.

    Shape: `start` and `end` say where it stands in the pinpoint as written.
    """

    unit: str
    number: str
    until: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unread:
    """Letters of a pinpoint that no step was found in."""

    words: str
    start: int
    end: int


def steps(written: str, start: int = 0) -> Iterator[Step | Unread]:
    """What *written* says from *start* on; marks between the steps are no matter."""
    text = unicodedata.normalize("NFKC", written)
    text = written if len(text) != len(written) else text
    at = start
    for found in _pattern().finditer(text, start):
        yield from _between(text, at, found.start())
        yield _step(found)
        at = found.end()
    yield from _between(text, at, len(text))


def parts(number: str, roman: bool = False) -> tuple[str, ...]:
    """*number* taken apart, so that 9(2), 9.2 and 九.2 are equal, and if *roman* IX.2 too."""
    found = [_plain(part) for part in re.findall(r"\d+|[^\W\d_]+", number.lower())]
    return tuple(_arabic(part) if roman else part for part in found) or (number,)


def _arabic(part: str) -> str:
    try:
        return str(value(part))
    except ValueError:
        return part


def _between(text: str, start: int, end: int) -> Iterator[Unread]:
    for word in re.finditer(r"[^\W_]+", text[start:end]):
        if word[0].lower() not in table()["between"]:
            yield Unread(word[0], start + word.start(), start + word.end())


def _step(found: re.Match[str]) -> Step:
    unit = found["unit"] or found["after"] or ""
    number = found["number"] or found["counted"] or found["bare"]
    until = found["until"] or found["last"] or ""
    return Step(
        _units().get(unit.lower(), ""), _plain(number), _plain(until), found.start(), found.end()
    )


def _plain(number: str) -> str:
    """*number* in figures, be it written in kanji; any other stays."""
    if not number or any(sign not in _KANJI and sign not in _SCALES for sign in number):
        return number
    total, digit = 0, 0
    for sign in number:
        if scale := _SCALES.get(sign):
            total, digit = total + (digit or 1) * scale, 0
        else:
            digit = digit * 10 + _KANJI.index(sign)
    return str(total + digit)


@lru_cache(maxsize=1)
def _units() -> Mapping[str, str]:
    """What each word for a unit means."""
    return {word: unit for unit, words in table()["units"].items() for word in words}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    words = sorted(_units(), key=len, reverse=True)
    before = "|".join(re.escape(word) for word in words)
    after = "|".join(word for word in words if word > "\u3000")
    return re.compile(
        rf"第?\s*(?P<counted>\d+|[ivxlcdm]+|[{_KANJI}十百]+)"
        rf"(?:{_DASH}(?P<last>\d+))?\s*(?P<after>{after})"
        rf"|(?<![^\W\d_])(?P<unit>{before})(?:\.\s*|\s+|(?=\d)|(?<![^\W\d_]))(?:№\s*)?"
        rf"(?P<number>{_NUMBER})(?:{_DASH}(?P<until>{_NUMBER}))?"
        rf"|(?<![^\W_])(?P<bare>{_NUMBER})(?![^\W_])",
        re.IGNORECASE,
    )
