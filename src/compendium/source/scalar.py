"""The words of a YAML scalar matched with what was written, so that each keeps its place."""

from __future__ import annotations

import re

from compendium.source.text import Run, SourceFile

_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_JOINED = re.compile(r"\\\n[ \t]*")
_FOLD = re.compile(r"[ \t]*\n[ \t]*")
_SPACE = re.compile(r"\s+")


def scalar_run(file: SourceFile, start: int, end: int, value: str) -> Run:
    """The run of the scalar written between two offsets of *file*, whose words are *value*.

    Walks both in step: where they are equal they pair off, and where YAML folds a line,
    doubles a quote or reads an escape, what was written is stepped over whole. Should
    they not agree, every character is given the place where the scalar begins.
    """
    walk = _Walk(file.text[start:end])
    pieces: list[tuple[int, int]] = []
    for index, character in enumerate(value):
        offset = start + walk.step(character)
        if not pieces or index - pieces[-1][0] != offset - pieces[-1][1]:
            pieces.append((index, offset))
    if walk.lost:
        pieces = [(index, start) for index in range(len(value))]
    return Run(file, value, tuple(pieces) or ((0, start),))


class _Walk:
    """Steps through what was written of a scalar, one character of its value at a time."""

    def __init__(self, written: str) -> None:
        self.written = written
        self.quote = written[:1] if written[:1] in ("'", '"') else ""
        header = re.match(r"[|>][^\n]*\n(?:[ \t]*\n)*( *)", written)
        self.indent = len(header[1]) if header else None
        self.at = len(self.quote) if not header else header.end()
        self.lost = False

    def step(self, character: str) -> int:
        """Where *character* was written; afterwards we stand behind it."""
        if self.quote == '"':
            self._over(_JOINED)
        if not character.isspace():
            self._over(_SPACE)
        here = self.at
        width = self._width(character)
        if width == 1 and self.written[here : here + 1] != character:
            self.lost = self.written[here:].strip() != "" or not character.isspace()
        self.at += width
        return min(here, len(self.written))

    def _over(self, pattern: re.Pattern[str]) -> None:
        if found := pattern.match(self.written, self.at):
            self.at = found.end()

    def _width(self, character: str) -> int:
        if self.quote == '"' and (escape := _ESCAPE.match(self.written, self.at)):
            return escape.end() - self.at
        if self.quote == "'" and self.written.startswith("''", self.at):
            return 2
        if self.indent is not None and character == "\n":
            fold: re.Match[str] | None = re.compile(f"\n {{0,{self.indent}}}").match(
                self.written, self.at
            )
        else:
            fold = _FOLD.match(self.written, self.at) if character in " \n" else None
        return fold.end() - self.at if fold else 1
