"""Words, shaped once for all lines of their type and script.

In a justified line Pango shapes every word by itself, because the spaces between them are
stretched. So a word has the same glyphs wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from struct import Struct
from typing import Any

from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, line_size

from compendium.layout.engine.speed.parting import parts_words
from compendium.layout.engine.speed.shaping import type_of

_GLYPH = Struct("<IiiiI")  # PangoGlyphInfo: glyph, width, x and y offset, attributes
_ODD = 0x0FFFFFFF  # glyphs from here on are Pango's signs for empty and unknown ones
SURE = 14802  # the version from which Pango is sure of the size of its fonts
_SPACES = re.compile("([ \u00a0])")
_COMMON = (
    r"0-9 \u00a0!-/:-?\[\]§¶«»\u2002\u2009\u2010\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u202f"
)
_LETTERS = {
    "x": "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f",
    "\u0445": "\u0401\u0410-\u044f\u0451",
}
_SCRIPTS = {
    "1": re.compile(f"[{_COMMON}]+"),
    **{
        letter: re.compile(f"[{_COMMON}{letters}]*[{letters}][{_COMMON}{letters}]*")
        for letter, letters in _LETTERS.items()
    },
}
"""What lines of one script look like; each is named by a character of it, the first has none."""

_SAMPLE = ("", " ", "x", " ", "x", "\u00a0", "x", " ", "")
_STRETCHES = (1001, 2 * TO_UNITS)
_MANY = 30_000  # words: after so many most come once
_SHORT = 40  # letters: longer texts come once
NOTHING = (0, 0, 0)

Glyph = tuple[int, int, int, str]
"""A glyph, its width and x offset in Pango's units, and the characters it stands for."""


Width = tuple[int, int, int]
"""How wide a word is between two spaces, in Pango's units, and how much of that is kerning
with the space before it and with the space after it."""

Sign = tuple[int, str, int]
"""A glyph, the characters that it stands for, and how wide its font says that it is."""

Run = tuple[Any, tuple[Glyph, ...]]
"""Glyphs that were shaped together, and the font of Pango's that they are of."""


class Type:
    """The words of one type.

    Shape: `font` is one of Pango's; `sound` says that lines put together from words are
        those that Pango lays out, stretched, and `parted` that so they are unstretched.
        `height` and `baseline` are those of its lines. `spelled` are its words as they
        were written, with the `signs` in them, each once.
    Units: CSS pixels.
    """

    def __init__(self, style: Any) -> None:
        self._words: dict[str, dict[str, tuple[Glyph, ...]]] = {}
        self._widths: dict[str, dict[str, Width | None]] = {}
        self._tails: dict[tuple[str, int], int | None] = {}
        self._texts: dict[Any, dict[str, list[Run]]] = {}
        self._glyphs: dict[Glyph, Glyph] = {}
        self._spaces: dict[str, Glyph] = {}
        self.spelled: dict[tuple[Glyph, ...], tuple[str, tuple[Sign, ...]]] = {}
        self.signs: dict[Sign, Sign] = {}
        self._held = _laid_out(style, "".join(_SAMPLE), 1.0)  # or Pango would drop the font
        found = list(runs(self._held))
        self.font = found[0][0]
        self.sound = pango.pango_version() >= SURE and self._is_sound(style, found)
        self.parted = self.sound and parts_words(style, self.font)
        line = pango.pango_layout_get_line_readonly(self._held.layout, 0)
        self.height = line_size(line, style)[1]
        self.baseline = pango.pango_layout_get_baseline(self._held.layout) * FROM_UNITS

    def words(
        self, style: Any, script: str, words: Sequence[str]
    ) -> Mapping[str, tuple[Glyph, ...]]:
        """The glyphs of *words*, and maybe of others; none for a word not all of this font."""
        known = self._words.setdefault(script, {})
        if len(known) > _MANY:
            known.clear()
        if missing := [word for word in words if word not in known]:
            self._shape(style, script, list(dict.fromkeys(missing)))
        return known

    @property
    def space_width(self) -> int:
        """The width of a space that is not stretched, in Pango's units."""
        return self._spaces[" "][1]

    def widths(self, style: Any, script: str, words: Sequence[str]) -> Mapping[str, Width | None]:
        """How wide *words* are, and maybe others; None if not all of this font, or odd."""
        known = self._widths.setdefault(script, {"": NOTHING})
        if len(known) > _MANY:
            known.clear()
            known[""] = NOTHING
        if missing := [word for word in words if word not in known]:
            self._measure(style, script, list(dict.fromkeys(missing)))
        return known

    def text(self, style: Any, layout: Any) -> list[Run]:
        """The runs of a text that is not stretched."""
        spacing = style["letter_spacing"], style["word_spacing"], style["overflow_wrap"]
        known = self._texts.setdefault(spacing, {})
        if (found := known.get(layout.text)) is None:
            found = laid_out(style, layout)
            if len(layout.text) <= _SHORT and all(font == self.font for font, _ in found):
                if len(known) > _MANY:
                    known.clear()
                known[layout.text] = found
        return found

    def keep_spelled(self, glyphs: tuple[Glyph, ...], string: str, means: tuple[Sign, ...]) -> None:
        """Keep what is written for *glyphs*, and what they mean there."""
        if len(self.spelled) > _MANY:
            self.spelled.clear()
        self.spelled[glyphs] = string, means

    def space(self, space: str, stretch: int, first: bool, last: bool) -> Glyph:
        """A space that is *stretch* wider than it was; at the edges of a line Pango cuts it."""
        glyph, width, _, text = self._spaces[space]
        whole = stretch * (1 + (first or last))
        left = whole // 2
        if whole % TO_UNITS == 0:
            left = (left + TO_UNITS // 2) // TO_UNITS * TO_UNITS
        width += whole - (left if first else 0) - (whole - left if last else 0)
        return glyph, width, 0 if first else left, text

    def _shape(self, style: Any, script: str, words: Sequence[str]) -> None:
        """Learn *words*; those around them leave no doubt of their script."""
        found = list(runs(_laid_out(style, " ".join((script, *words, script)), 1.0)))[2:-2:2]
        known = self._words[script]
        if len(found) == len(words) and all(font == self.font for font, _ in found):
            for word, (_, glyphs) in zip(words, found, strict=True):
                known[word] = tuple([self._glyphs.setdefault(glyph, glyph) for glyph in glyphs])
        elif len(words) == 1:
            known[words[0]] = ()
        else:
            for word in words:
                self._shape(style, script, [word])

    def _measure(self, style: Any, script: str, words: Sequence[str]) -> None:
        """Learn the widths of *words*."""
        found = list(runs(_laid_out(style, " ".join((script, *words, script)), 0.0)))
        known = self._widths[script]
        parts = _between(found[0][1], self._spaces[" "]) if len(found) == 1 else []
        if parts and found[0][0] == self.font and len(parts) == len(words):
            for word, (kerning, glyphs) in zip(words, parts, strict=True):
                width = kerning + sum(glyph[1] for glyph in glyphs)
                tail = self._tail(style, script, word, glyphs[-1]) if glyphs else None
                known[word] = None if tail is None else (width, kerning, tail)
        elif len(words) == 1:
            known[words[0]] = None
        else:
            for word in words:
                self._measure(style, script, [word])

    def _tail(self, style: Any, script: str, word: str, last: Glyph) -> int | None:
        """By how much a space moves away from *last*, the last glyph of *word*.

        None if that is a mark, which kerning looks through, or is another one at the end.
        """
        if (script, last[0]) not in self._tails:
            found = list(runs(_laid_out(style, f"{script} {word}", 0.0)))
            ends = found[-1][1][-1:]
            sure = ends and ends[0][0] == last[0] and ends[0][1]
            self._tails[script, last[0]] = last[1] - ends[0][1] if sure else None
        return self._tails[script, last[0]]

    def _is_sound(self, style: Any, found: list[Run]) -> bool:
        text = "".join(_SAMPLE)
        if len(found) != len(text) or any(font != self.font or not g for font, g in found):
            return False
        for at in (2, 4):
            glyph, width, _, space = found[at][1][0]
            self._spaces[space] = glyph, width - TO_UNITS, 0, space
        return len(self._spaces) == 2 and all(
            [glyphs for _, glyphs in runs(_laid_out(style, text, stretch / TO_UNITS))]
            == [
                (self.space(part, stretch, at == 1, at == 7),) if at % 2 else found[1][1]
                for at, part in enumerate(_SAMPLE)
                if part
            ]
            for stretch in _STRETCHES
        )


def _between(glyphs: Sequence[Glyph], space: Glyph) -> list[tuple[int, list[Glyph]]]:
    """The glyphs between each two spaces in *glyphs*, and the kerning with the first space."""
    parts: list[tuple[int, list[Glyph]]] = []
    for glyph in glyphs:
        if glyph[0] == space[0]:
            parts.append((glyph[1] - space[1], []))
        elif parts:
            parts[-1][1].append(glyph)
    return parts[:-1]


def type_for(style: Any) -> Type:
    """The words of the type of *style*."""
    types: dict[Any, Type] = style.font_config.__dict__.setdefault("_words", {})
    known = types.get(type_of(style))
    if known is None:
        plain = style.copy()
        plain.update(letter_spacing="normal", word_spacing=0, overflow_wrap="normal")
        known = types[type_of(style)] = Type(plain)
    return known


def split(style: Any, text: str, stretch: int) -> tuple[str, list[str]] | None:
    """The script of *text*, and its words and spaces in turn, if Pango shapes each by itself."""
    parts = _SPACES.split(text)
    if (
        (len(parts) > 1 and stretch <= 0)
        or "" in parts[2:-1:2]
        or parts[-2:] == ["\u00a0", ""]
        or style["letter_spacing"] not in ("normal", 0)
        or style["word_spacing"]
        or style["overflow_wrap"] in ("anywhere", "break-word")
    ):
        return None
    script = script_of(text)
    return None if script is None else (script, parts)


def script_of(text: str) -> str | None:
    """The script that all of *text* is in, by one of its characters, if it is one we know."""
    return next((name for name, script in _SCRIPTS.items() if script.fullmatch(text)), None)


def laid_out(style: Any, layout: Any) -> list[Run]:
    """The runs of *layout*, which is laid out for that as it is to be drawn."""
    layout.reactivate(style)
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    found = list(runs(layout))
    layout.deactivate()
    return found


def runs(layout: Any) -> Iterator[Run]:
    """Font and glyphs of the runs of *layout*; no glyphs where they are not plain ones."""
    text = layout.text.encode()
    run = pango.pango_layout_get_line_readonly(layout.layout, 0).runs[0]
    while run != ffi.NULL:
        item, glyphs, run = run.data.item, run.data.glyphs, run.next
        count, start = glyphs.num_glyphs, item.offset
        ends = [*ffi.unpack(glyphs.log_clusters, count), item.length]
        shaped = list(_GLYPH.iter_unpack(ffi.buffer(glyphs.glyphs, count * _GLYPH.size)))
        plain = not item.analysis.level % 2 and all(g[0] < _ODD and not g[3] for g in shaped)
        found = [
            (glyph, width, offset, text[start + ends[at] : start + ends[at + 1]].decode())
            for at, (glyph, width, offset, *_) in enumerate(shaped if plain else ())
        ]
        yield item.analysis.font, tuple(found)


def _laid_out(style: Any, text: str, spacing: float) -> Any:
    layout = Layout(style, spacing)
    layout.set_text(text, justify=True)
    return layout
