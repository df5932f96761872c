"""A manuscript divided: its title, what stands before the documents, parts and documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from compendium.importers.manuscript.headings import (
    Numbered,
    chosen,
    likeness,
    numbered,
    part_heading,
    shouted,
    split_number,
)
from compendium.importers.manuscript.passages import Passage, line_like

_CLEAR = 4.0
"""From here on a line without a number is taken for a heading."""


@dataclass(slots=True)
class Held:
    """A document: the lines of its heading, the characters its number takes, and its body."""

    heading: list[Passage]
    cut: int = 0
    body: list[Passage] = field(default_factory=list)


@dataclass(slots=True)
class Chapter:
    """A part: its heading, None if there is none, what stands below it, and its documents."""

    heading: Passage | None = None
    opening: list[Passage] = field(default_factory=list)
    documents: list[Held] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    """A whole manuscript: `told` says that its headings were marked, not guessed."""

    opening: list[Passage]
    chapters: list[Chapter]
    told: bool = False


def outline(passages: Sequence[Passage]) -> Outline:
    """*passages* divided by the headings that the source marks, else by those that look it."""
    heads = _marked(passages)
    told = bool(heads)
    if not heads:
        likely = [at for at, p in enumerate(passages) if _part_like(p)]
        row = chosen(numbered(passages), likely)
        heads = {one.at: one.cut for one in row}
        if not _clear(row):
            heads = _unnumbered(passages) or heads
    parts = _marked_parts(passages, heads) if told else _parts(passages, heads)
    return _divided(passages, heads, parts, told)


def _clear(row: Sequence[Numbered]) -> bool:
    """Whether the headings of *row* are so on the whole, and not by their numbers alone."""
    return bool(row) and sum(one.score for one in row) / len(row) > 0.5


# -- headings the source marks ---------------------------------------------------------


def _marked(passages: Sequence[Passage]) -> dict[int, int]:
    """The headings of documents, as places and the length of their numbers."""
    level = _document_level(passages)
    heads = {at: 0 for at, p in enumerate(passages) if level and p.level == level}
    counted = [(at, split_number(passages[at].text)) for at in heads]
    numbers = [split[0] for _, split in counted if split]
    if numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False:
        heads.update({at: split[1] for at, split in counted if split})
    return heads


def _document_level(passages: Sequence[Passage]) -> int:
    """The level of the headings of documents: the highest with text right below most of them."""
    marked = [at for at, passage in enumerate(passages) if passage.level]
    totals = Counter(passages[at].level for at in marked)
    titled = any(passage.role == "title" for passage in passages)
    for level in sorted(totals):
        below = [
            at + 1 == len(passages) or not passages[at + 1].level
            for at in marked
            if passages[at].level == level
        ]
        alone = not titled and totals[level] == 1 and max(totals) > level
        if not alone and sum(below) * 2 >= len(below):
            return level
    return max(totals, default=0)


def _marked_parts(passages: Sequence[Passage], heads: dict[int, int]) -> list[int]:
    level = passages[next(iter(heads))].level
    above = [at for at, passage in enumerate(passages) if 0 < passage.level < level]
    if len(above) == 1 and above[0] == 0 and not any(p.role == "title" for p in passages):
        passages[0].role, passages[0].level = "title", 0
        return []
    return above


# -- headings that look it --------------------------------------------------------------


def _unnumbered(passages: Sequence[Passage]) -> dict[int, int]:
    """Lines that are headings by their looks alone; what opens the manuscript is its title."""
    clear = {
        at: 0
        for at, p in enumerate(passages)
        if p.block is None and not p.role and likeness(p, p.text) >= _CLEAR
    }
    for at in list(clear):  # two headings in a row are one and its date, or a title and the first
        if at + 1 in clear and at == 0 and len(clear) > 2:
            del clear[at]
    return clear


def _part_like(passage: Passage) -> bool:
    """Whether *passage* may be the heading of a part."""
    if passage.block is not None or passage.role or len(passage.text) > 200:
        return False
    head = part_heading(passage.text)
    if head is None:
        return shouted(passage.text)
    rest = passage.text[head.cut :]
    return shouted(rest) or likeness(passage, rest) >= 0.5


def _parts(passages: Sequence[Passage], heads: dict[int, int]) -> list[int]:
    """The headings of parts: lines that look it, right above a document's heading."""
    parts = [at for at, p in enumerate(passages) if at not in heads and _part_like(p)]
    above = [at for at in parts if at + 1 in heads]
    if any(part_heading(passages[at].text) for at in above):
        return _counted(passages, parts, above)
    # A line in capitals and no more is the edition's title where it stands first.
    first = min(heads, default=0)
    return [at for at in above if at > first or (len(above) > 1 and at > 0)]


def _counted(passages: Sequence[Passage], parts: Sequence[int], above: Sequence[int]) -> list[int]:
    """*above*, and those *parts* with words between them and the documents that go on counting.

    A chapter inside a document has another label than the parts, or another number.
    """
    told = {at: head for at in parts if (head := part_heading(passages[at].text))}
    label = next(told[at].label for at in above if at in told)
    done: list[int] = []
    last = 0
    for at in parts:
        head = told.get(at)
        if at in above:
            done.append(at)
            last = head.count if head and head.label == label else last
            continue
        later = [told[n].count for n in above if n > at and n in told and told[n].label == label]
        goes_on = head and head.label == label and head.count == last + 1
        if goes_on and last and later and later[0] == last + 2:
            done.append(at)
            last += 1
    return done


# -- divided ------------------------------------------------------------------------------


def _divided(
    passages: Sequence[Passage], heads: dict[int, int], parts: Sequence[int], told: bool
) -> Outline:
    done = Outline([], [], told)
    opened = set(parts)
    for at, passage in enumerate(passages):
        if at in opened:
            done.chapters.append(Chapter(passage))
        elif at in heads:
            if not done.chapters:
                done.chapters.append(Chapter())
            done.chapters[-1].documents.append(Held([passage], heads[at]))
        else:
            _below(done, passage)
    if not done.chapters:
        return _single(done)
    return done


def _below(done: Outline, passage: Passage) -> None:
    """Put *passage* where the headings above it say that it belongs."""
    if not done.chapters:
        done.opening.append(passage)
    elif not done.chapters[-1].documents:
        done.chapters[-1].opening.append(passage)
    else:
        held = done.chapters[-1].documents[-1]
        bare = not held.body and len(held.heading) == 1
        if bare and not held.heading[0].text[held.cut :].strip() and passage.block is None:
            held.heading.append(passage)  # the number stood in a line of its own
        else:
            held.body.append(passage)


def _single(done: Outline) -> Outline:
    """A manuscript without any heading: one document, under its first line."""
    titles = [p for p in done.opening if p.role == "title"] or done.opening[:1]
    titles = [p for p in titles if line_like(p)]
    body = [p for p in done.opening if p not in titles]
    if not body:
        titles, body = [], done.opening
    return Outline(titles, [Chapter(None, [], [Held([], 0, body)])], done.told)
