"""The pictures of a source: those that lie beside it are carried, of others the name is."""

from __future__ import annotations

from pathlib import Path

from compendium.importers.vocabulary import Element

_ENDINGS = (".png", ".jpg", ".jpeg")
_LARGEST = 50_000_000


def address(graphic: Element) -> str:
    """Where the picture *graphic* is, as the source has it."""
    return (graphic.get("url") or graphic.get("target") or graphic.get("entity") or "").strip()


def beside(graphic: Element, folder: Path | None) -> tuple[str, bytes] | None:
    """The name and the bytes of the picture *graphic*, if it lies in *folder* or below it.

    A name without an ending means a PNG or a JPEG. Nothing is fetched, and nothing read
    that a link leads out of the folder to.
    """
    written = address(graphic)
    if folder is None or not written or "\x00" in written or ":" in written:
        return None
    home = folder.resolve()
    for ending in ("", *_ENDINGS):
        path = (home / f"{written}{ending}").resolve()
        if path.suffix.lower() in _ENDINGS and path.is_relative_to(home) and path.is_file():
            fits = path.stat().st_size <= _LARGEST
            return (path.name, path.read_bytes()) if fits else None
    return None
