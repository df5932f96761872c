"""What follows a closing bracket: the target of a link, attributes, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from compendium.source.attributes import Attributes, read_attributes

NOTE_CALL = re.compile(r"\[\^([^\s\[\]^]+)\]")
"""`[^label]`; the same shape and a colon opens the note itself."""

_TARGET = re.compile(
    r"""\(\s* (?: <(?P<angled>[^<>\n]*)> | (?P<bare>(?:\\.|[^\s()<>\\]|\((?:\\.|[^\s()<>\\])*\))*) )
      (?P<title>\s+ (?: "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*' ))? \s*\)""",
    re.VERBOSE,
)
_LIMIT = 2_000


@dataclass(frozen=True, slots=True)
class Tail:
    """What makes bracketed words a link (`target`) or a span (attributes only).

    Shape: `start` is the index after the bracket, `end` the index after all of the tail;
        `titled` tells that a link has a title, which no output can show.
    """

    start: int
    end: int
    target: str | None
    attributes: Attributes | None
    titled: bool = False


def read_tail(text: str, at: int) -> Tail | None:
    """The tail that begins at *at*, right after a closing bracket; None if there is none."""
    if text.startswith("{", at):
        attributes = read_attributes(text, at)
        return Tail(at, attributes.end, None, attributes) if attributes else None
    found = _TARGET.match(text, at, min(len(text), at + _LIMIT))
    if not found:
        return None
    attributes = read_attributes(text, found.end())
    target = found["angled"] if found["angled"] is not None else found["bare"]
    end = attributes.end if attributes else found.end()
    return Tail(
        at, end, re.sub(r"\\([!-/:-@[-`{-~])", r"\1", target), attributes, bool(found["title"])
    )
