"""What a process does before there is anything to do: it sets a page that nobody wants.

The engine reads fonts, style sheets and patterns of hyphenation when it first needs them, which
takes as long as four documents. While we read a large edition, whoever will set it has that time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from compendium import layout, theme
from compendium.diag import failed
from compendium.model.kept import key_of
from compendium.model.pages import Chunk

_THEME = re.compile(r"^theme:[ ]*([a-z][a-z0-9-]*)[ ]*$", re.MULTILINE)
_LANGUAGES = re.compile(r"^languages:((?:[ \n,-]|\[|\]|\b[a-z]{2,3}\b(?!:))*)", re.MULTILINE)
_LARGE = 1_000_000  # bytes: less is read before the engine has been loaded
_WORDS = "incomprehensibilities " * 9
"""Words that must be parted, and so are looked up, in any language that parts words."""


@dataclass(frozen=True)
class Warming:
    """A page of the `theme` set in each of the `languages`; its trade has no errands."""

    theme: str
    shelf: Path | None
    languages: tuple[str, ...]

    @property
    def digest(self) -> str:
        """Tells it from any other."""
        return key_of("warming", (self.theme, str(self.shelf), *self.languages))

    def slim(self) -> Self:
        """It is slim."""
        return self

    def prepare(self) -> None:
        """Set the page, if there is such a theme."""
        design, problems = theme.read(theme.find(self.theme, self.shelf))
        if design is not None and not failed(problems):
            layout.typeset_anew(_specimen(self.languages), "recto", design)

    def set(self, task: Any) -> bytes:
        """Nothing."""
        del task
        return b""


def warming(inputs: Mapping[str, bytes], shelf: Path | None) -> Warming | None:
    """What a large edition made of *inputs* is likely to need; None if it is not large.

    A wrong guess costs idle time only.
    """
    if sum(len(data) for path, data in inputs.items() if path.endswith(".md")) < _LARGE:
        return None
    text = inputs.get("edition.yaml", b"").decode(errors="replace")
    named, spoken = _THEME.search(text), _LANGUAGES.search(text)
    found = re.findall("[a-z]+", spoken[1]) if spoken else []
    return Warming(named[1] if named else "press", shelf, tuple(found) or ("en",))


def _specimen(languages: Sequence[str]) -> Chunk:
    texts = "".join(
        f'<p lang="{lang}">{_WORDS}<em>{_WORDS}</em> <a href="#n">1</a>'
        f'<span class="fn fn-editorial" role="doc-footnote">{_WORDS}</span></p>'
        for lang in languages
    )
    body = f'<body class="sheet-document"><article id="n"><h1>{_WORDS}</h1>{texts}</article></body>'
    head = "<head><title>Specimen</title></head>"
    markup = f'<!doctype html>\n<html lang="{languages[0]}">{head}{body}</html>'
    return Chunk("specimen", markup, (), (), "any", "arabic")
