"""Quotations: whether the quoted words stand in the text they are quoted from.

Allowed is what every edition allows: other quotation marks, punctuation and capitals, an
ellipsis for words that are left out, and words of one's own in square brackets.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import get_args

from compendium.model.text import Editorial, Inline, Intervention, plain

_WIDE = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(
    rf"(?P<gap>\[[^\]]*\]|\.(?:\s?\.){{2,}}|…+|―{{2,}})"
    rf"|[{_WIDE}]|(?:(?![{_WIDE}])\w)+(?:['’-](?:(?![{_WIDE}])\w)+)*"
)
_QUOTES = str.maketrans({"‘": "'", "’": "'", "\uff3b": "[", "\uff3d": "]"})
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


def differences(quoted: str, source: str) -> list[tuple[str, str]]:
    """Where *quoted* departs from the passage of *source* it comes nearest to.

    Shape: pairs (words of the source, words of the quotation), "" for none, in order;
        empty if every quoted word stands there in order. Words before and after the
        passage do not count, nor those for which an ellipsis or brackets stand.
    """
    theirs = [found[0] for found in _WORD.finditer(_even(source)) if not found["gap"]]
    runs = list(_runs(quoted))
    ours = [word for run in runs for word in run]
    if not ours or _in_order([_folded(run) for run in runs], _folded(theirs)):
        return []
    gaps = {sum(map(len, runs[:at])) for at in range(1, len(runs))}
    matcher = SequenceMatcher(None, _folded(theirs), _folded(ours), autojunk=False)
    steps = [step for step in matcher.get_opcodes() if step[0] != "equal"]
    if steps and steps[0][0] == "delete" and steps[0][1] == 0:
        steps.pop(0)
    if steps and steps[-1][0] == "delete" and steps[-1][2] == len(theirs):
        steps.pop()
    wrong = [step[1:] for step in steps if not (step[0] == "delete" and step[3] in gaps)]
    return [(_joined(theirs[a:b]), _joined(ours[c:d])) for a, b, c, d in _drawn_together(wrong)]


def _drawn_together(steps: Sequence[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """*steps*, those with a word or two between them as one: it is one change to a reader."""
    done: list[tuple[int, int, int, int]] = []
    for a, b, c, d in steps:
        if done and a - done[-1][1] == c - done[-1][3] <= _BETWEEN:
            done[-1] = (done[-1][0], b, done[-1][2], d)
        else:
            done.append((a, b, c, d))
    return done


def _even(text: str) -> str:
    return unicodedata.normalize("NFC", text).translate(_QUOTES)


def _runs(quoted: str) -> Iterator[list[str]]:
    """The words of *quoted*, in runs between which something may be left out."""
    run: list[str] = []
    for found in _WORD.finditer(_IN_WORD.sub(r"\1", _even(quoted))):
        if found["gap"]:
            yield run
            run = []
        else:
            run.append(found[0])
    yield run


def _folded(words: Iterable[str]) -> list[str]:
    return [word.casefold() for word in words]


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


def _joined(words: Sequence[str]) -> str:
    """*words* with the spaces that their script has."""
    return re.sub(rf"(?<=[{_WIDE}]) (?=[{_WIDE}])", "", " ".join(words))
