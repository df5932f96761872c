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
    return fonts, [
        problem
        for name in sorted(fonts.keys() | {name for name in sums if name.endswith(_ENDINGS)})
        if (
            problem := _unsound(
                name, fonts.get(name), sums.get(name), Span(f"{theme}/fonts/{name}")
            )
        )
    ]


def _unsound(name: str, content: bytes | None, listed: str | None, span: Span) -> Diagnostic | None:
    if content is None:
        hint = "put the file back, or take it out of SHA256SUMS"
        return Diagnostic("font-missing", f"the font `{name}` is missing", span, hint)
    if listed is None:
        hint = "run `sha256sum` in `fonts/` and add its line to SHA256SUMS"
        return Diagnostic("font-unlisted", f"the font `{name}` has no checksum", span, hint)
    if hashlib.sha256(content).hexdigest() != listed:
        hint = "restore the file, or list its new checksum in SHA256SUMS"
        return Diagnostic("font-changed", f"the font `{name}` is not the one listed", span, hint)
    return None


def _sums(listing: bytes) -> list[tuple[str, str]]:
    """File names and checksums, as `sha256sum` writes them."""
    rows = [line.split(maxsplit=1) for line in listing.decode("ascii", "replace").splitlines()]
    return [(row[1].lstrip("*"), row[0]) for row in rows if len(row) == 2]
