"""A stretch of a long list: some of its pages, set as they are in the whole.

See `compendium.layout.lists`, which cuts the markup.
"""

from __future__ import annotations

from typing import Any

from weasyprint.layout import page as engine_page

from compendium.layout.cuts import is_item
from compendium.layout.engine.fixes import Fix, Stock
from compendium.layout.engine.resuming import follow, is_start
from compendium.layout.lists import GOES_ON, STRETCHED

_FOLLOWING = 8
"""Items that must follow a page, so that it knows all of what comes after it."""


class Stretch:
    """What one layout must know of its stretch.

    Shape: `_numbers` has the number of each item, and of whatever begins with one; `ended` is
        how many items there are before the place where the pages end, 0 if they go to the end.
    """

    def __init__(self) -> None:
        self.ended = 0
        self._goes_on = False
        self._least = 0
        self._items: list[Any] = []
        self._numbers: dict[Any, int] = {}

    def amend(self, root: Any) -> None:
        """Read what the page *root* says of its stretch."""
        body = root.find("body")
        self.ended, self._least, self._items = 0, 0, []
        self._goes_on = body is not None and body.get(GOES_ON) is not None
        self._numbers.clear()
        if body is not None and body.get(STRETCHED):
            self._least = int(body.get(STRETCHED))
            self._count(body)

    def _count(self, element: Any) -> None:
        at = len(self._items)
        if element.get("hidden") is None and is_item(element.get("class")):
            self._items.append(element)
        else:
            for child in element:
                self._count(child)
        if len(self._items) > at:
            self._numbers[element] = at

    def fixes(self) -> tuple[Fix, ...]:
        """What to put in place of the engine's own functions meanwhile."""
        return (
            Fix(engine_page, "PageType", self._page_type),
            Fix(engine_page, "remake_page", self._remake_page),
        )

    def _page_type(self, stock: Stock) -> Stock:
        """The page on which a stretch goes on is not the first one of its list."""

        def page_type(side: Any, blank: Any, name: Any, index: Any, groups: Any) -> Any:
            return stock(side, blank, name, index + self._goes_on, groups)

        return page_type

    def _remake_page(self, stock: Stock) -> Stock:
        """Pages are made until the next one begins with an item that a stretch may begin with."""

        def remake_page(index: int, context: Any, root: Any, html: Any) -> tuple[Any, Any]:
            page, resume_at = stock(index, context, root, html)
            if resume_at and self._least:
                number = self._number(root, resume_at)
                if self._least <= number <= len(self._items) - _FOLLOWING:
                    self.ended, resume_at = number, None
                    context.page_maker[index + 1][-1]["content_changed"] = False
            return page, resume_at

        return remake_page

    def _number(self, root: Any, resume_at: Any) -> int:
        """The number of the item that *resume_at* is the beginning of, 0 if there is none."""
        for box, at, rest in follow(root, resume_at):
            element = box.children[at].element
            if element in self._numbers and is_start(rest):
                return self._numbers[element]
        return 0

    def let_go(self, element: Any) -> None:
        """Take what comes after the pages out of *element*."""
        for child in list(element) if self.ended else ():
            if self._numbers.get(child, 0) >= self.ended:
                element.remove(child)
            else:
                self.let_go(child)
