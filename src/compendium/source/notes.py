"""The notes of a file: their attributes, their labels, and whether anything calls them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from compendium.diag import Span
from compendium.model.text import Block
from compendium.model.volume import WrittenNote
from compendium.source.attributes import Attributes, last_attributes, read_attributes
from compendium.source.problems import Problems, suggest
from compendium.source.text import Run

_KEYS = (".original", "mark")


@dataclass(slots=True)
class Notes:
    """The notes written so far, in order."""

    problems: Problems
    written: list[WrittenNote] = field(default_factory=list)
    by_label: dict[str, WrittenNote] = field(default_factory=dict)

    def add(
        self, label: str, blocks: tuple[Block, ...], span: Span, attributes: Attributes
    ) -> None:
        """Add a note whose first paragraph had *attributes*."""
        original = label.startswith("orig") or "original" in attributes.classes
        mark = attributes.pairs.get("mark")
        note = WrittenNote(label, blocks, span, "original" if original else "editorial", mark)
        self.written.append(note)
        earlier = self.by_label.setdefault(label, note)
        if earlier is not note:
            message = f"the note `{label}` is written twice, first in line {earlier.span.start[0]}"
            self.problems.error("note-duplicate", message, span, "give one of them another label")

    def check(self, called: Collection[str]) -> None:
        """Report the notes nothing calls, whose words would be printed nowhere."""
        for note in self.written:
            if note.label not in called:
                message = f"nothing calls the note `{note.label}`"
                hint = f"put `[^{note.label}]` where its mark belongs, or delete the note"
                self.problems.error("note-unused", message, note.span, hint)


def part_note(run: Run, label: str, problems: Problems) -> tuple[Run, Attributes]:
    """The words of a note's first paragraph, and `{.original mark="*"}` before or after them."""
    attributes = read_attributes(run.text, 0)
    words = run
    if attributes:
        rest = run.text[attributes.end :]
        words = run.cut(attributes.end + len(rest) - len(rest.lstrip()), len(run.text))
    elif (attributes := last_attributes(run.text)) and attributes.places.keys() & set(_KEYS):
        words = run.cut(0, len(run.text[: attributes.start].rstrip()))
    else:
        return run, Attributes(0, 0)
    _check(attributes, run, label, problems)
    return words, attributes


def _check(attributes: Attributes, run: Run, label: str, problems: Problems) -> None:
    for name, place in attributes.places.items():
        if name not in _KEYS:
            hint, message = suggest(name, _KEYS), f"a note cannot have `{name}`"
            problems.error("attribute-unknown", message, run.span(*place), hint)
    original = label.startswith("orig") or "original" in attributes.classes
    if "mark" in attributes.pairs and not original:
        span = run.span(*attributes.places["mark"])
        message = "`mark` belongs to `.original`"
        problems.error("attribute-unknown", message, span, "add `.original`")
