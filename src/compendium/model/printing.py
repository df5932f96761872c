"""How an edition is printed: what the editor settles with the printer, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass

POINTS = 72 / 25.4
"""Points in a millimetre."""


@dataclass(frozen=True, slots=True)
class PrintPlan:
    """What the printer asks for.

    Units: millimetres. `bleed` is what is printed beyond the trim; `leaf` how thick one leaf
        of the paper is (0 if it is not known), `board` the cover.
    Shape: the pages are made a multiple of `sheet`; `condition` names how the press prints,
        in the registry of the ICC.
    """

    bleed: float = 3.0
    sheet: int = 4
    leaf: float = 0.0
    board: float = 0.3
    condition: str = "FOGRA52"

    def pages(self, count: int) -> int:
        """How many pages a book of *count* pages has on whole sheets."""
        return -(-count // self.sheet) * self.sheet

    def spine(self, count: int) -> float:
        """How wide the spine of a book of *count* pages is, 0 if the paper is not known."""
        return self.pages(count) / 2 * self.leaf + 2 * self.board if self.leaf else 0.0
