"""The script of a chunk: what its markup says shall be printed, read without any engine.

The markup is read with the parser of the standard library. Each chunk has a stream of
letters for its text, one for each text beside it in another language, and one for every
note; anchors, links and slots are ranges of these.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple

from compendium.model.pages import Chunk
from compendium.proof.letters import letters, offsets

_INLINE = frozenset({"a", "em", "strong", "span", "sup", "sub", "img", "ruby", "rb", "rt"})
_VOID = frozenset({"br", "hr", "img", "link", "meta"})
_LONGEST = 40
"""Letters: words longer than this are not shown whole."""
_SPACE = re.compile(r"\s+")
_TELLING = frozenset({
    "data-continued", "data-goes-on", "data-lines", "data-verso", "data-recto", "data-mark",
    "data-title",
})  # fmt: skip
"""What an element says about its pages."""
_PLAIN = re.compile(r'<([a-z][a-z0-9]*)((?: [a-z][a-z0-9-]*="[^"<>&]*")*)>')
_PLAIN_END = re.compile(r"</([a-z][a-z0-9]*)>")
_GIVEN = re.compile(r' ([a-z][a-z0-9-]*)="([^"]*)"')
_CELLS = frozenset({"td", "th"})


@dataclass(slots=True)
class Stream:
    """Letters that are printed one after the other: the text of a chunk, or a note.

    Shape: `key` is the note's anchor, or the chunk's name; `parts` hold the text as it was
        written, each with the offset of its first letter.
    """

    key: str
    chunk: str
    note: bool
    parts: list[tuple[int, str]] = field(default_factory=list)
    length: int = 0
    text: str = ""
    _letters: list[str] = field(default_factory=list, repr=False)

    def add(self, data: str) -> None:
        """Append *data*."""
        said = letters(data)
        self.parts.append((self.length, data))
        self._letters.append(said)
        self.length += len(said)

    def close(self) -> None:
        """Say that nothing follows."""
        self.text = "".join(self._letters)
        self._letters.clear()

    def words(self, start: int, end: int) -> str:
        """Letters *start* to *end* as they were written, with the space around them."""
        first = max(bisect_left(self.parts, start, key=lambda part: part[0]) - 1, 0)
        said = ""
        for at, data in self.parts[first:]:
            if at > end:
                break
            where = list(offsets(data))
            high = min(end - at, len(where) - 1)
            low = min(max(start - at, 0), high)
            opens = where[low - 1] + 1 if low else 0
            said += data[opens : where[high]]
        return said

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Letters *start* to *end* widened to whole words."""
        before = self.words(max(start - _LONGEST, 0), start)
        after = self.words(end, min(end + _LONGEST, self.length))
        return (
            start - len(letters(_SPACE.split(before)[-1])),
            end + len(letters(_SPACE.split(after)[0])),
        )

    def whole(self, start: int, end: int) -> str:
        """Letters *start* to *end* as they were written, with the rest of their words."""
        return self.words(*self.around(start, end))


class Range(NamedTuple):
    """Letters `start` to `end` of a stream, by its key."""

    stream: str
    start: int
    end: int


class ScriptLink(NamedTuple):
    """A link of the markup."""

    href: str
    range: Range


@dataclass(frozen=True, slots=True)
class ScriptRow:
    """A table row: a range for each cell. A page turn may part all of them at once."""

    cells: tuple[Range, ...]
    head: bool


@dataclass(slots=True)
class Script:
    """Everything one chunk's markup promises.

    Shape: `streams` are by key, the chunk's text first; `anchors` and `slots` tell where
        each stands; `running` are the words its pages may bear as running heads;
        `marked` has by anchor what each page must bear on which any of it stands;
        `outline` is level, title and anchor of each bookmark; `pages` are the numbers of
        the pages of the source by the anchors of their marks; `numbers` says whether lines
        are numbered by page or document, and every how many of them (0 for none);
        `continued` are names that may stand again over what goes on on a new page.
    """

    chunk: Chunk
    streams: dict[str, Stream] = field(default_factory=dict)
    anchors: dict[str, Range] = field(default_factory=dict)
    slots: dict[int, Range] = field(default_factory=dict)
    links: list[ScriptLink] = field(default_factory=list)
    rows: list[ScriptRow] = field(default_factory=list)
    running: set[str] = field(default_factory=set)
    marked: dict[str, str] = field(default_factory=dict)
    outline: list[tuple[int, str, str]] = field(default_factory=list)
    images: list[Range] = field(default_factory=list)
    pages: dict[str, str] = field(default_factory=dict)
    numbers: tuple[str, int] = ("", 0)
    continued: set[str] = field(default_factory=set)

    @property
    def text(self) -> Stream:
        """The stream of the chunk's text."""
        return self.streams[self.chunk.name]


def read_script(chunk: Chunk) -> Script:
    """The script of *chunk*, its slots filled with its values."""
    script = Script(chunk)
    parser = _Parser(script)
    parser.feed(chunk.markup)
    parser.close()
    for stream in script.streams.values():
        stream.close()
    return script


@dataclass(slots=True)
class _Open:
    """An element that is not closed yet: where its letters begin, and what it is."""

    tag: str
    stream: Stream
    start: int
    anchor: str = ""
    href: str = ""
    slot: int | None = None
    part_of: str = ""


class _Parser(HTMLParser):
    def __init__(self, script: Script) -> None:
        super().__init__(convert_charrefs=True)
        self.script = script
        self.stack: list[_Open] = []
        self.cells: list[Range] = []
        self.heads = 0
        self.silent = 0

    def parse_starttag(self, i: int) -> int:
        """Read the tag at *i*: the library is asked for those that are not plain."""
        plain = _PLAIN.match(self.rawdata, i)
        if plain is None or plain[1] in self.CDATA_CONTENT_ELEMENTS:
            return super().parse_starttag(i)
        self.handle_starttag(plain[1], _GIVEN.findall(plain[2]))
        return plain.end()

    def parse_endtag(self, i: int) -> int:
        """Read the end of an element at *i*, in the same way."""
        plain = _PLAIN_END.match(self.rawdata, i)
        if plain is None or self.cdata_elem:
            return super().parse_endtag(i)
        self.handle_endtag(plain[1])
        return plain.end()

    def updatepos(self, i: int, j: int) -> int:
        """Count no lines: nobody asks where a tag stands."""
        return j

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.silent += tag == "head"
        self.heads += tag == "thead"
        classes = named.get("class", "").split()
        if "source-page" in classes or not _TELLING.isdisjoint(named):
            self._note(named, classes)
        stream = self._stream(named, classes)
        if tag not in _INLINE:
            stream.add(" ")
        if tag == "img":
            self.script.images.append(Range(stream.key, stream.length, stream.length))
        opened = _Open(
            tag, stream, stream.length, named.get("id", ""), named.get("href", ""),
            part_of=named.get("data-of") or named.get("data-text", ""),
        )  # fmt: skip
        if "data-slot" in named:
            opened.slot = int(named["data-slot"])
            stream.add(self.script.chunk.values[opened.slot])
        if tag in _VOID:
            self._close(opened)
        else:
            self.stack.append(opened)

    def handle_endtag(self, tag: str) -> None:
        while self.stack and tag not in _VOID:
            opened = self.stack.pop()
            self._close(opened)
            if opened.tag == tag:
                break
        self.silent -= tag == "head"
        self.heads -= tag == "thead"

    def handle_data(self, data: str) -> None:
        slot = bool(self.stack) and self.stack[-1].slot is not None
        if self.silent or slot or not self.stack:
            return
        self.stack[-1].stream.add(data)

    def close(self) -> None:
        super().close()
        while self.stack:
            self._close(self.stack.pop())

    def _note(self, named: dict[str, str], classes: Sequence[str]) -> None:
        """What the element says about pages: running heads, a bookmark, numbers beside lines."""
        if "source-page" in classes:
            self.script.pages[named["id"]] = named.get("data-n", "")
        for name in ("data-continued", "data-goes-on"):
            if named.get(name):
                self.script.continued.add(letters(named[name]))
        if named.get("data-lines"):
            way, _, every = named["data-lines"].partition(" ")
            self.script.numbers = way, int(every)
        for name in ("data-verso", "data-recto", "data-mark"):
            if named.get(name):
                self.script.running.add(letters(named[name]))
        if "data-mark" in named:
            whose = named.get("id") or named.get("data-text", "")
            self.script.marked[whose] = named["data-mark"]
        if named.get("data-title") and named.get("data-level", "").isdecimal():
            mark = (int(named["data-level"]), named["data-title"], named.get("id", ""))
            self.script.outline.append(mark)

    def _stream(self, named: dict[str, str], classes: Sequence[str]) -> Stream:
        """The stream that the element's letters go to."""
        name = self.script.chunk.name
        if "fn" in classes:
            key, note = named.get("data-note") or named.get("id", ""), True
        elif (text := named.get("data-text")) and all(one.anchor != text for one in self.stack):
            key, note = text, False
        elif self.stack:
            return self.stack[-1].stream
        else:
            key, note = name, False
        return self.script.streams.setdefault(key, Stream(key, name, note))

    def _close(self, opened: _Open) -> None:
        stream = opened.stream
        if opened.tag not in _INLINE:
            stream.add(" ")
        here = Range(stream.key, opened.start, stream.length)
        if opened.anchor:
            self.script.anchors.setdefault(opened.anchor, here)
        if whole := self.script.anchors.get(opened.part_of):
            self.script.anchors[opened.part_of] = whole._replace(end=here.end)
        if opened.href:
            self.script.links.append(ScriptLink(opened.href, here))
        if opened.slot is not None:
            self.script.slots[opened.slot] = here
        if opened.tag in _CELLS:
            self.cells.append(here)
        if opened.tag == "tr":
            self.script.rows.append(ScriptRow(tuple(self.cells), self.heads > 0))
            self.cells = []


def innermost(script: Script, stream: str, at: int) -> Iterator[str]:
    """The anchors around letter *at* of *stream*, from the innermost out."""
    around = [
        (there.end - there.start, anchor)
        for anchor, there in script.anchors.items()
        if there.stream == stream and there.start <= at < max(there.end, there.start + 1)
    ]
    yield from (anchor for _, anchor in sorted(around))
