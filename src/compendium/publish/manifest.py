"""The manifest: what went into an edition, what came out, and what made it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

NAME = "manifest.json"
"""The file by which a folder is known to be an edition of ours."""


def manifest(
    inputs: Mapping[str, bytes], outputs: Mapping[str, bytes], versions: Mapping[str, str]
) -> bytes:
    """`manifest.json`: the SHA-256 of every input and output, and the versions of every tool.

    Shape: paths are POSIX and sorted, so the same build gives the same bytes; a manifest
        does not list itself.
    """
    whole = {
        "format": 1,
        "versions": dict(sorted(versions.items())),
        "inputs": _digests(inputs),
        "outputs": _digests({name: data for name, data in outputs.items() if name != NAME}),
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _digests(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
