"""Document files: front matter and Markdown, one file for each language of a document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from compendium.corpus.fields import arrangement, date, first, words, written
from compendium.corpus.schema import DocumentShape, MatterShape
from compendium.corpus.shape import fit
from compendium.model.kept import Keep
from compendium.model.volume import WrittenDocument, WrittenText
from compendium.source.markdown import read_markdown
from compendium.source.node import Node
from compendium.source.problems import Problems
from compendium.source.text import SourceFile
from compendium.source.yaml import read_yaml

_FENCE = re.compile(r"---[ \t]*\n(?P<yaml>(?:.*\n)*?)---[ \t]*(?:\n|$)")


@dataclass(frozen=True, slots=True)
class Read:
    """A file read: its front matter, checked, and its text."""

    node: Node
    shape: MatterShape
    text: WrittenText


def read_text(
    file: SourceFile,
    lang: str,
    shape: type[MatterShape],
    problems: Problems,
    keep: Keep | None = None,
) -> Read | None:
    """What *file* holds, or None if its front matter cannot be made out; all of it is read."""
    fence = _FENCE.match(file.text)
    body = file.text.count("\n", 0, fence.end()) + 1 if fence else 1
    if fence and not fence[0].endswith("\n"):
        body += 1
    blocks, notes, found = read_markdown(file, body, keep)
    node = _front(file, fence, problems)
    fitted = fit(node, shape, problems) if node else None
    problems.found += found
    if node is None or fitted is None:
        return None
    text = WrittenText(
        lang,
        file.path,
        words(node, "title", problems),
        blocks,
        notes,
        node.fields["title"].span,
        fitted.short_title,
        fitted.status,
        words(node, "source", problems),
        fitted.place if isinstance(fitted, DocumentShape) else "",
        fitted.extent if isinstance(fitted, DocumentShape) else "whole",
        words(node.fields["date"], "ground", problems) if "date" in node.fields else (),
    )
    return Read(node, fitted, text)


def _front(file: SourceFile, fence: re.Match[str] | None, problems: Problems) -> Node | None:
    if fence is None:
        opened = file.text.startswith("---")
        message = "the front matter is never closed" if opened else "the file has no front matter"
        hint = "put a line `---` after it" if opened else "begin with `---`, `title: ...`, `---`"
        problems.error("front-matter-missing", message, file.span(0, 3 if opened else 0), hint)
        return None
    node, found = read_yaml(file, fence.start("yaml"), fence.end("yaml"))
    problems.found += found
    if node is None or node.kind != "mapping":
        if not found:
            message, hint = "the front matter has no keys", "write `title: ...`"
            problems.error("value-bad", message, file.span(0, 3), hint)
        return None
    return node


def make_document(slug: str, reads: Sequence[Read], problems: Problems) -> WrittenDocument:
    """The document in all its languages; what is common to them comes from the first."""
    node, shape = reads[0].node, reads[0].shape
    assert isinstance(shape, DocumentShape)
    for other in reads[1:]:
        _agree(reads[0], other, problems)
    return WrittenDocument(
        slug=slug,
        kind=shape.kind,
        texts=tuple(read.text for read in reads),
        span=reads[0].text.span,
        date=date(node, "date", shape.date, problems),
        place=shape.place,
        sender=written(node, "from"),
        recipient=written(node, "to"),
        parties=written(node, "parties"),
        signed=date(node, "signed", shape.signed, problems),
        ratified=date(node, "ratified", shape.ratified, problems),
        in_force=date(node, "in-force", shape.in_force, problems),
        extent=shape.extent,
        units=shape.units,
        replies_to=first(written(node, "replies-to")),
        encloses=written(node, "encloses"),
        without_forms=written(node, "without-forms"),
        prevails=shape.prevails or "",
        arrangement=arrangement(node, shape.arrangement),
    )


_COMMON = (
    "kind", "date", "from", "to", "parties", "signed", "ratified", "in-force", "units",
    "replies-to", "encloses", "without-forms", "prevails", "arrangement",
)  # fmt: skip
"""What is said of a document once, in its first text."""


def _agree(first: Read, other: Read, problems: Problems) -> None:
    """Report what *other* says of the document otherwise than *first*, which counts for all."""
    for key in _COMMON:
        if key not in other.node.fields or other.node.fields[key].blank:
            continue
        said, known = other.node.fields[key], first.node.fields.get(key)
        if known is None or _fact(known) != _fact(said):
            there = str(known.span) if known else first.text.path
            message = f"`{key}` is not what it is in `{there}`, which counts for all texts"
            problems.error("facts-differ", message, said.span, "correct one, or say it there only")


def _fact(node: Node) -> object:
    """What *node* says, whatever the language: of a date not the ground, which is words."""
    data = node.data()
    return {k: v for k, v in data.items() if k != "ground"} if isinstance(data, dict) else data
