"""The marks around a page that a printer cuts and registers by."""

from __future__ import annotations

from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Pdf

from compendium.model.printing import POINTS

SLUG = 10.0
"""Millimetres around the bleed, where the marks stand."""

_LONG = 5 * POINTS
_GAP = 2 * POINTS
_THIN = 0.25
_ROUND = 2.2 * POINTS
_CURVE = 0.5523  # of the radius: a quarter of a circle as a Bezier curve

Box = tuple[float, float, float, float]


def registration(pdf: Pdf) -> Object:
    """The colour that prints on every plate."""
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1]), C1=Array([0]), N=1)
    return pdf.make_indirect(Array([Name.Separation, Name.All, Name.DeviceGray, tint]))


def marks(trim: Box, bleed: float) -> bytes:
    """The drawing of the marks around *trim*, none of it within *bleed* points of it."""
    lines = [*_crop(trim, bleed), *_targets(trim, bleed)]
    return f"q /All CS 1 SCN {_THIN} w {' '.join(lines)} Q\n".encode()


def _crop(trim: Box, bleed: float) -> Iterator[str]:
    """Two lines at each corner, which meet there if they are drawn on."""
    left, low, right, high = trim
    near = bleed + _GAP
    for x, out in ((left, -1), (right, 1)):
        for y in (low, high):
            yield _line(x + out * near, y, x + out * (near + _LONG), y)
    for y, out in ((low, -1), (high, 1)):
        for x in (left, right):
            yield _line(x, y + out * near, x, y + out * (near + _LONG))


def _targets(trim: Box, bleed: float) -> Iterator[str]:
    """A cross in a circle in the middle of each side."""
    left, low, right, high = trim
    off = bleed + _GAP + _LONG / 2
    across, up = (left + right) / 2, (low + high) / 2
    for x, y in ((across, low - off), (across, high + off), (left - off, up), (right + off, up)):
        yield _line(x - _ROUND, y, x + _ROUND, y)
        yield _line(x, y - _ROUND, x, y + _ROUND)
        yield _circle(x, y, _ROUND * 0.6)


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f"{x1:.3f} {y1:.3f} m {x2:.3f} {y2:.3f} l S"


def _circle(x: float, y: float, r: float) -> str:
    c = r * _CURVE
    quarters = (
        (x + r, y + c, x + c, y + r, x, y + r),
        (x - c, y + r, x - r, y + c, x - r, y),
        (x - r, y - c, x - c, y - r, x, y - r),
        (x + c, y - r, x + r, y - c, x + r, y),
    )
    curves = " ".join(" ".join(f"{v:.3f}" for v in quarter) + " c" for quarter in quarters)
    return f"{x + r:.3f} {y:.3f} m {curves} S"
