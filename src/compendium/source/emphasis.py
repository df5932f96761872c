"""Stars and underscores paired off into emphasis, as CommonMark has it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from compendium.diag import Span
from compendium.model.text import Inline, Styled, Text
from compendium.source.text import Run

NESTING = 15
"""How deep nodes and blocks may stand in one another."""


@dataclass(slots=True)
class Words:
    """Characters from index `start` up to `end` of the run, which read `text`."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class Piece:
    """A finished node, and how many nodes deep it is."""

    node: Inline
    depth: int


@dataclass(slots=True)
class Stars:
    """A row of stars or underscores that may open or close emphasis; `length` as written."""

    sign: str
    start: int
    end: int
    opens: bool
    closes: bool
    length: int


Entry = Words | Piece | Stars


def stars(text: str, start: int, end: int) -> Stars:
    """The row of signs from *start* to *end*, and what it may do where it stands."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    left = not after.isspace() and (not _sign(after) or before.isspace() or _sign(before))
    right = not before.isspace() and (not _sign(before) or after.isspace() or _sign(after))
    if text[start] == "_":
        opens, closes = left and (not right or _sign(before)), right and (not left or _sign(after))
    else:
        opens, closes = left, right
    return Stars(text[start], start, end, opens, closes, end - start)


def _sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def pair(entries: list[Entry], run: Run, deep: list[Span]) -> list[Entry]:
    """*entries* with every pair of signs made into emphasis or strong emphasis.

    What would be nested too deep is left as it is, and its span added to *deep*.
    """
    row = _Row(run, deep)
    for entry in entries:
        row.take(entry)
    return row.done


@dataclass(slots=True)
class _Row:
    """Entries paired so far.

    Shape: `openers` are positions in `done`; `barren` remembers for each kind of closer
        up to which opener the search is known to be in vain, which keeps it linear.
    """

    run: Run
    deep: list[Span]
    done: list[Entry] = field(default_factory=list)
    openers: list[int] = field(default_factory=list)
    barren: dict[tuple[str, bool, int], int] = field(default_factory=dict)

    def take(self, entry: Entry) -> None:
        if isinstance(entry, Stars):
            if entry.closes:
                self._close(entry)
            if entry.start == entry.end:
                return
            if entry.opens:
                self.openers.append(len(self.done))
        self.done.append(entry)

    def _close(self, closer: Stars) -> None:
        kind = (closer.sign, closer.opens, closer.length % 3)
        while closer.start < closer.end:
            at = self._opener(closer, self.barren.get(kind, 0))
            if at is None:
                self.barren[kind] = len(self.openers)
                return
            self._wrap(at, closer)

    def _opener(self, closer: Stars, lowest: int) -> int | None:
        for at in range(len(self.openers) - 1, lowest - 1, -1):
            if _match(self.done[self.openers[at]], closer):
                return at
        return None

    def _wrap(self, at: int, closer: Stars) -> None:
        """Make what stands between the opener number *at* and *closer* one node."""
        position = self.openers[at]
        opener = self.done[position]
        assert isinstance(opener, Stars)
        width = 2 if min(opener.end - opener.start, closer.end - closer.start) > 1 else 1
        opener.end -= width
        closer.start += width
        content = self.done[position + 1 :]
        span = self.run.span(opener.end, closer.start)
        if (depth := deepest(content) + 1) <= NESTING:
            node = Styled("strong" if width == 2 else "emphasis", settle(content, self.run), span)
            content = [Piece(node, depth)]
        else:
            self.deep.append(span)
        self.done[position + 1 :] = content
        del self.openers[at + 1 :]
        if opener.start == opener.end:
            del self.done[position], self.openers[at]
        self.barren = {kind: min(low, len(self.openers)) for kind, low in self.barren.items()}


def deepest(entries: list[Entry]) -> int:
    """How deep the deepest node of *entries* is."""
    return max((entry.depth for entry in entries if isinstance(entry, Piece)), default=0)


def _match(opener: Entry, closer: Stars) -> bool:
    if not isinstance(opener, Stars) or opener.sign != closer.sign:
        return False
    odd = (opener.closes or closer.opens) and (opener.length + closer.length) % 3 == 0
    return not odd or (opener.length % 3 == 0 and closer.length % 3 == 0)


def settle(entries: list[Entry], run: Run) -> tuple[Inline, ...]:
    """The nodes of *entries*: what stayed unpaired is words, and neighbouring words are one."""
    nodes: list[Inline] = []
    words: list[Words] = []
    for entry in entries:
        if isinstance(entry, Piece):
            _flush(words, nodes, run)
            nodes.append(entry.node)
        elif isinstance(entry, Stars):
            words.append(Words(entry.start, entry.end, entry.sign * (entry.end - entry.start)))
        else:
            words.append(entry)
    _flush(words, nodes, run)
    return tuple(nodes)


def _flush(words: list[Words], nodes: list[Inline], run: Run) -> None:
    if text := "".join(word.text for word in words):
        nodes.append(Text(text, run.span(words[0].start, words[-1].end)))
    words.clear()
