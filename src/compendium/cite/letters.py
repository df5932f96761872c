r"""Words as letters only, so that a quotation is found however it was copied.

Quotation marks, dashes, spaces, hyphens at line ends, case, ligatures and the ways to compose
an accent all fall away; what is left of "The “ﬁrst” co-\noperation" is "thefirstcooperation".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_OTHER = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]+")


def letters(text: str) -> str:
    """The letters and figures of *text* in their plainest form."""
    return _OTHER.sub("", _plain(text))


def word_ends(text: str) -> Iterator[tuple[int, int]]:
    """Where each word of *text* begins and ends among its `letters`."""
    at = 0
    for word in _WORD.findall(_plain(text)):
        yield at, at + len(word)
        at += len(word)


def _plain(text: str) -> str:
    composed = unicodedata.normalize("NFKC", text.replace("\u00ad", ""))
    return unicodedata.normalize("NFKC", composed.casefold())


def spread(wanted: str, lines: list[str]) -> list[tuple[int, int]] | None:
    """For each letter of *wanted* the line it stands on and its place there; None if it is not.

    Shape: *lines* hold all letters of *wanted* in order, and others among them, which were
        set and not written: marks of notes, numbers of paragraphs.
    """
    whole = "".join(lines)
    places: list[int] = []
    at = 0
    for done, letter in enumerate(wanted):
        if at >= len(whole) or whole[at] != letter:
            ahead = wanted[done : done + _SURE]
            found = whole.find(ahead, at)
            if found < 0:
                return None
            # What was taken for a letter of ours may be one of those that were only set.
            back = 1
            while back <= done and places[-back] == at - back and back <= found - at:
                if whole[found - back] != wanted[done - back]:
                    break
                places[-back] = found - back
                back += 1
            at = found
        places.append(at)
        at += 1
    return _by_line(places, lines)


_SURE = 16
"""So many letters in a row are found again before a gap is believed."""


def _by_line(places: list[int], lines: list[str]) -> list[tuple[int, int]]:
    spots: list[tuple[int, int]] = []
    line, start = 0, 0
    for place in places:
        while place >= start + len(lines[line]):
            start += len(lines[line])
            line += 1
        spots.append((line, place - start))
    return spots
