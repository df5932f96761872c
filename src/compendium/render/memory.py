"""Chunks of documents that are what they were when this process wrote them last."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from compendium.model.edition import Document, Edition, Note
from compendium.model.kept import Again, key_of
from compendium.model.pages import Chunk
from compendium.model.theme import Theme

if TYPE_CHECKING:
    from compendium.render.setting import Setting

_FIRST = ("print/document.html.j2", "print/columns.html.j2", "print/facing.html.j2")
_OTHER = re.compile(r"[\"']([^\"']+\.j2)[\"']")
_ASKED = re.compile(r"(?<![\w-])edition\b(?:\.([a-z_]+))?")
_PLAIN = frozenset({
    "id", "title", "subtitle", "short_title", "version", "date", "languages", "imprint",
    "line_numbers", "tongues",
})  # fmt: skip
"""What templates of documents may ask of the edition, and what else their words depend on."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What a document's chunk is made of beside the document.

    Shape: `facts` names what all documents are set with; `notes` has the notes of each.
    """

    again: Again
    facts: str
    notes: Mapping[str, tuple[Note, ...]]

    def chunk(
        self, setting: Setting, name: str, write: Callable[[Setting], Chunk], of: tuple[object, ...]
    ) -> Chunk:
        """The chunk *name* as *write* writes it without pages, made of documents among *of*.

        It names passages of other documents too, but only where it gives their pages.
        """

        def anew() -> tuple[Chunk, tuple[object, ...]]:
            chunk = write(setting.on(None))
            return chunk, tuple(_told(setting, chunk))

        def good(made: tuple[Chunk, tuple[object, ...]]) -> bool:
            chunk, told = made
            return bool(chunk.markup) and told == tuple(_told(setting, chunk))

        documents = [one for part in of if isinstance(part, tuple) for one in part]
        notes = tuple(self.notes.get(d.anchor, ()) for d in documents if isinstance(d, Document))
        inputs = (self.facts, notes, *of)
        return self.again(f"chunk {setting.edition.id} {name}", inputs, anew, good)[0]


def memory(edition: Edition, theme: Theme, again: Again) -> Memory | None:
    """What is remembered with *again*; None if the theme's documents may say anything at all."""
    if not _asked(theme) <= _PLAIN:
        return None
    facts = [repr(getattr(edition, name)) for name in sorted(_PLAIN)]
    notes: dict[str, list[Note]] = {}
    for note in edition.notes.values():
        notes.setdefault(note.document, []).append(note)
    return Memory(
        again,
        key_of("facts", (theme.name, theme.digest, *facts)),
        {document: tuple(found) for document, found in notes.items()},
    )


def tells_little(theme: Theme) -> bool:
    """Whether no template for print says more of an edition than is the same for all documents."""
    return _asked(theme, [name for name in theme.templates if name.startswith("print/")]) <= _PLAIN


def _asked(theme: Theme, first: Iterable[str] = _FIRST) -> set[str]:
    """What the templates *first* name of the edition, "" if it is the whole of it."""
    left, seen, asked = list(first), set[str](), set[str]()
    while left:
        name = left.pop()
        if name not in seen:
            source = theme.templates.get(name, "")
            asked |= {found[1] or "" for found in _ASKED.finditer(source)}
            left += _OTHER.findall(source)
            seen.add(name)
    return asked


def _told(setting: Setting, chunk: Chunk) -> Iterator[tuple[object, ...]]:
    """How *chunk* may name each passage whose page it gives."""
    for reference in chunk.references:
        target = setting.edition.targets.get(reference.first)
        if target is None:
            yield (reference.first,)
            continue
        document = setting.documents.get(target.document)
        part, matter = setting.parts.get(target.anchor), setting.matters.get(target.anchor)
        yield (
            (target.kind, target.number, target.words, target.document),
            document and (document.number, document.units),
            part and part.number,
            matter and matter.text.title,
        )
