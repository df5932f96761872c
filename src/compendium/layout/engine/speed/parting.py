"""Fonts in which a space parts words: no letter before it says how one after it is set.

In such a font a line is as wide as its words and spaces. Where it may be otherwise is read
from its tables (OpenType, `GSUB` and `GPOS`): a ligature over a space, a rule that looks at
one, kerning that moves the second of two glyphs. In doubt a space does not part.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from typing import Any

from fontTools.ttLib import TTFont
from weasyprint.text.fonts import font_features, get_hb_object_data, get_pango_font_hb_face

_FEATURES = (
    "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps",
    "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian",
    "font_feature_settings",
)  # fmt: skip
_FRACTIONS = frozenset(("frac", "afrc"))
"""Features in which a space stands between a number and its fraction: on demand only."""

_OTHER_WAYS = frozenset(("kern", "kerx", "morx", "trak", "Silf"))
"""Tables that move or change glyphs, beside the two that are read here."""

_SKIPS_LETTERS = 0x0002 | 0x0004
"""Flags of lookups that pass over base glyphs or ligatures, of which a space may be one."""

_MARK = 3
_EXTENDED = {("GSUB", 7), ("GPOS", 9)}
_ALONE = {("GSUB", 1), ("GSUB", 2), ("GSUB", 3), ("GPOS", 1)}
_OF_MARKS = {("GPOS", 4), ("GPOS", 5), ("GPOS", 6)}
_LIGATURES, _PAIRS, _CURSIVE = ("GSUB", 4), ("GPOS", 2), ("GPOS", 3)
"""Types of lookups: what they are about is one glyph, a mark, or glyphs side by side."""

_COVERAGES = ("Coverage", "BacktrackCoverage", "InputCoverage", "LookAheadCoverage")


def parts_words(style: Any, font: Any) -> bool:
    """Whether a space parts words in *font*, one of Pango's, as *style* sets it."""
    if _FRACTIONS & set(font_features(*(style[name] for name in _FEATURES))):
        return False
    data = get_hb_object_data(get_pango_font_hb_face(font))
    known: dict[bytes, bool] = style.font_config.__dict__.setdefault("_parting", {})
    key = sha256(data).digest()
    if key not in known:
        known[key] = is_parting(data)
    return known[key]


def is_parting(data: bytes) -> bool:
    """Whether a space parts words in the font *data*, but for fractions."""
    font = TTFont(BytesIO(data), fontNumber=0, lazy=True)
    space = (font.getBestCmap() or {}).get(0x20)
    if space is None or _OTHER_WAYS & set(font.keys()):
        return False
    classes = font["GDEF"].table.GlyphClassDef if "GDEF" in font else None
    if classes and classes.classDefs.get(space) == _MARK:
        return False
    return not any(_joins(kind, lookup, space) for kind, lookup in _lookups(font))


def _lookups(font: Any) -> Iterator[tuple[str, Any]]:
    """The lookups that a text without fractions may be set by, and the tables they are in."""
    for kind in ("GSUB", "GPOS"):
        table = font[kind].table if kind in font else None
        if table is None or not table.LookupList:
            continue
        uses: tuple[set[int], set[int]] = (set(), set())
        for record in table.FeatureList.FeatureRecord if table.FeatureList else ():
            uses[record.FeatureTag in _FRACTIONS].update(record.Feature.LookupListIndex)
        left_out = uses[True] - uses[False]
        if getattr(table, "FeatureVariations", None):
            left_out = set()
        for index, lookup in enumerate(table.LookupList.Lookup):
            if index not in left_out:
                yield kind, lookup


def _joins(kind: str, lookup: Any, space: str) -> bool:
    """Whether *lookup* may look over a *space*."""
    parts = [(kind, lookup.LookupType, part) for part in lookup.SubTable]
    if (kind, lookup.LookupType) in _EXTENDED:
        parts = [(kind, part.ExtensionLookupType, part.ExtSubTable) for *_, part in parts]
    parts = [(*number, part) for *number, part in parts if tuple(number) not in _ALONE | _OF_MARKS]
    if parts and lookup.LookupFlag & _SKIPS_LETTERS:
        return True
    return any(_looks_over((kind, number), part, space) for kind, number, part in parts)


def _looks_over(type_: tuple[str, int], part: Any, space: str) -> bool:
    if type_ == _PAIRS:
        return _moves_second(part)
    if type_ == _LIGATURES:
        return _binds(part, space)
    return (type_ != _CURSIVE and part.Format != 3) or _is_about(part, space)


def _moves_second(pairs: Any) -> bool:
    """Whether *pairs* of glyphs move the second one; only the head of the table is read."""
    _, _, _, second = pairs.reader.copy().readUShortArray(4)
    return bool(second)


def _binds(ligatures: Any, space: str) -> bool:
    return space in ligatures.ligatures or any(
        space in ligature.Component for found in ligatures.ligatures.values() for ligature in found
    )


def _is_about(rule: Any, space: str) -> bool:
    """Whether *rule* has a *space* among its glyphs, or before or after them."""
    found = (getattr(rule, name, None) or [] for name in _COVERAGES)
    return any(
        space in coverage.glyphs
        for coverages in found
        for coverage in (coverages if isinstance(coverages, list) else [coverages])
    )
