"""What kind of thing a source is, told from its first bytes and without reading it whole."""

from __future__ import annotations

import re
from pathlib import Path

FIRST = 16384
"""Bytes that are looked at."""

_ASIDE = re.compile(rb"<\?.*?\?>|<!--.*?-->", re.DOTALL)
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(rb"\s*<(?:[\w.-]+:)?([\w.-]+)")


def head(path: Path) -> bytes:
    """The first bytes of the file *path*, those of wide encodings made narrow; b"" for a folder."""
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        first = file.read(FIRST)
    return first.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe")


def root(path: Path) -> str:
    """The name of the first element in the file *path*, without prefix; "" if it is no XML."""
    bare = _DOCTYPE.sub(b"", _ASIDE.sub(b"", head(path)), count=1)
    found = _ROOT.match(bare)
    return found[1].decode("ascii", "replace") if found else ""
