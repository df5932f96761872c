"""What a build tells of itself while it runs and when it is done; no output has any of it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compendium.layout import Done


@dataclass(slots=True)
class Account:
    """Seconds by stage, and every chunk that was set or reused.

    Shape: `on_done` hears of each chunk as soon as it is done, and `on_expected` before how
        many pages they may have together; `stages` has seconds by the name of a stage, in
        the order they were begun.
    """

    on_done: Callable[[Done], None] = lambda _: None
    on_expected: Callable[[int], None] = lambda _: None
    stages: dict[str, float] = field(default_factory=dict)
    chunks: list[Done] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the seconds of what is done inside for the stage *name*."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.stages[name] = self.stages.get(name, 0.0) + time.perf_counter() - begun

    def expect(self, pages: int) -> None:
        """Note that about so many pages are to be done now."""
        self.on_expected(pages)

    def hear(self, done: Done) -> None:
        """Note that a chunk is done."""
        self.chunks.append(done)
        self.on_done(done)

    def take(self, other: Account) -> None:
        """Add what another build has told."""
        for name, seconds in other.stages.items():
            self.stages[name] = self.stages.get(name, 0.0) + seconds
        self.chunks += other.chunks

    def lines(self) -> Iterator[str]:
        """What was reused, and the slowest documents, for the end of a build."""
        new = [done for done in self.chunks if not done.reused]
        reused = len(self.chunks) - len(new)
        if reused:
            yield f"{reused} of {len(self.chunks)} chunks were at hand"
        slowest = sorted(new, key=lambda done: -done.seconds)[:3]
        if slowest and slowest[0].seconds >= _SLOW:
            named = ", ".join(f"{done.chunk} {done.seconds:.1f} s" for done in slowest)
            yield f"slowest: {named}"

    def to_json(self) -> str:
        """Seconds by stage and by chunk, for `--timings`."""
        whole = {
            "stages": {name: round(seconds, 4) for name, seconds in self.stages.items()},
            "chunks": [
                {
                    "chunk": done.chunk,
                    "pages": done.sheets,
                    "seconds": round(done.seconds, 4),
                    "reused": done.reused,
                }
                for done in self.chunks
            ],
        }
        return json.dumps(whole, indent=1) + "\n"


_SLOW = 1.0  # s: what sets faster is not worth a line
