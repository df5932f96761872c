"""The guard of published addresses: none may vanish or come to mean something else unsaid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import SequenceMatcher

from compendium.diag import Diagnostic, Span
from compendium.model.digests import passages, short_digest
from compendium.model.edition import Edition
from compendium.model.published import CHANGES, LOCK, Change, Frozen, History, Published
from compendium.resolve.addresses import opening

_ALIKE = 0.6
"""How much of its first words a passage shares with what it was, to be the same passage."""


def guarded(edition: Edition) -> tuple[Edition, list[Diagnostic]]:
    """*edition* with its published anchors led to where their words stand, and what is amiss."""
    history = edition.history
    if not history.versions:
        return edition, list(_unknown(edition, history))
    now = {
        anchor: (short_digest(edition.targets[anchor].kind, words), opening(words))
        for anchor, words in passages(edition)
        if anchor in edition.targets
    }
    problems = [*_unknown(edition, history), *_compared(edition, history.versions[-1], now)]
    aliases: dict[str, str] = {}
    for published in history.versions:
        for anchor in published.passages:
            found = history.now(anchor, published.version)
            if anchor not in edition.targets and found and found[0] in edition.targets:
                aliases[anchor] = found[0]
    return replace(edition, aliases=aliases), problems


def _compared(
    edition: Edition, published: Published, now: Mapping[str, tuple[str, str]]
) -> Iterator[Diagnostic]:
    """What of the last version that went out is not where its addresses say."""
    homes: dict[str, list[str]] = {}
    for anchor, (digest, _) in now.items():
        homes.setdefault(digest, []).append(anchor)
    for anchor, frozen in published.passages.items():
        found = edition.history.now(anchor, published.version)
        if found is None:
            continue
        for one in found:
            if one not in now:
                yield _vanished(edition, anchor, one, frozen, homes)
        if found != (anchor,) or anchor not in now or now[anchor][0] == frozen.digest:
            continue
        if not edition.history.corrected(anchor, published.version):
            yield _changed(edition, anchor, frozen, now[anchor][1], homes)


def _vanished(
    edition: Edition, anchor: str, one: str, frozen: Frozen, homes: Mapping[str, list[str]]
) -> Diagnostic:
    if one != anchor:
        change = next(c for c in edition.history.changes if one in c.now)
        message = f"`{anchor}` is said to stand at `{one}`, which there is not"
        return Diagnostic("address-vanished", message, change.span, "name where its words are")
    message = f"the published address `{anchor}` (“{frozen.words}”) is gone"
    new = [home for home in homes.get(frozen.digest, ()) if home != anchor]
    fate = f"moved: {new[0]}" if len(new) == 1 else 'withdrawn: "why"'
    return Diagnostic("address-vanished", message, Span(LOCK), _record(edition, anchor, fate))


def _changed(
    edition: Edition, anchor: str, frozen: Frozen, words: str, homes: Mapping[str, list[str]]
) -> Diagnostic:
    span = edition.targets[anchor].span if anchor in edition.targets else Span(LOCK)
    new = [home for home in homes.get(frozen.digest, ()) if home != anchor]
    if len(new) == 1:
        message = f"`{anchor}` is published for “{frozen.words}”, which stands at `{new[0]}` now"
        hint = _record(edition, anchor, f"moved: {new[0]}")
        return Diagnostic("address-changed", message, span, hint)
    alike = SequenceMatcher(None, frozen.words, words).ratio() > _ALIKE
    message = (
        f"the words of the published passage `{anchor}` have changed"
        if alike
        else f"`{anchor}` is published for “{frozen.words}”, and has other words now"
    )
    hint = _record(edition, anchor, 'corrected: "what, and why"')
    return Diagnostic("address-changed", message, span, hint)


def _record(edition: Edition, anchor: str, fate: str) -> str:
    if edition.version == edition.history.versions[-1].version:
        return "raise `version` in edition.yaml; then check says how to record it"
    entry = f'- {{anchor: {anchor}, version: "{edition.version}", {fate}}}'
    return f"if it is meant, write in {CHANGES}: {entry}"


def _unknown(edition: Edition, history: History) -> Iterator[Diagnostic]:
    """Changes of what was never published."""
    known = {anchor for published in history.versions for anchor in published.passages}
    known |= {one for change in history.changes for one in change.now}
    for change in history.changes:
        if change.anchor not in known:
            yield _never(change)


def _never(change: Change) -> Diagnostic:
    message = f"`{change.anchor}` was never published"
    return Diagnostic("change-bad", message, change.span, f"see {LOCK} for the published addresses")
