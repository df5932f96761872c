"""What every part of an import works with: where ids lead, what was seen, what is asked for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from compendium.diag import Span
from compendium.importers.ids import slug
from compendium.importers.pictures import beside
from compendium.importers.report import Report
from compendium.importers.vocabulary import Element, name
from compendium.model.text import Inline
from compendium.model.volume import WrittenNote


@dataclass(slots=True)
class Desk:
    """The import of one source.

    Shape: `elements` has every element by its id; `targets` the links that ids became
        ("doc:d7", "doc:d7#fn2", "doc:d7#src-225", "person:gromyko"); `wanted` the notes
        something refers to, as "doc:d7#fn2", and `moved` the passages that such a link
        leads to in the end; `marks` the subjects under which a printed index has notes
        that are not carried yet. `folder` is where pictures are looked for, and `images`
        has those that were found, by their path in the edition.
    """

    source: str
    report: Report
    elements: dict[str, Element] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)
    wanted: set[str] = field(default_factory=set)
    moved: dict[str, str] = field(default_factory=dict)
    marks: dict[Element, list[str]] = field(default_factory=dict)
    folder: Path | None = None
    images: dict[str, bytes] = field(default_factory=dict)

    def span(self, element: Element) -> Span:
        """Where *element* begins; the parser tells lines only."""
        place = (max(element.sourceline or 1, 1), 1)
        return Span(self.source, place, place)

    def leave(self, element: Element, words: str) -> None:
        """Report that *element* is not carried as such."""
        self.report.leave(name(element), self.span(element).start[0], words)

    def picture(self, element: Element) -> str | None:
        """The name under which the picture *element* is carried, None if it is not there."""
        found = beside(element, self.folder)
        if found is None:
            self.leave(element, "is not beside the source; its name stands for it")
            return None
        stem, _, ending = found[0].rpartition(".")
        taken = {path.removeprefix("images/").rpartition(".")[0] for path in self.images}
        named = f"{slug(stem, taken)}.{ending.lower()}"
        self.images[f"images/{named}"] = found[1]
        return named

    def lead(self, target: str) -> str:
        """The link that *target* is written as: to a note, the passage that calls it."""
        slug, _, local = target.partition("#")
        return target if local.startswith("src-") else self.moved.get(target, slug)


@dataclass(slots=True)
class Piece:
    """A text being carried: its notes so far, and calls that wait for a line of words.

    Shape: `numbers` are those the notes have in the source, "" for none; `placed`
        counts those that are printed where they stand. `pages` are pages of the source that
        begin before the next words, where only rows or items can stand. `removed` and
        `added` are words of the source that our format sets itself, and words the source
        sets itself that ours has to write.
    """

    slug: str
    notes: list[WrittenNote] = field(default_factory=list)
    waiting: list[Inline] = field(default_factory=list)
    pages: list[Inline] = field(default_factory=list)
    removed: Counter[str] = field(default_factory=Counter)
    added: Counter[str] = field(default_factory=Counter)
    numbers: list[str] = field(default_factory=list)
    placed: int = 0
    noting: bool = False
    depth: int = 0

    def label(self, wish: str) -> str:
        """A label no other note of the text has."""
        taken = {note.label for note in self.notes}
        count = len(self.notes) + 1
        names = [wish, *(f"n{number}" for number in range(count, 2 * count + 1))]
        return next(name for name in names if name and name not in taken)
