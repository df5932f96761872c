"""A book while it is bound: its file, and what is known of the objects in it."""

from __future__ import annotations

from collections.abc import Sequence

from compendium.assemble.binding import Bindery, Made, Part
from compendium.assemble.faces import Cases, Reading
from compendium.assemble.files import File
from compendium.assemble.links import destination, destinations
from compendium.assemble.numbers import CATALOG, FONTS, INFORMATION, opening
from compendium.assemble.packing import compress
from compendium.assemble.programs import embed
from compendium.assemble.quires import FLATE, FULL, LEVEL, Packed, laid, numbered
from compendium.assemble.trees import Node, Row
from compendium.model.kept import held, kept, key_of
from compendium.model.pages import PageMap

PACKED = b"/Filter " + FLATE


class Volume:
    """A book while it is bound.

    Shape: `nodes` are the nodes of its pages, one a quire; `leaves` the pages; `places`
        where anchors are; `kids` the elements right under its one `Document`; `parents` the
        leaves of the parent tree; `ids` the elements with an identifier. `fixed` are the
        objects whose numbers are fixed, `next` the number of the object put in next.
    """

    def __init__(self, bindery: Bindery) -> None:
        self._bindery = bindery
        self._file = File()
        self._fonts: dict[Reading, int] = {}
        self._packed: list[Packed] = []
        self._rest: list[bytes] = []
        self.next = FONTS
        self.nodes: list[int] = []
        self.leaves: list[int] = []
        self._heights: list[float] = []
        self._named: set[str] = set()
        self.places: list[Row] = []
        self.kids: list[int] = []
        self.parents: list[Node] = []
        self.ids: dict[bytes, int] = {}
        self.roles: dict[str, str] = {}
        self.fixed: dict[int, bytes] = {}

    def add(self, number: int, entries: bytes, data: bytes) -> None:
        """Add a stream as object *number*."""
        self._file.add_stream(number, entries, data)

    def put(self, body: bytes) -> int:
        """Add *body* to the objects after the last quire, and say what its number is."""
        self._rest.append(body)
        self.next += 1
        return self.next - 1

    def add_fonts(self, cases: Cases) -> None:
        """Add the fonts: what the pages name first, so that one more moves no other."""
        readings, files = cases.readings(), sorted(cases.glyphs)
        self._fonts = {reading: FONTS + at for at, reading in enumerate(readings)}
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

    def add_quire(
        self, part: Part, made: Made, readings: Sequence[Reading], pages: PageMap
    ) -> None:
        """Add the quire *made* of *part*, whose uses are these *readings*."""
        quire, first = made.quire, self.next
        fonts = [self._fonts[reading] for reading in readings]
        bound = self._bindery.bind(made, first, fonts, pages)
        number = first + quire.count
        for stream in quire.streams:
            form = stream.form % tuple(numbered(stream.ties, first, fonts))
            self.add(number, form, stream.data)
            number += 1
        for packed in bound:
            self._file.add_packed(number, packed)
            number += 1
        self.next = opening(number)
        self.nodes.append(first)
        self.leaves += range(first + 1, first + 1 + quire.pages)
        own = [sheet.height for sheet in part.piece.sheets]
        self._heights += own + own[-1:] * (quire.pages - len(own))
        self.places += destinations(part.piece, first + 1)
        self._named.update(part.piece.first)
        self.kids += [first + kid for kid in quire.kids]
        for leaf, low, high in quire.parents:
            self.parents.append(Node(first + leaf, b"%d" % (first + low), b"%d" % (first + high)))
        for name, element in quire.ids:
            self.ids[name] = first + element
        for role, standard in quire.roles.items():
            self.roles.setdefault(role, standard)

    def name_again(self, pages: PageMap) -> None:
        """Add the anchors that *pages* has and no quire: older names of passages."""
        for anchor in pages.first.keys() - self._named:
            at, top = pages.first[anchor].sheet - 1, pages.first[anchor].top
            self.places.append(destination(anchor, self.leaves[at], self._heights[at] - top))

    def finished(self) -> bytes:
        """The file."""
        first = self.next - len(self._rest)
        fixed = [self.fixed[number] for number in range(CATALOG, INFORMATION + 1)]
        for packed in (*self._pack(CATALOG, fixed), *self._packed, *self._pack(first, self._rest)):
            self._file.add_packed(self.next, packed)
            self.next += 1
        return self._file.finished(CATALOG, INFORMATION, self.next)

    def _pack(self, first: int, bodies: Sequence[bytes]) -> list[Packed]:
        """Objects of no quire in streams; much of them is as it was in the last build."""
        done: list[Packed] = []
        for at in range(0, len(bodies), FULL):
            part = bodies[at : at + FULL]
            entries, data = laid(first + at, part)
            done.append(Packed(first + at, len(part), entries, self._small(data)))
        return done

    def _small(self, data: bytes) -> bytes:
        key = key_of("objects", (data,))
        return held(key, lambda: kept(self._bindery.keep, key, lambda: compress(data, LEVEL)))
