"""What a worker does: it is given a theme once, then tasks, and answers with bytes.

A worker is a process of ours at the other end of a pipe (`serve`), or whatever an executor
runs functions in (`batch`).
"""

from __future__ import annotations

import contextlib
import gc
import signal
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import import_module
from multiprocessing.connection import Connection
from time import perf_counter
from types import TracebackType
from typing import Any, Literal, Protocol

from compendium.layout import fonts, typesetting
from compendium.layout.workshop import keys
from compendium.layout.workshop.results import Anchors, Task, to_bytes
from compendium.model.theme import Theme

READY = "ready"
FULL = "full"
_GARBAGE = 300_000
"""Characters of markup between two searches of all that there is for garbage: 60 pages.

What one task left behind is searched as soon as it is done: there is little of it, it is at
hand, and its room serves the next task."""
_YOUNG = 0


class Errand(Protocol):
    """Something to be done by a worker, the longer its markup is, the longer."""

    @property
    def markup(self) -> str:
        """The markup that it is about."""


class Trade(Protocol):
    """How errands of one kind are done: typesetting is one trade, and there may be others.

    It is sent to a worker before its errands, by its digest only once.
    """

    @property
    def digest(self) -> str:
        """A key that tells it from any other."""

    def slim(self) -> Trade:
        """The same without what a worker does not need."""

    def prepare(self) -> None:
        """Make ready in this process what all errands need."""

    def set(self, task: Any, /) -> bytes:
        """What *task*, an errand of this kind, comes to."""


@dataclass(frozen=True)
class Setup:
    """What all tasks of an edition share. Its key tells it from any other, and its versions."""

    theme: Theme
    images: Mapping[str, bytes]

    @cached_property
    def key(self) -> str:
        """The `theme_key` of the theme."""
        return keys.theme_key(self.theme)

    @cached_property
    def digest(self) -> str:
        """A key for all of the setup."""
        return keys.digest(
            (self.key, *(part for item in sorted(self.images.items()) for part in item))
        )

    def slim(self) -> Setup:
        """The same without what layout never reads."""
        styles = {"print.css": self.theme.styles.get("print.css", "")}
        files = fonts.printable(self.theme.fonts)
        theme = replace(self.theme, templates={}, styles=styles, fonts=files, wording={}, tokens={})
        return Setup(theme, dict(self.images))

    def prepare(self) -> None:
        """Make ready in this process what all tasks need."""
        typesetting.press_of(self.theme)

    def set(self, task: Task, on_cut: Callable[[int], None] = lambda items: None) -> bytes:
        """The outcome of *task*, as bytes; *on_cut* hears before where a stretch of a list ends."""
        given = (task.side, self.theme, self.images, Anchors())
        return to_bytes(typesetting.typeset_anew(task.chunk, *given, on_cut))


@dataclass(frozen=True)
class Cut:
    """What a worker says of a stretch before it is drawn: how many items its pages hold."""

    items: int


@dataclass(frozen=True)
class Died:
    """The last word of a worker: the exception it died of."""

    reason: str


class _LastWord:
    """Whatever ends a worker, it says what; nobody asks it for anything after that."""

    def __init__(self, line: Connection) -> None:
        self._line = line

    def __enter__(self) -> None:
        """Nothing to say yet."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> Literal[True]:
        if kind is not None and not issubclass(kind, (EOFError, ConnectionError)):
            lift_limit()
            with contextlib.suppress(OSError):
                full = issubclass(kind, MemoryError)
                self._line.send(FULL if full else Died(f"{kind.__name__}: {error}"))
        return True


def serve(line: Connection, memory: int, engine: str) -> None:
    """Take trades and lists of tasks from *line* until it is closed; answer every task.

    First the module *engine* is loaded, which takes longest, and then memory limited. Each
    answer is a pair: the outcome as bytes, and the seconds it took.
    """
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started us ends us
    with _LastWord(line):
        import_module(engine)
        limit(memory)
        gc.collect()
        gc.freeze()
        gc.disable()
        line.send(READY)
        setup: Trade | None = None
        done = 0
        while True:
            message = line.recv()
            if not isinstance(message, list):
                setup = message
                setup.prepare()
                continue
            for task in message:
                assert setup is not None
                began = perf_counter()
                answer = _set(setup, task, line)
                line.send((answer, perf_counter() - began))
                done = _swept(done + len(task.markup))


def _set(trade: Trade, task: Any, line: Connection) -> bytes:
    """What *task* comes to; where the pages of a list end is said as soon as it is known."""
    if isinstance(trade, Setup):
        return trade.set(task, lambda items: line.send(Cut(items)))
    return trade.set(task)


def _swept(done: int) -> int:
    """Search for garbage after *done* characters of markup; how many there are then."""
    if done > _GARBAGE:
        gc.collect()
        return 0
    gc.collect(_YOUNG)
    return done


_setups: dict[str, Setup] = {}
_alone = threading.Lock()


def batch(
    digest: str, versions: Mapping[str, str], setup: Setup | None, tasks: Sequence[Task]
) -> tuple[float, list[bytes]] | Literal["unknown", "different"]:
    """The seconds *tasks* took, and their outcomes, in a process that does many batches.

    Returns "unknown" if *setup* is None and this process has not had that setup before, and
    "different" if it would typeset otherwise, because its *versions* are not the same.
    """
    if dict(versions) != dict(keys.versions()):
        return "different"
    if setup is not None:
        _setups.setdefault(digest, setup)
    if digest not in _setups:
        return "unknown"
    with _alone:  # a cluster may have threads
        began = perf_counter()
        outcomes = [_setups[digest].set(task) for task in tasks]
        return perf_counter() - began, outcomes


def limit(memory: int) -> None:
    """Let this process have *memory* bytes of addresses, where the system can hold it to that."""
    _limit(memory)


def lift_limit() -> None:
    """Let this process have the memory to say that it had too little."""
    _limit(None)


def _limit(memory: int | None) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    wanted = hard if memory is None else memory
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
