"""The PDF for the printer: the same pages, one ink, and what a printer asks for."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from functools import cache
from io import BytesIO

import pikepdf
import pytest

from compendium import outputs, render, theme
from compendium.assemble import DocumentInfo, for_printer
from compendium.model.printing import POINTS, PrintPlan
from compendium.proof import prove_print
from finished import trip

INFO = DocumentInfo("Trip", "en", date="2026-11-24")


@cache
def printed() -> tuple[bytes, bytes]:
    """The printer's PDF of the small edition, and its preflight."""
    return for_printer(trip().pdf, INFO, PrintPlan(sheet=16, leaf=0.1))


def test_the_pages_are_the_same() -> None:
    """Laid over the screen PDF it differs in nothing inside the trim."""
    assert prove_print(trip().pdf, printed()[0]).findings == ()


def test_the_proof_sees_a_difference() -> None:
    """A page that moved by a third of a point, lost its ink, or is missing is found."""
    spoils = {
        "sheet 3 of the printer's PDF is not drawn as on the screen": b"1 0 0 1 0.33 0 cm\n",
        "sheet 1 of the printer's PDF is not drawn as on the screen": b"1 1 1 1 k\n",
    }
    for message, before in spoils.items():
        with pikepdf.open(BytesIO(printed()[0])) as pdf:
            page = pdf.pages[int(message[6]) - 1]
            own = page.Contents[1]
            drawn = own.read_bytes()
            own.write(before + drawn if before.endswith(b"cm\n") else b"")
            spoiled = BytesIO()
            pdf.save(spoiled)
        found = prove_print(trip().pdf, spoiled.getvalue()).findings
        assert [(finding.code, finding.message) for finding in found] == [("proof-print", message)]
    with pikepdf.open(BytesIO(printed()[0])) as pdf:
        count = len(trip().pages.sheets)
        del pdf.pages[count - 1 :]
        short = BytesIO()
        pdf.save(short)
    found = prove_print(trip().pdf, short.getvalue()).findings
    assert found[0].message == (f"the printer's PDF has {count - 1} pages, the screen's {count}")


def test_the_boxes_of_a_page() -> None:
    """The trim is the page of the screen, the bleed three millimetres, the marks outside both."""
    with pikepdf.open(BytesIO(printed()[0])) as pdf, pikepdf.open(BytesIO(trip().pdf)) as screen:
        for page, original in zip(pdf.pages, screen.pages, strict=False):
            trim, bleed, media = (
                [float(edge) for edge in page.obj[name]]
                for name in ("/TrimBox", "/BleedBox", "/MediaBox")
            )
            assert trim == [float(edge) for edge in original.mediabox]
            assert trim[0] - bleed[0] == pytest.approx(3 * POINTS)
            assert bleed[2] - media[2] == pytest.approx(-10 * POINTS)


def test_it_is_what_a_press_takes() -> None:
    """It says what it is, holds whole sheets, and nothing that belongs to the screen."""
    with pikepdf.open(BytesIO(printed()[0])) as pdf:
        assert len(pdf.pages) % 16 == 0
        assert str(pdf.docinfo["/GTS_PDFXVersion"]) == "PDF/X-1a:2003"
        assert pdf.Root.OutputIntents[0].S == pikepdf.Name.GTS_PDFX
        assert not {"/StructTreeRoot", "/Outlines", "/Names", "/Metadata"} & set(pdf.Root.keys())
        assert not any("/Annots" in page.obj for page in pdf.pages)
        assert pdf.pdf_version == "1.4"
        fonts = {
            f.objgen: f
            for page in pdf.pages
            for f in page.Resources.get("/Font", pikepdf.Dictionary()).values()
        }
        for font in fonts.values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            program = descriptor.get("/FontFile3", pikepdf.Dictionary()).get("/Subtype")
            assert "/FontFile2" in descriptor or program == pikepdf.Name.CIDFontType0C


def test_the_text_has_one_ink() -> None:
    """Inside the trim there is black and nothing else, as Ghostscript separates it."""
    with pikepdf.open(BytesIO(printed()[0])) as pdf:
        for page in pdf.pages:
            page.obj.Contents = page.Contents[1] if len(page.Contents) > 1 else page.Contents[0]
            page.obj.MediaBox = page.obj.TrimBox
        del pdf.pages[len(trip().pages.sheets) :]
        bare = BytesIO()
        pdf.save(bare)
    call = ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=inkcov", "-r30", "-sOutputFile=-", "-"]
    told = subprocess.run(call, input=bare.getvalue(), capture_output=True, check=True).stdout
    inks = [line.split()[:4] for line in told.decode().splitlines() if "CMYK" in line]
    assert len(inks) == len(trip().pages.sheets)
    assert all(ink[:3] == ["0.00000"] * 3 for ink in inks)
    assert any(ink[3] != "0.00000" for ink in inks)


def test_the_preflight_is_in_words() -> None:
    """The report says what a printer asks for, and what to look at."""
    told = printed()[1].decode()
    assert "Trim:      165.0 x 240.0 mm\n" in told
    assert "Standard:  PDF/X-1a:2003\n" in told
    assert "look at: #86261b is printed in solid black" in told
    assert "unknown: give `leaf`" in for_printer(trip().pdf, INFO, PrintPlan())[1].decode()


def test_the_same_bytes() -> None:
    """Printed again, it is the same file."""
    assert for_printer(trip().pdf, INFO, PrintPlan(sheet=16, leaf=0.1)) == printed()


@pytest.mark.parametrize(
    ("count", "sheet", "pages", "spine"), [(27, 16, 32, 2.2), (32, 16, 32, 2.2), (1, 4, 4, 0.8)]
)
def test_sheets_and_spine(count: int, sheet: int, pages: int, spine: float) -> None:
    """Whole sheets, and a spine of as many leaves and two boards."""
    plan = PrintPlan(sheet=sheet, leaf=0.1)
    assert plan.pages(count) == pages
    assert plan.spine(count) == pytest.approx(spine)


def test_the_cover_fits_the_book() -> None:
    """The cover is two pages and a spine wide, and bears the barcode of the ISBN."""
    found = trip()
    design, _ = theme.read(theme.find("press"))
    assert design
    imprint = replace(found.edition.imprint, isbn="978-3-16-148410-0")
    edition = replace(found.edition, printing=PrintPlan(leaf=0.6), imprint=imprint)
    book = outputs.Book(edition, design, found.pages, found.pdf, "trip.pdf")
    bound, problems = outputs.cover(book)
    assert not problems
    with pikepdf.open(BytesIO(bound)) as pdf:
        left, _, right, _ = (float(edge) for edge in pdf.pages[0].obj.TrimBox)
        assert len(pdf.pages) == 1
    spine = edition.printing.spine(len(found.pages.sheets))
    assert (right - left) / POINTS == pytest.approx(2 * 165 + spine, abs=0.05)
    chunk, _, _ = render.cover(edition, design, (165, 240), spine)
    assert chunk.markup.count("<i style=") == 30
    unnumbered = replace(edition, imprint=replace(imprint, isbn="978-3-16-148410-1"))
    assert "<i style=" not in render.cover(unnumbered, design, (165, 240), spine)[0].markup
