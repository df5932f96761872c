"""Workers that die, hang or take too much, and the same bytes whoever did the work."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any, cast

import pytest

from compendium import pipeline
from compendium.account import Account
from compendium.cache import Cache, NullCache
from compendium.diag import Diagnostic, Severity, Span
from compendium.layout import Done, Workers, typeset, typeset_all
from compendium.layout.store import pack
from compendium.layout.workshop import work
from compendium.layout.workshop.executors import Away
from compendium.layout.workshop.pool import Answer, Failure, Limits, Pool
from compendium.layout.workshop.results import Outcome, Task, to_bytes
from compendium.layout.workshop.work import Setup
from compendium.model.kept import turn
from compendium.model.pages import Chunk, Side
from compendium.model.theme import Theme
from compendium.pipeline import Means
from test_layout import LETTER, call, chunk, page, small_theme

BARE = Theme("bare", {}, {}, {}, {}, {}, "bare")
SHORT = Limits(seconds=1.0, memory=1 << 30)


class Awkward(Setup):
    """Does what the markup of a task says, instead of typesetting it.

    "once FILE ..." does it the first time only.
    """

    def slim(self) -> Setup:
        """It is slim already."""
        return self

    def prepare(self) -> None:
        """It needs no fonts."""

    def set(self, task: Task, on_cut: Callable[[int], None] = lambda items: None) -> bytes:
        """Do it; most answer with a problem that quotes the task."""
        what = task.markup.split()
        if what[0] == "once":
            if Path(what[1]).exists():
                return b"done at last"
            Path(what[1]).touch()
            what = what[2:] or ["good"]
        if what[0] == "cut":
            on_cut(7)
            while not Path(what[1]).exists():
                time.sleep(0.01)
        if what[0] == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if what[0] == "hang":
            time.sleep(3600)
        if what[0] == "fill":
            bytearray(1 << 40)
        if what[0] == "raise":
            raise KeyError(what[1])
        return to_bytes((None, [Diagnostic("layout-failed", task.markup, Span("x"))]))


SETUP = Awkward(BARE, {})


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pool]:
    """Two workers, which do not wait for the engine."""
    monkeypatch.setattr(Pool, "engine", "test_workers")
    with Pool(2, SHORT) as pool:
        yield pool


def run(pool: Pool, *doings: str, setup: Setup = SETUP) -> list[bytes | Failure]:
    """What each of *doings* comes to."""
    answers: dict[int, Answer] = {}

    def on_done(at: int, answer: Answer) -> None:
        assert at not in answers
        answers[at] = answer

    pool.run(setup, [Task(doing, 0, "recto") for doing in doings], on_done)
    return [answers[at][0] for at in range(len(doings))]


def test_each_costs_itself_only(pool: Pool) -> None:
    """A worker that is killed, hangs, fills up or fails loses its own chunk, and no other."""
    good = [f"good {number}" for number in range(20)]

    done = run(pool, *good[:9], "die", "hang", *good[9:], "fill", "raise x")

    bad = [answer for answer in done if isinstance(answer, Failure)]
    assert bad == [
        Failure("worker-died", "signal 9"),
        Failure("worker-late", "1 s"),
        Failure("worker-memory", "1024 MB"),
        Failure("worker-died", "KeyError: 'x'"),
    ]
    told = [answer for answer in done if isinstance(answer, bytes)]
    assert all(name.encode() in answer for name, answer in zip(good, told, strict=True))


@pytest.mark.parametrize("fault", ["die", "hang", "fill", "raise x"])
def test_a_fault_that_passes(pool: Pool, tmp_path: Path, fault: str) -> None:
    """What goes wrong once is done at the second try, in a process that has done nothing else."""
    assert run(pool, "good", f"once {tmp_path / 'tried'} {fault}")[1] == b"done at last"


def test_the_next_stretch_is_set_meanwhile(pool: Pool, tmp_path: Path) -> None:
    """Where a stretch ends is told before it is done, and the one after it does not wait."""
    begun = tmp_path / "begun"
    tasks = [Task(f"cut {begun}", 0, "recto")]
    done: list[tuple[int, bool]] = []

    def on_cut(at: int, items: int) -> None:
        assert (at, items) == (0, 7)
        tasks.append(Task(f"once {begun}", 0, "recto"))

    pool.limits = Limits(seconds=60.0)
    pool.run(
        SETUP,
        tasks,
        lambda at, answer: done.append((at, isinstance(answer[0], bytes))),
        on_cut=on_cut,
    )
    assert sorted(done) == [(0, True), (1, True)]


def test_killed_while_idle(pool: Pool) -> None:
    """A worker that dies between two runs is not missed."""
    run(pool, "good", "good")
    for worker in pool._workers:
        worker.process.kill()
        worker.process.join()

    assert all(isinstance(answer, bytes) for answer in run(pool, "good", "good", "good"))


def test_no_worker_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no worker can start, every chunk is told of, and nobody tries for ever."""
    monkeypatch.setattr(Pool, "engine", "no.such.engine")
    with Pool(1, SHORT) as pool:
        failed = run(pool, "good", "good")

    assert failed == [Failure("worker-died", "no worker starts")] * 2


def test_interrupt(pool: Pool) -> None:
    """Ctrl-C ends all workers at once, also one that would never be done."""
    with pytest.raises(KeyboardInterrupt), pool:
        pool.start(2)
        processes = [worker.process for worker in pool._workers]
        pool.run(SETUP, [Task("hang", 0, "recto"), Task("good", 0, "recto")], _interrupt)

    assert [process.exitcode for process in processes] == [-signal.SIGKILL] * 2


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def test_one_pool_for_a_library(pool: Pool) -> None:
    """A pool serves one edition after the other, and is left open for the next."""
    for theme in (BARE, replace(BARE, name="other")):
        with Workers(theme, {}, pool=pool) as workers:
            workers.setup = Awkward(theme, {})
            ((answer, _),) = workers.typeset_many([(chunk("good"), "recto")])
            assert isinstance(answer, bytes)

    assert all(worker.process.is_alive() for worker in pool._workers)


def test_problems_in_words(pool: Pool) -> None:
    """Who typed the text is told which chunk it was, where it begins, and what to do."""
    spans = {"letter.p-2": Span("documents/letter.en.md", (7, 1), (7, 2))}
    known = replace(chunk(""), name="letter", markup='die <p id="p"><p id="letter.p-2">')
    chunks = [known, *(replace(known, name=name, markup=name) for name in ("hang", "fill"))]
    with Workers(BARE, {}, pool=pool) as workers:
        workers.setup = SETUP
        outcomes = typeset_all(chunks, ["recto"] * 3, workers, NullCache(), spans=spans)

    assert [(piece, *map(str, problems)) for piece, problems in outcomes] == [
        (None, "documents/letter.en.md:7:1: error[worker-died]: `letter` ended its worker twice "
         "(signal 9) (hint: see what it says with `--jobs 1`)"),
        (None, "hang:1:1: error[worker-late]: `hang` was not done in time, twice (1 s) "
         "(hint: divide it, or simplify its tables)"),
        (None, "fill:1:1: error[worker-memory]: `fill` takes too much memory (1024 MB) "
         "(hint: divide it, or make its pictures smaller)"),
    ]  # fmt: skip


class Here(Executor):
    """Runs everything at once in this process; *fault* stands between us and the answer."""

    def __init__(self, fault: Callable[[Future[Any]], None] | None = None) -> None:
        self.setups = 0
        self.fault = fault

    def submit(self, task: Callable[..., Any], /, *args: Any, **others: Any) -> Future[Any]:
        """Run *task* now."""
        self.setups += sum(isinstance(arg, Setup) for arg in args)
        future: Future[Any] = Future()
        if self.fault:
            self.fault(future)
        else:
            future.set_result(task(*args, **others))
        return future


def test_executor_gets_the_setup_once() -> None:
    """Fonts and theme go to a process once, however many tasks it does."""
    executor, work._setups = Here(), {}
    tasks = [Task(str(number) * 30_000, 0, "recto") for number in range(5)]
    answers: list[int] = []

    away = Away(executor, SETUP, tasks, SHORT, lambda at, _: answers.append(at))

    assert (away.left, sorted(answers), executor.setups) == ([], [0, 1, 2, 3, 4], 5)
    Away(executor, SETUP, tasks, SHORT, lambda at, _: answers.append(at))
    assert executor.setups == 5


def _break(future: Future[Any]) -> None:
    future.set_exception(BrokenProcessPool("gone"))


def _refuse(future: Future[Any]) -> None:
    raise RuntimeError("cannot schedule new futures after shutdown")


@pytest.mark.parametrize("fault", [_break, _refuse])
def test_executor_breaks(pool: Pool, fault: Callable[[Future[Any]], None]) -> None:
    """What an executor fails to do is done here, and what cannot be done is told of."""
    with Workers(BARE, {}, executor=Here(fault), pool=pool) as workers:
        workers.setup = SETUP
        answers = workers.typeset_many([(chunk_of(doing), "recto") for doing in ("die", "good")])

    assert answers[0][0] == Failure("worker-died", "signal 9")
    assert isinstance(answers[1][0], bytes)


def test_executor_hangs() -> None:
    """An executor that says nothing for too long is not waited for."""
    patience = Limits(seconds=0.05, start=0.0)
    away = Away(Here(lambda _: None), SETUP, [Task("x", 0, "recto")], patience, _interrupt)

    assert away.left == [0]


def test_executor_of_another_version(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Results of other versions are not used, and that is said once."""
    versions = iter([{"pango": "1.50"}, {"pango": "1.52"}])
    monkeypatch.setattr("compendium.layout.workshop.keys.versions", lambda: next(versions))
    with Workers(BARE, {}, executor=Here(), pool=pool) as workers:
        workers.setup = replace(SETUP)
        workers.setup.__dict__["digest"] = "known"
        ((answer, _),) = workers.typeset_many([(chunk_of("good"), "recto")])

    assert isinstance(answer, bytes)
    assert [str(note) for note in workers.notes] == [
        "weasyprint:1:1: warning[worker-different]: some workers have other versions than this "
        "machine, and were not used (hint: install the same release, and the same Pango, on "
        "every machine)"
    ]


def chunk_of(doing: str) -> Chunk:
    """A chunk that an awkward worker is told *doing* by."""
    return Chunk("awkward", doing, (), (), "any", "arabic")


LATE = (
    f'<p id="late">{"It was agreed. " * 60}{call("late.n1", "A note. " * 200)} {"And so on. " * 99}'
    f"{call('late.n2', 'Another note. ' * 40, '2')}</p>"
)
CHUNKS = [
    chunk(LETTER, "12"),
    replace(chunk(LETTER, "7"), name="twin"),
    replace(chunk(LATE), name="late"),
    replace(chunk('<p id="gone"><img src="gone.png" alt="x"></p>'), name="gone"),
    replace(chunk('<p id="r">On.</p><p style="break-before:left">Over.</p>'), name="forced"),
    Chunk("glyph", page('<p id="glyph">\U0001f600</p>'), (), (), "any", "arabic"),
]
SIDES: tuple[Side, ...] = ("recto", "verso", "verso", "recto", "verso", "verso")
SPANS = {"late.n1": Span("late.md", (3, 5), (3, 9)), "glyph": Span("g.md")}


def told(outcomes: list[Outcome]) -> list[tuple[bytes, list[str]]]:
    """Everything in *outcomes*, as bytes and words."""
    return [(pack(piece) if piece else b"", list(map(str, found))) for piece, found in outcomes]


def test_same_bytes_whoever_works(tmp_path: Path) -> None:
    """One process, two, an executor, a warm cache and none: the same pieces and problems."""
    theme = small_theme()
    alone = [
        typeset(chunk, side, theme, {}, SPANS) for chunk, side in zip(CHUNKS, SIDES, strict=True)
    ]
    problems = [problem for _, found in alone for problem in found]
    assert {problem.code for problem in problems} >= {"glyph-missing", "image-missing"}
    assert {problem.span for problem in problems} & set(SPANS.values())

    def build(cache: Cache | NullCache, jobs: int, executor: Executor | None = None) -> list[Done]:
        done: list[Done] = []
        with Workers(theme, {}, jobs, executor) as workers:
            outcomes = typeset_all(CHUNKS, SIDES, workers, cache, done.append, SPANS)
        assert told(outcomes) == told(alone)
        assert sorted(one.chunk for one in done) == sorted(chunk.name for chunk in CHUNKS)
        return done

    build(NullCache(), 1)
    with Cache(tmp_path) as cache:
        assert not any(one.reused for one in build(cache, 2))
        warm = build(cache, 2)
        assert [one.chunk for one in warm if not one.reused] == ["gone"]
        _damage(tmp_path)
        turn()
        turn()  # another process has none of what this one remembers
        assert not any(one.reused for one in build(cache, 1))
    with ProcessPoolExecutor(1, get_context("spawn")) as executor:
        build(NullCache(), 1, executor)


def test_same_bytes_from_a_cluster() -> None:
    """Two workers of a Dask cluster make the same pieces and tell the same problems."""
    distributed = pytest.importorskip("distributed", reason="it is the extra `cluster`")
    from compendium.layout.workshop.cluster import connect

    theme = small_theme()
    alone = [
        typeset(chunk, side, theme, {}, SPANS) for chunk, side in zip(CHUNKS, SIDES, strict=True)
    ]
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as c:
        executor = connect(c.scheduler_address)
        with Workers(theme, {}, 1, executor) as workers:
            outcomes = typeset_all(CHUNKS, SIDES, workers, NullCache(), None, SPANS)
            assert workers.notes == []
        executor.shutdown()
    assert told(outcomes) == told(alone)


def test_killed_again_and_again(tmp_path: Path) -> None:
    """Workers killed while they start, set and prove: the edition is the same, byte for byte."""
    root = Path(__file__).parent / "books" / "trip"
    alone, _ = pipeline.build(root, tmp_path / "alone")
    with Pool(2) as pool:

        def kill() -> None:
            """End the worker that has been there longest and is not at a second try."""
            for worker in pool._workers:
                if not any(turn.again for turn in worker.turns):
                    os.kill(worker.process.pid or 0, signal.SIGKILL)
                    return

        def run(*work: Any, **more: Any) -> None:
            kill()
            pool.run(*work, **more)

        heard = iter(range(1000))
        account = Account(on_done=lambda _: kill() if next(heard) % 7 == 0 else None)
        pool.start(2)
        kill()
        means = Means(2, pool=cast("Pool", _Through(pool, run)), account=account)
        built, problems = pipeline.build(root, tmp_path / "killed", means=means)
    assert not [p for p in problems if p.severity is Severity.ERROR]
    assert built.files == alone.files


class _Through:
    """A pool of which every run goes through *run*."""

    def __init__(self, pool: Pool, run: Callable[..., None]) -> None:
        self._pool, self.run = pool, run

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pool, name)


def _damage(folder: Path) -> None:
    for path in sorted(folder.glob("??/*")):
        data = bytearray(path.read_bytes())
        data[-1] ^= 1
        path.write_bytes(data)


def test_a_moved_document_is_told_of_where_it_is(tmp_path: Path) -> None:
    """A problem kept in the cache is reported for the chunk and the place of today."""
    theme, lost = small_theme(), chunk('<p id="glyph">\U0001f600</p><p>\U0001f600</p>')
    places: list[Mapping[str, Span]] = [SPANS, {"glyph": Span("new.md", (9, 9), (9, 9))}]
    spans = []
    with Cache(tmp_path) as cache, Workers(theme, {}) as workers:
        for name, where in zip(("yesterday", "today"), places, strict=True):
            ((_, found),) = typeset_all(
                [replace(lost, name=name)], ["recto"], workers, cache, spans=where
            )
            spans.append([str(problem.span) for problem in found])

    assert spans == [["g.md:1:1", "yesterday:1:1"], ["new.md:9:9", "today:1:1"]]
