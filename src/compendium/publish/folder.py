"""Writing an edition: either the whole of the new one is there, or the old one untouched.

Everything is written into a folder beside the target, forced to the disk, and then takes
the target's place in one step. What a killed build leaves behind, the next one clears away.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from compendium.publish.lock import LockedError, locked
from compendium.publish.manifest import NAME
from compendium.publish.swap import swap

_MEGABYTE = 1_000_000
_BLOCK = 4096


class PublishError(Exception):
    """The edition could not be written, and what was there before still is.

    The message says what stands in the way, and what would help.
    """


def publish(files: Mapping[str, bytes], target: Path, mark: str = NAME) -> None:
    """Make *target* a folder of exactly *files*.

    Shape: names are POSIX paths inside the folder, and *mark* is one of them: only a folder
        that has it gives way to another.
    Errors: `PublishError` if the disk, another build or what is at *target* prevents it;
        `ValueError` for a name that leads out of the folder, which is a bug of ours.
    """
    for name in files:
        _check(name)
    if mark not in files:
        raise ValueError(f"an edition needs its {mark}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with locked(_beside(target, "lock")):
            _clear(target)
            _refuse(target, mark)
            _write(files, target)
    except LockedError as held:
        who = f" (process {held.holder})" if held.holder else ""
        raise PublishError(
            f"another build{who} is writing `{target}`; wait until it ends"
        ) from None
    except OSError as error:
        raise PublishError(_reason(error, files, target)) from error


def expect(target: Path) -> None:
    """Make sure, before the work of a build, that `publish` may take the place *target*.

    Errors: `PublishError`, as `publish` itself would raise it.
    """
    _refuse(target)
    above = next(folder for folder in target.absolute().parents if folder.exists())
    if not above.is_dir():
        raise PublishError(f"`{target}` cannot be written: `{above}` is no folder")
    if not os.access(above, os.W_OK | os.X_OK):
        raise PublishError(f"`{target}` cannot be written: nothing may be written to `{above}`")


def put(data: bytes, path: Path) -> None:
    """Make *path* a file of exactly *data*; what was there before is whole until it is.

    Errors: `PublishError` if the disk prevents it.
    """
    stage = _beside(path, f"new-{os.getpid()}")
    try:
        try:
            for leftover in _left(path, "new-"):
                if not _runs(leftover.name.rpartition("-")[2]) or leftover == stage:
                    leftover.unlink(missing_ok=True)
            _write_file(stage, data)
            stage.replace(path)
            _settle(path.parent)
        finally:
            stage.unlink(missing_ok=True)
    except OSError as error:
        raise PublishError(_reason(error, {path.name: data}, path)) from error


def _write(files: Mapping[str, bytes], target: Path) -> None:
    """Write *files* beside *target* and put them in its place."""
    stage = _beside(target, f"new-{os.getpid()}")
    try:
        _fill(stage, files, target)
        old = _take_place(stage, target)
    except BaseException:
        shutil.rmtree(stage, ignore_errors=True)
        raise
    if old is not None:
        shutil.rmtree(old, ignore_errors=True)


def _take_place(stage: Path, target: Path) -> Path | None:
    """Make *stage* the folder *target*. Returns where the folder is that was there before."""
    aside = _beside(target, f"old-{os.getpid()}")
    if target.exists():
        old = swap(stage, target, aside)
    else:
        old = None
        stage.rename(target)
    try:
        _settle(target.parent)
    except OSError:
        target.rename(stage) if old is None else swap(old, target, stage)
        raise
    return old


def _fill(stage: Path, files: Mapping[str, bytes], before: Path) -> None:
    """Write *files* to *stage*; what the folder *before* has already only gets a second name."""
    stage.mkdir()
    folders = {stage}
    for name, data in sorted(files.items()):
        path = stage / name
        for folder in reversed(path.parents):
            if folder not in folders and folder.is_relative_to(stage):
                folder.mkdir()
                folders.add(folder)
        if not _named_again(before / name, path, data):
            _write_file(path, data)
    for folder in sorted(folders, reverse=True):
        _settle(folder)


def _named_again(old: Path, new: Path, data: bytes) -> bool:
    """Make *new* another name of the file *old*, if that is of exactly *data*."""
    try:
        state = old.lstat()
        same = stat.S_ISREG(state.st_mode) and state.st_size == len(data)
        if not same or old.read_bytes() != data:
            return False
        os.link(old, new, follow_symlinks=False)
    except OSError:  # a disk without second names, or a file that went away
        return False
    return True


def _write_file(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _settle(folder: Path) -> None:
    """Force the names in *folder* to the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# -- what was there before ------------------------------------------------------------


def _clear(target: Path) -> None:
    """Mend and clear away what killed builds left behind; the lock is held."""
    if not target.exists():
        for whole in _left(target, "old-"):
            whole.rename(target)
            break
    for leftover in [*_left(target, "new-"), *_left(target, "old-")]:
        shutil.rmtree(leftover)


def _left(target: Path, kind: str) -> Iterator[Path]:
    prefix = _beside(target, kind).name
    yield from sorted(p for p in target.parent.iterdir() if p.name.startswith(prefix))


def _runs(process: str) -> bool:
    """Whether the process with this number is still at work; true if that cannot be told."""
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError, ValueError):
        return True
    return True


def _refuse(target: Path, mark: str = NAME) -> None:
    """Never take the place of something that is not an edition."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise PublishError(f"`{target}` is no folder; choose another place for the edition")
    if target.is_dir() and any(target.iterdir()) and not (target / mark).is_file():
        raise PublishError(
            f"`{target}` is not an edition: it has no `{mark}`; choose another place, or empty it"
        )


def _beside(target: Path, kind: str) -> Path:
    return target.parent / f".{target.name}.{kind}"


# -- what can go wrong ----------------------------------------------------------------


def _check(name: str) -> None:
    path = PurePosixPath(name)
    bad = path.is_absolute() or not path.parts or str(path) != name or "\\" in name or "\0" in name
    if bad or any(part in (".", "..") for part in path.parts):
        raise ValueError(f"{name!r} is no path inside a folder")


def _reason(error: OSError, files: Mapping[str, bytes], target: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        free = shutil.disk_usage(target.parent).free
        return (
            f"the disk is full: `{target}` needs {_size(_needed(files))}, and {_size(free)} are "
            "free; the edition before is whole"
        )
    return f"`{target}` cannot be written: {error.strerror or error}; what was there is whole"


def _needed(files: Mapping[str, bytes]) -> int:
    """The room that *files* take, in whole blocks."""
    return sum(-(-len(data) // _BLOCK) * _BLOCK + _BLOCK for data in files.values())


def _size(count: int) -> str:
    return f"{count / _MEGABYTE:,.1f} MB"
