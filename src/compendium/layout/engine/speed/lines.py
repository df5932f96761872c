"""Lines that are set again and again, though nothing about them has changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

from compendium.layout.engine.fixes import Fix, Stock


@dataclass(frozen=True)
class _Line:
    """A line before it is put in its place: its baseline is at 0, and it begins at its x."""

    box: Any
    top: float
    offset: float
    resume_at: Any
    width: float
    height: float


def set_lines_once(stock: Stock) -> Stock:
    """A paragraph is laid out three to six times in balanced columns.

    Each time its lines are broken, shaped, justified and aligned anew. How a line is set
    depends on where it begins and on the measure, not on its height on the page: so what
    is kept is the line as it is before the engine moves it there.
    """
    known: dict[Any, _Line | None] = {}
    plain: dict[int, tuple[Any, bool]] = {}
    page: list[Any] = [None]

    def get_next_linebox(
        context: Any,
        linebox: Any,
        position_y: float,
        bottom_space: float,
        skip_stack: Any,
        around: Any,
        *rest: Any,
    ) -> Any:
        def by_itself() -> Any:
            return stock(context, linebox, position_y, bottom_space, skip_stack, around, *rest)

        if context.current_footnote_area is not page[0]:  # what is on a page may be made anew
            page[0] = context.current_footnote_area
            known.clear()
            plain.clear()
        if id(linebox) not in plain:
            plain[id(linebox)] = linebox, _is_plain(linebox)
        first_letter, first_line = rest[2:]
        if context.excluded_shapes or first_letter or first_line or not plain[id(linebox)][1]:
            return by_itself()
        if not context.in_column:
            line = _set(context, linebox, position_y, bottom_space, skip_stack, around)
            return by_itself() if line is None else _placed(line, line.box, position_y)
        key = (
            id(linebox), repr(skip_stack), linebox.text_indent,
            around.content_box_x(), around.width, around.height,
        )  # fmt: skip
        if key not in known:
            known[key] = _set(context, linebox, position_y, bottom_space, skip_stack, around)
        if (line := known[key]) is None:
            return by_itself()
        linebox.position_x, linebox.position_y = around.content_box_x(), position_y
        linebox.width, linebox.height = line.width, line.height
        return _placed(line, line.box.deepcopy(), position_y)

    return get_next_linebox


def _placed(line: _Line, box: Any, position_y: float) -> tuple[Any, Any]:
    """*box*, which is that of *line* or a copy, in its place; and where the next line begins."""
    box.translate(line.offset, position_y - line.top)
    box.position_y = position_y
    return box, line.resume_at


def _is_plain(linebox: Any) -> bool:
    """Whether nothing in *linebox* leaves its lines, and all of it can be copied."""
    return linebox.style["direction"] == "ltr" and all(
        box.is_in_normal_flow() and not isinstance(box, boxes.TableBox)
        for box in linebox.descendants()
    )


def _set(
    context: Any, linebox: Any, position_y: float, bottom_space: float, skip_stack: Any, around: Any
) -> _Line | None:
    """The next line of *linebox*; None if there is none, or nothing in it."""
    skip_stack = inline.skip_first_whitespace(linebox, skip_stack)
    if skip_stack == "continue":
        return None
    left = around.content_box_x()
    measure = left + around.width - left  # as the engine adds it up
    linebox.position_x, linebox.position_y = left, position_y
    linebox.width = linebox.height = 0
    box, resume_at, forced, *_ = inline.split_inline_box(
        context, linebox, left + linebox.text_indent, left + measure, bottom_space,
        skip_stack, around, [], [], [], [], [], None, None,
    )  # fmt: skip
    if inline.is_phantom_linebox(box) and not forced:
        return None
    width, height = box.width, box.height
    inline.remove_last_whitespace(context, box)
    offset = inline.text_align(context, box, measure, last=resume_at is None or forced)
    bottom, top = inline.line_box_verticality(box)
    box.baseline, box.position_y, box.height = -top, top, bottom - top
    box.margin_top = box.margin_bottom = 0
    return _Line(box, top, offset, resume_at, width, height)


LAYOUT = (Fix(inline, "get_next_linebox", set_lines_once),)
