"""What an edition carries of its own history: corrections, and pages of versions before."""

from __future__ import annotations

from collections.abc import Iterator

from compendium.model.published import Published
from compendium.render.setting import Setting

ERRATA, CONCORDANCE = "errata", "concordance"


def carried(setting: Setting) -> Iterator[tuple[str, str]]:
    """Anchor and title of what the edition prints of its history, where there is any."""
    edition = setting.edition
    if ERRATA in edition.carries and any(corrections(setting)):
        yield ERRATA, setting.words["errata"]
    if CONCORDANCE in edition.carries and any(earlier(setting)):
        yield CONCORDANCE, setting.words["concordance"]


def earlier(setting: Setting) -> Iterator[Published]:
    """The versions that went out before this one."""
    edition = setting.edition
    return (one for one in edition.history.versions if one.version != edition.version)


def corrections(setting: Setting) -> Iterator[tuple[str, str]]:
    """Where each recorded correction was, by document and page of the version before, and what."""
    words, history = setting.words, setting.edition.history
    for change in history.changes:
        if not change.note:
            continue
        frozen, version = _before(history.versions, change.anchor, change.version)
        target = setting.edition.targets.get(change.anchor)
        document = setting.documents.get(target.document) if target else None
        said = words.say("pointer-document", number=document.number) if document else ""
        page = words.say("page", page=frozen) if frozen else ""
        named = words.say("concordance-version", version=version) if version else ""
        where = words["pointer-join"].join(filter(None, (said, page, named)))
        yield where or change.anchor, change.note


def _before(versions: tuple[Published, ...], anchor: str, version: str) -> tuple[str, str]:
    """The page of *anchor* in the last version before *version*, and that version."""
    for published in reversed(versions):
        if published.version != version and anchor in published.passages:
            return published.passages[anchor].folios[0], published.version
    return "", ""
