"""The redline of a comparison: every text that changed, whole, with its changes marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from compendium.model.redline import Redline, RedlineRow, RedlineText
from compendium.revision.comparing import Comparison, Revised
from compendium.revision.errata import errata
from compendium.revision.passages import Passage, documents


def redline(comparison: Comparison, wording: Mapping[str, Mapping[str, str]], lang: str) -> Redline:
    """*comparison* as a text to be read, the errata before it; *wording* is the theme's."""
    words = wording.get(lang) or wording.get(lang.partition("-")[0]) or wording["en"]
    told = errata(comparison, wording, lang)
    return Redline(
        comparison.new.edition.title,
        (comparison.old.edition.version, comparison.new.edition.version),
        tuple((one.where, one.what) for one in told),
        tuple(_texts(comparison, words)),
    )


def _texts(comparison: Comparison, words: Mapping[str, str]) -> Iterator[RedlineText]:
    numbered = documents(comparison.new.edition)
    for text, changes in comparison.revised.items():
        moved = {c.new.anchor for c in changes if c.kind == "moved" and c.new}
        by_passage = {(c.old, c.new): c for c in changes}
        rows = [
            _row(pair.old, pair.new, by_passage.get((pair.old, pair.new)), moved, words)
            for pair in comparison.pairs[text]
        ]
        slug = changes[0].passage.document
        document = numbered.get(slug)
        label = words["pointer-document"].format(number=document.number) if document else ""
        yield RedlineText(text, label, tuple(rows))


def _row(
    before: Passage | None,
    after: Passage | None,
    change: Revised | None,
    moved: set[str],
    words: Mapping[str, str],
) -> RedlineRow:
    passage = after or before
    assert passage
    if change is None and before and after:
        return RedlineRow("same", passage.kind, (("same", passage.words),), passage.lang)
    if change is None:  # one half of what was moved
        came = after is not None and after.anchor in moved
        return RedlineRow(
            "moved" if came else "removed",
            passage.kind,
            (("in" if came else "out", passage.words),),
            passage.lang,
        )
    old, new = change.folios
    pages = words["errata-pages"].format(old=old, new=new) if old and new and old != new else ""
    if not pages and (old or new):
        pages = words["page"].format(page=new or old)
    return RedlineRow(change.kind, passage.kind, change.hunks, passage.lang, pages)
