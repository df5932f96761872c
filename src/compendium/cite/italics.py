"""A citation while it is made: text with italics, and what becomes of it in the end.

Italics stand between two control characters, which no edition may contain, and so do the
gaps of a pattern.
"""

from __future__ import annotations

import html
import re

_ON, _OFF, _GAP, _FILLED = "\x02", "\x03", "\x04", "\x05"


def italic(words: str) -> str:
    """*words* in italics; nothing stays nothing."""
    return f"{_ON}{words}{_OFF}" if words else ""


def gap(name: str) -> str:
    """A place in a pattern that is filled later."""
    return f"{_GAP}{name}{_FILLED}"


def as_text(cited: str) -> str:
    """*cited* without italics."""
    return cited.replace(_ON, "").replace(_OFF, "")


def as_html(cited: str) -> str:
    """*cited* as an HTML fragment."""
    return html.escape(cited, quote=False).replace(_ON, "<i>").replace(_OFF, "</i>")


def as_markdown(cited: str) -> str:
    """*cited* as Markdown, what would be mark-up escaped."""
    safe = re.sub(r"([\\*_\[\]<>`])", r"\\\1", cited)
    return safe.replace(_ON, "*").replace(_OFF, "*")


def as_pattern(cited: str) -> str:
    """*cited* as an HTML fragment whose gaps are `{name}` and whose braces are doubled."""
    doubled = as_html(cited).replace("{", "{{").replace("}", "}}")
    return doubled.replace(_GAP, "{").replace(_FILLED, "}")
