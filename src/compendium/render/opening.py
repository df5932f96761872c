"""The first leaves, half-title, title page and imprint; and the last one, the colophon."""

from __future__ import annotations

from importlib.metadata import version

from compendium import __version__
from compendium.model.digests import text_digest
from compendium.model.pages import Chunk
from compendium.render.chunks import make_chunk
from compendium.render.dates import written_out
from compendium.render.setting import Setting
from compendium.render.slots import Slots

_GROUP = 8


def half_title(setting: Setting) -> Chunk:
    """The first leaf: the short title alone, its verso blank."""
    return make_chunk(setting, "half-title", "half-title", Slots(setting.pages), begins="recto")


def title_page(setting: Setting) -> Chunk:
    """The title page and the imprint on its verso."""
    return make_chunk(
        setting,
        "title",
        "title",
        Slots(setting.pages),
        begins="recto",
        date=written_out(setting.edition.date, setting.words),
    )


def colophon(setting: Setting, digest: str = "") -> Chunk:
    """The last page: version, type, tools, and the digest by which the text can be verified.

    That of the edition at hand is worked out if no *digest* is given.
    """
    edition, words = setting.edition, setting.words
    digest = digest or text_digest(edition)
    return make_chunk(
        setting,
        "colophon",
        "colophon",
        Slots(setting.pages),
        folios="arabic",
        date=written_out(edition.date, words),
        typefaces=setting.theme.tokens.get("typefaces", ""),
        compendium=__version__,
        weasyprint=version("weasyprint"),
        digest=[digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP)],
    )
