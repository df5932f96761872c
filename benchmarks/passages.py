"""What the numbers of an edition lead to: the letters of the corpus around every anchor."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from compendium.model.edition import DocumentText, Edition, Entry
from compendium.model.text import (
    Block,
    Division,
    Figure,
    Heading,
    Image,
    Inline,
    Item,
    List,
    NoteMark,
    Paragraph,
    Phrase,
    Pointer,
    Quotation,
    Row,
    Rule,
    SourcePage,
    Styled,
    Table,
    Text,
)

BEFORE, AFTER = 24, 40
"""Letters that are looked for on both sides of where a passage begins."""
_LETTERS = re.compile(r"[^\W\d_]+")


def plain(text: str) -> str:
    """The letters of *text*, found without any code of the program."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(_LETTERS.findall(folded))


@dataclass(slots=True)
class Reel:
    """The letters of a text in order.

    Shape: `begins` and `ends` tell where each anchor does; at each of `cuts` print may have
        letters that are not the corpus's: the words of a pointer, the marker of an item.
        `points` have no letters, and stand behind some of the block that was `opened` last.
    """

    letters: str = ""
    begins: dict[str, int] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)
    cuts: list[int] = field(default_factory=lambda: [0])
    made: set[int] = field(default_factory=set)
    points: set[str] = field(default_factory=set)
    opened: int = 0

    def cut(self, made: bool = False) -> None:
        """Nothing is known of what print has here; words of ours, if they are *made*."""
        self.cuts.append(len(self.letters))
        if made:
            self.made.add(len(self.letters))

    def blocks(self, content: Iterable[Block | Item | Row]) -> None:
        """Wind *content* up."""
        for block in content:
            self._block(block)

    def _block(self, block: Block | Item | Row) -> None:
        if isinstance(block, Rule):
            return
        self.cut()
        start = self.opened = len(self.letters)
        match block:
            case Paragraph() | Heading():
                self.inline(block.content)
            case List():
                self.blocks(block.items)
            case Quotation() | Division() | Item():
                self.blocks(block.blocks)
            case Table():
                self.inline(block.caption)
                self.blocks([*([block.head] if block.head else []), *block.rows])
            case Row():
                for cell in block.cells:
                    self.cut()
                    self.inline(cell)
            case Figure():
                self.inline(block.caption)
        self.cut()
        self.name(block.anchor, start)

    def inline(self, content: Iterable[Inline]) -> None:
        """Wind running words up."""
        for node in content:
            start = len(self.letters)
            match node:
                case Text():
                    self.letters += plain(node.text)
                case Pointer() | Phrase() | Image():
                    self.cut(made=True)
                case NoteMark() | SourcePage():
                    if plain(node.number if isinstance(node, SourcePage) else node.mark):
                        self.cut()
                case Styled(style="ruby"):
                    self.cut()
                    self.inline(node.content)
                    self.cut()
                case _:
                    self.inline(getattr(node, "content", ()))
            self.name(getattr(node, "anchor", "") or "", start)

    def name(self, anchor: str, start: int) -> None:
        """Say that *anchor* began at *start*, and ends here."""
        if anchor and self.opened < start == len(self.letters):
            self.points.add(anchor)
        if anchor:
            self.begins.setdefault(anchor, start)
            self.ends[anchor] = len(self.letters)

    def passages(self) -> Iterator[tuple[str, Passage]]:
        """The passage of each anchor."""
        cuts = sorted({*self.cuts, len(self.letters)})
        for anchor, start in self.begins.items():
            end, point = self.ends[anchor], anchor in self.points
            low = max(cut for cut in cuts if cut < start + (not point))
            high = min((cut for cut in cuts if cut > start - point), default=start)
            last = max((cut for cut in cuts if cut < end), default=0)
            close = min(cut for cut in cuts if cut >= end)
            yield (
                anchor,
                Passage(
                    self.letters[max(low, start - BEFORE) : start],
                    self.letters[start : min(high, start + AFTER)],
                    self.letters[max(last, end - AFTER) : end] if end > start or point else "",
                    self.letters[end : min(close, end + BEFORE)],
                    point,
                    end in self.made,
                ),
            )


@dataclass(frozen=True, slots=True)
class Passage:
    """The letters around the beginning and the end of something that has an anchor.

    Shape: a `point` has no letters of its own, as the call of a note; one that is `made` on
        ends with words that are not the corpus's, and where is not known.
    """

    before: str
    words: str
    end: str
    behind: str = ""
    point: bool = False
    made: bool = False


@dataclass(slots=True)
class Corpus:
    """What the numbers of an edition lead to.

    Shape: `last` has for a document the ends of its texts; `among` the other places that
        the entry of an anchor names, for the ends of ranges.
    """

    passages: dict[str, Passage] = field(default_factory=dict)
    last: dict[str, list[str]] = field(default_factory=dict)
    among: dict[str, list[str]] = field(default_factory=dict)


def corpus_of(edition: Edition) -> Corpus:
    """Everything in *edition* that has an anchor and words."""
    found = Corpus()
    for document in edition.documents:
        ends = []
        for text in document.texts:
            main = text is document.texts[0]
            anchor = document.anchor if main else f"{document.anchor}.{text.lang}"
            ends.append(_text(anchor, text, found))
            found.last[anchor] = [ends[-1]]
        found.last[document.anchor] = ends
    for matter in (*edition.front, *edition.back):
        found.last[matter.anchor] = [_text(matter.anchor, matter.text, found)]
    for note in edition.notes.values():
        reel = Reel()
        reel.blocks(note.blocks)
        reel.name(note.anchor, 0)
        found.passages.update(reel.passages())
    for part in edition.parts:
        found.passages[part.anchor] = headed(part.title)
    for entry in _entries(edition):
        places = [*entry.mentions, *(end for pair in entry.ranges for end in pair)]
        for anchor in places:
            found.among.setdefault(anchor, []).extend(places)
    return found


def _text(anchor: str, text: DocumentText, found: Corpus) -> str:
    """Add *text* to what is *found*; returns the anchor of its last block."""
    title = Reel()
    title.inline(text.title)
    title.name(anchor, 0)
    body = Reel()
    body.blocks(text.blocks)
    found.passages.update(body.passages())
    found.passages.update(title.passages())
    named = [b.anchor for b in text.blocks if not isinstance(b, Rule) and b.anchor]
    full = [name for name in named if found.passages[name].end]
    return full[-1] if full else anchor


def headed(title: str) -> Passage:
    """The passage that a title is."""
    return Passage("", plain(title)[:AFTER], plain(title)[-AFTER:])


def _entries(edition: Edition) -> Iterator[Entry]:
    waiting = [entry for register in edition.registers for entry in register.entries]
    waiting += [entry for index in edition.indexes for g in index.groups for entry in g.entries]
    while waiting:
        entry = waiting.pop()
        yield entry
        waiting += entry.children
