"""All chunks of a round: what the cache has is taken from it, the rest is typeset."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from compendium.cache import NullCache
from compendium.diag import Code, Diagnostic, Span
from compendium.layout.lists import Course, course, joined
from compendium.layout.sides import CANONICAL, opening_on
from compendium.layout.workshop.pool import Answer, Failure
from compendium.layout.workshop.results import Outcome, from_bytes, has_piece, located
from compendium.layout.workshop.workers import Workers
from compendium.model.kept import Keep, held
from compendium.model.pages import Chunk, Side

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


@dataclass
class _Round:
    workers: Workers
    cache: Keep
    spans: Mapping[str, Span]
    on_done: Callable[[Done], None]
    done: dict[int, Outcome] = field(default_factory=dict)

    @property
    def keeps(self) -> bool:
        """Whether results may be those of another day."""
        return not isinstance(self.cache, NullCache)

    def run(self, asked: Mapping[int, tuple[Chunk, Side, Side]]) -> list[int]:
        """Set what is *asked*: by number a chunk, the side to set and the side to open on.

        Returns the numbers of those that must be set for the other side.
        """
        wanted: dict[str, list[int]] = {}
        stuck: list[int] = []
        for at, (chunk, side, _) in asked.items():
            wanted.setdefault(self.workers.key(chunk, side), []).append(at)

        def settle(key: str, came: Outcome | Failure, seconds: float, reused: bool) -> None:
            for at in wanted[key]:
                chunk, _, side = asked[at]
                if not self._take(at, chunk, side, came, seconds, reused):
                    stuck.append(at)

        missing = [key for key in wanted if not self._found(key, settle)]

        def typeset(number: int, answer: Answer) -> None:
            key, (data, seconds) = missing[number], answer
            if isinstance(data, bytes) and has_piece(data):
                self.cache.put(key, data)
            settle(key, from_bytes(data) if isinstance(data, bytes) else data, seconds, False)

        firsts = [asked[wanted[key][0]] for key in missing]
        self.workers.typeset_many([(chunk, side) for chunk, side, _ in firsts], typeset)
        return sorted(stuck)

    def _found(self, key: str, settle: Callable[[str, Outcome, float, bool], None]) -> bool:
        try:
            came = held(f"piece {key}", lambda: self._kept(key)) if self.keeps else self._kept(key)
        except (KeyError, ValueError):  # nothing, or an entry of another form
            return False
        settle(key, came, 0.0, True)
        return True

    def _kept(self, key: str) -> Outcome:
        data = self.cache.get(key)
        if data is None:
            raise KeyError(key)
        return from_bytes(data)

    def _take(
        self,
        at: int,
        chunk: Chunk,
        side: Side,
        came: Outcome | Failure,
        seconds: float,
        reused: bool,
    ) -> bool:
        """Note what became of a chunk; False if it must be set for *side* by itself."""
        if isinstance(came, Failure):
            piece, problems = None, [_failed(chunk, came, self.spans)]
        else:
            piece, problems = came[0], located(came[1], chunk.name, self.spans)
        if piece is not None and (piece := opening_on(piece, side)) is None:
            return False
        self.done[at] = piece, problems
        self.on_done(Done(chunk.name, len(piece.sheets) if piece else 0, seconds, reused))
        return True


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
    round_ = _Round(workers, cache, spans or {}, on_done or (lambda _: None))
    courses = {at: found for at, chunk in enumerate(chunks) if (found := course(chunk))}
    asked = {
        at: (chunk, CANONICAL, side)
        for at, (chunk, side) in enumerate(zip(chunks, sides, strict=True))
        if at not in courses
    }
    stuck = round_.run(asked | _stretches(courses))
    while courses:
        courses = _gone_on(courses, round_.done, sides, stuck)
        stuck += round_.run(_stretches(courses))
    round_.run({at: (chunks[at], sides[at], sides[at]) for at in stuck})
    return [round_.done[at] for at in range(len(chunks))]


def _stretches(courses: Mapping[int, Course]) -> dict[int, tuple[Chunk, Side, Side]]:
    return {at: (one.next(), CANONICAL, CANONICAL) for at, one in courses.items()}


def _gone_on(
    courses: Mapping[int, Course],
    done: dict[int, Outcome],
    sides: Sequence[Side],
    stuck: list[int],
) -> dict[int, Course]:
    """Those of *courses* that are not at their end, each with the stretch that is *done*.

    A list whose pages cannot be turned is set at once, and so is *stuck*.
    """
    left: dict[int, Course] = {}
    for at, one in courses.items():
        piece, problems = done[at]
        if piece is None:
            continue
        one.take(piece, problems)
        if not piece.turns:
            stuck.append(at)
        elif one.done:
            done[at] = joined(one.parts, sides[at]), one.problems
        else:
            left[at] = one
    return left


def _failed(chunk: Chunk, failure: Failure, spans: Mapping[str, Span]) -> Diagnostic:
    """The problem, at the first place of *chunk* that anybody knows of."""
    anchors = (chunk.name, *(match[1] for match in _ANCHOR.finditer(chunk.markup)))
    span = next((spans[anchor] for anchor in anchors if anchor in spans), Span(chunk.name))
    what, hint = _WHY[failure.code]
    return Diagnostic(failure.code, f"`{chunk.name}` {what} ({failure.detail})", span, hint)
