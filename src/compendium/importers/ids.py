"""Ids made of words."""

from __future__ import annotations

import re
import unicodedata


def slug(text: str, taken: set[str]) -> str:
    """An id for *text* that nothing else has: its letters and figures, joined by hyphens."""
    parted = re.sub(r"[\u2010-\u2015]", "-", text)
    plain_letters = unicodedata.normalize("NFKD", parted).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", plain_letters.lower()).strip("-")[:60].strip("-") or "entry"
    number, found = 1, stem
    while found in taken:
        number += 1
        found = f"{stem}-{number}"
    taken.add(found)
    return found
