"""The parts of a Word file, read with hard limits and never written to disk."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from compendium.diag import Code, Diagnostic, Span
from compendium.importers.reading import parse_bytes
from compendium.importers.vocabulary import Element, name

FILES = 5_000
"""Files that may stand in one archive."""

LARGEST = 100_000_000
"""Bytes that all of them may have, unpacked."""

RATIO = 200
"""How many times larger a file may come out than it went in, beyond the first million bytes."""

_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, OverflowError,
    NotImplementedError,
)  # fmt: skip
"""What the reader of archives raises when one is not whole."""

_READ = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(slots=True)
class Package:
    """A Word file opened: its parts by name, "word/document.xml" being the text."""

    source: str
    parts: dict[str, bytes]
    problems: list[Diagnostic] = field(default_factory=list)

    def xml(self, part: str) -> Element | None:
        """The root of *part*; None where there is none, or where it cannot be read."""
        content = self.parts.get(part)
        if content is None:
            return None
        root, problems = parse_bytes(content, part)
        here = Span(self.source)
        self.problems += [Diagnostic(p.code, p.message, here, p.hint) for p in problems]
        return root

    def relations(self, part: str) -> dict[str, tuple[str, bool]]:
        """Where the relations of *part* lead, by id, and whether that is outside the file."""
        folder, _, file = part.rpartition("/")
        root = self.xml(f"{folder}/_rels/{file}.rels")
        done: dict[str, tuple[str, bool]] = {}
        for relation in root if root is not None else ():
            target, outside = relation.get("Target", ""), relation.get("TargetMode") == "External"
            if name(relation) != "Relationship":
                continue
            if not outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            done[relation.get("Id", "")] = (target, outside)
        return done


def open_package(path: Path) -> tuple[Package | None, list[Diagnostic]]:
    """The Word file *path*, or None and why it is refused."""
    if path.stat().st_size > LARGEST:
        message = f"`{path.name}` has more than `{LARGEST}` bytes"
        return None, [Diagnostic("file-large", message, Span(path.name), "divide it")]
    try:
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            problems = _refused(archive.infolist(), path.name)
            if problems:
                return None, problems
            parts = {info.filename: _read(archive, info) for info in archive.infolist()}
    except _BROKEN as error:
        said = str(error).rstrip(".") or "it ends too early"
        message = f"`{path.name}` is no whole Word file: {said[:1].lower()}{said[1:]}"
        hint = "open it in Word and save it as .docx"
        return None, [Diagnostic("source-bad", message, Span(path.name), hint)]
    if "word/document.xml" not in parts:
        message = f"`{path.name}` has no `word/document.xml` in it, and is no Word file"
        hint = "open it in Word and save it as .docx"
        return None, [Diagnostic("source-bad", message, Span(path.name), hint)]
    return Package(path.name, parts), []


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as file:
        content = file.read(info.file_size + 1)
    if len(content) != info.file_size:
        raise ValueError(f"`{info.filename}` is not of the size it says")
    return content


def _refused(files: Iterable[zipfile.ZipInfo], source: str) -> list[Diagnostic]:
    """Why an archive with *files* is not opened: nothing honest looks like that."""
    held = list(files)
    here = Span(source)

    def bad(message: str, code: Code = "source-unsafe") -> Diagnostic:
        return Diagnostic(code, message, here, "open it in Word and save it as a new .docx")

    if len(held) > FILES:
        return [bad(f"`{source}` has `{len(held)}` files in it", "file-large")]
    if sum(info.file_size for info in held) > LARGEST:
        return [bad(f"`{source}` unpacks to more than `{LARGEST}` bytes", "file-large")]
    seen: set[str] = set()
    problems: list[Diagnostic] = []
    for info in held:
        inside = info.filename
        if inside.casefold() in seen:
            problems.append(bad(f"`{inside}` stands twice in `{source}`"))
        seen.add(inside.casefold())
        if inside.startswith("/") or "\\" in inside or ":" in inside or ".." in inside.split("/"):
            problems.append(bad(f"`{inside}` leads out of `{source}`"))
        if info.flag_bits & 1:
            problems.append(bad(f"`{inside}` in `{source}` is encrypted"))
        elif info.compress_type not in _READ:
            problems.append(bad(f"`{inside}` in `{source}` is packed in a way Word does not use"))
        elif info.file_size > 1_000_000 and info.file_size > RATIO * max(info.compress_size, 1):
            problems.append(bad(f"`{inside}` in `{source}` is packed more than `{RATIO}` times"))
    return problems[:20]
