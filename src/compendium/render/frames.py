"""Markup put together: what `Markup.format` and `Markup.join` do, in a tenth of their time."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from markupsafe import Markup, escape


def fill(frame: str, *values: object) -> Markup:
    """The markup *frame* with each `{}` in it replaced by the next of *values*.

    What is no markup is escaped. There are no other gaps than `{}`.
    """
    return Markup(_percent(frame) % tuple([_set(value) for value in values]))


def joined(pieces: Iterable[object]) -> Markup:
    """The *pieces* one after the other; what is no markup is escaped."""
    return Markup("".join([_set(piece) for piece in pieces]))


def _set(value: object) -> str:
    return value if type(value) is Markup else escape(value)


@cache
def _percent(frame: str) -> str:
    """*frame* as the operator `%` fills it."""
    return str(frame).replace("%", "%%").replace("{}", "%s")
