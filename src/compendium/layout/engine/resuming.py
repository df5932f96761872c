"""Where a page begins: the way on which the engine takes up again what it left.

It is one number in each box from the outside in, of the child to go on with; and nothing
more where that is begun.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes


def follow(box: Any, resume_at: Any) -> Iterator[tuple[Any, int, Any]]:
    """The blocks on the way *resume_at* in *box*: what each is in, its number there, and the rest.

    The way may go on in the lines of the last block.
    """
    while resume_at and isinstance(box, boxes.BlockBox):
        ((at, resume_at),) = resume_at.items()
        yield box, at, resume_at
        box = box.children[at]


def is_start(resume_at: Any) -> bool:
    """Whether *resume_at*, the way to a place in a box, leads to its very beginning."""
    while resume_at:
        ((at, resume_at),) = resume_at.items()
        if at:
            return False
    return True
