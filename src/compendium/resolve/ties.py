"""What the texts of an edition are tied to, gathered while they are tied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from compendium.diag import Code, Diagnostic, Span
from compendium.model.edition import Note, Target
from compendium.model.text import Mention, Variants
from compendium.model.volume import Volume, WrittenEntry
from compendium.resolve.registers import as_written

_NAME_ONE = "name a document of this edition"

Direction = Literal["above", "below", "none"]

Question = tuple[Literal["key", "entry", "passage", "direction", "words"], str, str]
"""What a text asks of the others: see `Ties.answer`."""

Event = Diagnostic | tuple[str, str, str] | tuple[Literal["start", "end"], str, Mention]
"""What a text tells the edition: a problem; an index range, or one end of it at a mention."""


@dataclass(slots=True)
class Ties:
    """What the texts of an edition are tied to, and what tying them has found so far.

    Shape: `order` gives each anchor its rank in reading order; `lookup` turns a written
        target ("person:gromyko") into an entry key or a `Diagnostic`; `written` has each
        entry as written, by key; `words` the words of a block, by anchor ("" for none);
        `tongues` the language of each text, by the prefix of its anchors. `variants` is what
        becomes of those of a quotation that does not say it itself.
    """

    targets: dict[str, Target]
    order: Mapping[str, int]
    lookup: Callable[[str, Span], str | Diagnostic]
    written: Mapping[str, WrittenEntry]
    words: Callable[[str], str]
    tongues: Mapping[str, str]
    through: bool
    variants: Variants = "report"
    notes: dict[str, Note] = field(default_factory=dict)
    mentions: list[tuple[str, str]] = field(default_factory=list)
    ranges: list[tuple[str, str, str]] = field(default_factory=list)
    open_ranges: dict[str, tuple[str, Span]] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    last_mark: int = 0

    def answer(self, question: Question) -> object:
        """The answer to a *question* of a text."""
        match question:
            case ("key", target, _):
                found = self.lookup(target, _NOWHERE)
                return found if isinstance(found, str) else None
            case ("entry", key, _):
                return self.written.get(key)
            case ("passage", written, home):
                return self.find(written, home)
            case ("direction", block, target):
                return self.direction(block, target)
            case (_, anchor, _):
                return self.words(anchor)

    def take(self, events: Iterable[Event]) -> None:
        """Take note of what a text tells, in order."""
        for event in events:
            match event:
                case Diagnostic():
                    self.problems.append(event)
                case ("start", key, Mention() as mention):
                    self._open_range(key, mention)
                case ("end", key, Mention() as mention):
                    self._close_range(key, mention)
                case (key, first, str() as last):
                    self.ranges.append((key, first, last))

    def _open_range(self, key: str, mention: Mention) -> None:
        if key in self.open_ranges:
            self.report(
                "range-unclosed",
                f"the index range of `{as_written(key)}` is open already",
                mention.span,
                "close the earlier one first",
            )
        self.open_ranges[key] = (mention.anchor, mention.span)

    def _close_range(self, key: str, mention: Mention) -> None:
        opened = self.open_ranges.pop(key, None)
        if opened is None:
            self.report(
                "range-unopened",
                f"no index range of `{as_written(key)}` is open here",
                mention.span,
                "put `[](...){.start}` where the discussion begins",
            )
            return
        self.ranges.append((key, opened[0], mention.anchor))

    def close(self) -> None:
        """Report every index range that was opened and never closed."""
        for key, (_, span) in self.open_ranges.items():
            self.problems.append(
                Diagnostic(
                    "range-unclosed",
                    f"the index range of `{as_written(key)}` is never closed",
                    span,
                    "put `[](...){.end}` where the discussion ends",
                )
            )

    def direction(self, block: str, target: str) -> Direction:
        """Where *target* stands as seen from *block*; "none" if they are one, or in no text."""
        here = self.order.get(block)
        there = self.order.get(target)
        if here is None or there is None or here == there:
            return "none"
        return "above" if there < here else "below"

    def passage(self, written: str, home: str, span: Span) -> str | None:
        """What `find` finds; None once reported."""
        found = self.find(written, home)
        if found is None:
            self.problems.append(self.lost(written, home, span))
        return found

    def find(self, written: str, home: str) -> str | None:
        """The anchor that a `doc:` or `#` target means in text *home*, if there is one.

        "par-9" finds what was numbered "art-9", and the other way round. A document that
        has a text in the language of *home* is referred to in that.
        """
        slug, _, local = written.removeprefix("doc:").partition("#")
        slug = slug or home
        twin = {"art-": "par-", "par-": "art-"}.get(local[:4], local[:4]) + local[4:]
        texts = (f"{slug}.{self.tongues.get(home)}", slug)
        wanted = [f"{text}.{name}" if name else text for text in texts for name in (local, twin)]
        return next((anchor for anchor in wanted if anchor in self.order), None)

    def lost(self, written: str, home: str, span: Span) -> Diagnostic:
        """The problem of a target that leads nowhere."""
        slug, _, local = written.removeprefix("doc:").partition("#")
        slug = slug or home
        near = get_close_matches(f"{slug}.{local}" if local else slug, self.order, n=1)
        hint = f"did you mean `{_as_written(near[0])}`?" if near else _NAME_ONE
        if slug in self.order and local:
            message = f"document `{slug}` has no passage `{local}`"
        else:
            message = f"no document has the name `{slug}`"
        return Diagnostic("reference-unknown", message, span, hint)

    def report(self, code: Code, message: str, span: Span, hint: str) -> None:
        """Take note of a problem; tying goes on."""
        self.problems.append(Diagnostic(code, message, span, hint))


def part_targets(volume: Volume) -> dict[str, Target]:
    """A target for each part of *volume*."""
    return {
        part.id: Target(part.id, "part", part.span, "", part.number, part.title)
        for part in volume.parts
    }


_NOWHERE = Span("")


def _as_written(anchor: str) -> str:
    slug, dot, local = anchor.partition(".")
    return f"doc:{slug}#{local}" if dot else f"doc:{slug}"
