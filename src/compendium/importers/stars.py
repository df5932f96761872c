"""Where stars around words are read as emphasis, and how words are cut so that they are."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from compendium.model.text import Inline, Text


def peeled(content: Sequence[Inline]) -> tuple[str, tuple[Inline, ...], str]:
    """*content* without the signs at its ends, beside which no mark is read as emphasis."""
    core, front, back = list(content), "", ""
    if core and isinstance(last := core[-1], Text):
        bare = last.text.rstrip("".join(c for c in set(last.text) if _sign(c)) + " ")
        back = last.text[len(bare) :]
        core[-1:] = [Text(bare, last.span)] if bare else []
    if core and isinstance(first := core[0], Text):
        bare = first.text.lstrip("".join(c for c in set(first.text) if _sign(c)) + " ")
        front = first.text[: len(first.text) - len(bare)]
        core[:1] = [Text(bare, first.span)] if bare else []
    return front, tuple(core), back


def flanks(mark: str, inner: str, before: str, after: str) -> bool:
    """Whether *mark* on both sides of *inner* is read as emphasis, as CommonMark has it."""
    if not inner:
        return False
    first, last = inner[0], inner[-1]
    opens = not first.isspace() and (not _sign(first) or before.isspace() or _sign(before))
    closes = not last.isspace() and (not _sign(last) or after.isspace() or _sign(after))
    if mark[0] == "*":
        return opens and closes
    free = (before.isspace() or _sign(before)) and (after.isspace() or _sign(after))
    return opens and closes and free


def _sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"
