"""YAML as our format has it: every scalar a string, one line each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

Value = str | Sequence["Value"] | Mapping[str, "Value"]

_BARE = re.compile(r"[A-Za-z0-9](?:[\w .,/()-]*[\w.)])?", re.ASCII)


def scalar(text: str) -> str:
    """*text* as a scalar, in quotes unless it needs none."""
    return text if _BARE.fullmatch(text) else "'" + text.replace("'", "''") + "'"


def mapping(fields: Mapping[str, Value], indent: str = "") -> str:
    """*fields* as lines; those without a value are left out."""
    lines: list[str] = []
    for key, value in fields.items():
        if not value:
            continue
        if isinstance(value, str):
            lines.append(f"{indent}{key}: {scalar(value)}\n")
        elif isinstance(value, Mapping):
            lines.append(f"{indent}{key}:\n{mapping(value, indent + '  ')}")
        elif all(isinstance(item, str) for item in value):
            items = ", ".join(_inside(str(item)) for item in value)
            lines.append(f"{indent}{key}: [{items}]\n")
        else:
            lines.append(f"{indent}{key}:\n{sequence(value, indent + '  ')}")
    return "".join(lines)


def sequence(items: Sequence[Value], indent: str = "") -> str:
    """A list of mappings as lines."""
    lines: list[str] = []
    for item in items:
        assert isinstance(item, Mapping)
        written = mapping(item, indent + "  ")
        lines.append(f"{indent}- {written[len(indent) + 2 :]}")
    return "".join(lines)


def _inside(text: str) -> str:
    """*text* in a list in brackets, where a comma would part it."""
    return "'" + text.replace("'", "''") + "'" if "," in text else scalar(text)
