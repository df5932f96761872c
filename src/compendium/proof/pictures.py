"""Pictures of the finished pages, as the reader that proves the book draws them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from io import BytesIO

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops

from compendium.model.kept import Keep, kept, key_of
from compendium.proof.digests import page_digests

PICTURE_SCALE = 1.75
"""Pixels for a point of the page: letters are sharp at the width of half a screen."""

_FEW = [round(value / 17) * 17 for value in range(256)]
"""Of 256 values of a colour 16 are kept: no eye misses the others in letters, and they weigh."""
_QUALITY = 60


def pictures(pdf: bytes, keep: Keep | None = None) -> dict[str, bytes]:
    """A WebP of each page of *pdf* by its name, "12.webp" for sheet 12; always the same bytes.

    Letters are kept as they are drawn; a page with a photograph is drawn with some loss.
    """
    document = pypdfium2.PdfDocument(pdf)
    digests = page_digests(pdf) or ("",) * len(document)
    made = {}
    for at, digest in enumerate(digests):
        draw: Callable[[], bytes] = partial(_drawn, document, at)
        made[f"{at + 1}.webp"] = kept(keep, _key(digest), draw) if digest else draw()
    document.close()
    return made


def _key(digest: str) -> str:
    return key_of("picture", (digest, str(PICTURE_SCALE), version("pypdfium2"), version("pillow")))


def _drawn(document: pypdfium2.PdfDocument, at: int) -> bytes:
    page = document[at]
    image = page.render(scale=PICTURE_SCALE).to_pil().convert("RGB")
    photographs = any(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]))
    page.close()
    packed = BytesIO()
    if photographs:
        image.save(packed, format="WEBP", quality=_QUALITY, method=4)
    else:
        plain = image.convert("L") if _is_grey(image) else image
        few = plain.point(_FEW * len(plain.getbands()))
        few.save(packed, format="WEBP", lossless=True, quality=20, method=1)
    return packed.getvalue()


def _is_grey(image: Image.Image) -> bool:
    red, green, blue = image.split()
    return not any(ImageChops.difference(red, other).getbbox() for other in (green, blue))
