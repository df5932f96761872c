"""Where in the corpus a problem of a chunk was written, as far as its anchors tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from compendium.diag import Span
from compendium.model.pages import Line


@dataclass(frozen=True)
class Places:
    """The lines of a chunk, and the spans of its anchors."""

    chunk: str
    lines: Iterable[Line]
    spans: Mapping[str, Span]

    def span(self, anchor: str) -> Span:
        """Where *anchor* was written; the name of the chunk if nobody told us."""
        return self.spans.get(anchor) or Span(self.chunk)

    def having(self, text: str) -> tuple[str, ...]:
        """The anchors around the lines that show *text*, in order, each once."""
        return tuple(dict.fromkeys(line.anchor for line in self.lines if text in line.text))
