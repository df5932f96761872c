"""The files of an edition's folder, read whole and safely before anything else happens.

Nothing outside the folder can be reached: no symbolic link is followed, and only regular
files of a sensible name and size are opened.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from compendium.diag import Code, Diagnostic, Span
from compendium.model.kept import Again, anew, key_of
from compendium.source.characters import check_characters
from compendium.source.text import SourceFile

FOLDERS = ("back", "documents", "front", "images", "registers")
"""The folders of an edition."""

BESIDE = ("edition.yaml", "changes.yaml", "ids.lock")
"""The files beside them; anything else there is left alone."""

TEXT_LIMIT = 5_000_000
IMAGE_LIMIT = 50_000_000

_TEXT = (".lock", ".md", ".yaml")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)


Files = Mapping[str, "SourceFile | bytes"]
"""Path below the edition's folder (POSIX) to text, or to the bytes of a picture."""


def read_folder(root: Path) -> tuple[Files, list[Diagnostic]]:
    """Every file of the edition in *root*, in order of path, and what could not be read.

    Text comes as `SourceFile`, the content of `images/` as bytes. A file that is refused
    is missing from the mapping and named by an error.
    """
    found, problems = contents(root)
    files, unreadable = decode(found)
    return files, [*problems, *unreadable]


def contents(root: Path) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """The bytes of every file of the edition in *root*, by path, and which were refused."""
    reader = _Reader()
    try:
        top = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        message = f"the folder `{root}` cannot be opened"
        if isinstance(error, FileNotFoundError):
            message = f"there is no folder `{root}`"
        hint = "name the folder of an edition"
        reader.refuse("file-missing", message, "edition.yaml", hint)
        return {}, reader.problems
    try:
        for name in BESIDE:
            reader.file(top, name, name)
        for folder in FOLDERS:
            reader.folder(top, folder, folder, depth=1)
    finally:
        os.close(top)
    return reader.bytes, [*reader.problems, *_twins(reader.bytes)]


def decode(
    contents: Mapping[str, bytes | str], again: Again = anew
) -> tuple[Files, list[Diagnostic]]:
    """The files of *contents* as text where they are text, and which of them are not UTF-8."""
    files: dict[str, SourceFile | bytes] = {}
    problems: list[Diagnostic] = []
    for path in sorted(contents):
        content = contents[path]
        if not path.endswith(_TEXT):
            files[path] = content.encode() if isinstance(content, str) else content
            continue
        try:
            text = content if isinstance(content, str) else content.decode("utf-8")
        except UnicodeDecodeError as error:
            problems.append(_not_utf8(path, error))
        else:
            files[path] = file = SourceFile(path, _normal(text))
            seen = (key_of("text", (content,)),)
            problems += again(f"characters {path}", seen, partial(check_characters, file))
    return files, problems


def _normal(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _not_utf8(path: str, error: UnicodeDecodeError) -> Diagnostic:
    before = SourceFile(path, _normal(bytes(error.object[: error.start]).decode("utf-8")))
    place = before.place(len(before.text))
    return Diagnostic(
        "encoding-bad",
        f"the byte `{error.object[error.start]:02X}` is not UTF-8",
        Span(path, place, place),
        "save the file as UTF-8",
    )


def _twins(paths: Iterable[str]) -> list[Diagnostic]:
    seen: dict[str, str] = {}
    problems: list[Diagnostic] = []
    for path in sorted(paths):
        first = seen.setdefault(path.casefold(), path)
        if first != path:
            message = f"`{path}` and `{first}` are one file where case does not count"
            problems.append(Diagnostic("file-name", message, Span(path), "rename one of them"))
    return problems


def _reason(error: OSError) -> str:
    said = f", which the system refuses: {error.strerror}" if error.strerror else ""
    return f"make it readable{said}"


@dataclass(slots=True)
class _Reader:
    """Reads below an open folder, by names relative to the folder they stand in."""

    bytes: dict[str, bytes] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)

    def refuse(self, code: Code, message: str, path: str, hint: str = "") -> None:
        self.problems.append(Diagnostic(code, message, Span(path), hint))

    def folder(self, parent: int, name: str, path: str, depth: int) -> None:
        flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
        try:
            here = os.open(name, flags, dir_fd=parent)
        except FileNotFoundError:
            return
        except OSError as error:
            self.refuse("file-unsafe", f"`{path}` cannot be read as a folder", path, _link(error))
            return
        try:
            with os.scandir(here) as entries:
                found = sorted(
                    (entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries
                )
            for below, is_folder in found:
                if not below.startswith("."):
                    self._entry(here, below, f"{path}/{below}", is_folder, depth)
        finally:
            os.close(here)

    def _entry(self, here: int, name: str, path: str, is_folder: bool, depth: int) -> None:
        if not _NAME.fullmatch(name) or _DEVICE.fullmatch(name) or name.endswith("."):
            shown = path.encode("utf-8", "backslashreplace").decode()
            hint = "use letters a to z, figures, hyphens and one full stop before the ending"
            self.refuse("file-name", f"`{shown}` is not a name for every system", shown, hint)
        elif is_folder and depth < 4:
            self.folder(here, name, path, depth + 1)
        else:
            self.file(here, name, path)

    def file(self, parent: int, name: str, path: str) -> None:
        try:
            handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=parent)
        except FileNotFoundError:
            return
        except OSError as error:
            self.refuse("file-unsafe", f"`{path}` cannot be read", path, _link(error))
            return
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            hint = "put the file itself in its place"
            self.refuse("file-unsafe", f"`{path}` is not an ordinary file", path, hint)
            return
        limit = TEXT_LIMIT if path.endswith(_TEXT) else IMAGE_LIMIT
        with os.fdopen(handle, "rb") as stream:
            content = stream.read(limit + 1)
        if len(content) > limit:
            message = f"`{path}` has more than {limit // 1_000_000} MB"
            self.refuse("file-large", message, path, "divide it")
        else:
            self.bytes[path] = content


def _link(error: OSError) -> str:
    if error.errno in (errno.ELOOP, errno.EMLINK, errno.ENOTDIR):
        return "put the thing itself here; symbolic links are not followed"
    return _reason(error)
