"""The laid-out pages, read into plain facts: sheets, lines, spots, bookmarks.

The boxes of the engine are in CSS pixels from the top left corner of the page; what leaves
this module is in points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from compendium.layout.engine.elements import call_of, is_again, note_of
from compendium.layout.engine.marks import Mark, Search
from compendium.layout.engine.rows import Count, Row, row_at
from compendium.model.pages import Area, Bookmark, Line, PieceSheet, Side, Spot

_POINTS = 0.75
_OVER = 1.0  # px: by which a table may be wider than the text before it is said
_SIDES: dict[str, Side] = {"right": "recto", "left": "verso"}


@dataclass
class Reading:
    """Everything read from the pages so far.

    Shape: `notes` has the pages on which each note's text stands; `repeated` the notes a
        part of which was set a second time; `heads` the page of each table's first head;
        `search` the marks found so far; `rows` the rows of type of each page, from the top;
        `wide` the tables that are wider than the text.
    """

    search: Search

    sheets: list[PieceSheet] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    first: dict[str, Spot] = field(default_factory=dict)
    last: dict[str, Spot] = field(default_factory=dict)
    notes: dict[str, list[int]] = field(default_factory=dict)
    repeated: list[str] = field(default_factory=list)
    outline: list[Bookmark] = field(default_factory=list)
    seen: set[Any] = field(default_factory=set)
    heads: dict[Any, int] = field(default_factory=dict)
    rows: list[tuple[Row, ...]] = field(default_factory=list)
    wide: list[str] = field(default_factory=list)
    count: Count = field(default_factory=lambda: Count({}))


@dataclass(frozen=True)
class Markup:
    """What the markup promises, read from its elements before they are boxes.

    Shape: `owners` maps an element to the nearest anchor around it, `slots` to the slot it
        stands in; `anchors` are all of the page in order; `calls` maps a note to the
        anchor of its call; `marks` have no element any more. `documents` maps an element
        to the anchor of the document it belongs to.
    """

    owners: Mapping[Any, str]
    slots: Mapping[Any, str]
    anchors: tuple[str, ...]
    notes: tuple[str, ...]
    calls: Mapping[str, str]
    documents: Mapping[Any, str]
    marks: tuple[Mark, ...] = ()


def study(root: Any, marks: tuple[Mark, ...] = ()) -> Markup:
    """Walk the markup once, from the top."""
    owners: dict[Any, str] = {}
    slots: dict[Any, str] = {}
    calls: dict[str, str] = {}
    documents: dict[Any, str] = {}
    anchors: dict[str, None] = {}
    notes: dict[str, None] = {}
    stack = [(root, "", "", "")]
    while stack:
        element, owner, slot, document = stack.pop()
        if not isinstance(element.tag, str) or element.tag == "head":
            continue
        if anchor := element.get("id"):
            anchors[anchor] = None
        if note := note_of(element):
            notes[note] = None
        if called := call_of(element):
            calls.setdefault(called, anchor or "")
        if element.tag == "article":
            document = anchor or ""
        part_of = element.get("data-of") or ""
        owner, slot = note or anchor or part_of or owner, element.get("data-slot") or slot
        owners[element], slots[element], documents[element] = owner, slot, document
        stack.extend((child, owner, slot, document) for child in reversed(element))
    anchors.update(dict.fromkeys(mark.anchor for mark in marks))
    return Markup(owners, slots, tuple(anchors), tuple(notes), calls, documents, marks)


def read(document: Any, markup: Markup) -> Reading:
    """Read every page of the laid-out *document*."""
    reading = Reading(Search(markup.marks))
    for page in document.pages:
        box = page._page_box
        reading.sheets.append(_sheet(box))
        reading.rows.append(())
        for area, child in areas(box):
            if area is not None:
                _Reader(reading, markup, len(reading.sheets) - 1, area).area_of(child)
    return reading


def areas(page: Any) -> Iterator[tuple[Area | None, Any]]:
    """The parts of a page: its text, its notes, and (as None) what stands in its margins."""
    for child in page.children:
        if isinstance(child, boxes.MarginBox):
            yield None, child
        elif isinstance(child, boxes.FootnoteAreaBox):
            yield "notes", child
        else:
            yield "text", child


def inside(box: Any) -> Iterator[Any]:
    """*box* and every box in it, in reading order."""
    stack = [box]
    while stack:
        box = _real(stack.pop())
        yield box
        stack += list(_children(box))[::-1]


def is_text(box: Any) -> bool:
    """Whether *box* is a run of characters."""
    return isinstance(box, boxes.TextBox)


def _real(box: Any) -> Any:
    return box._box if isinstance(box, AbsolutePlaceholder) else box


def _children(box: Any) -> Iterable[Any]:
    return cast(Iterable[Any], box.all_children()) if hasattr(box, "all_children") else ()


def _sheet(page: Any) -> PieceSheet:
    top = page.content_box_y()
    bottom = foot = top + page.height
    for area, child in areas(page):
        if area == "notes":
            foot = child.border_box_y()
    return PieceSheet(
        side=_SIDES[page.page_type.side],
        width=points(page.margin_width()),
        height=points(page.margin_height()),
        text_top=points(top),
        text_bottom=points(bottom),
        foot=points(foot),
        blank=bool(page.page_type.blank) and bottom == foot,
    )


def points(pixels: float) -> float:
    """CSS pixels in points, to a thousandth."""
    return round(pixels * _POINTS, 3)


class _Reader:
    """Reads one area of one page."""

    def __init__(self, reading: Reading, markup: Markup, sheet: int, area: Area) -> None:
        self.reading, self.markup, self.sheet, self.area = reading, markup, sheet, area
        self.runs: dict[int, list[Any]] = {}
        self.right = 0.0
        self.count = 0
        self.again = False

    def area_of(self, box: Any) -> None:
        """Read the whole area *box*; the notes are what a note area holds."""
        self.right = box.content_box_x() + box.width
        if self.area == "text":
            lines = [(_baseline(line), self._document(line)) for line in self._filled(box)]
            self.reading.rows[self.sheet] = tuple(self.reading.count.rows(lines))
        self.visit(box, None)
        for child in _children(box) if self.area == "notes" else ():
            note = note_of(child.element) if child.element is not None else ""
            if note and child.element in self.reading.seen:
                self.reading.repeated.append(note)
            self.reading.seen.add(child.element)
            pages = self.reading.notes.setdefault(note, []) if note else []
            if self.sheet not in pages:
                pages.append(self.sheet)

    def _filled(self, box: Any) -> Iterator[Any]:
        """The lines in *box* that have words."""
        box = _real(box)
        if not isinstance(box, boxes.LineBox):
            if is_again(box):
                return
            for child in _children(box):
                yield from self._filled(child)
            return
        self.runs[id(box)] = runs = [run for run in inside(box) if is_text(run) and run.text]
        if any(not run.text.isspace() for run in runs):
            yield box

    def _document(self, box: Any) -> str:
        return self.markup.documents.get(box.element, "")

    def visit(self, box: Any, around: Line | None) -> tuple[Line | None, Line | None]:
        """Read *box*; returns the first and the last line in it, or the line *around* it."""
        box = _real(box)
        if is_again(box):
            for part in inside(box):
                part.ornament = True
            return None, None
        if isinstance(box, boxes.LineBox) and around is None:
            around = self._line(box)
        begins, ends = around, around
        before = self.count
        again, self.again = self.again, self.again or self._is_repeated_head(box)
        for child in _children(box):
            first, last = self.visit(child, around)
            begins, ends = begins or first, last or ends
        if not self.again:
            self._element(box, begins, ends, before)
        self.again = again
        return begins, ends

    def _is_repeated_head(self, box: Any) -> bool:
        """Whether *box* is the head of a table, printed again where the table runs on."""
        if not (isinstance(box, boxes.TableRowGroupBox) and box.is_header):
            return False
        again = self.reading.heads.setdefault(box.element, self.sheet) != self.sheet
        for part in inside(box) if again else ():
            part.ornament = True  # it is drawn as such: who listens has heard it
        return again

    def _line(self, box: Any) -> Line | None:
        runs = self.runs.get(id(box)) or [r for r in inside(box) if is_text(r) and r.text]
        text = self._text(runs)
        if not text.strip():
            return None
        rows = self.reading.rows[self.sheet] if self.area == "text" else ()
        row = row_at(rows, _baseline(box)) if rows else Row(0, 0)
        self.count = row.number
        line = Line(
            anchor=self.markup.owners.get(box.element, ""),
            sheet=self.sheet,
            area=self.area,
            number=row.number,
            through=row.through,
            text=text,
            left=points(min(run.position_x for run in runs)),
            top=points(box.position_y),
            right=points(max(run.position_x + run.width for run in runs)),
            bottom=points(box.position_y + box.height),
        )
        self.reading.lines.append(line)
        for mark in self._marks(runs):
            spot = Spot(self.sheet, row.number, line.top)
            self.reading.first.setdefault(mark.anchor, spot)
            self.reading.last[mark.anchor] = spot
        return line

    def _marks(self, runs: Iterable[Any]) -> Iterator[Mark]:
        if not self.again:
            for run in runs:
                yield from self.reading.search.read(run, self.sheet, self.area == "notes")

    def _text(self, runs: Iterable[Any]) -> str:
        parts: list[str] = []
        for run in runs:
            slot = self.markup.slots.get(run.element, "")
            part = f"\x02{slot}\x03" if slot else run.text
            if not slot or part not in parts[-1:]:
                parts.append(part)
        return "".join(parts).rstrip(" ")

    def _element(self, box: Any, begins: Line | None, ends: Line | None, before: int) -> None:
        element = box.element
        if element is None or box.element_tag != element.tag or isinstance(box, boxes.LineBox):
            return
        if is_text(box):
            return
        self._measure(box)
        if anchor := element.get("id") or note_of(element):
            top = points(box.border_box_y()) if isinstance(box, boxes.BlockLevelBox) else None
            self.reading.first.setdefault(anchor, self._spot(begins, top, before, box))
            if ends or anchor not in self.reading.last or _has_picture(box):
                # What faces a text may be empty on the last opening: it does not end there.
                self.reading.last[anchor] = self._spot(ends, None, before, box)
        whole = element.get("data-of") or element.get("data-text")
        if whole and (ends or whole not in self.reading.last):
            # A side is as high as its row, and may reach a page that has no line of it.
            self.reading.last[whole] = self._spot(ends, None, before, box)
        self._bookmark(box, element)

    def _measure(self, box: Any) -> None:
        if isinstance(box, boxes.TableBox) and box.position_x + box.width > self.right + _OVER:
            self.reading.wide.append(self.markup.owners.get(box.element, ""))

    def _spot(self, line: Line | None, top: float | None, before: int, box: Any) -> Spot:
        number = before if line is None else line.number
        if top is None:
            top = points(box.position_y) if line is None else line.top
        return Spot(self.sheet, number if self.area == "text" else 0, top)

    def _bookmark(self, box: Any, element: Any) -> None:
        level = box.style["bookmark_level"]
        if level == "none" or not box.bookmark_label or element in self.reading.seen:
            return
        self.reading.seen.add(element)
        anchor = self.markup.owners.get(element, "")
        self.reading.outline.append(Bookmark(int(level), str(box.bookmark_label), anchor))


def _has_picture(box: Any) -> bool:
    return any(isinstance(part, boxes.ReplacedBox) for part in inside(box))


def _baseline(line: Any) -> float:
    return float(line.position_y + line.baseline)
