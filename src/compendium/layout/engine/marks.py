"""Marks without words: taken out before layout, found again between the letters of the pages.

A page of the source edition begins between two letters, often in the middle of a word. What
stands there must part no line and no ligature, so the engine never sees it. Each mark is
tied to the letter that follows it in its block (or, at the end, to the one before), and
has its place where that letter is set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from compendium.layout.engine.elements import is_inline, note_of
from compendium.layout.engine.letters import Count, positions


@dataclass(frozen=True)
class Mark:
    """A mark of the markup.

    Shape: `letter` counts the letters of `element`'s own words from 0: the mark stands
        before that letter, or behind it if it is the `last` of its block.
    """

    anchor: str
    number: str
    element: Any
    letter: int
    last: bool = False


@dataclass(frozen=True)
class Found:
    """A mark on a page: before character `at` of `run`, which stands on sheet `sheet`."""

    mark: Mark
    sheet: int
    in_notes: bool
    run: Any
    at: int


def take_out(root: Any) -> tuple[Mark, ...]:
    """The marks of the page *root*, which are no longer in it."""
    around = {child: element for element in root.iter() for child in element}
    spots = [(element, around[element]) for element in root.iter() if _is_mark(element)]
    marks = tuple(_mark(mark, tuple(_holders(mark, around))) for mark, _ in spots)
    for mark, parent in spots:
        _remove(mark, parent)
    return tuple(mark for mark in marks if mark)


def _is_mark(element: Any) -> bool:
    return element.tag == "span" and "source-page" in (element.get("class") or "").split()


def _holders(mark: Any, around: Mapping[Any, Any]) -> Iterator[Any]:
    """The blocks around *mark*, from the innermost to the note or the page it is part of."""
    element = around[mark]
    while element is not None:
        if not is_inline(element):
            yield element
        element = None if note_of(element) else around.get(element)


def _mark(mark: Any, holders: Iterable[Any]) -> Mark | None:
    """The letter that *mark* stands before, in the smallest of *holders* that has letters."""
    for holder in holders:
        counts: dict[Any, int] = {}
        before: tuple[Any, int] | None = None
        reached = False
        for owner, words in _words(holder):
            reached = reached or owner is mark
            count = len(positions(words))
            if reached and count:
                return Mark(mark.get("id"), mark.get("data-n"), owner, counts.get(owner, 0))
            counts[owner] = counts.get(owner, 0) + count
            if count:
                before = owner, counts[owner] - 1
        if before:
            return Mark(mark.get("id"), mark.get("data-n"), *before, last=True)
    return None


def _words(element: Any) -> Iterator[tuple[Any, str]]:
    """The words in *element* with the element they belong to; a mark is named as it is met."""
    yield element, element.text or ""
    for child in element:
        if _is_mark(child):
            yield child, ""
        elif isinstance(child.tag, str) and not note_of(child):
            yield from _words(child)
        yield element, child.tail or ""


def _remove(mark: Any, parent: Any) -> None:
    """Take *mark* out of *parent*, the words on both its sides made one."""
    at = list(parent).index(mark)
    tail = mark.tail or ""
    if at:
        parent[at - 1].tail = (parent[at - 1].tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(mark)


@dataclass
class Search:
    """Follows the runs of the pages in order, and finds the marks among them."""

    marks: Iterable[Mark]
    counts: Count = field(default_factory=Count)
    found: list[Found] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._waiting: dict[Any, list[Mark]] = {}
        for mark in self.marks:
            self._waiting.setdefault(mark.element, []).append(mark)

    def read(self, run: Any, sheet: int, in_notes: bool) -> Iterator[Mark]:
        """The marks at the letters of *run*."""
        waiting = self._waiting.get(run.element, ())
        if not waiting or run.element_tag != run.element.tag:
            return
        start, letters, _ = self.counts.take(run)
        for mark in waiting:
            if start <= mark.letter < start + len(letters):
                at = letters[mark.letter - start] + mark.last
                self.found.append(Found(mark, sheet, in_notes, run, at))
                yield mark
