"""Running heads: what stands over the page, in the space there is."""

from __future__ import annotations

from compendium.model.edition import Part
from compendium.render.setting import Setting

_ROOM = 46
"""As many small capitals as fit between the folios."""


def running_head(*choices: str) -> str:
    """The first of *choices* that fits over the page; the last if none does."""
    return next((choice for choice in choices if choice and len(choice) <= _ROOM), choices[-1])


def part_head(setting: Setting, part: Part) -> str:
    """The part on the verso; the edition instead if the part's name is too long to stand there."""
    number = setting.words.say("part", number=part.number) if part.number else ""
    return running_head(part.short_title, part.title, setting.edition.short_title, number)


def same_heads(setting: Setting, title: str) -> tuple[str, str]:
    """*title* on both sides, as in front matter and indexes."""
    head = running_head(title, setting.edition.short_title)
    return head, head
