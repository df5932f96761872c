"""Running text: emphasis, links, spans and note calls, each node with its exact place."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace

from compendium.diag import Code, Span
from compendium.model.text import Break, Image, Inline, Link, NoteCall, SourcePage, Text, plain
from compendium.source.attributes import Attributes
from compendium.source.brackets import NOTE_CALL, Tail, read_tail
from compendium.source.characters import describe, forbidden
from compendium.source.emphasis import NESTING, Entry, Piece, Words, deepest, pair, settle, stars
from compendium.source.problems import Problems, suggest
from compendium.source.slips import check_slips
from compendium.source.spans import check_picture, make_link, make_page, make_span
from compendium.source.text import Run

_SPECIAL = re.compile(r"[\\&<\[\]*_\n]|!(?=\[)")
_ESCAPED = re.compile(r"\\([!-/:-@[-`{-~])")
_ENTITY = re.compile(r"&(?:#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});")
_ADDRESS = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]{1,2000})>")


@dataclass(slots=True)
class Context:
    """What running text needs to know of its file, and what it adds to it.

    Shape: `labels` are the notes the file defines; `called` the labels called so far;
        `pictures` the caption and id of each picture by its span. `piece` is the named piece of
        the document we are in ("signature"), where every line end is kept; `pages` how
        often each page of the source has begun. `noted` is False in fields such as a title,
        which can call no note.
    """

    problems: Problems = field(default_factory=Problems)
    labels: frozenset[str] = frozenset()
    called: set[str] = field(default_factory=set)
    pictures: dict[Span, tuple[tuple[Inline, ...], str]] = field(default_factory=dict)
    piece: str | None = None
    pages: dict[str, int] = field(default_factory=dict)
    noted: bool = True


def read_inline(run: Run, context: Context) -> tuple[Inline, ...]:
    """The nodes of *run*; what is wrong is added to the problems of *context*."""
    return _Scanner(run, context).read()


@dataclass(slots=True)
class _Open:
    """An opening bracket: where it stands in the run and in the row of entries."""

    start: int
    end: int
    position: int
    image: bool
    live: bool = True


@dataclass(slots=True)
class _Scanner:
    run: Run
    context: Context
    entries: list[Entry] = field(default_factory=list)
    brackets: list[_Open] = field(default_factory=list)
    tails: list[tuple[int, int]] = field(default_factory=list)
    at: int = 0
    deep: list[Span] = field(default_factory=list)

    def read(self) -> tuple[Inline, ...]:
        text = self.run.text
        while found := _SPECIAL.search(text, self.at):
            self._words(self.at, found.start())
            self.at = found.start()
            self._special(found[0])
        self._words(self.at, len(text))
        check_slips(self.run, sorted(self.tails), self.context.problems)
        nodes = settle(pair(self.entries, self.run, self.deep), self.run)
        if self.deep:
            message = f"mark-up is nested deeper than `{NESTING}`"
            self.context.problems.error("nesting-deep", message, self.deep[0], "write it flatter")
        return nodes

    def _words(self, start: int, end: int, text: str | None = None) -> None:
        if start < end:
            self.entries.append(
                Words(start, end, self.run.text[start:end] if text is None else text)
            )
            self.at = end

    def _special(self, sign: str) -> None:
        match sign:
            case "\\":
                self._escape()
            case "&":
                self._entity()
            case "<":
                self._address()
            case "[" | "!":
                self._open(sign == "!")
            case "]":
                self._close()
            case "\n":
                self._line_end()
            case _:
                self._stars(sign)

    def _escape(self) -> None:
        text, at = self.run.text, self.at
        if text.startswith("\\\n", at):
            self._break(at, at + 2, hard=True)
        elif found := _ESCAPED.match(text, at):
            self._words(at, found.end(), found[1])
        else:
            self._words(at, at + 1)

    def _entity(self) -> None:
        found = _ENTITY.match(self.run.text, self.at)
        meant = html.unescape(found[0]) if found else "&"
        if not found or meant == found[0]:
            self._words(self.at, self.at + 1)
            return
        if bad := forbidden(meant):
            message = f"`{describe(bad)}` may not stand in an edition"
            self._error("character-forbidden", message, self.at, found.end(), "delete it")
        self._words(self.at, found.end(), meant)

    def _address(self) -> None:
        found = _ADDRESS.match(self.run.text, self.at)
        if not found:
            self._words(self.at, self.at + 1)
            return
        start, end = found.span()
        self.tails.append((start, end))
        words = (Text(found[1], self.run.span(start + 1, end - 1)),)
        self.entries.append(Piece(Link(found[1], words, self.run.span(start, end)), 1))
        self.at = end

    def _stars(self, sign: str) -> None:
        text, end = self.run.text, self.at
        while end < len(text) and text[end] == sign:
            end += 1
        self.entries.append(stars(text, self.at, end))
        self.at = end

    def _line_end(self) -> None:
        start, last = self.at, self.entries[-1] if self.entries else None
        if isinstance(last, Words) and last.text.endswith(" "):
            kept = last.text.rstrip(" ")
            start -= len(last.text) - len(kept)
            last.text, last.end = kept, start
        self._break(start, self.at + 1, hard=self.at - start >= 2)

    def _break(self, start: int, end: int, hard: bool) -> None:
        text = self.run.text
        while end < len(text) and text[end] in " \t":
            end += 1
        span = self.run.span(start, start)
        self.entries.append(Piece(Break(hard or self.context.piece is not None, span), 0))
        self.at = end

    def _open(self, image: bool) -> None:
        call = None if image else NOTE_CALL.match(self.run.text, self.at)
        if call:
            self._call(call)
            return
        end = self.at + (2 if image else 1)
        self.brackets.append(_Open(self.at, end, len(self.entries), image))
        self._words(self.at, end)

    def _call(self, call: re.Match[str]) -> None:
        start, end = call.span()
        label = call[1]
        self.tails.append((start, end))
        if label in self.context.labels:
            self.context.called.add(label)
            self.entries.append(Piece(NoteCall(label, self.run.span(start, end)), 0))
            self.at = end
            return
        if not self.context.noted:
            message, hint = "no note can be called here", "call it in the text of the document"
            self._error("note-unknown", message, start, end, hint)
            self._words(start, end)
            return
        near = suggest(label, self.context.labels)
        hint = near if near.startswith("did") else f"write the note: `[^{label}]: ...`"
        self._error("note-unknown", f"no note has the label `{label}`", start, end, hint)
        self._words(start, end)

    def _close(self) -> None:
        tail = read_tail(self.run.text, self.at + 1) if self.brackets else None
        bracket = self.brackets.pop() if self.brackets else None
        if not bracket or not tail or (tail.target is None and bracket.image):
            self._unread(bracket)
        elif tail.target is not None and not bracket.image and not bracket.live:
            self.tails.append((tail.start, tail.end))
            message, hint = "a link stands inside this link", "end the one before the other begins"
            self._error("link-nested", message, bracket.start, tail.end, hint)
            self._words(self.at, self.at + 1)
        else:
            self._construct(bracket, tail)

    def _unread(self, bracket: _Open | None) -> None:
        """Keep a bracket as words, and say so where it was meant for more."""
        text, at = self.run.text, self.at
        sign = text[at + 1 : at + 2]
        if bracket and sign and sign in "({":
            closing = text.find({"(": ")", "{": "}"}[sign], at, at + 200)
            end = closing + 1 if closing >= 0 else at + 2
            self.tails.append((at + 1, end))
            self._misread(sign, at + 1, end)
        self._words(at, at + 1)

    def _misread(self, sign: str, start: int, end: int) -> None:
        written = self.run.text[start:end]
        if sign == "{":
            hint = 'write `{.class #id key="value"}`, or `\\{` for a brace'
            self._error(
                "attribute-bad", f"`{written}` cannot be read as attributes", start, end, hint
            )
            return
        hint = "write the target without spaces, or `\\(` if it is none"
        message = f"`{written}` is not the target of a link, and printed as it stands"
        self.context.problems.warn("markup-printed", message, self.run.span(start, end), hint)

    def _construct(self, bracket: _Open, tail: Tail) -> None:
        self.tails.append((tail.start, tail.end))
        inside = pair(self.entries[bracket.position + 1 :], self.run, self.deep)
        depth = 1 + deepest(inside)
        content = settle(inside, self.run)
        del self.entries[bracket.position :]
        if tail.titled:
            message = "the title of a link is printed nowhere"
            hint = "move its words into the text"
            self._error("link-title", message, tail.start, tail.end, hint)
        node = self._node(bracket, tail, content)
        if depth > NESTING:
            self.deep.append(self.run.span(bracket.start, tail.end))
            self.entries += inside
        else:
            self.entries.append(Piece(node, depth))
        self.at = tail.end

    def _node(self, bracket: _Open, tail: Tail, content: tuple[Inline, ...]) -> Inline:
        start, problems = bracket.start, self.context.problems
        if bracket.image:
            return self._image(start, tail, content)
        if tail.target is not None:
            for outer in self.brackets:
                outer.live = outer.live and outer.image
            return make_link(tail, content, self.run, start, problems)
        assert tail.attributes is not None
        if "page" in tail.attributes.classes:
            return self._page(start, tail.attributes, content)
        return make_span(tail.attributes, content, self.run, start, problems)

    def _page(
        self, start: int, attributes: Attributes, content: tuple[Inline, ...]
    ) -> SourcePage | Text:
        """Where a page of the source begins; a second one of the same number has a longer id."""
        page = make_page(attributes, content, self.run, start, self.context.problems)
        if page is None:
            return Text("", self.run.span(start, attributes.end))
        if not self.context.noted:
            message, hint = "no page of the source can begin here", "let it begin in the text"
            self._error("page-bad", message, start, attributes.end, hint)
        times = self.context.pages[page.anchor] = self.context.pages.get(page.anchor, 0) + 1
        if times > 1:
            message = f"page `{page.number}` of the source begins a second time"
            self.context.problems.warn("page-twice", message, page.span, "look up its number")
        return replace(page, anchor=f"{page.anchor}-{times}") if times > 1 else page

    def _image(self, start: int, tail: Tail, content: tuple[Inline, ...]) -> Image:
        span = self.run.span(start, tail.end)
        attributes = tail.attributes or Attributes(0, 0)
        check_picture(attributes, self.run, self.context.problems)
        self.context.pictures[span] = (content, attributes.id)
        name = (tail.target or "").removeprefix("../").removeprefix("images/")
        return Image(name, attributes.pairs.get("alt", plain(content)), span)

    def _error(self, code: Code, message: str, start: int, end: int, hint: str = "") -> None:
        self.context.problems.error(code, message, self.run.span(start, end), hint)
