"""Links and the named places they lead to: an anchor is an address in the PDF too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from compendium.assemble.notation import array, entries, read_string, read_text, string, text
from compendium.assemble.placing import fill_line
from compendium.assemble.trees import Row, named
from compendium.diag import Diagnostic, Span
from compendium.model.kept import held, key_of
from compendium.model.pages import Chunk, PageMap, Piece

_SCHEMES = (b"https:", b"http:", b"mailto:")
_REFUSED = "a link of `{}` does what no link may"


def destination_name(anchor: str) -> bytes:
    """*anchor* as the name of a place in the PDF."""
    return string(anchor.encode())


def destination(anchor: str, leaf: int, height: float) -> Row:
    """The place of *anchor*: *height* points up the page that is object *leaf*.

    The margin and the zoom are the reader's own.
    """
    return named(anchor.encode(), b"[%d 0 R /XYZ null %.2f null]" % (leaf, height))


def destinations(piece: Piece, first: int) -> tuple[Row, ...]:
    """A place for every anchor of *piece*, whose first page is the object *first*."""

    def placed() -> tuple[Row, ...]:
        return tuple(
            destination(anchor, first + spot.sheet, piece.sheets[spot.sheet].height - spot.top)
            for anchor, spot in piece.first.items()
        )

    if not piece.digest:
        return placed()
    return held(key_of("destinations", (piece.digest, str(first))), placed)


def lost(chunk: str, leads: Iterable[str], pages: PageMap) -> Iterator[Diagnostic]:
    """The links of *chunk* that lead nowhere; *leads* are the anchors that they name."""
    for anchor in leads:
        if anchor not in pages.first:
            text = f"a link of `{chunk}` leads to `{anchor}`, which is on no page"
            yield Diagnostic("link-lost", text, Span("edition.yaml"))


def tie(mark: dict[bytes, bytes], chunk: Chunk, wordless: bytes) -> tuple[str, list[Diagnostic]]:
    """Make the link *mark* one of the book; the anchor it leads to, or "", and what is wrong.

    A link without words of its own says *wordless*.
    """
    mark[b"/Rect"] = _upright(mark[b"/Rect"])
    mark[b"/F"] = b"4"  # printed, as an archive wants it
    words = ""
    if b"/Contents" in mark:
        words = fill_line(read_text(mark[b"/Contents"]), chunk.values)
        mark[b"/Contents"] = text(words)
    if b"/Dest" in mark:
        anchor = read_text(mark[b"/Dest"])
        mark[b"/Dest"] = destination_name(anchor)
        if words in ("", anchor):
            mark[b"/Contents"] = wordless
        return anchor, []
    if _leads_out(mark):
        return "", []
    mark.pop(b"/A", None)
    return "", [Diagnostic("link-refused", _REFUSED.format(chunk.name), Span("edition.yaml"))]


def _leads_out(mark: Mapping[bytes, bytes]) -> bool:
    action = entries(mark.get(b"/A", b""))
    if action.get(b"/S") != b"/URI":
        return False
    return read_string(action[b"/URI"]).startswith(_SCHEMES)


def _upright(box: bytes) -> bytes:
    """*box* from its lower left to its upper right corner."""
    left, low, right, high = map(float, box.strip(b"[] ").split())
    sides = (min(left, right), min(low, high), max(left, right), max(low, high))
    return array(b"%.3f" % side for side in sides)
