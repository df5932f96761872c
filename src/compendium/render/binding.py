"""Binding: words that no line end shall part."""

from __future__ import annotations

import re

from markupsafe import Markup

from compendium.render.frames import fill

_LAST_WORDS = re.compile(r"(.*?) ((?:[^\W\d_]\. )*[^ ]+ [^ ]+)", re.DOTALL)
_LAST_BRACKETS = re.compile("(.+?)(\uff08[^\uff08\uff09 ]{1,12}\uff09)", re.DOTALL)
_LONGEST = 22
"""Last words of a heading longer than this are let go: they fill a line of their own."""
_WORDLESS = re.compile("[⺀-鿿＀-￯]")


def bound(words: str) -> Markup:
    """*words* kept on one line."""
    return fill('<span class="bound">{}</span>', words)


def part_heading(text: str) -> tuple[str, str]:
    """*text* without the space before its last words, and those words, an initial with its name.

    In Japanese the last words are those in brackets, and no space is before them.

    They are "" where there is nothing to keep together.
    """
    found = _LAST_WORDS.fullmatch(text) or _LAST_BRACKETS.fullmatch(text)
    return (found[1], found[2]) if found and len(found[2]) <= _LONGEST else (text, "")


def part_call(text: str) -> tuple[str, str]:
    """*text* in two: the end of it is what a line end might part from a call behind it.

    That is punctuation, and a character of a script that has no words.
    """
    end = len(text)
    while end and not (text[end - 1].isalnum() or text[end - 1] == "_" or text[end - 1].isspace()):
        end -= 1
    if end and _WORDLESS.match(text[end - 1]):
        end -= 1
    return text[:end], text[end:]
