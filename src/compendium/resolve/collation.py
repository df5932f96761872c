"""Sort keys and letter groups for headings, by the rules of one ICU.

Nothing depends on the machine or its locale. What editors ask beyond ICU (a comma stops
the comparison, articles are passed over) is here; `icu` only makes the keys of words.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

from compendium.resolve import icu

Sort = Literal["word-by-word", "letter-by-letter"]
Key = tuple[tuple[tuple[bytes, int], ...], tuple[bytes, ...], str]

ARTICLES = {
    "en": ("the ", "a ", "an "),
    "fr": ("le ", "la ", "les ", "l'", "l’", "un ", "une "),
    "de": ("der ", "die ", "das ", "ein ", "eine "),
}
"""Words that open a heading and are passed over when it is filed, by language."""

LINKING = {"en": ("and ", "of ", "in ", "on ", "for ", "to ", "with ")}
"""Words that open a subheading and are passed over too."""

_ROWS = "あかさたなはまやらわ"
_CYRILLIC = "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬѢЭЮЯѲѴ"
_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LETTERS = {"ja": _LATIN + _ROWS, "ru": _CYRILLIC + _LATIN}
_ALL_LETTERS = _LATIN + _CYRILLIC + _ROWS
FIGURES, OTHERS = "0–9", "…"
"""The groups of headings that open with a figure, and with nothing we have a letter for."""

_STOPS = {"(": 1, ",": 2, "、": 2}
_STOP = re.compile(r"\s*([(、]|,(?!(?<=\d,)\d))\s*")  # the comma of 10,000 stops nothing
_NUMBERS_APART = re.compile(r"(?<=\d)[^\w\s,]+(?=\d)")


def filing_name(heading: str, lang: str, sub: bool = False) -> str:
    """*heading* as it is filed: no leading article, and in a subheading no linking word."""
    language = lang.partition("-")[0]
    passed = ARTICLES.get(language, ()) + (LINKING.get(language, ()) if sub else ())
    name = " ".join(heading.split())
    while rest := next((name[len(w) :] for w in passed if name.casefold().startswith(w)), ""):
        name = rest
    return name


@lru_cache(maxsize=1 << 15)
def sort_key(name: str, lang: str, sort: Sort = "word-by-word") -> Key:
    """What puts *name* in its place among headings: keys compare as their names sort.

    A parenthesis stops the comparison, then a comma, before any further word: "NEW (Now)",
    "New, Zoe", "New Deal". Other punctuation counts for nothing, and numbers by value.
    Accents, then case, tell apart only names that are otherwise the same.
    """
    pieces = _STOP.split(_opened(unicodedata.normalize("NFKC", name)))
    ranks = [*(_STOPS[mark] for mark in pieces[1::2]), 0]
    words = [_bare(piece) for piece in pieces[::2]]
    closed = sort == "letter-by-letter"
    letters = icu.collator(lang, icu.PRIMARY, closed)
    whole = icu.collator(lang, icu.TERTIARY, closed)
    return (
        tuple((letters(w), rank) for w, rank in zip(words, ranks, strict=True)),
        tuple(whole(w) for w in words),
        name,
    )


def needs_reading(name: str, lang: str) -> bool:
    """Whether *name* has characters whose order in *lang* only their reading tells."""
    return lang.partition("-")[0] == "ja" and any(_script(c) == "CJK" for c in name)


def letter(name: str, lang: str) -> str:
    """The letter *name* is filed under: a capital, a kana row, "0–9", or "…" for any other."""
    first = _bare(name).lstrip()[:1]
    if not first or not first.isalnum():
        return OTHERS
    if first.isdigit():
        return FIGURES
    key = icu.collator(lang, icu.PRIMARY, skip_spaces=True)(_bare(name))
    return _last_before(key, lang, _script(first))


def _last_before(key: bytes, lang: str, script: str) -> str:
    """The last of the letters of *script* that does not sort after *key*."""
    found = OTHERS
    for label, at in _letter_keys(lang):
        if _script(label) == script and at <= key:
            found = label
    return found


@lru_cache(maxsize=8)
def _letter_keys(lang: str) -> tuple[tuple[str, bytes], ...]:
    key = icu.collator(lang, icu.PRIMARY, skip_spaces=True)
    labels = LETTERS.get(lang.partition("-")[0], _ALL_LETTERS)
    return tuple((label, key(label)) for label in labels)


def _script(char: str) -> str:
    """The script of *char*, as Unicode's names tell it; both kana are one."""
    name = unicodedata.name(unicodedata.normalize("NFKC", char)[:1], "")
    script = name.partition(" ")[0]
    return "KANA" if script in ("HIRAGANA", "KATAKANA") else script


def _opened(name: str) -> str:
    """*name* from its first character that is no punctuation."""
    return next((name[i:] for i, c in enumerate(name) if not _passed_over(c)), "")


def _passed_over(char: str) -> bool:
    return char.isspace() or unicodedata.category(char).startswith("P")


def _bare(piece: str) -> str:
    """*piece* without punctuation; where it parted two numbers, a space keeps them apart."""
    apart = _NUMBERS_APART.sub(" ", piece)
    return "".join(c for c in apart if not unicodedata.category(c).startswith("P"))
