"""The PDF is fit for an archive: two checkers that know nothing of each other are content."""

from __future__ import annotations

import re
from io import BytesIO

import page
import pikepdf
import pytest
from pikepdf import pdfa

from finished import trip


@pytest.mark.parametrize("profile", ["2a", "ua1"])
def test_the_first_checker(profile: str) -> None:
    """`page-validation` finds PDF/A-2a and PDF/UA-1 kept."""
    assert page.is_pdf_compliant_bytes(trip().pdf, profile=profile)


def test_the_second_checker() -> None:
    """`pikepdf.pdfa` finds PDF/A-2b kept, in a twin that does not speak of PDF/UA.

    It knows level b only, and refuses the schema by which PDF/UA says what it is.
    """
    twin = BytesIO()
    with pikepdf.open(BytesIO(trip().pdf)) as pdf:
        said = pdf.Root.Metadata.read_bytes()
        for part in re.findall(rb"<rdf:Description.*?</rdf:Description>", said, re.DOTALL):
            if b"pdfaExtension" in part:
                said = said.replace(part, b"")
        said = said.replace(b"<pdfuaid:part>1</pdfuaid:part>", b"")
        said = said.replace(b"conformance>A<", b"conformance>B<")
        pdf.Root.Metadata.write(said)
        pdf.save(twin, static_id=True)
    with pikepdf.open(twin) as pdf:
        report = pdfa.check(pdf, "2b")
    assert (report.verdict, [str(one) for one in report.violations]) == ("pass", [])


def test_a_checker_can_fail() -> None:
    """A file whose metadata are packed, as an archive may not have them, is refused."""
    spoiled = BytesIO()
    with pikepdf.open(BytesIO(trip().pdf)) as pdf:
        del pdf.Root.OutputIntents
        pdf.save(spoiled, static_id=True)
    assert not page.is_pdf_compliant_bytes(spoiled.getvalue(), profile="2a")
