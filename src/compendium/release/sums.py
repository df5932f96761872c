"""The checksums that stand beside a release, which a signature is made of."""

from __future__ import annotations

from collections.abc import Mapping

from compendium.release.bag import TAGS, digest, entries


def checksums(files: Mapping[str, bytes], archive: bytes, name: str) -> bytes:
    """What `sha256sum` prints of the archive and of the list that vouches for the folder."""
    lines = {f"{name}.zip": digest(archive), f"{name}/{TAGS}": digest(files[TAGS])}
    return "".join(f"{value}  {path}\n" for path, value in sorted(lines.items())).encode()


def wanted(checksums: bytes, path: str) -> str:
    """The digest that *checksums* have for *path*, "" for none."""
    return dict(entries(checksums)).get(path, "")
