"""What is wrong with a pinpoint, and what could have been meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from compendium.cite.pinpoints import Step, Unread
from compendium.cite.records import Record
from compendium.diag import Code, Diagnostic, Span

UNITS = "name document, article, paragraph, note, page or line, as in `doc. 3 art. 9`"

_WHERE = "PINPOINT"
"""What a problem with a pinpoint names as its file."""

_MANY = 6
"""So many candidates are named, and how many more there are."""


@dataclass(frozen=True, slots=True)
class Complaints:
    """The problems with the pinpoint `written`, as they are found."""

    written: str
    problems: list[Diagnostic] = field(default_factory=list)

    def unknown(self, message: str, at: Step | Unread | None, hint: str) -> None:
        """Note that the pinpoint names what is not there."""
        self._tell("pinpoint-unknown", message, at, hint)

    def ambiguous(self, message: str, at: Step | Unread | None, hint: str) -> None:
        """Note that the pinpoint may mean several things."""
        self._tell("pinpoint-ambiguous", message, at, hint)

    def _tell(self, code: Code, message: str, at: Step | Unread | None, hint: str) -> None:
        start, end = (at.start, at.end) if at else (0, len(self.written))
        span = Span(_WHERE, (1, start + 1), (1, end + 1))
        self.problems.append(Diagnostic(code, message, span, hint))


def called(record: Record) -> str:
    """A record as a hint names it."""
    if record.kind == "part":
        return f"part {record.number}"
    return f"document {record.number}" if record.number else f"“{record.title}”"


def choose(what: str, among: Sequence[str]) -> str:
    """A hint that names some of what there is."""
    distinct = [*dict.fromkeys(among)]
    if not distinct:
        return f"there are no {what} there"
    more = f" and {len(distinct) - _MANY} more" if len(distinct) > _MANY else ""
    return f"the {what} are {', '.join(distinct[:_MANY])}{more}"
