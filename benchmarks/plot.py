"""The growth curve as SVG: time for each document against the size of the book."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import ceil, floor, log10

Curve = Sequence[tuple[float, float]]

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 56, 110, 44, 48
INK, SOFT, ACCENT = "#222222", "#dddddd", "#86261b"
_AIR = 0.1
"""What is left free beside the outermost points, as a power of ten."""
_APART = 14
"""Pixels that keep two names from running into each other."""


def growth(curves: Mapping[str, Curve], ours: str, title: str, below: str) -> str:
    """*curves* of (size, cost) on two logarithmic scales; *ours* is set off by colour."""
    points = [point for curve in curves.values() for point in curve]
    sizes = sorted({size for size, _ in points})
    costs = [log10(cost) for _, cost in points]
    foot, top = floor(min(costs) - _AIR), ceil(max(costs) + _AIR)
    ends = log10(sizes[0]) - _AIR, log10(sizes[-1]) + _AIR
    across = _scale(*ends, LEFT, WIDTH - RIGHT)
    up = _scale(foot, top, HEIGHT - BOTTOM, TOP)
    parts = [_text(LEFT, 22, title, size=14), _text(LEFT, HEIGHT - 10, below)]
    for power in range(foot, top + 1):
        y = up(10.0**power)
        parts.append(_line([(LEFT, y), (WIDTH - RIGHT, y)], SOFT, 1))
        parts.append(_text(LEFT - 8, y + 4, f"{10.0**power:g}", anchor="end"))
    for size in sizes:
        parts.append(_text(across(size), HEIGHT - 30, f"{size:,.0f}", anchor="middle"))
    heights = _apart({name: up(curve[-1][1]) for name, curve in curves.items()})
    for name, curve in curves.items():
        colour, width = (ACCENT, 3) if name == ours else (INK, 1.2)
        drawn = [(across(size), up(cost)) for size, cost in curve]
        parts.append(_line(drawn, colour, width))
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in drawn]
        parts.append(_text(drawn[-1][0] + 9, heights[name] + 4, name, fill=colour))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="12">\n<title>{title}</title>\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _scale(first: float, last: float, start: float, end: float) -> Callable[[float], float]:
    """Where a value stands between two pixels, by its logarithm."""
    step = (end - start) / (last - first)
    return lambda value: start + (log10(value) - first) * step


def _apart(heights: Mapping[str, float]) -> dict[str, float]:
    """*heights* of names moved down until none stands on another."""
    placed: dict[str, float] = {}
    last = float("-inf")
    for name, height in sorted(heights.items(), key=lambda item: item[1]):
        last = max(height, last + _APART)
        placed[name] = last
    return placed


def _line(points: Curve, colour: str, width: float) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}"/>'


def _text(
    x: float, y: float, words: str, anchor: str = "start", size: int = 12, fill: str = INK
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" '
        f'fill="{fill}">{words}</text>'
    )
