"""Strands: what tying one text asks of the others, and what comes of it.

A text is tied by itself. As long as all that it asked is answered as before, it is tied
as before, whatever has changed in the rest of the edition.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from compendium.diag import Code, Diagnostic, Severity, Span
from compendium.model.edition import Note, Target
from compendium.model.text import Inline, Mention, Pointer, Quotation, Quoted, Variants
from compendium.model.volume import WrittenEntry
from compendium.resolve.quotations import Variant, as_quoted, differences
from compendium.resolve.ties import Event, Question, Ties

_UNNOTED = "correct it, or call a note on the variants inside the quotation"
_NOTED = "a note tells it; correct the quotation, or say with `variants=note` that it is meant"


@dataclass(frozen=True, slots=True)
class Tied:
    """What was made on the way when a text was tied, and all that was asked.

    Shape: `targets` are those that tying adds; `events` are told to the edition in their
        order; `last_mark` is the mark of the last note that is numbered.
    """

    targets: Mapping[str, Target]
    notes: Mapping[str, Note]
    mentions: Sequence[tuple[str, str]]
    events: Sequence[Event]
    last_mark: int
    asked: Mapping[Question, object]

    def tell(self, ties: Ties) -> None:
        """Let *ties* have it all."""
        ties.targets |= self.targets
        ties.notes |= self.notes
        ties.mentions += self.mentions
        ties.last_mark = self.last_mark
        ties.take(self.events)

    def holds(self, ties: Ties) -> bool:
        """Whether nothing was wrong with the text, and *ties* answer as they did."""
        if any(isinstance(event, Diagnostic) for event in self.events):
            return False
        for question, known in self.asked.items():
            answer = ties.answer(question)
            if answer is not known and answer != known:
                return False
        return True


@dataclass(slots=True)
class Strand:
    """One text while it is tied to the others.

    Shape: `targets` are those of the text itself, by anchor; `events` what becomes of index
        ranges, and what is wrong, in order; `asked` the questions with their answers.
    """

    ties: Ties
    targets: dict[str, Target]
    last_mark: int = 0
    notes: dict[str, Note] = field(default_factory=dict)
    mentions: list[tuple[str, str]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    asked: dict[Question, object] = field(default_factory=dict)

    @property
    def through(self) -> bool:
        """Whether notes are numbered through the edition."""
        return self.ties.through

    @property
    def variants(self) -> Variants:
        """What becomes of the variants of a quotation that does not say it itself."""
        return self.ties.variants

    def lang(self, prefix: str) -> str:
        """The language of the text whose anchors begin with *prefix*; "" if it is none."""
        return self.ties.tongues.get(prefix, "")

    def lookup(self, target: str, span: Span) -> str | Diagnostic:
        """The key of the entry that *target* means."""
        found = self.ties.lookup(target, span)
        self.asked["key", target, ""] = found if isinstance(found, str) else None
        return found

    def entry(self, key: str) -> WrittenEntry:
        """The entry *key* as it is written."""
        self.asked["entry", key, ""] = self.ties.written[key]
        return self.ties.written[key]

    def passage(self, written: str, home: str, span: Span) -> str | None:
        """The anchor that a `doc:` or `#` target means in text *home*; None once reported."""
        found = self.ties.find(written, home)
        self.asked["passage", written, home] = found
        if found is None:
            self.tell(self.ties.lost(written, home, span))
        return found

    def pointer(self, block: str, target: str, span: Span) -> Pointer:
        """The pointer from *block* to *target*, which knows which of them comes first."""
        direction = self.ties.direction(block, target)
        self.asked["direction", block, target] = direction
        return Pointer(target, direction, span)

    def compare(
        self, said: Iterable[Sequence[Inline]], target: str, node: Quoted | Quotation, noted: bool
    ) -> tuple[Variant, ...]:
        """The variants of a quotation that a note of ours shall tell; others are reported.

        Where it calls a note (*noted*), that is one on the variants, and ours is made only
        if the quotation itself asks for it.
        """
        quoted = " ".join(as_quoted(content) for content in said)
        source = self.ties.words(target)
        self.asked["words", target, ""] = source
        variants = tuple(differences(quoted, source))
        asked = (node.variants or self.variants) != "report" and all(v.reading for v in variants)
        if not variants or (noted and not (node.variants and asked)):
            return ()
        if not (node.variants and asked):
            listed = "; ".join(_variant(variant.theirs, variant.ours) for variant in variants)
            self.tell(
                Diagnostic(
                    "quotation-differs",
                    f"the quotation differs from `{target}`: {listed}",
                    node.span,
                    _NOTED if asked else _UNNOTED,
                    Severity.WARNING if asked else Severity.ERROR,
                )
            )
        return variants if asked else ()

    def open_range(self, key: str, mention: Mention) -> None:
        """Begin an index range of *key* at *mention*."""
        self.events.append(("start", key, mention))

    def close_range(self, key: str, mention: Mention) -> None:
        """End the index range of *key* at *mention*."""
        self.events.append(("end", key, mention))

    def add_range(self, key: str, first: str, last: str) -> None:
        """Take note of a whole index range."""
        self.events.append((key, first, last))

    def report(self, code: Code, message: str, span: Span, hint: str) -> None:
        """Take note of a problem; tying goes on."""
        self.tell(Diagnostic(code, message, span, hint))

    def tell(self, problem: Diagnostic) -> None:
        """Take note of *problem*."""
        self.events.append(problem)

    def tied(self, own: Mapping[str, Target]) -> Tied:
        """What has come of tying a text, which had its *own* targets before."""
        added = {
            anchor: target
            for anchor, target in self.targets.items()
            if own.get(anchor) is not target
        }
        return Tied(added, self.notes, self.mentions, self.events, self.last_mark, self.asked)


def _variant(theirs: str, ours: str) -> str:
    if not ours:
        return f"`{theirs}` is left out"
    return f"`{ours}` stands for `{theirs}`" if theirs else f"`{ours}` is added"
