"""Entries of an index that run over the page: their names are set again where they go on.

Which entries do, only the pages tell, and a name set again moves what follows. So it is set
when its page is begun, and the index is laid out once. The names are no words of the index
but artifacts, as a running head is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from weasyprint import document as engine_document
from weasyprint.formatting_structure import boxes
from weasyprint.layout import page as engine_page

from compendium.layout.cuts import is_item
from compendium.layout.engine.elements import AGAIN, is_again
from compendium.layout.engine.fixes import Fix, Stock
from compendium.layout.engine.resuming import follow, is_start
from compendium.layout.lists import GOES_ON

_SAYS = "data-continued"
"""What is said over the rest of an entry; "" for an entry that has nothing below it."""


class Names:
    """The names that one layout may have to set again.

    Shape: `_over` maps what stands below an entry to the entry. Until there are boxes the
        names stand at the end of the page, each in copies of the elements around its entry.
    """

    def __init__(self) -> None:
        self._over: dict[Any, Any] = {}
        self._names: dict[Any, Any] = {}
        self._apart: list[Any] = []
        self._boxes: dict[Any, Any] = {}
        self._goes_on = False

    def amend(self, root: Any) -> None:
        """Add the names to the page *root*, where they change the style of nothing else."""
        for known in (self._over, self._names, self._apart, self._boxes):
            known.clear()  # of another layout of the same chunk
        around: list[tuple[Any, tuple[Any, ...]]] = [(root, (root,))]
        body = root.find("body")
        main = body if body is not None and body.get(GOES_ON) else None
        self._goes_on = main is not None
        if main is None and root.find(f".//*[@{_SAYS}]") is None:
            return
        while around:
            parent, path = around.pop()
            names = self._below(parent, main)
            main = main if main not in self._names else None
            for name in names:
                self._set_apart(name, path)
            around.extend((child, (*path, child)) for child in reversed(parent))

    def _below(self, parent: Any, main: Any) -> list[Any]:
        """The names of the entries in *parent* that have something below them.

        It may begin with what is below *main*, the body of a stretch in which an entry goes on.
        """
        names = []
        for child in parent:
            if child.get(_SAYS) is not None:
                main = child if child.get(_SAYS) else None
            elif main is not None and child.get("hidden") is None and is_item(child.get("class")):
                self._over[child] = main
                if main not in self._names:
                    name = self._names[main] = child.makeelement("p", {"class": AGAIN})
                    name.text = main.get(_SAYS) or main.get(GOES_ON)
                    names.append(name)
        return names

    def _set_apart(self, name: Any, path: tuple[Any, ...]) -> None:
        _, body, *inner = path
        holder = body
        for element in inner:
            said = {name: value for name, value in element.items() if name != "id"}
            copy = element.makeelement(element.tag, said)
            holder.append(copy)
            if holder is body:
                self._apart.append(copy)
            holder = copy
        holder.append(name)

    def fixes(self) -> tuple[Fix, ...]:
        """What to put in place of the engine's own functions meanwhile."""
        return (
            Fix(engine_document, "build_formatting_structure", self._build),
            Fix(engine_page, "make_page", self._make_page),
        )

    def _build(self, stock: Stock) -> Stock:
        """The boxes of the names are made with all others, and kept."""

        def build_formatting_structure(tree: Any, *rest: Any) -> Any:
            root = stock(tree, *rest)
            apart = set(self._apart)
            for body in root.children if apart else ():
                for box in body.children:
                    if box.element in apart:
                        self._keep(box)
                body.children = [box for box in body.children if box.element not in apart]
                for element in [child for child in body.element if child in apart]:
                    body.element.remove(element)
            return root

        return build_formatting_structure

    def _keep(self, apart: Any) -> None:
        mains = {name: main for main, name in self._names.items()}
        for box in apart.descendants():
            if is_again(box) and box.element in mains:
                self._boxes.setdefault(mains[box.element], box)

    def _make_page(self, stock: Stock) -> Stock:
        """A page that begins with what stands below an entry is given its name first."""

        def make_page(
            context: Any, root: Any, kind: Any, resume_at: Any, number: int, *rest: Any
        ) -> Any:
            if self._boxes and not kind.blank:
                if resume_at:
                    self._begin(follow(root, resume_at))
                elif number == 1 and self._goes_on:
                    self._begin(_first(root))
            return stock(context, root, kind, resume_at, number, *rest)

        return make_page

    def _begin(self, way: Iterable[tuple[Any, int, Any]]) -> None:
        """Set a name before the box that the *way* leads to, if it is to have one."""
        for box, at, rest in way:
            child = box.children[at]
            if child.element in self._over and child.element_tag == child.element.tag:
                if is_start(rest):
                    name = self._boxes[self._over[child.element]].deepcopy()
                    box.children = [*box.children[:at], name, *box.children[at:]]
                return


def _first(box: Any) -> Iterator[tuple[Any, int, Any]]:
    """The way to what comes first in *box*."""
    while isinstance(box, boxes.BlockBox) and box.children:
        yield box, 0, None
        box = box.children[0]
