"""Where WeasyPrint 70.0 goes wrong, and what we put in its place while we use it.

A fix is one function that wraps the function of the engine that is at fault; its docstring
says how the fault shows. It carries the hash of the source it was written for: another
version of the engine switches it off, and the build says so. Nothing stays changed
after `applied` has ended. Correctness rests on the checks of every build, not on this.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from math import inf
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout import LayoutContext, block, page

Stock = Callable[..., Any]
_TOLERANCE = 1e-6  # px: far below what anybody sees, far above the noise of adding floats
_TRIES = 6


@dataclass(frozen=True)
class Fix:
    """What replaces `owner.attribute`, made from it by `make`, if it is as `written_for`."""

    owner: Any
    attribute: str
    make: Callable[[Stock], Any]
    written_for: str = ""

    @property
    def name(self) -> str:
        """The fix as problems name it: "let-paragraphs-go"."""
        return str(self.make.__name__).replace("_", "-")

    @property
    def fits(self) -> bool:
        """Whether the engine still has the source that this was written for."""
        return not self.written_for or _source_hash(self.owner, self.attribute) == self.written_for


@contextmanager
def applied(fixes: tuple[Fix, ...]) -> Iterator[tuple[str, ...]]:
    """The engine with *fixes* in place; gives the names of those that did not fit."""
    with ExitStack() as undo:
        for fix in fixes:
            if fix.fits:
                stock = inspect.getattr_static(fix.owner, fix.attribute)
                undo.callback(setattr, fix.owner, fix.attribute, stock)
                setattr(fix.owner, fix.attribute, fix.make(stock))
        yield tuple(fix.name for fix in fixes if not fix.fits)


@lru_cache
def _source_hash(owner: Any, attribute: str) -> str:
    stock = inspect.getattr_static(owner, attribute)
    try:
        source = inspect.getsource(getattr(stock, "fget", stock))
    except OSError:  # an installation without sources
        return "unknown"
    return sha256(source.encode()).hexdigest()[:16]


@lru_cache
def let_paragraphs_go(stock: Stock) -> Stock:
    """A note called in the last line of a page disappears, and no message says so.

    Where orphans and widows forbid a break before a line that the notes push off the page,
    the engine sends notes of earlier lines to the next page to keep the line. It never
    registers the notes that this line itself calls; and the notes it sends away stand on
    another page than their calls, when the paragraph could have gone in their place.
    Everywhere else the engine does let the paragraph go, and we make it do so here.
    """
    source = inspect.getsource(stock)
    choice = "report = not context.in_column and can_break_now and not could_break_before"
    made: dict[str, Any] = {}
    exec(source.replace(choice, "report = False"), vars(block), made)
    function: Stock = made[stock.__name__]
    return function


def tolerate_rounding(stock: Stock) -> Stock:
    """Notes that fit move to the next page, and a document ends in pages of notes only.

    The engine asks whether the notes overflow their area by comparing sums of floats, which
    differ in the thirteenth place. An area that no maximum height cuts cannot overflow.
    """

    def _update_footnote_area(self: Any) -> bool:
        overflows = bool(stock(self))
        area = self.current_footnote_area
        limit = area.max_height if isinstance(area.max_height, (int, float)) else inf
        return overflows and area.height > limit - _TOLERANCE

    return _update_footnote_area


def keep_notes_in_order(stock: Stock) -> Stock:
    """Notes that move to the next page stand there in the wrong order.

    A block that is laid out twice moves its notes one after the other, the last one first.
    """

    def make_page(context: Any, *rest: Any) -> Any:
        order = context.__dict__.setdefault("_order_of_notes", {})
        for note in context.footnotes:
            order.setdefault(id(note), len(order))
        context.reported_footnotes.sort(key=lambda note: order[id(note)])
        return stock(context, *rest)

    return make_page


def keep_rows_off_notes(stock: Stock) -> Stock:
    """The left cell of a row is printed over the notes of the right one.

    The first cell is laid out before the notes of the second take their room from the page.
    The row is laid out again with that room taken beforehand.
    """

    def table_layout(context: Any, table: Any, *rest: Any) -> Any:
        result = stock(context, table, *rest)
        bottom_space, *_, absolute, fixed = rest
        for _ in range(_TRIES):
            room = context.page_bottom - bottom_space
            if context.in_column or _lowest_line(result[0]) <= room + _TOLERANCE:
                break
            called = _notes_called(result[0])
            taken = [note for note in context.current_page_footnotes if id(note) in called]
            if not taken:
                break
            block.remove_placeholders(context, [result[0]], absolute, fixed)
            for note in taken:
                context.layout_footnote(note)
            result = stock(context, table, *rest)
            called = _notes_called(result[0])
            for note in taken:
                if id(note) not in called:
                    context.unlayout_footnote(note)
        return result

    return table_layout


def remember_pages(stock: property) -> property:
    """Tagging takes time with the square of the pages.

    The list of all pages is built anew for every element of the structure tree.
    """

    def page_references(self: Any) -> Any:
        count, known = self.__dict__.get("_known_pages", (0, ()))
        if count != len(self.pages["Kids"]):
            known = stock.__get__(self)
            self.__dict__["_known_pages"] = (len(self.pages["Kids"]), known)
        return known

    return property(page_references)


def _notes_called(table: Any) -> frozenset[int]:
    calls = () if table is None else table.descendants()
    return frozenset(id(box.footnote) for box in calls if box.footnote)


def _lowest_line(table: Any) -> float:
    if table is None:
        return -inf
    lines = (box for box in table.descendants() if isinstance(box, boxes.LineBox))
    return max((line.position_y + line.height for line in lines), default=-inf)


LAYOUT = (
    Fix(block, "_linebox_layout", let_paragraphs_go, "e07bbe000974787e"),
    Fix(LayoutContext, "_update_footnote_area", tolerate_rounding, "2e317e4b066fb80c"),
    Fix(page, "make_page", keep_notes_in_order, "656f183328e8b1b5"),
    Fix(block, "table_layout", keep_rows_off_notes, "6594fa40743fbc0b"),
)
DRAWING = (Fix(pydyf.PDF, "page_references", remember_pages, "060bf90aad55931b"),)  # type: ignore[arg-type]  # the one fix of a property
