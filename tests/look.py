"""Turn the pages of a built edition into pictures: `python tests/look.py [EDITION] [OUTDIR]`.

Each page becomes a PNG; every four openings, verso beside recto as a reader holds them, become
a contact sheet.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2
from PIL import Image

BUILD = Path(__file__).parents[1] / "build"
PAGE_SCALE = 2.0  # 144 dots an inch: notes can be read
SHEET_SCALE = 1.0
DESK, GAP = "#777777", 16


def main(edition: str = "", outdir: str = "") -> None:
    """Look at EDITION, by default the only one that is built."""
    pdf = _built(edition)
    folder = Path(outdir) if outdir else BUILD / "look" / pdf.stem
    folder.mkdir(parents=True, exist_ok=True)
    for old in sorted([*folder.glob("page-*.png"), *folder.glob("openings-*.png")]):
        old.unlink()
    pages = pictures(pdf, PAGE_SCALE)
    for number, page in enumerate(pages, start=1):
        page.save(folder / f"page-{number:03}.png")
    facing = openings(pages)
    for start in range(0, len(facing), 4):
        contact_sheet(facing[start : start + 4]).save(folder / f"openings-{start // 4 + 1:02}.png")
    sys.stdout.write(f"{len(pages)} pages in {folder}\n")


def pictures(pdf: Path, scale: float) -> list[Image.Image]:
    """Every page of *pdf*; at scale 1 a point is a pixel."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=scale).to_pil() for page in document]


def openings(pages: list[Image.Image]) -> list[Image.Image]:
    """Pages as they face each other; the first, a recto, faces nothing."""
    width, height = (max(sizes) for sizes in zip(*(page.size for page in pages), strict=True))
    sides = [None, *pages, *([None] if len(pages) % 2 == 0 else [])]
    facing = []
    for verso, recto in zip(sides[::2], sides[1::2], strict=True):
        opening = Image.new("RGB", (2 * width, height), DESK)
        for page, left in ((verso, 0), (recto, width)):
            if page:
                opening.paste(page, (left, 0))
        facing.append(opening)
    return facing


def contact_sheet(facing: list[Image.Image]) -> Image.Image:
    """Up to four openings, two by two, at half the size."""
    small = [opening.reduce(round(PAGE_SCALE / SHEET_SCALE)) for opening in facing]
    width, height = small[0].size
    sheet = Image.new("RGB", (2 * width + 3 * GAP, 2 * height + 3 * GAP), DESK)
    for place, opening in enumerate(small):
        row, column = divmod(place, 2)
        sheet.paste(opening, (GAP + column * (width + GAP), GAP + row * (height + GAP)))
    return sheet


def _built(edition: str) -> Path:
    name = Path(edition).name  # a folder of the corpus names its edition
    found = sorted(BUILD.glob(f"{name or '*'}/*.pdf"))
    whole = [pdf for pdf in found if pdf.stem == pdf.parent.name]
    if len(whole) != 1:
        names = ", ".join(pdf.stem for pdf in whole) or "none"
        sys.exit(f"look: name one built edition; there are: {names}")
    return whole[0]


if __name__ == "__main__":
    main(*sys.argv[1:])
