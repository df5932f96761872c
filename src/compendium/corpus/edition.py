"""The file edition.yaml: what the edition is, and which documents it prints in what order."""

from __future__ import annotations

from collections.abc import Iterable

from compendium.corpus.fields import (
    arrangement,
    date,
    line_numbers,
    print_plan,
    words,
    written,
)
from compendium.corpus.schema import EditionShape, ImprintShape
from compendium.corpus.shape import fit
from compendium.model.text import Inline
from compendium.model.volume import Imprint, IndexPlan, Volume, Written, WrittenPart
from compendium.source.node import Node
from compendium.source.problems import Problems
from compendium.source.text import SourceFile
from compendium.source.yaml import read_yaml

Plan = tuple[Volume, tuple[Written, ...], tuple[Written, ...]]
"""The edition without its files, and the slugs of its front and back matter."""


def read_plan(file: SourceFile, problems: Problems) -> Plan | None:
    """The plan in *file*, or None if it cannot be made out."""
    node, found = read_yaml(file)
    problems.found += found
    if node is None or node.kind != "mapping":
        if not found:
            message, hint = "the file has no keys", "begin with `title: ...`"
            problems.error("value-bad", message, file.span(0, 0), hint)
        return None
    shape = fit(node, EditionShape, problems)
    if shape is None:
        return None
    made = date(node, "date", shape.date, problems)
    assert made is not None
    volume = Volume(
        id="",
        title=shape.title,
        version=shape.version,
        date=made,
        languages=tuple(shape.languages),
        span=node.span,
        subtitle=shape.subtitle,
        short_title=shape.short_title,
        imprint=_imprint(shape.imprint),
        theme=shape.theme,
        theme_span=theme.span if (theme := node.fields.get("theme")) else node.span,
        note_numbering=shape.notes,
        parts=_parts(node, shape),
        indexes=_indexes(node, shape, problems),
        list_by_date=shape.list_by_date,
        page_pictures=shape.page_pictures,
        arrangement=arrangement(node, shape.arrangement),
        in_languages={
            "title": shape.titles,
            "subtitle": shape.subtitles,
            "short_title": shape.short_titles,
        },
        line_numbers=line_numbers(shape.line_numbers),
        printing=print_plan(shape.print),
        carries=frozenset(shape.carries),
        quotation_variants=shape.quotation_variants,
    )
    return volume, written(node, "front"), written(node, "back")


def _imprint(shape: ImprintShape) -> Imprint:
    texts = shape.model_dump(exclude={"editors", "statement"})
    return Imprint(**texts, editors=tuple(shape.editors), statement=tuple(shape.statement))


def _parts(node: Node, shape: EditionShape) -> tuple[WrittenPart, ...]:
    nodes = node.fields["parts"].items if shape.parts else []
    return tuple(
        WrittenPart(
            part.id,
            part.number,
            part.title,
            written(below, "documents"),
            below.span,
            part.follow_on,
            part.short_title,
            arrangement(below, part.arrangement),
            {"title": part.titles, "short_title": part.short_titles},
        )
        for part, below in zip(shape.parts, nodes, strict=True)
    )


def _headnotes(
    node: Node, languages: Iterable[str], problems: Problems
) -> dict[str, tuple[Inline, ...]]:
    below = node.fields.get("headnotes")
    return {lang: words(below, lang, problems) for lang in languages} if below else {}


def _indexes(node: Node, shape: EditionShape, problems: Problems) -> tuple[IndexPlan, ...]:
    nodes = node.fields["indexes"].items if shape.indexes else []
    return tuple(
        IndexPlan(
            id=index.id,
            title=index.title,
            registers=tuple(index.registers),
            span=below.span,
            numbers=index.numbers,
            join=index.join,
            sort=index.sort,
            form=index.form,
            letters=tuple(index.letters) if isinstance(index.letters, list) else index.letters,
            headnote=words(below, "headnote", problems),
            language=index.language,
            titles=index.titles,
            headnotes=_headnotes(below, index.headnotes, problems),
        )
        for index, below in zip(shape.indexes, nodes, strict=True)
    )
