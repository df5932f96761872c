"""TEI tables as tables of plain rows."""

from __future__ import annotations

from compendium.importers.lists import Flow
from compendium.importers.runs import tidy, unbroken
from compendium.importers.vocabulary import Element, dropped, name
from compendium.model.text import Block, Inline, Row, Table


def read_table(element: Element, carrier: Flow) -> list[Block]:
    """The table *element*; its head is the caption, and what is no row stands before it."""
    before: list[Block] = []
    caption: tuple[Inline, ...] = ()
    rows: list[Row] = []
    headed = False
    before += carrier.paragraph(carrier.liner.words(element.text, element), element)
    for child in element:
        if dropped(child):
            carrier.liner.drop(child)
        elif name(child) == "head" and not caption:
            caption = _line(child, carrier)
        elif name(child) == "row":
            headed = headed or (not rows and child.get("role") == "label")
            rows.append(_row(child, carrier))
        else:
            before += carrier.block(child)
        before += carrier.paragraph(carrier.liner.words(child.tail, child), child)
    width = max((len(row.cells) for row in rows), default=0)
    if not width:
        return [*before, *carrier.paragraph(list(caption), element)]
    padded = tuple(Row((*r.cells, *[()] * (width - len(r.cells))), r.span) for r in rows)
    head, body = (padded[0], padded[1:]) if headed and len(padded) > 1 else (None, padded)
    return [*before, Table(head, body, ("",) * width, carrier.desk.span(element), caption)]


def _row(element: Element, carrier: Flow) -> Row:
    cells: list[tuple[Inline, ...]] = []
    stray = [element.text or ""]
    for child in element:
        stray.append(child.tail or "")
        if dropped(child):
            carrier.liner.drop(child)
            continue
        if name(child) == "cell" and (child.get("cols") or child.get("rows")):
            carrier.desk.leave(child, "spans others, which are empty cells here")
        cells.append((*carrier.piece.pages, *_line(child, carrier)))
        carrier.piece.pages.clear()
        cells += [()] * (_spanned(child) - 1)
    if between := tidy(carrier.liner.words(" ".join(stray), element)):
        cells.append(between)
    return Row(tuple(cells), carrier.desk.span(element))


def _spanned(cell: Element) -> int:
    cols = cell.get("cols") or "1"
    return min(int(cols), 20) if cols.isdecimal() else 1


def _line(element: Element, carrier: Flow) -> tuple[Inline, ...]:
    """The words of *element* in one line."""
    return tidy(unbroken(carrier.liner.inside(element)))
