"""What typesetting a chunk came to, as bytes that name neither the chunk nor a file.

A chunk may be renamed, and a document may move within its file, while the markup of the
chunk stays as it was. So problems are kept with the anchors they name, and only those who
ask learn where these were written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from compendium.diag import Diagnostic, Severity, Span
from compendium.layout.store import pack, unpack
from compendium.model.pages import Chunk, Piece, Side

NAMELESS = "\x00"  # no path and no name has it
"""The name of a chunk that is typeset for whoever has the same markup."""

Outcome = tuple[Piece | None, list[Diagnostic]]


class Anchors(Mapping[str, Span]):
    """A span for every anchor, which stands for the anchor."""

    def __getitem__(self, anchor: str) -> Span:
        if not anchor:
            raise KeyError(anchor)
        return Span(NAMELESS + anchor)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 1  # so that it does not pass for empty


@dataclass(frozen=True, slots=True)
class Task:
    """All of a chunk that typesetting depends on, and the side to set it for."""

    markup: str
    slots: int
    side: Side

    @property
    def chunk(self) -> Chunk:
        """A chunk without name and numbers."""
        return Chunk(NAMELESS, self.markup, ("",) * self.slots, (), "any", "arabic")


def to_bytes(outcome: Outcome) -> bytes:
    """*outcome*, of a task set with `Anchors` for its spans: a line of JSON, then the piece."""
    piece, problems = outcome
    rows = [
        [p.code, p.message, p.hint, p.severity, p.span.path, p.span.start, p.span.end]
        for p in problems
    ]
    header = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
    return header + b"\n" + (pack(piece) if piece else b"")


def from_bytes(data: bytes) -> Outcome:
    """The outcome of a task, its problems not `located`. Errors: `ValueError` if it is none."""
    header, _, packed = data.partition(b"\n")
    try:
        problems = [_problem(*row) for row in json.loads(header)]
    except (TypeError, UnicodeDecodeError) as damage:
        raise ValueError("these bytes are no outcome") from damage
    return unpack(packed) if packed else None, problems


def located(
    problems: Sequence[Diagnostic], chunk: str, spans: Mapping[str, Span]
) -> list[Diagnostic]:
    """*problems* with the name of the chunk, and the place of each anchor, filled in."""
    return [
        replace(
            problem,
            message=problem.message.replace(NAMELESS, chunk),
            span=_place(problem.span, chunk, spans),
        )
        for problem in problems
    ]


def has_piece(data: bytes) -> bool:
    """Whether *data* is an outcome with a piece."""
    return bool(data.partition(b"\n")[2])


def _place(span: Span, chunk: str, spans: Mapping[str, Span]) -> Span:
    if not span.path.startswith(NAMELESS):
        return span
    return spans.get(span.path.removeprefix(NAMELESS)) or Span(chunk)


def _problem(
    code: str,
    message: str,
    hint: str,
    severity: str,
    path: str,
    start: list[int],
    end: list[int],
) -> Diagnostic:
    span = Span(path, (start[0], start[1]), (end[0], end[1]))
    return Diagnostic(code, message, span, hint, Severity(severity))  # type: ignore[arg-type]  # we wrote it
