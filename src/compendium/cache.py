"""A folder of bytes by key, for results that can be made again: never wrong, at most gone.

An entry is a line that names the form, the SHA-256 of its key and its data together, and the
data. What does not add up was damaged, or belongs to another key: it is put aside and not
served. Entries are put in place whole, so that any number of builds may share a folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

LIMIT = 2 << 30
"""How many bytes a cache may hold after a build."""

_FORM = b"compendium cache 1\n"
_ROOM = 0.9  # of the limit: what a sweep leaves, so that not every build has to sweep
_STALE = 24 * 3600.0  # s: a file that was being written this much before the newest never will be
_DAMAGED = "damaged"
_WRITING = ".writing-"


class NullCache:
    """The cache of `--no-cache`: everything is made again."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to leave behind."""

    def get(self, key: str) -> bytes | None:
        """None, whatever was put there."""
        del key
        return None

    def put(self, key: str, data: bytes) -> None:
        """Forget *data*."""


class Cache:
    """A cache in *folder*, swept when it is left if much was put into it, else now and then.

    The entries used least recently go first, until what is left fits into *limit*.
    Errors: a folder that cannot be read or written costs time, not the build; `trouble`
    says then what the system said.
    """

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self.folder = folder
        self.limit = limit
        self.trouble = ""
        self._grown = 0
        self._chosen = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if (self._chosen or self._grown > self.limit >> 8) and kind is None:
            self.sweep()

    def get(self, key: str) -> bytes | None:
        """What was put under *key*; None if nothing was, or if it is damaged."""
        path = self._path(key)
        try:
            entry = path.read_bytes()
        except OSError:
            return None
        data = entry[len(_FORM) + 32 :]
        if entry != _entry(key, data):
            self._put_aside(path)
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keep *data* under *key*, in place of what is there; after trouble, no longer."""
        if self.trouble:
            return
        path = self._path(key)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(path, _entry(key, data))
        except OSError as error:
            self.trouble = str(error)
        else:
            self._grown += len(data)
            # To look through the folder takes long, so one entry in 256 asks for it.
            self._chosen |= key.startswith("00")

    def sweep(self) -> None:
        """Delete what was used least recently, if the folder holds more than `limit`."""
        files = sorted(_files(self.folder), key=lambda file: file[:2])
        newest = files[-1][0] if files else 0.0
        held, leave = sum(size for _, size, _ in files), self.limit * _ROOM
        full = held > self.limit
        for used, size, path in files:
            stale = _WRITING in path.name and newest - used > _STALE
            if stale or (full and held > leave):
                with contextlib.suppress(OSError):
                    path.unlink()
                held -= size

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]

    def _put_aside(self, path: Path) -> None:
        """Keep a damaged entry where it can be looked at, and is in nobody's way."""
        with contextlib.suppress(OSError):
            (self.folder / _DAMAGED).mkdir(mode=0o700, exist_ok=True)
            path.replace(self.folder / _DAMAGED / (path.parent.name + path.name))


def cache_folder() -> Path:
    """Where the user's system keeps what programs can make again; `COMPENDIUM_CACHE` overrides."""
    if named := os.environ.get("COMPENDIUM_CACHE"):
        return Path(named).absolute()
    try:
        home = Path.home()
    except RuntimeError:  # a user without a home
        home = Path(tempfile.gettempdir())
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "compendium"
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local"
        return Path(local) / "compendium" / "Cache"
    shared = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (shared if shared.is_absolute() else home / ".cache") / "compendium"


def _entry(key: str, data: bytes) -> bytes:
    digest = hashlib.sha256(f"{len(key)}:{key}".encode())
    digest.update(data)
    return _FORM + digest.digest() + data


def _write(path: Path, entry: bytes) -> None:
    """Put *entry* in place at once. It is not forced to the disk: a torn one does not add up."""
    handle, name = tempfile.mkstemp(prefix=_WRITING, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(entry)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _files(folder: Path) -> Iterator[tuple[float, int, Path]]:
    """When each file was last used, its size and its path; the order does not matter here."""
    for path in folder.glob("*/*"):
        with contextlib.suppress(OSError):
            state = path.stat()
            yield state.st_mtime, state.st_size, path
