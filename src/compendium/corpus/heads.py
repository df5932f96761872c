"""The front matter of a text: what it says of itself, and of its document."""

from __future__ import annotations

import json

from compendium.corpus.documents import Head, Said
from compendium.corpus.fields import arrangement, date, first, words, written
from compendium.corpus.schema import DocumentShape, MatterShape
from compendium.corpus.shape import fit
from compendium.model.volume import WrittenDocument, WrittenText
from compendium.source.node import Node
from compendium.source.problems import Problems
from compendium.source.text import SourceFile
from compendium.source.yaml import read_yaml


def read_head(
    file: SourceFile, place: tuple[int, int], lang: str, folder: str, problems: Problems
) -> Head | None:
    """The front matter that stands in *file* between two offsets, None if it is no such thing."""
    node = _front(file, place, problems)
    if node is None:
        return None
    fitted = fit(node, DocumentShape if folder == "documents" else MatterShape, problems)
    if fitted is None:
        return None
    shape = fitted if isinstance(fitted, DocumentShape) else None
    document = _document(node, shape, problems) if shape else None
    text = WrittenText(
        lang,
        "",
        words(node, "title", problems),
        (),
        (),
        node.fields["title"].span,
        fitted.short_title,
        fitted.status,
        words(node, "source", problems),
        shape.place if shape else "",
        shape.extent if shape else "whole",
        document.date.ground if document and document.date else (),
    )
    return text, document, {key: _said(node.fields[key]) for key in _COMMON if key in node.fields}


def _front(file: SourceFile, place: tuple[int, int], problems: Problems) -> Node | None:
    node, found = read_yaml(file, *place)
    problems.found += found
    if node is None or node.kind != "mapping":
        if not found:
            message, hint = "the front matter has no keys", "write `title: ...`"
            problems.error("value-bad", message, file.span(0, 3), hint)
        return None
    return node


def _document(node: Node, shape: DocumentShape, problems: Problems) -> WrittenDocument:
    return WrittenDocument(
        slug="",
        kind=shape.kind,
        texts=(),
        span=node.fields["title"].span,
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


def _said(node: Node) -> Said:
    """What *node* says, whatever the language: of a date not the ground, which is words."""
    data = node.data()
    fact = {k: v for k, v in data.items() if k != "ground"} if isinstance(data, dict) else data
    return json.dumps(fact, sort_keys=True), node.span, node.blank
