"""What an edition prints of its own history: errata, and where the pages of the last one are."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from compendium.diag import EDITION
from compendium.model.pages import Chunk
from compendium.model.text import Text
from compendium.render.carried import CONCORDANCE, ERRATA, carried, corrections, earlier
from compendium.render.chunks import compositor, make_chunk
from compendium.render.contents import Line
from compendium.render.frames import fill
from compendium.render.heads import same_heads
from compendium.render.setting import Setting
from compendium.render.slots import Slots


def histories(setting: Setting) -> Iterator[Chunk]:
    """The errata and the concordance, where the edition carries them and has a history."""
    for anchor, title in carried(setting):
        yield _errata(setting, title) if anchor == ERRATA else _concordance(setting, title)


def _errata(setting: Setting, title: str) -> Chunk:
    slots = Slots(setting.pages)
    told = Markup("\n").join(
        fill('<p class="erratum"><span class="where">{}.</span> {}</p>', where, what)
        for where, what in corrections(setting)
    )
    return make_chunk(
        setting, ERRATA, "matter", slots, folios="arabic", heads=same_heads(setting, title),
        text_lang=setting.lang, anchor=ERRATA, title=title, bookmark=title, body=told,
    )  # fmt: skip


def _concordance(setting: Setting, title: str) -> Chunk:
    slots = Slots(setting.pages)
    lines = tuple(concordance_lines(setting, slots))
    return make_chunk(
        setting, CONCORDANCE, "list", slots, folios="arabic", heads=same_heads(setting, title),
        anchor=CONCORDANCE, title=title, lines=lines,
    )  # fmt: skip


def concordance_lines(setting: Setting, slots: Slots) -> Iterator[Line]:
    """A line for each page of each version: what it begins with, and where that stands now."""
    words, history = setting.words, setting.edition.history
    for published in earlier(setting):
        seen: set[str] = set()
        for anchor, frozen in published.passages.items():
            page = frozen.folios[0]
            now = history.now(anchor, published.version)
            if not page or page in seen or not now or now[0] not in setting.edition.targets:
                continue
            if frozen.kind in ("part", "document", "note", "front"):
                continue
            seen.add(page)
            desk = compositor(setting, slots)
            rest, tail = desk.heading((Text(frozen.words, EDITION),))
            folio = slots.page(now[0], "list")
            was = f"{published.version}, {words.say('page', page=page)}"
            yield Line("document", "", rest, tail, now[0], folio, setting.lang, was)
