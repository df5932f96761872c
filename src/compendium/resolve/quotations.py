"""Quotations: whether the quoted words stand in the text they are quoted from.

Allowed is what every edition allows: other quotation marks, punctuation and capitals, an
ellipsis for words that are left out, and words of one's own in square brackets.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise
from typing import get_args

from compendium.model.text import Editorial, Inline, Intervention, plain

_WIDE = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(
    rf"(?P<gap>\[[^\]]*\]|\.(?:\s?\.){{2,}}|…+|―{{2,}})"
    rf"|[{_WIDE}]|(?:(?![{_WIDE}])\w)+(?:['’-](?:(?![{_WIDE}])\w)+)*"
)
_IDEOGRAPHS = "\u3005\u3400-\u9fff\uf900-\ufaff"
_BRACKETS = str.maketrans({"\uff3b": "[", "\uff3d": "]"})
_QUOTES = str.maketrans({"‘": "'", "’": "'"}) | _BRACKETS
_TORN = re.compile(f"[{_IDEOGRAPHS}][\u3040-\u309f{_IDEOGRAPHS}]")
"""What a Japanese word does not begin inside of: ideographs, and the endings behind them."""
_SHORT = 3
"""Letters of a word that is likely to say nothing by itself: "of", "the", "и"."""
_IN_WORD = re.compile(r"\[(\w)\](?=\w)|(?<=\w)\[\w+\]")
"""A letter of another case, "[T]he"; an ending, "island[s]"."""
_BETWEEN = 2
"""Words that two changes may have between them and still be told as one."""
_OURS = frozenset(get_args(Intervention)) - {"sic"}
"""What editors do to words that a reader sees in brackets."""


def as_quoted(content: Iterable[Inline]) -> str:
    """The words of a quotation; those that are not the source's stand in square brackets."""
    return "".join(
        f"[{plain(node.content)}]"
        if isinstance(node, Editorial) and node.kind in _OURS
        else plain([node])
        for node in content
    )


@dataclass(frozen=True, slots=True)
class Variant:
    """Where a quotation departs from its source.

    Shape: `theirs` are the words of the source and `ours` those of the quotation, "" for
        none. The readings are the same in the letters and points of either, with as many
        words around that neither is empty and a reader finds the place; both "" where the
        two have too little in common to be printed side by side.
    """

    theirs: str
    ours: str
    source_reading: str
    reading: str

    def unread(self) -> Variant:
        """The variant without its readings."""
        return replace(self, source_reading="", reading="")


def differences(quoted: str, source: str) -> list[Variant]:
    """Where *quoted* departs from the passage of *source* it comes nearest to.

    Shape: in order; empty if every quoted word stands there in order. Words before and
        after the passage do not count, nor those for which an ellipsis or brackets stand.
    """
    theirs, (ours, gaps) = _words(source), _quoted_words(quoted)
    edges = [0, *sorted(gaps), len(ours.folded)]
    runs = [ours.folded[a:b] for a, b in pairwise(edges)]
    if not ours.folded or _in_order(runs, theirs.folded):
        return []
    matcher = SequenceMatcher(None, theirs.folded, ours.folded, autojunk=False)
    steps = [step[1:] for step in matcher.get_opcodes() if step[0] != "equal"]
    steps = [_within(step, len(theirs.folded)) for step in steps]
    wrong = [(a, b, c, d) for a, b, c, d in steps if c < d or (a < b and c not in gaps)]
    same = sum(block.size for block in matcher.get_matching_blocks())
    drawn = [_variant(theirs, ours, step) for step in _drawn_together(wrong)]
    return drawn if 2 * same >= len(ours.folded) else [v.unread() for v in drawn]


Step = tuple[int, int, int, int]
"""Words `a` to `b` of the source for which words `c` to `d` of the quotation stand."""


def _within(step: Step, words: int) -> Step:
    """*step* without the words before and after the passage, of a source of so many *words*."""
    a, b, c, d = step
    if a == 0 and b < words:
        a = max(a, b - (d - c))
    elif b == words and a > 0:
        b = min(b, a + (d - c))
    return a, b, c, d


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a text: as they are compared, and where each stands in `text`."""

    text: str
    folded: list[str]
    places: list[tuple[int, int]]

    def said(self, start: int, end: int) -> str:
        """Words *start* to *end* with the spaces that their script has."""
        return _spaced(_even(self.text[a:b]) for a, b in self.places[start:end])

    def printed(self, start: int, end: int) -> str:
        """Words *start* to *end* as they stand, with what stands between them."""
        places = self.places[start:end]
        return _spaced(self.text[places[0][0] : places[-1][1]].split()) if places else ""

    def told(self, start: int, end: int) -> bool:
        """Whether words *start* to *end* stand here once only."""
        wanted = self.folded[start:end]
        starts = range(len(self.folded) - len(wanted) + 1)
        return sum(self.folded[at : at + len(wanted)] == wanted for at in starts) == 1


def _words(text: str) -> _Words:
    kept = unicodedata.normalize("NFC", text)
    found = [word for word in _WORD.finditer(_even(kept)) if not word["gap"]]
    return _Words(kept, [word[0].casefold() for word in found], [word.span() for word in found])


def _quoted_words(text: str) -> tuple[_Words, set[int]]:
    """The words of a quotation, and before which of them something may be left out."""
    kept = unicodedata.normalize("NFC", text)
    kept = _IN_WORD.sub(r"\1", kept.translate(_BRACKETS))
    words, gaps = list[re.Match[str]](), set[int]()
    for found in _WORD.finditer(_even(kept)):
        if found["gap"]:
            gaps.add(len(words))
        else:
            words.append(found)
    inside = {at for at in gaps if 0 < at < len(words)}
    return _Words(kept, [w[0].casefold() for w in words], [w.span() for w in words]), inside


def _variant(theirs: _Words, ours: _Words, step: Step) -> Variant:
    a, b, c, d = step
    a2, b2, c2, d2 = _around(theirs, ours, step)
    there, here = theirs.printed(a2, b2), ours.printed(c2, d2)
    if not (there and here):
        there = here = ""
    return Variant(theirs.said(a, b), ours.said(c, d), there, here)


def _around(theirs: _Words, ours: _Words, step: Step) -> Step:
    """*step* with as many words on both sides as a reader needs to find it and to make sense."""
    a, b, c, d = step
    left = _torn(ours, c) or not _letters(ours, c)
    while a == b or c == d or not ours.told(c, d) or _torn(ours, c):
        before, after = _alike(theirs, a - 1, ours, c - 1), _alike(theirs, b, ours, d)
        if before and (left or not after or _torn(ours, c)):
            a, c, left = a - 1, c - 1, False
        elif after and not (a < b and c < d and ours.told(c, d)):
            b, d, left = b + 1, d + 1, True
        else:
            break
    bare = (step[0] == step[1] or step[2] == step[3]) and c == step[2]
    while bare and _torn(ours, d) and _alike(theirs, b, ours, d):
        b, d = b + 1, d + 1
    if _short(theirs, a, ours, c) and _alike(theirs, a - 1, ours, c - 1):
        a, c = a - 1, c - 1
    if _short(theirs, b - 1, ours, d - 1) and _alike(theirs, b, ours, d):
        b, d = b + 1, d + 1
    return a, b, c, d


def _alike(theirs: _Words, there: int, ours: _Words, here: int) -> bool:
    """Whether word *there* of the source is word *here* of the quotation."""
    inside = 0 <= there < len(theirs.folded) and 0 <= here < len(ours.folded)
    return inside and theirs.folded[there] == ours.folded[here]


def _short(theirs: _Words, there: int, ours: _Words, here: int) -> bool:
    """Whether either of the two words is a short one, and not of a script without spaces."""
    pair = ((theirs, there), (ours, here))
    known = [(words, at) for words, at in pair if 0 <= at < len(words.folded)]
    return any(len(words.folded[at]) <= _SHORT and not _letters(words, at) for words, at in known)


def _letters(words: _Words, at: int) -> bool:
    """Whether words are letters around word *at*: it is of a script without spaces."""
    return re.match(f"[{_WIDE}]", "".join(words.folded[max(at - 1, 0) : at + 1])) is not None


def _torn(words: _Words, at: int) -> bool:
    """Whether a Japanese word goes on over the start of word *at*, which is but a letter."""
    if not 0 < at < len(words.folded):
        return False
    (start, _), (_, end) = words.places[at - 1 : at + 1]
    return _TORN.fullmatch(words.text[start:end]) is not None


def _drawn_together(steps: Sequence[Step]) -> list[Step]:
    """*steps*, those with a word or two between them as one: it is one change to a reader."""
    done: list[Step] = []
    for a, b, c, d in steps:
        if done and a - done[-1][1] == c - done[-1][3] <= _BETWEEN:
            done[-1] = (done[-1][0], b, done[-1][2], d)
        else:
            done.append((a, b, c, d))
    return done


def _spaced(words: Iterable[str]) -> str:
    """*words* with the spaces that their script has."""
    return re.sub(rf"(?<=[{_WIDE}]) (?=[{_WIDE}])", "", " ".join(words))


def _even(text: str) -> str:
    """*text* with one form of apostrophe, letter for letter."""
    return text.translate(_QUOTES)


def _in_order(runs: Sequence[Sequence[str]], source: Sequence[str]) -> bool:
    """Whether each of *runs* stands in *source* whole, behind the one before it."""
    at = 0
    for run in runs:
        places = range(at, len(source) - len(run) + 1)
        found = next((n for n in places if source[n : n + len(run)] == list(run)), None)
        if found is None:
            return False
        at = found + len(run)
    return True
