"""What is measured: cold builds side by side, edits of a book already built, cost by stage."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2

from books import Book, grown, make, reworded
from meter import Cost, measure
from notations import NOTATIONS
from notations.corpus import write_document
from tools import FONTS, OURS, TOOLS, Command, Tool, build, environment

HERE = Path(__file__).parent
ROOM = HERE / ".books"


@dataclass(frozen=True, slots=True)
class Run:
    """One measured run. Shape: `case` is a tool's name, or what was done before a build."""

    case: str
    size: int
    round: int
    pages: int
    cost: Cost


def cold(size: int, rounds: int, tools: Sequence[Tool]) -> Iterator[Run]:
    """Each tool makes the whole book, nothing kept from before; in turn, round after round."""
    book, out = make(size), set[str]()
    for tool in tools:
        _make(tool, make(6), 6, "warm-up")  # bytecode, font lists and the disk's own cache
    for turn in range(rounds):
        for tool in _turned(tools, turn):
            if tool.name not in out:
                cost, pages = _make(tool, book, size, "cold")
                yield Run(tool.name, size, turn, pages, cost)
                if cost.ended:
                    out.add(tool.name)


def edits(size: int, rounds: int, tools: Sequence[Tool]) -> Iterator[Run]:
    """Our build cold, then of the same book with nothing, a word, or a page changed in it.

    The last is a word changed twice in a process that stays, of which the second counts.
    Typst makes the book once a round, for comparison.
    """
    book, middle = make(size), max(1, size // 2)
    changes = {"nothing": book, "word": reworded(book, middle), "page": grown(book, middle)}
    _make(TOOLS[OURS], make(6), 6, "warm-up")
    for turn in range(rounds):
        for tool in tools:
            if tool.name == "typst":
                cost, pages = _make(tool, book, size, "cold")
                yield Run("typst", size, turn, pages, cost)
        cost, pages = _make(TOOLS[OURS], book, size, "edits")
        yield Run("cold", size, turn, pages, cost)
        room = ROOM / "edits" / "corpus"
        for case, changed in changes.items():
            write_document(changed.documents[middle - 1], room)
            cost = _measure(build(), room, size)
            yield Run(case, size, turn, _pages(room / TOOLS[OURS].output), cost)
        yield Run("word, process stays", size, turn, pages, _stays(book, room, middle))


def volume(edition: Path, rounds: int) -> Iterator[Run]:
    """Our build of the edition in that folder: cold, and again with nothing changed.

    Shape: `size` is how many files its documents are.
    """
    size = len([*edition.glob("documents/*")])
    for turn in range(rounds):
        room = ROOM / "volume" / "corpus"
        shutil.rmtree(room.parent, ignore_errors=True)
        shutil.copytree(edition, room)
        for case in ("cold", "nothing"):
            cost = _measure(build(), room, size)
            yield Run(case, size, turn, _pages(room / TOOLS[OURS].output), cost)


def stages(size: int) -> dict[str, float]:
    """The seconds of each stage of our build, and of shaping alone as `floor`."""
    tool = TOOLS[OURS]
    room = _room(tool, make(size), "stages")
    whole = _measure(build("--timings", "timings.json"), room, size)
    times = room / "timings.json"
    told: dict[str, float] = json.loads(times.read_text())["stages"] if times.exists() else {}
    python, font = tool.command()[0], FONTS / "SourceSerif4-Regular.ttf"
    job: Command = [python, HERE / "jobs" / "shaping_floor.py", str(size), font]
    _measure(job, room, size)
    rest = {"starting and ending": whole.wall - sum(told.values())} if told else {}
    return {"floor": float(_said(room)[0])} | told | rest


def _make(tool: Tool, book: Book, size: int, name: str) -> tuple[Cost, int]:
    room = _room(tool, book, name)
    cost = _measure(tool.command(), room, size)
    return cost, _pages(room / tool.output)


def _room(tool: Tool, book: Book, name: str) -> Path:
    """A new folder with *book* in the notation of *tool*, and with nothing else."""
    room = ROOM / name / tool.notation
    shutil.rmtree(room.parent, ignore_errors=True)
    NOTATIONS[tool.notation](book, room)
    return room


def _measure(command: Command, room: Path, size: int) -> Cost:
    """The cost of *command*; the cache lives as long as the folder around *room*."""
    cache = room.parent / "cache"
    cache.mkdir(exist_ok=True)
    limit = max(300.0, 1.5 * size)
    return measure(command, room, environment(cache), limit, room.parent / "log")


def _said(room: Path) -> list[str]:
    """What the last command in *room* said, line by line."""
    return (room.parent / "log").read_text().splitlines()


def _stays(book: Book, room: Path, middle: int) -> Cost:
    """The second of two edits in a process that has the engine loaded; only its wall time."""
    changed = []
    for number in (middle + 1, middle + 2):
        document = reworded(book, number).documents[number - 1]
        folder = room.parent / f"changed-{number}"
        (folder / "documents").mkdir(parents=True, exist_ok=True)
        write_document(document, folder)
        changed += sorted((folder / "documents").iterdir())
    python = TOOLS[OURS].command()[0]
    job: Command = [python, HERE / "jobs" / "warm_build.py", "../corpus", "../built", *changed]
    whole = _measure(job, room, len(book.documents))
    seconds = _said(room)
    wall = whole.wall if whole.ended else float(seconds[-1])
    return replace(whole, wall=wall, cpu=0.0)


def _pages(path: Path) -> int:
    if not path.exists():
        return 0
    with pypdfium2.PdfDocument(path) as document:
        return len(document)


def _turned(tools: Sequence[Tool], turn: int) -> list[Tool]:
    """*tools* beginning with another each time: nobody is always the first or the last."""
    start = turn % len(tools)
    return [*tools[start:], *tools[:start]]
