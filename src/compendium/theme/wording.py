"""The words a theme adds to a page ("Contents", "p. 4 below"), in every language it speaks."""

from __future__ import annotations

from collections.abc import Mapping

from compendium.diag import Diagnostic, Span
from compendium.source.text import SourceFile
from compendium.source.yaml import read_yaml

MODEL = "en"
"""The language whose keys all others must have."""


def read_wording(
    files: Mapping[str, SourceFile],
) -> tuple[dict[str, dict[str, str]], list[Diagnostic]]:
    """The strings of each language by key, and the keys that a language lacks or adds."""
    wording: dict[str, dict[str, str]] = {}
    problems: list[Diagnostic] = []
    for name, file in files.items():
        node, unread = read_yaml(file)
        problems += unread
        wording[name.removesuffix(".yaml")] = (
            {key: value.text for key, value in node.fields.items()} if node else {}
        )
    known = wording.get(MODEL, {}).keys()
    for name, file in files.items():
        keys = wording[name.removesuffix(".yaml")].keys()
        problems += [_odd("wording-missing", "has no words for", k, file) for k in known - keys]
        problems += [_odd("wording-unknown", "has words for", k, file) for k in keys - known]
    return wording, sorted(problems, key=lambda problem: (problem.span, problem.message))


def _odd(code: str, does: str, key: str, file: SourceFile) -> Diagnostic:
    name = file.path.rpartition("/")[2]
    hint = f"add the key to {name}" if code == "wording-missing" else f"add it to {MODEL}.yaml too"
    message = f"`{name}` {does} `{key}`"
    return Diagnostic(code, message, Span(file.path), hint)  # type: ignore[arg-type]  # two codes
