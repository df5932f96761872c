"""A table of contents, which every build makes anew, taken out of a manuscript."""

from __future__ import annotations

import re
from collections.abc import Sequence

from compendium.importers.manuscript.passages import Passage
from compendium.importers.report import Report

_HEAD = re.compile(
    r"(?i)\W*(?:table of )?contents\W*|table des matières|sommaire|inhalt(?:sverzeichnis)?"
    r"|содержание|оглавление|目次|目录|目錄"
)
_PAGE = re.compile(r"\s*(?:[.…·_]{2,}[.…·_\s]*|\s)(?:\d{1,4}|[ivxlc]+)\s*$")
_LED = re.compile(r"(?:\.\s?){3,}\s*\d+\s*$|…+\s*\d+\s*$")
_LONGEST = 400
"""Characters of an entry."""

_FEWEST = 3
"""Lines that make a table."""


def without_contents(passages: Sequence[Passage], report: Report) -> list[Passage]:
    """*passages* without the rows of lines that are headed or led as a table of contents is.

    Each line of such a row stands again further down.
    """
    said = [_bare(passage) for passage in passages]
    last = {words: at for at, words in enumerate(said) if words}
    kept: list[Passage] = []
    at = 0
    while at < len(passages):
        headed = bool(_HEAD.fullmatch(passages[at].text.strip()))
        begins = headed or _led(passages[at])
        end = _end(passages, said, last, at + headed) if begins else at
        led = sum(_led(passage) for passage in passages[at:end])
        if end - at - headed >= _FEWEST and (headed or led * 2 > end - at):
            for passage in passages[at:end]:
                report.leave("contents", passage.line, "made anew by every build")
            at = end
        else:
            kept.append(passages[at])
            at += 1
    return kept


def _end(passages: Sequence[Passage], said: Sequence[str], last: dict[str, int], start: int) -> int:
    """Where the row of lines ends that begins at *start*: none stands twice in it."""
    end, seen = start, set[str]()
    while end < len(said) and passages[end].block is None:
        words = said[end]
        if not words or last[words] <= end or words in seen:
            break
        seen.add(words)
        end += 1
    return end


def _bare(passage: Passage) -> str:
    """The words of a line without the page it leads to, as they are compared."""
    if not passage.words or len(passage.text) > _LONGEST:
        return ""
    return " ".join(_PAGE.sub("", passage.text).split()).casefold()


def _led(passage: Passage) -> bool:
    """Whether points lead to a number at the end of the line."""
    return len(passage.text) <= _LONGEST and bool(_LED.search(passage.text))
