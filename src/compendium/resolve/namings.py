"""Entries as an index in one language has them: their names, mentions and other names there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from compendium.model.edition import Entry
from compendium.model.text import Text
from compendium.model.volume import Variant, WrittenEntry
from compendium.resolve.collation import filing_name
from compendium.resolve.registers import with_children

VARIANT = "~"
"""What parts the key of an entry from the number of one of its other names."""


@dataclass(frozen=True, slots=True)
class Tongues:
    """Which language each anchor is in.

    Shape: `texts` has the language of each text by the prefix of its anchors
        ("gromyko-1956", "gromyko-1956.ru"); `served` are the languages that have indexes
        of their own, the edition's main one first, which answers for all others.
    """

    texts: Mapping[str, str]
    served: Sequence[str]

    def of(self, anchor: str) -> str:
        """The language in whose indexes *anchor* is found."""
        if len(self.served) == 1:
            return self.served[0]
        name = anchor
        while name and name not in self.texts:
            name = name.rpartition(".")[0]
        lang = self.texts.get(name, self.served[0])
        return lang if lang in self.served else self.served[0]

    def text(self, document: str, lang: str) -> str:
        """The anchor of *document* in *lang*, or in the main language if it has no such text."""
        other = f"{document}.{lang}"
        return other if other in self.texts else document


def entries_in(
    entries: Mapping[str, Entry],
    written: Mapping[str, WrittenEntry],
    lang: str,
    tongues: Tongues,
    home: str,
) -> dict[str, Entry]:
    """*entries* by key as indexes in *lang* have them, each with its other names after it.

    An entry that only sends readers elsewhere is there only if it has a name in *lang*, or
    if that is *home*, the language of names that are written for none in particular.
    """
    done: dict[str, Entry] = {}
    for key, entry in entries.items():
        if entry.see and lang != home and not is_named(written[key], lang):
            continue
        done[key] = _entry_in(entry, lang, tongues)
        if key in written:
            done.update((other.key, other) for other in _other_names(entry, written[key], lang))
    return with_children(done)


def is_named(written: WrittenEntry, lang: str) -> bool:
    """Whether *written* has a name in *lang*."""
    naming = written.naming(lang)
    return naming is not None and bool(naming.name)


def _entry_in(entry: Entry, lang: str, tongues: Tongues) -> Entry:
    """*entry* without those below it, as an index in *lang* has it."""
    called = entry.called.get(lang)
    if called:
        entry = replace(
            entry,
            name=called.name,
            description=called.description,
            sort_name=called.sort_name,
        )
    if len(tongues.served) == 1 and not (entry.document or entry.children):
        return entry
    return replace(
        entry,
        mentions=tuple(anchor for anchor in entry.mentions if tongues.of(anchor) == lang),
        ranges=tuple(pair for pair in entry.ranges if tongues.of(pair[0]) == lang),
        document=tongues.text(entry.document, lang) if entry.document else None,
        children=(),
    )


def _other_names(entry: Entry, written: WrittenEntry, lang: str) -> Iterator[Entry]:
    """An entry for each other name that *written* has in *lang*, which sends readers to *entry*."""
    naming = written.naming(lang)
    for at, variant in enumerate(naming.variants if naming else (), 1):
        yield Entry(
            key=f"{entry.key}{VARIANT}{at}",
            anchor=f"{entry.anchor}{VARIANT}{at}",
            name=(Text(variant.name, variant.span),),
            description=(),
            sort_name=_filed(variant, lang, entry.key.count("/") > 1),
            mentions=(),
            ranges=(),
            see=(entry.key,),
            see_also=(),
            children=(),
            span=variant.span,
        )


def _filed(variant: Variant, lang: str, sub: bool) -> str:
    reading = variant.reading if lang.partition("-")[0] == "ja" else None
    return variant.sort or reading or filing_name(variant.name, lang, sub)
