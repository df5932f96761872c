"""The structure tree: what the engine leaves out of it for people who listen to a book.

The engine makes the tree page by page. Here a paragraph that runs over a page is one
element, a note is a `Note` and stands after its call, words in another language say which,
and what repeats in the margins is an artifact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
import weasyprint.pdf as engine_pdf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import stream as engine_stream
from weasyprint.pdf import tags as engine_tags

from compendium.layout.engine.boxes import note_of
from compendium.layout.engine.fixes import Fix

Stock = Callable[..., Any]

_JOINED = frozenset(
    f"/{tag}" for tag in ("Art", "BlockQuote", "Div", "L", "LBody", "LI", "P", "Part", "Sect")
)
"""Elements that may run over a page; tables do not, for their headings repeat."""


class TagTree:
    """Follows the engine while it tags one document."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._path: list[tuple[Any, str | None]] = [(None, document.metadata.lang)]
        self._parts: dict[tuple[Any, str], tuple[int, Any]] = {}
        self._joined: dict[int, Any] = {}
        self._calls: dict[str, tuple[Any, Any]] = {}
        self._notes: dict[str, Any] = {}
        self._seen: set[int] = set()

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
        """Running heads and folios are content of no element: artifacts of the page."""

        @contextmanager
        def marked(stream: Any, box: Any, tag: str) -> Iterator[None]:
            if not hasattr(box, "margin_box"):
                with stock(stream, box, tag):
                    yield
                return
            kind = pydyf.Dictionary({"Type": "/Pagination"})
            if box.margin_box.startswith(("@top", "@bottom")):
                kind["Subtype"] = "/Header" if box.margin_box.startswith("@top") else "/Footer"
            pydyf.Stream.begin_marked_content(stream, "Artifact", kind)
            yield
            pydyf.Stream.end_marked_content(stream)

        return marked

    def _build_box_tree(self, stock: Stock) -> Stock:
        def _build_box_tree(box: Any, parent: Any, pdf: Any, page: int, *rest: Any) -> list[Any]:
            box = box._box if isinstance(box, AbsolutePlaceholder) else box
            if isinstance(box, boxes.MarginBox):
                return []
            lang, around = box.style["lang"], self._path[-1][1]
            self._path.append((box.element, lang))
            made = list(stock(box, parent, pdf, page, *rest))
            self._path.pop()
            for element in made:
                if lang and lang != around and "Lang" not in element:
                    element["Lang"] = pydyf.String(lang)
            return [e for e in made if self._stays(box, e, parent, pdf, page)]

        return _build_box_tree

    def _stays(self, box: Any, element: Any, parent: Any, pdf: Any, page: int) -> bool:
        """Set right what the engine made of *box*; whether it goes where it was made."""
        if element.number in self._seen:  # passed on by a box that has no element of its own
            return True
        self._seen.add(element.number)
        source = box.element
        if element["S"] == "/NonStruct" and not element["K"]:
            return False
        if source is None or box.element_tag != source.tag:
            return True
        above = [element for element, _ in self._path if element is not None]
        if element["S"] == "/Figure":
            self._measure(box, element, page)
        if element["S"] == "/Link" and "call" in (source.get("class") or "").split():
            note = (source.get("href") or "").removeprefix("#")
            self._calls.setdefault(note, (parent, element))
        if (note := note_of(source)) and source not in above:
            return self._note(note, element, pdf)
        if element["S"] in _JOINED and all(outer.tag != "table" for outer in above):
            return self._join((source, str(element["S"])), element, pdf, page)
        return True

    def _note(self, note: str, element: Any, pdf: Any) -> bool:
        element["S"] = "/Note"
        first = self._notes.setdefault(note, element)
        if first is element:
            element["ID"] = pydyf.String(note)
            return note not in self._calls
        self._move(element, first, pdf)
        return False

    def _join(self, key: tuple[Any, str], element: Any, pdf: Any, page: int) -> bool:
        """Give what *element* holds to the same element on an earlier page, if there is one."""
        begun, first = self._parts.get(key, (page, element))
        if begun == page:
            self._parts[key] = (page, element)
            return True
        self._move(element, first, pdf)
        return False

    def _move(self, element: Any, first: Any, pdf: Any) -> None:
        for kid in element["K"]:
            held = pdf.objects[int(kid.split()[0])]
            if "P" in held:
                held["P"] = first.reference
        first["K"].extend(element["K"])
        element["K"].clear()
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

    def _measure(self, box: Any, element: Any, page: int) -> None:
        """The engine gives the box of a picture in pixels from the top; PDF counts points up."""
        left, top = box.content_box_x(), box.content_box_y()
        height = self._document.pages[page].height
        sides = (left, height - top - box.height, left + box.width, height - top)
        element["A"]["BBox"] = pydyf.Array([round(side * 0.75, 3) for side in sides])
