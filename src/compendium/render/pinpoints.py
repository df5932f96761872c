"""Pinpoints: how a pointer names a passage, and says on which page it stands."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup, escape

from compendium.model.edition import Target
from compendium.model.text import plain
from compendium.render.binding import bound
from compendium.render.setting import Setting
from compendium.render.words import Words

_NUMBERED = {
    "note": "pointer-note",
    "table": "pointer-table",
    "figure": "pointer-figure",
    "source-page": "pointer-source-page",
}
_PARAGRAPHS = {"paragraph", "article"}


def direct(
    target: Target, direction: str, page: Markup, home: str, setting: Setting, words: Words
) -> Markup:
    """What leads a reader of the document *home* to *target*, on the page that *page* prints."""
    join = words["pointer-join"]
    steps = join.join(_pinpoint(target, home, setting, words)).split(join)
    page = bound(words.fill("page", page=page))
    if direction != "none":
        page = words.fill(f"page-{direction}", page=page)
    return escape(join).join([*(bound(step) for step in steps if step), page])


def _pinpoint(target: Target, home: str, setting: Setting, words: Words) -> Iterator[str]:
    """The words that lead to *target* for a reader of the document *home*, from large to small."""
    document = setting.documents.get(target.document)
    if document and target.document != home:
        yield words.say("pointer-document", number=document.number)
    if target.kind == "part":
        yield words.say("pointer-part", number=setting.parts[target.anchor].number)
    elif target.anchor in setting.matters:
        yield plain(setting.matters[target.anchor].text.title)
    elif target.kind == "entry" and target.words:
        yield target.words
    elif target.number and target.kind in _PARAGRAPHS:
        by_article = document is not None and document.units == "article"
        yield paragraph(target.number, by_article or target.kind == "article", words)
    elif target.number and target.kind in _NUMBERED:
        yield words.say(_NUMBERED[target.kind], number=target.number)


def paragraph(number: str, by_article: bool, words: Words) -> str:
    """Words for a paragraph: "para. 9, subpara. 2" for "9.2", or "art. 9, para. 2"."""
    above, dot, below = number.partition(".")
    if by_article:
        key = "pointer-article-paragraph" if dot else "pointer-article"
    else:
        key = "pointer-subparagraph" if dot else "pointer-paragraph"
    return words.say(key, number=above, below=below)
