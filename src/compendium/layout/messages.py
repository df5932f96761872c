"""What the engine mutters, as problems. A message we do not know is an error."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from logging import LogRecord

from compendium.diag import Diagnostic, Severity, Span
from compendium.layout.places import Places

_NO_GLYPH = ".notdef glyph rendered"
_AT = re.compile(r" at (\d+):(\d+)")


def of_theme(records: Iterable[LogRecord], sheet: str) -> list[Diagnostic]:
    """What the engine said of the style sheet, at its line and column there."""
    problems = []
    for record in records:
        text = record.getMessage()
        found = _AT.search(text)
        at = (int(found[1]), int(found[2])) if found else (1, 1)
        problems.append(_message(text, Span(sheet, at, at)))
    return problems


def of_chunk(records: Iterable[LogRecord], places: Places) -> list[Diagnostic]:
    """What the engine said of a chunk, each thing once."""
    problems: dict[Diagnostic, None] = {}
    for record in records:
        if str(record.msg).startswith(_NO_GLYPH):
            problems.update(dict.fromkeys(_missing(str(record.args[0]), places)))  # type: ignore[index]  # the engine always names the character
        else:
            problems[_message(record.getMessage(), places.span(""))] = None
    return list(problems)


def fixes_off(names: Iterable[str], version: str) -> list[Diagnostic]:
    """One warning for each fix to the engine that this version of it has no use for."""
    return [
        Diagnostic(
            "engine-fix-off",
            f"the fix `{name}` was not written for WeasyPrint {version}",
            Span("weasyprint"),
            "install the version that the project pins",
            Severity.WARNING,
        )
        for name in names
    ]


def _missing(character: str, places: Places) -> Iterator[Diagnostic]:
    """One error for each place where *character* stands, or one for the whole chunk."""
    name = unicodedata.name(character, "a character without a name").lower()
    for anchor in places.having(character) or ("",):
        where = f" in `{anchor}`" if anchor else ""
        yield Diagnostic(
            "glyph-missing",
            f"no font has `{character}` (U+{ord(character):04X}, {name}){where}",
            places.span(anchor),
            "write it otherwise, or give the theme a font that has it",
        )


def _message(text: str, span: Span) -> Diagnostic:
    words = " ".join(text.split()).rstrip(".").replace(" ` at ", "` at ")
    return Diagnostic("engine-message", f"the engine says: {words}", span)
