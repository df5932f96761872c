"""What a glyph says when several characters share it."""

from __future__ import annotations

from pathlib import Path

from compendium.layout.engine.glyphs import characters

FONTS = Path(__file__).parent.parent / "templates" / "press" / "fonts"


def test_the_plainest_character_speaks() -> None:
    """A character of Japanese is read as itself, an apostrophe too: no radical, no modifier."""
    mincho = set(characters((FONTS / "CompendiumMincho-Regular.otf").read_bytes()).values())
    serif = set(characters((FONTS / "SourceSerif4-Regular.ttf").read_bytes()).values())

    assert "民" in mincho and "\u2ea0" not in mincho
    assert "\u2019" in serif and "\u02bc" not in serif
