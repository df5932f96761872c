"""Fair copies: the letters that each text and note of the corpus must have in print.

Written from the `Edition` alone, with nothing of what `render` made of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from compendium.diag import Span
from compendium.model.edition import DocumentText, Note
from compendium.model.text import (
    Block,
    Break,
    Division,
    Editorial,
    Figure,
    Heading,
    Image,
    Inline,
    Item,
    Link,
    List,
    Mention,
    NoteMark,
    Paragraph,
    Phrase,
    Pointer,
    Quotation,
    Quoted,
    Reference,
    Row,
    Rule,
    SourcePage,
    Styled,
    Table,
    Text,
    WebLink,
    blocks,
    plain,
    runs,
)
from compendium.proof.pointers import Speaker
from compendium.proof.script import Stream

GAP = "\0"
"""Stands in a bare copy for words of the theme, whatever they are."""
_BRACKETED = frozenset({"supplied", "correction", "placeholder"})
_STOPS = (".", "。")
_BULLET = "–"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A block that holds words of its own: where its letters are, and where it was written."""

    start: int
    end: int
    anchor: str
    span: Span


@dataclass(slots=True)
class Copy:
    """A fair copy.

    Shape: `stream` has the letters; `spots` maps each anchor inside to the range of its
        letters; `leaves` are the blocks in order.
    """

    stream: Stream = field(default_factory=lambda: Stream("", "", note=False))
    spots: dict[str, tuple[int, int]] = field(default_factory=dict)
    leaves: list[Leaf] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its letters."""
        return self.stream.text

    @property
    def written(self) -> str:
        """Its words as they were written."""
        return "".join(words for _, words in self.stream.parts)

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.written.split())


def copy_of_text(text: DocumentText, home: str, speaker: Speaker, bare: bool = False) -> Copy:
    """The body of *text*, which belongs to the document *home* ("" for none).

    A *bare* copy leaves out what is generated.
    """
    copyist = _Copyist(speaker, home, text.lang, bare=bare)
    copyist.blocks(text.blocks)
    return copyist.done()


def copy_of_words(content: Iterable[Inline], lang: str, speaker: Speaker) -> Copy:
    """A run of words by itself: a title, or the name of an entry."""
    copyist = _Copyist(speaker, "", lang)
    copyist.inline(content)
    return copyist.done()


def copy_of_bare_note(note: Note, lang: str, speaker: Speaker) -> Copy:
    """*note* without its mark and all that is generated."""
    copyist = _Copyist(speaker, note.document, lang, bare=True)
    copyist.blocks(note.blocks)
    return copyist.done()


def words_in_gaps(content: Iterable[Block]) -> Iterator[str]:
    """The words that fill the gaps of the theme's in *content*, and that a bare copy lacks."""
    nodes = [node for block in blocks(content) for run in runs(block) for node in run]
    for node in nodes:  # it grows
        if isinstance(node, Phrase):
            nodes += [inner for filling in node.gaps.values() for inner in filling]
            yield from map(plain, node.gaps.values())


def copy_of_note(note: Note, lang: str, speaker: Speaker) -> Copy:
    """*note* with its mark; one that we made is a sentence and ends with a stop."""
    copyist = _Copyist(speaker, note.document, lang, marked=True)
    copyist.write(f"{note.mark} ")
    copyist.blocks(note.blocks)
    said = copyist.copy.written.rstrip()
    if note.generated and not said.endswith(_STOPS):
        copyist.write(speaker.say(lang, "stop"))
    return copyist.done()


@dataclass(slots=True)
class _Copyist:
    """Writes one copy.

    Shape: `marked` is whether every list shows its markers, as in notes; `bare` leaves out
        what is generated: marks and pointers, with `GAP` for words of the theme.
    """

    speaker: Speaker
    home: str
    lang: str
    marked: bool = False
    bare: bool = False
    copy: Copy = field(default_factory=Copy)

    def done(self) -> Copy:
        self.copy.stream.close()
        return self.copy

    @property
    def length(self) -> int:
        return self.copy.stream.length

    def write(self, words: str) -> None:
        self.copy.stream.add(words)

    # -- blocks ---------------------------------------------------------------

    def blocks(self, content: Iterable[Block]) -> None:
        for block in content:
            self._block(block)

    def _block(self, block: Block) -> None:
        start = self.length
        match block:
            case Rule():
                return
            case Paragraph() | Heading():
                self._leaf(block.anchor, block.span, block.content)
            case List():
                for item in block.items:
                    self._item(item, block.ordered)
            case Quotation():
                self.blocks(block.blocks)
            case Division():
                around, self.lang = self.lang, block.attributes.get("lang", "") or self.lang
                self.blocks(block.blocks)
                self.lang = around
            case Table():
                self._leaf(block.anchor, block.span, block.caption)
                for row in self._rows(block):
                    self._row(row)
            case Figure():
                self._leaf(block.anchor, block.span, block.caption)
        self._spot(block.anchor, start)

    def _leaf(self, anchor: str, span: Span, content: Iterable[Inline]) -> None:
        start = self.length
        self.write(" ")
        self.inline(content)
        self.copy.leaves.append(Leaf(start, self.length, anchor, span))

    def _item(self, item: Item, ordered: bool) -> None:
        start = self.length
        marker = (item.marker or item.number or "") if ordered else _BULLET
        if marker and (ordered or self.marked):
            self.write(f"{marker} ")
            self.copy.leaves.append(Leaf(start, self.length, item.anchor, item.span))
        self.blocks(item.blocks)
        self._spot(item.anchor, start)
        first = item.blocks[0] if item.blocks else None
        if isinstance(first, Paragraph) and first.anchor:  # the marker is set inside it
            self.copy.spots[first.anchor] = (start, self.copy.spots[first.anchor][1])

    def _rows(self, table: Table) -> Iterator[Row]:
        yield from ([table.head] if table.head else [])
        yield from table.rows

    def _row(self, row: Row) -> None:
        start = self.length
        for cell in row.cells:
            self.write(" ")
            self.inline(cell)
        self.copy.leaves.append(Leaf(start, self.length, row.anchor, row.span))
        self._spot(row.anchor, start)

    def _spot(self, anchor: str | None, start: int) -> None:
        if anchor:
            self.copy.spots.setdefault(anchor, (start, self.length))

    # -- inline ---------------------------------------------------------------

    def inline(self, content: Iterable[Inline]) -> None:
        for node in content:
            self._node(node)

    def _node(self, node: Inline) -> None:
        start = self.length
        match node:
            case Text():
                self.write(node.text)
            case Break():
                self.write(" ")
            case NoteMark() | Pointer() | Phrase():
                self._generated(node)
            case SourcePage():
                self._spot(node.anchor, start)
            case Styled():
                around, self.lang = self.lang, node.lang or self.lang
                self.inline(node.content)
                self.write(node.reading)
                self.lang = around
                self._spot(node.anchor, start)
            case Editorial():
                self._editorial(node)
            case Mention() | Reference() | Quoted():
                self.inline(node.content)
                self._spot(node.anchor, start)
            case Link() | WebLink():
                self.inline(node.content)
            case Image() | _:
                pass

    def _generated(self, node: NoteMark | Pointer | Phrase) -> None:
        start = self.length
        match node:
            case Phrase():
                pieces = (GAP,) if self.bare else self.speaker.pieces(self.lang, node.key)
                for at, piece in enumerate(pieces):
                    if at % 2:
                        self.inline(node.gaps.get(piece, ()))
                    else:
                        self.write(piece)
            case Pointer():
                if not self.bare:
                    self.write(self.speaker.pointer(node, self.home, self.lang))
            case NoteMark():
                self.write("" if self.bare else node.mark)
                self._spot(node.anchor, start)

    def _editorial(self, node: Editorial) -> None:
        """Words of the editors, in the brackets that say so unless they bring their own."""
        around = node.kind in _BRACKETED and not plain(node.content).startswith(("[", "\uff3b"))
        self.write("[" if around else "")
        self.inline(node.content)
        self.write("]" if around else "")
