"""Sheaves read in several processes, and those known from another day not read at all.

Help changes nothing that a proof says: what comes of it are sheaves without a fault. If
there is a fault anywhere, the whole book is read again, by one reader, with nothing kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from compendium.diag import Span
from compendium.model.heap import give_back
from compendium.model.kept import Keep, held, key_of
from compendium.proof.digests import Digests
from compendium.proof.drawn import Drawings
from compendium.proof.glyphs import Shapes
from compendium.proof.holding import quiet
from compendium.proof.keeping import faces_key, pack, place_key, sheaf_key, unpack
from compendium.proof.likeness import Learner
from compendium.proof.likes import Likes
from compendium.proof.links import Place
from compendium.proof.names import Named, named_places
from compendium.proof.objects import UNSURE, Objects, UnsureError
from compendium.proof.outcome import Findings
from compendium.proof.reader import Reader
from compendium.proof.sheaves import Desk, Found, Kind, Sheaf
from compendium.proof.verdicts import Verdicts

_FEW = 16
"""Pages: fewer are read sooner than they are handed out."""


Answer = tuple[object, float]
"""What a task came to, bytes unless it failed, and the seconds it took."""
Crew = Callable[["Table", Sequence[Sheaf], Callable[[int, Answer], None]], None]
"""Does every task at the table, many at a time, and tells the number and the answer of each."""


@dataclass(frozen=True)
class Help:
    """What a proof may use to be done sooner: a cache, and processes.

    *note* hears what each sheaf was found to hold; and None if that is of no use any more.
    """

    keep: Keep | None = None
    crew: Crew | None = None
    note: Callable[[Found | None], None] | None = None


@dataclass(frozen=True)
class Table:
    """Where a process reads sheaves: the file, and the faces of the theme.

    Shape: `numbers` are those of the objects of the pages, if what is found is to be kept.
    """

    path: str
    fonts: Mapping[str, bytes]
    numbers: Sequence[int] = ()

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

    @cached_property
    def _drawings(self) -> Drawings | None:
        objects = Objects(Path(self.path).read_bytes()) if self.numbers else None
        return Drawings(objects, self.numbers) if objects else None

    def set(self, sheaf: Sheaf) -> bytes:
        """What *sheaf* was found to hold; nothing if anything is wrong in it."""
        learner = Learner(sheaf, self._drawings) if self._drawings else None
        found = alone(self._reader, self._shapes, self._folios, sheaf, learner)
        return _packed(found, sheaf, learner) if found else b""


def alone(
    reader: Reader,
    shapes: Shapes,
    folios: Sequence[str],
    sheaf: Sheaf,
    learner: Learner | None = None,
) -> Found | None:
    """What *sheaf* holds, read as if there were no other; None if anything is wrong in it."""
    findings = Findings()
    desk = Desk(reader, shapes, folios, {}, findings, learner.see if learner else None)
    found = desk.read(sheaf)
    desk.close()
    return None if findings.problems else found


def _packed(found: Found, sheaf: Sheaf, learner: Learner | None) -> bytes:
    return pack(found, sheaf, learner.told(found) if learner else None)


@dataclass
class Shared:
    """One book, called *name*, read with help.

    Shape: `places` are its named places, `sheets` the numbers of the pages by their objects,
        `heights` how high they are; `quiet` is whether it holds nothing but pages; `kinds` has
        one value for each kind of glyph, `glyphs` those that are in the book.
        `heights` how high they are; `quiet` is whether it holds nothing but pages;
        `likes` tells which sheaves are like others, if the file can be told.
    """

    pdf: bytes
    reader: Reader
    fonts: Mapping[str, bytes]
    folios: Sequence[str]
    spans: Mapping[str, Span]
    help: Help
    name: str
    found: dict[int, Found] = field(default_factory=dict)
    places: Named = field(default_factory=dict)
    sheets: dict[int, int] = field(default_factory=dict)
    heights: list[float] = field(default_factory=list)
    quiet: bool = False
    kinds: dict[Kind, Kind] = field(default_factory=dict)
    glyphs: set[Kind] = field(default_factory=set)
    likes: Likes | None = None

    def read(self, sheaves: Sequence[Sheaf]) -> list[Found] | None:
        """What each of *sheaves* holds; None if anything is wrong, or cannot be told."""
        keys = self._keys(sheaves)
        for at, key in enumerate(keys):
            data = self.help.keep.get(key) if self.help.keep else None
            if data is not None:
                made = partial(unpack, data, sheaves[at], self.kinds)
                self._note(at, held(place_key(sheaves[at], key), made))
        if self.likes:
            self._move(self.likes, sheaves, keys)
        missing = [at for at in range(len(sheaves)) if at not in self.found]
        self._read(sheaves, missing, keys)
        if self.likes:
            self.likes.close()
        if len(self.found) < len(sheaves):
            return None
        found = [self.found[at] for at in range(len(sheaves))]
        by_sheet = {
            sheet: height
            for sheaf, one in zip(sheaves, found, strict=True)
            for sheet, height in zip(sheaf.sheets, one.heights, strict=True)
        }
        self.heights = [by_sheet[sheet] for sheet in sorted(by_sheet)]
        return found

    def named(self, name: str) -> Place | None:
        """Where the file says that *name* is: the sheet, and how far down on it."""
        place = self.places.get(name)
        if place is None:
            return self.reader.named(name)
        sheet = self.sheets.get(place[0], 0)
        return sheet, self.heights[sheet - 1] - place[1] if sheet and place[1] is not None else None

    def _keys(self, sheaves: Sequence[Sheaf]) -> list[str]:
        """The key of each sheaf; none if nothing is kept, or the file cannot be told."""
        if self.help.keep is None:
            return []
        try:
            digests = self._read_file(self.help.keep)
        except UNSURE:
            return []
        give_back()
        faces = faces_key(self.fonts)
        return [sheaf_key(sheaf, faces, digests, self.folios) for sheaf in sheaves]

    def _read_file(self, keep: Keep) -> list[str]:
        """The digest of each page; what else the file says is noted."""
        objects, key = Objects(self.pdf), key_of("proof of a file", (self.name,))
        digests = Digests(objects, keep.get(key))
        pages = digests.pages()
        if len(pages) != len(self.folios):
            raise UnsureError
        if (told := digests.told()) is not None:
            keep.put(key, told)
        self._look_for_more(objects, digests, keep)
        self.likes = self._like(keep, Drawings(objects, [number for number, _ in pages]))
        self.sheets = {number: sheet for sheet, (number, _) in enumerate(pages, 1)}
        self.places = named_places(objects) if len(self.sheets) == len(pages) else {}
        return [digest for _, digest in pages]

    def _look_for_more(self, objects: Objects, digests: Digests, keep: Keep) -> None:
        """Whether the file holds nothing but pages."""
        key = key_of("quiet parts of a file", (self.name,))
        before = keep.get(key)
        found = quiet(objects, digests.part, before)
        self.quiet = found is not None
        if found is not None and found != before:
            keep.put(key, found)

    def _note(self, at: int, found: Found) -> None:
        """Take what was *found* of sheaf number *at*; its glyphs go to those of the book."""
        if self.help.note:
            self.help.note(found)
        self.glyphs |= found.glyphs
        self.found[at] = replace(found, glyphs=frozenset())

    def _like(self, keep: Keep, drawings: Drawings) -> Likes:
        """What tells sheaves that are like others."""
        return Likes(keep, self.name, faces_key(self.fonts), drawings, self.folios)

    def _move(self, likes: Likes, sheaves: Sequence[Sheaf], keys: Sequence[str]) -> None:
        """Take what of *sheaves* is like others that were proved."""
        for at, sheaf in enumerate(sheaves):
            data = b"" if at in self.found else likes.moved(replace(sheaf))
            if data:
                self._note(at, unpack(data, sheaf, self.kinds))
                likes.keep.put(keys[at], data)

    def _take(self, sheaf: Sheaf, at: int, data: bytes, keys: Sequence[str]) -> None:
        """Take what was read of *sheaf*, number *at*, and keep it under its key, if it has one."""
        self._note(at, unpack(data, sheaf, self.kinds))
        if keys and self.help.keep:
            self.help.keep.put(keys[at], data)
        if keys and self.likes:
            self.likes.note(sheaf, keys[at], data)

    def _read(self, sheaves: Sequence[Sheaf], missing: Sequence[int], keys: Sequence[str]) -> None:
        """Read what is *missing*, and take it."""
        if self.help.crew and sum(len(sheaves[at].sheets) for at in missing) > _FEW:
            self._hand_out(self.help.crew, sheaves, missing, keys)
            return
        keep = self.help.keep
        verdicts = Verdicts(keep, faces_key(self.fonts)) if keep and missing else None
        shapes = Shapes(self.fonts, verdicts)
        for at in missing:
            sheaf = replace(sheaves[at])  # that one has its lines only while it is read
            learner = Learner(sheaf, self.likes.drawings) if self.likes else None
            found = alone(self.reader, shapes, self.folios, sheaf, learner)
            if found is None:
                return
            if data := _packed(found, sheaf, learner):
                self._take(sheaves[at], at, data, keys)
            else:
                self._note(at, found)
        if verdicts:
            verdicts.close()

    def _hand_out(
        self, crew: Crew, sheaves: Sequence[Sheaf], missing: Sequence[int], keys: Sequence[str]
    ) -> None:
        def hear(number: int, answer: Answer) -> None:
            data, at = answer[0], missing[number]
            if isinstance(data, bytes) and data:
                self._take(sheaves[at], at, data, keys)

        with _spooled(self.pdf) as path:
            numbers = self.likes.drawings.numbers if self.likes else ()
            crew(Table(path, self.fonts, numbers), [sheaves[at] for at in missing], hear)


@contextmanager
def _spooled(data: bytes) -> Iterator[str]:
    """A file that holds *data*, for processes that read it at the same time."""
    with TemporaryDirectory(prefix="compendium-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "book.pdf"
        path.write_bytes(data)
        yield str(path)
