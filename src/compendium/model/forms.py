"""Forms: the words under which entries of the registers are found in a text without mark-up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases with the entries they belong to, ready to be looked for.

    Shape: `keys` maps a phrase to the keys of its entries; `lengths` maps the first word
        of phrases to how long they are, the longest first.
    """

    keys: Mapping[str, tuple[str, ...]]
    lengths: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of all registers, and the phrases inside which an entry's are not to be found."""

    names: Phrases
    excepted: Phrases
