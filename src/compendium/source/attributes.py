"""Attributes in braces: `{#art-9 .quotation from="doc:declaration-1956"}`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from compendium.model.text import Variants
from compendium.source.problems import Problems, suggest
from compendium.source.text import Run

_PART = re.compile(
    r"""\s*(?: \#(?P<id>[\w.:-]+) | \.(?P<class>[\w-]+)
      | (?P<key>[A-Za-z][\w-]*)=(?: "(?P<double>(?:[^"\\]|\\.)*)" | '(?P<single>[^']*)'
      | (?P<bare>[^\s{}"'=]+) ) ) (?=[\s}])""",
    re.VERBOSE,
)
_END = re.compile(r"\s*\}")
_LAST = re.compile(r"(?:^|(?<=\s))\{[^{}]*\}\s*$")
_VARIANTS: dict[str, Variants] = {name: name for name in get_args(Variants)}
_LIMIT = 2_000
"""Characters a pair of braces may hold; a limit keeps unclosed ones from costing time."""


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stands in one pair of braces.

    Shape: `start` and `end` are indices in the run that holds them; `places` says where
        each "#id", ".class" or key begins and ends there.
    """

    start: int
    end: int
    id: str = ""
    classes: tuple[str, ...] = ()
    pairs: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def read_attributes(text: str, at: int) -> Attributes | None:
    """The attributes that begin with the brace at *at*, or None if they cannot be read."""
    limit = min(len(text), at + _LIMIT)
    if not text.startswith("{", at):
        return None
    position, name = at + 1, ""
    classes: list[str] = []
    pairs: dict[str, str] = {}
    places: dict[str, tuple[int, int]] = {}
    while part := _PART.match(text, position, limit):
        start = part.end() - len(part[0].lstrip())
        position = part.end()
        if part["id"]:
            name = part["id"]
            places["#" + name] = (start, position)
        elif part["class"]:
            classes.append(part["class"])
            places["." + part["class"]] = (start, position)
        else:
            pairs[part["key"]] = _value(part)
            places[part["key"]] = (start, position)
    end = _END.match(text, position, limit)
    if not end or not places:
        return None
    return Attributes(at, end.end(), name, tuple(classes), pairs, places)


def _value(part: re.Match[str]) -> str:
    if part["double"] is not None:
        return re.sub(r"\\(.)", r"\1", part["double"])
    return part["single"] if part["single"] is not None else part["bare"]


def last_attributes(text: str) -> Attributes | None:
    """The attributes that end *text*, after a space."""
    tail = max(0, len(text) - _LIMIT)
    found = _LAST.search(text, tail)
    return read_attributes(text, found.start()) if found else None


def variants(attributes: Attributes, run: Run, problems: Problems) -> Variants | Literal[""]:
    """What `variants=` says shall become of those of a quotation, "" if it says nothing."""
    written = attributes.pairs.get("variants", "")
    if written and written not in _VARIANTS:
        place = run.span(*attributes.places["variants"])
        message = f"`{written}` is not one of the choices"
        problems.error("choice-unknown", message, place, suggest(written, _VARIANTS))
    return _VARIANTS.get(written, "")
