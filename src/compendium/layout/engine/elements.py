"""What an element of the markup is, told from its tag and class before there are boxes."""

from __future__ import annotations

from typing import Any

_INLINE = frozenset(
    ("a", "abbr", "b", "cite", "del", "em", "i", "ins", "q", "s", "small", "span", "strong",
     "sub", "sup", "u")
)  # fmt: skip


def call_of(element: Any) -> str:
    """The anchor of the note that *element* calls, "" if it is no call."""
    if element.tag != "a" or "call" not in (element.get("class") or "").split():
        return ""
    return (element.get("href") or "").removeprefix("#")


def note_of(element: Any) -> str:
    """The anchor of the note whose text *element* holds, "" if it is no note."""
    if "fn" not in (element.get("class") or "").split():
        return ""
    return element.get("data-note") or element.get("id") or ""


def is_inline(element: Any) -> bool:
    """Whether *element* is part of the running text of the one around it."""
    return element.tag in _INLINE and not note_of(element)
