"""A Markdown text as the blocks and notes of the model, each with the place it was written at."""

from __future__ import annotations

from compendium.diag import Diagnostic
from compendium.model.kept import Keep
from compendium.model.text import Block
from compendium.model.volume import WrittenNote
from compendium.source.keeping import Found, reading
from compendium.source.problems import Problems
from compendium.source.text import SourceFile

Body = tuple[tuple[Block, ...], tuple[WrittenNote, ...]]
"""A text: its blocks, and its notes as they are written."""


def read_markdown(
    file: SourceFile, start_line: int = 1, keep: Keep | None = None
) -> tuple[tuple[Block, ...], tuple[WrittenNote, ...], list[Diagnostic]]:
    """The blocks and notes of *file* from line *start_line* on, and what is wrong with them.

    Every word comes out as it was written, in the same order, or a problem says where
    one does not. What *keep* has of the same text is not read again.
    """
    start = file.starts[start_line - 1] if start_line <= len(file.starts) else len(file.text)
    (blocks, notes), found = reading(
        keep,
        "markdown",
        (file.text[start:],),
        file.path,
        start_line,
        lambda: _read(file, start_line, start),
    )
    return blocks, notes, [*found]


def _read(file: SourceFile, start_line: int, start: int) -> Found[Body]:
    # The parser is loaded where there is something to parse.
    from compendium.source.blocks import Builder
    from compendium.source.grammar import block_tree, labels
    from compendium.source.inline import Context
    from compendium.source.notes import Notes
    from compendium.source.words import check_words

    tree = block_tree("\n" * (start_line - 1) + file.text[start:])
    problems = Problems()
    context, noted = Context(problems, labels(tree)), Notes(problems)
    blocks = Builder(file, context, noted).blocks(tree)
    noted.check(context.called)
    notes = tuple(noted.written)
    problems.found += check_words(file, start, blocks, notes, problems.found)
    return (blocks, notes), sorted(problems.found, key=lambda problem: problem.span)
