"""What a proof without a fault found of a book, as far as the next proof needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Kind = tuple[str | int, ...]
"""A kind of glyph, its font first."""


@dataclass(frozen=True, slots=True)
class Proved:
    """What was found of a book.

    Shape: `counts` are those of the whole; `own` those of each chunk, by its name; `kinds` are
        the kinds of glyphs, and `glyphs` the numbers of those that each chunk has.
    """

    counts: Mapping[str, int]
    own: Mapping[str, Mapping[str, int]]
    kinds: tuple[Kind, ...]
    glyphs: Mapping[str, tuple[int, ...]]

    def plain(self) -> dict[str, Any]:
        """The same as JSON has it."""
        return {name: getattr(self, name) for name in ("counts", "own", "kinds", "glyphs")}

    @staticmethod
    def of_plain(plain: Mapping[str, Any]) -> Proved:
        """The same, from what JSON makes of it."""
        glyphs = {name: tuple(numbers) for name, numbers in plain["glyphs"].items()}
        return Proved(plain["counts"], plain["own"], tuple(map(tuple, plain["kinds"])), glyphs)
