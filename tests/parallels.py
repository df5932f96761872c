"""Parallel texts of made-up words, each used once, and what pdfium finds of them in print.

`dev parallels` looks through many pages of them; a test through a few.
"""

from __future__ import annotations

import ctypes
import random  # noqa: TID251  # with a seed it repeats
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise, product
from pathlib import Path

import pypdfium2
import pypdfium2.raw as raw

_SIGNS = "bcdfgklmnprstvz"
_WORD = re.compile(r"[efnm][bcdfgklmnprstvz]{4}", re.IGNORECASE)
_LEVEL = 1.0
"""Points by which two baselines may differ and still be one line to the eye."""
_CLEAR = 5.0
"""Points above the first line of the notes that are theirs."""

TEXT, NOTE = "ef", "nm"
"""The letter that words of the first and of the second language begin with."""


@dataclass
class Made:
    """A corpus as written.

    Shape: `words` has every word in order, by its first letter; `calls` maps the first word
        of each note to the last word before its call; `level` are the first words of
        passages that stand level.
    """

    files: dict[str, str] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=lambda: {c: [] for c in TEXT + NOTE})
    calls: dict[str, str] = field(default_factory=dict)
    level: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Found:
    """What is wrong in print: words, or pairs of words, by what is wrong with them."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    disordered: list[str] = field(default_factory=list)
    under_notes: list[str] = field(default_factory=list)
    early: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    unlevel: list[tuple[str, str]] = field(default_factory=list)

    def __str__(self) -> str:
        return ", ".join(f"{len(value)} {name}" for name, value in vars(self).items())


class _Writer:
    """Writes the documents of one corpus, with a fixed *seed*."""

    def __init__(self, seed: int, notes: int, passages: int) -> None:
        self.random = random.Random(seed)
        self.made = Made()
        self.stores = {letter: self._store(letter) for letter in TEXT + NOTE}
        self.share = notes / passages
        self.owed = 0.0

    def _store(self, letter: str) -> Iterator[str]:
        every = ["".join(signs) for signs in product(_SIGNS, repeat=4)]
        random.Random(letter).shuffle(every)
        return (letter + signs for signs in every)

    def words(self, letter: str, count: int) -> list[str]:
        taken = list(islice(self.stores[letter], count))
        self.made.words[letter] += taken
        return taken

    def passage(self, side: int, count: int, notes: list[str], owed: int) -> tuple[str, str]:
        """A paragraph in sentences, calling *owed* notes; and its first word."""
        words = self.words(TEXT[side], count)
        calls = set(self.random.sample(range(count), min(owed, count)))
        done: list[str] = []
        left = self.random.randint(6, 18)
        for at, word in enumerate(words):
            said = word.capitalize() if not done or done[-1].rstrip("]").endswith(".") else word
            left -= 1
            if left == 0 or at == count - 1:
                said, left = said + ".", self.random.randint(6, 18)
            if at in calls:
                said += self.note(side, word, notes)
            done.append(said)
        text = " ".join(done)
        return re.sub(r"(\.(?:\[\^\w+\])?) (\w)", lambda m: f"{m[1]} {m[2].upper()}", text), words[
            0
        ]

    def note(self, side: int, called: str, notes: list[str]) -> str:
        words = self.words(NOTE[side], self.random.randint(3, 30))
        self.made.calls[words[0]] = called
        notes.append(f"[^x{len(notes)}]: {' '.join(words).capitalize()}.")
        return f"[^x{len(notes) - 1}]"

    def document(self, number: int, passages: int) -> None:
        texts: list[list[str]] = [[], []]
        notes: list[list[str]] = [[], []]
        for at in range(passages):
            size = 420 if at == passages // 2 and number % 5 == 0 else self.random.randint(6, 110)
            mark = f"{at}. " if number % 2 and at else ""
            firsts = []
            for side in (0, 1):
                self.owed += self.share
                owed, self.owed = int(self.owed), self.owed % 1
                count = max(4, round(size * self.random.uniform(0.75, 1.25)))
                said, first = self.passage(side, count, notes[side], owed)
                texts[side].append(mark + said)
                firsts.append(first)
            self.made.level.append((firsts[0], firsts[1]))
        for side, lang in ((0, "en"), (1, "fr")):
            title = " ".join(self.words(TEXT[side], 3))
            # The title comes before the text it stands over.
            own = self.made.words[TEXT[side]]
            own.insert(0, own.pop())
            day = f"1956-09-{number % 30 + 1:02}"
            head = f"---\ntitle: {title}\nshort-title: Letter\nkind: letter\ndate: {day}\n---\n\n"
            body = "\n\n".join([*texts[side], *notes[side]])
            self.made.files[f"documents/d{number}.{lang}.md"] = f"{head}{body}\n"


def write(documents: int, notes: int, passages: int = 12, seed: int = 7) -> Made:
    """A corpus of *documents* of so many *passages* in two languages, with *notes* in all."""
    writer = _Writer(seed, notes, 2 * documents * passages)
    for number in range(1, documents + 1):
        writer.document(number, passages)
    slugs = ", ".join(f"d{number}" for number in range(1, documents + 1))
    writer.made.files["edition.yaml"] = (
        'title: Parallels\nversion: "1"\ndate: 2026-11-24\nlanguages: [en, fr]\n'
        "arrangement: FORM\nlist-by-date: false\nnotes: document\n"
        f"parts:\n  - id: part-a\n    title: Part\n    documents: [{slugs}]\n"
    )
    return writer.made


def save(made: Made, folder: Path, form: str) -> Path:
    """*made* as a folder, arranged in *form*."""
    for name, text in made.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("arrangement: FORM", f"arrangement: {form}"))
    return folder


@dataclass(frozen=True)
class Spot:
    """A word in print: its page from 0, and its baseline in points from the foot of the page."""

    page: int
    base: float


def read(pdf: bytes) -> dict[str, list[Spot]]:
    """Every made-up word of *pdf* and where pdfium reads it, in the order of the file."""
    found: dict[str, list[Spot]] = {}
    document = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(document):
        text = page.get_textpage()
        for word in _WORD.finditer(text.get_text_range()):
            base = _baseline(text, word.start())
            found.setdefault(word[0].lower(), []).append(Spot(number, base))
    return found


def _baseline(text: pypdfium2.PdfTextPage, at: int) -> float:
    left, low = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, at, left, low)
    return low.value


def judge(made: Made, pdf: bytes, body: Sequence[int], apart: int) -> Found:
    """What is wrong on the pages *body* of *pdf*; passages that stand level are *apart* pages."""
    found = Found()
    spots = {
        word: [spot for spot in there if spot.page in body] for word, there in read(pdf).items()
    }
    every = [word for words in made.words.values() for word in words]
    found.lost = [word for word in every if not spots.get(word)]
    found.doubled = [word for word, there in spots.items() if len(there) > 1]
    at = {word: there[0] for word, there in spots.items() if there}
    found.disordered = [
        two
        for letter in TEXT
        for one, two in _pairs(_by_document(made, letter))
        if one in at and two in at and not _follows(at[one], at[two])
    ]
    notes: dict[int, float] = {}
    for word, spot in at.items():
        if word[0] in NOTE:
            notes[spot.page] = max(notes.get(spot.page, 0.0), spot.base)
    found.under_notes = [
        word
        for word, spot in at.items()
        if word[0] in TEXT and spot.base < notes.get(spot.page, 0.0) + _CLEAR
    ]
    for note, call in made.calls.items():
        if note in at and call in at:
            found.early += [note] if at[note].page < at[call].page else []
            found.late += [note] if at[note].page > at[call].page else []
    found.unlevel = [
        (one, two) for one, two in made.level if not _level(at.get(one), at.get(two), apart)
    ]
    return found


def _by_document(made: Made, letter: str) -> list[str]:
    """The words of a language in the order of its files."""
    lang = "en" if letter == TEXT[0] else "fr"
    names = sorted((n for n in made.files if n.endswith(f".{lang}.md")), key=_number)
    said = " ".join(made.files[name] for name in names)
    return [
        word.lower() for word in re.findall(rf"\b{letter}[{_SIGNS}]{{4}}\b", said, re.IGNORECASE)
    ]


def _number(name: str) -> int:
    return int(re.sub(r"\D", "", name))


def _pairs(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield from pairwise(words)


def _follows(one: Spot, two: Spot) -> bool:
    return (one.page, -one.base) <= (two.page, -two.base + _LEVEL)


def _level(one: Spot | None, two: Spot | None, apart: int) -> bool:
    if one is None or two is None:
        return False
    return two.page - one.page == apart and abs(one.base - two.base) < _LEVEL
