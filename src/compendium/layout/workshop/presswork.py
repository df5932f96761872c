"""All chunks of a round: what the cache has is taken from it, the rest is typeset."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from compendium.cache import NullCache
from compendium.diag import Code, Diagnostic, Span
from compendium.layout.lists import Course, Stretch, course, joined
from compendium.layout.sides import CANONICAL, opening_on
from compendium.layout.workshop.pool import Answer, Failure
from compendium.layout.workshop.results import Outcome, from_bytes, has_piece, located
from compendium.layout.workshop.workers import Workers
from compendium.model.kept import Keep, held
from compendium.model.pages import Chunk, Piece, Side

_ANCHOR = re.compile(r'\sid="([^"]+)"')
_WHY: Mapping[Code, tuple[str, str]] = {
    "worker-died": ("ended its worker twice", "see what it says with `--jobs 1`"),
    "worker-late": ("was not done in time, twice", "divide it, or simplify its tables"),
    "worker-memory": ("takes too much memory", "divide it, or make its pictures smaller"),
}


@dataclass(frozen=True, slots=True)
class Done:
    """A chunk that is done: how many pages it has, and what that took if it was not at hand."""

    chunk: str
    sheets: int
    seconds: float
    reused: bool


Take = Callable[["Outcome | Failure", float, bool], None]
"""Hears what a chunk came to, the seconds it took, and whether it was at hand."""


@dataclass
class _Order:
    """A chunk that somebody must set: its key, who waits for it, who hears where it is cut."""

    key: str
    takers: list[Take]
    on_cut: Callable[[int], None]


@dataclass
class _Desk:
    """Where chunks are ordered: what the cache has is there at once, the rest is set once."""

    workers: Workers
    cache: Keep
    tasks: list[tuple[Chunk, Side]] = field(default_factory=list)
    orders: list[_Order] = field(default_factory=list)
    open: dict[str, _Order] = field(default_factory=dict)

    def order(
        self,
        chunk: Chunk,
        side: Side,
        take: Take,
        on_cut: Callable[[int], None] = lambda items: None,
    ) -> None:
        """Let *take* hear of *chunk* set for *side*, at once if it is at hand."""
        key = self.workers.key(chunk, side)
        if key in self.open:
            self.open[key].takers.append(take)
        elif (found := self._found(key)) is not None:
            take(found, 0.0, True)
        else:
            self.open[key] = _Order(key, [take], on_cut)
            self.orders.append(self.open[key])
            self.tasks.append((chunk, side))

    def work(self) -> None:
        """Have everything set that was ordered, and what is ordered meanwhile."""
        self.workers.typeset_many(
            self.tasks, self._set, lambda at, items: self.orders[at].on_cut(items)
        )
        self.tasks.clear()
        self.orders.clear()

    def _set(self, number: int, answer: Answer) -> None:
        data, seconds = answer
        order = self.open.pop(self.orders[number].key)
        if isinstance(data, bytes) and has_piece(data):
            self.cache.put(order.key, data)
        came = from_bytes(data) if isinstance(data, bytes) else data
        for take in order.takers:
            take(came, seconds, False)

    def _found(self, key: str) -> Outcome | None:
        try:
            if isinstance(self.cache, NullCache):
                return self._kept(key)
            return held(f"piece {key}", lambda: self._kept(key))
        except (KeyError, ValueError):  # nothing, or an entry of another form
            return None

    def _kept(self, key: str) -> Outcome:
        data = self.cache.get(key)
        if data is None:
            raise KeyError(key)
        return from_bytes(data)


@dataclass
class _Round:
    """The chunks of a round, and what has become of them, by their numbers.

    Shape: `stuck` are those that must be set once more, for the side they open on.
    """

    desk: _Desk
    spans: Mapping[str, Span]
    on_done: Callable[[Done], None]
    done: dict[int, Outcome] = field(default_factory=dict)
    stuck: list[int] = field(default_factory=list)

    def ask(self, at: int, chunk: Chunk, set_for: Side, side: Side) -> None:
        """Have *chunk* set for one side, and turned to open on *side*."""

        def take(came: Outcome | Failure, seconds: float, reused: bool) -> None:
            piece, problems = self._read(came, chunk)
            if piece is not None and (piece := opening_on(piece, side)) is None:
                self.stuck.append(at)
                return
            self._hear(chunk, piece, seconds, reused)
            self.done[at] = piece, problems

        self.desk.order(chunk, set_for, take)

    def go_on(self, at: int, course: Course, side: Side) -> None:
        """Have the list on its *course* set, as far as is known where a stretch begins."""

        def take(stretch: Stretch, came: Outcome | Failure, seconds: float, reused: bool) -> None:
            piece, problems = self._read(came, course.chunk)
            self._hear(course.chunk, piece, seconds, reused)
            if at in self.done or at in self.stuck:
                return
            if piece is None:
                self.done[at] = None, problems
            elif not piece.turns:  # then it is set at once
                self.stuck.append(at)
            else:
                course.take(stretch, piece, problems)
            if course.done:
                self.done[at] = joined(course.parts, side), course.problems
            elif not reused:
                self.go_on(at, course, side)

        def cut(stretch: Stretch, items: int) -> None:
            course.go_on(stretch, items)
            self.go_on(at, course, side)

        while course.waits and at not in self.done and at not in self.stuck:
            stretch = course.next()
            self.desk.order(stretch.chunk, CANONICAL, partial(take, stretch), partial(cut, stretch))

    def _read(self, came: Outcome | Failure, chunk: Chunk) -> Outcome:
        if isinstance(came, Failure):
            return None, [_failed(chunk, came, self.spans)]
        return came[0], located(came[1], chunk.name, self.spans)

    def _hear(self, chunk: Chunk, piece: Piece | None, seconds: float, reused: bool) -> None:
        self.on_done(Done(chunk.name, len(piece.sheets) if piece else 0, seconds, reused))


def typeset_all(
    chunks: Sequence[Chunk],
    sides: Sequence[Side],
    workers: Workers,
    cache: Keep,
    on_done: Callable[[Done], None] | None = None,
    spans: Mapping[str, Span] | None = None,
) -> list[Outcome]:
    """Each of *chunks* typeset for its side, with what is wrong with it, in their order.

    No piece is there where nothing could be laid out. *on_done* hears of each chunk once, as
    soon as it is done, in any order; `spans` says where an anchor was written. What comes
    back does not depend on the cache, on how many workers there are, or on who is first.
    """
    desk = _Desk(workers, cache)
    round_ = _Round(desk, spans or {}, on_done or (lambda _: None))
    for at, (chunk, side) in enumerate(zip(chunks, sides, strict=True)):
        if found := course(chunk):
            round_.go_on(at, found, side)
        else:
            round_.ask(at, chunk, CANONICAL, side)
    desk.work()
    for at in sorted(round_.stuck):
        round_.ask(at, chunks[at], sides[at], sides[at])
    desk.work()
    return [round_.done[at] for at in range(len(chunks))]


def _failed(chunk: Chunk, failure: Failure, spans: Mapping[str, Span]) -> Diagnostic:
    """The problem, at the first place of *chunk* that anybody knows of."""
    anchors = (chunk.name, *(match[1] for match in _ANCHOR.finditer(chunk.markup)))
    span = next((spans[anchor] for anchor in anchors if anchor in spans), Span(chunk.name))
    what, hint = _WHY[failure.code]
    return Diagnostic(failure.code, f"`{chunk.name}` {what} ({failure.detail})", span, hint)
