"""Other arrangements of the texts of an edition, each an edition of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from compendium.diag import EDITION
from compendium.model.volume import Arrangement, Volume, Written


@dataclass(frozen=True, slots=True)
class Other:
    """Another arrangement of the texts of an edition, and what the edition is then called."""

    name: str
    arrangement: Arrangement

    def of(self, volume: Volume) -> Volume:
        """*volume* so arranged; in one language, whatever its parts and documents say."""
        other = replace(volume, id=self.name, arrangement=self.arrangement)
        if self.arrangement.form != "single":
            return other
        parts = tuple(replace(part, arrangement=Arrangement()) for part in volume.parts)
        documents = {
            slug: replace(document, arrangement=Arrangement())
            for slug, document in volume.documents.items()
        }
        return replace(other, parts=parts, documents=documents)


_SINGLE = re.compile(rb"^[^#\n]*\bsingle\b", re.MULTILINE)


def in_one_language(root: Path, name: str) -> tuple[Other, ...]:
    """What else is built of the edition called *name* in *root*, if it is one a language.

    The edition in its first language is the one called *name*, and not among these.
    """
    # What does not say the word is not read for it: a build may have nothing to do.
    if not _SINGLE.search((root / "edition.yaml").read_bytes()):
        return ()
    from compendium import corpus

    volume = corpus.read(root)[0]
    if volume is None or volume.arrangement.form != "single":
        return ()
    chosen = tuple(lang.value for lang in volume.arrangement.languages) or volume.languages
    return tuple(
        Other(f"{name}-{lang}", Arrangement("single", (Written(lang, EDITION),)))
        for lang in chosen[1:]
    )
