"""Characters that have no place in an edition, found and named before anything is parsed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from compendium.diag import Diagnostic, Severity
from compendium.source.text import SourceFile

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
    )
    + "]"
)
"""Control characters, text direction overrides and code points that are no characters."""

_HIDDEN = re.compile("[\u00ad\u180e\u200b\u2060\ufeff]|(?<=[\u0021-\u058f])[\u200c\u200d]")
"""Characters nobody sees. Joiners are letters' business in scripts that need them."""

_STACKED = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{9,}")
"""More marks on one letter than any language writes; they stall the typesetter."""

_ODD = re.compile(
    _FORBIDDEN.pattern[:-1]
    + "\u00ad\u180e\u200b-\u200d\u2060\ufeff"
    + "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
"""What any of these can begin with: most texts have nothing of it."""

_LIMIT = 20
"""Reports of one kind in one file; who has more needs the first, not the rest."""

_NAMES = {
    "\x00": "NULL",
    "\x07": "BELL",
    "\x0b": "LINE TABULATION",
    "\x0c": "FORM FEED",
    "\x1b": "ESCAPE",
    "\x85": "NEXT LINE",
}
"""Control characters have no name in Unicode; these turn up."""


def describe(character: str) -> str:
    """The code point and name of *character*: "U+202E RIGHT-TO-LEFT OVERRIDE"."""
    name = _NAMES.get(character) or unicodedata.name(character, "")
    return f"U+{ord(character):04X} {name}".strip()


def forbidden(text: str) -> str | None:
    """The first forbidden character of *text*, for words that come out of an escape."""
    found = _FORBIDDEN.search(text)
    return found[0] if found else None


def check_characters(file: SourceFile) -> list[Diagnostic]:
    """What is wrong with the characters of *file*, in the order of the file."""
    # The letters a text is made of are few, and looked through much sooner than the text.
    if not _ODD.search("".join(set(file.text))):
        return []
    found = [*_forbidden(file), *_hidden(file), *_stacked(file)]
    return sorted(found, key=lambda problem: problem.span)


def _forbidden(file: SourceFile) -> Iterator[Diagnostic]:
    for _, found in zip(range(_LIMIT), _FORBIDDEN.finditer(file.text), strict=False):
        yield Diagnostic(
            "character-forbidden",
            f"`{describe(found[0])}` may not stand in an edition",
            file.span(found.start(), found.end()),
            "delete it",
        )


def _hidden(file: SourceFile) -> Iterator[Diagnostic]:
    for _, found in zip(range(_LIMIT), _HIDDEN.finditer(file.text), strict=False):
        yield Diagnostic(
            "character-hidden",
            f"`{describe(found[0])}` cannot be seen, and keeps words from being found",
            file.span(found.start(), found.end()),
            "delete it unless the text needs it",
            Severity.WARNING,
        )


def _stacked(file: SourceFile) -> Iterator[Diagnostic]:
    for _, found in zip(range(_LIMIT), _STACKED.finditer(file.text), strict=False):
        yield Diagnostic(
            "character-stacked",
            f"`{len(found[0])}` combining marks on one letter cannot be typeset",
            file.span(found.start(), found.end()),
            "keep at most eight",
        )
