"""Slots: the places of a chunk where page numbers will stand, each claimed exactly once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from markupsafe import Markup

from compendium.model.pages import PageMap, PageReference
from compendium.render.frames import fill

Claim = Literal["contents", "cross-reference", "index", "list", "register"]

GUESS = "00"
"""What stands for a page number as long as there are no pages."""


_DIGITS = str.maketrans("123456789", "000000000")


def shape(value: str) -> str:
    """What layout may know of a page number: its digits are all zeros, the rest stays itself."""
    return value.translate(_DIGITS)


@dataclass(slots=True)
class Slots:
    """The slots of one chunk, numbered from 0 in the order they are asked for."""

    pages: PageMap | None
    values: list[str] = field(default_factory=list)
    references: list[PageReference] = field(default_factory=list)

    def folio(self, anchor: str) -> str:
        """The folio of the page where *anchor* begins; a guess as long as it has none."""
        place = self.pages.first.get(anchor) if self.pages else None
        return place.folio if place else GUESS

    def page(self, anchor: str, claim: Claim) -> Markup:
        """A slot that prints the number of the page where *anchor* begins."""
        return self.number(self.folio(anchor), claim, anchor, anchor)

    def number(
        self, value: str, claim: Claim, first: str, last: str, anchors: tuple[str, ...] = ()
    ) -> Markup:
        """A slot that prints *value*: it claims that *first* to *last* stand on these folios."""
        slot = self._claimed(value, claim, first, last, anchors)
        return fill('<span class="folio" data-slot="{}">{}</span>', slot, shape(value))

    def link(
        self, kind: str, value: str, claim: Claim, first: str, last: str, anchors: tuple[str, ...]
    ) -> Markup:
        """The same as a link of this *kind* to *first*: of an index, whose numbers are many."""
        slot = self._claimed(value, claim, first, last, anchors)
        frame = '<a class="{} folio" href="#{}" data-slot="{}">{}</a>'
        return fill(frame, kind, first, slot, shape(value))

    def _claimed(
        self, value: str, claim: Claim, first: str, last: str, anchors: tuple[str, ...]
    ) -> int:
        """The number of a new slot: the one way a page number gets into a book."""
        slot = len(self.values)
        self.values.append(value)
        self.references.append(PageReference(slot, value, first, last, claim, anchors))
        return slot
