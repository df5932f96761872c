"""A page as the finished bytes draw it: its text, what stands in its margins, its figures.

Two pages are alike if they differ in nothing but the figures that they show, what stands in
their margins, and how far their text stands from the edge: so does a page that moves when
one before it is put in. What may differ is told apart here, and all else is one digest.

Figures are what an operator shows that shows nothing else: digits of one font, each as wide
as those that it may be changed for. Margins are what is drawn after all of the text, by
itself, and is nothing but text. Of a page that is drawn in any other way nothing is told.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from hashlib import sha256

from compendium.proof.digests import Digests
from compendium.proof.objects import (
    STRING,
    UNSURE,
    Objects,
    UnsureError,
    entries,
    number_of,
    numbers_of,
)

_FRAME = re.compile(rb"1 0 0 -1 0 \S+ cm\nq\n(\S+) 0 0 (\S+) 0 0 cm\nq\nq\n")
_SHIFTED = re.compile(rb"q\n1 0 0 1 (\S+) 0 cm\nq\n")
_CLOSED = re.compile(rb"Q\nQ\nQ\s*")
_TURN = re.compile(rb"\n([qQ])(?=\n)")
_MARGIN = re.compile(
    rb"q\nq\n/Artifact\n<<[^\n]*>>\nBDC\n"
    rb"(?:(?:/\S+ gs|[0-9. ]+ rg|BT|ET|[-0-9. ]+ Tm|/\S+ [0-9.]+ Tf|\[[-<>0-9a-f.]*\] TJ)\n)*"
    rb"EMC\nQ\nQ\n"
)
_NAME = re.compile(rb"\n/(\S+) (?:gs|\S+ Tf)(?=\n)")
_STRING = re.compile(STRING, re.DOTALL)
_SHOWS = b"] TJ\n"
_FIGURES = re.compile(
    rb"\n/(\S+) \S+ Tf\n\[((?:<(?:[0-9a-f]{4}){1,8}>[-0-9.]{0,12}){1,12})(?=\] TJ\n)"
)
_CODES = re.compile(rb"<([0-9a-f]+)>")
_FIGURE = re.compile(rb"<([0-9a-f]{4})> <00(3[0-9])>")
_WIDTHS = re.compile(rb"(\d+) \[([0-9. ]*)\]")
_RECT = re.compile(rb"/Rect \[\s*(\S+) (\S+) (\S+) (\S+)\s*\]")
_BOX = re.compile(rb"\[\s*0 0 (\S+) (\S+)\s*\]")
_APART = frozenset({b"/Contents", b"/Annots", b"/Parent", b"/StructParents", b"/Resources"})
_FONT, _STATE = b"/Font", b"/ExtGState"


@dataclass(frozen=True, slots=True)
class Shown:
    """Figures shown by operator `op` of a page: their codes, in a font by its digest."""

    op: int
    font: str
    codes: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Margin:
    """What stands at one place in a margin: its digest but for the figures, its operators."""

    digest: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PageDrawn:
    """One page.

    Shape: `digest` is of all that pages have in common that are alike; operators are those
        that show text, numbered from 0: `ops` in all, the first `body` of them in the text;
        `edges` are the left and right ones of links. Units: points; `across` is how far
        the text was moved to the right, and `edges` are without that.
    """

    digest: str
    across: float
    edges: tuple[float, ...]
    width: float
    ops: int
    body: int
    margins: tuple[Margin, ...]
    figures: tuple[Shown, ...]


@dataclass
class Drawings:
    """The pages of a file, drawn; `numbers` are those of their objects."""

    objects: Objects
    numbers: Sequence[int]
    digests: Digests = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing known."""
        self.digests = Digests(self.objects)
        self.figures = cache(self._figures)
        self.named = cache(self._named)

    @cached_property
    def around(self) -> bytes:
        """A digest of what the file says of all pages."""
        return self.digests.around()

    def page(self, sheet: int) -> PageDrawn | None:
        """The page *sheet*, counted from 1; None if it is not drawn as told here."""
        try:
            return self._page(self.numbers[sheet - 1])
        except UNSURE:
            return None

    def _page(self, number: int) -> PageDrawn:
        page = entries(self.objects.body(number)[0])
        around = sha256(self.around)
        for key in sorted(page.keys() - _APART):
            around.update(b"%b %b\n" % (key, self.digests.resolved(page[key])))
        frame = around.digest()
        data = self._stream(page[b"/Contents"]) if b"/Contents" in page else b""
        resources = page.get(b"/Resources", b"")
        around.update(self.digests.resolved(resources))
        parts = _parts(data)
        around.update(parts.frame)
        body = _Masked(self, resources, 0)
        around.update(body.masked(parts.body))
        figures, margins, at = list(body.figures), list[Margin](), body.ops
        for part in parts.margins:
            margin = _Masked(self, resources, at)
            whole = sha256(frame + parts.frame + margin.masked(part))
            for name in sorted(set(_NAME.findall(part))):
                whole.update(b"%b %b\n" % (name, self._drawn_with(resources, name)))
            margins.append(Margin(whole.hexdigest(), at, at + margin.ops))
            figures += margin.figures
            at += margin.ops
        edges = []
        for link in numbers_of(page.get(b"/Annots", b"")):
            mark, (left, right) = self._link(link)
            around.update(mark)
            edges += [left - parts.across, right - parts.across]
        box = _BOX.fullmatch(page[b"/MediaBox"])
        if box is None:
            raise UnsureError
        return PageDrawn(
            around.hexdigest(), parts.across, tuple(edges), float(box[1]), at, body.ops,
            tuple(margins), tuple(figures),
        )  # fmt: skip

    def _link(self, number: int) -> tuple[bytes, tuple[float, float]]:
        """The link *number* without where it lies across the page, and that."""
        body = self.objects.body(number)[0]
        found = _RECT.search(body)
        if found is None:
            raise UnsureError
        lies = b"%b/Rect %b %b%b" % (body[: found.start()], found[2], found[4], body[found.end() :])
        return self.digests.resolved(lies), (float(found[1]), float(found[3]))

    def _stream(self, reference: bytes) -> bytes:
        head, data = self.objects.body(number_of(reference))
        packed = entries(head).get(b"/Filter") == b"/FlateDecode"
        return zlib.decompress(data) if packed else data

    def _named(self, resources: bytes, kind: bytes) -> Mapping[bytes, bytes]:
        """What of one *kind* has names in *resources*."""
        held = entries(self._value(resources))
        return entries(self._value(held.get(kind, b"")))

    def _value(self, written: bytes) -> bytes:
        return self.objects.body(number_of(written))[0] if written.endswith(b" R") else written

    def _drawn_with(self, resources: bytes, name: bytes) -> bytes:
        """The digests of the font and of the state that *name* may be for."""
        named = (self.named(resources, kind).get(b"/" + name, b"") for kind in (_FONT, _STATE))
        return b" ".join(map(self.digests.resolved, named))

    def font(self, resources: bytes, name: bytes) -> tuple[str, Mapping[bytes, tuple[str, str]]]:
        """The digest of a font of a page, and its figures."""
        reference = self.named(resources, _FONT).get(b"/" + name, b"")
        if not reference.endswith(b" R"):
            return "", {}
        return self.digests.resolved(reference).decode(), self.figures(reference)

    def _figures(self, reference: bytes) -> Mapping[bytes, tuple[str, str]]:
        """The figures of a font by their codes, each with its width."""
        font = entries(self.objects.body(number_of(reference))[0])
        if font.get(b"/Encoding") != b"/Identity-H" or b"/ToUnicode" not in font:
            return {}
        (held,) = numbers_of(font[b"/DescendantFonts"])
        widths: dict[int, str] = {}
        for first, said in _WIDTHS.findall(entries(self.objects.body(held)[0])[b"/W"][1:-1]):
            widths |= {int(first) + at: w.decode() for at, w in enumerate(said.split())}
        return {
            code: (chr(int(figure, 16)), widths[int(code, 16)])
            for code, figure in _FIGURE.findall(self._stream(font[b"/ToUnicode"]))
            if int(code, 16) in widths
        }


@dataclass(slots=True)
class _Masked:
    """A part of a page without its figures, which are taken aside; its first operator is `at`."""

    drawings: Drawings
    resources: bytes
    at: int
    ops: int = 0
    figures: list[Shown] = field(default_factory=list)

    def masked(self, part: bytes) -> bytes:
        """*part* with widths in the place of figures."""
        self.ops = part.count(_SHOWS)
        return b"".join(self._pieces(part))

    def _pieces(self, part: bytes) -> Iterator[bytes]:
        done, counted, op = 0, 0, self.at
        for match in _FIGURES.finditer(part):
            font, figures = self.drawings.font(self.resources, match[1])
            if match[2][1:5] not in figures:  # most are words
                continue
            joined = b"".join(_CODES.findall(match[2]))
            codes = [joined[at : at + 4] for at in range(0, len(joined), 4)]
            if not all(map(figures.__contains__, codes)):
                continue
            op += part.count(_SHOWS, counted, match.end())
            counted = match.end()
            said = "".join(figures[code][0] for code in codes)
            self.figures.append(Shown(op, font, tuple(code.decode() for code in codes), said))
            yield part[done : match.start(2)]
            yield _CODES.sub(partial(_wide, figures), match[2])
            done = match.end(2)
        yield part[done:]


def _wide(figures: Mapping[bytes, tuple[str, str]], codes: re.Match[bytes]) -> bytes:
    """How wide each of *codes* is, in the place of them."""
    each = (codes[1][at : at + 4] for at in range(0, len(codes[1]), 4))
    return b"{" + b" ".join(figures[code][1].encode() for code in each) + b"}"


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of a page stream; the text is without where it is moved to, `across`."""

    frame: bytes
    body: bytes
    margins: Sequence[bytes] = ()
    across: float = 0.0


def _parts(data: bytes) -> _Parts:
    """The parts of the page stream *data*."""
    if not data:
        return _Parts(b"", b"")
    frame = _FRAME.match(data)
    if frame is None or frame[1] != frame[2] or b"%" in data or b"\nBI\n" in data:
        raise UnsureError
    if any(b"\n" in string for string in _STRING.findall(data)):  # it might seem to draw
        raise UnsureError
    units, at, depth = list[bytes](), frame.end(), 0
    for turn in _TURN.finditer(data, frame.end() - 1):
        depth += 1 if turn[1] == b"q" else -1
        if depth < 0:
            break
        if depth == 0:
            units.append(data[at : turn.end() + 1])
            at = turn.end() + 1
    if not _CLOSED.fullmatch(data, at) or not all(unit.startswith(b"q\n") for unit in units):
        raise UnsureError
    margins = len(units)
    while margins and _MARGIN.fullmatch(units[margins - 1]):
        margins -= 1
    body = b"".join(units[:margins])
    shifted = _SHIFTED.match(body) if margins == 1 else None
    if shifted is None:
        return _Parts(frame[0], body, units[margins:])
    bare = body[shifted.end() - 2 : -2]  # as it is where it is not moved
    across = float(shifted[1]) * float(frame[1])
    return _Parts(frame[0], bare, units[margins:], across)
