"""The proof of the book: its PDF read with pdfium against the corpus it was made from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pypdfium2

from compendium.diag import Span
from compendium.model.edition import Edition
from compendium.model.pages import Chunk, PageMap, SetLine
from compendium.proof.glyphs import Glyphs
from compendium.proof.letters import blank, fold, letters, shortened
from compendium.proof.lines import ReadLine, furniture, overlapping, read_lines
from compendium.proof.links import Laid, check_file, check_links, check_outline, lay
from compendium.proof.outcome import Findings, Proof
from compendium.proof.pointers import Wording, speaker
from compendium.proof.reader import PageRead, Reader, UnreadableError
from compendium.proof.references import check_lists, check_notes, check_references
from compendium.proof.runs import Run
from compendium.proof.script import read_script
from compendium.proof.trace import trace
from compendium.proof.words import compare

_FOLIO = re.compile(r"[0-9]+|[ivxlcdm]+")


def prove(
    pdf: bytes,
    edition: Edition,
    pages: PageMap,
    chunks: Sequence[Chunk],
    fonts: Mapping[str, bytes],
    wording: Wording,
) -> Proof:
    """Read *pdf* and check it against *edition*."""
    findings = Findings()
    try:
        reader = Reader(pdf)
    except UnreadableError as error:
        findings.add("proof-unreadable", f"the PDF cannot be read: {error}", Span("edition.yaml"))
    else:
        _Book(reader, edition, pages, chunks, findings).check(fonts, wording)
        check_file(reader, pdf, edition, findings)
        reader.close()
    return Proof("pdf", _reader(), findings.counts, tuple(findings.problems))


def _reader() -> dict[str, str]:
    return {
        "pdfium": str(pypdfium2.PDFIUM_INFO),
        "pypdfium2": str(pypdfium2.PYPDFIUM_INFO),
    }


class _Book:
    def __init__(
        self,
        reader: Reader,
        edition: Edition,
        pages: PageMap,
        chunks: Sequence[Chunk],
        findings: Findings,
    ) -> None:
        self.reader, self.edition, self.pages, self.findings = reader, edition, pages, findings
        self.scripts = {chunk.name: read_script(chunk) for chunk in chunks}
        self.spans = {anchor: target.span for anchor, target in edition.targets.items()}
        self.spans |= {note.anchor: note.span for note in edition.notes.values()}
        self.by_sheet: dict[int, list[SetLine]] = {}
        self.chunk_of = {sheet.number: sheet.chunk for sheet in pages.sheets}
        self.lines: dict[str, list[ReadLine]] = {}
        self.folios: list[str] = []
        self.laid: list[Laid] = []
        self.glyphs = Glyphs(findings, self.spans)

    def check(self, fonts: Mapping[str, bytes], wording: Wording) -> None:
        for line in self.pages.lines:
            self.by_sheet.setdefault(line.sheet, []).append(line)
        if len(self.reader) != len(self.pages.sheets):
            said = f"the PDF has {len(self.reader)} pages and the page map {len(self.pages.sheets)}"
            self.findings.add("proof-place-wrong", said, Span("edition.yaml"))
        for page in self.reader.pages():
            self._page(page)
        whole = trace(
            tuple(self.scripts.values()), self.lines, self.folios, self.spans, self.findings
        )
        spots = compare(whole, speaker(self.edition, wording, whole.folio), self.findings)
        check_references(whole, self.pages, spots, self.findings)
        check_lists(whole, self.edition, self.findings)
        check_notes(whole, self.edition, self.findings)
        check_links(whole, self.laid, self.findings)
        check_outline(whole, self.reader, self.findings)
        self.glyphs.check(self.reader.fonts, fonts)

    def _page(self, page: PageRead) -> None:
        self.folios.append(page.label)
        self.findings.count("pages")
        chunk = self.chunk_of.get(page.number, "")
        done, left = read_lines(page, self.by_sheet.get(page.number, ()))
        self.findings.count("lines", len(done))
        self.lines.setdefault(chunk, []).extend(done)
        self.laid.extend(lay(page, done))
        if page.others:
            said = f"page {page.label} has annotations that are no links"
            self.findings.add("proof-object", said, Span("edition.yaml"))
        self.glyphs.page(page, done)
        self._crowded(page, done)
        self._furniture(page, done, left)

    def _crowded(self, page: PageRead, lines: Sequence[ReadLine]) -> None:
        """No line may be printed on another."""
        for upper, lower in overlapping(lines):
            said = f"`{shortened(lower.text, 40)}` on page {page.label} is printed on"
            self.findings.add(
                "proof-hidden",
                f"{said} `{shortened(upper.text, 40)}`",
                self.spans.get(lower.anchor, Span("edition.yaml")),
            )

    def _furniture(self, page: PageRead, lines: Sequence[ReadLine], left: Sequence[Run]) -> None:
        """What belongs to no line is the folio or a running head, over the text or under it."""
        script = self.scripts.get(self.chunk_of.get(page.number, ""))
        free = {"": "", fold(letters(page.label)): "folios"}
        free |= {fold(head): "running heads" for head in (script.running if script else ())}
        top = min((line.line.box[1] for line in lines), default=page.height)
        bottom = max((line.line.box[3] for line in lines), default=0.0)
        for row in furniture(left):
            parts = _parts(row, fold(letters(page.label)))
            outside = not top < row[0].baseline < bottom
            if outside and all(part in free for part in parts):
                for part in filter(None, parts):
                    self.findings.count(free.pop(part))
            elif not blank("".join(parts)):
                self._stray(page, row, outside)

    def _stray(self, page: PageRead, row: Sequence[Run], outside: bool) -> None:
        """Say what stands on *page* that should not: another folio, or other words."""
        words = [run.words for run in row]
        folio = next((w for w in (words[0], words[-1]) if _FOLIO.fullmatch(w)), "")
        if outside and folio and folio != page.label:
            said = f"page {page.label} has the folio `{folio}`"
            self.findings.add("proof-number-wrong", said, Span("edition.yaml"))
            return
        said = f"`{shortened(''.join(words))}` is printed on page {page.label}, in no line of text"
        self.findings.add("proof-extra-text", said, Span("edition.yaml"))


def _parts(row: Sequence[Run], folio: str) -> tuple[str, str]:
    """The letters of a *row* over or under the text: the folio, if it has it, and the rest."""
    said = fold(letters("".join(run.words for run in row)))
    ends = {fold(letters(run.words)) for run in (row[0], row[-1])}
    if folio not in ends:
        return said, ""
    rest = said.removeprefix(folio) if said.startswith(folio) else said.removesuffix(folio)
    return folio, rest
