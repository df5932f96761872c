"""Sheaves read in several processes, and those known from another day not read at all.

Help changes nothing that a proof says: what comes of it are sheaves without a fault. If
there is a fault anywhere, the whole book is read again, by one reader, with nothing kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from compendium.diag import Span
from compendium.model.kept import Keep
from compendium.proof.glyphs import Shapes
from compendium.proof.keeping import faces_key, pack, sheaf_key, unpack
from compendium.proof.objects import page_digests
from compendium.proof.outcome import Findings
from compendium.proof.reader import Reader
from compendium.proof.sheaves import Desk, Found, Sheaf

_FEW = 16
"""Pages: fewer are read sooner than they are handed out."""


Answer = tuple[object, float]
"""What a task came to, bytes unless it failed, and the seconds it took."""
Crew = Callable[["Table", Sequence[Sheaf], Callable[[int, Answer], None]], None]
"""Does every task at the table, many at a time, and tells the number and the answer of each."""


@dataclass(frozen=True)
class Help:
    """What a proof may use to be done sooner: a cache, and processes."""

    keep: Keep | None = None
    crew: Crew | None = None


@dataclass(frozen=True)
class Table:
    """Where a process reads sheaves: the file, and the faces of the theme."""

    path: str
    fonts: Mapping[str, bytes]

    @cached_property
    def digest(self) -> str:
        """Tells it from any other table."""
        return sha256(self.path.encode()).hexdigest()

    def slim(self) -> Self:
        """It is slim."""
        return self

    def prepare(self) -> None:
        """Open the file."""
        _ = self._reader, self._shapes, self._folios

    @cached_property
    def _reader(self) -> Reader:
        return Reader(Path(self.path))

    @cached_property
    def _shapes(self) -> Shapes:
        return Shapes(self.fonts)

    @cached_property
    def _folios(self) -> list[str]:
        return self._reader.labels()

    def set(self, sheaf: Sheaf) -> bytes:
        """What *sheaf* was found to hold; nothing if anything is wrong in it."""
        found = _alone(self._reader, self._shapes, self._folios, sheaf)
        return pack(found, sheaf) if found else b""


def _alone(reader: Reader, shapes: Shapes, folios: Sequence[str], sheaf: Sheaf) -> Found | None:
    """What *sheaf* holds, read as if there were no other; None if anything is wrong in it."""
    findings = Findings()
    desk = Desk(reader, shapes, folios, {}, findings)
    found = desk.read(sheaf)
    desk.close()
    return None if findings.problems else found


@dataclass
class Shared:
    """One book read with help."""

    pdf: bytes
    reader: Reader
    fonts: Mapping[str, bytes]
    folios: Sequence[str]
    spans: Mapping[str, Span]
    help: Help
    found: dict[int, Found] = field(default_factory=dict)

    def read(self, sheaves: Sequence[Sheaf]) -> list[Found] | None:
        """What each of *sheaves* holds; None if anything is wrong, or cannot be told."""
        keys = self._keys(sheaves)
        for at, key in enumerate(keys):
            data = self.help.keep.get(key) if self.help.keep else None
            if data is not None:
                self._take(at, sheaves[at], data)
        missing = [at for at in range(len(sheaves)) if at not in self.found]
        for at, data in self._read(sheaves, missing):
            if data and keys and self.help.keep:
                self.help.keep.put(keys[at], data)
        return [self.found[at] for at in range(len(sheaves))] if self._whole(sheaves) else None

    def _whole(self, sheaves: Sequence[Sheaf]) -> bool:
        return len(self.found) == len(sheaves)

    def _keys(self, sheaves: Sequence[Sheaf]) -> list[str]:
        """The key of each sheaf; none if nothing is kept, or the file cannot be told."""
        digests = page_digests(self.pdf) if self.help.keep else ()
        if not digests:
            return []
        faces = faces_key(self.fonts)
        return [sheaf_key(sheaf, faces, digests, self.folios) for sheaf in sheaves]

    def _take(self, at: int, sheaf: Sheaf, data: bytes) -> None:
        self.found[at] = unpack(data, sheaf, self.folios, self.spans)

    def _read(
        self, sheaves: Sequence[Sheaf], missing: Sequence[int]
    ) -> Iterator[tuple[int, bytes]]:
        """What is *missing*, read and taken; gives the bytes of each, for keeping."""
        if self.help.crew and sum(len(sheaves[at].sheets) for at in missing) > _FEW:
            yield from self._hand_out(self.help.crew, sheaves, missing)
            return
        shapes = Shapes(self.fonts)
        for at in missing:
            found = _alone(self.reader, shapes, self.folios, sheaves[at])
            if found is None:
                return
            self.found[at] = found
            yield at, pack(found, sheaves[at])

    def _hand_out(
        self, crew: Crew, sheaves: Sequence[Sheaf], missing: Sequence[int]
    ) -> Iterator[tuple[int, bytes]]:
        done: list[tuple[int, bytes]] = []

        def hear(number: int, answer: Answer) -> None:
            data, at = answer[0], missing[number]
            if isinstance(data, bytes) and data:
                self._take(at, sheaves[at], data)
                done.append((at, data))

        with _spooled(self.pdf) as path:
            crew(Table(path, self.fonts), [sheaves[at] for at in missing], hear)
        yield from done


@contextmanager
def _spooled(data: bytes) -> Iterator[str]:
    """A file that holds *data*, for processes that read it at the same time."""
    with TemporaryDirectory(prefix="compendium-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "book.pdf"
        path.write_bytes(data)
        yield str(path)
