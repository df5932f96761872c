"""A chunk made of a template: its page furniture, its slots and what it is called."""

from __future__ import annotations

from typing import Literal

from compendium.model.pages import Chunk, FolioStyle
from compendium.render.compositor import Compositor
from compendium.render.scripts import as_set
from compendium.render.setting import Setting
from compendium.render.slots import Claim, Slots

Begins = Literal["recto", "verso", "any"]

NUMBERED = ("document", "columns", "facing")
"""The templates of documents, whose lines may be numbered."""


def make_chunk(
    setting: Setting,
    name: str,
    template: str,
    slots: Slots,
    *,
    begins: Begins = "any",
    folios: FolioStyle = "roman",
    heads: tuple[str, str] = ("", ""),
    **values: object,
) -> Chunk:
    """The chunk *name*: `print/<template>.html.j2` filled with *values*.

    Shape: *heads* stand over its versos and rectos.
    """
    markup = setting.templates.fill(
        f"print/{template}.html.j2",
        edition=setting.edition,
        words=setting.words,
        lang=setting.lang,
        kind=template,
        verso=heads[0],
        recto=heads[1],
        numbers=_numbers(setting) if template in NUMBERED else "",
        **values,
    )
    said = as_set(str(markup))
    return Chunk(name, said, tuple(slots.values), tuple(slots.references), begins, folios)


def _numbers(setting: Setting) -> str:
    """How lines are numbered, as layout reads it: "page 5"."""
    numbers = setting.edition.line_numbers
    return f"{numbers.by} {numbers.every}" if numbers else ""


def compositor(
    setting: Setting,
    slots: Slots,
    lang: str = "",
    document: str = "",
    claim: Claim = "cross-reference",
) -> Compositor:
    """A compositor for words in *lang*, by default the edition's main language."""
    return Compositor(setting, slots, lang or setting.lang, document, claim)
