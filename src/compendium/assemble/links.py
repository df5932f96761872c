"""Links and the named places they lead to: an anchor is an address in the PDF too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from compendium.assemble.notation import dictionary, entries, read_string, read_text, string, text
from compendium.assemble.placing import SLOTTED
from compendium.assemble.trees import Row, named
from compendium.diag import Diagnostic, Span
from compendium.model.pages import PageMap, Piece

Boxes = tuple[bytes, bytes]
"""A box on this side and on the other."""

_SCHEMES = (b"https:", b"http:", b"mailto:")
_PRINTED = b"4"  # as an archive wants it
_LINK = re.compile(
    rb"<</Type /Annot/Subtype /Link/Rect \[([-.\d]+) ([-.\d]+) ([-.\d]+) ([-.\d]+)\]/BS <</W 0>>"
    rb"/Contents (\((?:[^()\\]|\\.)*\))/Dest (\([ -'*-\[\]-~]*\))/StructParent (\d+)>>",
    re.DOTALL,
)
"""A link to a place as our layout writes it, its name having nothing that must be escaped."""
_TIED = (
    b"<</Type /Annot/Subtype /Link/Rect %b/BS << /W 0 >>/Contents %b/Dest %b/StructParent %b/F "
    + _PRINTED
    + b">>"
)
_BOX = re.compile(rb"/(Rect|BBox) ?(\[[^\[\]]*\])")
_REFUSED = "a link of `{}` does what no link may"


def destination_name(anchor: str) -> bytes:
    """*anchor* as the name of a place in the PDF."""
    return string(anchor.encode())


def destination(anchor: str, leaf: int, height: float) -> Row:
    """The place of *anchor*: *height* points up the page that is object *leaf*.

    The margin and the zoom are the reader's own.
    """
    return named(anchor.encode(), b"[%d 0 R /XYZ null %.2f null]" % (leaf, height))


def destinations(piece: Piece, first: int) -> Iterator[Row]:
    """A place for every anchor of *piece*, whose first page is the object *first*."""
    for anchor, spot in piece.first.items():
        height = piece.sheets[spot.sheet].height - spot.top
        yield destination(anchor, first + spot.sheet, height)


def turned(tied: bytes, own: bytes, other: bytes, said: bytes) -> tuple[bytes, Boxes] | None:
    """*tied*, made of *own*, with *said* for its box, and that box on this and the other side.

    None if *other*, which is the same on the other side, differs in more.
    """
    before, after, here = (_BOX.search(body) for body in (own, other, tied))
    if not before or not after or not here:
        return None
    start, end = before.span(2)
    if other[: after.start(2)] != own[:start] or other[after.end(2) :] != own[end:]:
        return None
    return tied[: here.start(2)] + said + tied[here.end(2) :], (here[2], _box(*after.groups()))


def _box(key: bytes, box: bytes) -> bytes:
    return _upright(box[1:-1].split()) if key == b"Rect" else box


def lost(chunk: str, leads: Iterable[str], pages: PageMap) -> Iterator[Diagnostic]:
    """The links of *chunk* that lead nowhere; *leads* are the anchors that they name."""
    for anchor in leads:
        if anchor not in pages.first:
            text = f"a link of `{chunk}` leads to `{anchor}`, which is on no page"
            yield Diagnostic("link-lost", text, Span("edition.yaml"))


class Tied(NamedTuple):
    """A link as one of the book.

    Shape: `anchor` is where it leads, or ""; `words` are what it will say, where only the book
        knows: a text with slots and "", or "" and the anchor whose folio it says, having no
        words of its own. `key` is its own in the parent tree of the piece.
    """

    body: bytes
    anchor: str = ""
    words: tuple[str, str] | None = None
    key: int | None = None
    problems: tuple[Diagnostic, ...] = ()


def tie(body: bytes, number: bytes, said: bytes, chunk: str) -> Tied:
    """The link *body* of *chunk* made one of the book.

    *number* stands for its own, and *said* for its words where only the book knows them.
    """
    found = _LINK.fullmatch(body)
    if found is None:
        return _tied(entries(body), number, said, chunk)
    *corners, contents, dest, key = found.groups()
    spoken, anchor = read_text(contents), read_text(dest)
    words = _words(spoken, anchor)
    return Tied(
        _TIED % (_upright(corners), said if words else text(spoken), dest, number),
        anchor, words, int(key),
    )  # fmt: skip


def _tied(mark: dict[bytes, bytes], number: bytes, said: bytes, chunk: str) -> Tied:
    mark[b"/Rect"] = _upright(mark[b"/Rect"].strip(b"[] ").split())
    spoken = read_text(mark[b"/Contents"]) if b"/Contents" in mark else ""
    anchor = read_text(mark[b"/Dest"]) if b"/Dest" in mark else ""
    words = _words(spoken, anchor)
    if words or spoken:
        mark[b"/Contents"] = said if words else text(spoken)
    problems: tuple[Diagnostic, ...] = ()
    if b"/Dest" in mark:
        mark[b"/Dest"] = destination_name(anchor)
    elif not _leads_out(mark):
        mark.pop(b"/A", None)
        told = _REFUSED.format(chunk)
        problems = (Diagnostic("link-refused", told, Span("edition.yaml")),)
    key = int(mark[b"/StructParent"]) if b"/StructParent" in mark else None
    if key is not None:
        mark[b"/StructParent"] = number
    mark[b"/F"] = _PRINTED
    return Tied(dictionary(mark), anchor, words, key, problems)


def _words(spoken: str, anchor: str) -> tuple[str, str] | None:
    """What a link that leads to *anchor* says, where only the book knows it."""
    if SLOTTED in spoken:
        return spoken, ""
    return ("", anchor) if anchor and spoken in ("", anchor) else None


def _leads_out(mark: Mapping[bytes, bytes]) -> bool:
    action = entries(mark.get(b"/A", b""))
    if action.get(b"/S") != b"/URI":
        return False
    return read_string(action[b"/URI"]).startswith(_SCHEMES)


def _upright(corners: Iterable[bytes]) -> bytes:
    """The box with these *corners* from its lower left to its upper right one."""
    left, low, right, high = map(float, corners)
    sides = (min(left, right), min(low, high), max(left, right), max(low, high))
    return b"[%.3f %.3f %.3f %.3f]" % sides
