"""The record of what a release was made with, for comparing it with what is here."""

from __future__ import annotations

import json
from collections.abc import Mapping


def tools(data: bytes) -> dict[str, str]:
    """The tools in the file *data*, {} if it cannot be read."""
    try:
        recorded = json.loads(data)
    except ValueError:
        return {}
    return flattened(recorded) if isinstance(recorded, dict) else {}


def flattened(environment: Mapping[str, object]) -> dict[str, str]:
    """Every tool of *environment* with its version or digest."""
    found: dict[str, str] = {}
    for kind, value in environment.items():
        if isinstance(value, Mapping):
            found |= {str(name): str(version) for name, version in value.items()}
        else:
            found[kind] = str(value)
    return found
