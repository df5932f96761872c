"""The edition put together of what has been tied: its parts, its documents numbered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from compendium.model.edition import DocumentText, Edition, Entry, Matter, Part
from compendium.model.kept import Again
from compendium.model.volume import Volume, WrittenText
from compendium.resolve.arrangements import Arranged
from compendium.resolve.dates import by_date
from compendium.resolve.documents import number_documents
from compendium.resolve.icu import language_name
from compendium.resolve.ties import Ties

_REGION = re.compile(r"-(?:[A-Z]{2}|\d{3})\b.*")
"""What of a tag says where a language is spoken, which its name in a heading does not."""


def make_edition(
    volume: Volume,
    texts: Mapping[str, tuple[DocumentText, ...]],
    ties: Ties,
    entries: Mapping[str, Entry],
    people: Mapping[str, str],
    arranged: Mapping[str, Arranged],
    again: Again,
) -> Edition:
    """The edition of *volume* with its *texts* tied; its registers and indexes are added later."""
    parts: list[Part] = []
    first = 1
    for part in volume.parts:
        documents = number_documents(part, volume, texts, first, people, arranged, again)
        first += len(documents)
        made = Part(
            part.id,
            part.number,
            part.title,
            documents,
            part.follow_on,
            part.span,
            part.short_title,
        )
        parts.append(made)
    every = tuple(document for part in parts for document in part.documents)
    for document in every:
        ties.targets[document.anchor] = replace(
            ties.targets[document.anchor], number=document.number
        )
    return Edition(
        id=volume.id,
        title=volume.title,
        subtitle=volume.subtitle,
        short_title=volume.short_title or volume.title,
        version=volume.version,
        date=volume.date,
        languages=volume.languages,
        imprint=volume.imprint,
        theme=volume.theme,
        note_numbering=volume.note_numbering,
        front=_matter(volume.front, texts),
        parts=tuple(parts),
        back=_matter(volume.back, texts),
        registers=(),
        indexes=(),
        by_date=by_date(every) if volume.list_by_date else (),
        notes=ties.notes,
        targets=ties.targets,
        entries=entries,
        images=volume.images,
        theme_span=volume.theme_span,
        line_numbers=volume.line_numbers,
        page_pictures=volume.page_pictures,
        printing=volume.printing,
        history=volume.history,
        carries=volume.carries,
        tongues=_tongues(volume, arranged),
    )


def _tongues(volume: Volume, arranged: Mapping[str, Arranged]) -> dict[str, dict[str, str]]:
    named = (lang for one in arranged.values() for lang in one.languages)
    prevailing = (d.prevails for d in volume.documents.values() if d.prevails)
    tags = tuple(dict.fromkeys((*volume.languages, *named, *prevailing)))
    bare = {tag: _REGION.sub("", tag) for tag in tags}
    return {tag: {lang: language_name(bare[tag], lang) for lang in tags} for tag in tags}


def _matter(
    written: Sequence[WrittenText], texts: Mapping[str, tuple[DocumentText, ...]]
) -> tuple[Matter, ...]:
    """The pieces of front or back matter in their order, each under its address."""
    paths = {text.path for text in written}
    return tuple(
        Matter(name, text) for name, tied in texts.items() for text in tied if text.path in paths
    )
