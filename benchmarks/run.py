"""Measure this machine: `./dev bench [NAME...] [SIZE...]`, and options.

    cold     the whole book by every tool, side by side
    edits    our build again after nothing, a word or a page has changed
    stages   where the time of our build goes

All three, unless some are named, or a volume: `--volume PATH` builds the edition in that
folder, a FRUS volume as `compendium import` made it, say; what is measured is told and not
kept. A SIZE is a number of documents, 60 unless one is given.
Results are kept as JSON in benchmarks/results; `--write` makes the tables and the plot of
docs/benchmarks.md from all that is kept there.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

import page

import benches
import peers
import tables
from benches import Run
from tools import OURS, TOOLS, Tool

RESULTS = Path(__file__).parent / "results"
BENCHES = ("cold", "edits", "stages")


def main(arguments: Sequence[str]) -> None:
    """Measure what *arguments* name."""
    parser = argparse.ArgumentParser(
        prog="./dev bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME|SIZE")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tools", default=",".join(TOOLS))
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--volume", type=Path)
    given = parser.parse_args(arguments)
    sizes = [int(name) for name in given.names if name.isdigit()] or [60]
    names = [name for name in given.names if not name.isdigit()]
    if unknown := {*names} - {*BENCHES} or {*given.tools.split(",")} - {*TOOLS}:
        parser.error(f"no {', '.join(sorted(unknown))}")
    if given.volume:
        _volume(given.volume, given.rounds)
    elif not (given.write and not given.names):
        peers.main()
        for size in sizes:
            for name in names or BENCHES:
                _bench(name, size, given.rounds, _tools(size, given.tools.split(",")))
    if given.write:
        page.write(RESULTS)


def _tools(size: int, names: Iterable[str]) -> list[Tool]:
    """The tools of *names* that are here and can be asked for *size* documents, and our own."""
    wanted = [TOOLS[name] for name in TOOLS if name in {OURS, *names}]
    return [tool for tool in wanted if size <= tool.largest and tool.here()]


def _bench(name: str, size: int, rounds: int, tools: Sequence[Tool]) -> None:
    _say(f"\n{name}, {size} documents")
    result: dict[str, Any] = _where() | {"versions": {t.name: t.version() for t in tools}}
    if name == "stages":
        times = benches.stages(size)
        result["stages"] = times
        told = len(times) > 1
        _say(tables.plain(tables.stages_table(times)) if told else "the build gives no timings")
    else:
        runs = list(_told(getattr(benches, name)(size, rounds, tools)))
        result["runs"] = [asdict(run) for run in runs]
        table = tables.cold_table(runs) if name == "cold" else tables.edits_table(runs)
        _say("\n".join([tables.plain(table), *tables.memory_lines(runs)]))
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}-{size}.json").write_text(json.dumps(result, indent=1) + "\n")


def _volume(edition: Path, rounds: int) -> None:
    """Build the *edition* of somebody else, and tell pages a second."""
    _say(f"\nvolume {edition.name}")
    runs = list(_told(benches.volume(edition, rounds)))
    _say(tables.plain(tables.edits_table(runs)))
    rates = [run.pages / run.cost.wall for run in runs if run.case == "cold"]
    _say(f"{median(rates):.0f} pages a second, read, set, linked and proved")


def _told(runs: Iterable[Run]) -> Iterable[Run]:
    """*runs*, each told as it comes."""
    for run in runs:
        cost = run.cost
        _say(
            f"  {run.round + 1}  {run.case:20} {cost.wall:8.2f} s  {cost.cpu:8.2f} s of processor"
            f"  {cost.memory:6.0f} MB  {run.pages:5} pages  {cost.ended}".rstrip()
        )
        yield run


def _where() -> dict[str, str]:
    """The machine and the day, so that a reader can place the figures."""
    cpu = Path("/proc/cpuinfo").read_text()
    model = next((ln.split(": ")[1] for ln in cpu.splitlines() if ln.startswith("model name")), "")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    machine = f"{os.cpu_count()} cores of {model}, {memory:.0f} GB of memory, {system}"
    return {"machine": machine, "date": time.strftime("%Y-%m-%d")}


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
