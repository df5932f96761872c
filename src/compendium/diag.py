"""Say what is wrong, where, and what to do about it.

The bottom of the package: everything may import this, and it imports nothing of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

Code = Literal[
    "address-changed",
    "address-vanished",
    "anchor-lost",
    "anchor-twice",
    "arrangement-bad",
    "attribute-bad",
    "attribute-missing",
    "attribute-unknown",
    "build-missing",
    "build-stale",
    "calendars-differ",
    "cell-extra",
    "change-bad",
    "character-forbidden",
    "character-hidden",
    "character-stacked",
    "choice-unknown",
    "date-bad",
    "div-content",
    "div-unclosed",
    "div-unknown",
    "div-unopened",
    "encoding-bad",
    "engine-fix-off",
    "engine-message",
    "entry-many-locators",
    "entry-unknown",
    "entry-unmentioned",
    "facts-differ",
    "figure-differs",
    "figures-missing",
    "figures-uneven",
    "file-large",
    "file-missing",
    "file-name",
    "file-unsafe",
    "file-unused",
    "folio-mixed",
    "folio-unsettled",
    "font-changed",
    "font-collision",
    "font-missing",
    "font-unlisted",
    "form-claimed-twice",
    "form-unknown",
    "front-matter-missing",
    "glyph-missing",
    "glyph-width",
    "id-bad",
    "id-duplicate",
    "image-bad",
    "image-missing",
    "image-telling",
    "index-empty",
    "index-heading-twice",
    "key-duplicate",
    "key-missing",
    "key-unknown",
    "language-unknown",
    "layout-failed",
    "line-off-page",
    "line-under-notes",
    "link-definition",
    "link-lost",
    "link-nested",
    "link-refused",
    "link-title",
    "lock-bad",
    "markup-printed",
    "name-differs",
    "name-missing",
    "nesting-deep",
    "note-called-twice",
    "note-duplicate",
    "note-early",
    "note-in-note",
    "note-late",
    "note-lost",
    "note-twice",
    "note-unknown",
    "note-unused",
    "number-odd",
    "page-bad",
    "page-twice",
    "paragraph-long",
    "passage-unlevel",
    "pinpoint-ambiguous",
    "pinpoint-unknown",
    "pointer-differs",
    "pointer-unknown",
    "proof-anchor",
    "proof-entry-lost",
    "proof-extra-text",
    "proof-font",
    "proof-glyph",
    "proof-hidden",
    "proof-line",
    "proof-link",
    "proof-note-early",
    "proof-note-lost",
    "proof-number-wrong",
    "proof-object",
    "proof-order",
    "proof-outline",
    "proof-page-wrong",
    "proof-place-wrong",
    "proof-print",
    "proof-unreadable",
    "proof-word-altered",
    "proof-word-lost",
    "quotation-differs",
    "quotation-unknown",
    "range-backward",
    "range-unclosed",
    "range-unopened",
    "reading-missing",
    "reference-unknown",
    "release-altered",
    "release-differs",
    "release-extra",
    "release-missing",
    "release-taken",
    "release-unreadable",
    "seal-missing",
    "see-also-unknown",
    "see-blind",
    "see-circular",
    "see-unknown",
    "see-with-locators",
    "signature-bad",
    "slot-broken",
    "slot-lost",
    "slot-misfit",
    "source-bad",
    "source-unknown",
    "source-unsafe",
    "span-unknown",
    "style-refused",
    "table-wide",
    "target-taken",
    "template-broken",
    "text-cut",
    "theme-file",
    "theme-key",
    "theme-missing",
    "token-unknown",
    "unit-missing",
    "units-swapped",
    "units-uneven",
    "value-bad",
    "wording-missing",
    "wording-unknown",
    "words-lost",
    "worker-died",
    "worker-different",
    "worker-late",
    "worker-memory",
    "yaml-bad",
    "yaml-deep",
    "yaml-feature",
    "yaml-large",
    "yaml-tab",
]
"""Every problem we can report. A code never changes its meaning: scripts filter on it."""


class Severity(StrEnum):
    """How bad a problem is: an error stops the build after its stage, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


_BITS = 32  # of a line or a column
_LOW = (1 << _BITS) - 1


@dataclass(frozen=True, slots=True, order=True, init=False, repr=False)
class Span:
    """A run of text in one corpus file.

    Shape: `path` is POSIX and relative to the edition's folder; `start` and `end` are
        `(line, column)` pairs, `end` one past the last character. An edition has a span for
        every run of words, so all four numbers are in one, `at`: it takes half the room.
    Units: lines and columns count from 1; a column is one Unicode code point.
    Errors: `ValueError` if `end` comes before `start`.
    """

    path: str
    at: int

    def __init__(
        self, path: str, start: tuple[int, int] = (1, 1), end: tuple[int, int] = (1, 1)
    ) -> None:
        if end < start:
            raise ValueError(f"span ends at {end}, before it starts at {start}")
        object.__setattr__(self, "path", path)
        high, low = start[0] << _BITS | start[1], end[0] << _BITS | end[1]
        object.__setattr__(self, "at", high << 2 * _BITS | low)

    @property
    def start(self) -> tuple[int, int]:
        """The line and the column of the first character."""
        return self.at >> 3 * _BITS, self.at >> 2 * _BITS & _LOW

    @property
    def end(self) -> tuple[int, int]:
        """The line and the column after the last character."""
        return self.at >> _BITS & _LOW, self.at & _LOW

    def __repr__(self) -> str:
        return f"Span({self.path!r}, {self.start}, {self.end})"

    def __str__(self) -> str:
        line, column = self.start
        return f"{self.path}:{line}:{column}"


EDITION = Span("edition.yaml")
"""Where a problem stands that is the whole edition's."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem, phrased for the person who wrote the corpus.

    Shape: `code` is a lasting kebab-case name; `message` is one clause, lower case,
        no full stop, naming the culprit in backticks; `hint`, if any, is an action.
    """

    code: Code
    message: str
    span: Span
    hint: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        text = f"{self.span}: {self.severity}[{self.code}]: {self.message}"
        return f"{text} (hint: {self.hint})" if self.hint else text

    def plain(self) -> dict[str, Any]:
        """The same as JSON has it."""
        span = {"path": self.span.path, "start": self.span.start, "end": self.span.end}
        return {
            "code": self.code,
            "message": self.message,
            "span": span,
            "hint": self.hint,
            "severity": self.severity,
        }

    @staticmethod
    def of(plain: Mapping[str, Any]) -> Diagnostic:
        """What `plain` made *plain* of."""
        span = plain["span"]
        where = Span(span["path"], tuple(span["start"]), tuple(span["end"]))
        severity = Severity(plain["severity"])
        return Diagnostic(plain["code"], plain["message"], where, plain["hint"], severity)


def failed(problems: Iterable[Diagnostic], strict: bool = False) -> bool:
    """Whether *problems* stop a build: any error, and with *strict* any warning."""
    return any(strict or problem.severity is Severity.ERROR for problem in problems)
