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
from itertools import islice, takewhile
from math import inf
from typing import Any, cast

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

    Only the later pieces of a note, which may stand on the next page, make room for a line.
    """
    source = inspect.getsource(stock)
    choice = "report = not context.in_column and can_break_now and not could_break_before"
    overflow = "        if overflow:\n            # If we couldn"
    asked = (
        "        overflow = overflow and not _linebox_layout.make_room(\n"
        "            context, box, child, new_children, resume_at, bottom_space,\n"
        "            new_position_y + offset_y)\n"
    )
    source = source.replace(choice, "report = False").replace(overflow, asked + overflow)
    made: dict[str, Any] = {}
    exec(source, vars(block), made)
    function: Any = made[stock.__name__]
    function.make_room = _make_room
    return cast(Stock, function)


def _make_room(
    context: Any,
    box: Any,
    child: Any,
    lines: list[Any],
    resume_at: Any,
    bottom_space: float,
    bottom: float,
) -> bool:
    """Whether a line of *box* fits on the page, pieces of notes being sent to the next one.

    They go only where *box* may not be broken after its first *lines*.
    """
    pieces = list(takewhile(_goes_on, reversed(context.current_page_footnotes)))
    if context.in_column or not lines or not pieces:
        return False
    orphans, widows = box.style["orphans"], box.style["widows"]
    if len(lines) >= orphans and 1 + _lines_left(context, box, child, resume_at, widows) >= widows:
        return False
    for at, piece in enumerate(pieces, 1):
        context.report_footnote(piece)
        if not context.overflows_page(bottom_space, bottom):
            return True
        if at == len(pieces):
            for back in reversed(pieces):
                context.reported_footnotes.remove(back)
                context.footnotes.append(back)
                context.layout_footnote(back)
    return False


def _goes_on(note: Any) -> bool:
    """Whether *note* is not the first piece of one."""
    return note.element is not None and "more" in (note.element.get("class") or "").split()


def _lines_left(context: Any, box: Any, child: Any, resume_at: Any, enough: int) -> int:
    """How many lines of *box* follow, *enough* at most."""
    if resume_at is None:
        return 0
    lines = block.iter_line_boxes(context, child, 0, 0, resume_at, box, [], [], None, None)
    return sum(1 for _ in islice(lines, enough))


def tolerate_rounding(stock: Stock) -> Stock:
    """Notes that fit move to the next page, and a document ends in pages of notes only.

    The engine asks whether the notes overflow their area by comparing sums of floats, which
    differ in the thirteenth place. An area that no maximum height cuts does not overflow, be
    it higher than the page.
    """

    def _update_footnote_area(self: Any) -> bool:
        overflows = bool(stock(self))
        area = self.current_footnote_area
        limit = area.max_height if isinstance(area.max_height, (int, float)) else inf
        cut = overflows and area.height > limit - _TOLERANCE
        return bool(cut or area.height > area.page.height + _TOLERANCE)

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
