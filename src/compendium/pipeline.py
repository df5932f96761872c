"""The whole build, on one screen. The only module that may see every stage."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, cast

from compendium import __version__, corpus, resolve
from compendium.diag import Diagnostic, Severity, Span, failed
from compendium.model.edition import Edition
from compendium.model.pages import Chunk, PageMap, Piece, Side
from compendium.source.files import FOLDERS

if TYPE_CHECKING:
    from compendium.assemble import DocumentInfo

OUTPUTS = frozenset({"pdf", "html"})
"""What a build can make; the page map, the proof and the manifest go with either."""

ENGINES = (
    "icu4py", "jinja2", "markdown-it-py", "pikepdf", "pydyf", "pypdfium2",
    "uharfbuzz", "weasyprint",
)  # fmt: skip
"""The packages a manifest names with their versions."""

ROUNDS = 12
"""More rounds than any book has needed; `settle` ends well before, see there."""

Typeset = Callable[[Chunk, Side], tuple[Piece | None, Sequence[Diagnostic]]]
Render = Callable[[PageMap | None], tuple[Sequence[Chunk], Sequence[Diagnostic]]]

_SLOT = re.compile(r'(data-slot="(\d+)"[^>]*>)([^<]*)(?=<)')


@dataclass(frozen=True, slots=True)
class Settled:
    """A book whose printed page numbers are its real ones: chunks, their pieces, and the map."""

    book: tuple[tuple[Chunk, Piece], ...]
    pages: PageMap
    rounds: int


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: `files` by their path in the edition's folder, and an account in lines."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    account: tuple[str, ...] = ()
    settled: Settled | None = None


def check(root: Path) -> tuple[Edition | None, list[Diagnostic]]:
    """Read and resolve the edition in folder *root*, and say what is wrong with it."""
    volume, problems = corpus.read(root)
    if volume is None:
        return None, problems
    edition, found = resolve.resolve(volume)
    return edition, [*problems, *found]


def build(
    root: Path, target: Path, outputs: frozenset[str] = OUTPUTS
) -> tuple[Built, list[Diagnostic]]:
    """Build the edition in *root*, prove it, and publish it as the folder *target*.

    Errors stop the build at the end of the stage that found them, and *target* stays as
    it was. What is returned is what was published.
    """
    edition, problems = check(root)
    if edition is None or failed(problems):
        return Built(), problems
    built, found = make(edition, outputs)
    problems = [*problems, *found]
    if not failed(problems):
        from compendium import publish

        listed = publish.manifest(_inputs(root), built.files, versions())
        publish.publish({**built.files, "manifest.json": listed}, target)
    return built, problems


def make(edition: Edition, outputs: frozenset[str] = OUTPUTS) -> tuple[Built, list[Diagnostic]]:
    """Every file of *edition*, set, linked and proved; nothing is written."""
    from compendium import assemble, layout, proof, publish, render, theme

    design, problems = theme.read(theme.find(edition.theme))
    if design is None or failed(problems):
        return Built(), problems
    spans = {target.anchor: target.span for target in edition.targets.values()}
    settled, found = settle(
        lambda pages: render.book(edition, design, pages),
        lambda chunk, side: layout.typeset(chunk, side, design, edition.images, spans),
    )
    problems += found
    if settled is None or failed(problems):
        return Built(), problems
    pages, book = settled.pages, settled.book
    pdf, found = assemble.link(book, pages, _information(edition), design.fonts)
    problems += found
    proved = proof.prove(
        pdf, edition, pages, [chunk for chunk, _ in book], design.fonts, design.wording
    )
    name = f"{edition.id}.pdf"
    files = {"pages.json": publish.page_map(pages, edition)}
    if "pdf" in outputs:
        files[name] = pdf
    problems += proved.findings
    proofs = [proved]
    if "html" in outputs:
        site, found = render.site(edition, design, pages, name if "pdf" in outputs else "")
        files |= {f"html/{path}": data for path, data in site.items()}
        proofs.append(proof.prove_site(site, edition, pages))
        problems += [*found, *proofs[-1].findings]
    files["proof.json"] = proof.to_json(proofs)
    account = (f"{len(pages.sheets)} pages; {proved.summary()}",)
    return Built(dict(sorted(files.items())), account, settled), problems


def settle(render: Render, typeset: Typeset) -> tuple[Settled | None, list[Diagnostic]]:
    """Typeset until the page numbers a book prints are the ones it has.

    Each round sets the book with the numbers of the round before. Layout depends only
    on the shape of a number, and from the third round on no slot gives up the widest
    shape it has had: the shapes can then change only finitely often, and when they stand
    still the layout does, and the numbers with it. The book is the one last typeset.
    Returns None with the problems if a chunk cannot be typeset.
    """
    from compendium.assemble import place

    pages: PageMap | None = None
    widest: dict[tuple[str, int], str] = {}
    pieces: dict[tuple[str, Side], Piece] = {}
    chunks, problems = render(None)
    for turn in range(1, ROUNDS + 1):
        book, found = _typeset_all(chunks, typeset, pieces)
        if book is None:
            return None, [*problems, *found]
        moved, pages = pages, place(book)
        rendered, problems = render(pages)
        again = [_pinned(chunk, widest, keep=turn > 1) for chunk in rendered]
        if [c.markup for c in again] == [c.markup for c in chunks]:
            done = tuple((new, piece) for new, (_, piece) in zip(again, book, strict=True))
            return Settled(done, place(done), turn), [*problems, *found]
        chunks = again
    return None, [*problems, *_unsettled(moved, pages)]


def _typeset_all(
    chunks: Sequence[Chunk], typeset: Typeset, pieces: dict[tuple[str, Side], Piece]
) -> tuple[tuple[tuple[Chunk, Piece], ...] | None, list[Diagnostic]]:
    """Every chunk typeset for the side it opens on; what *pieces* holds is not set again."""
    from compendium.assemble import next_side

    book: list[tuple[Chunk, Piece]] = []
    problems: list[Diagnostic] = []
    for chunk in chunks:
        side = next_side(book, chunk)
        piece = pieces.get((chunk.markup, side))
        if piece is None:
            piece, found = typeset(chunk, side)
            problems += found
        if piece is None:
            return None, problems
        pieces[chunk.markup, side] = piece
        book.append((chunk, piece))
    return tuple(book), problems


def _pinned(chunk: Chunk, widest: dict[tuple[str, int], str], keep: bool) -> Chunk:
    """*chunk* with each slot at the widest shape it has had, once *keep* says so."""

    def widen(match: re.Match[str]) -> str:
        key, shape = (chunk.name, int(match[2])), match[3]
        if keep:
            shape = max(shape, widest.get(key, ""), key=_width)
            widest[key] = shape
        return match[1] + shape

    return replace(chunk, markup=_SLOT.sub(widen, chunk.markup))


def _width(shape: str) -> tuple[float, str]:
    """How much room *shape* takes, for comparing shapes: a total order, so that widening ends."""
    narrow = {"i": 0.6, "l": 0.6, " ": 0.5, ",": 0.5, "m": 1.7}
    return (sum(narrow.get(letter, 1.0) for letter in shape), shape)


def _unsettled(before: PageMap | None, after: PageMap | None) -> list[Diagnostic]:
    """One error for each anchor that still moves, with the folios it was seen on."""
    if before is None or after is None:
        return []
    return [
        Diagnostic(
            "folio-unsettled",
            f"the page of `{anchor}` will not settle",
            Span("edition.yaml"),
            f"seen on {before.first[anchor].folio} and {place.folio}; reword near it",
            Severity.ERROR,
        )
        for anchor, place in after.first.items()
        if anchor in before.first and before.first[anchor].folio != place.folio
    ]


def _inputs(root: Path) -> dict[str, bytes]:
    """Every file of the edition's folder that a build reads, by its path there."""
    paths = [root / "edition.yaml", *(p for name in FOLDERS for p in (root / name).rglob("*"))]
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(paths) if p.is_file()}


def versions() -> dict[str, str]:
    """The version of everything that can change a byte of what is built."""
    return {"compendium": __version__, **{name: version(name) for name in ENGINES}}


def schema(kind: str) -> dict[str, object]:
    """The JSON Schema of a file: edition, document, matter or register, or of `pages.json`."""
    if kind == "pages":
        from compendium import publish

        return publish.pages_schema()
    return corpus.json_schema(cast("corpus.SchemaKind", kind))


def _information(edition: Edition) -> DocumentInfo:
    """What the PDF says of the edition."""
    from compendium.assemble import DocumentInfo

    imprint = edition.imprint
    return DocumentInfo(
        title=edition.title,
        lang=edition.languages[0],
        authors=imprint.editors or ((imprint.publisher,) if imprint.publisher else ()),
        subject=edition.subtitle,
        date=edition.date.edtf,
        rights=" ".join(filter(None, (imprint.rights, imprint.licence))),
        identifier=imprint.doi or imprint.isbn or imprint.url,
        version=edition.version,
    )
