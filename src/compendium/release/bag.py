"""BagIt 1.0 (RFC 8493): a folder of `data/` and the lists by which it can be verified.

The bags are made of bytes alone and the same bytes make the same bag: no clock is read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote, unquote

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
LIST, TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"
PAYLOAD = "data/"


def bag(
    payload: Mapping[str, bytes], beside: Mapping[str, bytes], info: Iterable[tuple[str, str]]
) -> dict[str, bytes]:
    """The files of a bag around *payload*, whose paths are below `data/`.

    Shape: *beside* are files that stand in the bag and are none of the payload; *info* are
        labels and values for `bag-info.txt`, in order; empty values are left out, and how
        much there is of the payload is added.
    """
    data = {PAYLOAD + path: content for path, content in sorted(payload.items())}
    count = f"{sum(map(len, data.values()))}.{len(data)}"
    said = [*((label, value) for label, value in info if value), ("Payload-Oxum", count)]
    tags = {
        **beside,
        "bag-info.txt": "".join(f"{label}: {_line(value)}\n" for label, value in said).encode(),
        "bagit.txt": DECLARATION,
        LIST: listed(data),
    }
    return {**data, **tags, TAGS: listed(tags)}


def listed(files: Mapping[str, bytes]) -> bytes:
    """A manifest of *files*: digest, two blanks, path, in the order of the paths."""
    lines = (f"{digest(data)}  {_path(path)}\n" for path, data in sorted(files.items()))
    return "".join(lines).encode()


def entries(manifest: bytes) -> Iterator[tuple[str, str]]:
    """The paths in *manifest* and their digests; lines that are none are left out."""
    for line in manifest.decode("utf-8", "replace").splitlines():
        value, _, path = line.partition("  ")
        if path:
            yield unquote(path), value


def digest(data: bytes) -> str:
    """The SHA-256 of *data* in hexadecimal figures."""
    return hashlib.sha256(data).hexdigest()


def _path(path: str) -> str:
    """*path* with the line ends that a list cannot hold escaped, as RFC 8493 has it."""
    return "".join(quote(sign) if sign in "%\r\n" else sign for sign in path)


def _line(value: str) -> str:
    return " ".join(value.split())
