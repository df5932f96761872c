"""The proof of the citation files: nothing wrong passes, nothing right is reported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pypdfium2
import pytest

from compendium import cite
from compendium.diag import EDITION
from compendium.model.text import Paragraph, Text
from compendium.proof import prove_citations
from compendium.proof.citations import _ends_on, _Pages
from finished import trip


@pytest.fixture(scope="module")
def files() -> Mapping[str, bytes]:
    """The citation files of the small absurd edition."""
    return cite.citation_files(cite.Book(trip().edition, trip().pages))


def wrong(files: Mapping[str, bytes], edit: Callable[[str], str], name: str) -> list[str]:
    """What the proof says when *edit* has spoiled the file *name*."""
    spoiled = {**files, name: edit(files[name].decode()).encode()}
    assert spoiled[name] != files[name]
    proof = prove_citations(spoiled, trip().edition, trip().pdf)
    return [str(finding) for finding in proof.findings]


def test_what_is_written_is_proved(files: Mapping[str, bytes]) -> None:
    """Each number of each file is looked up in the PDF, and none is reported."""
    proof = prove_citations(files, trip().edition, trip().pdf)

    assert proof.findings == ()
    texts = sum(len(document.texts) for document in trip().edition.documents)
    assert proof.counts == {"page numbers": texts * 3 * 2 * 2}  # formats, files, first and last


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("documents/letter.ris", "SP  - 3", "SP  - 4", "`letter` begins on p. `4`"),
        ("documents/letter.ris", "EP  - 4", "EP  - 5", "`letter` ends on p. `5`"),
        ("documents/letter.json", '"page": "3-4"', '"page": "3-5"', "`letter` ends on p. `5`"),
        ("documents/letter.bib", "{3--4}", "{3--99}", "`letter` ends on p. `99`"),
        ("documents/treaty.bib", "{5}", "{7}", "`treaty` begins on p. `7`"),
    ],
)
def test_a_wrong_page_is_found(
    files: Mapping[str, bytes], name: str, old: str, new: str, says: str
) -> None:
    """A page that has not the words is told with file, document and number."""
    found = wrong(files, lambda text: text.replace(old, new, 1), name)

    assert found
    file, _, rest = says.partition("` ")
    expected = f"error[proof-number-wrong]: `{name}` says that `trip:{file.strip('`')}` {rest}"
    assert f"{expected}, which has not its words" in found[0]


def test_a_document_left_out_is_found(files: Mapping[str, bytes]) -> None:
    """A text that no file of a kind has is missed."""
    less = {name: data for name, data in files.items() if "treaty" not in name}
    less["trip.ris"] = files["trip.ris"].replace(b"ID  - trip:treaty", b"ID  - trip:other")
    proof = prove_citations(less, trip().edition, trip().pdf)

    assert [str(finding) for finding in proof.findings] == [
        "edition.yaml:1:1: error[proof-entry-lost]: no `.ris` file of the citations has "
        "`trip:treaty`"
    ]


@pytest.mark.parametrize(("folio", "ends"), [("3", True), ("4", False), ("2", False), ("6", True)])
def test_a_signature_like_its_own_is_not_its_end(folio: str, ends: bool) -> None:
    """Two letters that end alike: each ends where the words before its signature stand too.

    A signature that stands on a page by itself is believed.
    """
    text = replace(
        trip().edition.documents[0].texts[0],
        blocks=(paragraph("The last words of a letter."), paragraph("A. A. Gromyko")),
    )
    pages = {
        "2": "thefirstlinesofaletteraagromyko", "3": "thelastwordsofaletter2aagromyko",
        "4": "anotherletteraagromyko", "5": "itslastwords", "6": "aagromyko",
    }  # fmt: skip
    with pypdfium2.PdfDocument(trip().pdf) as pdf:
        book = _Pages(pdf, pages, {label: at for at, label in enumerate(pages)})

        assert _ends_on(folio, text, book) is ends


def paragraph(words: str) -> Paragraph:
    """A paragraph of *words*."""
    return Paragraph((Text(words, EDITION),), EDITION)
