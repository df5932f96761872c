"""Sheaves that are like others which were proved, and what tells them.

Of each chunk it is kept under which key the finding is that was read last, and of a book what
its margins say and how its figures are drawn. A sheaf that is not known, because it moved,
may so be known by what it was elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property

from compendium.model.kept import Keep, key_of
from compendium.proof.drawn import Drawings
from compendium.proof.keeping import chunk_key
from compendium.proof.known import Known
from compendium.proof.moved import moved
from compendium.proof.sheaves import Sheaf

_MOST = 20_000
"""Margins: with more than these a book is begun anew."""


@dataclass
class Likes:
    """What is known of the sheaves of a book, called *name*, that is set in *faces*.

    Shape: `drawings` are the pages of the file at hand, `folios` their labels.
    """

    keep: Keep
    name: str
    faces: str
    drawings: Drawings
    folios: Sequence[str]
    grown: bool = False

    def moved(self, sheaf: Sheaf) -> bytes:
        """What *sheaf* holds, as bytes for keeping, if it is like one that was proved."""
        key = self.keep.get(chunk_key(sheaf, self.faces)) if self._known.figures else None
        before = self.keep.get(key.decode()) if key else None
        if not before:
            return b""
        return moved(sheaf, before, self.drawings, self.folios, self._known)

    def note(self, sheaf: Sheaf, key: str, data: bytes) -> None:
        """Note that *sheaf* was read, and that what was found is kept under *key*."""
        likeness = json.loads(data.partition(b"\n")[2] or b"null")
        if likeness:
            self.keep.put(chunk_key(sheaf, self.faces), key.encode())
            self._known.add(likeness)
            self.grown = True

    def close(self) -> None:
        """Keep what was learned of margins and figures."""
        if self.grown:
            known = asdict(self._known)
            said = json.dumps(known, separators=(",", ":"), sort_keys=True)
            self.keep.put(self._key, said.encode())

    @cached_property
    def _known(self) -> Known:
        found = json.loads(self.keep.get(self._key) or b"{}")
        return Known(**found) if len(found.get("margins", ())) < _MOST else Known()

    @property
    def _key(self) -> str:
        return key_of("margins of a book", (self.name, self.faces))
