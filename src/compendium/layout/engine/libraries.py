"""The shared libraries that a build depends on and no lock file can pin."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

_MAPS = Path("/proc/self/maps")
_NAME = re.compile(
    r"lib(?:pango|harfbuzz|fontconfig|freetype|glib|gobject|fribidi|graphite2|expat|png16)"
    r"[\w-]*(?:-\d+(?:\.\d+)*)?\.so[.\d]*"
)


def libraries() -> dict[str, str]:
    """The SHA-256 of each library that typesetting loads, by its file name.

    Linux only: elsewhere there are none, and the versions of the packages have to do.
    """
    from weasyprint.text import ffi

    assert ffi.pango  # it is loaded once it is imported
    if not _MAPS.is_file():
        return {}
    paths = {line.rsplit(None, 1)[-1] for line in _MAPS.read_text().splitlines()}
    found = {path: Path(path).resolve() for path in paths if _NAME.fullmatch(Path(path).name)}
    return {
        Path(path).name: hashlib.sha256(real.read_bytes()).hexdigest()
        for path, real in sorted(found.items())
    }
