"""The page map of the last build, for commands that read it: there, and not out of date."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from compendium.diag import EDITION, Diagnostic
from compendium.publish.manifest import NAME


def standing_map(
    target: Path, inputs: Mapping[str, bytes]
) -> tuple[bytes | None, list[Diagnostic]]:
    """The bytes of `pages.json` in *target*, if it was built from just these *inputs*."""
    try:
        data = (target / "pages.json").read_bytes()
        manifest = json.loads((target / NAME).read_bytes())
        made_of, made = dict(manifest["inputs"]), dict(manifest["outputs"])
    except (OSError, ValueError, KeyError, TypeError):
        message = f"`{target.name}` has not been built, so nothing has a page yet"
        return None, [Diagnostic("build-missing", message, EDITION, _BUILD)]
    if made.get("pages.json") != _digest(data):
        message = "`pages.json` is not the one that was built"
        return None, [Diagnostic("build-stale", message, EDITION, _BUILD)]
    now = {name: _digest(content) for name, content in inputs.items()}
    changed = sorted(name for name, _ in made_of.items() ^ now.items())
    if changed:
        more = f" and {len({*changed}) - 1} more" if len({*changed}) > 1 else ""
        message = f"`{changed[0]}`{more} changed after the last build, and so may the pages"
        return None, [Diagnostic("build-stale", message, EDITION, _BUILD)]
    return data, []


def outdated(anchor: str) -> Diagnostic:
    """The problem that the map of the last build has no *anchor*, which the edition has now."""
    message = f"the last build knows no `{anchor}`: another version of compendium made it"
    return Diagnostic("build-stale", message, EDITION, _BUILD)


_BUILD = "run `compendium build` first"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
