"""Locators: what an index prints after a heading, and what it offers on screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from compendium.model.edition import Edition, Entry
from compendium.model.pages import PageMap
from compendium.model.volume import IndexPlan


@dataclass(frozen=True, slots=True)
class Locator:
    """One locator in print: "12", "321–25", "12nn3–5", "12n3 (doc. 7)".

    Shape: `number` is made of folios and belongs in a slot; `tail` follows it as it
        stands. The number claims that the passage from `first_anchor` to `last_anchor`
        stands on those folios, and answers for all of `anchors`.
    """

    number: str
    tail: str
    first_anchor: str
    last_anchor: str
    anchors: tuple[str, ...]

    @property
    def text(self) -> str:
        """The locator as a reader sees it."""
        return self.number + self.tail


@dataclass(frozen=True, slots=True)
class ScreenLocator:
    """One locator on screen: document 3, pinpoint "9.2" or "n3", page 4.

    Shape: `document_number` is "" in front and back matter, `pinpoint` is "" where the
        passage has none; `until` is the end of a range.
    """

    document_number: str
    pinpoint: str
    folio: str
    anchor: str
    until: ScreenLocator | None = None


@dataclass(frozen=True, slots=True)
class Survey:
    """What locators need to know of an edition once it has pages, gathered once.

    Shape: `numbers` has each document's number by its anchor; `twins` the marks, with
        their sheets, that notes of two documents bear there.
    """

    edition: Edition
    pages: PageMap
    numbers: Mapping[str, str]
    twins: frozenset[tuple[int, str]]


def survey(edition: Edition, pages: PageMap) -> Survey:
    """*edition* and *pages*, looked over for `locators` and `screen_locators`."""
    raise NotImplementedError


def locators(
    entry: Entry, ground: Survey, plan: IndexPlan, document: str = "doc. {}"
) -> tuple[Locator, ...]:
    """The locators of *entry* in print, in order of folios; subentries have their own."""
    raise NotImplementedError


def screen_locators(entry: Entry, ground: Survey) -> tuple[ScreenLocator, ...]:
    """The locators of *entry* on screen, in reading order, each place once."""
    raise NotImplementedError
