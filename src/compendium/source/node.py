"""A value of a YAML file with the place of every key and value in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from compendium.diag import Span
from compendium.source.scalar import scalar_run
from compendium.source.text import Run, SourceFile

Loc = tuple[int | str, ...]
"""The way to a value: keys and positions from the top, as pydantic gives them."""

Data = str | list["Data"] | dict[str, "Data"]


@dataclass(slots=True)
class Node:
    """A value of a YAML file and where it stands.

    Shape: `text` is the words of a scalar; `items` the values of a sequence; `fields`
        those of a mapping by key, and `keys` the runs of the keys themselves. `plain`
        tells a scalar without quotes. Offsets are those of the file.
    """

    kind: Literal["scalar", "sequence", "mapping"]
    file: SourceFile
    start: int
    end: int
    text: str = ""
    plain: bool = False
    items: list[Node] = field(default_factory=list)
    fields: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Span] = field(default_factory=dict)

    @property
    def span(self) -> Span:
        """Where the value stands."""
        return self.file.span(self.start, self.end)

    @property
    def blank(self) -> bool:
        """Whether nothing was written for the value."""
        return self.kind == "scalar" and self.plain and not self.text

    def run(self) -> Run:
        """The words of a scalar, each character with its place."""
        return scalar_run(self.file, self.start, self.end, self.text)

    def data(self) -> Data:
        """The value as plain strings, lists and dictionaries; keys without a value are left out."""
        if self.kind == "scalar":
            return self.text
        if self.kind == "sequence":
            return [item.data() for item in self.items]
        return {key: node.data() for key, node in self.fields.items() if not node.blank}

    def find(self, loc: Loc) -> Node:
        """The value at *loc*, or the nearest above it that was written."""
        node = self
        for step in loc:
            below = node.fields.get(step) if isinstance(step, str) else node._item(step)
            if below is None:
                break
            node = below
        return node

    def key(self, loc: Loc) -> Span | None:
        """Where the key that ends *loc* was written, if it was."""
        above = self.find(loc[:-1])
        return above.keys.get(str(loc[-1])) if loc else None

    def _item(self, at: int) -> Node | None:
        return self.items[at] if at < len(self.items) else None

    def spans(self) -> Mapping[Loc, Span]:
        """Every value's span by its way from the top."""
        return dict(self._spans(()))

    def _spans(self, loc: Loc) -> Iterator[tuple[Loc, Span]]:
        yield loc, self.span
        for at, item in enumerate(self.items):
            yield from item._spans((*loc, at))
        for key, node in self.fields.items():
            yield from node._spans((*loc, key))
