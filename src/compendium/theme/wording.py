"""The words a theme adds to a page ("Contents", "p. 4 below"), in every language it speaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from compendium.diag import Diagnostic, Span
from compendium.source.text import SourceFile

MODEL = "en"
"""The language whose keys all others must have."""


def read_wording(
    files: Mapping[str, SourceFile],
) -> tuple[dict[str, dict[str, str]], list[Diagnostic]]:
    """The strings of each language by key, and the keys that a language lacks or adds."""
    from compendium.source.yaml import read_yaml  # a theme that is known is not read

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
        problems += _odd(name, Span(file.path), sorted(known - keys), sorted(keys - known))
    return wording, problems


def _odd(name: str, span: Span, lacking: list[str], added: list[str]) -> Iterator[Diagnostic]:
    for key in lacking:
        message = f"`{name}` has no words for `{key}`"
        yield Diagnostic("wording-missing", message, span, f"add the key to {name}")
    for key in added:
        message = f"`{name}` has words for `{key}`"
        yield Diagnostic("wording-unknown", message, span, f"add the key to {MODEL}.yaml too")
