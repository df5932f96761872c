"""A book of any size, made of the sentences of the first edition; the same at every call.

    python benchmarks/books.py SIZE FOLDER [NOTATION...]

writes the book of SIZE documents into FOLDER, in each notation below (all, if none is named).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from mixing import Dice, Source, composed, source, varied

LENGTHS = (640, 900, 520, 1080, 400, 760, 260, 1360)
"""Words of the first document, the second ... and round again: 740 in the mean, three pages."""

WORDS_A_NOTE, WORDS_A_MENTION, WORDS_A_PARAGRAPH = 84, 57, 105
MENTIONS_AN_ENTRY, MOST_MENTIONS = 5, 6
PAGE = 400
"""Words on a page, near enough."""


@dataclass(frozen=True, slots=True)
class Target:
    """A paragraph of a document, both counted from 1."""

    document: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Note:
    """A note: its words and, for six in ten, the passage that it refers to."""

    words: str
    target: Target | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading of the index and the subheading below it."""

    id: str
    heading: str
    below: str


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that the index leads to; a `start` and an `end` make a range and have no words."""

    entry: Entry
    words: str
    role: Literal["point", "start", "end"] = "point"


Piece = str | Note | Mention
Paragraph = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A letter. Shape: `number` counts from 1; `date` is (year, month, day)."""

    number: int
    title: str
    short_title: str
    place: str
    date: tuple[int, int, int]
    paragraphs: tuple[Paragraph, ...]
    signature: str

    @property
    def slug(self) -> str:
        """The name of its file, and its address in every notation."""
        return f"d{self.number:04}"


@dataclass(frozen=True, slots=True)
class Book:
    """A whole book; `entries` are those that a passage mentions, in order."""

    documents: tuple[Document, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class _Desk:
    """What documents are made with. Shape: `uses` counts the mentions of each of `entries`."""

    size: int
    mix: Source
    entries: Sequence[Entry]
    uses: list[int]


def make(size: int) -> Book:
    """The book of *size* documents."""
    mix = source()
    entries = _entries(size * sum(LENGTHS) // len(LENGTHS) // WORDS_A_MENTION, mix)
    desk = _Desk(size, mix, entries, [0] * len(entries))
    documents = tuple(_document(number, desk) for number in range(1, size + 1))
    named = (entry for entry, count in zip(entries, desk.uses, strict=True) if count)
    return Book(documents, tuple(named))


def reworded(book: Book, number: int) -> Book:
    """*book* with one word of document *number* changed to another as long."""
    document = book.documents[number - 1]
    first = list(document.paragraphs[0])
    long = re.compile(r"\b[a-z]{5,}\b")
    at, text = next((at, t) for at, t in enumerate(first) if isinstance(t, str) and long.search(t))
    found = long.findall(text)[-1]
    other = next(word for word in source().words if len(word) == len(found) and word != found)
    first[at] = text.replace(found, other, 1)
    return _with(book, replace(document, paragraphs=(tuple(first), *document.paragraphs[1:])))


def grown(book: Book, number: int) -> Book:
    """*book* with a page more at the end of document *number*."""
    document, mix, dice = book.documents[number - 1], source(), Dice("grown", number)
    more = tuple((composed(PAGE // 4, mix, dice),) for _ in range(4))
    return _with(book, replace(document, paragraphs=document.paragraphs + more))


def _with(book: Book, document: Document) -> Book:
    at = document.number
    return replace(book, documents=(*book.documents[: at - 1], document, *book.documents[at:]))


def _entries(mentions: int, mix: Source) -> list[Entry]:
    """Headings of two words, no two alike, each with eight subheadings."""
    entries, words = [], mix.words
    for count in range(-(-mentions // MENTIONS_AN_ENTRY)):
        main, part = divmod(count, 8)
        turn, first = divmod(main, len(words))
        second = words[(7 * first + 11 * turn + 5) % len(words)]
        below = words[(3 * first + 29 * part + 1) % len(words)]
        heading = f"{words[first]} and {second}"
        entries.append(Entry(f"h{main}.s{part}", heading, f"as to {below}"))
    return entries


def _length(number: int) -> int:
    return LENGTHS[(number - 1) % len(LENGTHS)]


def _paragraphs(number: int) -> int:
    return max(2, _length(number) // WORDS_A_PARAGRAPH)


def _document(number: int, desk: _Desk) -> Document:
    dice = Dice("document", number)
    offices = "the Japanese Government", "the Soviet Government", "the Council of Ministers"
    people = "S. Matsumoto", "A.A. Gromyko", "Prime Minister Hatoyama", "Ambassador Kadowaki"
    kind = dice.pick(("Letter", "Memorandum", "Note", "Telegram"))
    writer, reader = dice.pick(people), dice.pick(offices)
    year, month, day = 1855 + dice.below(140), 1 + dice.below(12), 1 + dice.below(28)
    about = f"the {dice.pick(desk.mix.words)} of {dice.pick(desk.mix.words)}"
    wanted, parts = _length(number), _paragraphs(number)
    texts = [composed(wanted // parts, desk.mix, dice) for _ in range(parts)]
    return Document(
        number,
        f"{kind} from {writer} to {reader} on {about} ({year})",
        f"{kind} on {about}, {year}",
        dice.pick(("Moscow", "Tokyo")),
        (year, month, day),
        _with_apparatus(texts, number, dice, desk),
        writer,
    )


def _with_apparatus(
    texts: Sequence[str], number: int, dice: Dice, desk: _Desk
) -> tuple[Paragraph, ...]:
    """*texts* with notes after some of their sentences and mentions among their words."""
    paragraphs: list[list[Piece]] = [list(re.split(r"(?<=[a-z]\.)(?= )", text)) for text in texts]
    length = _length(number)
    for count in range(max(1, length // WORDS_A_NOTE)):
        paragraph = paragraphs[count % len(paragraphs)]
        free = [
            at
            for at, (piece, after) in enumerate(zip(paragraph, [*paragraph[1:], ""], strict=True))
            if isinstance(piece, str) and isinstance(after, str)
        ]
        target = _target(number, desk.size, dice) if dice.below(10) < 6 else None
        if free:
            words = varied(dice.pick(desk.mix.notes), desk.mix, dice)
            paragraph.insert(dice.pick(free) + 1, Note(words, target))
    first, last = sorted((dice.below(len(texts)), dice.below(len(texts))))
    if first != last:
        entry = _entry(number, dice, desk)
        paragraphs[first].insert(0, Mention(entry, "", "start"))
        paragraphs[last].append(Mention(entry, "", "end"))
    for count in range(length // WORDS_A_MENTION - 1):
        _mark(paragraphs[count % len(texts)], number, dice, desk)
    return tuple(tuple(paragraph) for paragraph in paragraphs)


def _target(number: int, size: int, dice: Dice) -> Target:
    """A passage of another document: seven in ten nearby."""
    near = number - 20 + dice.below(41)
    there = near if dice.below(10) < 7 and 1 <= near <= size else 1 + dice.below(size)
    if there == number:
        there = number % size + 1
    return Target(there, 1 + dice.below(_paragraphs(there)))


def _entry(number: int, dice: Dice, desk: _Desk) -> Entry:
    """An entry about as far down the list as the document is in the book, that has room."""
    count = len(desk.entries)
    at = (number * count // desk.size + dice.below(61) - 30) % count
    while desk.uses[at] >= MOST_MENTIONS:
        at = (at + 1) % count
    desk.uses[at] += 1
    return desk.entries[at]


def _mark(paragraph: list[Piece], number: int, dice: Dice, desk: _Desk) -> None:
    """Make two words of *paragraph* a mention, if it has two that are words and nothing else."""
    places = [
        (at, match.start(1), match.end(1))
        for at, piece in enumerate(paragraph)
        if isinstance(piece, str)
        for match in re.finditer(r"(?<=[a-z] )(?=([a-z]+ [a-z]+) )", piece)
    ]
    if places:
        at, start, end = dice.pick(places)
        text = str(paragraph[at])
        mention = Mention(_entry(number, dice, desk), text[start:end])
        paragraph[at : at + 1] = [text[:start], mention, text[end:]]


def main(size: str, folder: str, *wanted: str) -> None:
    """Write the book of SIZE documents into FOLDER."""
    from notations import NOTATIONS

    book = make(int(size))
    for name in wanted or sorted(NOTATIONS):
        NOTATIONS[name](book, Path(folder) / name)


if __name__ == "__main__":
    from books import main  # the one that the notations see, or their types were not ours

    main(*sys.argv[1:])
