"""Entries of an index that run over the page: their names are set again where they go on.

Which entries do, only the pages tell; and a name set again moves what follows. So the index
is laid out until the names stand where they are wanted, or else without them. They are no
words of the index but artifacts, as a running head is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from compendium.layout.engine.boxes import Reading
from compendium.layout.engine.elements import AGAIN

ROUNDS = 3
"""How often an index is laid out again before it goes without."""

_SAYS = "data-continued"


@dataclass(frozen=True)
class Continued:
    """The headings before which the name of their entry stands, by their anchors."""

    before: frozenset[str] = frozenset()
    rounds: int = 0

    def amend(self, root: Any) -> None:
        """Set the names into the page *root*."""
        for parent in root.iter() if self.before else ():
            main = None
            for child in list(parent):
                main = child if child.get(_SAYS) else main
                if child.get("id") in self.before and main is not None:
                    again = child.makeelement("p", {"class": AGAIN})
                    again.text = main.get(_SAYS)
                    parent.insert(list(parent).index(child), again)

    def next(self, root: Any, reading: Reading) -> Continued | None:
        """What to try after *reading* the pages of *root*, None if they are good as they are."""
        wanted = frozenset(_wanted(root, reading))
        if wanted == self.before:
            return None
        if self.rounds < ROUNDS:
            return Continued(wanted, self.rounds + 1)
        return Continued(frozenset(), self.rounds + 1) if self.rounds == ROUNDS else None


def _wanted(root: Any, reading: Reading) -> list[str]:
    """The headings that open a page and belong to an entry which began on an earlier one."""
    mains: dict[str, str] = {}
    for parent in root.iter():
        main = ""
        for child in parent:
            anchor = child.get("id") or ""
            main = anchor if child.get(_SAYS) else main
            if main and anchor != main:
                mains[anchor] = main
    opens: dict[int, str] = {}
    for line in reading.lines:
        if line.area == "text":
            opens.setdefault(line.sheet, line.anchor)
    return [
        anchor
        for sheet, anchor in opens.items()
        if anchor in mains
        and reading.first[anchor].sheet == sheet
        and reading.first[mains[anchor]].sheet < sheet
    ]
