"""The outputs of a build: each a function of the settled book that reads it by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from compendium.account import Account
from compendium.diag import Diagnostic
from compendium.model.digests import text_digest
from compendium.model.edition import Edition
from compendium.model.kept import Keep
from compendium.model.pages import PageMap
from compendium.model.theme import Theme
from compendium.model.volume import Volume

if TYPE_CHECKING:
    from compendium.assemble import DocumentInfo
    from compendium.proof import Proof

PICTURED = 200
"""Pages: up to so many, a site has a picture of each, unless the edition says otherwise."""


@dataclass(frozen=True, slots=True)
class Book:
    """What outputs are made of: the settled edition, its PDF, and the name of that ("" for none).

    Shape: `volume` is the edition as written and `files` its corpus, None and empty where
        it was made without one; `keep` has results of another day. `outputs` are those
        that are made of it.
    """

    edition: Edition
    design: Theme
    pages: PageMap
    pdf: bytes
    name: str
    volume: Volume | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    keep: Keep | None = None
    outputs: frozenset[str] = frozenset()


Made = tuple[Mapping[str, bytes], Sequence[Diagnostic], Sequence["Proof"]]
"""Files of an output by their paths, what is wrong with them, and what was proved of them."""


def _site(book: Book, account: Account) -> Made:
    from compendium import assemble, cite, proof, render

    with account.stage("site"):
        pictured = book.edition.page_pictures
        if pictured is None:
            pictured = len(book.pages.sheets) <= PICTURED
        scale = proof.PICTURE_SCALE if pictured else 0
        cited = cite.citations(book.edition, book.pages)
        recorded = "citations" in book.outputs
        beside = render.Beside(book.name, tuple(_downloads(book)), scale, recorded, cited)
        site, problems = render.site(book.edition, book.design, book.pages, beside)
        drawn = proof.pictures(book.pdf, book.keep) if pictured else {}
        site |= {f"pictures/{name}": picture for name, picture in drawn.items()}
        written = [data.decode() for name, data in site.items() if name.endswith(".html")]
        faces = assemble.web_fonts(written, book.design.fonts, book.keep)
        site |= {f"fonts/{name}": face for name, face in faces.items()}
        site["style.css"] = render.with_faces(site["style.css"], faces)
    with account.stage("prove"):
        there = [path for path, _ in beside.downloads]
        if recorded:
            there += [f"citations/documents/{d.anchor}.{e}"
                      for d in book.edition.documents for e in ("ris", "bib", "json")]  # fmt: skip
        proved = proof.prove_site(site, book.edition, book.pages, book.keep, there)
    return {f"html/{path}": data for path, data in site.items()}, problems, [proved]


def _downloads(book: Book) -> Iterator[tuple[str, str]]:
    """What a reader of the site can take along, by its path in the edition's folder."""
    name, outputs = book.edition.id, book.outputs
    if "epub" in outputs:
        yield f"{name}.epub", "EPUB"
    if "tei" in outputs and book.volume is not None:
        yield f"tei/{name}.xml", "TEI"
    if "citations" in outputs:
        for ending, called in (("ris", "RIS"), ("bib", "BibTeX"), ("json", "CSL-JSON")):
            yield f"citations/{name}.{ending}", called


def _tei(book: Book, account: Account) -> Made:
    from compendium import encode

    if book.volume is None:
        return {}, (), ()
    with account.stage("tei"):
        made = encode.encode(book.edition, book.volume, book.files)
    return {f"tei/{path}": data for path, data in made.items()}, (), ()


def _citations(book: Book, account: Account) -> Made:
    from compendium import cite, proof

    with account.stage("citations"):
        files = cite.citation_files(cite.Book(book.edition, book.pages))
    with account.stage("prove"):
        proved = proof.prove_citations(files, book.edition, book.pdf)
    return {f"citations/{path}": data for path, data in files.items()}, (), (proved,)


def _print(book: Book, account: Account) -> Made:
    from compendium import assemble, proof

    edition = book.edition
    with account.stage("print"):
        about = information(edition, book.design)
        printed, preflight = assemble.for_printer(book.pdf, about, edition.printing)
    with account.stage("prove"):
        proved = proof.prove_print(book.pdf, printed)
    name = f"{edition.id}-print"
    files = {f"{name}.pdf": printed, f"{name}.txt": preflight}
    if not edition.printing.spine(len(book.pages.sheets)):
        return files, (), (proved,)
    with account.stage("print"):
        bound, problems = cover(book)
    return {**files, f"{edition.id}-cover.pdf": bound}, problems, (proved,)


def cover(book: Book) -> tuple[bytes, list[Diagnostic]]:
    """The cover for the printer, as wide as the book is thick."""
    from compendium import assemble, layout, render

    edition, plan = book.edition, book.edition.printing
    trim = assemble.trim(book.pdf)
    chunk, design, problems = render.cover(
        edition, book.design, trim, plan.spine(len(book.pages.sheets))
    )
    piece, found = layout.typeset(chunk, "recto", design, edition.images)
    problems = [*problems, *found]
    if piece is None:
        return b"", problems
    whole = [(chunk, piece)]
    about = information(edition, book.design)
    screen, found = assemble.link(whole, assemble.place(whole), about, book.design.fonts)
    printed, _ = assemble.for_printer(screen, about, replace(plan, sheet=1))
    return printed, [*problems, *found]


def _epub(book: Book, account: Account) -> Made:
    from compendium import assemble, proof, publish, render

    edition, design = book.edition, book.design
    with account.stage("epub"):
        files, problems = render.epub(
            edition, design, book.pages, _lasting(edition),
            lambda pages: assemble.web_fonts(pages, design.fonts, book.keep),
        )  # fmt: skip
        made = publish.epub_container(files)
    with account.stage("prove"):
        proved = proof.prove_epub(made, edition, book.pages)
    return {f"{edition.id}.epub": made}, problems, (proved,)


def _lasting(edition: Edition) -> str:
    """A name for these words in this version, the same wherever it is made."""
    return uuid5(NAMESPACE_URL, f"{edition.id} {edition.version} {text_digest(edition)}").urn


MAKERS: Mapping[str, Callable[[Book, Account], Made]] = {
    "citations": _citations,
    "epub": _epub,
    "html": _site,
    "print": _print,
    "tei": _tei,
}
"""The outputs other than the PDF, each read off the settled book by itself."""


def information(edition: Edition, design: Theme) -> DocumentInfo:
    """What the PDF says of the edition."""
    from compendium import render
    from compendium.assemble import DocumentInfo

    imprint = edition.imprint
    return DocumentInfo(
        title=edition.title,
        lang=edition.languages[0],
        languages=edition.languages,
        authors=imprint.editors or ((imprint.publisher,) if imprint.publisher else ()),
        subject=". ".join(filter(None, (edition.subtitle, render.declaration(edition, design)))),
        date=edition.date.edtf,
        rights=" ".join(filter(None, (imprint.rights, imprint.licence))),
        identifier=imprint.doi or imprint.isbn or imprint.url,
        version=edition.version,
    )
