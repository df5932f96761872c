"""Registers in print: who the persons are, which the treaties, and what a short form stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup, escape

from compendium.model.edition import Entry, Register
from compendium.model.pages import Chunk
from compendium.model.text import Pointer
from compendium.render.chunks import compositor, make_chunk
from compendium.render.compositor import Compositor
from compendium.render.entries import see
from compendium.render.heads import same_heads
from compendium.render.runs import runs
from compendium.render.setting import Setting
from compendium.render.slots import Slots

_ROOM, _HEADING = 20, 4
"""Rows on a page, and those that a heading takes."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a register: what it explains, how, and how deep it stands below its parent."""

    anchor: str
    depth: int
    name: Markup
    description: Markup


@dataclass(frozen=True, slots=True)
class Section:
    """One register of several on a page."""

    kind: str
    anchor: str
    title: str
    rows: tuple[Row, ...]


def register_anchor(listed: Register) -> str:
    """The anchor of a whole register, "register-persons"."""
    return f"register-{listed.kind}"


def set_registers(setting: Setting, registers: Iterable[Register]) -> Iterator[Chunk]:
    """The *registers* as lists, short ones one after the other on a page."""
    for run in runs(registers, _rows_of, _ROOM):
        name = f"register.{run[0].kind}"
        yield setting.stamped(name, partial(_registers, run=run, name=name))


def _registers(setting: Setting, run: Sequence[Register], name: str) -> Chunk:
    slots = Slots(setting.pages)
    desk = compositor(setting, slots, claim="register")
    sections = tuple(
        Section(
            one.kind, register_anchor(one), desk.words[one.kind], tuple(register_rows(desk, one))
        )
        for one in run
    )
    front = run[0].kind == "abbreviations"
    return make_chunk(
        setting, name, "register", slots,
        folios="roman" if front else "arabic", sections=sections,
        heads=same_heads(setting, sections[0].title),
    )  # fmt: skip


def _rows_of(listed: Register) -> int:
    """About as many rows as the list of *listed* takes, its heading among them."""
    return _HEADING + sum(1 + len(entry.children) for entry in listed.entries)


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
