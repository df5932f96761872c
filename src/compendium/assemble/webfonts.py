"""Faces for the screen: what the pages of one site need of each, as WOFF2."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO

import uharfbuzz as hb
from fontTools.ttLib import TTFont

FACES = {
    "regular": "SourceSerif4-Regular.ttf",
    "italic": "SourceSerif4-It.ttf",
    "semibold": "SourceSerif4-Semibold.ttf",
}
"""The faces of the screen by the names of their files there. Japanese has none: a face of it
weighs more than all pages of a site, and every machine that reads Japanese has a good one."""

_FEATURES = ("ccmp", "kern", "liga", "lnum", "locl", "mark", "mkmk", "onum", "tnum")
_CAPITALS = ("c2sc", "smcp")
_ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "¶–—‘’“”…|×"


def web_fonts(pages: Iterable[str], fonts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The faces of *fonts* cut down to the letters of *pages*, by the names of their files."""
    letters: set[str] = set(_ALWAYS)
    for page in pages:
        letters.update(page)
    return {
        f"{name}.woff2": _packed(_subset(fonts[file], letters, name == "regular"))
        for name, file in FACES.items()
        if file in fonts
    }


def _subset(data: bytes, letters: Iterable[str], capitals: bool) -> bytes:
    """A font program for *letters*; only one face has to set small capitals."""
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(sorted(map(ord, letters)))
    wanted.flags = hb.SubsetFlags.NO_HINTING
    features = wanted.layout_feature_tag_set
    features.clear()
    tags = (*_FEATURES, *(_CAPITALS if capitals else ()))
    features.update(int.from_bytes(tag.encode(), "big") for tag in tags)
    return bytes(hb.subset(hb.Face(data), wanted).blob.data)


def _packed(program: bytes) -> bytes:
    font = TTFont(BytesIO(program), recalcTimestamp=False)
    font.flavor = "woff2"
    packed = BytesIO()
    font.save(packed, reorderTables=False)
    return packed.getvalue()
