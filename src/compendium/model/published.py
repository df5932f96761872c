"""The addresses that were published, and what became of them since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from compendium.diag import Span

LOCK = "ids.lock"
CHANGES = "changes.yaml"

Fate = Literal["moved", "split", "merged", "withdrawn", "corrected"]


@dataclass(frozen=True, slots=True)
class Frozen:
    """A passage as it was published.

    Shape: `digest` is the SHA-256 of its words, its first 16 figures; `words` are those it
        began with; `folios` the first and last page it stood on, ("", "") if on none.
    """

    kind: str
    digest: str
    words: str
    folios: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Published:
    """A version that went out, with its passages by their anchors."""

    version: str
    date: str
    passages: Mapping[str, Frozen]


@dataclass(frozen=True, slots=True)
class Change:
    """What an editor records of a published passage.

    Shape: `version` is the edition's when it happened; `now` are the anchors where its
        words stand since (none if it was withdrawn; its own if its words were corrected).
    """

    anchor: str
    version: str
    fate: Fate
    now: tuple[str, ...]
    note: str
    span: Span


@dataclass(frozen=True, slots=True)
class History:
    """All versions that went out, oldest first, and all that was recorded of them."""

    versions: tuple[Published, ...] = ()
    changes: tuple[Change, ...] = ()

    def now(self, anchor: str, version: str) -> tuple[str, ...] | None:
        """The anchors at which *anchor* of *version* is found now; None if it was withdrawn.

        What is recorded for one version happened at once: two passages may change places.
        """
        found: tuple[str, ...] = (anchor,)
        for changes in self._since(version):
            after: list[str] = []
            for one in found:
                change = changes.get(one)
                if change is None:
                    after.append(one)
                elif change.fate != "withdrawn":
                    after += change.now
            found = tuple(dict.fromkeys(after))
        return found or None

    def _since(self, version: str) -> list[dict[str, Change]]:
        """What became of passages in each version after *version*, by their anchors.

        What is recorded for a version that is not out yet happened after all that are.
        """
        order = {published.version: at for at, published in enumerate(self.versions)}
        since = order.get(version, -1)
        by_version: dict[int, dict[str, Change]] = {}
        for change in self.changes:
            at = order.get(change.version, len(order))
            if at > since and change.fate != "corrected":
                by_version.setdefault(at, {})[change.anchor] = change
        return [changes for _, changes in sorted(by_version.items())]

    def corrected(self, anchor: str, version: str) -> bool:
        """Whether words at *anchor* were changed on purpose after *version*.

        What is recorded of a passage holds for all that stands in it.
        """
        order = {published.version: at for at, published in enumerate(self.versions)}
        since = order.get(version, -1)
        return any(
            f"{anchor}.".startswith(f"{change.anchor}.") or anchor in change.now
            for change in self.changes
            if order.get(change.version, len(order)) > since and change.fate != "moved"
        )
