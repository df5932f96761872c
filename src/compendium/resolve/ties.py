"""What the texts of an edition are tied to, gathered while they are tied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from compendium.diag import Code, Diagnostic, Severity, Span
from compendium.model.edition import Note, Target
from compendium.model.text import Inline, Mention, Pointer, Quotation, Quoted, Variants
from compendium.model.volume import WrittenEntry
from compendium.resolve.quotations import Variant, as_quoted, differences
from compendium.resolve.registers import as_written

_NAME_ONE = "name a document of this edition"
_UNNOTED = "correct it, or call a note on the variants inside the quotation"
_NOTED = "a note tells it; correct the quotation, or say with `variants=note` that it is meant"


@dataclass(slots=True)
class Ties:
    """What the texts of an edition are tied to, and what tying them has found so far.

    Shape: `order` gives each anchor its rank in reading order; `lookup` turns a written
        target ("person:gromyko") into an entry key or a `Diagnostic`; `written` has each
        entry as written, by key; `passages` the words of each block, by anchor; `tongues` the
        language of each text, by the prefix of its anchors. `variants` is what becomes of
        those of a quotation that does not say it itself.
    """

    targets: dict[str, Target]
    order: Mapping[str, int]
    lookup: Callable[[str, Span], str | Diagnostic]
    written: Mapping[str, WrittenEntry]
    passages: Mapping[str, str]
    tongues: Mapping[str, str]
    through: bool
    variants: Variants = "report"
    notes: dict[str, Note] = field(default_factory=dict)
    mentions: list[tuple[str, str]] = field(default_factory=list)
    ranges: list[tuple[str, str, str]] = field(default_factory=list)
    open_ranges: dict[str, tuple[str, Span]] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    last_mark: int = 0

    def open_range(self, key: str, mention: Mention) -> None:
        """Begin an index range of *key* at *mention*."""
        if key in self.open_ranges:
            self.report(
                "range-unclosed",
                f"the index range of `{as_written(key)}` is open already",
                mention.span,
                "close the earlier one first",
            )
        self.open_ranges[key] = (mention.anchor, mention.span)

    def close_range(self, key: str, mention: Mention) -> None:
        """End the index range of *key* at *mention*."""
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
        self, said: Iterable[Sequence[Inline]], target: str, node: Quoted | Quotation, noted: bool
    ) -> tuple[Variant, ...]:
        """The variants of a quotation that a note of ours shall tell; others are reported.

        Where it calls a note (*noted*), that is one on the variants, and ours is made only
        if the quotation itself asks for it.
        """
        quoted = " ".join(as_quoted(content) for content in said)
        variants = tuple(differences(quoted, self.passages.get(target, "")))
        asked = (node.variants or self.variants) != "report" and all(v.reading for v in variants)
        if not variants or (noted and not (node.variants and asked)):
            return ()
        if not (node.variants and asked):
            listed = "; ".join(_variant(variant.theirs, variant.ours) for variant in variants)
            self.problems.append(
                Diagnostic(
                    "quotation-differs",
                    f"the quotation differs from `{target}`: {listed}",
                    node.span,
                    _NOTED if asked else _UNNOTED,
                    Severity.WARNING if asked else Severity.ERROR,
                )
            )
        return variants if asked else ()

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
