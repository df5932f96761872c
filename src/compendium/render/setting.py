"""What every chunk of a book is set with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace

from compendium.model.edition import Document, Edition, Entry, Index, Matter, Part, Register
from compendium.model.pages import Chunk, PageMap
from compendium.model.theme import Theme
from compendium.render.locators import Survey, survey
from compendium.render.memory import Memory
from compendium.render.stamping import restamped
from compendium.render.templates import Templates, templates
from compendium.render.words import Words, speak


@dataclass(frozen=True, slots=True)
class Setting:
    """An edition, the theme it is set in and its pages, if it has any yet.

    Shape: `documents`, `parts` and `matters` find what bears an anchor; `registers` are
        those that are printed as lists, and `listed` the keys of the entries in them;
        `homes` has the anchor under which a reader finds
        an entry, by its key: in an index if it is in one, else in its register; `abroad`
        has by language the anchors in the indexes of that language. `known` are the chunks
        as they were last written, by name, and `spoken` the wordings by language; where
        `asked` is not None only the chunks of these names must have the numbers of the pages.
    """

    edition: Edition
    theme: Theme
    pages: PageMap | None
    documents: Mapping[str, Document]
    parts: Mapping[str, Part]
    matters: Mapping[str, Matter]
    registers: tuple[Register, ...]
    listed: frozenset[str]
    homes: Mapping[str, str]
    abroad: Mapping[str, Mapping[str, str]]
    survey: Survey | None
    words: Words
    templates: Templates
    known: dict[str, Chunk] = field(default_factory=dict)
    spoken: dict[str, Words] = field(default_factory=dict)
    memory: Memory | None = None
    asked: Set[str] | None = None

    @property
    def lang(self) -> str:
        """The edition's main language."""
        return self.edition.languages[0]

    def on(self, pages: PageMap | None, asked: Set[str] | None = None) -> Setting:
        """The same for a book of these *pages*, but for its lists."""
        return replace(self, pages=pages, asked=asked)

    def surveyed(self, pages: PageMap | None) -> Setting:
        """The same for a book of these *pages*, and ready for its lists."""
        return replace(self, pages=pages, survey=survey(self.edition, pages) if pages else None)

    def stamped(
        self, name: str, write: Callable[[Setting], Chunk], of: tuple[object, ...] = ()
    ) -> Chunk:
        """The chunk *name*: as it is known, its numbers set anew, or as *write* writes it.

        Where it is said what it is made *of*, it may be known from another day.
        """
        before = self.known.get(name)
        if before is not None and self.asked is not None and name not in self.asked:
            return before
        if before is None and of and self.memory:
            before = self.memory.chunk(self, name, write, of)
        chunk = (restamped(before, self.pages) if before else None) or write(self)
        self.known[name] = chunk
        return chunk

    def home(self, key: str, lang: str) -> str | None:
        """Where a reader of *lang* finds the entry *key*."""
        return self.abroad.get(lang, {}).get(key) or self.homes.get(key)

    def speak(self, lang: str) -> Words:
        """The wording for words that stand among a text in *lang*."""
        found = self.spoken.get(lang)
        if found is None:
            found = self.spoken[lang] = speak(self.theme, lang, self.lang)
        return found


def setting(edition: Edition, theme: Theme, pages: PageMap | None = None) -> Setting:
    """*edition* made ready to be set in *theme*."""
    registers = tuple(r for r in map(_as_list, edition.registers) if any(map(_told, r.entries)))
    listed = [e for register in registers for top in register.entries for e in _walk(top)]
    return Setting(
        edition=edition,
        theme=theme,
        pages=pages,
        documents={document.anchor: document for document in edition.documents},
        parts={part.anchor: part for part in edition.parts},
        matters={matter.anchor: matter for matter in (*edition.front, *edition.back)},
        registers=registers,
        listed=frozenset(entry.key for entry in listed),
        homes=_homes(edition.indexes, listed),
        abroad={
            lang: _homes([index for index in edition.indexes if index.lang == lang], ())
            for lang in edition.languages[1:]
        },
        survey=survey(edition, pages) if pages else None,
        words=speak(theme, edition.languages[0], edition.languages[0]),
        templates=templates(theme),
    )


def _as_list(register: Register) -> Register:
    """*register* without the subentries of which a list has nothing to tell."""
    return replace(register, entries=tuple(map(_pruned, register.entries)))


def _pruned(entry: Entry) -> Entry:
    return replace(entry, children=tuple(_pruned(c) for c in entry.children if _told(c)))


def _told(entry: Entry) -> bool:
    """Whether a list of entries tells a reader more of *entry* than an index does."""
    return bool(entry.description or entry.document) or any(map(_told, entry.children))


def _homes(indexes: Iterable[Index], listed: Iterable[Entry]) -> dict[str, str]:
    homes: dict[str, str] = {}
    for index in indexes:
        for entry in (e for group in index.groups for top in group.entries for e in _walk(top)):
            homes.setdefault(entry.key, index_anchor(index, entry))
    for entry in listed:
        homes.setdefault(entry.key, entry.anchor)
    return homes


def index_anchor(index: Index, entry: Entry) -> str:
    """The anchor of *entry* in *index*: "index-persons.gromyko"."""
    return f"{index.anchor}.{entry.anchor.partition('.')[2]}"


def _walk(entry: Entry) -> Iterator[Entry]:
    yield entry
    for child in entry.children:
        yield from _walk(child)
