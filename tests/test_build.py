"""The first edition, built end to end and read back by readers that had no part in it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import page
import pytest

import pdf
from compendium import corpus, pipeline
from compendium.diag import Severity
from compendium.model.edition import Edition
from compendium.resolve import resolve

ROOT = Path(__file__).parent.parent
SEED = ROOT / "corpus" / "joint-compendium"
LATER = (
    "gromyko-1956", "declaration-1956", "soviet-memorandum-1960", "japanese-memorandum-1960",
    "communique-1973",
)  # fmt: skip


@pytest.fixture(scope="module")
def built() -> pipeline.Built:
    """The first edition as `compendium build` makes it."""
    made, problems = pipeline.make(_edition(_files()))
    assert [str(p) for p in problems] == []
    return made


def _edition(files: dict[str, str]) -> Edition:
    volume, problems = corpus.read_files(files, "joint-compendium")
    assert volume and not problems
    edition, problems = resolve(volume)
    assert [str(p) for p in problems if p.severity is Severity.ERROR] == []
    return edition


def _files() -> dict[str, str]:
    paths = sorted(p for p in SEED.rglob("*") if p.suffix in (".yaml", ".md"))
    return {p.relative_to(SEED).as_posix(): p.read_text("utf-8") for p in paths}


def test_the_first_edition_is_proved(built: pipeline.Built) -> None:
    """The build of the first edition proves the book and the site, and says how much."""
    proofs = json.loads(built.files["proof.json"])["proofs"]

    assert [(p["of"], p["proved"], p["findings"]) for p in proofs] == [
        ("pdf", True, []),
        ("citations", True, []),
        ("site", True, []),
    ]
    assert re.search(r"[\d,]+ words, \d+ notes, \d+ page references: all proved", built.account[0])


def test_the_trip_edition_is_proved() -> None:
    """What is rare or odd is proved too: two languages, tables, articles, parts that run on."""
    edition, problems = pipeline.check(ROOT / "tests" / "books" / "trip")
    assert edition and not problems
    made, problems = pipeline.make(edition)

    assert [str(p) for p in problems] == []
    assert all(proof["proved"] for proof in json.loads(made.files["proof.json"])["proofs"])


def test_a_longer_paragraph_moves_every_number() -> None:
    """What a page more in document 1 moves is moved everywhere, and the proof still passes."""
    files = _files()
    before = _printed(_edition(files))
    name = "documents/matsumoto-1956.en.md"
    more = "\n\n".join(["In entering into negotiations I should be grateful. " * 12] * 5)
    files[name] = files[name].replace("\n::: close", f"\n{more}\n\n::: close")
    after = _printed(_edition(files))

    # An index number may also join the one before it, where both now stand on one page.
    moved = {claim for claim in before if before[claim] != after.get(claim)}
    later = {claim for claim in before if claim[2].partition(".")[0] in LATER}
    assert later == moved & later
    assert {kind for _, kind, _ in moved} >= {"contents", "cross-reference", "index", "list"}


def _printed(edition: Edition) -> dict[tuple[str, str, str], str]:
    """Every page number of the proved book: chunk, kind and passage, and what is printed."""
    made, problems = pipeline.make(edition, frozenset({"pdf"}))
    assert [str(p) for p in problems if p.severity is Severity.ERROR] == []
    assert made.settled
    return {
        (chunk.name, claim.kind, claim.first): claim.value
        for chunk, _ in made.settled.book
        for claim in chunk.references
    }


def test_the_same_bytes_everywhere(tmp_path: Path) -> None:
    """Another folder, time zone and hash seed make the same bytes."""
    digests = []
    for at, (zone, seed) in enumerate([("UTC", "0"), ("Asia/Tokyo", "4711")]):
        home = tmp_path / f"place {at}" / "corpus"
        shutil.copytree(SEED, home / SEED.name)
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "C"}
        environment["PYTHONPATH"] = str(ROOT / "src")
        subprocess.run(
            [sys.executable, "-m", "compendium", "build", str(home / SEED.name)],
            check=True, env=environment, cwd=home, capture_output=True,
        )  # fmt: skip
        digests.append((home.parent / "build" / SEED.name / "manifest.json").read_bytes())

    assert digests[0] == digests[1]


@pytest.mark.parametrize("reader", ["pdftotext", "mutool"])
def test_readers_agree(built: pipeline.Built, reader: str) -> None:
    """Poppler and MuPDF read the very letters that pdfium reads, on every page."""
    book = built.files["joint-compendium.pdf"]
    ours, theirs = (
        [pdf.letters(text) for text in pdf.page_texts(book, name)] for name in ("pdfium", reader)
    )

    assert ours == theirs


def test_ghostscript_prints_what_pdfium_shows(built: pipeline.Built) -> None:
    """Two renderers that share no code put the same ink on every page, but for smoothing."""
    book = built.files["joint-compendium.pdf"]
    ours, theirs = (
        [pdf.ink(picture) for picture in pdf.pictures(book, name)] for name in ("pdfium", "gs")
    )

    assert len(ours) == len(theirs)
    assert all(abs(a - b) < 0.5 + 0.2 * a for a, b in zip(ours, theirs, strict=True))


def test_the_book_is_accessible(built: pipeline.Built) -> None:
    """The file is sound, passes a PDF/UA checker, and its tags name headings, notes and links."""
    book = built.files["joint-compendium.pdf"]
    kinds = {element.kind for element in pdf.structure(book).walk()}

    assert pdf.syntax_faults(book) == ""
    assert pdf.tag_faults(book) == []
    assert page.is_pdf_compliant_bytes(book, profile="ua1")
    assert {"H1", "P", "Note", "Link", "L", "LI"} <= kinds
