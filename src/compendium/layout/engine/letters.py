"""Letters of the markup, counted again on the pages: all that no line end adds or takes away."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

_HYPHEN = "\u2010"
_UNCOUNTED = "\u00ad"


def positions(words: str) -> list[int]:
    """Where in *words* its letters are."""
    return [at for at, sign in enumerate(words) if not sign.isspace() and sign != _UNCOUNTED]


@dataclass
class Count:
    """How many letters of the own words of each element have been met so far."""

    totals: dict[Any, int] = field(default_factory=dict)

    def take(self, run: Any) -> tuple[int, list[int], str]:
        """What *run* goes on with: its first letter's number, where its letters are, its hyphen.

        The hyphen is "" unless the line end has added one.
        """
        letters, hyphen = positions(run.text), ""
        start = self.totals.get(run.element, 0)
        if run.text.endswith(_HYPHEN) and not _spelt(run.element, start + len(letters) - 1):
            letters.pop()
            hyphen = _HYPHEN
        self.totals[run.element] = start + len(letters)
        return start, letters, hyphen


def _spelt(element: Any, letter: int) -> bool:
    """Whether the own words of *element* have a hyphen as their letter number *letter*."""
    own = "".join([element.text or "", *(child.tail or "" for child in element)])
    at = positions(own)
    return letter < len(at) and own[at[letter]] == _HYPHEN
