"""Older names of passages, at which a link made long ago still finds its words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup

_CELL = re.compile(r"<t[dh][^>]*>")
_HOLDERS = ("table", "ul", "ol", "dl")
"""Elements that cannot begin with a mark of ours: it stands before them."""


def with_aliases(markup: str, aliases: Mapping[str, str]) -> str:
    """*markup* with a mark for every alias whose passage stands in it."""
    for old, new in sorted(aliases.items()):
        opened = re.search(rf'<(\w+)[^>]*\bid="{re.escape(new)}"[^>]*>', markup)
        if not opened:
            continue
        at = opened.start() if opened[1] in _HOLDERS else opened.end()
        if opened[1] == "tr" and (cell := _CELL.search(markup, opened.end())):
            at = cell.end()
        mark = Markup('<span id="{}" data-generated></span>').format(old)
        markup = f"{markup[:at]}{mark}{markup[at:]}"
    return markup
