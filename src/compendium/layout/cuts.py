"""Where the markup of a list may be cut: before each of its items.

What is read is the list as `render` writes it, which is XML in its `body`; the places are
those of its bytes, so that the parts are the words of the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.parsers import expat

_ITEM = re.compile(r"line|row|depth-\d")
_KIND = re.compile(rb'<body class="sheet-(?:contents|list|index|register)"')
_SAYS = "data-continued"
_ONCE = re.compile(rb' (?:data-(?:title|level|continued)|hidden|style)="[^"]*"')
_ID = re.compile(rb' id="([^"]*)"')


def is_item(kinds: str | None) -> bool:
    """Whether an element of these *kinds*, its class, is one item of a list."""
    return bool(kinds) and any(map(_ITEM.fullmatch, (kinds or "").split()))


@dataclass(frozen=True, slots=True)
class Cut:
    """A place between two items: `at` in the markup, in the elements `around` and after `before`.

    Shape: `around` are the names and opening tags of what is open there, from the outside,
        `before` the opening tags of what each of them, and the last of all the items, follows;
        b"" for none. `goes_on` is what is said over an entry that goes on.
    """

    at: int
    around: tuple[tuple[str, bytes], ...]
    before: tuple[bytes, ...]
    goes_on: str


@dataclass(frozen=True)
class List:
    """A list as bytes: `cuts` has a place before each item, the first in its `body` included."""

    markup: bytes
    body: int
    cuts: tuple[Cut, ...]
    end: int


@dataclass(slots=True)
class _Open:
    """An element that is open: where it begins, the element before it, and what it holds."""

    name: str
    at: int
    items: bool = False
    last: int | None = None
    main: str = ""


class _Finder:
    """Finds where a list may be cut. In an item nothing is looked at."""

    def __init__(self, markup: bytes, body: int) -> None:
        self._markup, self._body = markup, body
        self._stack: list[_Open] = []
        self._inside = 0
        self.cuts: list[Cut] = []

    def start(self, name: str, said: dict[str, str], at: int) -> None:
        """An element *name* opens *at* this byte."""
        if self._inside:
            self._inside += 1
            return
        self._stack.append(_Open(name, at))
        if is_item(said.get("class")):
            self._inside = 1
            around = self._stack[-2]
            around.main = said.get(_SAYS, around.main)
            self._cut("" if _SAYS in said else around.main)

    def end(self) -> None:
        """The element that opened last closes."""
        self._inside -= self._inside > 0
        if not self._inside:
            closed = self._stack.pop()
            if self._stack:
                self._stack[-1].last = closed.at

    def _cut(self, goes_on: str) -> None:
        """A place before the item on top of the stack, and before all it is the first item of."""
        depth = len(self._stack) - 1
        while depth > 1 and not self._stack[depth - 1].items:
            depth -= 1
        around = self._stack[1:depth]
        for opened in self._stack:
            opened.items = True
        self.cuts.append(
            Cut(
                self._stack[depth].at,
                tuple((opened.name, self._tag(opened.at)) for opened in around),
                tuple(b"" if o.last is None else self._tag(o.last) for o in self._stack[:depth]),
                goes_on if depth == len(self._stack) - 1 else "",
            )
        )

    def _tag(self, at: int) -> bytes:
        at += self._body
        return self._markup[at : self._markup.index(b">", at) + 1]


def find(markup: bytes) -> List | None:
    """Where *markup* may be cut; None if it is no list of ours."""
    kind, end = _KIND.search(markup), markup.rfind(b"</body>")
    if not kind or end < 0:
        return None
    body = kind.start()
    finder = _Finder(markup, body)
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, said: finder.start(
        name, said, parser.CurrentByteIndex
    )
    parser.EndElementHandler = lambda name: finder.end()
    try:
        parser.Parse(markup[body : end + len(b"</body>")], True)
    except expat.ExpatError:  # HTML that is no XML
        return None
    cuts = tuple(replace(cut, at=cut.at + body) for cut in finder.cuts)
    outer = {cut.around[:1] for cut in cuts[1:]}
    return List(markup, body, cuts, end) if len(outer) == 1 and () not in outer else None


def opened(cut: Cut) -> Iterator[bytes]:
    """What is open at *cut*, opened again, each after what it follows, of which nothing is seen."""
    tags = [tag for _, tag in cut.around]
    for before, tag in zip(cut.before, [*tags, b""], strict=True):
        if before:
            yield _bare(before)[:-1] + b' hidden="" style="display:none">'
            yield b"</" + re.split(rb"[\s>]", before[1:], maxsplit=1)[0] + b">"
        yield _ID.sub(rb' data-of="\1"', _ONCE.sub(b"", tag))


def _bare(tag: bytes) -> bytes:
    return _ID.sub(b"", _ONCE.sub(b"", tag))
