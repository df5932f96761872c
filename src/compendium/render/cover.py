"""The cover: back, spine and front in one sheet, as wide as the book is thick."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

import barcode

from compendium.diag import Diagnostic
from compendium.model.edition import Edition
from compendium.model.pages import Chunk
from compendium.model.theme import Theme
from compendium.render.chunks import make_chunk
from compendium.render.setting import setting
from compendium.render.slots import Slots

NARROW = 5.0
"""Millimetres below which a spine is left without a title."""

_MODULE = 0.33
"""Millimetres of the narrowest bar of an EAN at its full size (GS1 General Specifications)."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the barcode, in millimetres from its left edge."""

    left: float
    width: float


def cover(
    edition: Edition, theme: Theme, trim: tuple[float, float], spine: float
) -> tuple[Chunk, Theme, list[Diagnostic]]:
    """The cover as a chunk, the theme it is to be set in, and what is wrong with its template.

    Units: millimetres. *trim* is the size of a page, *spine* the width of the back of the book.
    """
    desk = setting(edition, theme, None)
    width, height = trim
    isbn = edition.imprint.isbn
    bars = tuple(_bars(isbn)) if isbn else ()
    chunk = make_chunk(
        desk, "cover", "cover", Slots(None), isbn=isbn, bars=bars, titled=spine >= NARROW,
        figures=_figures(isbn) if bars else "",
    )  # fmt: skip
    style = f"""@page {{ size: {2 * width + spine:.3f}mm {height:.3f}mm; margin: 0 }}
.back, .front {{ width: {width:.3f}mm; height: {height:.3f}mm }}
.front {{ left: {width + spine:.3f}mm }}
.spine {{ left: {width:.3f}mm; width: {spine:.3f}mm; height: {height:.3f}mm }}
.spine p {{ width: {height:.3f}mm; height: {spine:.3f}mm; line-height: {spine:.3f}mm;
  left: {spine:.3f}mm }}
{theme.styles["cover.css"]}"""
    bound = replace(theme, styles={**theme.styles, "print.css": style})
    return chunk, bound, desk.templates.problems


def _bars(isbn: str) -> Iterator[Bar]:
    """The bars of the EAN that *isbn* is; none if it is no ISBN of thirteen figures."""
    figures = _figures(isbn)
    if len(figures) != 13 or barcode.get("ean13", figures).get_fullcode() != figures:
        return
    (modules,) = barcode.get("ean13", figures).build()
    at = 0
    for sign, run in groupby(modules):
        count = len(list(run))
        if sign == "1":
            yield Bar(round(at * _MODULE, 3), round(count * _MODULE, 3))
        at += count


def _figures(isbn: str) -> str:
    return "".join(sign for sign in isbn if sign.isdecimal())
