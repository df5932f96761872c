"""Facing pages in the markup: units taken from their rows, parted, and put on leaves.

The markup has rows of two sides. Here each side of a row is a run of stops, places where it
may be parted between two openings: before a block, or at a seam in a paragraph. A plan says
from which stop to which a row stands on which opening; `put_on_leaves` makes the pages.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from compendium.layout.engine.elements import is_inline, note_of

SIDES = (0, 1)


@dataclass(frozen=True)
class Part:
    """What of a row stands on one opening.

    Shape: `unit` counts the rows of the chunk from 0; `begin` and `end` have for each side
        the stop it begins and ends at, counted from 1; 0 is the begin of the side, and -1
        its end. `pads` is the room left below each side.
    Units: CSS pixels.
    """

    unit: int
    begin: tuple[int, int]
    end: tuple[int, int]
    pads: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Leaf:
    """The parts that stand on one opening, from the top; `article` counts the documents."""

    article: int
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Unit:
    """A row of the markup: the document it belongs to, its element, and its two sides."""

    article: int
    element: Any
    sides: tuple[Any, Any]

    def has(self, name: str) -> bool:
        """Whether *name* is one of its classes."""
        return name in (self.element.get("class") or "").split()


def is_facing(markup: str) -> bool:
    """Whether *markup* has rows that are to stand on facing pages."""
    return " form-facing " in markup


def units_of(root: Any) -> list[Unit]:
    """The rows of the page *root* in order."""
    found = []
    for at, article in enumerate(root.iter("article")):
        for rows in article.findall("div[@class='units']"):
            found += [Unit(at, row, tuple(row)) for row in rows]
    return found


def stops_of(side: Any) -> Iterator[tuple[Any, bool]]:
    """The elements in *side* before which it may be parted; whether a sentence begins there."""
    for at, block in enumerate(side):
        if at and not _leads(side[at - 1]):
            yield block, True
        for element in block.iter():
            if _is_seam(element):
                yield element, "clause" not in element.get("class")


def _leads(block: Any) -> bool:
    """Whether *block* belongs to what follows it."""
    return block.tag[0] == "h" or "salutation" in (block.get("class") or "").split()


def _is_seam(element: Any) -> bool:
    return element.tag == "span" and (element.get("class") or "").split()[:1] == ["seam"]


def notes_of(side: Any) -> Iterator[tuple[int, Any]]:
    """The notes in *side*, each with the number of stops before it."""
    stops = {id(element) for element, _ in stops_of(side)}
    passed = 0
    for element in side.iter():
        passed += id(element) in stops
        if note_of(element):
            yield passed, element


# -- pages --------------------------------------------------------------------


def put_in_line(root: Any) -> list[tuple[Any, Any]]:
    """Put the sides of all rows one under the other, the left ones first, to be measured.

    Returns the two sides of each row.
    """
    units = units_of(root)
    for unit in units:
        unit.element.remove(unit.sides[1])
    for article in root.iter("article"):
        for rows in article.findall("div[@class='units']"):
            own = [unit for unit in units if unit.element in list(rows)]
            for unit in own:
                twin = _twin(unit.element, ())
                twin.append(unit.sides[1])
                rows.append(twin)
    return [unit.sides for unit in units]


def put_on_leaves(root: Any, leaves: Sequence[Leaf], forced: bool) -> None:
    """Make a page of each side of each of *leaves*, in the place of the rows.

    *forced* pages begin on their side, whatever stands before them.
    """
    units = units_of(root)
    parts = _parted(units, leaves)
    articles = list(root.iter("article"))
    for article in articles:
        for rows in article.findall("div[@class='units']"):
            article.remove(rows)
    for number, leaf in enumerate(leaves):
        for side in SIDES:
            opens = side == 1 and (number == 0 or leaves[number - 1].article != leaf.article)
            classes = "unit leaf opens" if opens else "unit leaf"
            mark = units[leaf.parts[0].unit].sides[side].get("data-mark") or ""
            named = {"class": classes, "data-mark": mark}
            page = ElementTree.SubElement(articles[leaf.article], "div", named)
            breaks = ("left", "right")[side] if forced else "page"
            if number or side:
                page.set("style", f"break-before:{breaks}")
            for at, part in enumerate(leaf.parts):
                row = _twin(units[part.unit].element, ())
                if part.pads[side] and at < len(leaf.parts) - 1:
                    row.set("style", f"padding-bottom:{part.pads[side]:.3f}px")
                whole = parts[part.unit, 0, side]
                own = parts.get((part.unit, part.begin[side], side))
                row.append(_twin(whole, ()) if own is None else own)  # nothing may be left
                page.append(row)
    take_out_seams(root)


def _parted(units: Sequence[Unit], leaves: Sequence[Leaf]) -> dict[tuple[int, int, int], Any]:
    """Every part of every side, by its row, the stop it begins at, and the side."""
    begins: dict[tuple[int, int], list[int]] = {}
    for part in (part for leaf in leaves for part in leaf.parts):
        for side in SIDES:
            begins.setdefault((part.unit, side), []).append(part.begin[side])
    done: dict[tuple[int, int, int], Any] = {}
    for (number, side), stops in begins.items():
        whole = units[number].sides[side]
        elements = [element for element, _ in stops_of(whole)]
        for stop in sorted(set(stops) - {0, -1}, reverse=True):
            done[number, stop, side] = _split(whole, elements[stop - 1])
        done[number, 0, side] = whole
    return done


def _split(side: Any, stop: Any) -> Any:
    """Part *side* before *stop*; returns what follows, in elements like those around it."""
    path = _path(side, stop)
    lead, rest = "", list[Any]()  # the words and the elements that go on
    for parent, child in zip(reversed(path[:-1]), reversed(path[1:]), strict=True):
        behind = list(parent).index(child) + (child is not stop or _is_seam(stop))
        if child is not stop or _is_seam(stop):
            lead, rest = _joined(rest, child)
        for after in list(parent)[behind:]:
            parent.remove(after)
            rest.append(after)
        if child is not stop and is_inline(child) and _is_empty(child):
            parent.remove(child)
        if parent is not side:
            lead, rest = "", _gone_on(parent, lead, rest)
    whole = _twin(side, ())
    whole.text = lead
    whole.extend(rest)
    return whole


def _joined(rest: list[Any], child: Any) -> tuple[str, list[Any]]:
    """*rest* with the words behind *child*: behind what goes on with it, if anything does."""
    words, child.tail = child.tail or "", None
    if not rest:
        return words, []
    rest[0].tail = words
    return "", rest


def _gone_on(parent: Any, lead: str, rest: list[Any]) -> list[Any]:
    """The element that goes on with *parent*; none if it is inline and nothing is left."""
    inline = is_inline(parent)
    twin = _twin(parent, () if inline else ("cont",))
    twin.text = lead
    twin.extend(rest)
    if not inline:
        _add_class(parent, "cut")
        return [twin]
    if _is_empty(twin):
        return []
    if _is_empty(parent) and (anchor := twin.attrib.pop("data-of", "")):
        twin.set("id", anchor)  # all of it goes on
    return [twin]


def _is_empty(element: Any) -> bool:
    """Whether *element* has neither words nor elements, but for seams."""
    return not (element.text or "").strip() and all(
        _is_seam(child) and not (child.tail or "").strip() for child in element
    )


def _path(top: Any, wanted: Any) -> list[Any]:
    """The elements from *top* down to *wanted*."""
    around = {child: element for element in top.iter() for child in element}
    path = [wanted]
    while path[-1] is not top:
        path.append(around[path[-1]])
    return path[::-1]


def _twin(element: Any, classes: Sequence[str]) -> Any:
    """An empty element like *element*, which goes on with it."""
    twin = ElementTree.Element(element.tag, dict(element.attrib))
    if anchor := twin.attrib.pop("id", ""):
        twin.set("data-of", anchor)
    for name in classes:
        _add_class(twin, name)
    return twin


def _add_class(element: Any, name: str) -> None:
    element.set("class", f"{element.get('class') or ''} {name}".strip())


def take_out_seams(root: Any) -> None:
    """Remove the seams of the page *root*, whose words then run on."""
    for parent in list(root.iter()):
        for at, child in reversed(list(enumerate(parent))):
            if _is_seam(child):
                before = parent[at - 1] if at else None
                if before is None:
                    parent.text = (parent.text or "") + (child.tail or "")
                else:
                    before.tail = (before.tail or "") + (child.tail or "")
                parent.remove(child)
