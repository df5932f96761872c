"""Entries of registers and indexes as they are named in print, and where they send a reader."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup, escape

from compendium.model.text import Inline, Styled
from compendium.render.compositor import Compositor
from compendium.render.frames import fill


def full_name(desk: Compositor, key: str) -> Markup:
    """The name of the entry *key* after those it stands below: "islands, handing over of"."""
    entries = desk.setting.edition.entries
    named = (entries[above].name_in(desk.lang) for above in _ancestry(key) if above in entries)
    names = [desk.inline(name) for name in named]
    return escape(desk.words["heading-join"]).join(names)


def see(desk: Compositor, words: str, names: tuple[str, ...]) -> Markup:
    """Where else to look: the wording of *words* ("See"), and the entries it leads to."""
    if not names:
        return Markup("")
    entries = desk.setting.edition.entries
    leading = [
        fill('<a href="#{}">{}</a>', anchor, full_name(desk, name))
        if (anchor := desk.setting.home(name, desk.lang))
        else full_name(desk, name)
        for name in names
    ]
    # Italic words before an italic heading would run into it.
    italic = any(_is_italic(entries[name].name_in(desk.lang)) for name in names)
    said = fill("{}" if italic else "<em>{}</em>", desk.words[words])
    return said + Markup(" ") + escape(desk.words["reference-join"]).join(leading)


def _ancestry(key: str) -> Iterator[str]:
    steps = key.split("/")
    for deep in range(2, len(steps) + 1):
        yield "/".join(steps[:deep])


def _is_italic(name: tuple[Inline, ...]) -> bool:
    first = name[0] if name else None
    return isinstance(first, Styled) and first.style == "emphasis"
