"""Read the golden suite: `tests/suite/<stage>/<topic>.md`, one `##` heading per case.

A case has a sentence saying why it exists, the files it feeds a stage as fenced blocks
named by path (`(latin-1)` after the path encodes them), and the whole of what the stage
answers as blocks named `expect <kind>`. A test turns the answer into lines by kind and
calls `case.check`. With COMPENDIUM_ACCEPT=1 in the environment, `check` rewrites the
expectations instead; read them as prose before you keep them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

SUITE = Path(__file__).parent / "suite"
_BLOCK = re.compile(
    r"^(?P<fence>`{3,}) (?P<name>[^\n]+)\n(?P<body>(?:.*\n)*?)(?P=fence)\n?", re.MULTILINE
)
_ENCODED = re.compile(r"(?P<path>.+?) \((?P<encoding>[a-z0-9-]+)\)")


@dataclass(frozen=True, slots=True)
class Case:
    """One case: the files it feeds a stage, and what it expects back.

    Shape: `files` maps path to content; `expect` maps a kind ("problems") to its lines.
    """

    name: str
    page: Path
    files: dict[str, str | bytes] = field(default_factory=dict)
    expect: dict[str, list[str]] = field(default_factory=dict)

    def check(self, got: Mapping[str, Sequence[str]]) -> None:
        """Fail unless *got* is all that is expected; kinds without lines do not count."""
        lines = {kind: [*found] for kind, found in got.items() if found}
        if os.environ.get("COMPENDIUM_ACCEPT") and lines != self.expect:
            _accept(self, lines)
        else:
            assert lines == self.expect


def cases(stage: str) -> list[Case]:
    """Every case for *stage*, in file order. Two cases may not share a name."""
    found = [
        _case(section, page)
        for page in sorted((SUITE / stage).glob("*.md"))
        for section in _sections(page.read_text("utf-8"))[1:]
    ]
    names = [case.name for case in found]
    assert len(set(names)) == len(names), f"case names repeat in suite/{stage}"
    return found


def _sections(text: str) -> list[str]:
    """*text* cut before every `## ` that is no part of a block."""
    blocks = [(found.start(), found.end()) for found in _BLOCK.finditer(text)]
    cuts = [
        found.start()
        for found in re.finditer(r"^## ", text, re.MULTILINE)
        if not any(start <= found.start() < end for start, end in blocks)
    ]
    return [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def _case(section: str, page: Path) -> Case:
    case = Case(section.split("\n", 1)[0].removeprefix("## ").strip(), page)
    for block in _BLOCK.finditer(section):
        kind = block["name"].removeprefix("expect ")
        if kind != block["name"]:
            case.expect[kind] = block["body"].splitlines()
        elif encoded := _ENCODED.fullmatch(kind):
            case.files[encoded["path"]] = block["body"].encode(encoded["encoding"])
        else:
            case.files[kind] = block["body"]
    return case


def _accept(case: Case, lines: Mapping[str, list[str]]) -> None:
    """Write *lines* into the page of *case* as what it expects."""
    sections = _sections(case.page.read_text("utf-8"))
    for at, section in enumerate(sections):
        if section.startswith(f"## {case.name}\n"):
            sections[at] = _rewritten(section, lines)
    case.page.write_text("".join(sections), "utf-8")


def _rewritten(section: str, lines: Mapping[str, list[str]]) -> str:
    """*section* with its expectations replaced; those nothing produces are gone."""
    for block in reversed([*_BLOCK.finditer(section)]):
        if block["name"].startswith("expect "):
            section = section[: block.start()].rstrip("\n") + "\n" + section[block.end() :]
    blocks = "".join(_expectation(kind, found) for kind, found in lines.items())
    return section.rstrip("\n") + "\n" + blocks + "\n"


def _expectation(kind: str, found: list[str]) -> str:
    fence = "`" * max(3, *(len(m) + 1 for line in found for m in re.findall("^`+", line)), 3)
    return f"\n{fence} expect {kind}\n" + "\n".join(found) + f"\n{fence}\n"
