"""What was learned of the margins of a book and of its figures, sheaf by sheaf."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Facts = dict[str, Any]
"""What is kept as JSON."""


@dataclass
class Known:
    """What is known of the margins of a book, and of how its figures are drawn.

    A figure that is met in two shapes is none that can be told: it is None from then on.
    """

    margins: Facts = field(default_factory=dict)
    figures: dict[str, Facts] = field(default_factory=dict)

    def add(self, likeness: Facts) -> None:
        """Take in what was learned of a sheaf without a fault, whichever comes first."""
        for digest, margin in likeness["margins"].items():
            before = self.margins.get(digest, margin)
            self.margins[digest] = min(before, margin, key=repr)
        for font, codes in likeness["figures"].items():
            shapes = self.figures.setdefault(font, {})
            for code, shape in codes.items():
                note(shapes, code, shape)


def note(shapes: Facts, code: str, shape: object) -> None:
    """Note that a figure has a *shape*, unless it has another too."""
    if shapes.setdefault(code, shape) != shape:
        shapes[code] = None
