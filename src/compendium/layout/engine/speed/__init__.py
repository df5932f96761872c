"""Where WeasyPrint 70.0 wastes time, and what we put in its place while we use it.

A piece is the same, byte for byte, with and without what is here; a test compares them. Each
fix is one function; its docstring says where the time goes. They know the engine better
than `fixes` does, so all of them are for one state of its sources: with any other the
engine runs as it is, a good half slower.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pydyf
import tinyhtml5
import weasyprint

from compendium.layout.engine.fixes import Fix
from compendium.layout.engine.speed import (
    bare,
    breaking,
    cascade,
    lengths,
    lines,
    markup,
    notes,
    pages,
    painting,
    shaping,
    spelling,
    styles,
)

WRITTEN_FOR = "c48811694fcb23d8"
"""The sources that this was written for, as `sources` tells them."""


def sources() -> str:
    """A hash of all the engine's sources, and of those who read and write for it."""
    whole = sha256()
    for package in (weasyprint, tinyhtml5, pydyf):
        folder = Path(package.__file__).parent
        for path in sorted(folder.rglob("*.py")):
            whole.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()[:16]


def fitting(fixes: tuple[Fix, ...]) -> tuple[Fix, ...]:
    """All of *fixes*, or none if the engine is not the one that they were written for."""
    return fixes if sources() == WRITTEN_FOR else ()


LAYOUT = fitting(
    (
        *markup.LAYOUT,
        *cascade.LAYOUT,
        *styles.FIXES,
        *lengths.LAYOUT,
        *breaking.LAYOUT,
        *shaping.LAYOUT,
        *lines.LAYOUT,
        *notes.LAYOUT,
        *pages.LAYOUT,
        *bare.LAYOUT,
    )
)
DRAWING = (
    (
        *styles.FIXES,
        *shaping.DRAWING,
        *spelling.DRAWING,
        *bare.DRAWING,
        *painting.DRAWING,
    )
    if LAYOUT
    else ()
)
