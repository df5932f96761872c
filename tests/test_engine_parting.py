"""A space parts words unless the rules of a font look over it, whatever kind of rules they are."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables.DefaultTable import DefaultTable

from compendium.layout.engine.speed.parting import is_parting

FONTS = Path(__file__).parents[1] / "templates" / "press" / "fonts"
GLYPHS = [".notdef", "space", "f", "i", "f_i", "acute"]


def font(rules: str, *tables: str) -> bytes:
    """A font of a space, two letters and a mark, with *rules* in Adobe's language for them."""
    made = FontBuilder(1000)
    made.setupGlyphOrder(GLYPHS)
    made.setupCharacterMap({0x20: "space", 0x66: "f", 0x69: "i", 0x301: "acute"})
    made.setupHorizontalMetrics(dict.fromkeys(GLYPHS, (500, 0)))
    made.setupHorizontalHeader()
    made.setupOS2()
    made.setupPost()
    addOpenTypeFeaturesFromString(made.font, rules)
    for tag in tables:
        made.font[tag] = DefaultTable(tag)
        made.font[tag].data = b"\0" * 4
    output = BytesIO()
    made.save(output)
    return output.getvalue()


PARTING = {
    "nothing": "",
    "ligature": "feature liga { sub f i by f_i; } liga;",
    "kerning": "feature kern { pos f space -50; pos space f -40; pos f i -10; } kern;",
    "context": "feature calt { sub f' i by f_i; } calt;",
    "fraction": "feature frac { sub f space' i by f_i; } frac;",
}
JOINING = {
    "ligature": "feature liga { sub f space i by f_i; } liga;",
    "first": "feature liga { sub space i by f_i; } liga;",
    "second": "feature kern { pos f -50 i <10 0 0 0>; } kern;",
    "before": "feature calt { sub space i' by f_i; } calt;",
    "between": "feature calt { sub f space i' by f_i; } calt;",
    "places": "feature kern { pos f' -50 space i; } kern;",
    "cursive": "feature curs { pos cursive space <anchor 1 1> <anchor 2 2>; } curs;",
    "skipping": "feature kern { lookupflag IgnoreBaseGlyphs; pos f i -50; } kern;",
    "mark": "table GDEF { GlyphClassDef [f i], [f_i], [space acute], ; } GDEF;",
}


@pytest.mark.parametrize("rules", PARTING)
def test_parts(rules: str) -> None:
    """Rules for what stands on one side of a space change nothing on the other."""
    assert is_parting(font(PARTING[rules]))


@pytest.mark.parametrize("rules", JOINING)
def test_joins(rules: str) -> None:
    """Rules that look at a space, or over it, are found."""
    assert not is_parting(font(JOINING[rules]))


@pytest.mark.parametrize("table", ["morx", "kern", "Silf"])
def test_other_tables(table: str) -> None:
    """What is not read is not trusted."""
    assert not is_parting(font("", table))


def test_fonts_of_the_press() -> None:
    """The fonts that most of a book is set in part words; one has rules that look at spaces."""
    assert is_parting((FONTS / "SourceSerif4-Regular.ttf").read_bytes())
    assert not is_parting((FONTS / "CompendiumNaskh-Regular.ttf").read_bytes())
