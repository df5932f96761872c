"""What readers are told of texts that are not authentic, on each page and in the file itself."""

from __future__ import annotations

from collections.abc import Iterable

from compendium.model.edition import DocumentText, Edition
from compendium.model.theme import Theme
from compendium.render.words import Words, speak

_MARKED = "working-translation"


def page_mark(text: DocumentText, words: Words) -> str:
    """What the pages of *text* bear at their foot, "" if nothing."""
    return words["working-mark"] if text.status == _MARKED else ""


def joint_mark(texts: Iterable[DocumentText], edition: Edition, words: Words) -> str:
    """What pages bear that may carry any of *texts*: which of these are not authentic."""
    around = edition.languages[0]
    marked = dict.fromkeys(text.lang for text in texts if text.status == _MARKED)
    names = [edition.tongues.get(lang, {}).get(around, lang) for lang in marked]
    if not names:
        return ""
    said = words.say("working-mark-of", languages=words["heading-join"].join(names))
    return said[:1].upper() + said[1:]


def declaration(edition: Edition, theme: Theme) -> str:
    """What the finished file says of itself, "" if all of its texts may be authentic."""
    main = edition.languages[0]
    texts = [text for document in edition.documents for text in document.texts]
    return joint_mark(texts, edition, speak(theme, main, main))
