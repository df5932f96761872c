"""Which lines of a manuscript are headings: numbered documents told from numbered paragraphs.

A line is taken for the heading of a document by how it looks, and by its number: the
numbers of documents follow one another. Of all ways to choose the headings, the one that
is likeliest as a whole is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from compendium.importers.manuscript.dating import dated
from compendium.importers.manuscript.kinds import kind
from compendium.importers.manuscript.passages import Passage
from compendium.model.text import Styled

MOST = 3000
"""Numbered lines that are weighed; beyond, only those that look like a heading."""

_NUMBER = re.compile(
    r"\s*(?P<label>(?:document|doc\.|item|text|number|no\.|nr\.|n°|№|документ|文書|資料)\s*"
    r"(?:no\.|nr\.|№)?\s*)?(?P<open>[\[(第])?(?P<number>\d{1,4})(?P<sign>[.):．）、号\]]|\s*[–—:-]\s)?"
    r"\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_PART = re.compile(
    r"\s*(?:(?P<label>part|chapter|section|book|volume|teil|partie|chapitre|abschnitt|kapitel"
    r"|часть|раздел|глава)\s+(?P<counted>[IVXLCА-ЯA-Z]+|\d+|[a-z]+)(?:\s*[.:)–—-])?"
    r"|(?P<roman>[IVXLC]+)\s*[.:)–—-]|(?P<asian>第[一二三四五六七八九十\d]+[部章編]))\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_VERB = re.compile(
    r"\b(?:shall|agrees?|agreed|will|is|are|was|were|have|has|had|must|may|can|should|would)\b"
)
_INITIAL = re.compile(r"(?:\b[A-ZА-Я]\.)+$")
_LETTERS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN = re.compile(r"(?=.)(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line that begins with a number: where it stands, the number, and how like a heading."""

    at: int
    number: int
    cut: int
    score: float


def numbered(passages: Sequence[Passage]) -> list[Numbered]:
    """Every passage that could be the numbered heading of a document."""
    found: list[Numbered] = []
    for at, passage in enumerate(passages):
        split = split_number(passage.text)
        if passage.block is None and not passage.role and split:
            number, cut, labelled = split
            rest = passage.text[cut:]
            score = likeness(passage, rest) + (2 if labelled else 0)
            if not rest and not labelled:
                continue
            found.append(Numbered(at, number, cut, score))
    return found if len(found) <= MOST else [one for one in found if one.score > 0][:MOST]


def split_number(text: str) -> tuple[int, int, bool] | None:
    """The number *text* begins with, how many characters it takes, and whether it is labelled."""
    found = _NUMBER.match(text)
    if not found or not (found["label"] or found["sign"]):
        return None
    if found["open"] == "第" and found["sign"] != "号":
        return None
    return int(found["number"]), found.start("rest"), bool(found["label"]) or found["open"] == "第"


def likeness(passage: Passage, words: str) -> float:
    """How like the heading of a document *words* look; above 0 they may be one."""
    words = words.strip()
    score = 6.0 if passage.level else 0.0
    score += 3 if dated(words) else 0
    score += 2 if kind(" ".join(words.split()[:6])) else 0
    if words.endswith((".", ";", ":", ",", "。", "；")) and not _INITIAL.search(words[-40:]):
        score -= 3
    score += 0.5 if len(words) <= 120 else -4 if len(words) > 320 else -1.5 * (len(words) > 220)
    score -= 2 if _VERB.search(words) else 0
    score += _capitals(words)
    bold = [isinstance(node, Styled) and node.style == "strong" for node in passage.content]
    score += 1.5 if bold and all(bold) else 0
    return score + (0.5 if passage.apart else 0)


def _capitals(words: str) -> float:
    """What the capitals of *words* say: a heading has them, a sentence does not."""
    long = [word for word in re.findall(r"[^\W\d_]+", words) if len(word) > 3]
    long = [word for word in long if word[0].lower() != word[0].upper()]
    if not long:
        return 0
    if all(word.isupper() for word in long):
        return 1.5
    share = sum(word[0].isupper() for word in long) / len(long)
    return 1 if share >= 0.6 else -1.5 if share <= 0.3 else 0


def chosen(candidates: Sequence[Numbered], parts: Sequence[int]) -> list[Numbered]:
    """The headings among *candidates*: the row of numbers that is likeliest as a whole.

    *parts* are the places of lines that may open a part, after which the numbers may
    begin again.
    """
    best: list[tuple[float, int]] = []
    for here, one in enumerate(candidates):
        value, before = (0.5 if one.number == 1 else 0.0), -1
        for earlier in range(here):
            step = _step(candidates[earlier], one, parts)
            if best[earlier][0] + step > value:
                value, before = best[earlier][0] + step, earlier
        best.append((value + one.score, before))
    at = max(range(len(best)), key=lambda n: (best[n][0], -n), default=-1)
    if at < 0 or best[at][0] <= 1:
        return []
    row: list[Numbered] = []
    while at >= 0:
        row.append(candidates[at])
        at = best[at][1]
    return row[::-1]


def _step(before: Numbered, after: Numbered, parts: Sequence[int]) -> float:
    if after.number == before.number + 1:
        return 1
    if after.number > before.number:
        return -1.5
    again = after.number == 1 and any(before.at < at < after.at for at in parts)
    return 0 if again else -8


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that opens a part: its label and number as written, and where its words begin.

    Shape: `count` is the number in figures, 0 where it is in words or there is none; `cut`
        is 0 where the label belongs to the title.
    """

    number: str
    cut: int
    label: str = ""
    count: int = 0


def part_heading(text: str) -> Heading | None:
    """What opens a part in *text*, None if nothing does."""
    found = _PART.match(text)
    if not found:
        return None
    if found["roman"] and not _ROMAN.fullmatch(found["roman"]):
        return None  # a small one numbers a paragraph
    number = found["roman"] or found["counted"] or ""
    counted = bool(re.fullmatch(r"[IVXLC]+|\d+", number))
    label = (found["label"] or "").lower()
    ours = (label or "part") in ("part", "teil", "partie", "часть")
    # A chapter or a book keeps its name; a part is called so by the edition, in its language.
    if not counted:
        return Heading("", 0, label or "第")
    cut = found.start("rest") if ours else 0
    return Heading(number if ours else "", cut, label, _count(number))


def _count(number: str) -> int:
    """A number in figures or in Roman letters."""
    if number.isdigit():
        return int(number)
    values = [_LETTERS[letter] for letter in number.upper()]
    after = [*values[1:], 0]
    return sum(-one if one < two else one for one, two in zip(values, after, strict=True))


def shouted(text: str) -> bool:
    """Whether *text* is a line in capitals, long enough to be no name."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if word.lower() != word.upper()]
    return len(words) > 2 and text.upper() == text and not re.search(r"\b[A-ZА-Я]\.", text)
