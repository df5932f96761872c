"""Stage: a theme's folder in, `Theme` out, with its fonts checked and its tokens filled in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from compendium.theme.folder import find, missing, read

if TYPE_CHECKING:
    from compendium.diag import Diagnostic
    from compendium.model.edition import Edition
    from compendium.model.kept import Keep

__all__ = ["check", "find", "letters_of", "missing", "read"]


def check(
    edition: Edition, shelf: Path | None = None, keep: Keep | None = None
) -> list[Diagnostic]:
    """What keeps *edition* from being set in the theme it names: see `letters.check`."""
    from compendium.theme import letters  # to find a theme no edition is needed

    return letters.check(edition, shelf, keep)


def letters_of(edition: Edition) -> frozenset[str]:
    """Every letter that is printed of *edition*."""
    from compendium.theme import letters

    return letters.used(edition)
