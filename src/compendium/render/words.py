"""The theme's wording in one language, with its gaps filled by markup."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from compendium.model.theme import Theme
from compendium.render.frames import joined

_GAP = re.compile(r"\{([a-z]*)\}")


@dataclass(frozen=True, slots=True)
class Words:
    """The wording of a theme in the language `lang`."""

    lang: str
    strings: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        """The words of *key*; an unknown key is a `KeyError`, and a bug."""
        return self.strings[key]

    def fill(self, key: str, **values: str) -> Markup:
        """The words of *key* as markup, each `{name}` in them replaced by that value."""
        pieces = _pieces(self.strings[key])
        return joined([values[p] if at % 2 else p for at, p in enumerate(pieces)])

    def say(self, key: str, **values: str) -> str:
        """The words of *key* as plain text, each `{name}` in them replaced by that value."""
        pieces = _pieces(self.strings[key])
        return "".join([values[p] if at % 2 else p for at, p in enumerate(pieces)])


@cache
def _pieces(wording: str) -> tuple[str, ...]:
    """The *wording* in pieces: words, the name of a gap, words, and so on."""
    return tuple(_GAP.split(wording))


def speak(theme: Theme, lang: str, main: str) -> Words:
    """The wording for *lang* ("ru-RU" finds "ru"), else for the edition's *main* language."""
    for tag in (lang, lang.partition("-")[0], main, main.partition("-")[0]):
        if tag in theme.wording:
            return Words(tag, theme.wording[tag])
    return Words("en", theme.wording["en"])
