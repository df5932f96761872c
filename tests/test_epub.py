"""The EPUB: valid, with every word and the pages of the printed book."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from compendium import assemble, publish, render, theme
from compendium.proof import prove_epub
from finished import trip

XHTML = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"


@cache
def book() -> bytes:
    """The EPUB of the small edition."""
    found = trip()
    design, _ = theme.read(theme.find("press"))
    assert design
    files, problems = render.epub(
        found.edition, design, found.pages, "urn:x:1",
        lambda pages: assemble.web_fonts(pages, design.fonts),
    )  # fmt: skip
    assert not problems
    return publish.epub_container(files)


def files() -> dict[str, bytes]:
    """The files in its container."""
    with zipfile.ZipFile(BytesIO(book())) as container:
        return {name: container.read(name) for name in container.namelist()}


def test_every_word_is_in_it() -> None:
    """Words, notes, links, page numbers and page marks are those of the corpus and the book."""
    proof = prove_epub(book(), trip().edition, trip().pages)
    assert [str(finding) for finding in proof.findings] == []
    assert proof.counts["words"] > 200
    assert proof.counts["page marks"] > 3


def test_a_lost_word_is_found() -> None:
    """The proof reads the container, and tells of a word that is not there."""
    spoiled = {
        name: data.replace(b"promises", b"") if name.endswith("letter.xhtml") else data
        for name, data in files().items()
        if name.startswith("EPUB/")
    }
    proof = prove_epub(publish.epub_container(spoiled), trip().edition, trip().pages)
    assert any(finding.code == "proof-word-lost" for finding in proof.findings) or any(
        "promises" in finding.message for finding in proof.findings
    )


def test_it_says_first_what_it_is() -> None:
    """The container opens with its kind, unpacked, as readers look for it there."""
    with zipfile.ZipFile(BytesIO(book())) as container:
        first = container.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_pages_of_the_printed_book() -> None:
    """The list of pages has the folios of the book in order, and each leads to a mark."""
    nav = ET.fromstring(files()["EPUB/nav.xhtml"])
    listed = next(n for n in nav.iter(f"{XHTML}nav") if n.get(f"{OPS}type") == "page-list")
    links = [(link.get("href", ""), link.text) for link in listed.iter(f"{XHTML}a")]
    order = {sheet.folio: sheet.number for sheet in trip().pages.sheets}
    sheets = [order[folio or ""] for _, folio in links]
    assert sheets == sorted(sheets) and len(sheets) > 3
    for href, folio in links:
        file, _, anchor = href.partition("#")
        page = ET.fromstring(files()[f"EPUB/{file}"])
        mark = next(e for e in page.iter() if e.get("id") == anchor)
        assert (mark.get(f"{OPS}type"), mark.get("data-page")) == ("pagebreak", folio)
    assert b'property="pageBreakSource"' in files()["EPUB/package.opf"]


def test_notes_are_notes() -> None:
    """A call is a note reference that leads to an aside, for devices that show it in place."""
    page = ET.fromstring(files()["EPUB/letter.xhtml"])
    calls = [a for a in page.iter(f"{XHTML}a") if a.get(f"{OPS}type") == "noteref"]
    notes = {e.get("id") for e in page.iter(f"{XHTML}aside") if e.get(f"{OPS}type") == "footnote"}
    assert calls and all(call.get("href", "")[1:] in notes for call in calls)


@pytest.mark.skipif(not shutil.which("java"), reason="EPUBCheck needs Java")
def test_epubcheck_is_content(tmp_path: Path) -> None:
    """EPUBCheck has no error and no warning."""
    path = tmp_path / "book.epub"
    path.write_bytes(book())
    call = [sys.executable, "-m", "epubcheck", str(path)]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "")
