"""What the scripts of the site load when a reader asks for it: classic scripts, fit for `file:`."""

from __future__ import annotations

import json


def data_file(name: str, value: object) -> bytes:
    """The script that hands *value* over under *name*."""
    said = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Two line ends of Unicode, and a comment's opening, mean something to old readers of scripts.
    for letter in "<\u2028\u2029":
        said = said.replace(letter, f"\\u{ord(letter):04x}")
    return f"compendium.take({json.dumps(name)},{said})\n".encode()
