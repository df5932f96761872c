"""Long notes, cut at the ends of their lines so that a page turn may fall between them.

The engine moves a note to the next page whole. So a note of many lines is laid out once, and
its element then cut where its lines ended: each piece is set as a note of its own, filled to
the measure, and the same lines come out with as many of them on a page as there is room for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from weasyprint.formatting_structure import boxes

from compendium.layout.engine.boxes import Reading, areas, inside, is_text
from compendium.layout.engine.elements import note_of
from compendium.layout.engine.letters import Count, positions
from compendium.layout.engine.marks import Mark

_LONG = 6
"""Lines of a note that may be divided."""
_FIRST, _EACH = 3, 2
"""Lines of the first piece, which must stand on the page of the call, and of those after it."""
_WHITE = 27.0
"""Points: two lines. A page that ends with more room than this might have held part of a note."""


@dataclass(frozen=True)
class Cut:
    """Where a note is cut: after so many letters of the own words of an element.

    Shape: `element` counts the elements of the page in order; `hyphen` is what the line
        ended with that is not written there.
    """

    element: int
    letters: int
    hyphen: str


def find_cuts(document: Any, root: Any, reading: Reading, planned: bool = False) -> tuple[Cut, ...]:
    """The cuts of all long notes of *document*, if some page would be better for them.

    Pages that were *planned* have their white on purpose.
    """
    if not _wanting(reading, planned):
        return ()
    numbers = {element: number for number, element in enumerate(root.iter())}
    cuts: list[Cut] = []
    for page in document.pages:
        for area, part in areas(page._page_box):
            for note in part.children if area == "notes" else ():
                if note.element is not None and note_of(note.element):
                    cuts.extend(_cuts_of(note, numbers))
    return tuple(cuts)


def _wanting(reading: Reading, planned: bool) -> bool:
    """Whether a page ends in white though text follows, or has a note that runs off it."""
    bottoms: dict[int, float] = {}
    for line in reading.lines:
        sheet = reading.sheets[line.sheet]
        if line.area == "text":
            bottoms[line.sheet] = max(bottoms.get(line.sheet, 0.0), line.bottom)
        elif line.top < sheet.text_top or line.bottom > sheet.text_bottom + 1:
            return True
    if planned:
        return False
    followed = [sheet for sheet in range(len(reading.sheets) - 1) if sheet + 1 in bottoms]
    return any(
        reading.sheets[sheet].foot - bottoms.get(sheet, 0.0) > _WHITE for sheet in followed
    ) or any(sheet not in bottoms for sheet in range(len(reading.sheets)))


def _cuts_of(note: Any, numbers: dict[Any, int]) -> Iterator[Cut]:
    """Where *note*, as it is laid out, is to be cut."""
    lines = [box for box in note.descendants() if isinstance(box, boxes.LineBox)]
    whole = [line for line in lines if any(is_text(box) for box in inside(line))]
    if len(whole) < _LONG or any(box.element_tag == "br" for box in note.descendants()):
        return
    count = Count()
    ends = range(_FIRST, len(whole) - _EACH + 1, _EACH)
    for number, line in enumerate(whole, 1):
        last: Cut | None = None
        for run in (box for box in inside(line) if is_text(box)):
            if run.element_tag != run.element.tag:
                continue
            start, letters, hyphen = count.take(run)
            if letters:
                last = Cut(numbers[run.element], start + len(letters), hyphen)
        if number in ends and last:
            yield last


def cut_notes(
    cuts: Sequence[Cut], root: Any, marks: tuple[Mark, ...]
) -> tuple[Mark, ...]:  # fmt: skip
    """Cut the notes of the page *root*; returns *marks*, tied to the pieces they are in now."""
    elements = list(root.iter())
    for cut in reversed(cuts):
        around = {child: element for element in root.iter() for child in element}
        marks = _cut(elements[cut.element], cut, around, marks)
    return marks


def _cut(
    holder: Any, cut: Cut, around: dict[Any, Any], marks: tuple[Mark, ...]
) -> tuple[Mark, ...]:
    """Cut the note around *holder* in two after letters of *holder*'s own words."""
    before, at = _node(holder, cut.letters)
    rest = _shell(holder)
    if before is None:
        rest.text = holder.text[at:].lstrip()
        holder.text = holder.text[:at].rstrip() + cut.hyphen
    else:
        rest.text = before.tail[at:].lstrip()
        before.tail = before.tail[:at].rstrip() + cut.hyphen
    _move(holder, before, rest)
    marks = tuple(
        replace(mark, element=rest, letter=mark.letter - cut.letters)
        if mark.element is holder and mark.letter >= cut.letters
        else mark
        for mark in marks
    )
    while not note_of(holder):
        outer = around[holder]
        shell = _shell(outer)
        own = _own(outer, holder)
        marks = tuple(
            replace(mark, element=shell, letter=mark.letter - own)
            if mark.element is outer and mark.letter >= own
            else mark
            for mark in marks
        )
        words, holder.tail = holder.tail, None
        if rest.text or len(rest):
            rest.tail = words
            shell.append(rest)
        else:  # a link that ends where the note is cut would be one to nothing
            shell.text = words
        _move(outer, holder, shell)
        holder, rest = outer, shell
    parent = around[holder]
    rest.tail, holder.tail = holder.tail, None
    parent.insert(list(parent).index(holder) + 1, rest)
    names = (holder.get("class") or "").split()
    rest.set("data-note", note_of(holder))
    rest.set("class", " ".join(dict.fromkeys([*names, "more", "rest"])))
    holder.set("class", " ".join(dict.fromkeys([*names, "cut"])))
    return marks


def _shell(element: Any) -> Any:
    """An element that goes on with *element*, as it is, but for its words and what is in it."""
    kept = {"data-of" if name == "id" else name: value for name, value in element.items()}
    return element.makeelement(element.tag, kept)


def _move(element: Any, before: Any, rest: Any) -> None:
    """Give the children of *element* that follow *before* to *rest*."""
    children = list(element)
    at = children.index(before) + 1 if before is not None else 0
    for child in children[at:]:
        element.remove(child)
        rest.append(child)


def _node(element: Any, letters: int) -> tuple[Any, int]:
    """Where *letters* letters of the own words of *element* end: behind which child, and where."""
    nodes = [(None, element.text or ""), *((child, child.tail or "") for child in element)]
    for child, words in nodes:
        own = positions(words)
        if letters <= len(own) and letters:
            return child, own[letters - 1] + 1
        letters -= len(own)
    return nodes[-1][0], len(nodes[-1][1])


def _own(element: Any, last: Any) -> int:
    """How many letters of its own *element* has before the end of its child *last*."""
    count = len(positions(element.text or ""))
    for child in element:
        if child is last:
            break
        count += len(positions(child.tail or ""))
    return count
