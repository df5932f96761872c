"""The pieces of a book joined into one PDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from compendium.assemble import colour, links, trees
from compendium.assemble.binding import Bindery, Crew, Part
from compendium.assemble.faces import Cases
from compendium.assemble.folios import runs
from compendium.assemble.information import DocumentInfo, info_entries, xmp
from compendium.assemble.metrics import Type
from compendium.assemble.notation import array, dictionary, reference, references, text
from compendium.assemble.numbers import (
    CATALOG,
    DOCUMENT,
    INFORMATION,
    METADATA,
    PAGES,
    PROFILE,
    STRUCTURE,
)  # fmt: skip
from compendium.assemble.outline import outline
from compendium.assemble.packing import compress
from compendium.assemble.volumes import PACKED, Volume
from compendium.diag import Diagnostic, Span
from compendium.model.kept import Keep
from compendium.model.pages import Bookmark, Chunk, PageMap, Piece
from compendium.model.seals import sealed

EDITION = Span("edition.yaml")


def join(
    book: Sequence[tuple[Chunk, Piece]],
    pages: PageMap,
    info: DocumentInfo,
    fonts: Mapping[str, bytes],
    keep: Keep | None = None,
    crew: Crew | None = None,
) -> tuple[bytes, list[Diagnostic]]:
    """See `compendium.assemble.link`."""
    parts = [
        Part(chunk, piece, folios)
        for (chunk, piece), folios in zip(book, _folios(pages), strict=True)
    ]
    bindery = Bindery(info.lang, Type(fonts), keep, crew)
    taken = bindery.take(parts)
    cases = Cases()
    readings = [[cases.add(use) for use in made.quire.uses] for made in taken]
    problems = list(_anchored_twice(book))
    for part, made in zip(parts, taken, strict=True):
        problems += made.problems
        problems += links.lost(part.chunk.name, made.quire.leads, pages)
    volume = Volume(bindery)
    volume.add(METADATA, b"/Type /Metadata /Subtype /XML", xmp(info))
    volume.add(PROFILE, b"/N 3 " + PACKED, compress(colour.srgb()))
    volume.add_fonts(cases)
    for part, made, own in zip(parts, taken, readings, strict=True):
        volume.add_quire(part, made, own, pages)
    volume.name_again(pages)
    problems += _furnish(volume, pages, info, [mark for _, piece in book for mark in piece.outline])
    return sealed(volume.finished()), problems


def _folios(pages: PageMap) -> Iterator[tuple[str, ...]]:
    """The folios of each chunk's pages, its blank ones included."""
    for _, sheets in groupby(pages.sheets, key=lambda sheet: sheet.chunk):
        yield tuple(sheet.folio for sheet in sheets)


def _anchored_twice(book: Sequence[tuple[Chunk, Piece]]) -> Iterator[Diagnostic]:
    anchors = set[str]().union(*(piece.first for _, piece in book))
    if len(anchors) == sum(len(piece.first) for _, piece in book):
        return
    homes: dict[str, str] = {}
    for chunk, piece in book:
        for anchor in piece.first:
            home = homes.setdefault(anchor, chunk.name)
            if home != chunk.name:
                said = f"anchor `{anchor}` is in `{home}` and in `{chunk.name}`"
                yield Diagnostic("anchor-twice", said, EDITION, "rename one of the two")


def _furnish(
    volume: Volume, pages: PageMap, info: DocumentInfo, marks: Sequence[Bookmark]
) -> list[Diagnostic]:
    """Give *volume* all that a reader opens a book with, and what holds its quires together."""
    names = dictionary({b"/Dests": reference(trees.name_tree(volume.put, volume.places))})
    entries, problems = outline(marks, pages, volume.next)
    opened = {b"/Outlines": reference(volume.next), b"/PageMode": b"/UseOutlines"}
    for entry in entries:
        volume.put(entry)
    volume.fixed = {
        CATALOG: dictionary(
            {
                b"/Type": b"/Catalog",
                b"/Pages": reference(PAGES),
                b"/Lang": text(info.lang),
                b"/MarkInfo": b"<</Marked true>>",
                b"/Metadata": reference(METADATA),
                b"/Names": names,
                **(opened if entries else {}),
                b"/OutputIntents": array([colour.intent(PROFILE)]),
                b"/PageLabels": _labels(pages),
                b"/PageLayout": b"/TwoPageRight",
                b"/StructTreeRoot": reference(STRUCTURE),
                b"/ViewerPreferences": b"<</DisplayDocTitle true>>",
            }
        ),
        PAGES: dictionary(
            {
                b"/Type": b"/Pages",
                b"/Kids": references(volume.nodes),
                b"/Count": b"%d" % len(volume.leaves),
            }
        ),
        STRUCTURE: dictionary(_structure(volume)),
        DOCUMENT: dictionary(
            {
                b"/Type": b"/StructElem",
                b"/S": b"/Document",
                b"/P": reference(STRUCTURE),
                b"/Lang": text(info.lang),
                b"/K": references(volume.kids),
            }
        ),
        INFORMATION: dictionary(
            {f"/{key}".encode(): text(value) for key, value in info_entries(info).items()}
        ),
    }
    return problems


def _structure(volume: Volume) -> dict[bytes, bytes]:
    """The root of the tags, and the trees that find them."""
    root = {
        b"/Type": b"/StructTreeRoot",
        b"/K": references([DOCUMENT]),
        b"/ParentTree": reference(trees.root(volume.put, volume.parents)),
    }
    if volume.ids:
        ids = (trees.named(name, reference(element)) for name, element in volume.ids.items())
        root[b"/IDTree"] = reference(trees.name_tree(volume.put, ids))
    if volume.roles:
        roles = {role.encode(): other.encode() for role, other in volume.roles.items()}
        root[b"/RoleMap"] = dictionary(roles)
    # Its keys are numbers of objects, so the next one is that of what has none yet.
    root[b"/ParentTreeNextKey"] = b"%d" % volume.next
    return root


def _labels(pages: PageMap) -> bytes:
    numbers = (
        b"%d <</S %b/St %d>>" % (run.index, b"/r" if run.style == "roman" else b"/D", run.number)
        for run in runs([sheet.folio for sheet in pages.sheets])
    )
    return dictionary({b"/Nums": array(numbers)})
