"""The same tasks on any executor: processes of the standard library, or a cluster's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from typing import Any

from compendium.layout.workshop import keys, work
from compendium.layout.workshop.pool import Answer, Limits
from compendium.layout.workshop.results import Task
from compendium.layout.workshop.work import Setup

_BATCH = 24_000  # characters of markup: about a second of work, so that sending it costs little


class Away:
    """One run of *tasks* on *executor*.

    Shape: `left` are the numbers of those it has not done: it broke, or let us wait for
        too long, or would have typeset otherwise (`different`).
    """

    def __init__(
        self,
        executor: Executor,
        setup: Setup,
        tasks: Sequence[Task],
        limits: Limits,
        on_done: Callable[[int, Answer], None],
    ) -> None:
        self._executor, self._setup, self._tasks = executor, setup, tasks
        self._slim = setup.slim()
        self._on_done = on_done
        self._pending: dict[Future[Any], list[int]] = {}
        self.left: list[int] = []
        self.different = False
        for batch in _batches(tasks):
            self._submit(batch, None)
        patience = max((limits.time(task) for task in tasks), default=0.0) + limits.start
        while self._pending:
            self._gather(patience)
        self.left.sort()

    def _submit(self, batch: list[int], setup: Setup | None) -> None:
        tasks = [self._tasks[at] for at in batch]
        digest = self._setup.digest
        try:
            future = self._executor.submit(work.batch, digest, keys.versions(), setup, tasks)
        except RuntimeError:  # it is broken, or was shut down
            self.left.extend(batch)
        else:
            self._pending[future] = batch

    def _gather(self, patience: float) -> None:
        """Take what is done; if nothing is for so long, ask for no more."""
        done, waiting = wait(self._pending, patience, FIRST_COMPLETED)
        for future in [f for f in self._pending if f in done]:
            self._take(future, self._pending.pop(future))
        if not done:
            for future in waiting:
                future.cancel()
                self.left.extend(self._pending.pop(future))

    def _take(self, future: Future[Any], batch: list[int]) -> None:
        answer = None if future.cancelled() or future.exception() else future.result()
        if answer == "unknown":
            self._submit(batch, self._slim)
        elif answer is None or answer == "different":
            self.different |= answer is not None
            self.left.extend(batch)
        else:
            seconds, outcomes = answer
            for at, data in zip(batch, outcomes, strict=True):
                self._on_done(at, (data, seconds / len(batch)))


def _batches(tasks: Sequence[Task]) -> Iterator[list[int]]:
    """The numbers of *tasks*, big ones first and alone, small ones together."""
    batch: list[int] = []
    size = 0
    for at in sorted(range(len(tasks)), key=lambda at: -len(tasks[at].markup)):
        batch.append(at)
        size += len(tasks[at].markup)
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
