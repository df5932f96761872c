"""Ink: a page as pdfium draws it, and where nothing is drawn that should be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from compendium.proof.runs import Box, Boxes

_WHITE = 0xFFFFFFFF
_DRAWN = raw.FPDF_GRAYSCALE | raw.FPDF_ANNOT
_INKED = bytes(grey < 241 for grey in range(256))
"""By grey, of 255 for white: 1 if it is something."""


@dataclass(frozen=True, slots=True)
class Ink:
    """The page as drawn: a byte of grey a pixel, about a pixel a point.

    Shape: `across` and `down` are pixels in a point.
    """

    pixels: bytes
    stride: int
    across: float
    down: float

    def bare(self, boxes: Boxes, up: float) -> list[int]:
        """Which of *boxes* nothing is drawn in, by their numbers.

        Most have ink *up* so high, in points from the foot of the page: there is looked first.
        """
        across, tall = self.across, boxes.height
        find = self._row(int((tall - up) * self.down)).find
        doubtful = [
            at
            for at, (left, right, low, high) in enumerate(zip(*boxes.edges, strict=True))
            if not low <= up <= high <= tall
            or not 0 <= find(1, int(left * across)) <= right * across
        ]
        return [at for at in doubtful if self._blank(boxes[at])]

    def any_bare(self, boxes: Iterable[Box]) -> bool:
        """Whether nothing is drawn in one of *boxes*."""
        return any(map(self._blank, boxes))

    def _blank(self, box: Box) -> bool:
        left, top, right, bottom = box
        first, last = int(left * self.across), int(right * self.across) + 1
        rows = range(int(top * self.down), int(bottom * self.down) + 1)
        if first < 0 or top < 0:
            return True
        return all(self._row(row).find(1, first, last) < 0 for row in rows)

    def _row(self, number: int) -> bytes:
        """Row *number*, with a 1 where ink is; b"" if there is none such."""
        start = max(number, 0) * self.stride
        return self.pixels[start : start + self.stride].translate(_INKED)


class Paper:
    """What pages are drawn on, one after the other; one of another size takes a new sheet."""

    def __init__(self) -> None:
        self.sheets: dict[tuple[int, int], Any] = {}

    def draw(self, page: Any, width: float, height: float, scale: int = 1) -> Ink:
        """The *page* of this size, in points, as pdfium draws it, *scale* pixels a point."""
        size = wide, high = ceil(width * scale), ceil(height * scale)
        if size not in self.sheets:
            self.sheets = {size: pypdfium2.PdfBitmap.new_native(*size, raw.FPDFBitmap_Gray)}
        sheet = self.sheets[size]
        raw.FPDFBitmap_FillRect(sheet, 0, 0, *size, _WHITE)
        raw.FPDF_RenderPageBitmap(sheet, page, 0, 0, *size, 0, _DRAWN)
        return Ink(bytes(sheet.buffer), sheet.stride, wide / width, high / height)
