"""A list of problems that knows how to word a place in a run and a likely slip."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from compendium.diag import Code, Diagnostic, Severity, Span


@dataclass(slots=True)
class Problems:
    """Problems found so far, in the order they were found."""

    found: list[Diagnostic] = field(default_factory=list)

    def error(self, code: Code, message: str, span: Span, hint: str = "") -> None:
        """Add an error."""
        self.found.append(Diagnostic(code, message, span, hint))

    def warn(self, code: Code, message: str, span: Span, hint: str = "") -> None:
        """Add a warning."""
        self.found.append(Diagnostic(code, message, span, hint, Severity.WARNING))

    def of(self, path: str) -> Problems:
        """Those in the file *path*, in a list of its own."""
        return Problems([problem for problem in self.found if problem.span.path == path])


def suggest(word: str, known: Iterable[str]) -> str:
    """A hint that names the likeliest of *known*, or all of them if none is near."""
    names = sorted(known)
    near = get_close_matches(word, names, n=1)
    if near:
        return f"did you mean `{near[0]}`?"
    return "choose " + alternatives(names) if names else ""


def alternatives(names: Iterable[str]) -> str:
    """*names* as a choice: "`a`, `b` or `c`"."""
    quoted = [f"`{name}`" for name in names]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
