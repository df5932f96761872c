"""The other side of the sheet: what a piece looks like when it opens there.

On facing pages of one measure the words break alike on either side. All that differs is
how far they stand from the edge, and what is in the margins. So a chunk is laid out once;
the margins of each page are set for both sides, and the second PDF is told as edits of the
first. Where the sides differ in more, nothing is told, and the chunk must be set again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pydyf
import weasyprint.draw as engine_draw
import weasyprint.layout as engine_layout
import weasyprint.layout.page as engine_page
from weasyprint.formatting_structure import boxes
from weasyprint.layout.background import layout_box_backgrounds
from weasyprint.layout.page import page_height, page_width
from weasyprint.layout.percent import resolve_percentages
from weasyprint.stacking import StackingContext

from compendium.layout.engine.boxes import points
from compendium.layout.engine.fixes import Fix
from compendium.model.pages import Turn

Stock = Callable[..., Any]
Edit = tuple[int, int, bytes]
Run = tuple[bytes, bytes]

_OTHER = {"left": "right", "right": "left"}
_EDGES = ("top", "right", "bottom", "left")
_MAY_DIFFER = frozenset(("margin_left", "margin_right"))
_ASIDE = ("@footnote", "@note-area")
_EVEN = 0.001  # px: the engine adds up floats


@dataclass(frozen=True)
class OtherSide:
    """A page's margin boxes if it were on the other side, and how far its text would move."""

    furniture: list[Any]
    shift: float


def set_both_margins(stock: Stock) -> Stock:
    """Not a fault of the engine: it sets the margins of a page for one side only."""

    def make_margin_boxes(context: Any, page: Any, state: Any) -> Iterator[Any]:
        page.other_side = _other_side(stock, context, page, state)
        yield from stock(context, page, state)

    return make_margin_boxes


LAYOUT = (Fix(engine_layout, "make_margin_boxes", set_both_margins, "4a2d2e301eb3bc47"),)


def _other_side(stock: Stock, context: Any, page: Any, state: Any) -> OtherSide | None:
    """The other side of *page*, or None if more differs there than margins."""
    other = page.copy()
    other.page_type = page.page_type._replace(side=_OTHER[page.page_type.side])
    other.style = _style(context.style_for, other.page_type, page)
    if not _alike(context, page, other):
        return None
    resolve_percentages(other, page.style["size"])
    page_width(other, context, page.style["size"][0])
    page_height(other, context, page.style["size"][1])
    if not all(_even(page, other, side) for side in ("width", "margin_top", "margin_bottom")):
        return None
    furniture = list(stock(context, other, state))
    for box in furniture:
        layout_box_backgrounds(other, box, context.get_image_from_uri)
    return OtherSide(furniture, other.content_box_x() - page.content_box_x())


def _style(style_for: Any, page_type: Any, page: Any) -> Any:
    """The style of *page_type*, worked out together with that of its margins."""
    html = SimpleNamespace(etree_element=page.children[0].element, base_url=page.style.base_url)
    engine_page.set_page_type_computed_styles(page_type, html, style_for)
    style = style_for(page_type)
    style["overflow"] = page.style["overflow"]
    return style


def _alike(context: Any, page: Any, other: Any) -> bool:
    """Whether the style sheet says the same of the two pages, their outer edges apart."""
    forced = any(maker[1]["break"] not in ("any", "page") for maker in context.page_maker[1:])
    own, its = (
        {name: value for name, value in side.style.cascaded.items() if name not in _MAY_DIFFER}
        for side in (page, other)
    )
    return (
        not forced
        and _declared(own) == _declared(its)
        and all(
            _declared(_cascaded(context, page, part)) == _declared(_cascaded(context, other, part))
            for part in _ASIDE
        )
    )


def _cascaded(context: Any, page: Any, part: str) -> Any:
    style = context.style_for(page.page_type, part)
    return {} if style is None else style.cascaded


def _declared(cascaded: Any) -> dict[str, Any]:
    """The values without the weight they won by."""
    return {name: value for name, (value, _) in cascaded.items()}


def _even(page: Any, other: Any, size: str) -> bool:
    return bool(abs(getattr(page, size) - getattr(other, size)) < _EVEN)


@dataclass
class _Leaf:
    """A page as it is drawn: where in its stream the text and the margins begin and end."""

    stream: Any
    page: Any
    other: OtherSide
    parts: list[tuple[bool, int, int]] = field(default_factory=list)
    furniture: Sequence[Any] = ()

    @property
    def whole(self) -> bool:
        """Whether the text comes first, the margins after it, and nothing stands between."""
        margins = [margin for margin, *_ in self.parts]
        closed = all(one[2] == two[1] for one, two in pairwise(self.parts))
        return bool(margins) and not margins[0] and closed and margins == sorted(margins)


class Turning:
    """Follows the engine while it draws one document, and draws the other margins too."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._leaves: list[_Leaf] = []
        self._children: frozenset[int] = frozenset()

    def fixes(self) -> tuple[Fix, ...]:
        """What to put in place of the engine's own functions meanwhile."""
        return (Fix(engine_draw, "draw_stacking_context", self._draw),)

    def _draw(self, stock: Stock) -> Stock:
        def draw_stacking_context(stream: Any, context: Any) -> None:
            if isinstance(context.box, boxes.PageBox):
                self._page(stock, stream, context)
            elif id(context) in self._children:
                start = len(stream.stream)
                stock(stream, context)
                margin = isinstance(context.box, boxes.MarginBox)
                self._leaves[-1].parts.append((margin, start, len(stream.stream)))
            else:
                stock(stream, context)

        return draw_stacking_context

    def _page(self, stock: Stock, stream: Any, context: Any) -> None:
        page = context.box
        other = getattr(page, "other_side", None)
        if other is None or not _plain(page, other):
            stock(stream, context)
            return
        leaf = _Leaf(stream, page, other)
        self._leaves.append(leaf)
        self._children = frozenset(map(id, context.zero_z_contexts))
        stock(stream, context)
        self._children = frozenset()
        start = len(stream.stream)
        for box in other.furniture:
            stock(stream, StackingContext.from_box(box, page))
        leaf.furniture = stream.stream[start:]
        del stream.stream[start:]

    def turn(self, pdf: Any, written: bytes) -> Turn | None:
        """What to change in *written*, which *pdf* was written as; None if that will not do.

        Afterwards *pdf* is the other side.
        """
        whole = len(self._leaves) == len(self._document.pages)
        if not whole or not all(leaf.whole for leaf in self._leaves) or _patterned(pdf):
            return None
        shifts = [points(leaf.other.shift) for leaf in self._leaves]
        changed = dict(_moved(pdf, dict(zip(_pages(pdf), shifts, strict=True))))
        changed |= {leaf.stream.number: _streams(leaf) for leaf in self._leaves}
        return Turn(tuple(shifts), tuple(_edits(pdf, written, changed)))


def _plain(page: Any, other: OtherSide) -> bool:
    """Whether nothing but words, and no link, stands between the edge of *page* and its text."""
    back = page.background
    drawn = page.canvas_background or back.color.alpha or page.style["box_shadow"]
    drawn = drawn or any(layer.image is not None for layer in back.layers)
    edges = any(getattr(page, f"border_{edge}_width") for edge in _EDGES)
    veiled = page.style["opacity"] < 1 or page.transformation_matrix
    margins = [child for child in page.children if isinstance(child, boxes.MarginBox)]
    return not (drawn or edges or veiled or any(map(_leads, (*margins, *other.furniture))))


def _leads(margin: Any) -> bool:
    return any(box.link for box in margin.descendants())


def _patterned(pdf: Any) -> bool:
    """Whether something is filled with a pattern, which does not move with what it fills."""
    return any(
        item.get("Pattern") or item.get("Shading")
        for item in (*pdf.objects, *(_resources(item) for item in pdf.objects))
        if isinstance(item, pydyf.Dictionary)
    )


def _resources(item: Any) -> Any:
    return item.extra.get("Resources") if isinstance(item, pydyf.Stream) else None


def _pages(pdf: Any) -> list[bytes]:
    return [b"%d 0 R" % number for number in pdf.pages["Kids"][::3]]


def _moved(pdf: Any, shifts: Mapping[bytes, float]) -> Iterator[tuple[int, list[Run]]]:
    """Every link and every picture moved, by the number of its object."""
    pages = {_number(link): page for page in shifts for link in _linked(pdf, page)}
    for item in pdf.objects:
        if not isinstance(item, pydyf.Dictionary):
            continue
        if item.number in pages:
            holder, key, shift = item, "Rect", shifts[pages[item.number]]
        elif "BBox" in (item.get("A") or ()):
            holder, key, shift = item["A"], "BBox", shifts[item["Pg"]]
        else:
            continue
        old, (left, low, right, high) = _written(item), holder[key]
        holder[key] = pydyf.Array([left + shift, low, right + shift, high])
        yield item.number, [(old, _written(item))]


def _streams(leaf: _Leaf) -> list[Run]:
    """The stream of a page on this side and on that, in runs; turns it to that side."""
    items, end = leaf.stream.stream, leaf.parts[-1][2]
    begin, margins = leaf.parts[0][1], min((part[1] for part in leaf.parts if part[0]), default=end)
    opening = [b"q", b"1 0 0 1 %b 0 cm" % pydyf._to_bytes(leaf.other.shift)]
    old = [items[:begin], [], items[begin:margins], [], items[margins:end], items[end:]]
    new = [old[0], opening, old[2], [b"Q"], leaf.furniture, old[5]]
    leaf.stream.stream = [item for run in new for item in run]
    runs = []
    for before, after in zip(old, new, strict=True):
        was = _lines(before)
        runs.append((was, was if before is after else _lines(after)))
    heads = (_head(leaf.stream, sum(map(len, side))) for side in zip(*runs, strict=True))
    return [(next(heads), next(heads)), *runs]


def _head(stream: Any, length: int) -> bytes:
    """What stands before the lines of a *stream* that are *length* bytes long."""
    extra = pydyf.Dictionary({**stream.extra, "Length": length - 1})  # the last line has no end
    return b"%d %d obj\n%b\nstream\n" % (stream.number, stream.generation, extra.data)


def _edits(pdf: Any, written: bytes, changed: Mapping[int, list[Run]]) -> Iterator[Edit]:
    grown, places = 0, []
    for item in pdf.objects:
        place = 0 if item.free == "f" else item.offset + grown
        places.append(b"%010d %05d %b \n" % (place, item.generation, item.free.encode()))
        at = item.offset
        for old, new in changed.get(item.number, ()):
            if old != new:
                yield at, at + len(old), new
                grown += len(new) - len(old)
            at += len(old)
    start = written.index(b"\n", pdf.xref_position + len(b"xref\n")) + 1
    end = start + len(places) * len(places[0])
    yield start, end, b"".join(places)
    place = written.index(b"startxref\n", end) + len(b"startxref\n")
    yield place, len(written), b"%d\n%%%%EOF\n" % (pdf.xref_position + grown)


def _linked(pdf: Any, page: bytes) -> Any:
    """The links of *page*."""
    return pdf.objects[_number(page)].get("Annots", ())


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _written(item: Any) -> bytes:
    return bytes(item.indirect)


def _lines(items: Sequence[Any]) -> bytes:
    rows = [item if type(item) is bytes else pydyf._to_bytes(item) for item in items]
    return b"\n".join((*rows, b""))
