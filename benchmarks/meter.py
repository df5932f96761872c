"""What a command costs: wall time, processor time and peak memory of its whole process tree.

Nothing but the kernel's own figures is read, so nothing has to be installed.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_SET_CHILD_SUBREAPER = 36
_SETTLING = 3.0
"""Seconds that child processes of a command may live on after it."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took.

    Shape: `ended` is "" if the command succeeded, else "over time" or why it failed.
        `memory` is the peak of the tree's own memory, shared pages counted once (PSS);
        `driver` is the peak of the command's first process, `worker` of the largest other.
    Units: seconds; megabytes. `cpu` is user and system time of every process of the tree.
    """

    wall: float
    cpu: float
    memory: float
    driver: float
    worker: float
    ended: str = ""


def measure(
    command: Sequence[str | Path],
    folder: Path,
    environment: Mapping[str, str],
    limit: float,
    log: Path,
) -> Cost:
    """Run *command* in *folder*; it is ended after *limit* seconds, what it says is in *log*."""
    # Helpers that outlive their parent come to us, and so into our account.
    ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with log.open("wb") as words:
        begun = time.monotonic()
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
        )
        peaks, late = _watch(process, begun, limit)
        wall = time.monotonic() - begun
    _clear(at_once=late)
    code = process.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = "over time" if late else f"exit {code}: {_last(log)}" if code else ""
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, cpu, *peaks, ended)


def _last(log: Path) -> str:
    """The last thing that was said, for a reader who wonders what went wrong."""
    lines = log.read_text(errors="replace").strip().splitlines()
    return lines[-1][:80] if lines else "nothing was said"


def _watch(
    process: subprocess.Popen[bytes], begun: float, limit: float
) -> tuple[tuple[float, float, float], bool]:
    """The peaks of memory until *process* ends, and whether its time ran out."""
    whole = driver = worker = 0.0
    while True:
        passed = time.monotonic() - begun
        try:
            process.wait(min(0.5, max(0.02, passed / 40)))
        except subprocess.TimeoutExpired:
            if passed > limit:
                return (whole, driver, worker), True
        else:
            return (whole, driver, worker), False
        sizes = {pid: _memory(pid) for pid in _tree(os.getpid())}
        whole = max(whole, sum(sizes.values()))
        driver = max(driver, sizes.pop(process.pid, 0.0))
        worker = max(worker, *sizes.values(), 0.0)


def _clear(at_once: bool) -> None:
    """Take in the processes left behind; end them when they have had their time."""
    until = time.monotonic() + (0 if at_once else _SETTLING)
    while pids := _tree(os.getpid()):
        if time.monotonic() >= until:
            for pid in pids:
                _end(pid)
        _reap()
        time.sleep(0.02)


def _end(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return  # it ended by itself in the meantime


def _reap() -> None:
    for pid in _children(os.getpid()):
        try:
            os.waitpid(pid, os.WNOHANG)
        except ChildProcessError:
            continue


def _tree(root: int) -> list[int]:
    """Every process below *root*."""
    found: list[int] = []
    waiting = _children(root)
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += _children(pid)
    return found


def _children(pid: int) -> list[int]:
    found: list[int] = []
    try:
        for path in Path(f"/proc/{pid}/task").glob("*/children"):
            found += map(int, path.read_text().split())
    except OSError:  # the process, or one of its threads, has ended
        pass
    return found


def _memory(pid: int) -> float:
    """Megabytes that *pid* holds, its share of what it shares with others."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:  # it has ended
        pass
    return 0.0
