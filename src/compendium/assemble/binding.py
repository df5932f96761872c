"""The quires of a book, made or taken from where they are kept, and bound."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Self

from compendium.assemble.faces import check_widths, figures, uses
from compendium.assemble.folding import Setting, fold
from compendium.assemble.metrics import Type
from compendium.assemble.quires import Packed, Quire, bind, pack, unpack
from compendium.diag import Diagnostic
from compendium.model.kept import Keep, held, key_of
from compendium.model.pages import Chunk, PageMap, Piece

_FEW = 16
"""Pages: fewer are folded sooner than they are handed out."""

Answer = tuple[object, float]
"""What a task came to, bytes unless it failed, and the seconds it took."""
Crew = Callable[["Folder", Sequence["Part"], Callable[[int, Answer], None]], None]
"""Folds every part, many at a time, and tells the number and the answer of each."""


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


@dataclass(frozen=True, slots=True)
class Made:
    """A quire under its key ("" if it cannot be kept), and what is wrong with it.

    Shape: `bound` is as what it was bound before, with its numbers as `under` says.
    """

    key: str
    quire: Quire
    problems: tuple[Diagnostic, ...] = ()
    under: str = ""
    bound: tuple[Packed, ...] = ()


@dataclass(frozen=True, slots=True)
class Bindery:
    """What all quires of a book have in common: language and type, what keeps and makes them."""

    lang: str
    type: Type
    keep: Keep | None = None
    crew: Crew | None = None

    def take(self, parts: Sequence[Part]) -> list[Made]:
        """The quires of *parts*, those that are not kept made by many hands where there are any."""
        keys = [self._key(part) for part in parts]
        known = dict(self._known(keys))
        missing = [at for at in range(len(parts)) if at not in known]
        made: dict[int, Quire] = {}
        if self.crew and sum(len(parts[at].folios) for at in missing) > _FEW:
            made = dict(self._hand_out(self.crew, parts, missing))
        for at in missing:
            part, key = parts[at], keys[at]
            shared = partial(self._shared, part, key, made.pop(at, None))
            known[at] = held(key, shared) if key else self._made(part, "")
        return [known[at] for at in range(len(parts))]

    def _key(self, part: Part) -> str:
        """What the quire of *part* is kept under; "" if it cannot be."""
        if not part.piece.digest:
            return ""
        said = json.dumps([self.lang, part.chunk.name, part.chunk.values, part.folios])
        return key_of("quire", (part.piece.digest, said, self.type.whole))

    def _known(self, keys: Sequence[str]) -> Iterator[tuple[int, Made]]:
        """What is kept under *keys*, by number."""
        for at, key in enumerate(keys):
            with contextlib.suppress(LookupError):
                if key:
                    yield at, held(key, partial(self._kept, key))

    def _hand_out(
        self, crew: Crew, parts: Sequence[Part], missing: Sequence[int]
    ) -> Iterator[tuple[int, Quire]]:
        """What the *crew* makes of the *missing* ones; nothing of one with a fault."""
        done: list[tuple[int, bytes]] = []

        def hear(number: int, answer: Answer) -> None:
            if isinstance(answer[0], bytes) and answer[0]:
                done.append((missing[number], answer[0]))

        crew(Folder(self.lang, self.type.fonts), [parts[at] for at in missing], hear)
        return ((at, unpack(data)[0]) for at, data in done)

    def bind(self, made: Made, first: int, fonts: list[int], pages: PageMap) -> tuple[Packed, ...]:
        """The objects of *made* that are no streams, numbered from *first*.

        A quire whose numbers are those of the last build is as it was then.
        """
        said = {a: pages.first[a].folio for _, a in made.quire.words if a in pages.first}
        under = json.dumps([first, fonts, said])
        if not made.key:
            return bind(made.quire, first, fonts, said)
        if made.under == under:
            return made.bound

        def anew() -> tuple[Packed, ...]:
            bound = bind(made.quire, first, fonts, said)
            if self.keep is not None and not made.problems:
                self.keep.put(made.key, pack(made.quire, under, bound))
            return bound

        return held(key_of("bound", (made.key, under)), anew)

    def _kept(self, key: str) -> Made:
        """What is kept under *key*. Errors: `LookupError` if nothing is."""
        found = self.keep.get(key) if self.keep is not None else None
        if found is None:
            raise LookupError(key)
        quire, under, bound = unpack(found)
        return Made(key, quire, (), under, bound)

    def _shared(self, part: Part, key: str, quire: Quire | None) -> Made:
        return Made(key, quire) if quire else self._made(part, key)

    def _made(self, part: Part, key: str) -> Made:
        fonts, chunk = part.piece.fonts, part.chunk
        setting = Setting(
            part.folios,
            self.lang,
            figures(fonts, self.type.metrics),
            tuple(font.resource for font in fonts),
            uses(fonts),
        )
        quire, problems = fold(chunk, part.piece, setting)
        return Made(key, quire, (*check_widths(fonts, self.type.metrics, chunk.name), *problems))


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
        (made,) = self._bindery.take([replace(part, piece=replace(part.piece, digest=""))])
        return b"" if made.problems else pack(made.quire, "", ())
