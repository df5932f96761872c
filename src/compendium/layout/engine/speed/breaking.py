"""Lines that are shaped four times to find where they break.

Pango breaks a stretch of text as long as a line and a half. Then the next word is tried,
and every part of it that a hyphen could follow; and what was found is laid out once more.
With the widths of words known, all of that can be told without Pango.
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
from compendium.layout.engine.speed.shaping import unshaped
from compendium.layout.engine.speed.words import NOTHING, Type, Width, script_of, type_for

_MARGIN = 0.1  # em: twice the most that words were seen to differ from their line
_EXACT = 4  # of Pango's units: where words are as wide as they are measured
_STRETCH = 4  # the engine looks no farther than to this many letters an em
_NARROWEST = 0.3  # em: a letter of a text that may be longer than its line
_ENDLESS = float("inf")
_LONGEST = 2.0**21  # px: a longer line has no end for the engine
_WORD = re.compile("([^\\W\\d_]+)[.,;:!?)\u201d\u2019]*")
_ENDS = re.compile("[\\w.,;:!?)\u201d\u2019]")


def break_by_words(stock: Stock) -> Stock:
    """A quarter of the time of a page is spent in finding where its lines end.

    The end is told from the widths of the words if nothing is a near thing, and the word
    that is one too many is plain. All else is left to Pango. How wide the line is, is told
    so only where a space parts words.
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
        if not minimum and _is_plain(style):
            line = _Line(style, max_width, justification_spacing).first(text, context)
        return line or stock(
            text, style, context, max_width, justification_spacing, is_line_start, minimum
        )

    return split_first_line


class _Line:
    """A line to be filled with words, in Pango's units."""

    def __init__(self, style: Any, max_width: float | None, spacing: float) -> None:
        self._style, self._width, self._spacing = style, max_width, spacing
        self._type: Type = type_for(style)
        exact = self._type.parted
        self._margin = _EXACT if exact else _MARGIN * style["font_size"] * TO_UNITS
        self._limit = _ENDLESS if max_width is None else max_width * TO_UNITS

    def first(self, text: str, context: Any) -> Any:
        """What the engine's `split_first_line` returns, or None."""
        em, short = self._style["font_size"], text
        if self._width is not None:
            short = text[: max(1, int(self._width / em * _STRETCH))]
        script = script_of(short)
        if script is None or not self._type.sound:
            return None
        if short == text and (line := self._whole(text, script)):
            return line
        if self._width is None or not em * _STRETCH <= self._width < _LONGEST:
            return None
        if not self._type.parted and len(text) * em * _NARROWEST <= self._width:
            return None
        return self._split(short, short == text, script, context)

    def _whole(self, text: str, script: str) -> Any:
        """All of *text*, if it leaves no doubt that it fits."""
        width = self._measure(text.split(" "), script)
        if width is None or width > self._limit - self._margin:
            return None
        return self._made(text, width, len(text.encode()), None)

    def _split(self, text: str, ends: bool, script: str, context: Any) -> Any:
        """The first line of *text*, which *ends* there or goes on to the end of the next one."""
        words = text.split(" ")
        widths = self._type.widths(self._style, script, words if ends else words[:-1])
        found = self._fill(words if ends else words[:-1], widths)
        if found is None:
            return None
        count, x = found
        word, before, after = words[count], words[count - 1][-1:], words[count + 1 : count + 2]
        plain = _WORD.fullmatch(word)
        if not plain or not count or not _ENDS.fullmatch(before):
            return None
        if not (after[0][:1].isalnum() if after else ends):
            return None
        part = self._hyphenated(script, plain[1], x, context)
        return None if part is None else self._set(words[:count], part, script)

    def _fill(
        self, words: Sequence[str], widths: Mapping[str, Width | None]
    ) -> tuple[int, float] | None:
        """How many of *words* fit the line, and where the next one would begin.

        None if all may fit, or it is a near thing.
        """
        first = widths[words[0]] if self._type.parted else None
        x, space = -first[1] if first else 0, self._type.space_width
        for count, word in enumerate(words):
            width = widths[word]
            if width is None or self._is_near(x, width):
                return None
            if x + width[0] > self._limit:
                return count, x
            x += width[0] + space
        return None

    def _is_near(self, x: float, width: Width) -> bool:
        """Whether it is not sure that a word after *x* fits, or that it does not."""
        end = x + width[0]
        low, high = min(end, end - width[2]), max(end, end - width[2])
        return low - self._margin < self._limit < high + self._margin

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
            if width is None or self._is_near(x, width):
                return None
            if x + width[0] < self._limit:
                return str(part)
        return ""

    def _set(self, words: list[str], part: str, script: str) -> Any:
        """The line of *words* and of *part* of another, as the engine sets it."""
        style, first = self._style, " ".join(words)
        text = f"{first} {part}{style['hyphenate_character']}" if part else first
        length = len(f"{first} {part}".encode() if part else first.encode())
        if script_of(text) == script:
            width = self._measure(text.split(" "), script)
            if width is not None and width <= self._limit:
                return self._made(text, width, length, length + (not part))
        return self._laid_out(text, part, length)

    def _measure(self, words: Sequence[str], script: str) -> int | None:
        """How wide a line of *words* is, if that is sure."""
        first, last = words[0], words[-1]
        if not self._type.parted or not (first or last) or "" in words[1:-1]:
            return None
        widths = self._type.widths(self._style, script, words)
        found = [width[0] for word in words if (width := widths[word])]
        if len(found) < len(words):
            return None
        ends = (widths[first] or NOTHING)[1] + (widths[last] or NOTHING)[2]
        return sum(found) + (len(words) - 1) * self._type.space_width - ends

    def _made(self, text: str, width: int, length: int, resume_at: int | None) -> Any:
        layout = unshaped(self._style, text, self._spacing, self._width)
        type_ = self._type
        return layout, length, resume_at, width * FROM_UNITS, type_.height, type_.baseline

    def _laid_out(self, text: str, part: str, length: int) -> Any:
        """The same of a *text* that Pango lays out."""
        style = self._style
        layout = line_break.Layout(style, self._spacing, self._width)
        if part:
            pango.pango_layout_set_width(layout.layout, int(self._limit))
        layout.set_text(text)
        line, index = layout.get_first_line()
        width, height = line_break.line_size(line, style)
        if index is not None or width > self._width:
            return None
        baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
        layout.deactivate()
        return layout, length, length + (not part), width, height, baseline


def _is_plain(style: Any) -> bool:
    """Whether text in *style* breaks at spaces and hyphens only."""
    return bool(
        style["font_size"]
        and style["white_space"] == "normal"
        and style["letter_spacing"] in ("normal", 0)
        and not style["word_spacing"]
        and style["overflow_wrap"] not in ("anywhere", "break-word")
        and style["word_break"] == "normal"
        and style["direction"] == "ltr"
        and getattr(style["hyphenate_limit_zone"], "value", 1) == 0
    )


LAYOUT = (Fix(inline, "split_first_line", break_by_words),)
