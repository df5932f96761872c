"""The quires of a book, made or taken from where they are kept, and bound."""

from __future__ import annotations

import json
from dataclasses import dataclass

from compendium.assemble.faces import check_widths, figures, uses
from compendium.assemble.folding import Setting, fold
from compendium.assemble.metrics import Type
from compendium.assemble.quires import Packed, Quire, bind, pack, unpack
from compendium.diag import Diagnostic
from compendium.model.kept import Keep, held, key_of
from compendium.model.pages import Chunk, PageMap, Piece


@dataclass(frozen=True, slots=True)
class Part:
    """A chunk as it stands in a book, and the folios of its sheets."""

    chunk: Chunk
    piece: Piece
    folios: tuple[str, ...]


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
    """What all quires of a book have in common: its language, its type, and what keeps them."""

    lang: str
    type: Type
    keep: Keep | None

    def take(self, part: Part) -> Made:
        """The quire of *part*."""
        if not part.piece.digest:
            return self._made(part, "")
        said = json.dumps([self.lang, part.chunk.name, part.chunk.values, part.folios])
        key = key_of("quire", (part.piece.digest, said, self.type.whole))
        return held(key, lambda: self._kept(part, key))

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

    def _kept(self, part: Part, key: str) -> Made:
        found = self.keep.get(key) if self.keep is not None else None
        if found is None:
            return self._made(part, key)
        quire, under, bound = unpack(found)
        return Made(key, quire, (), under, bound)

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
