"""Problems as text for a terminal, and as JSON, SARIF and GitHub annotations for machines."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from compendium.diag import Diagnostic, Span
from compendium.source.files import FOLDERS

_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def located(problems: Sequence[Diagnostic], root: Path) -> list[Diagnostic]:
    """*problems* with the files of the edition in *root* named as seen from where we are.

    Editors, terminals and code scanning open what is named so; a theme's files stay as they are.
    """
    here = Path.cwd()
    above = root.relative_to(here) if root.is_absolute() and root.is_relative_to(here) else root

    def place(problem: Diagnostic) -> Diagnostic:
        span = problem.span
        if PurePosixPath(span.path).parts[:1] not in _OWN:
            return problem
        return replace(problem, span=Span((above / span.path).as_posix(), span.start, span.end))

    return [place(problem) for problem in problems]


_OWN = {(name,) for name in ("edition.yaml", *FOLDERS)}


def as_text(problems: Sequence[Diagnostic]) -> str:
    """One line a problem, as `file:line:column: severity[code]: message (hint: ...)`."""
    return "\n".join(visible(str(problem)) for problem in problems)


def as_json(problems: Sequence[Diagnostic]) -> str:
    """A JSON array of the problems, one object each."""
    return json.dumps([_plain(problem) for problem in problems], ensure_ascii=False, indent=1)


def as_sarif(problems: Sequence[Diagnostic]) -> str:
    """A SARIF 2.1.0 log, for code scanning services and editors."""
    results = [
        {
            "ruleId": p.code,
            "level": p.severity.value,
            "message": {"text": p.message + (f" (hint: {p.hint})" if p.hint else "")},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": _uri(p.span.path)},
                        "region": {
                            "startLine": p.span.start[0],
                            "startColumn": p.span.start[1],
                            "endLine": p.span.end[0],
                            "endColumn": p.span.end[1],
                        },
                    }
                }
            ],
        }
        for p in problems
    ]
    rules = [{"id": code} for code in sorted({p.code for p in problems})]
    run = {"tool": {"driver": {"name": "compendium", "rules": rules}}, "results": results}
    return json.dumps(
        {"$schema": _SARIF, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1
    )


def as_github(problems: Sequence[Diagnostic]) -> str:
    """Workflow commands that GitHub shows beside the lines of a change."""
    return "\n".join(
        f"::{p.severity} file={_property(p.span.path)},line={p.span.start[0]},"
        f"col={p.span.start[1]},title={p.code}::{_escaped(p.message)}"
        + (_escaped(f" (hint: {p.hint})") if p.hint else "")
        for p in problems
    )


FORMATS: dict[str, Callable[[Sequence[Diagnostic]], str]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
}


def visible(text: str) -> str:
    """*text* with control characters written out, so that a corpus cannot speak to a terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _uri(path: str) -> str:
    return ("file://" if path.startswith("/") else "") + quote(path)


def _plain(problem: Diagnostic) -> dict[str, object]:
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "file": problem.span.path,
        "line": problem.span.start[0],
        "column": problem.span.start[1],
        "endLine": problem.span.end[0],
        "endColumn": problem.span.end[1],
        "message": problem.message,
        "hint": problem.hint,
    }


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
