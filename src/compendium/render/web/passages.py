"""Where an entry is spoken of: "doc. 3, para. 9 (p. 4)", each a link to the passage."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup

from compendium.model.edition import Entry
from compendium.model.folios import join
from compendium.model.volume import IndexPlan
from compendium.render.compositor import Compositor
from compendium.render.locators import ScreenLocator, screen_locators
from compendium.render.pinpoints import paragraph
from compendium.render.setting import Setting
from compendium.render.words import Words

_NOTE = re.compile(r"n(\d+|\W)")


def places_of(hand: Compositor, entry: Entry, plan: IndexPlan | None = None) -> Sequence[Markup]:
    """The passages of *entry* in order of pages; what an index gives on screen."""
    del plan
    ground = hand.setting.survey
    found = screen_locators(entry, ground) if ground else ()
    return [_place(hand, locator) for locator in found]


def _place(hand: Compositor, locator: ScreenLocator) -> Markup:
    words = hand.words
    said = _passage(hand, locator)
    folio = locator.folio
    if locator.until:
        last = locator.until
        folio = join(folio, last.folio, "full")
        end = _passage(hand, last, after=locator)
        said = words.say("from-to", first=said, last=end) if end else said
    page = words.fill("in-brackets", words=words.say("page", page=folio))
    return Markup('<a class="locator" href="#{}">{} {}</a>').format(locator.anchor, said, page)


def _passage(hand: Compositor, locator: ScreenLocator, after: ScreenLocator | None = None) -> str:
    """Document and pinpoint of a locator; only what differs from the one it comes *after*."""
    words = hand.words
    steps = []
    same = after is not None and after.document_number == locator.document_number
    if locator.document_number and not same:
        steps.append(words.say("locator-in-document", number=locator.document_number))
    if locator.pinpoint and not (same and after and after.pinpoint == locator.pinpoint):
        steps.append(pinpoint(hand.setting, locator.anchor, locator.pinpoint, words))
    return words["pointer-join"].join(steps)


def pinpoint(setting: Setting, anchor: str, number: str, words: Words) -> str:
    """How a reader names the passage *number* at *anchor*: "para. 9", "art. 3", "note 12"."""
    if note := _NOTE.fullmatch(number):
        return words.say("pointer-note", number=note[1])
    document = setting.documents.get(setting.edition.targets[anchor].document)
    return paragraph(number, document is not None and document.units == "article", words)
