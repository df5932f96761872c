"""Arrangements: how the texts of each document stand to each other, and which are printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from compendium.diag import Diagnostic
from compendium.model.volume import (
    Arrangement,
    Form,
    Volume,
    WrittenDocument,
    WrittenPart,
    WrittenText,
)

_COUNTS: Mapping[Form, tuple[int, int]] = {"columns": (2, 3), "facing": (2, 2), "single": (1, 1)}
"""The fewest and the most languages that a form can hold, where that is not any number."""
_NUMBERS = {1: "one language", 2: "two languages", 3: "two or three languages"}


@dataclass(frozen=True, slots=True)
class Arranged:
    """The form in which a document is printed, and its languages in order."""

    form: Form
    languages: tuple[str, ...]


def arrange(volume: Volume) -> tuple[Volume, dict[str, Arranged], list[Diagnostic]]:
    """*volume* with those texts only that are printed, and how each document is arranged.

    Texts keep the order of the edition's languages, whatever the order they are printed in;
    where its main language is not printed, the first that is takes its place.
    """
    problems: list[Diagnostic] = []
    whole = _whole(volume, problems)
    arranged: dict[str, Arranged] = {}
    for part in volume.parts:
        around = _settle(part.arrangement, whole, volume, problems)
        for slug in part.documents:
            if document := volume.documents.get(slug.value):
                arranged[document.slug] = _settle(document.arrangement, around, volume, problems)
    languages = _in_order(volume, whole)
    rank = {lang: at for at, lang in enumerate(dict.fromkeys((*languages, *volume.languages)))}
    documents = {
        slug: _printed(document, sorted(arranged.get(slug, whole).languages, key=rank.__getitem__))
        for slug, document in volume.documents.items()
    }
    printed = replace(
        volume,
        languages=languages,
        documents=documents,
        parts=tuple(replace(part, **_titles(part, languages[0])) for part in volume.parts),
        front=_chosen(volume.front, languages),
        back=_chosen(volume.back, languages),
        **_titles(volume, languages[0]),
        tongue=volume.languages[0],
    )
    return printed, arranged, problems


def _in_order(volume: Volume, whole: Arranged) -> tuple[str, ...]:
    """The languages that are printed, the main one first."""
    if volume.languages[0] not in whole.languages:
        return whole.languages
    return tuple(lang for lang in volume.languages if lang in whole.languages)


def _whole(volume: Volume, problems: list[Diagnostic]) -> Arranged:
    """The arrangement of the edition; of several editions in one language each, the first."""
    around = Arranged("sequential", volume.languages)
    if volume.arrangement.form != "single":
        return _settle(volume.arrangement, around, volume, problems)
    several = _settle(replace(volume.arrangement, form=None), around, volume, problems)
    return Arranged("sequential", several.languages[:1])


def _titles(one: Volume | WrittenPart, lang: str) -> Mapping[str, Any]:
    """The titles of *one* where *lang* is the main language, as far as it has others there."""
    tags = (lang, lang.partition("-")[0])
    told = {
        name: next((titles[tag] for tag in tags if tag in titles), "")
        for name, titles in one.in_languages.items()
    }
    return {name: title for name, title in told.items() if title}


def _settle(
    written: Arrangement, around: Arranged, volume: Volume, problems: list[Diagnostic]
) -> Arranged:
    """What *written* means inside *around*; what is wrong with it is said once."""
    if written.form is None and not written.languages:
        return around
    known = [lang for lang in written.languages if lang.value in volume.languages]
    for lang in written.languages:
        if lang not in known:
            hint = "choose of the edition's `languages`"
            text = f"the edition has no language `{lang.value}`"
            problems.append(Diagnostic("language-unknown", text, lang.span, hint))
    languages = tuple(dict.fromkeys(lang.value for lang in known)) or around.languages
    form = written.form or around.form
    least, most = _COUNTS.get(form, (1, len(languages)))
    if form == "facing" and volume.languages[0] in languages[1:]:
        text = f"the main language `{volume.languages[0]}` would stand on the right-hand pages"
        hint = "name it first: documents begin on the left, and are cited from there"
        problems.append(Diagnostic("arrangement-bad", text, written.span, hint))
        return Arranged("sequential", languages)
    if least <= len(languages) <= most:
        return Arranged(form, languages)
    text = f"`{form}` takes {_NUMBERS[most]}, and here are {len(languages)}"
    hint = "name them: `arrangement: {form: ..., languages: [...]}`"
    problems.append(Diagnostic("arrangement-bad", text, written.span, hint))
    return Arranged("sequential", languages)


def _printed(document: WrittenDocument, languages: Sequence[str]) -> WrittenDocument:
    """*document* with its texts in *languages*; with all it has, if it has none of these."""
    texts = _chosen(document.texts, languages)
    return replace(document, texts=texts or document.texts)


def _chosen(texts: Sequence[WrittenText], languages: Sequence[str]) -> tuple[WrittenText, ...]:
    """The *texts* in *languages*, in their order; those in one language as they are."""
    return tuple(text for lang in languages for text in texts if text.lang == lang)
