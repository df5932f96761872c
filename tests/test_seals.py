"""The seal of a PDF tells of any byte that is not as it was written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from compendium.model.seals import UNSEALED, sealed, unbroken
from finished import trip


def test_the_book_is_sealed() -> None:
    """The PDF of a build has a seal, and it holds."""
    assert unbroken(trip().pdf) is True
    assert UNSEALED.encode() not in trip().pdf


@given(st.data())
def test_any_altered_byte_breaks_it(data: st.DataObject) -> None:
    """One byte altered, taken away or added anywhere breaks the seal or takes it away."""
    pdf = trip().pdf
    at = data.draw(st.integers(0, len(pdf) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != pdf[at]))
    assert not unbroken(pdf[:at] + bytes([byte]) + pdf[at + 1 :])
    assert not unbroken(pdf[:at] + pdf[at + 1 :])
    assert not unbroken(pdf[:at] + bytes([byte]) + pdf[at:])


def test_a_second_seal_is_no_seal() -> None:
    """A file to which another seal was appended has none, and neither has any other file."""
    pdf = trip().pdf
    start = pdf.index(b"<xmpMM:InstanceID>")
    assert unbroken(pdf + pdf[start : start + 200]) is None
    assert unbroken(b"%PDF-1.7\n") is None
    assert sealed(b"%PDF-1.7\n") == b"%PDF-1.7\n"
