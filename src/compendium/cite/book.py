"""The book that passages are looked for in: the edition, its page map, and who owns what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from compendium.cite.records import Record, records
from compendium.cite.streams import Stream, streams
from compendium.model.edition import Edition, Target
from compendium.model.pages import PageMap, Place, SetLine

NUMBERED = frozenset({"article", "paragraph", "note", "table", "figure"})
"""What a reader can name by a number."""


@dataclass(frozen=True)
class Book:
    """An edition and its page map."""

    edition: Edition
    pages: PageMap

    @cached_property
    def records(self) -> Mapping[str, Record]:
        """Everything that can be cited as a whole, by its anchor."""
        return records(self.edition, self.pages)

    @cached_property
    def targets(self) -> Mapping[str, tuple[Target, ...]]:
        """The numbered passages of each record, in the order of the text."""
        found: dict[str, list[Target]] = {}
        for target in self.edition.targets.values():
            if target.kind in NUMBERED and target.number and (owner := self.owner(target.anchor)):
                found.setdefault(owner, []).append(target)
        return {owner: tuple(targets) for owner, targets in found.items()}

    @cached_property
    def streams(self) -> tuple[Stream, ...]:
        """The words that can be quoted, text by text."""
        return tuple(streams(self.edition))

    @cached_property
    def lines(self) -> Mapping[str, tuple[SetLine, ...]]:
        """The lines of each anchor, in reading order."""
        found: dict[str, list[SetLine]] = {}
        for line in self.pages.lines:
            found.setdefault(line.anchor, []).append(line)
        return {anchor: tuple(lines) for anchor, lines in found.items()}

    @cached_property
    def folios(self) -> Mapping[int, str]:
        """The folio of each sheet."""
        return {sheet.number: sheet.folio for sheet in self.pages.sheets}

    @cached_property
    def unplaced(self) -> tuple[str, ...]:
        """Passages that the page map does not know: it is of another version of the edition."""
        return tuple(
            target.anchor
            for targets in self.targets.values()
            for target in targets
            if target.anchor not in self.pages.first
        )

    def owner(self, anchor: str) -> str:
        """The record that *anchor* lies in, the smallest; "" for the edition's own pages."""
        while anchor not in self.records:
            anchor = anchor.rpartition(".")[0]
        return anchor

    def documents(self) -> Iterator[Record]:
        """The records of documents, each in its main language."""
        return (r for r in self.records.values() if r.slug and r.slug == r.anchor)

    @cached_property
    def set_lines(self) -> tuple[tuple[str, tuple[SetLine, ...]], ...]:
        """The lines of each text and of each note as they are set, with the record they are of."""
        found: dict[tuple[str, str], list[SetLine]] = {}
        for line in self.pages.lines:
            owner = self.owner(line.anchor)
            if owner and line.anchor in self.edition.targets:
                note = line.anchor if line.area == "notes" else ""
                found.setdefault((owner, note), []).append(line)
        return tuple((owner, tuple(lines)) for (owner, _), lines in found.items())

    @cached_property
    def at(self) -> Mapping[tuple[int, int], SetLine]:
        """The lines of text by sheet and number; of lines side by side the first."""
        found: dict[tuple[int, int], SetLine] = {}
        for line in self.pages.lines:
            if line.area == "text":
                found.setdefault((line.sheet, line.number), line)
        return found

    @property
    def by_document(self) -> bool:
        """Whether lines are counted through a document, and not on each page anew."""
        numbers = self.edition.line_numbers
        return numbers is not None and numbers.by == "document"

    def counted(self, place: Place) -> int:
        """The number of the line at *place*, as the edition counts lines; 0 in notes."""
        line = self.at.get((place.sheet, place.line))
        if line is None:
            return 0
        return line.through if self.by_document else line.number

    def place(self, line: SetLine) -> Place:
        """Where *line* stands."""
        return Place(line.sheet, self.folios[line.sheet], line.number, line.box[1])
