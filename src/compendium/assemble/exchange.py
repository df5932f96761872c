"""Some quires of a finished book exchanged for others, and all else left as it lies.

It is done where a new quire has its objects under the same numbers as the old, the same tags
and the same names, and no face gains or loses a glyph by it: then nothing else of the file
depends on the quire but where its names lie on their pages.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import Any

from compendium.assemble.binding import Bindery
from compendium.assemble.faces import Use
from compendium.assemble.files import HEAD, OPEN, Rows, Stretch
from compendium.assemble.links import destinations
from compendium.assemble.numbers import CATALOG, INFORMATION
from compendium.assemble.packing import compress
from compendium.assemble.quires import LEVEL, Packed, Quire, bind_late, laid
from compendium.assemble.stacks import Binding, Part, add_quire, register, side_of
from compendium.model.seals import sealed, unsealed

Glyphs = Mapping[str, Mapping[int, int]]
Edit = Callable[[int, bytes], bytes]
"""What becomes of an object, by its number and as it was."""


class FixedError(Exception):
    """The rest of the book does not stay as it is, or is not as it was said to be."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a book lies in its file.

    Shape: `rows` tell where its objects are, in the order of the file; `stacks` has for each
        stack, and for what follows them, how many rows are before it; `keys` are those of the
        quires of each stack, `nodes` the first objects of all quires. The objects after the
        stacks begin with number `rest`, and `next` is that of the table. `fonts` are the
        numbers of the fonts by their files, where a file makes one font; `texts` what each
        glyph of it stands for, and `glyphs` in how many stacks a glyph is used.
    """

    rows: tuple[Rows, ...]
    stacks: tuple[int, ...]
    keys: tuple[tuple[str, ...], ...]
    nodes: tuple[int, ...]
    rest: int
    next: int
    fonts: Mapping[str, int]
    texts: Mapping[str, Mapping[int, str]]
    glyphs: Glyphs

    def plain(self) -> dict[str, Any]:
        """The same as JSON has it."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @staticmethod
    def of(plain: Mapping[str, Any]) -> Layout:
        """What `plain` made *plain* of."""
        return Layout(
            tuple(Rows(*row) for row in plain["rows"]),
            tuple(plain["stacks"]),
            tuple(map(tuple, plain["keys"])),
            tuple(plain["nodes"]),
            plain["rest"],
            plain["next"],
            plain["fonts"],
            {file: {int(g): t for g, t in texts.items()} for file, texts in plain["texts"].items()},
            {file: {int(g): n for g, n in used.items()} for file, used in plain["glyphs"].items()},
        )

    def home(self, at: int) -> tuple[int, int]:
        """The stack of the quire *at*, and its place in that."""
        for number, keys in enumerate(self.keys):
            if at < len(keys):
                return number, at
            at -= len(keys)
        raise FixedError


@dataclass(frozen=True, slots=True)
class Swap:
    """A chunk and what stands in its place, number `at` of the book."""

    at: int
    old: Part
    new: Part


def counted(stacks: Iterable[Iterable[Use]]) -> Glyphs:
    """In how many of *stacks*, of which these are the uses, each glyph of each file is."""
    found: dict[str, Counter[int]] = {}
    for uses in stacks:
        for file, glyphs in _glyphs(uses).items():
            found.setdefault(file, Counter()).update(glyphs)
    return {file: dict(used) for file, used in found.items()}


def exchange(
    before: bytes,
    layout: Layout,
    swaps: Sequence[Swap],
    bindery: Bindery,
    folios: Mapping[str, str],
) -> tuple[bytes, Layout]:
    """The file *before* with other quires in the place of some, and how it lies then.

    Shape: *folios* are those of the anchors that the quires name.
    Errors: `FixedError` if more would have to change.
    """
    desk = _Desk(before, layout, bindery, folios)
    for swap in swaps:
        desk.take(swap)
    return desk.finished()


class _Desk:
    """A file written again from the one *before*, of which only some quires change."""

    def __init__(
        self, before: bytes, layout: Layout, bindery: Bindery, folios: Mapping[str, str]
    ) -> None:
        self._before = memoryview(unsealed(before))
        self._end = int(before[before.rindex(b"startxref") :].split()[1])
        self._layout, self._bindery, self._folios = layout, bindery, folios
        self._quires: dict[int, tuple[range, Callable[[Stretch], None]]] = {}
        self._late: dict[int, tuple[bytes, bytes]] = {}
        self._moved: dict[bytes, bytes] = {}

    def take(self, swap: Swap) -> None:
        """Take in one exchange."""
        before, after = (self._bindery.quire(part) for part in (swap.old, swap.new))
        old, new = before.quire, after.quire
        if before.problems or after.problems:
            raise FixedError
        first = self._layout.nodes[swap.at]
        self._register(swap.at, old, new, after.key)
        fonts = [self._layout.fonts[use.file] for use in new.uses]
        binding = Binding(first, fonts, self._folios)
        bound = self._bindery.bound(after, new, side_of(swap.new, new), first, fonts)

        def add(stretch: Stretch) -> None:
            add_quire(stretch, swap.new, new, binding, first, fonts, bound)
            if binding.problems:
                raise FixedError

        self._quires[first] = range(first + new.count, first + new.size), add
        was, now = (
            bind_late(quire, side_of(part, quire), first, fonts, part.chunk.values, self._folios)
            for quire, part in ((old, swap.old), (new, swap.new))
        )
        self._late |= dict(enumerate(zip(was, now, strict=True), first + new.count - new.late))
        places = [[*destinations(p.piece, first + 1)] for p in (swap.old, swap.new)]
        self._moved |= _moved(*places)

    def _register(self, at: int, old: Quire, new: Quire, key: str) -> None:
        """Make sure that the stack of quire *at* asks of the book what it did, and note its key."""
        layout = self._layout
        stack, place = layout.home(at)
        quires = [self._bindery.kept(one) for one in layout.keys[stack]]
        found = [quire for quire in quires if quire is not None]
        if len(found) < len(quires) or not key or not _alike(old, new):
            raise FixedError
        before = register(found)
        found[place] = new
        after = register(found)
        if replace(before, uses=()) != replace(after, uses=()):
            raise FixedError
        for use in after.uses:
            if (
                use.file not in layout.fonts
                or not use.texts.items() <= layout.texts[use.file].items()
            ):
                raise FixedError
        keys = [list(one) for one in layout.keys]
        keys[stack][place] = key
        glyphs = _used(layout.glyphs, before.uses, after.uses)
        self._layout = replace(layout, keys=tuple(map(tuple, keys)), glyphs=glyphs)

    def finished(self) -> tuple[bytes, Layout]:
        """The file, and how it lies."""
        layout, file = self._layout, Stretch(HEAD)
        self._copy(file, 0, layout.stacks[0])
        for start, end in pairwise(layout.stacks):
            stretch = self._stack(start, end)
            file.add(stretch.data, stretch.digest, stretch.rows)
        tail = layout.stacks[-1]
        for start, end in self._groups(tail, len(layout.rows)):
            row = layout.rows[start]
            if row.first < layout.rest or not self._moved:
                self._copy(file, start, end)
            else:
                self._edit(file, start, end, self._named)
        if self._moved or self._late:
            raise FixedError
        rows = tuple(file.rows)
        if len(rows) != len(layout.rows):
            raise FixedError
        pdf = file.finished(CATALOG, INFORMATION, layout.next)
        return sealed(pdf), replace(layout, rows=rows)

    def _stack(self, start: int, end: int) -> Stretch:
        """The stack of the rows from *start* to before *end*, its exchanged quires anew."""
        rows, stretch, done = self._layout.rows, Stretch(), start
        numbers = {rows[last - 1].first: (at, last) for at, last in self._groups(start, end)}
        for _, (streams, add) in sorted(self._quires.items()):
            if streams[0] in numbers:
                self._copy(stretch, done, numbers[streams[0]][0])
                add(stretch)
                done = numbers[streams[-1]][1]
        if done > start:
            for at, last in self._groups(done, end):
                if any(number in self._late for number in _numbers(rows[at:last])):
                    self._copy(stretch, done, at)
                    self._edit(stretch, at, last, self._noted)
                    done = last
        self._copy(stretch, done, end)
        return stretch

    def _groups(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The rows from *start* to before *end* by streams: those of what is in it, and its own."""
        for at in range(start, end):
            if self._layout.rows[at].kind == OPEN:
                yield start, at + 1
                start = at + 1

    def _copy(self, stretch: Stretch, start: int, end: int) -> None:
        """Write what the old rows from *start* to before *end* tell of, as it is."""
        if start < end:
            begin, stop = self._place(start), self._place(end)
            stretch.take(self._before[begin:stop], self._layout.rows[start:end], begin)

    def _edit(self, stretch: Stretch, start: int, end: int, edit: Edit) -> None:
        """Write the stream of objects of the old rows from *start*, each as *edit* has it."""
        rows = self._layout.rows[start:end]
        written = bytes(self._before[self._place(start) : self._place(end)])
        bodies = _bodies(zlib.decompress(written.partition(b"stream\n")[2]))
        numbers = [*_numbers(rows)]
        done = [edit(number, body) for number, body in zip(numbers, bodies, strict=True)]
        if done == bodies:
            self._copy(stretch, start, end)
            return
        runs = tuple((row.first, row.many) for row in rows[:-1])
        entries, data = laid(runs, done)
        stretch.add_packed(rows[-1].first, Packed(runs, entries, compress(data, LEVEL)))

    def _noted(self, number: int, body: bytes) -> bytes:
        """A late object, as it is now."""
        was, now = self._late.pop(number, (body, body))
        if was != body:
            raise FixedError
        return now

    def _named(self, number: int, body: bytes) -> bytes:
        """A leaf of the named places, as it is now."""
        del number
        for row in [row for row in self._moved if row in body]:
            body = body.replace(row, self._moved.pop(row))
        return body

    def _place(self, row: int) -> int:
        """Where the stream of the old *row* begins; the end after all."""
        rows = self._layout.rows
        places = (rows[at].where for at in range(row, len(rows)) if rows[at].kind == OPEN)
        return next(places, self._end)


def _numbers(rows: Iterable[Rows]) -> Iterator[int]:
    """The numbers of the packed objects that *rows* tell of."""
    return (at for r in rows if r.kind != OPEN for at in range(r.first, r.first + r.many))


def _alike(old: Quire, new: Quire) -> bool:
    """Whether the two have what the rest of a book depends on in common."""
    same = ("pages", "count", "late", "sides", "kids", "parents", "ids", "roles", "leads")
    return all(getattr(old, name) == getattr(new, name) for name in same) and (
        len(old.streams) == len(new.streams)
        and [use.file for use in old.uses] == [use.file for use in new.uses]
    )


def _glyphs(uses: Iterable[Use]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for use in uses:
        found.setdefault(use.file, set()).update(use.texts, use.bare)
    return found


def _used(glyphs: Glyphs, old: Iterable[Use], new: Iterable[Use]) -> Glyphs:
    """In how many stacks each glyph is, one having *new* uses for *old*, if the faces stay."""
    found = dict(glyphs)
    less, more = _glyphs(old), _glyphs(new)
    for file in less.keys() | more.keys():
        used = Counter(found[file])
        used.subtract(less.get(file, ()))
        used.update(more.get(file, ()))
        if used.keys() != found[file].keys() or min(used.values()) < 1:
            raise FixedError
        found[file] = dict(used)
    return found


def _moved(
    old: Sequence[tuple[bytes, bytes]], new: Sequence[tuple[bytes, bytes]]
) -> dict[bytes, bytes]:
    """What of a name tree is said otherwise: each old row, and the new."""
    after = dict(new)
    if dict(old).keys() != after.keys():
        raise FixedError
    return {row: after[name] for name, row in old if after[name] != row}


def _bodies(data: bytes) -> list[bytes]:
    """The objects in the *data* of a stream of objects."""
    head, _, rest = data.partition(b"\n")
    starts = [*map(int, head.split()[1::2])]
    return [rest[start : end - 1] for start, end in pairwise((*starts, len(rest) + 1))]
