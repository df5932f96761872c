"""Slips of the pen: what looks like mark-up, is none, and would be printed as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compendium.source.problems import Problems
from compendium.source.text import Run

_SLIPS = re.compile(
    r"""(?<!\\)(?:
        (?P<html> <(?:!--|/?[A-Za-z][\w-]*(?=[\s>/])) )
      | (?P<inline> \^\[ )
      | (?P<label> \[\^[^\]\s]*[ ][^\]\n]{0,60}\] )
      | (?P<braces> (?<![\]\\)])\{[.\#][A-Za-z][^{}\n]{0,200}\} )
      | (?P<link> (?<=\])\([a-z]{3,12}:(?!\s)[^()\n]{0,200}\) )
      | (?P<code> ^(?:```|~~~) )
    )""",
    re.VERBOSE | re.MULTILINE,
)
_DEFINITION = re.compile(r"^\[(?!\^)[^\[\]\n]{1,200}\]:(?=[ \t]+\S)", re.MULTILINE)

_HINTS = {
    "html": "take it out, or write `\\<` to print it",
    "inline": "write the note as `[^label]` and `[^label]: text`",
    "label": "write the label without spaces",
    "braces": "put it right after words in brackets, or at the end of the paragraph",
    "link": "open a bracket before the words",
    "code": "take it out; there is no code in an edition",
}


def check_slips(run: Run, read: list[tuple[int, int]], problems: Problems) -> None:
    """Report what *run* seems to mean and does not say; *read* are the parts that were mark-up."""
    for found, (start, end) in _outside(_SLIPS.finditer(run.text), read):
        written = "a fence" if found["code"] else f"`{found[0].strip()}`"
        message = f"{written} is not mark-up here, and printed as it stands"
        hint = _HINTS[found.lastgroup or ""]
        problems.warn("markup-printed", message, run.span(start, end), hint)
    for found in _DEFINITION.finditer(run.text):
        hint = "write the target beside the words, `[words](target)`, or `\\[` to print it"
        span = run.span(found.start(), found.end())
        problems.error("link-definition", f"`{found[0]}` begins a link definition", span, hint)


def _outside(
    slips: Iterator[re.Match[str]], read: list[tuple[int, int]]
) -> Iterator[tuple[re.Match[str], tuple[int, int]]]:
    """The *slips* that do not begin inside one of the parts *read*, which are in order."""
    at = 0
    for found in slips:
        while at < len(read) and read[at][1] <= found.start():
            at += 1
        if at == len(read) or found.start() < read[at][0]:
            yield found, found.span()
