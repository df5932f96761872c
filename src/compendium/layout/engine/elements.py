"""What an element of the markup is, told from its tag and class before there are boxes."""

from __future__ import annotations

from typing import Any

_INLINE = frozenset(
    ("a", "abbr", "b", "cite", "del", "em", "i", "ins", "q", "s", "small", "span", "strong",
     "sub", "sup", "u")
)  # fmt: skip


AGAIN = "continued"
"""The class of a name that is set again where an entry goes on, and is no part of the text."""


def is_again(box: Any) -> bool:
    """Whether *box* is of such a name."""
    return bool(box.element_tag == "p" and box.element.get("class") == AGAIN)


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
