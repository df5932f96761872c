"""Sentences that read like the first edition and say nothing, the same at every call."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

SEED = Path(__file__).parents[1] / "tests" / "data" / "seed" / "part-v.txt"

T = TypeVar("T")


class Dice:
    """Numbers that look like chance and depend on nothing but *names*."""

    def __init__(self, *names: object) -> None:
        self._state = int.from_bytes(sha256(repr(names).encode()).digest()[:8], "big")

    def below(self, limit: int) -> int:
        """A number from 0, below *limit*."""
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self._state >> 33) % limit

    def pick(self, among: Sequence[T]) -> T:
        """One of *among*."""
        return among[self.below(len(among))]


@dataclass(frozen=True, slots=True)
class Source:
    """What a text is mixed from: sentences as clauses, the short ones, and plain words."""

    sentences: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    words: tuple[str, ...]


def source() -> Source:
    """The sentences of the first edition, without those in brackets or quotation marks."""
    lines = [line for line in SEED.read_text("ascii").splitlines()[3:] if len(line) > 180]
    sentences = []
    for line in lines:
        for text in re.split(r"(?<=[a-z0-9]\.) ", re.sub(r"^[0-9.]+", "", line).strip()):
            if not re.search(r'["()\[\]:]', text):
                sentences.append(tuple(text.rstrip(".").split(", ")))
    clauses = [clause for sentence in sentences for clause in sentence if clause.count(" ") > 3]
    sentences = [tuple(c for c in sentence if c in clauses) for sentence in sentences]
    words = {word for clause in clauses for word in re.findall(r"\b[a-z]{5,}\b", clause)}
    notes = [clause for clause in clauses if 10 < clause.count(" ") < 28]
    return Source(tuple(filter(None, sentences)), tuple(notes), tuple(sorted(words)))


def composed(wanted: int, mix: Source, dice: Dice) -> str:
    """About *wanted* words in sentences, each with a clause and some words from elsewhere."""
    sentences: list[str] = []
    while wanted > 18:
        clauses = list(dice.pick(mix.sentences))
        if len(clauses) > 1:
            clauses[dice.below(len(clauses))] = dice.pick(dice.pick(mix.sentences))
        words = varied(", ".join(clauses), mix, dice)
        wanted -= words.count(" ") + 1
        sentences.append(words)
    return " ".join(sentences)


def varied(sentence: str, mix: Source, dice: Dice) -> str:
    """*sentence* with one in five of its longer words changed for words from elsewhere."""
    words = [
        dice.pick(mix.words) if re.fullmatch("[a-z]{5,}", word) and dice.below(5) == 0 else word
        for word in sentence.split(" ")
    ]
    text = " ".join(words)
    return text[0].upper() + text[1:] + "."
