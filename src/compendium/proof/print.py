"""The PDF for the printer beside the one for the screen: inside the trim they are one."""

from __future__ import annotations

import pypdfium2
from PIL import ImageChops

from compendium.diag import Span
from compendium.proof.outcome import Findings, Proof
from compendium.proof.reader import versions

SCALE = 1.5
"""Pixels a point: a letter that moved by a third of a point shows."""

EDGE = 32
"""How far, of 255, the edge of a letter may be that falls between two pixels otherwise."""

COLOUR = 40
"""How far, of 255, black ink may be from a colour of the screen whose darkest part it is."""

_EDITION = Span("edition.yaml")


def prove_print(screen: bytes, printed: bytes) -> Proof:
    """Draw both and compare every page; pages that the printer's has more of must be empty.

    Where there is no colour, only edges of letters may be a shade off.
    """
    findings = Findings()
    with pypdfium2.PdfDocument(screen) as ours, pypdfium2.PdfDocument(printed) as theirs:
        if len(theirs) < len(ours):
            message = f"the printer's PDF has {len(theirs)} pages, the screen's {len(ours)}"
            findings.add("proof-print", message, _EDITION)
        for number in range(len(theirs)):
            findings.count("pages")
            if problem := _page(ours, theirs, number):
                message = f"sheet {number + 1} of the printer's PDF {problem}"
                findings.add("proof-print", message, _EDITION)
    return Proof("print", versions(), findings.counts, tuple(findings.problems))


def _page(ours: pypdfium2.PdfDocument, theirs: pypdfium2.PdfDocument, number: int) -> str:
    """What is wrong with a page of the printer's, "" for nothing."""
    page = theirs[number]
    page.set_mediabox(*page.get_trimbox())
    page.set_cropbox(*page.get_trimbox())
    drawn = page.render(scale=SCALE).to_pil().convert("L")
    if number >= len(ours):
        return "" if drawn.getextrema()[0] == 255 else "has ink, and should be empty"
    original = ours[number].render(scale=SCALE).to_pil().convert("RGB")
    if original.size != drawn.size:
        return "is of another size"
    red, green, blue = original.split()
    darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
    coloured = ImageChops.difference(red, blue).getbbox() is not None
    _, apart = ImageChops.difference(darkest, drawn).getextrema()
    assert isinstance(apart, int | float)  # one band of grey has one pair
    return "" if apart <= (COLOUR if coloured else EDGE) else "is not drawn as on the screen"
