"""What the rest of an edition is to one document: all that tying and printing it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from compendium.model.edition import Target

Units = Literal["paragraph", "article"]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The rest of an edition as one document sees it.

    Shape: `keys` has the entry that each register target means; `before`, `after` and `aside`
        are what the document leads to, by where it stands in reading order, if it does;
        `words` are those of the passages it quotes, by anchor; `units` how the documents of
        these are divided, by slug; `quoted` are its passages that others quote; `replied_by`
        the documents that reply to it; `last_mark` is the mark of the last note before it,
        where notes are numbered through the edition.
    """

    keys: Mapping[str, str] = field(default_factory=dict)
    before: tuple[Target, ...] = ()
    after: tuple[Target, ...] = ()
    aside: tuple[Target, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, Units] = field(default_factory=dict)
    quoted: tuple[str, ...] = ()
    replied_by: tuple[str, ...] = ()
    last_mark: int = 0
