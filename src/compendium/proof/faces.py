"""The faces of the theme, and what each of their glyphs looks like.

A glyph that stands for some letters must be the one the face has for them, or one that the
face itself puts in its place: a small capital, a figure, a ligature.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from io import BytesIO
from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.pens.boundsPen import ControlBoundsPen
from fontTools.ttLib import TTFont, TTLibError

Shape = tuple[int, int, int]
"""Width, lowest and highest point of an outline, those between curves counted, in
thousandths of an em: what a reader of fonts takes for the box of a glyph."""
Outline = tuple[tuple[float, float], ...]
"""The points an outline goes through, in thousandths of an em."""

_POSTSCRIPT = 6
_SELECTING = 14
"""The format of the table of a font that has forms of letters by their selectors."""
_OF_OTHERS = b"\x80"
"""What the outline of a glyph that is made of others begins with, or something above it."""
_DEPTH = 4


class FontError(Exception):
    """The bytes are no font that can be read."""


@dataclass(slots=True)
class Alternates:
    """What a face may put in the place of a glyph, or of several in a row."""

    single: dict[str, set[str]] = field(default_factory=dict)
    joined: dict[tuple[str, ...], set[str]] = field(default_factory=dict)

    def closure(self, glyphs: Iterable[str]) -> set[str]:
        """*glyphs* and everything that may come to stand for one of them."""
        found = set(glyphs)
        for _ in range(_DEPTH):
            more = {new for glyph in found for new in self.single.get(glyph, ())} - found
            if not more:
                break
            found |= more
        return found


class Face:
    """One font file of the theme.

    Shape: `scale` is how many thousandths of an em a unit is; `count` how many glyphs it has.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self.font = TTFont(BytesIO(data), lazy=True)
            named = self.font["name"].getDebugName(_POSTSCRIPT) if "name" in self.font else ""
            self.name: str = named or ""
            self.scale = 1000 / float(self.font["head"].unitsPerEm)
            self.count = int(self.font["maxp"].numGlyphs)
        except (TTLibError, ImportError, KeyError, ValueError) as error:
            raise FontError(str(error)) from error
        self._shapes: dict[str, Shape | None] = {}
        self._outlines: dict[str, Outline] = {}

    @cached_property
    def order(self) -> list[str]:
        """The names of its glyphs, by their numbers."""
        return list(self.font.getGlyphOrder())

    def written(self, index: int) -> bytes | None:
        """How the outline of glyph *index* is written: None if that does not say all of it."""
        table, places = self._written
        if index + 1 >= len(places):
            return None
        data = table[places[index] : places[index + 1]]
        return None if data[:1] >= _OF_OTHERS else data

    @cached_property
    def _written(self) -> tuple[bytes, Sequence[int]]:
        if "glyf" not in self.font or "loca" not in self.font:
            return b"", ()
        return self.font.reader["glyf"], self.font["loca"].locations

    @cached_property
    def characters(self) -> Mapping[int, str]:
        """The glyph of each character."""
        return dict(self.font.getBestCmap() or {})

    @cached_property
    def alternates(self) -> Alternates:
        """The face's substitutions, whatever feature they belong to."""
        found = Alternates()
        for table in _substitutions(self.font):
            for glyph, others in _singles(table):
                found.single.setdefault(glyph, set()).update(others)
            for first, ligatures in getattr(table, "ligatures", {}).items():
                for ligature in ligatures:
                    parts = (first, *ligature.Component)
                    found.joined.setdefault(parts, set()).add(ligature.LigGlyph)
        return found

    def glyphs(self, text: str) -> set[str]:
        """The glyphs that may stand for *text*; for a letter with a selector, those it selects."""
        if len(text) == 2 and (forms := self.selected.get(ord(text[1]))) is not None:
            letter, nominal = ord(text[0]), self.characters.get(ord(text[0]))
            glyph = (forms[letter] or nominal) if letter in forms else None
            return {glyph} if glyph else set()
        named = [self.characters.get(ord(character)) for character in text]
        if None in named:
            return set()
        parts = tuple(name for name in named if name)
        begun = set(parts) if len(parts) == 1 else set(self.alternates.joined.get(parts, ()))
        return self.alternates.closure(begun)

    @cached_property
    def selected(self) -> dict[int, dict[int, str | None]]:
        """By selector, the glyph of each letter it selects one for; None for the usual one."""
        tables = (table for table in self.font["cmap"].tables if table.format == _SELECTING)
        return {s: dict(pairs) for table in tables for s, pairs in table.uvsDict.items()}

    @cached_property
    def set(self) -> Any:
        """The glyphs, ready to be drawn."""
        return self.font.getGlyphSet()

    def shape(self, glyph: str) -> Shape | None:
        """The shape of *glyph*, None if it draws nothing."""
        if glyph not in self._shapes:
            pen = ControlBoundsPen(self.set)
            self.set[glyph].draw(pen)
            self._shapes[glyph] = _shape(pen.bounds, self.scale) if pen.bounds else None
        return self._shapes[glyph]

    def outline(self, glyph: str) -> Outline:
        """The outline of *glyph*."""
        if glyph not in self._outlines:
            pen = _PointPen(self.set)
            self.set[glyph].draw(pen)
            self._outlines[glyph] = tuple((x * self.scale, y * self.scale) for x, y in pen.points)
        return self._outlines[glyph]

    def drawn(self) -> Iterator[str]:
        """The glyphs that draw something."""
        yield from (glyph for glyph in self.order if self.outline(glyph))


@lru_cache(maxsize=64)
def read_face(data: bytes) -> Face:
    """The face in *data*; what is learnt of it is kept for the next proof.

    Errors: `FontError` if *data* is no font.
    """
    return Face(data)


class _PointPen(BasePen):  # type: ignore[misc]  # the pens of fontTools carry no types
    """Gathers the points that an outline goes through, curves in between left out."""

    def __init__(self, glyphs: Any) -> None:
        super().__init__(glyphs)
        self.points: list[tuple[float, float]] = []

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802  # the name is fontTools'
        self.points.append(pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802  # the name is fontTools'
        self.points.append(pt)

    def _curveToOne(  # noqa: N802  # the name is fontTools'
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        self.points.append(pt3)


def _shape(bounds: tuple[float, float, float, float], scale: float) -> Shape:
    left, low, right, high = bounds
    return round((right - left) * scale), round(low * scale), round(high * scale)


def _substitutions(font: TTFont) -> Iterator[Any]:
    if "GSUB" not in font or not font["GSUB"].table.LookupList:
        return
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            yield getattr(table, "ExtSubTable", table)


def _singles(table: Any) -> Iterator[tuple[str, Iterable[str]]]:
    for glyph, other in getattr(table, "mapping", {}).items():
        yield glyph, [other] if isinstance(other, str) else other
    yield from getattr(table, "alternates", {}).items()
