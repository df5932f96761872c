"""The proof of the book: its PDF read with pdfium against the corpus it was made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from compendium.diag import Span
from compendium.model.edition import Edition
from compendium.model.heap import give_back, unswept
from compendium.model.pages import Chunk, PageMap
from compendium.proof.glyphs import Shapes
from compendium.proof.links import Finder, check_aims, check_file, check_outline
from compendium.proof.outcome import Findings, Proof
from compendium.proof.pointers import Wording, speaker
from compendium.proof.reader import Reader, UnreadableError, versions
from compendium.proof.references import check_lists, check_notes, check_references
from compendium.proof.rows import check_rows
from compendium.proof.sharing import Help, Shared
from compendium.proof.sheaves import Desk, Found, Kind, read_sheaves, sheaves
from compendium.proof.trace import Trace
from compendium.proof.words import compare


def prove(
    pdf: bytes,
    edition: Edition,
    pages: PageMap,
    chunks: Sequence[Chunk],
    fonts: Mapping[str, bytes],
    wording: Wording,
    helped: Help | None = None,
) -> Proof:
    """Read *pdf* and check it against *edition*; being *helped* it is only sooner done."""
    with unswept():
        return _prove(pdf, edition, pages, chunks, fonts, wording, helped)


def _prove(
    pdf: bytes,
    edition: Edition,
    pages: PageMap,
    chunks: Sequence[Chunk],
    fonts: Mapping[str, bytes],
    wording: Wording,
    helped: Help | None,
) -> Proof:
    try:
        reader = Reader(pdf)
    except UnreadableError as error:
        findings = Findings()
        findings.add("proof-unreadable", f"the PDF cannot be read: {error}", Span("edition.yaml"))
        return Proof("pdf", versions(), findings.counts, tuple(findings.problems))

    book = _Book(reader, edition, pages, chunks)
    shared = book.shared(pdf, fonts, helped) if helped else None
    found = shared.read(sheaves(chunks, pages, len(reader))) if shared else None
    if shared and found is not None:
        book.count(found)
        book.check(found, shared.named, wording, shared.glyphs)
    if found is None or book.findings.problems:
        if helped and helped.note:
            helped.note(None)
        book = _Book(reader, edition, pages, chunks)
        found = book.read(fonts)
        book.check(found, reader.named, wording, {kind for one in found for kind in one.glyphs})
    findings = book.findings
    check_file(reader, pdf, edition, findings, chunks, quiet=bool(shared and shared.quiet))
    reader.close()
    return Proof(
        "pdf", versions(), findings.counts, tuple(findings.problems), tuple(findings.remarks)
    )


class _Book:
    def __init__(
        self, reader: Reader, edition: Edition, pages: PageMap, chunks: Sequence[Chunk]
    ) -> None:
        self.reader, self.edition, self.pages = reader, edition, pages
        self.findings = Findings()
        self.spans = {anchor: target.span for anchor, target in edition.targets.items()}
        self.spans |= {note.anchor: note.span for note in edition.notes.values()}
        self.folios, self.outline = reader.labels(), reader.outline()
        give_back()
        self.chunks = chunks
        if len(reader) != len(pages.sheets):
            said = f"the PDF has {len(reader)} pages and the page map {len(pages.sheets)}"
            self.findings.add("proof-place-wrong", said, Span("edition.yaml"))

    def read(self, fonts: Mapping[str, bytes]) -> list[Found]:
        """What each sheaf holds; all that is wrong goes to the findings."""
        desk = Desk(self.reader, Shapes(fonts), self.folios, self.spans, self.findings)
        sheaves = read_sheaves(self.chunks, self.pages, len(self.reader))
        found = [desk.read(sheaf) for sheaf in sheaves]
        desk.close()
        return found

    def shared(self, pdf: bytes, fonts: Mapping[str, bytes], helped: Help) -> Shared:
        """What reads the book *helped*."""
        name = self.edition.id
        return Shared(pdf, self.reader, fonts, self.folios, self.spans, helped, name)

    def count(self, found: Sequence[Found]) -> None:
        """Count what was *found* with help."""
        for one in found:
            for name, number in one.counts.items():
                self.findings.count(name, number)

    def check(
        self, found: Sequence[Found], find: Finder, wording: Wording, glyphs: Set[Kind]
    ) -> None:
        """Everything that leads from sheaf to sheaf, the words of the corpus, and the *glyphs*."""
        scripts = tuple(script for one in found for script in one.trace.scripts)
        whole = Trace(scripts, self.folios, self.spans)
        whole.join(one.trace for one in found)
        spots = compare(whole, speaker(self.edition, wording, whole.folio), self.findings)
        check_references(whole, self.pages, spots, self.findings)
        check_lists(whole, self.edition, self.findings)
        check_notes(whole, self.edition, self.findings)
        check_rows(whole, self.edition, self.findings)
        check_aims(whole, (aim for one in found for aim in one.aims), find, self.findings)
        check_outline(whole, self.outline, self.findings)
        self.findings.count("fonts", len({key for key, _ in glyphs}))
        self.findings.count("glyph shapes", len(glyphs))
