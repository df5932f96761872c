"""Each face of the book, embedded once: the glyphs used of it, their widths and their text."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

import uharfbuzz as hb
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from compendium.assemble.metrics import Metrics, read_metrics
from compendium.diag import Diagnostic, Span
from compendium.model.pages import FontUse, Piece
from compendium.model.slots import Figures

_TOLERANCE = 1  # thousandths of an em: both are rounded
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
class Reading:
    """A face with one text for each glyph: what a font of the PDF is."""

    file: str
    number: int


@dataclass
class Cases:
    """The faces used in the book, by the names of their files.

    Shape: `glyphs` are the glyphs used of a file; `texts` says what they stand for, in as
        few readings as there can be: two pieces that read one glyph differently get a
        font each, which share the program and the widths.
    """

    glyphs: dict[str, set[int]] = field(default_factory=dict)
    texts: dict[str, list[dict[int, str]]] = field(default_factory=dict)

    def add(self, use: FontUse) -> Reading:
        """Take in what a piece uses of a face."""
        figures = {glyph for glyph, _ in use.figures.values()}
        self.glyphs.setdefault(use.file, set()).update(use.glyphs, figures)
        own = {glyph: text for glyph, (_, text) in use.glyphs.items() if text}
        readings = self.texts.setdefault(use.file, [])
        for number, known in enumerate(readings):
            if all(known.get(glyph, text) == text for glyph, text in own.items()):
                known.update(own)
                return Reading(use.file, number)
        readings.append(own)
        return Reading(use.file, len(readings) - 1)


def collect(pieces: Iterable[Piece]) -> tuple[Cases, list[dict[str, Reading]]]:
    """All faces of *pieces*, and what the font resources of each piece stand for."""
    cases = Cases()
    named = [{use.resource: cases.add(use) for use in piece.fonts} for piece in pieces]
    return cases, named


def embed(
    pdf: Pdf, cases: Cases, metrics: Mapping[str, Metrics], fonts: Mapping[str, bytes]
) -> dict[Reading, Object]:
    """The fonts of the book, in *pdf*: one program for each file, one font for each reading."""
    embedded: dict[Reading, Object] = {}
    for file in sorted(cases.glyphs):
        glyphs = cases.glyphs[file]
        descendant = _descendant(pdf, fonts[file], metrics[file], glyphs)
        for number, texts in enumerate(cases.texts[file]):
            embedded[Reading(file, number)] = pdf.make_indirect(
                Dictionary(
                    Type=Name.Font,
                    Subtype=Name.Type0,
                    BaseFont=descendant.BaseFont,
                    Encoding=Name("/Identity-H"),
                    DescendantFonts=Array([descendant]),
                    ToUnicode=_compressed(pdf, _to_unicode(texts)),
                )
            )
    return embedded


def measure(cases: Cases, fonts: Mapping[str, bytes]) -> dict[str, Metrics]:
    """The metrics of every face of *cases*."""
    return {file: read_metrics(fonts[file]) for file in sorted(cases.glyphs)}


def figures(uses: Iterable[FontUse], metrics: Mapping[str, Metrics]) -> Figures:
    """The figures of each font resource, with the advances that the font itself gives them."""
    return {
        use.resource: {
            character: (glyph, metrics[use.file].advance(glyph))
            for character, (glyph, _) in use.figures.items()
        }
        for use in uses
    }


def check_widths(
    uses: Iterable[FontUse], metrics: Mapping[str, Metrics], chunk: str
) -> Iterator[Diagnostic]:
    """One error for each face that the pages of *chunk* were laid out with other widths of."""
    for use in uses:
        if use.figures:
            continue  # these were measured in a row, kerning and all
        for glyph, (advance, _) in use.glyphs.items():
            own = metrics[use.file].advance(glyph)
            if abs(own - advance) > _TOLERANCE:
                text = f"glyph {glyph} of `{use.file}` is {own} wide, but {advance} in `{chunk}`"
                yield Diagnostic("glyph-width", text, Span("edition.yaml"), "typeset it again")
                break


def compress(data: bytes) -> bytes:
    """*data* made smaller, always in the same way."""
    return zlib.compress(padded(data), 9)


def padded(data: bytes) -> bytes:
    """*data* with blanks at its end, if it would be packed into what ends a line.

    A stream whose last byte is a carriage return seems a byte shorter than it says: the end
    of a line follows it. The checksum that packing ends with has the byte once in 256 times.
    """
    while zlib.adler32(data) & 0xFF == 0x0D:
        data += b"\n"
    return data


def _compressed(pdf: Pdf, data: bytes, **entries: Object | int) -> Stream:
    return Stream(pdf, compress(data), Filter=Name.FlateDecode, **entries)


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


def _descendant(pdf: Pdf, data: bytes, metrics: Metrics, glyphs: set[int]) -> Object:
    program = subset(data, sorted(glyphs))
    name = Name(f"/{_tag(program)}+{metrics.name}")
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType0 if metrics.is_cff else Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=Dictionary(
            Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
        ),
        FontDescriptor=pdf.make_indirect(_descriptor(pdf, name, program, metrics)),
        W=_widths(metrics, glyphs),
    )
    if not metrics.is_cff:
        font.CIDToGIDMap = Name.Identity
    return pdf.make_indirect(font)


def _descriptor(pdf: Pdf, name: Name, program: bytes, metrics: Metrics) -> Dictionary:
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=metrics.flags,
        FontBBox=Array(list(metrics.box)),
        ItalicAngle=metrics.italic_angle,
        Ascent=metrics.ascent,
        Descent=metrics.descent,
        CapHeight=metrics.cap_height,
        StemV=metrics.stem,
    )
    if metrics.is_cff:
        descriptor.FontFile3 = _compressed(pdf, program, Subtype=Name.OpenType)
    else:
        program = padded(program)
        descriptor.FontFile2 = _compressed(pdf, program, Length1=len(program))
    return descriptor


def _widths(metrics: Metrics, glyphs: set[int]) -> Array:
    """The W array: runs of glyphs that follow each other, each run with its widths."""
    runs: list[tuple[int, list[int]]] = []
    for glyph in sorted(glyphs):
        if not runs or glyph != runs[-1][0] + len(runs[-1][1]):
            runs.append((glyph, []))
        runs[-1][1].append(metrics.advance(glyph))
    return Array([part for start, widths in runs for part in (start, Array(widths))])


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
