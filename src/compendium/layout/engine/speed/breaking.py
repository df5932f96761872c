"""Lines that are shaped four times to find where they break.

Pango breaks a stretch of text as long as a line and a half. Then the next word is tried,
and every part of it that a hyphen could follow; and what was found is laid out once more.
With the widths of words known, all but the last can be told without Pango.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pyphen
from weasyprint.layout import inline
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, pango

from compendium.layout.engine.fixes import Fix, Stock
from compendium.layout.engine.speed.words import Type, script_of, type_for

_MARGIN = 0.1  # em: twice the most that words were seen to differ from their line
_STRETCH = 4  # the engine looks no farther than to this many letters an em
_NARROWEST = 0.3  # em: a letter of a text that may be longer than its line
_LONGEST = 2.0**21  # px: a longer line has no end for the engine
_WORD = re.compile("([^\\W\\d_]+)[.,;:!?)\u201d\u2019]*")
_ENDS = re.compile("[\\w.,;:!?)\u201d\u2019]")


def break_by_words(stock: Stock) -> Stock:
    """A quarter of the time of a page is spent in finding where its lines end.

    The end is told from the widths of the words if nothing is a near thing, and the word
    that is one too many is plain. All else is left to Pango.
    """

    def split_first_line(
        text: str,
        style: Any,
        context: Any,
        max_width: float | None,
        justification_spacing: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:
        line = None
        if max_width is not None and not minimum and _is_plain(text, style, max_width):
            line = _Line(style, max_width, justification_spacing).split(text, context)
        return line or stock(
            text, style, context, max_width, justification_spacing, is_line_start, minimum
        )

    return split_first_line


class _Line:
    """A line to be filled with words, in Pango's units."""

    def __init__(self, style: Any, max_width: float, spacing: float) -> None:
        self._style, self._width, self._spacing = style, max_width, spacing
        self._type: Type = type_for(style)
        self._margin = _MARGIN * style["font_size"] * TO_UNITS
        self._limit = max_width * TO_UNITS

    def split(self, text: str, context: Any) -> Any:
        """What the engine's `split_first_line` returns, or None."""
        text = text[: int(self._width / self._style["font_size"] * _STRETCH)]
        script = script_of(text)
        if script is None or not self._type.sound:
            return None
        words = text.split(" ")
        widths = self._type.widths(self._style, script, words[:-1])
        count, x = self._fill(words[:-1], widths)
        word, before = words[count], words[count - 1][-1:]
        plain = _WORD.fullmatch(word)
        if not plain or not count or not _ENDS.fullmatch(before) or count + 1 == len(words):
            return None
        width = widths[word]
        if width is None or x > self._limit - self._margin or self._is_near(x + width):
            return None
        part = self._hyphenated(script, plain[1], x, context)
        if part is None or not words[count + 1][:1].isalnum():
            return None
        return self._set(" ".join(words[:count]), part)

    def _fill(self, words: Sequence[str], widths: Mapping[str, int | None]) -> tuple[int, float]:
        """How many of *words* fit the line, and where the next one would begin."""
        x, space = 0, self._type.space_width
        for count, word in enumerate(words):
            width = widths[word]
            if width is None or x + width > self._limit - self._margin:
                return count, x
            x += width + space
        return len(words), x

    def _is_near(self, x: float) -> bool:
        return bool(abs(x - self._limit) < self._margin)

    def _hyphenated(self, script: str, word: str, x: float, context: Any) -> str | None:
        """The part of *word* that fits after *x*, "" if none does; None if it is a near thing."""
        style = self._style
        lang = style["lang"] and pyphen.language_fallback(style["lang"])
        total, left, right = style["hyphenate_limit_chars"]
        if style["hyphens"] != "auto" or not lang or len(word) < total:
            return ""
        key = lang, left, right, total
        if key not in context.dictionaries:
            context.dictionaries[key] = pyphen.Pyphen(lang=lang, left=left, right=right)
        for part, _ in context.dictionaries[key].iterate(word):
            hyphenated = part + style["hyphenate_character"]
            width = self._type.widths(style, script, [hyphenated])[hyphenated]
            if width is None or self._is_near(x + width):
                return None
            if x + width < self._limit:
                return str(part)
        return ""

    def _set(self, first: str, part: str) -> Any:
        """The line of the words *first* and of *part* of another, as the engine sets it."""
        style, text = self._style, first
        if part:
            text = f"{first} {part}{style['hyphenate_character']}"
        layout = line_break.Layout(style, self._spacing, self._width)
        if part:
            pango.pango_layout_set_width(layout.layout, int(self._limit))
        layout.set_text(text)
        line, index = layout.get_first_line()
        width, height = line_break.line_size(line, style)
        if index is not None or width > self._width:
            return None
        baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
        length = len(f"{first} {part}".encode()) if part else line.length
        layout.deactivate()
        return layout, length, length + (not part), width, height, baseline


def _is_plain(text: str, style: Any, max_width: float) -> bool:
    """Whether *text* may be longer than a line, and breaks at spaces and hyphens only."""
    em = style["font_size"]
    return bool(
        em * _STRETCH <= max_width < _LONGEST
        and len(text) * em * _NARROWEST > max_width
        and style["white_space"] == "normal"
        and style["letter_spacing"] in ("normal", 0)
        and not style["word_spacing"]
        and style["overflow_wrap"] not in ("anywhere", "break-word")
        and style["word_break"] == "normal"
        and style["direction"] == "ltr"
        and getattr(style["hyphenate_limit_zone"], "value", 1) == 0
    )


LAYOUT = (Fix(inline, "split_first_line", break_by_words),)
