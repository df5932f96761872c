"""The fonts of the book: the glyphs that are used, as they are in the font, with their texts."""

from __future__ import annotations

import re
import zlib
from io import BytesIO

import pikepdf
import pytest
import uharfbuzz
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from compendium.assemble.binding import Bindery
from compendium.assemble.faces import Cases, Reading, Use
from compendium.assemble.metrics import Type
from compendium.assemble.notation import references
from compendium.assemble.numbers import CATALOG, FONTS, INFORMATION, PAGES
from compendium.assemble.packing import compress
from compendium.assemble.programs import subset
from compendium.assemble.volumes import Volume
from pieces import fonts

LATIN, JAPANESE = "SourceSerif4-Regular.ttf", "CompendiumMincho-Regular.otf"


def use(file: str, texts: dict[int, str]) -> Use:
    """A chunk's use of a face."""
    return Use(file, texts, ())


def made(*uses: Use) -> pikepdf.Pdf:
    """A PDF whose root has the fonts of *uses*, one for each reading."""
    cases = Cases()
    for one in uses:
        cases.add(one)
    volume = bound()
    volume.add_fonts(cases)
    named = references(FONTS + at for at in range(len(cases.readings())))
    volume.fixed[CATALOG] = b"<</Type /Catalog/Pages %d 0 R/Fonts %b>>" % (PAGES, named)
    return pikepdf.open(BytesIO(volume.finished()))


def bound() -> Volume:
    """A book without anything in it."""
    volume = Volume(Bindery("en", Type(fonts()), None))
    volume.fixed = dict.fromkeys(range(CATALOG, INFORMATION + 1), b"<<>>") | {
        CATALOG: b"<</Type /Catalog/Pages %d 0 R>>" % PAGES,
        PAGES: b"<</Type /Pages/Count 0/Kids []>>",
    }
    return volume


def outline(font: bytes, glyph: int) -> list[object]:
    """How *glyph* is drawn."""
    strokes: list[object] = []
    funcs = uharfbuzz.DrawFuncs()
    funcs.set_move_to_func(lambda *args: strokes.append(("move", args[:2])))
    funcs.set_line_to_func(lambda *args: strokes.append(("line", args[:2])))
    funcs.set_cubic_to_func(lambda *args: strokes.append(("cubic", args[:6])))
    funcs.set_quadratic_to_func(lambda *args: strokes.append(("quadratic", args[:4])))
    uharfbuzz.Font(uharfbuzz.Face(font)).draw_glyph(glyph, funcs, None)
    return strokes


def charset(font: bytes) -> list[str]:
    """The names of the characters of a CFF font, in the order of its glyphs."""
    table = TTFont(BytesIO(font))["CFF "]
    return list(table.cff[0].charset)


@pytest.mark.parametrize(("file", "glyphs"), [(LATIN, [36, 422, 998]), (JAPANESE, [4841, 5913])])
def test_subset(file: str, glyphs: list[int]) -> None:
    """A subset draws its glyphs as the font does, under their numbers, and no other."""
    program = subset(fonts()[file], glyphs)

    for glyph in glyphs:
        assert outline(program, glyph) == outline(fonts()[file], glyph) != []
        assert outline(program, glyph - 1) == []
    assert len(program) < len(fonts()[file]) / 10


def test_cids() -> None:
    """A CFF font that numbers its characters in its own way is embedded with glyph numbers."""
    wanted = uharfbuzz.SubsetInput()
    wanted.glyph_set.update([4841, 5913])
    renumbered = bytes(uharfbuzz.subset(uharfbuzz.Face(fonts()[JAPANESE]), wanted).blob.data)

    assert charset(renumbered) == [".notdef", "cid04841", "cid05913"]
    assert charset(subset(renumbered, [1, 2])) == [".notdef", "cid00001", "cid00002"]


def test_one_program() -> None:
    """What several pieces use of a face is one font."""
    with made(use(LATIN, {36: "i"}), use(LATIN, {428: "0"})) as document:
        (font,) = document.Root.Fonts
        assert texts(font) == {36: "i", 428: "0"}
        assert [list(part) if isinstance(part, pikepdf.Array) else part
                for part in font.DescendantFonts[0].W] == [36, [298], 428, [500]]  # fmt: skip


def test_two_readings() -> None:
    """Where two pieces mean different things by a glyph, each keeps its own; one program serves."""
    cases = Cases()
    assert cases.add(use(LATIN, {36: "i", 428: "0"})) == Reading(LATIN, 0)
    assert cases.add(use(LATIN, {36: "I"})) == Reading(LATIN, 1)
    assert cases.add(use(LATIN, {36: "I", 429: "1"})) == Reading(LATIN, 1)
    assert cases.add(use(LATIN, {430: "2"})) == Reading(LATIN, 0)

    with made(use(LATIN, {36: "i"}), use(LATIN, {36: "I"})) as document:
        first, second = document.Root.Fonts
        assert [texts(font)[36] for font in (first, second)] == ["i", "I"]
        assert first.DescendantFonts[0].objgen == second.DescendantFonts[0].objgen


def test_kinds() -> None:
    """TrueType is embedded as TrueType with its glyph numbers, the CFF font as OpenType."""
    with made(use(LATIN, {36: "i"}), use(JAPANESE, {4841: "島"})) as document:
        japanese, latin = (font.DescendantFonts[0] for font in document.Root.Fonts)
        assert (str(latin.Subtype), str(latin.CIDToGIDMap)) == ("/CIDFontType2", "/Identity")
        assert "/FontFile2" in latin.FontDescriptor
        assert japanese.Subtype == "/CIDFontType0"
        assert japanese.FontDescriptor.FontFile3.Subtype == "/OpenType"
        assert re.fullmatch("/[A-Z]{6}\\+CompendiumMincho-Regular", str(japanese.BaseFont))


def texts(font: pikepdf.Object) -> dict[int, str]:
    """What the glyphs of a font of a PDF stand for."""
    map_ = font.ToUnicode.read_bytes().decode().partition("beginbfchar")[2]
    pairs = re.findall(r"<([0-9a-f]{4})> <([0-9a-f]+)>\n", map_)
    return {int(glyph, 16): bytes.fromhex(text).decode("utf-16-be") for glyph, text in pairs}


@given(st.binary(max_size=60))
def test_no_stream_ends_like_a_line(data: bytes) -> None:
    """Packed data never end with a carriage return, and unpack to themselves and blanks."""
    packed = compress(data)
    assert not packed.endswith(b"\r")
    assert zlib.decompress(packed).rstrip(b"\n") == data.rstrip(b"\n")


def test_a_stream_that_would_end_like_a_line() -> None:
    """There are such data, and they get a blank."""
    data = next(bytes([n]) for n in range(256) if zlib.compress(bytes([n]), 9).endswith(b"\r"))
    assert zlib.decompress(compress(data)) == data + b"\n"
