"""A book while it is bound: its file, and what is known of the objects in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from compendium.assemble.binding import Bindery, Pile
from compendium.assemble.exchange import Layout, counted
from compendium.assemble.faces import Cases, Reading
from compendium.assemble.files import HEAD, Rows, Stretch
from compendium.assemble.numbers import CATALOG, FONTS, INFORMATION, opening, stack_opening
from compendium.assemble.packing import compress
from compendium.assemble.programs import embed
from compendium.assemble.quires import FLATE, FULL, LEVEL, Packed, laid
from compendium.assemble.stacks import Register, Stack
from compendium.assemble.trees import Leaf, Node
from compendium.model.kept import held, kept, key_of

PACKED = b"/Filter " + FLATE


class Volume:
    """A book while it is bound.

    Shape: `fonts` are the objects of the fonts; `nodes` are the nodes of its pages, one a
        quire; `leaves` the pages; `places` where anchors are; `kids` the elements right under
        its one `Document`; `parents` the leaves of the parent tree; `ids` the elements with an
        identifier. `fixed` are the objects whose numbers are fixed, `next` the number of the
        object put in next.
    """

    def __init__(self, bindery: Bindery) -> None:
        self._bindery = bindery
        self._file = Stretch(HEAD)
        self._packed: list[Packed] = []
        self._rest: list[tuple[int, list[bytes]]] = []
        self._stacks: list[int] = []
        self._laid: tuple[Rows, ...] = ()
        self._next = 0
        self.fonts: dict[Reading, int] = {}
        self.next = FONTS
        self.nodes: list[int] = []
        self.leaves: list[int] = []
        self.places: list[Leaf] = []
        self.kids: list[int] = []
        self.parents: list[Node] = []
        self.ids: list[Leaf] = []
        self.roles: dict[str, str] = {}
        self.fixed: dict[int, bytes] = {}

    def add(self, number: int, entries: bytes, data: bytes) -> None:
        """Add a stream as object *number*."""
        self._file.add_stream(number, entries, data)

    def part(self) -> None:
        """Let what is put in next be packed by itself, and move as little as may be."""
        self.next = opening(self.next)
        self._rest.append((self.next, []))

    def put(self, body: bytes) -> int:
        """Add *body* to the objects after the last quire, and say what its number is."""
        if not self._rest:
            self._rest.append((self.next, []))
        self._rest[-1][1].append(body)
        self.next += 1
        return self.next - 1

    def add_fonts(self, cases: Cases) -> None:
        """Add the fonts: what the pages name first, so that one more moves no other."""
        readings, files = cases.readings(), sorted(cases.glyphs)
        self.fonts = {reading: FONTS + at for at, reading in enumerate(readings)}
        inner = FONTS + len(readings)
        number = inner + 2 * len(files)
        heads: list[bytes] = []
        below: list[bytes] = []
        kind = self._bindery.type
        for at, file in enumerate(files):
            face = embed(cases.glyphs[file], cases.texts[file], kind, file, self._bindery.keep)
            self.add(number, face.entries, face.program)
            descendant = inner + 2 * at
            below += (face.descendant(descendant + 1), face.descriptor(number))
            for reading, texts in enumerate(face.texts, 1):
                self.add(number + reading, PACKED, texts)
                heads.append(face.font(descendant, number + reading))
            number += 1 + len(face.texts)
        self._packed += self._pack(FONTS, heads + below)
        self.next = opening(number)

    def stand(self, registers: Iterable[Register]) -> list[int]:
        """The first numbers of stacks with these *registers*; what comes next, comes after them."""
        firsts: list[int] = []
        for register in registers:
            firsts.append(stack_opening(self.next - 1))
            self.next = register.end(firsts[-1])
        self.next = opening(self.next)
        return firsts

    def add_stack(self, stack: Stack) -> None:
        """Add *stack*."""
        self._stacks.append(len(self._file.rows))
        self._file.add(stack.data, stack.digest, stack.rows)
        self.nodes += stack.firsts
        for first, pages in zip(stack.firsts, stack.pages, strict=True):
            self.leaves += range(first + 1, first + 1 + pages)
        self.places += stack.places
        self.kids += stack.kids
        self.parents += stack.parents
        self.ids += stack.ids
        for role, standard in stack.roles.items():
            self.roles.setdefault(role, standard)

    def layout(self, piles: Sequence[Pile], cases: Cases) -> Layout:
        """How the finished book of *piles* lies in its file."""
        alone = {file for file, readings in cases.texts.items() if len(readings) == 1}
        fonts = {reading.file: number for reading, number in self.fonts.items()}
        return Layout(
            self._laid,
            tuple(self._stacks),
            tuple(tuple(pile.keys) for pile in piles),
            tuple(self.nodes),
            self._rest[0][0],
            self._next,
            {file: number for file, number in fonts.items() if file in alone},
            {file: cases.texts[file][0] for file in alone},
            counted(pile.register.uses for pile in piles),
        )

    def finished(self) -> bytes:
        """The file."""
        self._stacks.append(len(self._file.rows))
        fixed = [self.fixed[number] for number in range(CATALOG, INFORMATION + 1)]
        self._packed += self._pack(CATALOG, fixed)
        for first, bodies in self._rest:
            self._packed += self._pack(first, bodies)
        for packed in self._packed:
            self._file.add_packed(self.next, packed)
            self.next += 1
        self._laid, self._next = tuple(self._file.rows), self.next
        return self._file.finished(CATALOG, INFORMATION, self.next)

    def _pack(self, first: int, bodies: Sequence[bytes]) -> list[Packed]:
        """Objects of no quire in streams; much of them is as it was in the last build."""
        done: list[Packed] = []
        for at in range(0, len(bodies), FULL):
            part = bodies[at : at + FULL]
            runs = ((first + at, len(part)),)
            entries, data = laid(runs, part)
            done.append(Packed(runs, entries, self._small(data)))
        return done

    def _small(self, data: bytes) -> bytes:
        key = key_of("objects", (data,))
        return held(key, lambda: kept(self._bindery.keep, key, lambda: compress(data, LEVEL)))
