"""A redline: two versions of an edition in one text, what went and what came marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Hunk = tuple[Literal["same", "out", "in"], str]
"""A run of words that stayed, went or came."""


@dataclass(frozen=True, slots=True)
class RedlineRow:
    """A passage: `kind` says what became of it, `form` what it is (paragraph, note ...).

    Shape: `pages` tells on which page it stood and stands, "" where it is not known.
    """

    kind: Literal["same", "changed", "added", "removed", "moved"]
    form: str
    hunks: tuple[Hunk, ...]
    lang: str
    pages: str = ""


@dataclass(frozen=True, slots=True)
class RedlineText:
    """A text that changed, all its passages in order; `label` is its number in words."""

    anchor: str
    label: str
    rows: tuple[RedlineRow, ...]


@dataclass(frozen=True, slots=True)
class Redline:
    """The whole comparison: errata as (where, what), then each text that changed."""

    title: str
    versions: tuple[str, str]
    errata: tuple[tuple[str, str], ...]
    texts: tuple[RedlineText, ...]
