"""A face as it is embedded: once in a book, with the glyphs that are used of it."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

import uharfbuzz as hb

from compendium.assemble.metrics import Metrics, Type
from compendium.assemble.notation import array, dictionary, reference, references
from compendium.assemble.packing import compress, padded
from compendium.assemble.quires import FLATE
from compendium.model.kept import Keep, held, kept, key_of

_KEPT = ("CFF ", "cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep")
_CMAP = """\
/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
{}endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


@dataclass(frozen=True, slots=True)
class Face:
    """The objects of a face, but for their numbers.

    Shape: `entries` are those of the stream of the `program`; `texts` are the streams that
        say what the glyphs stand for, one for each reading.
    """

    name: bytes
    metrics: Metrics
    program: bytes
    entries: bytes
    widths: bytes
    texts: tuple[bytes, ...]

    def descriptor(self, program: int) -> bytes:
        """Its descriptor, if *program* is the object of its program."""
        m = self.metrics
        return dictionary(
            {
                b"/Type": b"/FontDescriptor",
                b"/FontName": self.name,
                b"/Flags": b"%d" % m.flags,
                b"/FontBBox": _numbers(m.box),
                b"/ItalicAngle": b"%d" % m.italic_angle,
                b"/Ascent": b"%d" % m.ascent,
                b"/Descent": b"%d" % m.descent,
                b"/CapHeight": b"%d" % m.cap_height,
                b"/StemV": b"%d" % m.stem,
                b"/FontFile3" if m.is_cff else b"/FontFile2": reference(program),
            }
        )

    def descendant(self, descriptor: int) -> bytes:
        """The font of its glyphs by their numbers; *descriptor* is the object of its descriptor."""
        return dictionary(
            {
                b"/Type": b"/Font",
                b"/Subtype": b"/CIDFontType0" if self.metrics.is_cff else b"/CIDFontType2",
                b"/BaseFont": self.name,
                b"/CIDSystemInfo": b"<</Registry (Adobe)/Ordering (Identity)/Supplement 0>>",
                b"/FontDescriptor": reference(descriptor),
                b"/W": self.widths,
                **({} if self.metrics.is_cff else {b"/CIDToGIDMap": b"/Identity"}),
            }
        )

    def font(self, descendant: int, texts: int) -> bytes:
        """The font that pages name; *texts* is the object of one of `texts`."""
        return dictionary(
            {
                b"/Type": b"/Font",
                b"/Subtype": b"/Type0",
                b"/BaseFont": self.name,
                b"/Encoding": b"/Identity-H",
                b"/DescendantFonts": references((descendant,)),
                b"/ToUnicode": reference(texts),
            }
        )


def embed(
    glyphs: Collection[int],
    texts: Iterable[Mapping[int, str]],
    kind: Type,
    file: str,
    keep: Keep | None = None,
) -> Face:
    """The face in *file* of *kind*, with the *glyphs* that are used and what they stand for."""
    metrics = kind.metrics(file)
    key = key_of("program", (kind.digests[file], ",".join(map(str, sorted(glyphs)))))

    def made() -> bytes:
        return compress(_program(kind.fonts[file], glyphs, metrics))

    packed = held(key, lambda: kept(keep, key, made))
    program = zlib.decompress(packed)
    subtype = b"/Subtype /OpenType" if metrics.is_cff else b"/Length1 %d" % len(program)
    return Face(
        name=f"/{_tag(program)}+{metrics.name}".encode(),
        metrics=metrics,
        program=packed,
        entries=subtype + b" /Filter " + FLATE,
        widths=_widths(metrics, glyphs),
        texts=tuple(compress(_to_unicode(reading)) for reading in texts),
    )


def subset(data: bytes, glyphs: Iterable[int]) -> bytes:
    """A font program with these *glyphs* under their own numbers.

    Glyph numbers are what the pages are written in; a CFF's CIDs are made equal to them.
    """
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(glyphs)
    flags = hb.SubsetFlags
    wanted.flags = (
        flags.RETAIN_GIDS
        | flags.NO_HINTING
        | flags.DESUBROUTINIZE
        | flags.NO_LAYOUT_CLOSURE
        | flags.CFF_IDENTITY_CHARSET
    )
    face = hb.Face(data)
    dropped = sorted(set(face.table_tags) - set(_KEPT))
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in dropped)
    return bytes(hb.subset(face, wanted).blob.data)


def _program(data: bytes, glyphs: Iterable[int], metrics: Metrics) -> bytes:
    program = subset(data, sorted(glyphs))
    return program if metrics.is_cff else padded(program)


def _widths(metrics: Metrics, glyphs: Iterable[int]) -> bytes:
    """The W array: runs of glyphs that follow each other, each run with its widths."""
    runs: list[tuple[int, list[int]]] = []
    for glyph in sorted(glyphs):
        if not runs or glyph != runs[-1][0] + len(runs[-1][1]):
            runs.append((glyph, []))
        runs[-1][1].append(metrics.advance(glyph))
    return array(b"%d %b" % (start, _numbers(widths)) for start, widths in runs)


def _numbers(values: Iterable[int]) -> bytes:
    return array(b"%d" % value for value in values)


def _to_unicode(texts: Mapping[int, str]) -> bytes:
    lines = [
        f"<{glyph:04x}> <{texts[glyph].encode('utf-16-be').hex()}>\n" for glyph in sorted(texts)
    ]
    blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    body = "".join(f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n" for block in blocks)
    return _CMAP.format(body).encode("ascii")


def _tag(program: bytes) -> str:
    """Six letters that say which subset of its font this is."""
    number = int.from_bytes(sha256(program).digest()[:8], "big")
    letters = ""
    for _ in range(6):
        number, letter = divmod(number, 26)
        letters += chr(ord("A") + letter)
    return letters
