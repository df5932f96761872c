"""What a style sheet may not ask of the engine, because the engine does it wrong in silence."""

from __future__ import annotations

import re
from functools import lru_cache

from compendium.diag import Diagnostic, Span

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_REFUSED = re.compile(
    r"(?P<counter>target-counters?\()|(?P<pages>counters?\(\s*pages\b)"
    r"|(?P<float>\bfloat\s*:\s*(?:left|right)\b)|(?P<face>@font-face\b)"
)
_REASONS = {
    "counter": ("prints wrong page numbers", "put the number into a slot"),
    "pages": ("counts the pages of one chunk", "put the number into a slot"),
    "float": ("loses text at the foot of a page", "set the words in the text, or in a note"),
    "face": ("reads fonts from elsewhere", "put the font into the theme's folder `fonts`"),
}


@lru_cache(maxsize=8)
def check_style(css: str, sheet: str) -> tuple[Diagnostic, ...]:
    """One error for each thing in the style sheet *css* that would come out wrong."""
    bare = _COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), css)
    problems = []
    for found in _REFUSED.finditer(bare):
        line = bare.count("\n", 0, found.start()) + 1
        column = found.start() - bare.rfind("\n", 0, found.start())
        why, hint = _REASONS[found.lastgroup or ""]
        end = column + len(found[0])
        problems.append(
            Diagnostic(
                "style-refused",
                f"`{found[0].rstrip('(')}` {why}",
                Span(sheet, (line, column), (line, end)),
                hint,
            )
        )
    return tuple(problems)
