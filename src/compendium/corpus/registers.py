"""Register files: persons, places, bodies and the rest, entry by entry."""

from __future__ import annotations

from compendium.corpus.fields import first, words, written
from compendium.corpus.schema import EntryShape, RegisterShape, VariantShape
from compendium.corpus.shape import fit
from compendium.model.volume import (
    Naming,
    Variant,
    Written,
    WrittenEntry,
)
from compendium.source.node import Node
from compendium.source.problems import Problems
from compendium.source.text import SourceFile
from compendium.source.yaml import read_yaml


def read_entries(file: SourceFile, problems: Problems) -> tuple[WrittenEntry, ...] | None:
    """The entries of the register in *file*, or None if it cannot be made out."""
    node, found = read_yaml(file)
    problems.found += found
    if node is None:
        return () if not found else None
    shape = fit(node, RegisterShape, problems, above=("entries",))
    return _entries(shape.entries, node, problems) if shape else None


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
        forms=_of_all(node, "forms"),
        excepted=_of_all(node, "except"),
        see=written(node, "see"),
        see_also=written(node, "see-also"),
        at=written(node, "at"),
        printed=first(written(node, "printed")),
        children=_entries(shape.sub, node.fields.get("sub"), problems),
        namings={lang: _naming(shape, node, lang, problems) for lang in _languages(node)},
    )


_BY_LANGUAGE = ("names", "sorts", "readings", "descriptions", "variants", "forms", "except")


def _languages(node: Node) -> list[str]:
    """The languages for which the entry at *node* says something, in the order it names them."""
    below = (node.fields[key].fields for key in _BY_LANGUAGE if key in node.fields)
    return list(dict.fromkeys(lang for fields in below for lang in fields))


def _naming(shape: EntryShape, node: Node, lang: str, problems: Problems) -> Naming:
    def within(key: str) -> Node:
        return node.fields.get(key, _NOTHING)

    return Naming(
        name=words(within("names"), lang, problems),
        sort=shape.sorts.get(lang),
        reading=shape.readings.get(lang),
        description=words(within("descriptions"), lang, problems),
        variants=_variants(shape.variants.get(lang, []), within("variants").fields.get(lang)),
        forms=written(within("forms"), lang),
        excepted=written(within("except"), lang),
    )


_NOTHING = Node("mapping", SourceFile("", ""), 0, 0)


def _variants(shapes: list[VariantShape], node: Node | None) -> tuple[Variant, ...]:
    items = [] if node is None else node.items if node.kind == "sequence" else [node]
    return tuple(
        Variant(shape.name, item.span, shape.sort, shape.reading)
        for shape, item in zip(shapes, items, strict=True)
    )


def _of_all(node: Node, key: str) -> tuple[Written, ...]:
    """The values of *key* that are for no language in particular."""
    below = node.fields.get(key)
    return () if below is None or below.kind == "mapping" else written(node, key)


def _unique(entries: tuple[WrittenEntry, ...], problems: Problems) -> None:
    seen: dict[str, WrittenEntry] = {}
    for entry in entries:
        earlier = seen.setdefault(entry.id, entry)
        if earlier is not entry:
            message = f"`{entry.id}` is the id of two entries, first at {earlier.span}"
            problems.error("id-duplicate", message, entry.span, "give one of them another id")
