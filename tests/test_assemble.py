"""The linked book: what readers find in it, and what is said when it does not hold."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import page
import pikepdf
import pytest
from PIL import Image

import pdf
from compendium.assemble import DocumentInfo, link, place
from compendium.diag import Diagnostic
from compendium.model.pages import Bookmark, Chunk, Piece, SetLine
from pieces import Book, altered, fonts, small_book

INFO = DocumentInfo(
    title="Letters & <Notes>",
    lang="en",
    authors=("A. Editor", "Б. Издатель"),
    subject="Letters of three trees",
    keywords=("alder", "birch"),
    date="2026-11-24",
    rights="© The Press",
    identifier="10.1234/trees",
    version="1.0",
)


@cache
def linked() -> bytes:
    """The small book as a PDF."""
    book, pages = small_book()
    made, problems = link(book, pages, INFO, fonts())
    assert problems == []
    return made


def problems(*changed: tuple[Chunk, Piece]) -> list[str]:
    """What is wrong with the small book when these pieces stand in it, by the chunks' names."""
    by_name = {chunk.name: (chunk, piece) for chunk, piece in changed}
    book: Book = tuple(by_name.pop(c.name, (c, p)) for c, p in small_book()[0])
    return [str(problem) for problem in _link(book + tuple(by_name.values()))]


def _link(book: Book) -> list[Diagnostic]:
    return link(book, place(book), INFO, fonts())[1]


def piece_of(name: str) -> tuple[Chunk, Piece]:
    """The chunk *name* of the small book, and its piece."""
    ((chunk, piece),) = (pair for pair in small_book()[0] if pair[0].name == name)
    return chunk, piece


def test_syntax() -> None:
    """Nothing is wrong with the syntax of the file."""
    assert pdf.syntax_faults(linked()) == ""
    assert linked().startswith(b"%PDF-1.7")


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_standards(profile: str) -> None:
    """The book keeps PDF/UA-1 and PDF/A-2a."""
    report = page.validate_pdf_bytes(linked(), profile=profile)

    assert [failure.rule_id for failure in report.failures] == []


@pytest.mark.parametrize("reader", [reader for reader in pdf.READERS if pdf.installed(reader)])
def test_words(reader: str) -> None:
    """Each page has the letters of its lines, its running head and its folio, for every reader."""
    _, pages = small_book()
    expected = {
        sheet.number: "" if sheet.blank else "Letters" + sheet.folio for sheet in pages.sheets
    }
    for line in pages.lines:
        expected[line.sheet] += line.text

    got = pdf.page_texts(linked(), reader)

    assert [pdf.letters(text) for text in got] == [pdf.letters(e) for e in expected.values()]


@pytest.mark.parametrize("reader", [reader for reader in pdf.READERS if pdf.installed(reader)])
def test_glyphs(reader: str) -> None:
    """Each line is drawn with as much ink by every reader: no glyph is blank, or a box for one."""
    pages = small_book()[1]
    measured = _inked([*pages.lines], pdf.pictures(linked(), dpi=144))

    got = _inked([*pages.lines], pdf.pictures(linked(), reader, dpi=144))

    assert "択捉島択捉島" in [line.text for line in pages.lines]
    assert got == pytest.approx(measured, rel=0.25)
    assert min(got) > 10


def _inked(lines: Sequence[SetLine], pictures: Sequence[Image.Image]) -> list[float]:
    boxes = [[round(2 * side) for side in line.box] for line in lines]
    return [
        pdf.ink(pictures[line.sheet - 1].crop((left, top, right, bottom)))
        for line, (left, top, right, bottom) in zip(lines, boxes, strict=True)
    ]


def test_blank() -> None:
    """What is left blank is blank: no running head and no folio, and as large as the others."""
    pictures = pdf.pictures(linked())

    blank = [sheet.blank for sheet in small_book()[1].sheets]
    assert [pdf.ink(picture) == 0 for picture in pictures] == blank
    assert len({picture.size for picture in pictures}) == 1


def test_references() -> None:
    """Every page number is printed where its slot was, and is the label of the page it means."""
    labels = pdf.labels(linked())
    texts = pdf.page_texts(linked())
    openings = {"alpha": "Alder begins", "beta": "Birch begins", "gamma": "Cedar begins"}
    openings |= {f"{slug}.end": f"Page last of {words[:5]}" for slug, words in openings.items()}
    openings["contents"] = "Contents"
    book, pages = small_book()

    assert labels == [sheet.folio for sheet in pages.sheets]
    checked = 0
    for chunk, _ in book:
        for reference in chunk.references:
            target = texts[labels.index(reference.value)]
            assert openings[reference.first] in " ".join(target.split())
            checked += 1
    assert checked == 12
    assert re.search(r"Alder 1–3\s+Birch 4–5\s+Cedar 6–7", texts[-1])


def test_faces() -> None:
    """Each face is embedded once, whatever the number of pieces that use it."""
    assert sorted(name.partition("+")[2] for name, _ in pdf.programs(linked())) == [
        "CompendiumMincho-Regular",
        "SourceSerif4-Bold",
        "SourceSerif4-It",
        "SourceSerif4-Regular",
    ]


def test_places() -> None:
    """Every anchor is a named place at its page and height."""
    _, pages = small_book()

    got = pdf.places(linked())
    assert {anchor: spot.page for anchor, spot in got.items()} == {
        anchor: place.sheet for anchor, place in pages.first.items()
    }
    for anchor, spot in got.items():
        assert spot.top == pytest.approx(pages.first[anchor].top, abs=0.06)


def test_links() -> None:
    """Links lead to named places, across chunks too, and say in words what they are."""
    found = pdf.links(linked())

    assert {found.target for found in found} <= set(pdf.places(linked()))
    told = [(one.page, one.words, one.target) for one in found]
    assert (3, "Alder", "alpha") in told
    assert (10, "See the other letter", "contents") in told
    assert len(found) == 12
    for x0, y0, x1, y1 in (one.box for one in found):
        assert 0 < x0 < x1 < 256
        assert 0 < y0 < y1 < 312


def test_link_words() -> None:
    """A number in the words of a link is the one that is printed; a link is never wordless."""
    chunk, piece = piece_of("contents")
    changed = piece.pdf.replace(b"/Contents (Alder)", b"/Contents (Alder \\0020\\003)")
    changed = changed.replace(b"/Contents (Birch)", b"/Contents ()")
    other = altered(piece, pdf=_repaired(changed))
    book: Book = tuple((c, other if c is chunk else p) for c, p in small_book()[0])

    made, found = link(book, place(book), INFO, fonts())

    assert found == []
    assert [made.words for made in pdf.links(made) if made.page == 3] == ["Alder 1", "4", "Cedar"]


def test_outline() -> None:
    """The outline has the bookmarks of all pieces, nested by level."""
    assert pdf.bookmarks(linked()) == [
        (1, "Contents", 3),
        (1, "Alder", 5), (2, "Text", 5),
        (1, "Birch", 8), (2, "Text", 8),
        (1, "Cedar", 10), (2, "Text", 10),
        (1, "Index", 13),
    ]  # fmt: skip


def test_information() -> None:
    """Metadata are the edition's, the same in both places, readable without a PDF reader."""
    with pikepdf.open(BytesIO(linked())) as document:
        packet = document.open_metadata()
        assert {name: packet[name] for name in _PROPERTIES} == _PROPERTIES
        assert {key: str(value) for key, value in document.docinfo.items()} == {
            "/Title": "Letters & <Notes>",
            "/Author": "A. Editor; Б. Издатель",
            "/Subject": "Letters of three trees",
            "/Keywords": "alder, birch",
            "/Creator": packet["xmp:CreatorTool"],
            "/Producer": packet["pdf:Producer"],
            "/CreationDate": "D:20261124",
            "/ModDate": "D:20261124",
        }
    assert b"<dc:identifier>10.1234/trees</dc:identifier>" in linked()


_PROPERTIES = {
    "dc:title": "Letters & <Notes>",
    "dc:creator": ["A. Editor", "Б. Издатель"],
    "dc:language": {"en"},
    "dc:description": "Letters of three trees",
    "dc:subject": {"alder", "birch"},
    "dc:rights": "© The Press",
    "dc:identifier": "10.1234/trees",
    "dc:date": ["2026-11-24"],
    "pdf:Keywords": "alder, birch",
    "xmp:CreateDate": "2026-11-24",
    "xmp:ModifyDate": "2026-11-24",
    "xmpMM:VersionID": "1.0",
    "pdfaid:part": "2",
    "pdfaid:conformance": "A",
    "pdfuaid:part": "1",
}


def test_sparse_information() -> None:
    """What the edition does not say the file does not say either, and no date is made up."""
    book, pages = small_book()
    made, _ = link(book, pages, DocumentInfo("Letters", "en", date="1956~"), fonts())

    with pikepdf.open(BytesIO(made)) as document:
        assert sorted(document.docinfo.keys()) == [
            "/CreationDate", "/Creator", "/ModDate", "/Producer", "/Title",
        ]  # fmt: skip
        assert document.docinfo["/CreationDate"] == "D:1956"
        assert "dc:rights" not in document.open_metadata()
    assert [f.rule_id for f in page.validate_pdf_bytes(made, profile="2a").failures] == []


def test_root() -> None:
    """The book opens as a book: its title shown, pages side by side, and nothing that acts."""
    with pikepdf.open(BytesIO(linked())) as document:
        root = document.Root
        assert sorted(root.keys()) == [
            "/Lang", "/MarkInfo", "/Metadata", "/Names", "/Outlines", "/OutputIntents",
            "/PageLabels", "/PageLayout", "/PageMode", "/Pages", "/StructTreeRoot", "/Type",
            "/ViewerPreferences",
        ]  # fmt: skip
        assert list(root.Names.keys()) == ["/Dests"]
        assert str(root.Lang) == "en"
        assert (str(root.PageLayout), str(root.PageMode)) == ("/TwoPageRight", "/UseOutlines")
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        for leaf in document.pages:
            assert all(len(resource) for resource in leaf.Resources.values())


@pytest.mark.parametrize("seed", ["1", "2"])
def test_repeats(seed: str, tmp_path: Path) -> None:
    """Another process with another hash seed makes the same bytes."""
    given = tmp_path / "book"
    given.write_bytes(pickle.dumps((*small_book(), INFO, dict(fonts()))))
    code = (
        "import pickle, sys\nfrom compendium.assemble import link\n"
        "sys.stdout.buffer.write(link(*pickle.load(sys.stdin.buffer))[0])"
    )
    with given.open("rb") as stream:
        made = subprocess.run(
            [sys.executable, "-c", code],
            stdin=stream,
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        )

    assert made.stdout == linked()


def test_anchor_twice() -> None:
    """Two pieces with one anchor would send a link to the wrong one."""
    chunk, piece = piece_of("title")

    assert problems((replace(chunk, name="title-2"), piece)) == [
        "edition.yaml:1:1: error[anchor-twice]: anchor `title` is in `title` and in `title-2`"
        " (hint: rename one of the two)"
    ]


def test_link_lost() -> None:
    """A link to what is on no page is said, for each that there is."""
    chunk, piece = piece_of("alpha")
    without = {anchor: spot for anchor, spot in piece.first.items() if anchor != "alpha"}

    assert problems((chunk, replace(piece, first=without, digest=""))) == [
        "edition.yaml:1:1: error[link-lost]: a link of `contents` leads to `alpha`,"
        " which is on no page",
        "edition.yaml:1:1: error[link-lost]: a link of `beta` leads to `alpha`,"
        " which is on no page",
        "edition.yaml:1:1: error[link-lost]: bookmark `Alder` leads to `alpha`,"
        " which is on no page",
    ]


def test_bookmark_lost() -> None:
    """A bookmark to what is on no page is said, and not in the outline."""
    chunk, piece = piece_of("title")

    assert problems((chunk, replace(piece, outline=(Bookmark(1, "Lost", "lost"),), digest=""))) == [
        "edition.yaml:1:1: error[link-lost]: bookmark `Lost` leads to `lost`, which is on no page"
    ]


def test_link_refused() -> None:
    """A link that runs something, or leads to a file, is said and leads nowhere."""
    chunk, piece = piece_of("contents")
    script = b"/A << /S /JavaScript /JS (app.alert(1)) >>"
    changed = altered(piece, pdf=_repaired(piece.pdf.replace(b"/Dest (alpha)", script)))
    book: Book = tuple((c, changed if c is chunk else p) for c, p in small_book()[0])

    made, found = link(book, place(book), INFO, fonts())

    assert [str(problem) for problem in found] == [
        "edition.yaml:1:1: error[link-refused]: a link of `contents` does what no link may"
    ]
    with pikepdf.open(BytesIO(made)) as document:
        assert b"JavaScript" not in document.Root.unparse(resolved=True)
        assert "/A" not in document.pages[2].Annots[0]


def test_slot_misfit() -> None:
    """A number wider than its slot is said, not squeezed in."""
    chunk, piece = piece_of("beta")

    assert problems((replace(chunk, values=("1000",)), piece)) == [
        "edition.yaml:1:1: error[slot-misfit]: a page number in `beta` does not fit on page `4`"
        " (hint: the room of '0' cannot hold '1000')"
    ]


def test_glyph_width() -> None:
    """Pages that were laid out for another version of a font are not printed with this one."""
    chunk, piece = piece_of("title")
    (first, *others) = piece.fonts
    glyph = min(first.glyphs)
    advance, text = first.glyphs[glyph]
    other = replace(first, glyphs={**first.glyphs, glyph: (advance + 30, text)})

    assert problems((chunk, altered(piece, fonts=(other, *others)))) == [
        f"edition.yaml:1:1: error[glyph-width]: glyph {glyph} of `{first.file}` is {advance} wide,"
        f" but {advance + 30} in `title` (hint: typeset it again)"
    ]


def _repaired(broken: bytes) -> bytes:
    """A PDF whose objects have moved, with a table of where they are now."""
    output = BytesIO()
    with pikepdf.open(BytesIO(broken)) as document:
        document.save(output, compress_streams=False)
    return output.getvalue()
