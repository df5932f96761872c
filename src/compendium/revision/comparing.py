"""The comparison of two versions: passages paired by their words, then word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from compendium.model.edition import Edition
from compendium.model.pages import PageMap
from compendium.model.redline import Hunk
from compendium.revision.passages import Passage, texts

Kind = Literal["changed", "added", "removed", "moved"]
_ALIKE = 0.5
"""How much of their words two passages share to be one passage that was changed."""

_WORD = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two versions: the edition, and its pages if they are known."""

    edition: Edition
    pages: PageMap | None = None

    def folio(self, anchor: str) -> str:
        """The page on which *anchor* begins, "" if it is not known."""
        if self.pages is None or anchor not in self.pages.first:
            return ""
        return self.pages.first[anchor].folio


@dataclass(frozen=True, slots=True)
class Revised:
    """A passage that is not as it was; `hunks` are its words, old and new.

    Shape: `old` is None for one that was added, `new` for one that was removed; `folios`
        are the pages it stood and stands on, "" where they are not known.
    """

    kind: Kind
    old: Passage | None
    new: Passage | None
    hunks: tuple[Hunk, ...]
    folios: tuple[str, str]

    @property
    def passage(self) -> Passage:
        """The passage as it stands now, or as it stood last."""
        found = self.new or self.old
        assert found
        return found


@dataclass(frozen=True, slots=True)
class Pair:
    """A passage in both versions; one is None if only the other has it.

    Shape: `crossed` tells that others of its text have passed it.
    """

    old: Passage | None
    new: Passage | None
    crossed: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that changed, in reading order of the new version.

    Shape: `added` and `removed` are documents that only one version has, by their anchors;
        `revised` has the passages of the texts that both have, by text, and `pairs` all
        passages of these texts.
    """

    old: Side
    new: Side
    added: tuple[str, ...]
    removed: tuple[str, ...]
    revised: Mapping[str, tuple[Revised, ...]]
    pairs: Mapping[str, tuple[Pair, ...]]

    @property
    def changes(self) -> tuple[Revised, ...]:
        """Every passage that is not as it was."""
        return tuple(change for found in self.revised.values() for change in found)


def compare(old: Side, new: Side) -> Comparison:
    """What changed from *old* to *new*."""
    before, after = dict(texts(old.edition)), dict(texts(new.edition))
    had = {document.anchor for document in old.edition.documents}
    has = {document.anchor for document in new.edition.documents}
    pairs = {text: tuple(_pairs(before[text], after[text])) for text in after if text in before}
    revised = {text: tuple(_revised(found, old, new)) for text, found in pairs.items()}
    return Comparison(
        old,
        new,
        tuple(d.anchor for d in new.edition.documents if d.anchor not in had),
        tuple(d.anchor for d in old.edition.documents if d.anchor not in has),
        {text: found for text, found in _paired_moves(revised, old, new).items() if found},
        pairs,
    )


def _pairs(old: Sequence[Passage], new: Sequence[Passage]) -> list[Pair]:
    """The passages of a text side by side: equal ones first, then those that are alike."""
    pairs: list[Pair] = []
    matcher = SequenceMatcher(None, [p.words for p in old], [p.words for p in new], False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pairs += map(Pair, old[a:b], new[c:d])
        else:
            pairs += _alike(old[a:b], new[c:d])
    return _crossed(pairs)


def _alike(old: Sequence[Passage], new: Sequence[Passage]) -> Iterator[Pair]:
    """Passages between two equal ones, paired in order where they share most of their words."""
    waiting = list(old)
    for passage in new:
        at = next((n for n, one in enumerate(waiting) if _same(one, passage)), None)
        if at is None:
            yield Pair(None, passage)
            continue
        yield from (Pair(gone, None) for gone in waiting[:at])
        yield Pair(waiting[at], passage)
        del waiting[: at + 1]
    yield from (Pair(gone, None) for gone in waiting)


def _crossed(pairs: Sequence[Pair]) -> list[Pair]:
    """*pairs* with those that were left alone paired across the others, where they are alike."""
    gone = [pair.old for pair in pairs if pair.old and not pair.new]
    found: dict[Passage, Passage] = {}
    for pair in pairs:
        if pair.new and not pair.old:
            like = next((one for one in gone if _same(one, pair.new)), None)
            if like:
                found[pair.new] = like
                gone.remove(like)
    taken = set(found.values())
    return [
        Pair(found[pair.new], pair.new, crossed=True)
        if pair.new and not pair.old and pair.new in found
        else pair
        for pair in pairs
        if pair.new or pair.old not in taken
    ]


def _same(old: Passage, new: Passage) -> bool:
    if old.kind != new.kind:
        return False
    if old.kind == "title":
        return True
    return SequenceMatcher(None, _words(old.words), _words(new.words), False).ratio() > _ALIKE


def _revised(pairs: Sequence[Pair], old: Side, new: Side) -> Iterator[Revised]:
    for pair in pairs:
        before, after = pair.old, pair.new
        folios = (
            old.folio(before.anchor) if before else "",
            new.folio(after.anchor) if after else "",
        )
        if before and after:
            if before.words != after.words:
                yield Revised("changed", before, after, hunks(before.words, after.words), folios)
            elif pair.crossed:
                yield Revised("moved", before, after, (("same", after.words),), folios)
        elif before:
            yield Revised("removed", before, None, (("out", before.words),), folios)
        elif after:
            yield Revised("added", None, after, (("in", after.words),), folios)


def _paired_moves(
    revised: Mapping[str, tuple[Revised, ...]], old: Side, new: Side
) -> dict[str, tuple[Revised, ...]]:
    """A passage that went from one place and came at another was moved, and is told once."""
    gone = {
        c.old.words: c for found in revised.values() for c in found if c.kind == "removed" and c.old
    }
    moved: dict[str, Revised] = {}
    done: dict[str, list[Revised]] = {}
    for text, found in revised.items():
        for change in found:
            before = gone.get(change.new.words) if change.kind == "added" and change.new else None
            if before and before.old and change.new and change.new.words not in moved:
                folios = (old.folio(before.old.anchor), new.folio(change.new.anchor))
                change = Revised(
                    "moved", before.old, change.new, (("same", change.new.words),), folios
                )
                moved[change.passage.words] = before
            done.setdefault(text, []).append(change)
    taken = {id(before) for before in moved.values()}
    return {text: tuple(c for c in found if id(c) not in taken) for text, found in done.items()}


def hunks(old: str, new: str) -> tuple[Hunk, ...]:
    """*old* and *new* word by word: what stayed, what went, what came."""
    before, after = _words(old), _words(new)
    done: list[Hunk] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, False).get_opcodes():
        if tag == "equal":
            done.append(("same", "".join(before[a:b])))
            continue
        if b > a:
            done.append(("out", "".join(before[a:b])))
        if d > c:
            done.append(("in", "".join(after[c:d])))
    return tuple(done)


def _words(text: str) -> list[str]:
    """*text* in words, blanks and signs; in a script without blanks every letter is one."""
    return [
        piece
        for word in _WORD.findall(text)
        for piece in (word if _UNSPACED.search(word) else (word,))
    ]
