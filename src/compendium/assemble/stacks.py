"""Some quires of a book that lie together: bound, numbers set, as they are written in its file.

A book has a few dozen quires for each stack, and an edit changes few stacks. What is known of a
stack before its objects have numbers is its `Register`; bound it is a stretch of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from compendium.assemble.faces import Cases, Use
from compendium.assemble.files import Rows, Stretch
from compendium.assemble.leaves import Compositor
from compendium.assemble.links import destinations
from compendium.assemble.notation import reference
from compendium.assemble.numbers import opening
from compendium.assemble.packing import bundle, compress, unbundle
from compendium.assemble.quires import FULL, LEVEL, Packed, Quire, bind_late, laid, numbered
from compendium.assemble.trees import Leaf, Node, leaves, named
from compendium.diag import Diagnostic
from compendium.model.pages import Chunk, Piece


@dataclass(frozen=True, slots=True)
class Part:
    """A chunk as it stands in a book, and the folios of its sheets."""

    chunk: Chunk
    piece: Piece
    folios: tuple[str, ...]

    @property
    def markup(self) -> str:
        """What the time it takes depends on."""
        return self.chunk.markup

    @property
    def base(self) -> Piece:
        """The piece that is folded: both sides of the sheet are made of it."""
        return self.piece.turned or self.piece

    @property
    def side(self) -> int:
        """Which side of that it is."""
        return 1 if self.piece.turned else 0


@dataclass(frozen=True, slots=True)
class Register:
    """What must be known of a stack before its objects have numbers.

    Shape: `sizes` are how many numbers each quire takes, `late` how many late objects there
        are; `uses` the faces of all of them, and `fonts` which of these are those of a quire;
        `leads` the anchors that links of each lead to, `asked` those whose folio is said.
    """

    sizes: tuple[int, ...]
    late: int
    uses: tuple[Use, ...]
    fonts: tuple[tuple[int, ...], ...]
    leads: tuple[tuple[str, ...], ...]
    asked: tuple[str, ...]

    def numbers(self, first: int) -> tuple[list[int], int]:
        """The number of the object 0 of each quire, and that of the first stream of late ones."""
        firsts = [first]
        for size in self.sizes[:-1]:
            firsts.append(opening(firsts[-1] + size))
        return firsts, firsts[-1] + self.sizes[-1]

    def end(self, first: int) -> int:
        """The number after the last one that the stack takes."""
        return self.numbers(first)[1] - (-self.late // FULL)


@dataclass(frozen=True, slots=True)
class Stack:
    """A stack as it is bound.

    Shape: `data` is what is written, `digest` what names it, with the rows of the table;
        `firsts` are the nodes of its pages, `pages` how many each has; `kids` the elements
        right under the one `Document`; `parents` leaves of the parent tree; `places` and `ids`
        leaves of the trees of anchors and of elements with an identifier.
    """

    data: bytes
    digest: bytes
    rows: tuple[Rows, ...]
    firsts: tuple[int, ...]
    pages: tuple[int, ...]
    kids: tuple[int, ...]
    parents: tuple[Node, ...]
    places: tuple[Leaf, ...]
    ids: tuple[Leaf, ...]
    roles: Mapping[str, str]


@dataclass
class Binding:
    """What a stack is bound with: its first number, those of the fonts of its uses, and folios.

    Shape: `problems` are found on the way.
    """

    first: int
    fonts: Sequence[int]
    folios: Mapping[str, str]
    problems: list[Diagnostic] = field(default_factory=list)


Bound = Callable[[int, int, list[int]], tuple[Packed, ...]]
"""What a quire is bound as, by its place in the stack, its first number and its fonts."""


def register(quires: Iterable[Quire]) -> Register:
    """The register of *quires*."""
    cases = Cases()
    taken = [(quire, [cases.add(use) for use in quire.uses]) for quire in quires]
    readings = cases.readings()
    places = {reading: at for at, reading in enumerate(readings)}
    words = (words.anchor for quire, _ in taken for words in quire.words if words.anchor)
    return Register(
        sizes=tuple(quire.size for quire, _ in taken),
        late=sum(quire.late for quire, _ in taken),
        uses=tuple(cases.use(reading) for reading in readings),
        fonts=tuple(tuple(places[reading] for reading in own) for _, own in taken),
        leads=tuple(quire.leads for quire, _ in taken),
        asked=tuple(sorted(set(words))),
    )


def stack(
    parts: Sequence[Part], quires: Sequence[Quire], known: Register, binding: Binding, bound: Bound
) -> Stack:
    """*quires* bound: those of *parts*, whose register is *known*."""
    firsts, following = known.numbers(binding.first)
    stretch = Stretch()
    late = _Late()
    for at, (part, quire, first) in enumerate(zip(parts, quires, firsts, strict=True)):
        fonts = [binding.fonts[use] for use in known.fonts[at]]
        add_quire(stretch, part, quire, binding, first, fonts, bound(at, first, fonts))
        bodies = bind_late(
            quire, side_of(part, quire), first, fonts, part.chunk.values, binding.folios
        )
        late.add(first + quire.count - quire.late, bodies)
    for packed in late.packed():
        stretch.add_packed(following, packed)
        following += 1
    pairs = list(zip(quires, firsts, strict=True))
    roles: dict[str, str] = {}
    for quire in quires:
        roles = {**quire.roles, **roles}
    ids = [named(name, reference(first + element)) for q, first in pairs for name, element in q.ids]
    return Stack(
        data=stretch.data,
        digest=stretch.digest,
        rows=tuple(stretch.rows),
        firsts=tuple(firsts),
        pages=tuple(quire.pages for quire in quires),
        kids=tuple(first + kid for quire, first in pairs for kid in quire.kids),
        parents=tuple(
            Node(first + leaf, b"%d" % (first + low), b"%d" % (first + high))
            for quire, first in pairs
            for leaf, low, high in quire.parents
        ),
        places=tuple(
            leaf
            for part, first in zip(parts, firsts, strict=True)
            for leaf in leaves(destinations(part.piece, first + 1))
        ),
        ids=tuple(leaves(ids)),
        roles=roles,
    )


def side_of(part: Part, quire: Quire) -> int:
    """Which side of *quire* is that of *part*: if it has one only, it is that one."""
    return min(part.side, quire.sides - 1)


def add_quire(
    stretch: Stretch,
    part: Part,
    quire: Quire,
    binding: Binding,
    first: int,
    fonts: Sequence[int],
    bound: Iterable[Packed],
) -> None:
    """Add the *quire* of *part*, its object 0 having the number *first*, all but late objects.

    Shape: *fonts* are those of its uses; *bound* are its objects that are no streams.
    """
    number = first + quire.count
    for stream, data in zip(quire.streams, _set(part, quire, binding), strict=True):
        form = stream.form % tuple(numbered(stream.ties, first, fonts))
        stretch.add_stream(number, form, data)
        number += 1
    for packed in bound:
        stretch.add_packed(number, packed)
        number += 1


def _set(part: Part, quire: Quire, binding: Binding) -> Iterator[bytes]:
    """The data of the streams of *quire*, its numbers set."""
    compositor = Compositor(part.chunk, quire.figures)
    for stream in quire.streams:
        data, rest = stream.data, stream.rest
        if rest:
            side = side_of(part, quire)
            data, found = compositor.set(data, rest, part.folios[rest.page], side)
            binding.problems += found
        yield data


class _Late:
    """The late objects of a stack."""

    def __init__(self) -> None:
        self._numbers: list[int] = []
        self._bodies: list[bytes] = []

    def add(self, first: int, bodies: Sequence[bytes]) -> None:
        """Add *bodies*, numbered from *first*."""
        self._numbers += range(first, first + len(bodies))
        self._bodies += bodies

    def packed(self) -> Iterator[Packed]:
        """All of them in streams."""
        for at in range(0, len(self._bodies), FULL):
            runs = tuple(_runs(self._numbers[at : at + FULL]))
            entries, data = laid(runs, self._bodies[at : at + FULL])
            yield Packed(runs, entries, compress(data, LEVEL))


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """*numbers* as runs: the first of each, and how many follow on it."""
    first = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[at - 1] + 1:
            yield numbers[first], at - first
            first = at


def pack_register(register: Register) -> bytes:
    """*register* as bytes that `unpack_register` reads."""
    facts = {
        "sizes": register.sizes,
        "late": register.late,
        "uses": [[u.file, [*u.texts], [*u.texts.values()], u.bare] for u in register.uses],
        "fonts": register.fonts,
        "leads": register.leads,
        "asked": register.asked,
    }
    return bundle(facts, ())


def unpack_register(data: bytes) -> Register:
    """The register that `pack_register` made *data* of."""
    facts, _ = unbundle(data)
    return Register(
        tuple(facts["sizes"]),
        facts["late"],
        tuple(
            Use(file, dict(zip(glyphs, texts, strict=True)), tuple(bare))
            for file, glyphs, texts, bare in facts["uses"]
        ),
        tuple(map(tuple, facts["fonts"])),
        tuple(map(tuple, facts["leads"])),
        tuple(facts["asked"]),
    )


def pack_stack(stack: Stack) -> bytes:
    """*stack* as bytes that `unpack_stack` reads."""
    facts: dict[str, Any] = {
        "rows": stack.rows,
        "firsts": stack.firsts,
        "pages": stack.pages,
        "kids": stack.kids,
        "parents": [[n.number, n.low.decode(), n.high.decode()] for n in stack.parents],
        "places": [_ends(leaf) for leaf in stack.places],
        "ids": [_ends(leaf) for leaf in stack.ids],
        "roles": dict(stack.roles),
    }
    entries = (leaf.entries for leaf in (*stack.places, *stack.ids))
    return bundle(facts, (stack.data, stack.digest, *entries))


def unpack_stack(data: bytes) -> Stack:
    """The stack that `pack_stack` made *data* of."""
    facts, (written, digest, *entries) = unbundle(data)
    places = len(facts["places"])
    return Stack(
        written,
        digest,
        tuple(Rows(*row) for row in facts["rows"]),
        tuple(facts["firsts"]),
        tuple(facts["pages"]),
        tuple(facts["kids"]),
        tuple(Node(number, low.encode(), high.encode()) for number, low, high in facts["parents"]),
        tuple(map(_leaf, facts["places"], entries[:places])),
        tuple(map(_leaf, facts["ids"], entries[places:])),
        facts["roles"],
    )


def _ends(leaf: Leaf) -> tuple[str, str]:
    return leaf.low.decode("latin-1"), leaf.high.decode("latin-1")


def _leaf(ends: Sequence[str], entries: bytes) -> Leaf:
    low, high = ends
    return Leaf(low.encode("latin-1"), high.encode("latin-1"), entries)
