"""The quires of a book and the stacks they make, made or taken from where they are kept."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice
from typing import Self, TypeVar

from compendium.assemble.faces import check_widths, figures, uses
from compendium.assemble.folding import Setting, fold
from compendium.assemble.metrics import Type
from compendium.assemble.numbers import begins_stack
from compendium.assemble.originals import OtherFormError
from compendium.assemble.quires import Packed, Quire, bind, pack, pack_bound, unpack, unpack_bound
from compendium.assemble.stacks import (
    Binding,
    Part,
    Register,
    Stack,
    pack_register,
    pack_stack,
    register,
    side_of,
    stack,
    unpack_register,
    unpack_stack,
)
from compendium.diag import Diagnostic
from compendium.model.kept import Keep, held, key_of, leaving
from compendium.model.pages import PageMap
from compendium.model.resting import Resting

T = TypeVar("T")

_FEW = 16
"""Pages: fewer are folded sooner than they are handed out."""

Answer = tuple[object, float]
"""What a task came to, bytes unless it failed, and the seconds it took."""
Crew = Callable[["Folder", Sequence[Part], Callable[[int, Answer], None]], None]
"""Folds every part, many at a time, and tells the number and the answer of each."""


@dataclass(frozen=True, slots=True)
class Made:
    """A quire under its key ("" if it cannot be kept), and what is wrong with it.

    Shape: `bound` is as what it was bound before, with its numbers as `under` says. A quire of
        a process that builds and leaves may rest, `folded`, until somebody asks; one that was
        kept has its bytes as `data`.
    """

    key: str
    folded: Quire | Resting
    problems: tuple[Diagnostic, ...] = ()
    under: str = ""
    bound: tuple[Packed, ...] = ()
    data: bytes = b""

    @property
    def quire(self) -> Quire:
        """The quire, unpacked if it rests."""
        if isinstance(self.folded, Resting):
            return unpack(self.packed)
        return self.folded

    @property
    def packed(self) -> bytes:
        """The quire as bytes."""
        if isinstance(self.folded, Resting):
            return bytes(self.folded.read())
        return self.data or pack(self.folded)


@dataclass
class Pile:
    """A stack that is not bound yet: its parts, the key of each and of all of them.

    Shape: `made` are its quires, if they are at hand, and `found` its register, once that is
        known; a key is "" for what cannot be kept.
    """

    parts: Sequence[Part]
    keys: Sequence[str]
    key: str
    found: Register | None = None
    made: Sequence[Made] = ()

    @property
    def register(self) -> Register:
        """Its register."""
        assert self.found is not None
        return self.found


@dataclass(frozen=True, slots=True)
class Bindery:
    """What all quires of a book have in common: language and type, what keeps and makes them."""

    lang: str
    type: Type
    keep: Keep | None = None
    crew: Crew | None = None

    def piles(self, parts: Sequence[Part]) -> list[Pile]:
        """*parts* in piles, the register of each known."""
        piles = list(self._piles(parts))
        unknown = [pile for pile in piles if pile.found is None]
        self.fetch(unknown)
        for pile in unknown:
            pile.found = self._registered(pile)
        return piles

    def _piles(self, parts: Sequence[Part]) -> Iterator[Pile]:
        pile: list[Part] = []
        for part in parts:
            if pile and begins_stack(part.chunk.name):
                yield self._pile(pile)
                pile = []
            pile.append(part)
        if pile:
            yield self._pile(pile)

    def _pile(self, parts: Sequence[Part]) -> Pile:
        keys = [self._key(part) for part in parts]
        key = key_of("register", keys) if all(keys) else ""
        return Pile(parts, keys, key, self._held(key, unpack_register))

    def _key(self, part: Part) -> str:
        """What the quire of *part* is kept under; "" if it cannot be."""
        if not part.base.digest:
            return ""
        said = (part.base.digest, str(len(part.folios)), self.lang, self.type.whole)
        return key_of("quire", said)

    def _registered(self, pile: Pile) -> Register:
        found = register(made.quire for made in pile.made)
        if any(made.problems or not made.key for made in pile.made):
            pile.key = ""  # so that they are found each time
        return self._hold(pile.key, found, pack_register)

    def _held(self, key: str, read: Callable[[bytes], T]) -> T | None:
        """What is held or kept under *key*, if anything is."""

        def known() -> T:
            found = self.keep.get(key) if self.keep is not None and key else None
            if found is None:
                raise LookupError(key)
            return read(found)

        with contextlib.suppress(LookupError):
            return held(key, known)
        return None

    def _hold(self, key: str, value: T, write: Callable[[T], bytes]) -> T:
        """*value*, held and kept under *key* if it is to be."""
        if not key:
            return value
        if self.keep is not None:
            self.keep.put(key, write(value))
        return held(key, lambda: value)

    def fetch(self, piles: Sequence[Pile]) -> None:
        """Have the quires of *piles* at hand, made by many hands where there are any."""
        bare = [pile for pile in piles if not pile.made]
        pairs = (zip(pile.parts, pile.keys, strict=True) for pile in bare)
        made = iter(self._take([*chain.from_iterable(pairs)]))
        for pile in bare:
            pile.made = list(islice(made, len(pile.parts)))

    def quire(self, part: Part) -> Made:
        """The quire of *part* alone."""
        (made,) = self._take([(part, self._key(part))])
        return made

    def kept(self, key: str) -> Quire | None:
        """The quire that is kept under *key*, if it is."""
        made = self._kept(key)
        return made.quire if made else None

    def _take(self, parts: Sequence[tuple[Part, str]]) -> list[Made]:
        found = [self._kept(key) for _, key in parts]
        missing = [at for at, made in enumerate(found) if made is None]
        if self.crew and sum(len(parts[at][0].folios) for at in missing) > _FEW:
            for at, quire in self._hand_out(self.crew, [part for part, _ in parts], missing):
                found[at] = Made(parts[at][1], quire)
        return [
            made or self.make(part, key) for made, (part, key) in zip(found, parts, strict=True)
        ]

    def _hand_out(
        self, crew: Crew, parts: Sequence[Part], missing: Sequence[int]
    ) -> Iterator[tuple[int, Quire | Resting]]:
        """What the *crew* makes of the *missing* ones; nothing of one with a fault."""
        done: list[tuple[int, Quire | Resting]] = []

        def hear(number: int, answer: Answer) -> None:
            if isinstance(data := answer[0], bytes) and data:
                done.append((missing[number], Resting(data) if leaving() else unpack(data)))

        errands = [replace(parts[at], piece=parts[at].base) for at in missing]
        crew(Folder(self.lang, self.type.fonts), errands, hear)
        return iter(done)

    def _kept(self, key: str) -> Made | None:
        found = self.keep.get(key) if self.keep is not None and key else None
        if found is None:
            return None
        data, under, bound = unpack_bound(found)
        return Made(key, unpack(data), (), under, bound, data)

    def make(self, part: Part, key: str) -> Made:
        """The quire of *part*, folded here and now."""
        fonts, name = part.base.fonts, part.chunk.name
        setting = Setting(
            name,
            len(part.folios),
            self.lang,
            figures(fonts, self.type.metrics),
            tuple(font.resource for font in fonts),
            uses(fonts),
        )
        try:
            quire, problems = fold(part.base, setting)
        except OtherFormError:  # its sides have too little in common: it is of one only
            key = ""
            quire, problems = fold(replace(part.piece, turns=False), setting)
        return Made(key, quire, (*check_widths(fonts, self.type.metrics, name), *problems))

    def bind(
        self,
        piles: Sequence[Pile],
        firsts: Sequence[int],
        fonts: Sequence[list[int]],
        pages: PageMap,
    ) -> Iterator[tuple[Stack, list[Diagnostic]]]:
        """The stacks of *piles*, numbered from *firsts*, with the *fonts* of their uses."""
        bindings = [
            Binding(first, own, _said(pile, pages))
            for pile, first, own in zip(piles, firsts, fonts, strict=True)
        ]
        keys = [_stack_key(*pair) for pair in zip(piles, bindings, strict=True)]
        known = [self._held(key, unpack_stack) for key in keys]
        for pile, binding, key, found in zip(piles, bindings, keys, known, strict=True):
            if found is not None:
                yield found, []
                continue
            self.fetch((pile,))  # no sooner: of a large book they are much
            made = self._stack(pile, binding)
            problems = [problem for one in pile.made for problem in one.problems]
            problems += binding.problems
            pile.made = ()
            yield self._hold("" if problems else key, made, pack_stack), problems

    def _stack(self, pile: Pile, binding: Binding) -> Stack:
        quires = [made.quire for made in pile.made]

        def bound(at: int, first: int, fonts: list[int]) -> tuple[Packed, ...]:
            side = side_of(pile.parts[at], quires[at])
            return self.bound(pile.made[at], quires[at], side, first, fonts)

        return stack(pile.parts, quires, pile.register, binding, bound)

    def bound(
        self, made: Made, quire: Quire, side: int, first: int, fonts: Sequence[int]
    ) -> tuple[Packed, ...]:
        """The objects of *quire*, as it was *made*, that are neither streams nor late; kept."""
        under = json.dumps([side, first, fonts])
        if made.under == under:
            return made.bound
        anew = bind(quire, side, first, fonts)
        if made.key and self.keep is not None and not made.problems:
            self.keep.put(made.key, pack_bound(made.packed, under, anew))
        return anew


def _said(pile: Pile, pages: PageMap) -> dict[str, str]:
    """The folios of the anchors that the register of *pile* asks for."""
    return {a: pages.first[a].folio for a in pile.register.asked if a in pages.first}


def _stack_key(pile: Pile, binding: Binding) -> str:
    if not pile.key:
        return ""
    printed = [[part.chunk.values, part.folios, part.side] for part in pile.parts]
    said = [binding.first, binding.fonts, binding.folios, printed]
    return key_of("stack", (pile.key, json.dumps(said)))


@dataclass(frozen=True)
class Folder:
    """Makes quires in another process: the language of the book, and its font files."""

    lang: str
    fonts: Mapping[str, bytes]

    @cached_property
    def digest(self) -> str:
        """Tells it from any other."""
        return key_of("folder", (self.lang, self._bindery.type.whole))

    def slim(self) -> Self:
        """The same, fit to be sent."""
        return type(self)(self.lang, self.fonts)

    def prepare(self) -> None:
        """Know the fonts."""
        _ = self._bindery

    @cached_property
    def _bindery(self) -> Bindery:
        return Bindery(self.lang, Type(self.fonts))

    def set(self, part: Part) -> bytes:
        """The quire of *part*, packed; nothing if anything is wrong with it."""
        made = self._bindery.make(part, self.digest)
        return b"" if made.problems or not made.key else pack(made.quire)
