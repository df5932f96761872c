"""The pieces of a book joined into one PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from compendium.assemble import colour, links, trees
from compendium.assemble.binding import Bindery, Crew
from compendium.assemble.exchange import Layout
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
from compendium.assemble.stacks import Part
from compendium.assemble.trees import Leaf
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
    note: Callable[[Layout], None] | None = None,
) -> tuple[bytes, list[Diagnostic]]:
    """See `compendium.assemble.link`."""
    parts = [
        Part(chunk, piece, folios)
        for (chunk, piece), folios in zip(book, _folios(pages), strict=True)
    ]
    bindery = Bindery(info.lang, Type(fonts), keep, crew)
    piles = bindery.piles(parts)
    registers = [pile.register for pile in piles]
    cases = Cases()
    readings = [[cases.add(use) for use in known.uses] for known in registers]
    problems = list(_anchored_twice(book))
    volume = Volume(bindery)
    volume.add(METADATA, b"/Type /Metadata /Subtype /XML", xmp(info))
    volume.add(PROFILE, b"/N 3 " + PACKED, compress(colour.srgb()))
    volume.add_fonts(cases)
    firsts = volume.stand(registers)
    own = [[volume.fonts[reading] for reading in used] for used in readings]
    for stack, found in bindery.bind(piles, firsts, own, pages):
        problems += found
        volume.add_stack(stack)
    for pile in piles:
        for part, leads in zip(pile.parts, pile.register.leads, strict=True):
            problems += links.lost(part.chunk.name, leads, pages)
    volume.places += _named_again(book, volume.leaves, pages)
    problems += _furnish(volume, pages, info, [mark for _, piece in book for mark in piece.outline])
    pdf = sealed(volume.finished())
    if note and not problems:
        note(volume.layout(piles, cases))
    return pdf, problems


def _folios(pages: PageMap) -> Iterator[tuple[str, ...]]:
    """The folios of each chunk's pages, its blank ones included."""
    for _, sheets in groupby(pages.sheets, key=lambda sheet: sheet.chunk):
        yield tuple(sheet.folio for sheet in sheets)


def _named_again(
    book: Sequence[tuple[Chunk, Piece]], leaves: Sequence[int], pages: PageMap
) -> list[Leaf]:
    """The anchors that *pages* has and no piece: older names of passages."""
    own = set[str]().union(*(piece.first for _, piece in book))
    if len(pages.first) == len(own):
        return []
    heights = {
        first + at: sheet.height
        for first, (_, piece) in zip(_opened(pages), book, strict=True)
        for at, sheet in enumerate(piece.sheets)
    }
    rows: list[trees.Row] = []
    for anchor in pages.first.keys() - own:
        at, top = pages.first[anchor].sheet - 1, pages.first[anchor].top
        rows.append(links.destination(anchor, leaves[at], heights[at] - top))
    return trees.leaves(rows)


def _opened(pages: PageMap) -> list[int]:
    """The place of the first sheet of each chunk among all, from 0."""
    chunks = [sheet.chunk for sheet in pages.sheets]
    return [at for at, chunk in enumerate(chunks) if at == 0 or chunk != chunks[at - 1]]


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
    places = trees.name_tree(volume.put, volume.part, volume.places)
    volume.part()
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
                b"/Names": dictionary({b"/Dests": reference(places)}),
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
        ids = trees.name_tree(volume.put, volume.part, volume.ids)
        root[b"/IDTree"] = reference(ids)
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
