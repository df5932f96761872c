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
        set and not written: marks of notes, numbers of paragraphs. Of all ways to tell them
        apart the one is taken that leaves the fewest gaps.
    """
    whole = "".join(lines)
    extra = len(whole) - len(wanted)
    if extra < 0:
        return None
    never = len(whole) + 1
    gaps = [0] + [never] * extra
    """How many gaps there are if so many letters have been left out."""
    came: list[list[int]] = []
    for at, letter in enumerate(wanted):
        fewest, whence = never, 0
        now, origin = [never] * (extra + 1), [0] * (extra + 1)
        for left_out, before in enumerate(gaps):
            if whole[at + left_out] == letter:
                now[left_out], origin[left_out] = min((before, left_out), (fewest + 1, whence))
            if before <= fewest:
                fewest, whence = before, left_out
        gaps = now
        came.append(origin)
    end = min(range(extra + 1), key=lambda left_out: gaps[left_out] + (left_out < extra))
    if gaps[end] >= never:
        return None
    places = []
    for at in range(len(wanted) - 1, -1, -1):
        places.append(at + end)
        end = came[at][end]
    return _by_line(places[::-1], lines)


def _by_line(places: list[int], lines: list[str]) -> list[tuple[int, int]]:
    spots: list[tuple[int, int]] = []
    line, start = 0, 0
    for place in places:
        while place >= start + len(lines[line]):
            start += len(lines[line])
            line += 1
        spots.append((line, place - start))
    return spots
