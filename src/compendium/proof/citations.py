"""The proof of the citation files: the pages they name have the words of the document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pypdfium2

from compendium.diag import Span
from compendium.model.edition import Document, DocumentText, Edition
from compendium.model.text import Item, Rule, blocks, plain, runs
from compendium.proof.letters import fold, letters
from compendium.proof.outcome import Findings, Proof
from compendium.proof.reader import versions

_ENTRY = re.compile(r"^@\w+\{([^,\s]+),(.*?)^\}", re.MULTILINE | re.DOTALL)
_PAGES = re.compile(r"^  pages = \{([^-}]*)(?:--([^}]*))?\}", re.MULTILINE)
_KEPT = 24
"""So many letters at the head and the end of a text tell it on its page."""
_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a file says: the text with this key stands on the pages from `first` to `last`."""

    file: str
    key: str
    first: str
    last: str


def prove_citations(files: Mapping[str, bytes], edition: Edition, pdf: bytes) -> Proof:
    """Read *files*, and the pages of *pdf* that they name for each text of *edition*."""
    findings = Findings()
    texts = {
        f"{edition.id}:{key}": (document, text)
        for document in edition.documents
        for key, text in _keys(document)
    }
    with pypdfium2.PdfDocument(pdf) as read:
        book = _Pages(read)
        claims = [claim for name, data in sorted(files.items()) for claim in _claims(name, data)]
        for claim in claims:
            if claim.key in texts:
                _check(claim, *texts[claim.key], book, findings)
    _complete(claims, texts, files, findings)
    return Proof("citations", versions(), findings.counts, tuple(findings.problems))


def _keys(document: Document) -> Iterator[tuple[str, DocumentText]]:
    for text in document.texts:
        main = text is document.texts[0]
        yield document.anchor if main else f"{document.anchor}.{text.lang}", text


def _check(
    claim: Claim, document: Document, text: DocumentText, book: _Pages, findings: Findings
) -> None:
    """Look for the title on the first page that *claim* names, and for the end on the last."""
    title = _bare(plain(text.title))[:_KEPT]
    # The pages of a document are those of all its texts, whichever of them is printed last.
    texts = document.texts if text is document.texts[0] else (text,)
    there = {
        "begins": book.have(claim.first, title),
        "ends": any(_ends_on(claim.last, one, book) for one in texts),
    }
    for what, folio in (("begins", claim.first), ("ends", claim.last)):
        findings.count("page numbers")
        if not there[what]:
            findings.add(
                "proof-number-wrong",
                f"`{claim.file}` says that `{claim.key}` {what} on p. `{folio}`, which has not "
                "its words",
                document.span,
            )


def _ends_on(folio: str, text: DocumentText, book: _Pages) -> bool:
    """Whether the page *folio* has the end of *text*, and not only a signature like its own.

    A signature may stand on a page by itself; but where the words before it stand with it on
    a page beside this one, the text ends there.
    """
    ending, signature = _last_words(text)
    if book.have(folio, ending):
        return True
    return book.have(folio, signature) and not any(
        book.have(other, ending) for other in book.beside(folio)
    )


def _last_words(text: DocumentText) -> tuple[str, str]:
    """The last letters of *text*; and of these, the letters of its last words set by themselves."""
    said = [
        _bare(plain(run))
        for block in blocks(text.blocks)
        if not isinstance(block, Rule | Item)
        for run in runs(block)
    ]
    last = next(filter(None, reversed(said)), "") or _bare(plain(text.title))
    return ("".join(said) or last)[-_KEPT:], last[-_KEPT:]


def _bare(text: str) -> str:
    """The letters and figures of *text* in small letters; hyphens at line ends are gone."""
    return _NO_LETTER.sub("", fold(letters(text)))


def _pattern(said: str) -> re.Pattern[str]:
    """What finds the letters *said*, with marks of notes among them."""
    return re.compile(r"\d{0,3}?".join(map(re.escape, said)))


def _complete(
    claims: Sequence[Claim],
    texts: Mapping[str, object],
    files: Mapping[str, bytes],
    findings: Findings,
) -> None:
    """Each kind of file must name every text."""
    for end in (".json", ".bib", ".ris"):
        named = {claim.key for claim in claims if claim.file.endswith(end)}
        for key in texts.keys() - named if any(name.endswith(end) for name in files) else ():
            message = f"no `{end}` file of the citations has `{key}`"
            findings.add("proof-entry-lost", message, Span("edition.yaml"))


@dataclass(slots=True)
class _Pages:
    """The pages of a PDF by their labels, read when they are asked for."""

    pdf: pypdfium2.PdfDocument
    read: dict[str, str] = field(default_factory=dict)
    labels: dict[str, int] = field(default_factory=dict)

    def have(self, folio: str, said: str) -> bool:
        """Whether the page labelled *folio* has the letters *said*."""
        return _pattern(said).search(self.words(folio)) is not None

    def beside(self, folio: str) -> list[str]:
        """The labels of the pages before and after that labelled *folio*."""
        at = self.labels.get(folio, -2)
        return [label for label, other in self.labels.items() if abs(other - at) == 1]

    def words(self, folio: str) -> str:
        """The letters on the page labelled *folio*, "" if there is none."""
        if not self.labels:
            self.labels = {self.pdf.get_page_label(at): at for at in range(len(self.pdf))}
        if folio not in self.labels:
            return ""
        if folio not in self.read:
            page = self.pdf[self.labels[folio]].get_textpage()
            self.read[folio] = _bare(page.get_text_bounded())
        return self.read[folio]


# -- the files ------------------------------------------------------------------------


def _claims(name: str, data: bytes) -> Iterator[Claim]:
    text = data.decode("utf-8", "replace")
    if name.endswith(".json"):
        for item in json.loads(text):
            first, _, last = str(item.get("page", "")).partition("-")
            yield Claim(name, str(item["id"]), first, last or first)
    elif name.endswith(".bib"):
        for entry in _ENTRY.finditer(text):
            if pages := _PAGES.search(entry[2]):
                yield Claim(name, entry[1], pages[1], pages[2] or pages[1])
    elif name.endswith(".ris"):
        for reference in text.split("ER  - "):
            fields = dict(
                line.split("  - ", 1) for line in reference.splitlines() if "  - " in line
            )
            if "ID" in fields:
                yield Claim(name, fields["ID"], fields.get("SP", ""), fields.get("EP", ""))
