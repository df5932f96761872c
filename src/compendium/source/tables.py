"""Pipe tables, every cell with its place and none dropped in silence."""

from __future__ import annotations

from compendium.model.text import Row, Table
from compendium.source.grammar import Branch
from compendium.source.inline import Context, read_inline
from compendium.source.lines import cell_runs
from compendium.source.text import SourceFile


def read_table(branch: Branch, file: SourceFile, context: Context) -> Table:
    """The table of *branch*; a cell beyond its columns is an error, a missing one is empty."""
    rows = [row for group in branch.inside for row in group.inside]
    made = [_row(row, file, context, len(rows[0].inside)) for row in rows]
    first, last = made[0].span, made[-1].span
    head = made[0] if any(made[0].cells) else None
    alignments = tuple(_alignment(cell) for cell in rows[0].inside)
    span = file.span(file.offset(first.start), file.offset(last.end))
    return Table(head, tuple(made[1:]), alignments, span)


def _alignment(cell: Branch) -> str:
    return str(cell.token.attrs.get("style", "")).removeprefix("text-align:")


def _row(branch: Branch, file: SourceFile, context: Context, columns: int) -> Row:
    number = branch.lines[0]
    contents = [cell.inside[0].token.content for cell in branch.inside]
    runs = cell_runs(file, number, contents)
    for extra in runs[columns:]:
        context.problems.error(
            "cell-extra",
            f"the cell `{extra.text}` is one more than the table has columns",
            extra.span(0, len(extra.text)),
            "add a column to the head, or write `\\|` for a bar inside a cell",
        )
    cells = [read_inline(run, context) for run in runs[:columns]]
    cells += [()] * (columns - len(cells))
    start, line = file.starts[number - 1], file.line(number)
    left = len(line) - len(line.lstrip())
    span = file.span(start + left, start + max(left, len(line.rstrip())))
    return Row(tuple(cells), span)
