"""The redline as a page of its own for a screen, and as a chunk for print."""

from __future__ import annotations

from compendium.diag import Diagnostic
from compendium.model.edition import Edition
from compendium.model.pages import Chunk
from compendium.model.redline import Redline
from compendium.model.theme import Theme
from compendium.render.chunks import make_chunk
from compendium.render.setting import setting
from compendium.render.slots import Slots


def redline_page(
    redline: Redline, edition: Edition, theme: Theme
) -> tuple[bytes, list[Diagnostic]]:
    """One HTML file with its style in it, and what is wrong with the theme's template."""
    desk = setting(edition, theme, None)
    filled = desk.templates.fill(
        "site/redline.html.j2", redline=redline, words=desk.words, lang=desk.lang,
        style=theme.styles["redline.css"],
    )  # fmt: skip
    return str(filled).encode(), desk.templates.problems


def redline_chunk(
    redline: Redline, edition: Edition, theme: Theme
) -> tuple[Chunk, list[Diagnostic]]:
    """The redline as pages, and what is wrong with the theme's template."""
    desk = setting(edition, theme, None)
    head = desk.words.say("redline", old=redline.versions[0], new=redline.versions[1])
    chunk = make_chunk(
        desk, "redline", "redline", Slots(None), folios="arabic", heads=(head, head),
        redline=redline, head=head,
    )  # fmt: skip
    return chunk, desk.templates.problems
