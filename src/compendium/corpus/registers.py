"""Register files: persons, places, bodies and the rest, entry by entry."""

from __future__ import annotations

from compendium.corpus.fields import first, words, written
from compendium.corpus.schema import EntryShape, RegisterShape
from compendium.corpus.shape import fit
from compendium.model.volume import RegisterKind, WrittenEntry, WrittenRegister
from compendium.source.node import Node
from compendium.source.problems import Problems
from compendium.source.text import SourceFile
from compendium.source.yaml import read_yaml


def read_register(
    file: SourceFile, kind: RegisterKind, problems: Problems
) -> WrittenRegister | None:
    """The register in *file*, or None if it cannot be made out."""
    node, found = read_yaml(file)
    problems.found += found
    if node is None:
        return WrittenRegister(kind, (), file.path) if not found else None
    shape = fit(node, RegisterShape, problems, above=("entries",))
    if shape is None:
        return None
    return WrittenRegister(kind, _entries(shape.entries, node, problems), file.path)


def _entries(
    shapes: list[EntryShape], node: Node | None, problems: Problems
) -> tuple[WrittenEntry, ...]:
    items = node.items if node else []
    entries = tuple(
        _entry(shape, below, problems) for shape, below in zip(shapes, items, strict=True)
    )
    _unique(entries, problems)
    return entries


def _entry(shape: EntryShape, node: Node, problems: Problems) -> WrittenEntry:
    return WrittenEntry(
        id=shape.id,
        name=words(node, "name", problems),
        span=node.fields["id"].span,
        sort=shape.sort,
        reading=shape.reading,
        description=words(node, "description", problems),
        forms=written(node, "forms"),
        excepted=written(node, "except"),
        see=written(node, "see"),
        see_also=written(node, "see-also"),
        printed=first(written(node, "printed")),
        children=_entries(shape.sub, node.fields.get("sub"), problems),
    )


def _unique(entries: tuple[WrittenEntry, ...], problems: Problems) -> None:
    seen: dict[str, WrittenEntry] = {}
    for entry in entries:
        earlier = seen.setdefault(entry.id, entry)
        if earlier is not entry:
            message = f"`{entry.id}` is the id of two entries, first at {earlier.span}"
            problems.error("id-duplicate", message, entry.span, "give one of them another id")
