"""Letters: what is left of a text when everything is gone that a typesetter may change.

White space comes and goes at line ends, a ligature is two letters, a hyphen may be any of
four characters. All else counts, and is compared exactly.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

HYPHEN = "-"
_SOFT = "\x02"
_HYPHENS = "\u2010\u2011\ufffe" + _SOFT
UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
"""What chooses a form of the letter before it, and draws nothing itself."""
_LIGATURES = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_TABLE = str.maketrans(
    {**dict.fromkeys(_HYPHENS, HYPHEN), **dict.fromkeys(UNSEEN, ""), **_LIGATURES}
)
_PAIRS = ("()", "[]", "{}", "<>", "«»", "\u2039\u203a", "“”", "‘’")
_TURNED = str.maketrans({pair[1]: pair[0] for pair in _PAIRS})
_SIGMA = "\u03a3"


def letters(text: str) -> str:
    """The letters of *text*: NFC, no white space, every hyphen the same, soft ones gone."""
    plain = "".join(text.split())
    if plain.isascii():
        return plain.replace(_SOFT, HYPHEN) if _SOFT in plain else plain
    plain = plain.translate(_TABLE)
    return plain if plain.isascii() else unicodedata.normalize("NFC", plain)


def fold(text: str) -> str:
    """*text* in small letters, none more or fewer."""
    small = text.lower()
    if len(small) == len(text) and _SIGMA not in text:  # which is small in two ways
        return small
    return "".join(one if len(one := c.lower()) == 1 else c for c in text)


def unselected(text: str) -> str:
    """*text* without what chooses forms of its letters."""
    return text if text.isascii() else "".join(c for c in text if c not in SELECTORS)


def turned(text: str) -> str:
    """*text* with signs that face each other made one, if it has letters from right to left.

    A reader of the file turns the signs beside such letters round.
    """
    backward = not text.isascii() and any(
        unicodedata.bidirectional(letter) in ("R", "AL") for letter in text
    )
    return text.translate(_TURNED) if backward else text


def follow(expected: str, at: int, line: str) -> int | None:
    """Where *expected* goes on after *line*, which is set from its letter *at* on.

    Shape: a hyphen at the end of *line* may be the typesetter's. What stands in the line
        and not in *expected* may only be decoration: no letter and no figure. None if
        the line is something else.
    """
    if expected.startswith(line, at):
        return at + len(line)
    if line.endswith(HYPHEN) and expected.startswith(line[:-1], at):
        return at + len(line) - 1
    if turned(line) == turned(expected[at : at + len(line)]):
        return at + len(line)
    return _decorated(expected, at, line)


def _decorated(expected: str, at: int, line: str) -> int | None:
    for letter in line:
        if at < len(expected) and _same(expected[at], letter):
            at += 1
        elif letter.isalnum():
            return None
    return at


def _same(one: str, other: str) -> bool:
    return one == other or one.lower() == other.lower()


def blank(text: str) -> bool:
    """Whether *text* has no letter and no figure."""
    return not any(letter.isalnum() for letter in text)


def offsets(text: str) -> Iterator[int]:
    """For every letter of *text* its index there, and at last the length of *text*."""
    for at, character in enumerate(text):
        yield from [at] * len(letters(character))
    yield len(text)


def shortened(words: str, limit: int = 60) -> str:
    """*words* with one space between them, cut in the middle if they are long."""
    plain = " ".join(words.split())
    if len(plain) <= limit:
        return plain
    half = limit // 2 - 1
    return f"{plain[:half].rstrip()} … {plain[-half:].lstrip()}"


def common(one: str, other: str) -> int:
    """How many letters *one* and *other* begin with together."""
    for at, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return at
    return min(len(one), len(other))
