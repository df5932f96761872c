"""Running text: the inline nodes and blocks that documents, notes and registers are made of.

One tree serves twice. As written (`Volume`) it holds `Link` and `NoteCall`, which only
name what they mean; `resolve` replaces these by `Reference`, `Mention`, `WebLink` and
`NoteMark`, which are tied. Every node keeps the span it was written at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from compendium.diag import Span

Style = Literal[
    "emphasis", "strong", "small-caps", "superscript", "subscript", "underline",
    "emphasis-marks", "ruby", "plain",
]  # fmt: skip
Intervention = Literal["supplied", "omission", "sic", "correction", "unclear", "placeholder"]
Variants = Literal["report", "note", "apparatus"]
"""What becomes of the variants of a quotation: an error, or a note in one of two forms."""


@dataclass(frozen=True, slots=True)
class Text:
    """Characters, exactly as written."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Break:
    """A line end: `hard` if the text says so, otherwise a space wherever lines are refilled."""

    hard: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Styled:
    """Words set in a style, or in another language (`lang`, a BCP 47 tag; style `plain`).

    Shape: `reading` is how words in style `ruby` are read, and stands above them.
    """

    style: Style
    content: tuple[Inline, ...]
    span: Span
    lang: str | None = None
    anchor: str | None = None
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Editorial:
    """Words the editors touched or vouch for: `[Tokyo]{.supplied}`, `[the]{.sic}`.

    Shape: `was` is the reading of the source where a correction replaced it.
    """

    kind: Intervention
    content: tuple[Inline, ...]
    span: Span
    was: str | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in `images/`, with the words that stand for it."""

    source: str
    alt: str
    span: Span


@dataclass(frozen=True, slots=True)
class Link:
    """A link as written: `doc:`, `ref:`, a register (`person:` ...) or a web address."""

    target: str
    content: tuple[Inline, ...]
    span: Span
    classes: frozenset[str] = frozenset()
    attributes: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class NoteCall:
    """A footnote's call as written: `[^label]`."""

    label: str
    span: Span


@dataclass(frozen=True, slots=True)
class SourcePage:
    """Where a page of the source edition begins: `[]{.page n="225"}`. It has no words.

    Shape: `number` as it was written; `anchor` is "src-225" in its text as written, and
        begins with the anchor of the text once tied.
    """

    number: str
    span: Span
    anchor: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words inside a paragraph that are quoted from another text of the edition.

    Shape: `source` is the link target as written ("doc:declaration-1956#art-9.2"), and
            an anchor once tied. They print as they stand; `resolve` compares them, and does
        with `variants` what that says; "" leaves it to the edition.
    """

    source: str
    content: tuple[Inline, ...]
    span: Span
    anchor: str = ""
    variants: Variants | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class WebLink:
    """A link out of the edition (https, http or mailto)."""

    url: str
    content: tuple[Inline, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that lead to another passage of the edition.

    Shape: `target` is an anchor of `Edition.targets`; `anchor` is the reference's own.
        A reference with a note is followed by that note's `NoteMark`; one that is
        `inline` prints its pointer in brackets after the words instead.
    """

    target: str
    content: tuple[Inline, ...]
    span: Span
    anchor: str
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A spot that names an entry of a register, with or without words of its own.

    Shape: `entry` is the entry's key, "persons/gromyko".
    """

    entry: str
    content: tuple[Inline, ...]
    span: Span
    anchor: str


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The call of a note, tied: `note` is a key of `Edition.notes`, `mark` what is printed."""

    note: str
    mark: str
    anchor: str
    span: Span


@dataclass(frozen=True, slots=True)
class Pointer:
    """Generated words that say where a passage stands: "Document 3, para. 9, p. 4 below".

    Shape: `target` is an anchor of `Edition.targets`; the words come from the theme.
        `direction` is `above` or `below`, or `same` on the page of the passage itself.
    """

    target: str
    direction: Literal["above", "below", "none"]
    span: Span


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of the theme by key ("not-printed"), in notes of ours; `gaps` fills its `{names}`."""

    key: str
    span: Span
    gaps: Mapping[str, tuple[Inline, ...]] = field(default_factory=dict, hash=False)


Inline = (
    Text | Break | Styled | Editorial | Image | Link | NoteCall | SourcePage | Quoted
    | WebLink | Reference | Mention | NoteMark | Pointer | Phrase
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or one line group of a named piece.

    Shape: `name` is the named piece it belongs to (dateline, salutation, close,
        signature, addressee), else None; `anchor` is "" until `resolve` gives one,
        unless written as `{#id}`. `letter` is what its words begin with where it is one of
        a row ("(a)"), `depth` how many rows it stands in; `resolve` finds them.
        In a named piece every line end is kept. `faces` is the
        id of the block of the main text that it stands level with, where that is written.
    """

    content: tuple[Inline, ...]
    span: Span
    anchor: str = ""
    name: str | None = None
    align: str | None = None
    letter: str = ""
    depth: int = 0
    faces: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a document; level 1 is the highest within it. `faces`: see `Paragraph`."""

    level: int
    content: tuple[Inline, ...]
    span: Span
    anchor: str = ""
    align: str | None = None
    faces: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A list item. `number` is the document's own number as written ("9", "a"), if it has one.

    Shape: `part_of` is the anchor of the item that this goes on with, in a `model.edition.Row`.
    """

    blocks: tuple[Block, ...]
    span: Span
    number: str | None = None
    marker: str = ""
    anchor: str = ""
    part_of: str = ""


@dataclass(frozen=True, slots=True)
class List:
    """A list, or a run of the document's own numbered paragraphs (`ordered`).

    Shape: a part of a list, in a `model.edition.Row`, has the anchor of the whole as
        `part_of`, and in `widest` the longest marker of the whole.
    """

    ordered: bool
    items: tuple[Item, ...]
    span: Span
    anchor: str = ""
    part_of: str = ""
    widest: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of another text: `source` is the link target they are quoted from, if named.

    Shape: `variants`: see `Quoted`.
    """

    blocks: tuple[Block, ...]
    span: Span
    source: str | None = None
    anchor: str = ""
    part_of: str = ""
    variants: Variants | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A table row; `cells` are inline runs, as many as the table has columns."""

    cells: tuple[tuple[Inline, ...], ...]
    span: Span
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `alignments` holds "left", "right", "center" or "" for each column."""

    head: Row | None
    rows: tuple[Row, ...]
    alignments: tuple[str, ...]
    span: Span
    caption: tuple[Inline, ...] = ()
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its caption."""

    image: Image
    caption: tuple[Inline, ...]
    span: Span
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line or space that divides the text (`---`)."""

    span: Span


@dataclass(frozen=True, slots=True)
class Division:
    """A fenced div that is no named piece: its classes and attributes as written.

    `{.range of="subject:islands.handing-over"}` makes an index range of its blocks; in
    `{.plain}` no dash stands before the items of a list.
    """

    blocks: tuple[Block, ...]
    span: Span
    classes: frozenset[str] = frozenset()
    attributes: Mapping[str, str] = field(default_factory=dict, hash=False)
    anchor: str = ""
    part_of: str = ""


Block = Paragraph | Heading | List | Quotation | Table | Figure | Rule | Division


def plain(content: Iterable[Inline]) -> str:
    """The words of *content* as a reader sees them: no note marks, line ends as spaces."""
    return "".join([node.text if type(node) is Text else _plain(node) for node in content])


def _plain(node: Inline) -> str:
    match node:
        case Text():
            return node.text
        case Break():
            return " "
        case NoteCall() | NoteMark() | Image() | Pointer() | Phrase() | SourcePage():
            return ""
        case _:
            return plain(node.content)


def inlines(content: Iterable[Inline]) -> Iterator[Inline]:
    """Every node of *content* and below, in reading order, parents before children."""
    for node in content:
        yield node
        if type(node) is Text:
            continue
        match node:
            case Styled() | Editorial() | Link() | Quoted() | WebLink() | Reference() | Mention():
                yield from inlines(node.content)
            case _:
                pass


def blocks(content: Iterable[Block]) -> Iterator[Block | Item | Row]:
    """Every block, item and row of *content* and below, in reading order."""
    for block in content:
        yield block
        match block:
            case List():
                for item in block.items:
                    yield item
                    yield from blocks(item.blocks)
            case Quotation() | Division():
                yield from blocks(block.blocks)
            case Table():
                yield from ([block.head] if block.head else [])
                yield from block.rows
            case _:
                pass


def runs(block: Block | Item | Row) -> tuple[tuple[Inline, ...], ...]:
    """The inline runs that *block* itself holds, in reading order."""
    match block:
        case Paragraph() | Heading():
            return (block.content,)
        case Row():
            return block.cells
        case Table() | Figure():
            return (block.caption,)
        case _:
            return ()
