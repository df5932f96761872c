"""Links and the named places they lead to: an anchor is an address in the PDF too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pikepdf import Array, Dictionary, Name, Object, String

from compendium.assemble.placing import fill_line
from compendium.diag import Diagnostic, Span
from compendium.model.pages import Chunk, PageMap

_SCHEMES = ("https:", "http:", "mailto:")


def destination_name(anchor: str) -> bytes:
    """*anchor* as the name of a place in the PDF."""
    return anchor.encode()


def destination(anchor: str, pages: PageMap, leaves: Sequence[Object]) -> Array:
    """The place of *anchor*: its page and height, and the reader's own margin and zoom."""
    place = pages.first[anchor]
    leaf = leaves[place.sheet - 1]
    top = round(Decimal(str(leaf.MediaBox[3])) - Decimal(str(place.top)), 2)
    return Array([leaf, Name.XYZ, None, top, None])


def destinations(pages: PageMap, leaves: Sequence[Object]) -> dict[bytes, Object]:
    """A place for every anchor of the book; *leaves* are its pages in order."""
    return {destination_name(anchor): destination(anchor, pages, leaves) for anchor in pages.first}


def tie(leaves: Sequence[Object], chunk: Chunk, pages: PageMap) -> Iterator[Diagnostic]:
    """Tie the links on *leaves*, the pages of *chunk*; yields those that lead nowhere."""
    for leaf in leaves:
        for mark in leaf.get("/Annots", ()):
            mark.Rect = _upright(mark.Rect)
            mark.F = 4  # printed, as an archive wants it
            if "/Contents" in mark:
                mark.Contents = String(fill_line(str(mark.Contents), chunk.values))
            if "/Dest" in mark:
                yield from _tie(mark, chunk.name, pages)
            elif not _leads_out(mark):
                text = f"a link of `{chunk.name}` does what no link may"
                yield Diagnostic("link-refused", text, Span("edition.yaml"))
                del mark["/A"]


def _tie(mark: Object, chunk: str, pages: PageMap) -> Iterator[Diagnostic]:
    anchor = str(mark.Dest)
    if anchor not in pages.first:
        text = f"a link of `{chunk}` leads to `{anchor}`, which is on no page"
        yield Diagnostic("link-lost", text, Span("edition.yaml"))
        return
    mark.Dest = String(destination_name(anchor))
    if str(mark.get("/Contents", anchor)) in ("", anchor):
        mark.Contents = String(pages.first[anchor].folio)


def _leads_out(mark: Object) -> bool:
    action = mark.get("/A", Dictionary())
    return action.get("/S") == Name.URI and str(action.URI).startswith(_SCHEMES)


def _upright(box: Object) -> Array:
    """*box* from its lower left to its upper right corner."""
    x, y = ([Decimal(str(box[at])), Decimal(str(box[at + 2]))] for at in (0, 1))
    return Array([round(side, 3) for side in (min(x), min(y), max(x), max(y))])
