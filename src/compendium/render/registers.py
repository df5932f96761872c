"""Registers in print: who the persons are, which the treaties, and what a short form stands for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from compendium.model.edition import Entry, Register
from compendium.model.pages import Chunk
from compendium.model.text import Pointer
from compendium.render.chunks import compositor, make_chunk
from compendium.render.compositor import Compositor
from compendium.render.entries import see
from compendium.render.heads import same_heads
from compendium.render.setting import Setting
from compendium.render.slots import Slots


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a register: what it explains, how, and how deep it stands below its parent."""

    anchor: str
    depth: int
    name: Markup
    description: Markup


def register_anchor(listed: Register) -> str:
    """The anchor of a whole register, "register-persons"."""
    return f"register-{listed.kind}"


def set_register(setting: Setting, listed: Register) -> Chunk:
    """One register as a list; abbreviations stand in the front matter."""
    slots = Slots(setting.pages)
    desk = compositor(setting, slots, claim="register")
    rows = tuple(register_rows(desk, listed))
    title = setting.words[listed.kind]
    front = listed.kind == "abbreviations"
    return make_chunk(
        setting, f"register.{listed.kind}", "register", slots,
        folios="roman" if front else "arabic", heads=same_heads(setting, title),
        anchor=register_anchor(listed), title=title, rows=rows, register=listed.kind,
    )  # fmt: skip


def register_rows(desk: Compositor, listed: Register) -> Iterator[Row]:
    """A row for each entry of a register, those below an entry after it."""
    for entry in listed.entries:
        yield from _rows(desk, entry, 0)


def _rows(desk: Compositor, entry: Entry, depth: int) -> Iterator[Row]:
    said = desk.inline(entry.description)
    if entry.document:
        pointer = desk.pointer(Pointer(entry.document, "none", entry.span))
        printed = desk.words.fill("printed-as", pointer=pointer)
        said = escape(desk.words["reference-join"]).join([said, printed] if said else [printed])
    for words, names in (("see", entry.see), ("see-also", entry.see_also)):
        if names:
            join = escape(desk.words[f"{words}-join"]) if said else Markup("")
            said += join + see(desk, words, names)
    yield Row(entry.anchor, depth, desk.inline(entry.name), said)
    for child in entry.children:
        yield from _rows(desk, child, depth + 1)
