"""What pages draw with: the fonts of the book in the place of names, and nothing empty."""

from __future__ import annotations

from collections.abc import Mapping

from compendium.assemble.notation import dictionary, entries
from compendium.assemble.originals import Original, numbers

Fonts = Mapping[bytes, bytes]
"""What stands for the font of the book, by the name that a piece has for it."""


def tidy(original: Original, value: bytes, fonts: Fonts, done: set[int]) -> bytes:
    """The resources *value* of *original*, or what it refers to, with the *fonts* of the book.

    What is referred to is changed where it lies, once: *done* says what has been.
    """
    shared = numbers(value) if value.endswith(b" R") else []
    if not shared:
        return _tidied(original, value, fonts, done)
    for number in shared:
        if number not in done:
            done.add(number)
            body = original.bodies[number]
            original.bodies[number] = _tidied(original, body, fonts, done)
    return value


def _tidied(original: Original, body: bytes, fonts: Fonts, done: set[int]) -> bytes:
    kept: dict[bytes, bytes] = {}
    for kind, value in entries(body).items():
        held = entries(original.resolved(value))
        if kind == b"/Font":
            original.spent |= set(numbers(value))
            held = {name: fonts[name] for name in held if name in fonts}
            value = dictionary(held)
        if kind == b"/XObject":
            for form in held.values():
                _tidy_form(original, numbers(form)[0], fonts, done)
        if held or value.startswith(b"["):
            kept[kind] = value
    return dictionary(kept)


def _tidy_form(original: Original, number: int, fonts: Fonts, done: set[int]) -> None:
    if number in done:
        return
    done.add(number)
    form = entries(original.bodies[number])
    form.pop(b"/Interpolate", None)  # no archive may have a picture smoothed by its reader
    if b"/Resources" in form:
        form[b"/Resources"] = tidy(original, form[b"/Resources"], fonts, done)
    original.bodies[number] = dictionary(form)
