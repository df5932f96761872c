"""Chunks, what typesetting makes of them, and the page map of the whole book."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, Protocol, cast

from compendium.model.kept import key_of, leaving
from compendium.model.resting import Resting

Side = Literal["recto", "verso"]
FolioStyle = Literal["roman", "arabic"]
Area = Literal["text", "notes"]


@dataclass(frozen=True, slots=True)
class PageReference:
    """A page number that render put into a chunk, and what it claims.

    Shape: slot number `slot` of the chunk prints `value`, which says that the passage
        from anchor `first` to anchor `last` stands on those folios. `anchors` are all
        anchors the number answers for (an index locator may stand for several mentions).
    """

    slot: int
    value: str
    first: str
    last: str
    kind: Literal["contents", "cross-reference", "index", "list", "register"]
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of pages that begins on a page of its own, ready to be typeset by itself.

    Shape: `markup` is a whole HTML page. Where a page number will stand it has an element
        as `<span class="folio" data-slot="7">00</span>`, the digits of the number as zeros:
        layout depends on the shape of a number, never on its value. `values` are the
        numbers themselves, by slot; the linker sets them. `begins` says on which side of
        the sheet the chunk must open; `folios` how its pages are numbered. `goes_on` is
        whether it is of a list that began in the chunk before.
    """

    name: str
    markup: str
    values: tuple[str, ...]
    references: tuple[PageReference, ...]
    begins: Literal["recto", "verso", "any"]
    folios: FolioStyle
    goes_on: bool = False


class _Aside(Chunk):
    """A chunk whose markup rests while nobody asks for it."""

    __slots__ = ("_resting",)
    _resting: Resting

    def __init__(self, *, markup: str, **told: Any) -> None:
        for name, value in told.items():
            object.__setattr__(self, name, value)
        object.__setattr__(self, "_resting", Resting(markup.encode("utf-8", "surrogatepass")))

    @property
    def markup(self) -> str:
        """The markup, read for whoever asks."""
        return bytes(self._resting.read()).decode("utf-8", "surrogatepass")

    def __reduce__(self) -> tuple[Any, ...]:
        """To another process it goes with its markup."""
        return Chunk, tuple(_told(self).values())


def _told(chunk: Chunk) -> dict[str, Any]:
    return {one.name: getattr(chunk, one.name) for one in fields(Chunk)}


def aside(chunk: Chunk) -> Chunk:
    """*chunk* with its markup laid aside, in a process that builds and leaves."""
    return _Aside(**_told(chunk)) if leaving() else chunk


@dataclass(frozen=True, slots=True)
class PieceSheet:
    """A page of a piece.

    Units: points (1/72 inch) from the top left corner of the page; `foot` is the top of
        the footnote area, or the foot of the text area where the page has no notes.
        `blank` is a page left empty so that what follows can open on the other side.
    """

    side: Side
    width: float
    height: float
    text_top: float
    text_bottom: float
    foot: float
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    r"""One line of type in a block.

    Shape: `anchor` is the nearest anchored block, note, row or entry around it;
        `sheet` counts the pages of the piece from 0; `number` counts the lines of text
        on its page from 1 (0 for lines of notes), `through` those of its document (0
        outside of documents), lines side by side as one; `text` is what is set there,
        with an inserted hyphen at the end kept, and slot N written as "\x02N\x03".
    Units: points from the top left corner of the page.
    """

    anchor: str
    sheet: int
    area: Area
    number: int
    text: str
    left: float
    top: float
    right: float
    bottom: float
    through: int = 0


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an anchor begins or ends: page of the piece from 0, line on it, top in points."""

    sheet: int
    line: int
    top: float


@dataclass(frozen=True, slots=True)
class FontUse:
    """The glyphs a piece uses of one face.

    Shape: `resource` is the font's name in the page resources; `file` the name of the
        font file in the theme; `glyphs` maps a glyph id to (advance in thousandths of
        an em, text it stands for); `figures` maps each character a page number may need
        ("0123456789ivxlcdmn–, ") to its glyph id and advance in this face and features.
    """

    resource: str
    file: str
    glyphs: Mapping[int, tuple[int, str]]
    figures: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An outline entry: level from 1, label, the anchor it leads to, and where that stands."""

    level: int
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Turn:
    """What changes in a piece that opens on the other side of the sheet.

    Shape: for each page `shifts` says how far its text moves; `edits` replace the bytes
        from `start` to `end` of the PDF, in the order they stand there.
    Units: points to the right.
    """

    shifts: tuple[float, ...]
    edits: tuple[tuple[int, int, bytes], ...]


class Body(Protocol):
    """The bulk of a piece. It may be packed, and read each time that somebody asks.

    Shape: `pdf` is a PDF of its pages with uncompressed page streams, no font programs
        and slots marked as `model.slots` describes; `turn` makes of it the same piece
        opening on the other side, and is None where more than the margins differs there.
    """

    @property
    def pdf(self) -> bytes:
        """The pages as drawn."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line of type, page by page."""

    @property
    def fonts(self) -> tuple[FontUse, ...]:
        """What is used of each face."""

    @property
    def turn(self) -> Turn | None:
        """What changes on the other side."""


@dataclass(frozen=True, slots=True)
class Loose:
    """A body that is all at hand."""

    pdf: bytes = b""
    lines: tuple[Line, ...] = ()
    fonts: tuple[FontUse, ...] = ()
    turn: Turn | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A typeset chunk that knows no absolute page number: plain data, fit for a cache.

    Shape: `first` and `last` map every anchor to where it begins and ends; `marks` and
        `notes` map a note's anchor to the page of its call and to the pages its text stands
        on; `turns` is whether the body has a `turn`. `digest` names it: two pieces with one
        digest are the same; 64 hexadecimal digits, and "" only for one that has never been
        bytes. `items` is how many items of a list are on the pages, where more was to follow;
        `parts` are what a long list is made of, and then nothing else is told of it. `turned`
        is the piece that this one was made of by turning it.
    """

    body: Body
    sheets: tuple[PieceSheet, ...]
    first: Mapping[str, Spot]
    last: Mapping[str, Spot]
    marks: Mapping[str, int]
    notes: Mapping[str, tuple[int, ...]]
    outline: tuple[Bookmark, ...]
    turns: bool = False
    digest: str = ""
    items: int = 0
    parts: tuple[Part, ...] = ()
    turned: Piece | None = None

    @property
    def pdf(self) -> bytes:
        """The pages as drawn, unpacked for whoever asks."""
        return self.body.pdf

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line of type, unpacked for whoever asks."""
        return self.body.lines

    @property
    def fonts(self) -> tuple[FontUse, ...]:
        """What is used of each face, unpacked for whoever asks."""
        return self.body.fonts

    @property
    def turn(self) -> Turn | None:
        """What changes on the other side, unpacked for whoever asks."""
        return self.body.turn


@dataclass(frozen=True, slots=True)
class Part:
    """Some pages of a long list.

    Shape: `markup` is what is on them, with slots numbered from 0; `slots` are their numbers
        in the list.
    """

    markup: str
    slots: tuple[int, ...]
    piece: Piece


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of the finished book: `folio` is its label; `printed` is whether it shows it."""

    number: int
    folio: str
    side: Side
    chunk: str
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in the book. `sheet` counts PDF pages from 1; `top` is in points from the top edge."""

    sheet: int
    folio: str
    line: int
    top: float


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line as it stands in the book, slots filled; boxes in points from the top left corner."""

    anchor: str
    sheet: int
    area: Area
    number: int
    text: str
    box: tuple[float, float, float, float]
    through: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """The lines of one chunk as they stand in the book, made each time that `read` is called.

    Shape: `sheet` is the one on which the chunk opens; `made_of` are the digest of the
        piece, and the numbers that stand in it.
    """

    chunk: str
    sheet: int
    made_of: tuple[str, ...]
    read: Callable[[], Iterable[SetLine]]

    @property
    def digest(self) -> str:
        """What names the lines, but for where the chunk opens; "" where nobody can tell.

        Two runs with one digest are the same lines, so many sheets apart.
        """
        return key_of("run", self.made_of) if self.made_of and self.made_of[0] else ""


@dataclass(frozen=True, slots=True)
class PageMap:
    """Where everything landed, once the pages had stopped moving.

    Shape: `first` and `last` map every anchor of the edition to the places where it
        begins and ends; `runs` are the lines, chunk by chunk. Errors: a missing anchor
        is a `KeyError`, and a bug.
    """

    sheets: tuple[Sheet, ...]
    first: Mapping[str, Place]
    last: Mapping[str, Place]
    runs: tuple[Run, ...]

    @staticmethod
    def of_lines(
        sheets: tuple[Sheet, ...],
        first: Mapping[str, Place],
        last: Mapping[str, Place],
        lines: tuple[SetLine, ...],
    ) -> PageMap:
        """A page map whose *lines* are at hand, of whatever chunks."""
        return PageMap(sheets, first, last, (Run("", 1, (), lambda: lines),))

    @property
    def lines(self) -> Iterator[SetLine]:
        """Every line of the book in order, read for whoever asks: of a large book, much."""
        return (line for run in self.runs for line in run.read())

    def under(self, aliases: Mapping[str, str]) -> PageMap:
        """The map with older names of passages in it, each where its passage stands now."""
        first = {old: self.first[new] for old, new in aliases.items() if new in self.first}
        last = {old: self.last[new] for old, new in aliases.items() if new in self.last}
        return replace(self, first=_over(self.first, first), last=_over(self.last, last))

    def covering(self, held: Mapping[str, Iterable[str]]) -> PageMap:
        """The map with each anchor of *held* reaching to the end of what it holds.

        A text set beside another has no element around it: its end is that of its passages.
        """
        further: dict[str, Place] = {}
        for anchor, inside in held.items():
            if anchor in self.last:
                ends = [self.last[one] for one in (anchor, *inside) if one in self.last]
                further[anchor] = max(ends, key=lambda end: (end.sheet, end.top))
        return replace(self, last=_over(self.last, further))

    def folio(self, anchor: str) -> str:
        """The folio printed on the page where *anchor* begins."""
        return self.first[anchor].folio


def _over(places: Mapping[str, Place], other: dict[str, Place]) -> Mapping[str, Place]:
    """*places*, but for the *other* ones: many are made only when they are asked for."""
    return ChainMap(other, cast("dict[str, Place]", places)) if other else places
