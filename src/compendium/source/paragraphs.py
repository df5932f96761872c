"""Paragraphs and headings: their words, and the attributes that end them."""

from __future__ import annotations

from compendium.model.text import Block, Figure, Heading, Image, Inline, Paragraph, Table, Text
from compendium.source.attributes import Attributes, last_attributes
from compendium.source.grammar import Branch
from compendium.source.inline import Context, read_inline
from compendium.source.lines import heading_run, paragraph_run
from compendium.source.problems import suggest
from compendium.source.text import Run, SourceFile

SIDES = ("left", "center", "right")
"""What `{align=...}` says of lines; anything else is the id of a block."""

LONGEST = 20_000
"""Words a paragraph may have; the typesetter stalls on more."""

_WIDEST = 200_000
"""Characters of a paragraph that are read for mark-up at all."""


def read_words(run: Run, context: Context) -> tuple[Inline, ...]:
    """The nodes of *run*; one too long to be typeset is not looked into."""
    words = run.text.count(" ") + run.text.count("\n")
    span = run.span(0, len(run.text))
    if words > LONGEST or len(run.text) > _WIDEST:
        message = f"a paragraph has more than `{LONGEST}` words"
        context.problems.error("paragraph-long", message, span, "divide it with an empty line")
    if len(run.text) > _WIDEST:
        return (Text(run.text, span),)
    return read_inline(run, context)


def read_paragraph(run: Run, context: Context, before: list[Block]) -> list[Block]:
    """The paragraph or figure that *run* is; none if it is the caption of a table *before* it."""
    words, attributes = _part(run, context)
    if words.text.startswith(": ") and before and isinstance(before[-1], Table):
        before[-1] = _captioned(before[-1], words, attributes, context)
        return []
    span = run.span(0, len(run.text))
    content = read_words(words, context)
    anchor = attributes.id if attributes else ""
    if len(content) == 1 and isinstance(content[0], Image):
        caption, own = context.pictures[content[0].span]
        return [Figure(content[0], caption, span, anchor or own)]
    return [Paragraph(content, span, anchor, context.piece, *_aligned(attributes))]


def _captioned(table: Table, words: Run, attributes: Attributes | None, context: Context) -> Table:
    caption = read_words(words.cut(2, len(words.text)), context)
    anchor = attributes.id if attributes else ""
    return Table(table.head, table.rows, table.alignments, table.span, caption, anchor)


def read_heading(branch: Branch, file: SourceFile, context: Context) -> Heading:
    """The heading of *branch*, written with signs before it or a line below it."""
    token, content = branch.token, branch.inside[0].token.content
    if token.markup.startswith("#"):
        run = heading_run(file, branch.lines[0], content)
    else:
        run = paragraph_run(file, branch.lines, content)
    words, attributes = _part(run, context)
    return Heading(
        int(token.tag[1:]),
        read_words(words, context),
        run.span(0, len(run.text)),
        attributes.id if attributes else "",
        *_aligned(attributes),
    )


def _aligned(attributes: Attributes | None) -> tuple[str | None, str]:
    """How the words stand in their lines, and the block of the main text they stand level with."""
    align = attributes.pairs.get("align") if attributes else None
    return (align, "") if align is None or align in SIDES else (None, align)


def _part(run: Run, context: Context) -> tuple[Run, Attributes | None]:
    """The words of *run*, and the attributes after them."""
    attributes = last_attributes(run.text)
    if attributes is None:
        return run, None
    _check(attributes, run, context)
    words = run.cut(0, len(run.text[: attributes.start].rstrip()))
    if not words.text:
        message = f"`{run.text.strip()}` stands alone"
        hint = "put it at the end of the paragraph it belongs to"
        context.problems.error("attribute-bad", message, run.span(0, len(run.text)), hint)
    return words, attributes


def _check(attributes: Attributes, run: Run, context: Context) -> None:
    for name in (*("." + name for name in attributes.classes), *attributes.pairs):
        if name == "align":
            continue
        hint = suggest(name, ["align"]) if not name.startswith(".") else ""
        if not hint.startswith("did"):
            hint = "put the words it is meant for in brackets, or in a div"
        message = f"a paragraph cannot have `{name}`"
        place = run.span(*attributes.places[name])
        context.problems.error("attribute-unknown", message, place, hint)
