"""What is noted while a book is made the long way, so that the next may go the short one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from compendium import ledger
from compendium.ledger import Ledger
from compendium.model.digests import document_digests
from compendium.model.edition import Edition
from compendium.model.surroundings import Surroundings
from compendium.model.theme import Theme

if TYPE_CHECKING:
    from compendium.assemble import Layout
    from compendium.model.forms import Forms
    from compendium.model.volume import Volume
    from compendium.proof import Found, Proof, Tally
    from compendium.resolve import Strands
    from compendium.settling import Settled


@dataclass(slots=True)
class Witness:
    """What is noted while a book is made the long way, so that the next may go the short one."""

    strands: Strands = field(default_factory=dict)
    around: dict[str, Surroundings] = field(default_factory=dict)
    forms: dict[str, Forms] = field(default_factory=dict)
    layout: Mapping[str, Any] | None = None
    tally: Tally | None = None

    def reads(self, volume: Volume, edition: Edition) -> None:
        """Note what the documents of *edition*, made of *volume*, see of the rest of it."""
        from compendium import resolve

        apart = {d.anchor for part in edition.parts if not part.follow_on for d in part.documents}
        around = resolve.surroundings(volume, edition, self.strands)
        self.around = {slug: one for slug, one in around.items() if slug in apart}
        self.forms = resolve.forms_of(volume)
        self.strands.clear()

    def lies(self, layout: Layout) -> None:
        """Note how the book lies in its PDF."""
        self.layout = layout.plain()

    def proves(self, found: Found | None) -> None:
        """Note what a sheaf was *found* to hold; None is for what was noted in vain."""
        from compendium import proof

        self.tally = (self.tally or proof.Tally()) if found else None
        if self.tally and found:
            self.tally.take(found)

    def ledger(
        self,
        edition: Edition,
        design: Theme,
        settled: Settled,
        proved: Proof,
    ) -> Ledger | None:
        """The ledger of the book of *edition* in its *design*, without any problems yet.

        None if it must always go the long way.
        """
        from compendium import render

        if self.layout is None or self.tally is None or edition.history.versions:
            return None
        if self.tally.own.keys() != {chunk.name for chunk, _ in settled.book}:
            return None
        if not (self.around and render.tells_little(design)):
            return None
        chunks = [chunk for chunk, _ in settled.book]
        last = chunks[-1].name
        around = {**self.around, last: Surroundings()}
        made = ledger.cards(chunks, settled.pages, around, self.tally.aims)
        return Ledger(
            design.digest,
            (f"{len(settled.pages.sheets)} pages",),
            (),
            proved.remarks,
            self.forms,
            self.layout,
            self.tally.proved(proved.counts),
            {name: card for name, card in made.items() if name != last},
            made[last],
            document_digests(edition),
        )
