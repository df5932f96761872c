"""Fonts that were proved before: which of their glyphs were seen, and were right."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from compendium.model.kept import Keep, key_of
from compendium.proof.runs import FontKey, FontProgram, Glyph


@dataclass(slots=True)
class Verdict:
    """What was right of one font: glyphs in their shapes, and the outlines of characters."""

    glyphs: set[Glyph] = field(default_factory=set)
    outlines: set[str] = field(default_factory=set)
    grown: bool = False


@dataclass(slots=True)
class Verdicts:
    """Verdicts on the fonts of a file, kept by the programs of these and by the *faces*."""

    keep: Keep
    faces: str
    known: dict[str, Verdict] = field(default_factory=dict)

    def right(self, key: FontKey, program: FontProgram, glyphs: Iterable[Glyph]) -> bool:
        """Whether all *glyphs* of *program* were right before, and how it is drawn."""
        known = self._of(self._key(key, program))
        return known.glyphs.issuperset(glyphs) and known.outlines.issuperset(_outlines(program))

    def add(self, key: FontKey, program: FontProgram, glyphs: Iterable[Glyph]) -> None:
        """Note that *glyphs* of *program* are right, and how it is drawn."""
        known = self._of(self._key(key, program))
        known.glyphs.update(glyphs)
        known.outlines.update(_outlines(program))
        known.grown = True

    def close(self) -> None:
        """Keep what was added."""
        for name, known in self.known.items():
            if known.grown:
                facts = [sorted(known.glyphs), sorted(known.outlines)]
                self.keep.put(name, json.dumps(facts).encode())

    def _of(self, name: str) -> Verdict:
        if name not in self.known:
            found = self.keep.get(name)
            glyphs, outlines = json.loads(found) if found else ((), ())
            self.known[name] = Verdict(
                {(t, w, low, high) for t, w, low, high in glyphs}, {*outlines}
            )
        return self.known[name]

    def _key(self, key: FontKey, program: FontProgram) -> str:
        parts = (self.faces, key[0], str(key[1]), str(program.embedded), program.data)
        return key_of("font", parts)


def _outlines(program: FontProgram) -> Iterable[str]:
    drawn: Mapping[str, object] = program.outlines
    return [f"{c} {sha256(repr(points).encode()).hexdigest()}" for c, points in drawn.items()]
