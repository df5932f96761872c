"""Values of a checked YAML file as the model wants them, each with its place."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from compendium.diag import Span
from compendium.model.printing import PrintPlan
from compendium.model.text import Inline
from compendium.model.volume import Arrangement, Date, LineNumbers, Written
from compendium.source.inline import Context, read_inline
from compendium.source.node import Node
from compendium.source.problems import Problems
from compendium.source.text import Run

if TYPE_CHECKING:
    from compendium.corpus.schema import ArrangementShape, DateShape, LineNumbersShape, PrintShape


def written(node: Node, key: str) -> tuple[Written, ...]:
    """The values of *key*, one or a list of them."""
    below = node.fields.get(key)
    if below is None or below.blank:
        return ()
    items = below.items if below.kind == "sequence" else [below]
    return tuple(Written(item.text, item.span) for item in items)


def first(values: tuple[Written, ...]) -> Written | None:
    """The only value there is, if there is one."""
    return values[0] if values else None


def words(node: Node, key: str, problems: Problems) -> tuple[Inline, ...]:
    """The value of *key* as running text, each node where it was written."""
    below = node.fields.get(key)
    if below is None or below.blank:
        return ()
    run = _unfolded(below.run())
    return read_inline(run.cut(0, len(run.text.rstrip())), Context(problems, noted=False))


_FOLD = re.compile("(?<=[\u2e80-\u9fff\uff01-\uff60]) (?=[\u2e80-\u9fff\uff01-\uff60])")


def _unfolded(run: Run) -> Run:
    """*run* with its line ends for the spaces that YAML made of them in a script without spaces."""
    text = _FOLD.sub(lambda space: _line_end(run, space.start()), run.text)
    return replace(run, text=text)


def _line_end(run: Run, at: int) -> str:
    return "\n" if run.file.text[run.offset(at) :].lstrip(" \t").startswith("\n") else " "


def arrangement(node: Node, shape: ArrangementShape) -> Arrangement:
    """The value of `arrangement`, whose *shape* was found good."""
    below = node.fields.get("arrangement")
    if below is None:
        return Arrangement()
    return Arrangement(shape.form, written(below, "languages"), below.span)


def line_numbers(shape: LineNumbersShape) -> LineNumbers | None:
    """The value of `line-numbers`, whose *shape* was found good."""
    return None if shape.by == "none" else LineNumbers(shape.by, int(shape.every))


def print_plan(shape: PrintShape) -> PrintPlan:
    """The value of `print`, whose *shape* was found good."""
    return PrintPlan(
        float(shape.bleed), int(shape.sheet), float(shape.leaf), float(shape.board), shape.condition
    )


def date(node: Node, key: str, shape: DateShape | None, problems: Problems) -> Date | None:
    """The date at *key*, whose *shape* was found good."""
    if shape is None:
        return None
    below = node.fields[key]
    if below.kind == "scalar":
        return Date(shape.value, below.span)
    ground = words(below, "ground", problems)
    span: Span = below.fields["value"].span
    return Date(shape.value, span, shape.inferred, ground, shape.given or None)
