"""The pieces of a book joined into one PDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import groupby

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf, Stream, String

from compendium.assemble import colour, faces, leaves, links, outline, tags, trees
from compendium.assemble.folios import runs
from compendium.assemble.information import DocumentInfo, info_entries, xmp
from compendium.diag import Diagnostic, Span
from compendium.model.kept import Keep
from compendium.model.pages import Chunk, PageMap, Piece
from compendium.model.seals import sealed

EDITION = Span("edition.yaml")


def join(
    book: Sequence[tuple[Chunk, Piece]],
    pages: PageMap,
    info: DocumentInfo,
    fonts: Mapping[str, bytes],
    keep: Keep | None = None,
) -> tuple[bytes, list[Diagnostic]]:
    """See `compendium.assemble.link`."""
    pdf = Pdf.new()
    problems = list(_anchored_twice(book))
    cases, named = faces.collect(piece for _, piece in book)
    metrics = faces.measure(cases, fonts)
    embedded = faces.embed(pdf, cases, metrics, fonts)
    tree = tags.plant(pdf)
    sources: list[Pdf] = []  # kept open: their pictures are read when the book is saved
    for (chunk, piece), resources, sheets in zip(book, named, _sheets(pages), strict=True):
        source = Pdf.open(BytesIO(piece.pdf))
        problems += faces.check_widths(piece.fonts, metrics, chunk.name)
        figures = faces.figures(piece.fonts, metrics)
        drawn, found = leaves.set_pages(source, chunk, sheets, figures, keep)
        problems += found
        faced = {name: embedded[r] for name, r in resources.items()}
        bound = leaves.bind(pdf, source, drawn, faced)
        tags.graft(tree, pdf, source, bound, info.lang)
        if leaves.shows_more(source):
            sources.append(source)
        else:
            source.close()
        problems += links.tie(bound, chunk, pages)
        for _ in sheets[len(bound) :]:
            leaves.add_blank(pdf, piece.sheets[-1])
    _furnish(pdf, info, pages, [page.obj for page in pdf.pages])
    problems += outline.add(pdf, [mark for _, piece in book for mark in piece.outline], pages)
    tags.finish(tree, pdf, info.lang)
    return sealed(_saved(pdf)), problems


def _sheets(pages: PageMap) -> Iterator[list[str]]:
    """The folios of each chunk's pages, its blank ones included."""
    for _, sheets in groupby(pages.sheets, key=lambda sheet: sheet.chunk):
        yield [sheet.folio for sheet in sheets]


def _anchored_twice(book: Sequence[tuple[Chunk, Piece]]) -> Iterator[Diagnostic]:
    homes: dict[str, str] = {}
    for chunk, piece in book:
        for anchor in piece.first:
            home = homes.setdefault(anchor, chunk.name)
            if home != chunk.name:
                text = f"anchor `{anchor}` is in `{home}` and in `{chunk.name}`"
                yield Diagnostic("anchor-twice", text, EDITION, "rename one of the two")


def _furnish(pdf: Pdf, info: DocumentInfo, pages: PageMap, leaves: Sequence[Object]) -> None:
    """Everything a reader opens the book with, but its outline."""
    root = pdf.Root
    root.Lang = String(info.lang)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.PageLayout = Name.TwoPageRight
    root.PageLabels = _labels(pages)
    colour.define(pdf)
    root.Names = Dictionary(Dests=trees.name_tree(pdf, links.destinations(pages, leaves)))
    root.Metadata = Stream(pdf, xmp(info), Type=Name.Metadata, Subtype=Name.XML)
    for key, value in info_entries(info).items():
        pdf.docinfo[f"/{key}"] = String(value)


def _labels(pages: PageMap) -> Dictionary:
    numbers: list[Object | int] = []
    for run in runs([sheet.folio for sheet in pages.sheets]):
        style = Name.r if run.style == "roman" else Name.D
        numbers += [run.index, Dictionary(S=style, St=run.number)]
    return Dictionary(Nums=Array(numbers))


def _saved(pdf: Pdf) -> bytes:
    output = BytesIO()
    pdf.save(
        output,
        force_version="1.7",
        object_stream_mode=ObjectStreamMode.generate,
        deterministic_id=True,
        recompress_flate=False,
    )
    return output.getvalue()
