"""Which texts an edition has in each of its languages, and what they are worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from compendium.model.volume import Volume, WrittenText

_STATUS = {
    "authentic": "authentic",
    "official-translation": "official translation",
    "working-translation": "working translation",
    "not-stated": "status not stated",
}


def texts_by_language(volume: Volume) -> Iterator[str]:
    """A line for each language of *volume*, and one for each that prevails in some documents.

    It says how many documents have a text in the language, of what status, and which have
    none. There are no lines where there is one language.
    """
    if len(volume.languages) < 2:
        return
    every = volume.documents.values()
    for lang in volume.languages:
        there = [text for document in every for text in document.texts if text.lang == lang]
        lacking = [d.slug for d in every if all(text.lang != lang for text in d.texts)]
        said = [f"{len(there)} of {len(every)} documents", *_statuses(there)]
        said += [f"untranslated: {', '.join(lacking)}"] if lacking else []
        yield f"{lang}: {'; '.join(said)}"
    for lang in sorted({document.prevails for document in every if document.prevails}):
        named = ", ".join(document.slug for document in every if document.prevails == lang)
        yield f"{lang} prevails in {named}"


def _statuses(texts: list[WrittenText]) -> Iterator[str]:
    counts: Counter[str] = Counter(text.status for text in texts)
    for status, name in _STATUS.items():
        if count := counts[status]:
            yield name if count == len(texts) else f"{name} {count}"
