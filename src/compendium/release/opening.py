"""A release as it is found: the files of a folder, or of an archive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from compendium.release.archive import ArchiveError, unpack

SOURCE = "data/source/"
EDITION = "data/edition/"


@dataclass(frozen=True, slots=True)
class Opened:
    """The files of a release by their paths, and the name of its folder."""

    name: str
    files: Mapping[str, bytes]

    def below(self, prefix: str) -> dict[str, bytes]:
        """The files below *prefix*, by their paths from there."""
        return {
            path.removeprefix(prefix): data
            for path, data in self.files.items()
            if path.startswith(prefix)
        }

    @property
    def corpus(self) -> tuple[str, dict[str, bytes]]:
        """The id of the edition, and the files of its corpus."""
        found = self.below(f"{SOURCE}corpus/")
        edition = next(iter(sorted(found)), "").partition("/")[0]
        return edition, self.below(f"{SOURCE}corpus/{edition}/")


def opened(path: Path) -> Opened:
    """The release in the folder or archive *path*.

    Errors: `ArchiveError` for an archive that cannot be read, `OSError` for the disk.
    """
    if path.is_dir():
        files = {p.relative_to(path).as_posix(): p.read_bytes() for p in _inside(path)}
        return Opened(path.resolve().name, files)
    return Opened(*unpack(path.read_bytes()))


def _inside(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            raise ArchiveError(f"`{path.name}` is a symbolic link, which no release has")
        if path.is_file():
            yield path
