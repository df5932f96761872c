"""The fonts of a theme, each the very file that its checksum names."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from compendium.diag import Diagnostic, Span

SUMS = "fonts/SHA256SUMS"
_ENDINGS = (".ttf", ".otf")


def checked_fonts(
    theme: str, files: Mapping[str, bytes]
) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """The fonts among *files* by file name, and which of them are not what SHA256SUMS says."""
    fonts = {
        name.removeprefix("fonts/"): content
        for name, content in files.items()
        if name.startswith("fonts/") and name.endswith(_ENDINGS)
    }
    sums = dict(_sums(files.get(SUMS, b"")))
    problems: list[Diagnostic] = []
    for name in sorted(fonts.keys() | {name for name in sums if name.endswith(_ENDINGS)}):
        if name not in fonts:
            problems.append(_unsound("font-missing", f"the font `{name}` is missing", theme, name))
        elif name not in sums:
            problems.append(
                _unsound("font-unlisted", f"the font `{name}` has no checksum", theme, name)
            )
        elif hashlib.sha256(fonts[name]).hexdigest() != sums[name]:
            problems.append(
                _unsound("font-changed", f"the font `{name}` is not the one listed", theme, name)
            )
    return fonts, problems


def _sums(listing: bytes) -> list[tuple[str, str]]:
    """File names and checksums, as `sha256sum` writes them."""
    rows = [line.split(maxsplit=1) for line in listing.decode("ascii", "replace").splitlines()]
    return [(row[1].lstrip("*"), row[0]) for row in rows if len(row) == 2]


def _unsound(code: str, message: str, theme: str, name: str) -> Diagnostic:
    hints = {
        "font-missing": "put the file back, or take it out of SHA256SUMS",
        "font-unlisted": "run `sha256sum` in `fonts/` and add its line to SHA256SUMS",
        "font-changed": "restore the file, or list its new checksum in SHA256SUMS",
    }
    span = Span(f"{theme}/fonts/{name}")
    return Diagnostic(code, message, span, hints[code])  # type: ignore[arg-type]  # keys above
