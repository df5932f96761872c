"""The measured part of docs/benchmarks.md, and the plot beside it, from the kept results."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import plot
import tables
from benches import Run
from meter import Cost
from tools import OURS, TOOLS

DOCS = Path(__file__).parents[1] / "docs"
BEGIN, END = "<!-- measured: ./dev bench --write -->", "<!-- end -->"


def write(results: Path) -> None:
    """Put all that *results* holds into the page."""
    path = DOCS / "benchmarks.md"
    kept = {file.stem: json.loads(file.read_text()) for file in _files(results)}
    text = [section for name, found in kept.items() for section in _section(name, found)]
    cold = [_runs(found) for name, found in kept.items() if name.startswith("cold-")]
    if curves := _curves(cold):
        title = "Time for each document; ours in the book of 60 is 1"
        svg = plot.growth(curves, OURS, title, "documents in the book")
        (DOCS / "benchmarks.svg").write_text(svg)
        text.insert(0, f"![{title}](benchmarks.svg)\n")
    around = re.compile(f"{re.escape(BEGIN)}.*{re.escape(END)}", re.DOTALL)
    measured = "\n".join([BEGIN, "", *text, END])
    path.write_text(around.sub(lambda _: measured, path.read_text()))


def _files(results: Path) -> list[Path]:
    """The files of *results*: by kind, and by size in each kind."""
    kinds = ("cold", "edits", "stages")
    return sorted(
        results.glob("*-*.json"),
        key=lambda path: (kinds.index(path.stem.split("-")[0]), int(path.stem.split("-")[1])),
    )


def _section(name: str, found: dict[str, Any]) -> list[str]:
    kind, size = name.split("-")
    if kind == "stages":
        if len(found["stages"]) == 1:
            return []
        table, words = tables.stages_table(found["stages"]), "where the time of our build goes"
    elif kind == "edits":
        table, words = tables.edits_table(_runs(found)), "after an edit"
    else:
        table, words = tables.cold_table(_runs(found)), "cold, as multiples of ours"
    named = found["versions"].items() if kind == "cold" else ()
    versions = "".join(f" {tool} {version}," for tool, version in named)
    return [
        f"### {size} documents, {words}\n",
        tables.markdown(table),
        f"Measured on {found['date']}: {found['machine']};{versions}"[:-1] + ".\n",
    ]


def _runs(found: dict[str, Any]) -> list[Run]:
    return [Run(**{**run, "cost": Cost(**run["cost"])}) for run in found["runs"]]


def _curves(cold: Iterable[Sequence[Run]]) -> dict[str, plot.Curve]:
    """For each tool (size, wall time a document), with ours at 60 documents as the unit."""
    times: dict[str, dict[int, list[float]]] = {}
    for run in (run for runs in cold for run in runs if not run.cost.ended):
        times.setdefault(run.case, {}).setdefault(run.size, []).append(run.cost.wall / run.size)
    ours = times.get(OURS, {})
    if len(ours) < 2:
        return {}
    unit = median(ours.get(60) or ours[min(ours)])
    return {
        name: [(size, median(times[name][size]) / unit) for size in sorted(times[name])]
        for name in TOOLS
        if name in times
    }
