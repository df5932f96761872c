"""Faces for the screen: what the pages of one site need of each, as WOFF2."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from io import BytesIO

import uharfbuzz as hb
from fontTools.ttLib import TTFont

from compendium.model.kept import Keep, kept, key_of

FACES = {
    "regular": "SourceSerif4-Regular.ttf",
    "italic": "SourceSerif4-It.ttf",
    "semibold": "SourceSerif4-Semibold.ttf",
    "mincho": "CompendiumMincho-Regular.otf",
}
"""The faces of the screen by the names of their files there; `mincho` sets Japanese alone."""

_JAPANESE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")

_NAMED = (1, 3, 4, 6, 16)
"""The names of a face in its table `name`: family, unique, full, PostScript, typographic."""

_FEATURES = ("ccmp", "kern", "liga", "lnum", "locl", "mark", "mkmk", "onum", "tnum")
_ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "¶–—‘’“”…|×"


def web_fonts(
    pages: Iterable[str], fonts: Mapping[str, bytes], keep: Keep | None = None
) -> dict[str, bytes]:
    """The faces of *fonts* cut down to the letters of *pages*, by the names of their files."""
    letters: set[str] = set(_ALWAYS)
    for page in pages:
        letters.update(page)
    japanese = set(filter(_JAPANESE.match, letters))
    needed = {name: japanese if name == "mincho" else letters - japanese for name in FACES}
    return {
        f"{name}.woff2": _packed(_subset(fonts[file], needed[name]))
        for name, file in FACES.items()
        if file in fonts and needed[name]
    }


def _face(data: bytes, letters: Iterable[str], keep: Keep | None) -> bytes:
    key = key_of("woff2", ("".join(sorted(letters)), data))
    return kept(keep, key, lambda: _packed(_subset(data, letters)))


def _subset(data: bytes, letters: Iterable[str]) -> bytes:
    """A font program for *letters*; small capitals would double it, and a browser draws them."""
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(sorted(map(ord, letters)))
    wanted.flags = hb.SubsetFlags.NO_HINTING
    features = wanted.layout_feature_tag_set
    features.clear()
    features.update(int.from_bytes(tag.encode(), "big") for tag in _FEATURES)
    return bytes(hb.subset(hb.Face(data), wanted).blob.data)


def _packed(program: bytes) -> bytes:
    font = TTFont(BytesIO(program), recalcTimestamp=False)
    font.flavor = "woff2"
    for record in font["name"].names:  # a face that was cut down may not bear a reserved name
        if record.nameID in _NAMED:
            said = str(record).replace("SourceSerif4", "EditionSerif")
            record.string = said.replace("Source Serif 4", "Edition Serif")
    packed = BytesIO()
    font.save(packed, reorderTables=False)
    return packed.getvalue()
