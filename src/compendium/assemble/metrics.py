"""What a font file says of its face, in the units of a PDF: thousandths of an em."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from struct import unpack_from

import uharfbuzz as hb

from compendium.model.kept import held, key_of

_ITALIC, _SERIF, _SYMBOLIC, _FIXED = 1 << 6, 1 << 1, 1 << 2, 1 << 0
_SERIF_CLASSES = (1, 2, 3, 4, 5, 7)
_TEXT_FAMILY, _LAST_SERIF = 2, 10


@dataclass(frozen=True)
class Metrics:
    """The metrics of one face.

    Shape: `name` is its PostScript name; `flags` are those of a font descriptor, always
        symbolic, because its glyphs are shown by number.
    """

    name: str
    is_cff: bool
    flags: int
    box: tuple[int, int, int, int]
    italic_angle: int
    ascent: int
    descent: int
    cap_height: int
    stem: int
    upem: int
    count: int
    font: hb.Font

    def advance(self, glyph: int) -> int:
        """The advance of *glyph*, as in the font program, so that a reader finds both equal."""
        units: int = self.font.get_glyph_h_advance(glyph)
        return round(units * 1000 / self.upem)


def read_metrics(data: bytes) -> Metrics:
    """The metrics of the font *data*."""
    face = hb.Face(data)
    head, post, system = (bytes(face.reference_table(tag).data) for tag in ("head", "post", "OS/2"))

    upem: int = face.upem

    def em(value: int) -> int:
        return round(value * 1000 / upem)

    weight, family_class = unpack_from(">H", system, 4)[0], system[30]
    family, serif = system[32], system[33]
    ascent, descent = unpack_from(">2h", system, 68)
    version = unpack_from(">H", system)[0]
    cap_height = unpack_from(">h", system, 88)[0] if version > 1 else ascent
    angle, _, fixed = unpack_from(">i4sI", post, 4)
    is_serif = family_class in _SERIF_CLASSES or (
        family == _TEXT_FAMILY and 1 < serif <= _LAST_SERIF
    )
    flags = _SYMBOLIC | (_SERIF if is_serif else 0) | (_ITALIC if angle else 0)
    box = unpack_from(">4h", head, 36)
    return Metrics(
        name=re.sub("[^A-Za-z0-9-]", "", face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME)),
        is_cff="CFF " in face.table_tags,
        flags=flags | (_FIXED if fixed else 0),
        box=(em(box[0]), em(box[1]), em(box[2]), em(box[3])),
        italic_angle=round(angle / 65536),
        ascent=em(ascent),
        descent=em(descent),
        cap_height=em(cap_height),
        stem=_stem(weight),
        upem=upem,
        count=face.glyph_count,
        font=hb.Font(face),
    )


class Type:
    """The type a book is set in: its font files by their names, and what names each of them.

    Shape: `whole` names them all.
    """

    def __init__(self, fonts: Mapping[str, bytes]) -> None:
        self.fonts = fonts
        self.digests = {file: sha256(data).hexdigest() for file, data in fonts.items()}
        self.whole = key_of(
            "type", (part for pair in sorted(self.digests.items()) for part in pair)
        )
        self._metrics: dict[str, Metrics] = {}

    def metrics(self, file: str) -> Metrics:
        """The metrics of the face in *file*."""
        if file not in self._metrics:
            key = key_of("metrics", (self.digests[file],))
            self._metrics[file] = held(key, lambda: read_metrics(self.fonts[file]))
        return self._metrics[file]


def _stem(weight: int) -> int:
    """About how thick the stems of a face of *weight* are: no font file says it."""
    return round(50 + (weight / 65) ** 2)
