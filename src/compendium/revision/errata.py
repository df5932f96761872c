"""The errata: each change as a sentence, with where it was and where it is.

The form is that of documentary editions: document, page, what stood there, what stands
there now (*Foreign Relations of the United States* words its corrections so).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from compendium.model.edition import Document, Target
from compendium.model.redline import Hunk
from compendium.model.text import plain
from compendium.revision.comparing import Comparison, Revised
from compendium.revision.passages import documents

_ROOM = 4
"""Words quoted on either side of a change, so that a reader finds it."""


@dataclass(frozen=True, slots=True)
class Erratum:
    """A sentence of the errata: which document, where, and what."""

    document: str
    anchor: str
    where: str
    what: str


def errata(
    comparison: Comparison, wording: Mapping[str, Mapping[str, str]], lang: str
) -> tuple[Erratum, ...]:
    """Every change as a sentence in *lang*; *wording* has the theme's words by language."""
    words = wording.get(lang) or wording.get(lang.partition("-")[0]) or wording["en"]
    return tuple(_errata(comparison, words))


def _errata(comparison: Comparison, words: Mapping[str, str]) -> Iterator[Erratum]:
    before, after = documents(comparison.old.edition), documents(comparison.new.edition)
    for anchor in comparison.removed:
        document = before[anchor]
        where = _where(document, comparison.old.folio(anchor), "", words)
        yield Erratum(anchor, anchor, where, _titled("errata-document-removed", document, words))
    for document in comparison.new.edition.documents:
        if document.anchor in comparison.added:
            where = _where(document, "", comparison.new.folio(document.anchor), words)
            said = _titled("errata-document-added", document, words)
            yield Erratum(document.anchor, document.anchor, where, said)
    for change in comparison.changes:
        passage = change.passage
        home = after.get(passage.document) or before.get(passage.document)
        where = _where(home, *change.folios, words)
        targets = comparison.new.edition.targets if change.new else comparison.old.edition.targets
        pinpoint = _pinpoint(targets.get(passage.anchor), words)
        if pinpoint:
            where = f"{where}{words['pointer-join']}{pinpoint}"
        for what in _told(change, words):
            yield Erratum(passage.document, passage.anchor, where, what)


def _where(document: Document | None, old: str, new: str, words: Mapping[str, str]) -> str:
    said = words["pointer-document"].format(number=document.number) if document else ""
    if old and new and old != new:
        page = words["errata-pages"].format(old=old, new=new)
    else:
        page = words["page"].format(page=old or new) if old or new else ""
    return words["pointer-join"].join(filter(None, (said, page)))


def _pinpoint(target: Target | None, words: Mapping[str, str]) -> str:
    """Paragraph, article or note, as a reader would name it."""
    if target is None or target.number in ("", "source"):
        return ""
    key = {"article": "pointer-article", "paragraph": "pointer-paragraph", "note": "pointer-note"}
    number, _, below = target.number.partition(".")
    if target.kind in key and not below:
        return words[key[target.kind]].format(number=number)
    return ""


def _titled(key: str, document: Document, words: Mapping[str, str]) -> str:
    return words[key].format(title=plain(document.texts[0].title))


def _told(change: Revised, words: Mapping[str, str]) -> Iterator[str]:
    if change.kind == "moved":
        yield words["errata-moved"].format(words=_begun(change.passage.words))
    elif change.kind == "added":
        yield words["errata-added"].format(words=_begun(change.passage.words))
    elif change.kind == "removed":
        yield words["errata-removed"].format(words=_begun(change.passage.words))
    else:
        for was, now in _corrections(change.hunks):
            yield words["errata-changed"].format(**_unstopped(was, now))


def _corrections(hunks: tuple[Hunk, ...]) -> Iterator[tuple[str, str]]:
    """What stood and what stands at each change, with a few words on either side.

    Changes that are closer than those few words are told as one.
    """
    was = now = ""
    trail = ""
    open_ = False
    for kind, text in hunks:
        if kind == "same":
            pieces = text.split(" ")
            if open_ and len(pieces) <= 2 * _ROOM:
                was, now = was + text, now + text
                continue
            if open_:
                tail = _first(text)
                yield _clean(was + tail), _clean(now + tail)
                was = now = ""
                open_ = False
            trail = _last(text)
            continue
        if not open_:
            was = now = trail
            open_ = True
        if kind == "out":
            was += text
        else:
            now += text
    if open_:
        yield _clean(was), _clean(now)


def _unstopped(was: str, now: str) -> dict[str, str]:
    """Both without the full stop they share: the sentence they are quoted in has its own."""
    stop = was[-1:] if was[-1:] == now[-1:] and was[-1:] in (".", "。") else ""
    return {"was": was.removesuffix(stop), "now": now.removesuffix(stop)}


def _first(text: str) -> str:
    return " ".join(text.split(" ")[: _ROOM + 1])


def _last(text: str) -> str:
    return " ".join(text.split(" ")[-_ROOM - 1 :])


def _clean(text: str) -> str:
    return " ".join(text.split())


def _begun(words: str) -> str:
    """The words a passage begins with."""
    pieces = words.split(" ")
    return words if len(pieces) <= 12 else " ".join(pieces[:12]) + " …"
