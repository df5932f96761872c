"""Processes that typeset: each at the end of a pipe, with a deadline and a limit of memory.

Other work that can be shared out (see `work.Trade`) is done by the same processes. They are
spawned, for the engine bears neither threads nor a fork. One that dies or hangs costs the
chunk it was at a second try, in a fresh process; the others do not notice.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from time import monotonic
from typing import Literal, Self

from compendium.layout.workshop import work
from compendium.layout.workshop.work import Errand, Trade

_BATCH = 8000  # characters of markup: less than that is not worth a turn of the driver
_LEAVING = 5.0  # s: a process that has let go of its pipe is about to end
_STILLBORN = 3  # processes in a row that do not get as far as their first task


@dataclass(frozen=True)
class Limits:
    """How long a chunk may take, and how much memory a worker may have.

    Units: seconds, for any chunk and for each 1,000 characters of its markup, and for a
        worker to start; bytes of address space.
    """

    seconds: float = 15.0
    seconds_a_thousand: float = 0.5
    start: float = 60.0
    memory: int = 2 << 30

    def time(self, task: Errand) -> float:
        """How long *task* may take: about fifty times as long as most do."""
        return self.seconds + self.seconds_a_thousand * len(task.markup) / 1000


@dataclass(frozen=True)
class Failure:
    """Why a task came to nothing, twice: `detail` is an exception, a signal, or a limit."""

    code: Literal["worker-died", "worker-late", "worker-memory"]
    detail: str


Answer = tuple[bytes | Failure, float]
"""What a task came to, and the seconds it took."""


@dataclass
class _Turn:
    """One task of a run, and how often it may still be tried."""

    at: int
    task: Errand
    tries: int
    again: bool = False

    @property
    def rank(self) -> tuple[bool, int]:
        """What is tried again comes first, then what takes long."""
        return not self.again, -len(self.task.markup)


@dataclass
class _Worker:
    process: SpawnProcess
    line: Connection
    deadline: float
    ready: bool = False
    used: bool = False
    setup: str = ""
    turns: deque[_Turn] = field(default_factory=deque)


class Pool:
    """At most *jobs* processes, started when there is work for them or `start` is called.

    They live until the pool is closed, and keep what they have loaded. `first` is what each
    makes ready as soon as it has started, if anything.
    """

    engine = "compendium.layout.setting"
    """What a process loads before it is asked for anything."""

    def __init__(self, jobs: int, limits: Limits | None = None) -> None:
        self.jobs = jobs
        self.limits = limits or Limits()
        self._workers: list[_Worker] = []
        self._stillborn = 0
        self.first: Trade | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self, count: int) -> None:
        """Let there be *count* processes: each loads the engine while we do other things."""
        context = get_context("spawn")
        while len(self._workers) < min(count, self.jobs):
            ours, theirs = context.Pipe()
            process = context.Process(
                target=work.serve, args=(theirs, self.limits.memory, self.engine), daemon=True
            )
            process.start()
            theirs.close()
            if self.first:
                ours.send(self.first.slim())
            worker = _Worker(process, ours, monotonic() + self.limits.start)
            worker.used = self.first is not None
            self._workers.append(worker)

    def close(self) -> None:
        """End all processes at once, whatever they are doing."""
        for worker in self._workers:
            worker.process.kill()
        while self._workers:
            self._end(self._workers[-1])

    def run(
        self,
        setup: Trade,
        tasks: Sequence[Errand],
        on_done: Callable[[int, Answer], None],
        tries: int = 2,
        on_cut: Callable[[int, int], None] = lambda at, items: None,
        meanwhile: Callable[[], None] | None = None,
    ) -> None:
        """Set every one of *tasks*, big ones first; *on_done* hears of each, by its number.

        *on_cut* hears where a stretch of a list ends as soon as that is known. More tasks may
        be put behind the others meanwhile. Where there is something to do *meanwhile*, one
        process sets them all, and that is done before it is ready, or while it is busy.
        """
        queue: deque[_Turn] = deque()
        known, most = 0, 1 if meanwhile else self.jobs
        while known < len(tasks) or queue or any(worker.turns for worker in self._workers):
            if known < len(tasks):
                turns = [_Turn(at, tasks[at], tries) for at in range(known, len(tasks))]
                known = len(tasks)
                queue = deque(sorted((*queue, *turns), key=lambda turn: turn.rank))
            if meanwhile:
                self.start(1)
                for worker in self._heard(0.0):
                    self._answer(worker, queue, on_done, on_cut)()
                self._hand_out(queue, setup, most)
                meanwhile = meanwhile()
            self._hand_out(queue, setup, most)
            told = [self._answer(worker, queue, on_done, on_cut) for worker in self._heard()]
            self._hand_out(queue, setup, most)  # nobody waits until we have looked at what was done
            for tell in told:
                tell()
            for worker in [w for w in self._workers if w.deadline < monotonic()]:
                self._fail(worker, self._late(worker), queue, on_done)
            if self._stillborn >= _STILLBORN:
                self._give_up(queue, on_done)

    def _hand_out(self, queue: deque[_Turn], setup: Trade, most: int) -> None:
        """Give every idle worker something to do; there are at *most* so many, or what there is."""
        self.start(min(most, len(queue) + sum(bool(worker.turns) for worker in self._workers)))
        for worker in [w for w in self._workers if w.ready and not w.turns]:
            if not queue:
                return
            if not worker.process.is_alive() or (queue[0].again and worker.used):
                self._end(worker)  # the next round starts a fresh one
                continue
            self._give(worker, list(self._batch(queue)), setup)

    def _give(self, worker: _Worker, batch: list[_Turn], setup: Trade) -> None:
        worker.turns.extend(batch)
        worker.deadline = monotonic() + self.limits.time(batch[0].task)
        try:
            if worker.setup != setup.digest:
                worker.line.send(setup.slim())
                worker.setup = setup.digest
            worker.line.send([turn.task for turn in batch])
        except ConnectionError:
            pass  # it is dead, and will be heard to be

    def _batch(self, queue: deque[_Turn]) -> Iterator[_Turn]:
        """The next task, and small ones after it while there are many for each process."""
        size = 0
        while queue and (not size or len(queue) > 4 * self.jobs):
            size += len(queue[0].task.markup)
            alone = queue[0].again
            yield queue.popleft()
            if alone or size >= _BATCH or (queue and queue[0].again):
                return

    def _heard(self, patience: float = float("inf")) -> list[_Worker]:
        """The workers that have something to say, or are dead; waits for the first deadline."""
        until = min((worker.deadline for worker in self._workers), default=monotonic())
        left = min(patience, max(0.0, until - monotonic()))
        lines = wait([w.line for w in self._workers], None if left == float("inf") else left)
        return [worker for worker in self._workers if worker.line in lines]

    def _answer(
        self,
        worker: _Worker,
        queue: deque[_Turn],
        on_done: Callable[[int, Answer], None],
        on_cut: Callable[[int, int], None],
    ) -> Callable[[], None]:
        """Hear what *worker* says; what comes back tells it to those who asked."""
        try:
            said = worker.line.recv()
        except (EOFError, OSError):
            worker.process.join(_LEAVING)
            said = work.Died(_end_of(worker.process))
        if said == work.READY:
            worker.ready, worker.deadline, self._stillborn = True, float("inf"), 0
        elif said == work.FULL:
            self._fail(worker, self._full(), queue, on_done)
        elif isinstance(said, work.Died):
            self._fail(worker, Failure("worker-died", said.reason), queue, on_done)
        elif isinstance(said, work.Cut):
            return partial(on_cut, worker.turns[0].at, said.items)
        else:
            turn = worker.turns.popleft()
            worker.used = True
            following = worker.turns[0].task if worker.turns else None
            time = self.limits.time(following) if following else float("inf")
            worker.deadline = monotonic() + time
            return partial(on_done, turn.at, said)
        return _nothing

    def _fail(
        self,
        worker: _Worker,
        failure: Failure,
        queue: deque[_Turn],
        on_done: Callable[[int, Answer], None],
    ) -> None:
        """End *worker*; what it was at is tried again or given up, what it was not at waits."""
        self._end(worker)
        self.first = None  # it may have died of that
        if not worker.turns:
            self._stillborn += not worker.ready
            return
        turn, *others = worker.turns
        queue.extendleft(reversed(others))
        turn.tries, turn.again = turn.tries - 1, True
        if turn.tries:
            queue.appendleft(turn)
        else:
            on_done(turn.at, (failure, 0.0))

    def _give_up(self, queue: deque[_Turn], on_done: Callable[[int, Answer], None]) -> None:
        while queue:
            on_done(queue.popleft().at, (Failure("worker-died", "no worker starts"), 0.0))

    def _end(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.process.kill()
        worker.process.join()
        worker.line.close()

    def _late(self, worker: _Worker) -> Failure:
        allowed = self.limits.time(worker.turns[0].task) if worker.turns else self.limits.start
        return Failure("worker-late", f"{allowed:.0f} s")

    def _full(self) -> Failure:
        return Failure("worker-memory", f"{self.limits.memory >> 20} MB")


def _nothing() -> None:
    """Nothing to tell."""


def _end_of(process: SpawnProcess) -> str:
    """How *process* ended, in a word."""
    code = process.exitcode or 0
    return f"signal {-code}" if code < 0 else f"exit code {code}"
