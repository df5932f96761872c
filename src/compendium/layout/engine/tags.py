"""The structure tree: what the engine leaves out of it for people who listen to a book.

The engine makes the tree page by page. Here a paragraph that runs over a page is one
element, a note is a `Note` and stands after its call, words in another language say which,
and what repeats in the margins is an artifact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, cast

import pydyf
import weasyprint.pdf as engine_pdf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import stream as engine_stream
from weasyprint.pdf import tags as engine_tags

from compendium.layout.engine.boxes import Markup
from compendium.layout.engine.elements import call_of, is_again, note_of
from compendium.layout.engine.fixes import Fix

Stock = Callable[..., Any]

_PLAIN = {"Type", "S", "K", "Pg", "P"}
"""What an element has that says nothing but that its text is there."""

_INLINE = {
    **dict.fromkeys(("abbr", "b", "cite", "em", "i", "q", "small", "strong"), "Span"),
    **dict.fromkeys(("sub", "sup", "u"), "Span"),
    "ruby": "Ruby", "rb": "RB", "rt": "RT",
}  # fmt: skip

_JOINED = frozenset(
    f"/{tag}"
    for tag in (
        "Art", "BlockQuote", "Caption", "Div", "L", "LBody", "LI", "P", "Part", "Sect",
        "Table", "TBody", "TD", "TR",
    )
)  # fmt: skip
"""Elements that may run over a page."""


@dataclass(frozen=True)
class _Spot:
    """Where the engine is: in which PDF, on which page, and what holds each mark of the page."""

    pdf: Any
    page: int
    nums: dict[int, bytes]

    def held(self, reference: bytes) -> Any:
        """The object that *reference* refers to."""
        return self.pdf.objects[int(reference.split()[0])]


def _take_in(element: Any, spot: _Spot) -> None:
    """Let *element* hold its text itself, instead of an element for each line of it."""
    for at, kid in enumerate(element["K"]):
        held: Any = {} if isinstance(kid, int) else spot.held(kid)
        if set(held) != _PLAIN or held["S"] != "/Span" or len(held["K"]) != 1:
            continue
        (mark,) = held["K"]
        if isinstance(mark, int):
            element["K"][at] = mark
            spot.nums[mark] = element.reference
            held.free = "f"


@contextmanager
def _paged(stream: Any, margin: str) -> Iterator[None]:
    """An artifact of the margin box *margin*."""
    kind = pydyf.Dictionary({"Type": "/Pagination"})
    if margin.startswith(("@top", "@bottom")):
        kind["Subtype"] = "/Header" if margin.startswith("@top") else "/Footer"
    pydyf.Stream.begin_marked_content(stream, "Artifact", kind)
    yield
    pydyf.Stream.end_marked_content(stream)


class TagTree:
    """Follows the engine while it tags one document."""

    def __init__(self, document: Any, markup: Markup) -> None:
        self._document = document
        self._owners = markup.owners
        self._path: list[tuple[Any, str | None]] = [(None, document.metadata.lang)]
        self._parts: dict[tuple[Any, str], tuple[int, Any]] = {}
        self._joined: dict[int, Any] = {}
        self._calls: dict[str, tuple[Any, Any]] = {}
        self._notes: dict[str, Any] = {}
        self._threads: dict[str, Any] = {}
        self._seen: set[int] = set()
        self._heads: dict[Any, int] = {}
        self._headings: dict[Any, Any] = {}

    def fixes(self) -> tuple[Fix, ...]:
        """What to put in place of the engine's own functions meanwhile."""
        return (
            Fix(engine_tags, "_build_box_tree", self._build_box_tree),
            Fix(engine_pdf, "add_tags", self._add_tags),
            Fix(engine_stream.Stream, "marked", self._marked),
        )

    def _add_tags(self, stock: Stock) -> Stock:
        def add_tags(pdf: Any, *rest: Any) -> None:
            stock(pdf, *rest)
            self._place_notes()

        return add_tags

    def _marked(self, stock: Stock) -> Stock:
        """Running heads, folios and leaders are content of no element: artifacts."""

        def marked(stream: Any, box: Any, tag: str) -> AbstractContextManager[None]:
            if hasattr(box, "ornament"):
                return cast("AbstractContextManager[None]", stream.artifact())
            if hasattr(box, "margin_box"):
                return _paged(stream, box.margin_box)
            return cast("AbstractContextManager[None]", stock(stream, box, tag))

        return marked

    def _build_box_tree(self, stock: Stock) -> Stock:
        def _build_box_tree(
            box: Any, parent: Any, pdf: Any, page: int, nums: dict[int, bytes], *rest: Any
        ) -> list[Any]:
            box = box._box if isinstance(box, AbsolutePlaceholder) else box
            apart = isinstance(box, boxes.MarginBox) or box.is_leader or is_again(box)
            if apart or self._again(box, page):
                return []
            lang, around = box.style["lang"], self._path[-1][1]
            self._path.append((box.element, lang))
            made = list(stock(box, parent, pdf, page, nums, *rest))
            self._path.pop()
            for element in made:
                if lang and lang != around and "Lang" not in element:
                    element["Lang"] = pydyf.String(lang)
            spot = _Spot(pdf, page, nums)
            return [element for element in made if self._stays(box, element, parent, spot)]

        return _build_box_tree

    def _again(self, box: Any, page: int) -> bool:
        """Whether *box* is the head of a table set again: its cells are those of the first."""
        if not (isinstance(box, boxes.TableRowGroupBox) and box.is_header):
            return False
        if self._heads.setdefault(box.element, page) == page:
            return False
        for cell in box.descendants():
            if cell.element_tag == "th" and cell.element in self._headings:
                cell.mark = self._headings[cell.element]
        return True

    def _stays(self, box: Any, element: Any, parent: Any, spot: _Spot) -> bool:
        """Set right what the engine made of *box*; whether it goes where it was made."""
        if element.number in self._seen:  # passed on by a box that has no element of its own
            return True
        self._seen.add(element.number)
        _take_in(element, spot)
        source = box.element
        if element["S"] == "/NonStruct" and not element["K"]:
            return False
        if source is None or box.element_tag != source.tag:
            return True
        if element["S"] == "/NonStruct" and source.tag in _INLINE:
            element["S"] = f"/{_INLINE[source.tag]}"
        above = [element for element, _ in self._path if element is not None]
        self._describe(box, element, parent, spot)
        if (note := note_of(source)) and source not in above:
            return self._note(note, element, spot)
        if source.get("data-thread") or "unit" in (source.get("class") or "").split():
            return self._thread(source.get("data-thread"), element, spot)
        if element["S"] in _JOINED:
            return self._join((source, str(element["S"])), element, spot)
        return True

    def _describe(self, box: Any, element: Any, parent: Any, spot: _Spot) -> None:
        """Say of pictures, tables and calls what the engine does not."""
        if element["S"] == "/TH":
            across = box.element.get("scope") == "row"
            element["A"]["Scope"] = "/Row" if across else "/Column"
            self._headings[box.element] = element
        if element["S"] == "/Figure":
            self._measure(box, element, spot.page)
        if element["S"] == "/Table":
            self._name_headings(box)
        if element["S"] == "/Link" and (note := call_of(box.element)):
            self._calls.setdefault(note, (parent, element))

    def _note(self, note: str, element: Any, spot: _Spot) -> bool:
        element["S"] = "/Note"
        first = self._notes.setdefault(note, element)
        if first is element:
            element["ID"] = pydyf.String(note)
            return note not in self._calls
        self._move(element, first, spot)
        return False

    def _thread(self, text: str | None, element: Any, spot: _Spot) -> bool:
        """Give what a side of a row holds to the first one of its *text*: a text is read on.

        A row that is left without sides goes.
        """
        if text is None:
            element.free = element.free if element["K"] else "f"
            return bool(element["K"])
        first = self._threads.setdefault(text, element)
        if first is not element:
            self._move(element, first, spot)
        return first is element

    def _join(self, key: tuple[Any, str], element: Any, spot: _Spot) -> bool:
        """Give what *element* holds to the same element on an earlier page, if there is one."""
        begun, first = self._parts.get(key, (spot.page, element))
        if begun == spot.page:
            self._parts[key] = (spot.page, element)
            return True
        self._move(element, first, spot)
        return False

    def _move(self, element: Any, first: Any, spot: _Spot) -> None:
        """Give all that *element* holds to *first*, which may stand on another page."""
        for kid in element["K"]:
            if isinstance(kid, int):
                spot.nums[kid] = first.reference
                if element["Pg"] != first["Pg"]:
                    kid = pydyf.Dictionary({"Type": "/MCR", "Pg": element["Pg"], "MCID": kid})
            elif "P" in (held := spot.held(kid)):
                held["P"] = first.reference
            first["K"].append(kid)
        element["K"].clear()
        element.free = "f"
        self._joined[element.number] = first

    def _place_notes(self) -> None:
        """Put every note after its call, wherever the call's paragraph came to be."""
        for note, element in self._notes.items():
            if note not in self._calls:
                continue
            parent, call = self._calls[note]
            while parent.number in self._joined:
                parent = self._joined[parent.number]
            if call.reference in parent["K"]:
                element["P"] = parent.reference
                parent["K"].insert(parent["K"].index(call.reference) + 1, element.reference)

    def _name_headings(self, table: Any) -> None:
        """A cell names its headings, on every page alike.

        The engine's names for them begin with a number that is used in every chunk again.
        """
        for cell in table.descendants():
            heading = getattr(cell, "mark", {}).get("ID")
            if heading is not None and cell.element_tag == "th":
                place = heading.string.partition("-")[2]
                heading.string = f"{self._owners.get(cell.element, '')}-{place}"

    def _measure(self, box: Any, element: Any, page: int) -> None:
        """The engine gives the box of a picture in pixels from the top; PDF counts points up."""
        left, top = box.content_box_x(), box.content_box_y()
        height = self._document.pages[page].height
        sides = (left, height - top - box.height, left + box.width, height - top)
        element["A"]["BBox"] = pydyf.Array([round(side * 0.75, 3) for side in sides])
