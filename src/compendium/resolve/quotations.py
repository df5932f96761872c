"""Quotations: whether the quoted words stand in the text they are quoted from."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_QUOTES = str.maketrans({"‘": "'", "’": "'"})


def differences(quoted: str, source: str) -> list[tuple[str, str]]:
    """Where *quoted* departs from the passage of *source* it comes nearest to.

    Shape: pairs (words of the source, words of the quotation), "" for none, in order;
        empty if every quoted word stands there in order. Case, quotation marks and
        punctuation do not count; words before and after the passage neither.
    """
    ours, theirs = _words(quoted), _words(source)
    if not ours:
        return []
    matcher = SequenceMatcher(
        None, [w.casefold() for w in theirs], [w.casefold() for w in ours], autojunk=False
    )
    steps = [step for step in matcher.get_opcodes() if step[0] != "equal"]
    if steps and steps[0][0] == "delete" and steps[0][1] == 0:
        steps.pop(0)
    if steps and steps[-1][0] == "delete" and steps[-1][2] == len(theirs):
        steps.pop()
    return [(" ".join(theirs[a:b]), " ".join(ours[c:d])) for _, a, b, c, d in steps]


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text).translate(_QUOTES))
