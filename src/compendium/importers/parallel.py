"""Texts of one document in several languages, from as many files: what such sources share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from compendium.diag import Diagnostic, Span
from compendium.importers.draft import Draft, DraftPart, language_tag
from compendium.importers.manuscript.kinds import kind
from compendium.importers.words import words_of

LARGEST = 50_000_000
"""Bytes a source may have."""


def content(path: Path) -> tuple[bytes, list[Diagnostic]]:
    """The bytes of the file *path*; none, and why, if there are too many."""
    if path.stat().st_size > LARGEST:
        message = f"`{path.name}` has more than `{LARGEST}` bytes"
        return b"", [Diagnostic("file-large", message, Span(path.name), "divide it")]
    return path.read_bytes(), []


def chosen(found: Iterable[str], asked: Sequence[str]) -> list[str]:
    """The languages of an edition: those asked for that are there, else all, English first."""
    there = sorted(set(found), key=lambda lang: (lang.partition("-")[0] != "en", lang))
    if not asked:
        return there
    short = {lang.partition("-")[0]: lang for lang in reversed(there)}
    wanted = (lang if lang in there else short.get(lang.partition("-")[0], "") for lang in asked)
    return [lang for lang in dict.fromkeys(wanted) if lang]


def none_of(asked: Sequence[str], found: Iterable[str], source: str) -> Diagnostic:
    """The problem with a source that has none of the languages *asked* for."""
    there = ", ".join(sorted(set(found)))
    message = f"`{source}` has no text in {', '.join(f'`{lang}`' for lang in asked)}"
    return Diagnostic("source-bad", message, Span(source), f"it has {there}")


def edition(title: str, languages: Sequence[str], parts: Sequence[DraftPart]) -> Draft:
    """An edition of *parts*, whose own title is *title*."""
    return Draft(
        {
            "title": title,
            "version": "1.0",
            "date": "20XX",
            "languages": [language_tag(lang) or "en" for lang in languages],
        },
        words_of(title),
        {"version": "the version and the date of this edition; the source does not know them"},
        list(parts),
    )


def facts(titles: Mapping[str, str], main: str) -> dict[str, str]:
    """What kind of document its title in the language *main* says it is."""
    named = (kind(title) for title in (titles.get(main, ""), *titles.values()))
    return {"kind": next(filter(None, named), "document"), "units": "article"}
