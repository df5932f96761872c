"""All chunks of a book: from the cache, or from workers, or set in this process."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from functools import partial
from time import perf_counter
from types import TracebackType
from typing import Self

from compendium.diag import Diagnostic, Severity, Span
from compendium.layout.workshop import keys
from compendium.layout.workshop.executors import Away
from compendium.layout.workshop.pool import Answer, Limits, Pool
from compendium.layout.workshop.results import Task
from compendium.layout.workshop.work import Setup
from compendium.model.pages import Chunk, Side
from compendium.model.theme import Theme


class Workers:
    """What typesets the chunks of one edition, as many at a time as *jobs* says.

    With one job everything is set in this process: then a chunk that hangs or takes all
    memory is not stopped. With *isolate*, or more jobs, or an *executor*, it costs itself
    only. What an executor fails to do is done in processes of our own. A *pool* that is
    given may serve several editions one after the other, and is not closed here; *meanwhile*
    is called while a process of it sets the first chunk.

    Shape: `notes` are what is to be said of the workers as such, once.
    """

    def __init__(
        self,
        theme: Theme,
        images: Mapping[str, bytes],
        jobs: int = 1,
        executor: Executor | None = None,
        *,
        isolate: bool = False,
        limits: Limits | None = None,
        pool: Pool | None = None,
        meanwhile: Callable[[], None] | None = None,
    ) -> None:
        self.setup = Setup(theme, images)
        self.notes: list[Diagnostic] = []
        self._here = jobs < 2 and not isolate and executor is None and pool is None
        self._executor = executor
        self._own = pool is None
        self._meanwhile = meanwhile
        self._pool = pool or Pool(max(jobs, 1), limits)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._own or kind is not None:
            self._pool.close()

    def start(self) -> None:
        """Start the processes now: they load the engine while chunks are being written."""
        if not self._here and self._executor is None:
            self._pool.start(self._pool.jobs)

    def key(self, chunk: Chunk, side: Side) -> str:
        """What the piece of *chunk* for *side* is kept under."""
        return keys.piece_key(chunk, side, self.setup.theme, self.setup.key, self.setup.images)

    def typeset_many(
        self,
        tasks: Sequence[tuple[Chunk, Side]],
        on_done: Callable[[int, Answer], None] = lambda at, answer: None,
        on_cut: Callable[[int, int], None] = lambda at, items: None,
    ) -> list[Answer]:
        """What each of *tasks* came to, in their order: see `results`, or why it failed.

        *on_done* hears of each as soon as it is done, in any order; *on_cut* may hear before
        how many items the pages of a stretch hold. More tasks may be put behind the others
        meanwhile.
        """
        answers: dict[int, Answer] = {}
        asked: list[Task] = []

        def listen() -> None:
            for chunk, side in tasks[len(asked) :]:
                asked.append(Task(chunk.markup, len(chunk.values), side))

        def done(at: int, answer: Answer) -> None:
            answers[at] = answer
            on_done(at, answer)
            listen()

        def cut(at: int, items: int) -> None:
            on_cut(at, items)
            listen()

        listen()
        if self._here:
            for at, task in enumerate(asked):  # it may grow
                began = perf_counter()
                data = self.setup.set(task, partial(cut, at))
                done(at, (data, perf_counter() - began))
        elif self._executor is None:
            self._pool.run(self.setup, asked, done, on_cut=cut, meanwhile=self._meanwhile)
        else:
            while len(answers) < len(asked):
                self._run_away(self._executor, asked, len(answers), done)
        return [answers[at] for at in range(len(asked))]

    def _run_away(
        self,
        executor: Executor,
        tasks: Sequence[Task],
        first: int,
        done: Callable[[int, Answer], None],
    ) -> None:
        """Those from *first* on the executor; what is left once more, in processes of our own."""
        given = list(tasks[first:])
        limits = self._pool.limits
        away = Away(
            executor, self.setup, given, limits, lambda at, answer: done(first + at, answer)
        )
        left = away.left
        if away.different and not self.notes:
            self.notes.append(_DIFFERENT)
        self._pool.run(
            self.setup,
            [given[at] for at in left],
            lambda at, answer: done(first + left[at], answer),
            tries=1,
        )


_DIFFERENT = Diagnostic(
    "worker-different",
    "some workers have other versions than this machine, and were not used",
    Span("weasyprint"),
    "install the same release, and the same Pango, on every machine",
    Severity.WARNING,
)
