"""The pictures of a page made ready for one black ink, and what a printer would say of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pikepdf import Dictionary, Name, Object, Page, Pdf, PdfImage, Stream
from PIL import Image

from compendium.assemble.packing import compress

ENOUGH = 300
"""Pixels an inch below which a printed photograph looks soft."""

_PLACED = re.compile(
    rb"(-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) -?[\d.]+ -?[\d.]+ cm\s+/(\w+) Do"
)


def blacken(pdf: Pdf, page: Page, number: int) -> Iterator[str]:
    """Make every picture of page *number* one of greys; says which will not print well."""
    drawn = page.Contents.read_bytes() if "/Contents" in page else b""
    placed = {found[5].decode(): _inches(found) for found in _PLACED.finditer(drawn)}
    objects = page.Resources.get("/XObject", Dictionary())
    for name, picture in list(objects.items()):
        if picture.get("/Subtype") != Name.Image:
            continue
        width = placed.get(name.lstrip("/"))
        if width and int(picture.Width) / width < ENOUGH:
            found = round(int(picture.Width) / width)
            yield f"a picture on sheet {number} has {found} pixels an inch; {ENOUGH} are wanted"
        if picture.get("/ColorSpace") != Name.DeviceGray or "/SMask" in picture:
            yield f"a picture on sheet {number} is printed in greys"
            objects[name] = _grey(pdf, picture)


def _inches(found: re.Match[bytes]) -> float:
    """How wide a picture is placed."""
    across, up = float(found[1]), float(found[2])
    return float((across * across + up * up) ** 0.5 / 72)


def _grey(pdf: Pdf, picture: Object) -> Object:
    """*picture* in greys, on white where it was transparent."""
    assert isinstance(picture, Stream)
    image = PdfImage(picture).as_pil_image()
    if "/SMask" in picture:
        soft = picture.SMask
        assert isinstance(soft, Stream)
        mask = PdfImage(soft).as_pil_image().convert("L").resize(image.size)
        ground = Image.new("RGB", image.size, "white")
        ground.paste(image.convert("RGB"), mask=mask)
        image = ground
    greys = image.convert("L")
    made = Stream(
        pdf, compress(greys.tobytes()), Type=Name.XObject, Subtype=Name.Image,
        Width=greys.width, Height=greys.height, BitsPerComponent=8,
        ColorSpace=Name.DeviceGray, Filter=Name.FlateDecode,
    )  # fmt: skip
    return pdf.make_indirect(made)
