"""Variants of quotations as notes: in every format, with a page that is proved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pypdfium2
import pytest

from compendium import corpus, pipeline, resolve
from compendium.diag import Diagnostic, Severity
from compendium.importers import own
from compendium.model.edition import Edition
from compendium.model.volume import Volume
from compendium.pipeline import Built

FILES = {
    "edition.yaml": """title: A Book of Quotations
version: "1.0"
date: 2026-11-24
languages: [en, ja]
quotation-variants: note
list-by-date: false
parts:
  - {id: part-i, title: All, documents: [treaty, letter, reply]}
""",
    "documents/treaty.en.md": """---
title: A treaty
kind: treaty
---
1. The sea is wide.

   The islands shall be handed over to nobody.
""",
    "documents/treaty.ja.md": """---
title: 条約
kind: treaty
---
1. 海は広い。

   諸島は誰にも引き渡さない。
""",
    "documents/letter.en.md": """---
title: A letter
kind: letter
---
You write “[the isles shall be handed over to nobody]{.quotation from="doc:treaty#par-1.2"}”,
and “[we shall keep the seal]{.quotation from="doc:reply#p-1" variants=apparatus}”. So.[^own]

[^own]: In fact “[we keep the seal]{.quotation from="doc:reply#p-1"}”.
""",
    "documents/letter.ja.md": """---
title: 書簡
kind: letter
---
貴簡に「[諸島は誰にも渡さない]{.quotation from="doc:treaty#par-1.2"}」とある。
""",
    "documents/reply.en.md": """---
title: A reply
kind: letter
---
We shall keep the deal.
""",
}
NOTES = {
    "1 Document 1, para. 1, subpara. 2, p. 3 above, reads “islands” for “isles”.": "islands",
    "2 seal] deal (Document 3, para. 1, p. 5 below).": "the deal",
    "“we keep the seal” (Document 3, para. 1, p. 5 below, reads “shall keep the deal” for": "deal",
    "1 文書1、第1項第2段、前掲3頁は、「渡さ」を「引き渡さ」とする。": "引き渡さない",
}
"""What is printed, and words of the source that must stand on the page it names."""


def read(files: Mapping[str, str]) -> tuple[Volume, Edition, list[Diagnostic]]:
    """The edition of *files*, and what is wrong with it."""
    volume, problems = corpus.read_files(files, "book")
    assert volume, problems
    edition, found = resolve.resolve(volume)
    return volume, edition, [*problems, *found]


@cache
def made() -> Built:
    """The book in all its forms; whatever it prints has been proved."""
    volume, edition, problems = read(FILES)
    assert not [p for p in problems if p.severity is Severity.ERROR], problems
    written = {path: text.encode() for path, text in FILES.items()}
    outputs = frozenset({"pdf", "html", "epub", "tei", "citations"})
    book, problems = pipeline.make(edition, outputs, None, volume, written)
    assert not [p for p in problems if p.severity is Severity.ERROR], problems
    return book


@cache
def sheets() -> Mapping[str, str]:
    """What pdfium reads on each page of the book, by its number."""
    settled = made().settled
    assert settled
    pdf = pypdfium2.PdfDocument(made().files["book.pdf"])
    pages = zip(settled.pages.sheets, pdf, strict=True)
    return {sheet.folio: words(page.get_textpage().get_text_range()) for sheet, page in pages}


def words(text: str) -> str:
    """*text* with single spaces, and words at line ends whole."""
    return re.sub(r"\s+", " ", re.sub(r"[\u00ad\ufffe-]\s*\n\s*", "", text))


@pytest.mark.parametrize("note", NOTES)
def test_the_note_is_printed_with_its_page(note: str) -> None:
    """It stands at the foot of the letter; on the page it names stand the words of the source."""
    assert note in sheets()["4"]
    page = re.search(r"p\. (\d+)|前掲(\d+)", note)
    assert page
    assert NOTES[note] in sheets()[page[1] or page[2]]


def test_the_site_and_the_book_for_readers_have_it() -> None:
    """The note stands on the page of the letter, with its link to the source."""
    page = made().files["html/letter.html"].decode()
    with ZipFile(BytesIO(made().files["book.epub"])) as archive:
        epub = next(archive.read(n) for n in archive.namelist() if n.endswith("letter.xhtml"))
    for markup in (page, epub.decode()):
        note = re.search(r'id="letter\.v1".*?</li>', markup, re.DOTALL) or re.search(
            r'id="letter\.v1".*?</aside>', markup, re.DOTALL
        )
        assert note
        assert "reads “islands” for “isles”." in note[0]
        assert "treaty" in note[0] and "par-1.2" in note[0]


def test_the_corpus_comes_back_without_it(tmp_path: Path) -> None:
    """The TEI has the variants as an apparatus; read back, only what the editors wrote is there."""
    tei = made().files["tei/book.xml"].decode()
    assert tei.count("<app>") == 3
    assert "<lem>isles</lem>" in tei
    path = tmp_path / "book.xml"
    path.write_text(tei, "utf-8")
    files = own.read(path).files
    assert files["documents/letter.en.md"].count("[^") == 2
    assert "variants=apparatus" in files["documents/letter.en.md"]
    _, edition, problems = read(files)
    assert not [p for p in problems if p.severity is Severity.ERROR], problems
    assert edition.notes.keys() == read(FILES)[1].notes.keys()


def test_what_is_printed_by_itself_is_told() -> None:
    """Variants an edition prints by rule are a warning, those a quotation asks for are silent."""
    told = [(str(p.span), str(p.severity)) for p in read(FILES)[2]]
    assert told == [
        ("documents/letter.en.md:5:12", "warning"),
        ("documents/letter.en.md:8:18", "warning"),
        ("documents/letter.ja.md:5:5", "warning"),
    ]


def test_they_can_be_forbidden() -> None:
    """Without the switch they are errors, as they have been."""
    plain = FILES["edition.yaml"].replace("quotation-variants: note\n", "")
    problems = read({**FILES, "edition.yaml": plain})[2]
    assert [p.severity for p in problems] == [Severity.ERROR] * 3


def test_citations_are_as_they_were() -> None:
    """What is cited of the letter is the same with the notes and without."""
    plain = FILES["edition.yaml"].replace("quotation-variants: note\n", "")
    edition = read({**FILES, "edition.yaml": plain})[1]
    book, _ = pipeline.make(edition, frozenset({"citations"}))
    cited = {path: data for path, data in book.files.items() if path.startswith("citations/")}
    assert cited
    assert cited.items() <= made().files.items()
