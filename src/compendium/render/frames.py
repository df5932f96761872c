"""Markup put together: what `Markup.format` and `Markup.join` do, in a tenth of their time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, partial

from markupsafe import Markup, escape

marked: Callable[[str], Markup] = partial(str.__new__, Markup)
"""A string that is markup, as such; `Markup` itself asks first what it is given."""

_SHORT = 60  # letters: up to so many our own way to escape them is the quicker one


def fill(frame: str, *values: object) -> Markup:
    """The markup *frame* with each `{}` in it replaced by the next of *values*.

    What is no markup is escaped. There are no other gaps than `{}`.
    """
    return marked(_percent(frame) % tuple([_set(value) for value in values]))


def joined(pieces: Iterable[object]) -> Markup:
    """The *pieces* one after the other; what is no markup is escaped."""
    return marked("".join([_set(piece) for piece in pieces]))


def _set(value: object) -> str:
    if type(value) is Markup:
        return value
    if type(value) is not str or len(value) > _SHORT:
        return escape(value)
    known = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return known.replace("'", "&#39;").replace('"', "&#34;")


@cache
def _percent(frame: str) -> str:
    """*frame* as the operator `%` fills it."""
    return str(frame).replace("%", "%%").replace("{}", "%s")
