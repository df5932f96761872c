"""What was measured, as ratios: the runs of a round are compared with each other only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median

from benches import Run
from tools import OURS, TOOLS

Table = list[list[str]]
Figure = Callable[[Run], float]


def cold_table(runs: Sequence[Run]) -> Table:
    """A row for each tool: its cost as a multiple of ours, least and most in brackets."""
    rows = [["tool", "pages", "wall time", "processor", "memory", "has"]]
    for name in TOOLS:
        mine = [run for run in runs if run.case == name]
        if mine:
            figures = [_against(runs, OURS, mine, of) for of in (_wall, _cpu, _memory)]
            ended = mine[0].cost.ended
            rows.append([name, _number(mine[0]), *figures, ended or TOOLS[name].has])
    return rows


def edits_table(runs: Sequence[Run]) -> Table:
    """A row for each edit: its time as a share of our cold build, and of Typst's."""
    rows = [["edit", "wall time, of our cold build", "of Typst's cold build", "processor, of ours"]]
    for case in dict.fromkeys(run.case for run in runs):
        mine = [run for run in runs if run.case == case]
        figures = [_against(runs, other, mine, _wall) for other in ("cold", "typst")]
        rows.append([_EDITS.get(case, case), *figures, _against(runs, "cold", mine, _cpu)])
    return rows


_EDITS = {
    "typst": "(Typst, cold)",
    "cold": "(cold)",
    "nothing": "nothing changed",
    "word": "one word of one document",
    "page": "one document a page longer",
    "word, process stays": "one word, in a process that stays",
}


def stages_table(times: Mapping[str, float]) -> Table:
    """A row for each stage: its share of the build, and how often shaping fits into it."""
    rows = [["stage", "share", "times the floor"]]
    floor = times["floor"]
    told = {name: value for name, value in times.items() if name != "floor"}
    for name, value in told.items():
        rows.append([name, f"{value / sum(told.values()):.0%}", _figure(value / floor)])
    return rows


def memory_lines(runs: Iterable[Run]) -> list[str]:
    """The peaks of our own processes: the first, and the largest of the others."""
    ours = [run.cost for run in runs if run.case in (OURS, "cold")]
    if not ours:
        return []
    driver, worker = max(c.driver for c in ours), max(c.worker for c in ours)
    return [f"our memory: first process {driver:.0f} MB, largest worker {worker:.0f} MB"]


def markdown(table: Table) -> str:
    """*table* as a pipe table."""
    head, *rows = table
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def plain(table: Table) -> str:
    """*table* in columns, for a terminal."""
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return "".join(
        "  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        + "\n"
        for row in table
    )


def _against(runs: Sequence[Run], other: str, mine: Sequence[Run], of: Figure) -> str:
    """*mine* as a multiple of the *other* case of the same round: median (least to most)."""
    base = {run.round: of(run) for run in runs if run.case == other and not run.cost.ended}
    ratios = [of(run) / base[run.round] for run in mine if base.get(run.round)]
    if not ratios or not any(ratios):
        return ""
    middle = _figure(median(ratios))
    if mine[0].cost.ended:
        return f"over {middle}" if mine[0].cost.ended == "over time" else ""
    if len(ratios) == 1 or mine[0].case == other:
        return middle
    return f"{middle} ({_figure(min(ratios))} to {_figure(max(ratios))})"


def _figure(ratio: float) -> str:
    """*ratio* with two figures that mean something."""
    if ratio >= 10:
        return f"{ratio:.0f}"
    return f"{ratio:.1f}" if ratio >= 1 else f"{ratio:.2g}"


def _number(run: Run) -> str:
    return str(run.pages) if run.pages else ""


def _wall(run: Run) -> float:
    return run.cost.wall


def _cpu(run: Run) -> float:
    return run.cost.cpu


def _memory(run: Run) -> float:
    return run.cost.memory
