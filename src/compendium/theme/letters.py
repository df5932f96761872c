"""Letters that no font of the theme has, found where they are written, before anything is set."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from compendium.diag import Diagnostic, Span
from compendium.model.edition import DocumentText, Edition, Entry, Note
from compendium.model.kept import Again, Keep, again, anew, key_of
from compendium.model.text import Block, Inline, Text, blocks, inlines, plain, runs
from compendium.theme.folder import digest, find, missing, read

if TYPE_CHECKING:
    from uharfbuzz import Face

_UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp")
_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))
_VARIANTS = frozenset(map(chr, range(0xE0100, 0xE01F0)))
"""What chooses a form of the letter before it, if a font has that form."""


def check(
    edition: Edition, shelf: Path | None = None, keep: Keep | None = None
) -> list[Diagnostic]:
    """What keeps *edition* from being set in the theme it names, which stands on *shelf*.

    That a theme is sound and has certain letters is found out once, where something is kept.
    """
    if absent := missing(edition.theme, edition.theme_span, shelf):
        return absent
    folder = find(edition.theme, shelf)
    letters = "".join(sorted(used(edition, again(keep))))
    key = key_of("letters of a theme", (digest(folder), letters))
    if keep is not None and keep.get(key) is not None:
        return []
    theme, problems = read(folder)
    if theme is None:
        return problems
    if _letters(_faces(theme.fonts)).issuperset(letters):
        if keep is not None and not problems:
            keep.put(key, b"all are there")
        return problems
    return [*problems, *lacking(edition, theme.fonts)]


def _faces(fonts: Mapping[str, bytes]) -> list[Face]:
    from uharfbuzz import Face  # what has no letters to look up starts without it

    return [Face(font) for font in fonts.values()]


def _letters(faces: Iterable[Face]) -> frozenset[str]:
    return frozenset(map(chr, set().union(*(face.unicodes for face in faces))))


def lacking(edition: Edition, fonts: Mapping[str, bytes]) -> list[Diagnostic]:
    """An error for each letter of each file of *edition* that none of *fonts* has.

    Only what no font can make is told: a letter whose parts are there is put together.
    """
    faces = _faces(fonts)
    known = _letters(faces)

    @cache
    def is_chosen(letter: str, selector: str) -> bool:
        return any(ord(letter) in face.variation_unicodes(ord(selector)) for face in faces)

    places: dict[tuple[str, str], _Lack] = {}
    for words, span in _words(edition):
        if not known.issuperset(words):
            for letter, place in _lacks(words, span, known, is_chosen):
                lack = places.setdefault((span.path, letter), _Lack(letter, place))
                lack.count += 1
    return [lack.problem() for lack in places.values()]


@dataclass(slots=True)
class _Lack:
    """A letter that is lacking in one file: its first place there, and how many it has."""

    letter: str
    place: Span
    count: int = 0

    def problem(self) -> Diagnostic:
        name = unicodedata.name(self.letter, "a character without a name").lower()
        more = self.count - 1
        others = f", nor in {more} more place{'s' if more > 1 else ''}" if more else ""
        message = f"no font has `{self.letter}` (U+{ord(self.letter):04X}, {name}){others}"
        hint = "write it otherwise, or give the theme a font that has it"
        return Diagnostic("glyph-missing", message, self.place, hint)


def _lacks(
    words: str, span: Span, known: frozenset[str], is_chosen: Callable[[str, str], bool]
) -> Iterator[tuple[str, Span]]:
    """Each letter of *words* that is not *known* and cannot be made of what is, and its place."""
    for at, letter in enumerate(words):
        if (
            letter in known
            or letter in _SELECTORS
            or unicodedata.category(letter) in _UNSEEN
            or known.issuperset(unicodedata.normalize("NFD", letter))
            or _joins(words, at, known)
            or (letter in _VARIANTS and at and is_chosen(words[at - 1], letter))
        ):
            continue
        yield letter, _at(span, at, words)


def _joins(words: str, at: int, known: frozenset[str]) -> bool:
    """Whether the mark at *at* and what it stands on are one letter that is known."""
    if not unicodedata.combining(words[at]):
        return False
    start = at
    while start and unicodedata.combining(words[start]):
        start -= 1
    return known.issuperset(unicodedata.normalize("NFC", words[start : at + 1]))


def _at(span: Span, at: int, words: str) -> Span:
    """The letter number *at* of *words*, which stand at *span*; all of it where escapes do too."""
    (line, column), (last, end) = span.start, span.end
    if line != last or end - column != len(words):
        return span
    return Span(span.path, (line, column + at), (line, column + at + 1))


# -- every word of an edition ----------------------------------------------------------


def _words(edition: Edition) -> Iterator[tuple[str, Span]]:
    """All words of *edition* and where they are written, in the order of its files."""
    yield from _around(edition)
    for text in _texts(edition):
        yield text.text, text.span


def _around(edition: Edition) -> Iterator[tuple[str, Span]]:
    """The words of *edition* that are in none of its texts."""
    plan = edition.date.span
    whole = Span(plan.path)
    imprint = (getattr(edition.imprint, field.name) for field in fields(edition.imprint))
    for said in (edition.title, edition.subtitle, *imprint):
        yield from ((text, whole) for text in ([said] if isinstance(said, str) else said))
    yield from ((part.title, part.span) for part in edition.parts)
    for index in edition.indexes:
        yield f"{index.plan.title} {plain(index.plan.headnote)}", index.plan.span


def _texts(edition: Edition) -> Iterator[Text]:
    for text in _written(edition):
        yield from _inline(text.title)
        yield from _blocks(text.blocks)
    for note in edition.notes.values():
        yield from _blocks(note.blocks)
    for run in _entries(edition.entries):
        yield from _inline(run)


def _written(edition: Edition) -> Iterator[DocumentText]:
    yield from (piece.text for piece in (*edition.front, *edition.back))
    yield from (text for document in edition.documents for text in document.texts)


def _entries(entries: Mapping[str, Entry]) -> Iterator[tuple[Inline, ...]]:
    for entry in entries.values():
        yield entry.name
        yield entry.description


def used(edition: Edition, again: Again = anew) -> frozenset[str]:
    """Every letter of `_words`, found text by text."""
    entries = edition.entries
    found = [again("letters of entries", (entries,), lambda: _of(_entries(entries)))]
    for text in _written(edition):
        inputs = (text, [edition.notes[anchor] for anchor in text.notes])
        found.append(again(f"letters {text.path}", inputs, partial(_lettered, *inputs)))
    return frozenset().union(*found, *(words for words, _ in _around(edition)))


def _lettered(text: DocumentText, notes: Sequence[Note]) -> frozenset[str]:
    held = chain(blocks(text.blocks), *(blocks(note.blocks) for note in notes))
    return _of(chain((text.title,), chain.from_iterable(map(runs, held))))


def _of(said: Iterable[tuple[Inline, ...]]) -> frozenset[str]:
    return frozenset().union(*map(plain, said))


def _blocks(content: tuple[Block, ...]) -> Iterator[Text]:
    for block in blocks(content):
        for run in runs(block):
            yield from _inline(run)


def _inline(run: tuple[Inline, ...]) -> Iterator[Text]:
    return (node for node in inlines(run) if isinstance(node, Text))
