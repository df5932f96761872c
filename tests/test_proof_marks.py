"""What a file says in place of its characters, when they are drawn with more than one font."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2 as pdfium

from compendium.proof.runs import take_marks

CONTENT = (
    b"/Span << /ActualText (A B) >> BDC BT /F1 12 Tf 10 50 Td (A) Tj ET "
    b"BT /F2 12 Tf 30 50 Td (B) Tj ET EMC BT /F1 12 Tf 50 50 Td (C) Tj ET"
)


def test_every_object_of_a_mark() -> None:
    """Two objects inside one mark both have its text: they share it, and it is taken off both."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 100))
    fonts = {
        f"/F{n}": pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name(name)
        )
        for n, name in ((1, "/Helvetica"), (2, "/Times-Roman"))
    }
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(fonts))
    page.Contents = pdf.make_stream(CONTENT)
    written = io.BytesIO()
    pdf.save(written)
    document = pdfium.PdfDocument(written.getvalue())
    read = document[0]
    assert list(take_marks(read.raw).values()) == ["A B", "A B"]
    assert take_marks(read.raw) == {}
    read.close()
    document.close()
