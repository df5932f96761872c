"""A page of the site on its way: what is known of it before its template is filled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from compendium.render.slots import Slots


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A page one step away, for the links at the foot and in the bar."""

    href: str
    title: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A page of the site before its template is filled; `slots` hold its page numbers.

    Shape: `read` is true for what is read in a row, which has a page before and after it.
    """

    file: str
    template: str
    title: str
    slots: Slots
    values: Mapping[str, object] = field(default_factory=dict)
    read: bool = True
