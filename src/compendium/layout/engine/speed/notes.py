"""Notes that are set from the beginning whenever one more comes to their page."""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes, build
from weasyprint.layout import block

from compendium.layout.engine.fixes import Fix, Stock


def copy_area(stock: Stock) -> Stock:
    """The notes of an area are copied with it, though `box_once` has them already."""

    def deepcopy(area: Any) -> Any:
        if not isinstance(area, boxes.FootnoteAreaBox):
            return stock(area)
        return area.copy_with_children(list(area.children))

    return deepcopy


def box_once(stock: Stock) -> Stock:
    """All notes of a page are copied and boxed again whenever one is added."""
    ready: dict[Any, Any] = {}

    def create_anonymous_boxes(box: Any) -> Any:
        if not isinstance(box, boxes.FootnoteAreaBox):
            return stock(box)
        notes, whole = box.children, []
        for note in notes:
            key = box.page, note.element
            if key not in ready:
                box.children = [note.deepcopy()]
                ready[key] = stock(box).children
            whole.extend(ready[key])
        box.children = whole
        return box

    return create_anonymous_boxes


def lay_once(stock: Stock) -> Stock:
    """All notes of a page are laid out again whenever one is added, and at last once more.

    Every time the first of them stand where they stood, in the same width: until the page
    is done an area of notes begins at its foot.
    """
    known: dict[Any, Any] = {}
    plain: dict[int, tuple[Any, bool]] = {}
    page: list[Any] = [None]

    def block_level_layout(
        context: Any,
        box: Any,
        bottom_space: float,
        skip_stack: Any,
        around: Any,
        page_is_empty: bool = True,
        absolute: Any = None,
        fixed: Any = None,
        margins: Any = None,
        *rest: Any,
    ) -> Any:
        def by_itself() -> Any:
            return stock(
                context, box, bottom_space, skip_stack, around, page_is_empty, absolute, fixed,
                margins, *rest,
            )  # fmt: skip

        if not isinstance(around, boxes.FootnoteAreaBox):
            return by_itself()
        if context.current_footnote_area is not page[0]:
            page[0] = context.current_footnote_area
            known.clear()
            plain.clear()
        if id(box) not in plain:
            plain[id(box)] = box, _is_plain(box)
        if skip_stack is not None or context.excluded_shapes or not plain[id(box)][1]:
            return by_itself()
        key = (
            id(box), box.position_x, box.position_y, bottom_space, page_is_empty,
            around.width, around.height, tuple(margins), context.forced_break, repr(rest),
        )  # fmt: skip
        if key not in known:
            known[key] = by_itself()
        laid, resume_at, next_page, adjoining, *others = known[key]
        return laid and laid.deepcopy(), resume_at, dict(next_page), list(adjoining), *others

    return block_level_layout


def _is_plain(note: Any) -> bool:
    """Whether nothing in *note* leaves its lines, calls a note, or cannot be copied."""
    return all(
        box.is_in_normal_flow()
        and not box.footnote
        and not isinstance(box, (boxes.TableBox, boxes.ReplacedBox))
        for box in note.descendants()
    )


LAYOUT = (
    Fix(boxes.ParentBox, "deepcopy", copy_area),
    Fix(build, "create_anonymous_boxes", box_once),
    Fix(block, "block_level_layout", lay_once),
)
