"""What the texts of an edition are tied to, gathered while they are tied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from compendium.diag import Code, Diagnostic, Span
from compendium.model.edition import Note, Target
from compendium.model.text import Inline, Pointer
from compendium.model.volume import WrittenEntry
from compendium.resolve.quotations import as_quoted, differences
from compendium.resolve.registers import as_written

_NAME_ONE = "name a document of this edition"


@dataclass(slots=True)
class Ties:
    """What the texts of an edition are tied to, and what tying them has found so far.

    Shape: `order` gives each anchor its rank in reading order; `lookup` turns a written
        target ("person:gromyko") into an entry key or a `Diagnostic`; `written` has each
        entry as written, by key; `passages` the words of each block, by anchor; `tongues` the
        language of each text, by the prefix of its anchors.
    """

    targets: dict[str, Target]
    order: Mapping[str, int]
    lookup: Callable[[str, Span], str | Diagnostic]
    written: Mapping[str, WrittenEntry]
    passages: Mapping[str, str]
    tongues: Mapping[str, str]
    through: bool
    notes: dict[str, Note] = field(default_factory=dict)
    mentions: list[tuple[str, str]] = field(default_factory=list)
    ranges: list[tuple[str, str, str]] = field(default_factory=list)
    open_ranges: dict[str, tuple[str, Span]] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    last_mark: int = 0

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

    def pointer(self, block: str, target: str, span: Span) -> Pointer:
        """The pointer from *block* to *target*, which knows which of them comes first."""
        here = self.order.get(block)
        there = self.order.get(target)
        if here is None or there is None or here == there:
            return Pointer(target, "none", span)
        return Pointer(target, "above" if there < here else "below", span)

    def passage(self, written: str, home: str, span: Span) -> str | None:
        """The anchor that a `doc:` or `#` target means in text *home*; None once reported.

        "par-9" finds what was numbered "art-9", and the other way round. A document that
        has a text in the language of *home* is referred to in that.
        """
        slug, _, local = written.removeprefix("doc:").partition("#")
        slug = slug or home
        twin = {"art-": "par-", "par-": "art-"}.get(local[:4], local[:4]) + local[4:]
        texts = (f"{slug}.{self.tongues.get(home)}", slug)
        wanted = [f"{text}.{name}" if name else text for text in texts for name in (local, twin)]
        for anchor in wanted:
            if anchor in self.order:
                return anchor
        near = get_close_matches(f"{slug}.{local}" if local else slug, self.order, n=1)
        hint = f"did you mean `{_as_written(near[0])}`?" if near else _NAME_ONE
        if slug in self.order and local:
            message = f"document `{slug}` has no passage `{local}`"
        else:
            message = f"no document has the name `{slug}`"
        self.report("reference-unknown", message, span, hint)
        return None

    def compare(
        self, said: Iterable[Sequence[Inline]], target: str, span: Span, noted: bool
    ) -> None:
        """Report a quotation that differs from its source and has no note to say so."""
        quoted = " ".join(as_quoted(content) for content in said)
        variants = differences(quoted, self.passages.get(target, ""))
        if variants and not noted:
            listed = "; ".join(_variant(*variant) for variant in variants)
            self.report(
                "quotation-differs",
                f"the quotation differs from `{target}`: {listed}",
                span,
                "correct it, or call a note on the variants inside the quotation",
            )

    def report(self, code: Code, message: str, span: Span, hint: str) -> None:
        """Take note of a problem; tying goes on."""
        self.problems.append(Diagnostic(code, message, span, hint))


def _as_written(anchor: str) -> str:
    slug, dot, local = anchor.partition(".")
    return f"doc:{slug}#{local}" if dot else f"doc:{slug}"


def _variant(theirs: str, ours: str) -> str:
    if not ours:
        return f"`{theirs}` is left out"
    return f"`{ours}` stands for `{theirs}`" if theirs else f"`{ours}` is added"
