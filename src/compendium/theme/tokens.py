"""Design tokens: `token(name)` in a style sheet becomes what theme.yaml says it is."""

from __future__ import annotations

import re
from collections.abc import Mapping

from compendium.diag import Diagnostic
from compendium.source.text import SourceFile

_TOKEN = re.compile(r"token\(\s*([^)\s]*)\s*\)")


def filled(
    sheets: Mapping[str, SourceFile], tokens: Mapping[str, str]
) -> tuple[dict[str, str], list[Diagnostic]]:
    """The style *sheets* with every token filled in, and the tokens that nobody defines."""
    problems = [
        Diagnostic(
            "token-unknown",
            f"no token is called `{found[1]}`",
            sheet.span(*found.span()),
            "add it to `tokens` in theme.yaml",
        )
        for sheet in sheets.values()
        for found in _TOKEN.finditer(sheet.text)
        if found[1] not in tokens
    ]
    done = {
        name: _TOKEN.sub(lambda found: tokens.get(found[1], ""), sheet.text)
        for name, sheet in sheets.items()
    }
    return done, problems
