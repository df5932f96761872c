"""A Word paragraph as running words: styles, notes, links, index marks, fields of every kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from compendium.diag import Span
from compendium.importers.report import Report
from compendium.importers.runs import visible
from compendium.importers.vocabulary import Element, name
from compendium.importers.word.fields import Index, read_instruction
from compendium.importers.word.markup import attribute, child, switched, value
from compendium.importers.word.styles import TOGGLES, Style
from compendium.model.text import Break, Inline, Link, NoteCall, Styled, Text
from compendium.model.text import Style as Look

REFERENCES = ("REF", "PAGEREF", "NOTEREF")
ANEW = ("TOC", "INDEX", "TOA", "PAGE", "NUMPAGES", "SECTIONPAGES")
"""Fields whose words every build makes anew."""

_LOOKS: tuple[tuple[str, Look], ...] = (
    ("b", "strong"),
    ("i", "emphasis"),
    ("smallCaps", "small-caps"),
)
_HEIGHTS: Mapping[str, Look] = {"superscript": "superscript", "subscript": "subscript"}

_DELETED = "a tracked deletion, left behind with its words"
_INSERTED = "a tracked insertion, carried as text"
_FORMULA = ("m:oMath", "a formula, its signs carried as plain words")
_LEFT = {
    "del": ("w:del", _DELETED),
    "moveFrom": ("w:moveFrom", _DELETED),
    "rt": ("w:rt", "the reading beside a word, left behind"),
    "sym": ("w:sym", "a sign of a symbol font, left behind"),
}
"""What has no place in our text, and what is said of it."""

_CARRIED = {
    "ins": ("w:ins", _INSERTED), "moveTo": ("w:moveTo", _INSERTED), "oMath": _FORMULA,
}  # fmt: skip
_SIGNS = {"tab": " ", "ptab": " ", "noBreakHyphen": "-"}


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction so far, and the words of its result."""

    instruction: list[str] = field(default_factory=list)
    result: list[Inline] = field(default_factory=list)
    told: bool = False


@dataclass(slots=True)
class Desk:
    """What every paragraph of a file is read with.

    Shape: `ranges` gives the index mark that begins and ends at a bookmark, by its name;
        `wanted` are the bookmarks that something refers to. `line` counts paragraphs.
        `balanced` says that every field that begins ends; one that does not would take
        the rest of the text with it.
    """

    source: str
    report: Report
    styles: Mapping[str, Style]
    relations: Mapping[str, tuple[str, bool]]
    index: Index
    wanted: frozenset[str] = frozenset()
    ranges: Mapping[str, Sequence[str]] = field(default_factory=dict)
    line: int = 0
    balanced: bool = True

    @property
    def span(self) -> Span:
        """Where we are."""
        return Span(self.source, (max(self.line, 1), 1), (max(self.line, 1), 1))

    def leave(self, what: str, words: str) -> None:
        """Report something of Word's that is not carried."""
        self.report.leave(what, self.line, words)


@dataclass(slots=True)
class Liner:
    """Reads paragraphs one after the other; fields may go on from one to the next.

    Shape: `bookmarks`, `pictures` and `boxes` are what the last paragraph had in it.
    """

    desk: Desk
    fields: list[_Field] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)
    pictures: list[Element] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    opened: dict[str, str] = field(default_factory=dict)

    def paragraph(self, element: Element) -> list[Inline]:
        """The words of the paragraph *element*."""
        self.bookmarks, self.pictures, self.boxes = [], [], []
        done: list[Inline] = []
        self._inside(element, done)
        # What a field says goes on in the next paragraph, but not inside one of ours.
        for held in self.fields:
            done += [] if held.told and self._made_anew(_kind(held)) else held.result
            held.result = []
        self.fields = [held for held in self.fields if held.told]
        return done

    @property
    def anew(self) -> bool:
        """Whether we stand in a table of contents, or in another thing a build makes anew."""
        return any(held.told and self._made_anew(_kind(held)) for held in self.fields)

    def _made_anew(self, kind: str) -> bool:
        return kind in ANEW and self.desk.balanced

    def _inside(self, element: Element, done: list[Inline]) -> None:
        for one in element:
            if isinstance(one.tag, str):
                self._one(one, done)

    def _one(self, one: Element, done: list[Inline]) -> None:
        kind = name(one)
        if kind in _LEFT:
            self.desk.leave(*_LEFT[kind])
            return
        if kind in _CARRIED:
            self.desk.leave(*_CARRIED[kind])
        match kind:
            case "r":
                self._run(one, done)
            case "hyperlink":
                self._hyperlink(one, done)
            case "fldSimple":
                held = _Field([attribute(one, "instr")], told=True)
                self._inside(one, held.result)
                self._put(done, self._closed(held))
            case "bookmarkStart":
                self._bookmark(one, done)
            case "bookmarkEnd":
                for mark in self.desk.ranges.get(self.opened.get(attribute(one, "id"), ""), ()):
                    self._put(done, [Link(mark, (), self.desk.span, frozenset({"end"}))])
            case "pPr":
                pass
            case _:
                self._inside(one, done)

    # -- runs --------------------------------------------------------------------------

    def _run(self, run: Element, done: list[Inline]) -> None:
        properties = child(run, "rPr")
        toggles = self._toggles(properties)
        if toggles.get("vanish"):
            self.desk.leave("w:vanish", "hidden words, left behind")
            return
        words: list[Inline] = []
        for one in run:
            self._piece(one, words)
        if not words:
            return
        for key in ("caps", "strike"):
            if toggles.get(key):
                self.desk.leave(f"w:{key}", "words set so, carried as they are typed")
        self._put(done, self._styled(words, properties, toggles))

    def _toggles(self, properties: Element | None) -> dict[str, bool]:
        style = self.desk.styles.get(value(properties, "rStyle"), Style())
        done = dict(style.toggles)
        for key in TOGGLES:
            if (on := switched(properties, key)) is not None:
                done[key] = on
        return done

    def _styled(
        self, words: list[Inline], properties: Element | None, toggles: Mapping[str, bool]
    ) -> list[Inline]:
        looks = [look for key, look in _LOOKS if toggles.get(key)]
        underline = value(properties, "u")
        looks += ["underline"] if underline not in ("", "none") else []
        looks += [h for at, h in _HEIGHTS.items() if value(properties, "vertAlign") == at]
        if any(isinstance(word, NoteCall) for word in words):
            return words  # a call is set as the theme sets it
        for look in looks:
            words = [Styled(look, tuple(words), self.desk.span)]
        return words

    def _piece(self, one: Element, words: list[Inline]) -> None:
        kind, span = name(one), self.desk.span
        match kind:
            case "t" | "tab" | "ptab" | "noBreakHyphen":
                words.append(Text(_SIGNS.get(kind) or visible(one.text or ""), span))
            case "br" | "cr":
                words.append(Break(True, span) if not attribute(one, "type") else Text(" ", span))
            case "footnoteReference" | "endnoteReference":
                self._call(one, "fn" if kind[0] == "f" else "en", words)
            case "fldChar":
                self._switch(one, words)
            case "instrText":
                for held in self.fields[-1:]:
                    held.instruction.append(one.text or "")
            case "drawing" | "pict" | "object" | "AlternateContent":
                self._drawing(one)
            case "ruby":
                self._inside(one, words)
            case _ if kind in _LEFT:
                self.desk.leave(*_LEFT[kind])

    def _call(self, one: Element, prefix: str, words: list[Inline]) -> None:
        """The call of the note that *one* names."""
        words.append(NoteCall(f"{prefix}-{attribute(one, 'id')}", self.desk.span))
        if attribute(one, "customMarkFollows") not in ("", "0", "false"):
            self.desk.leave("w:customMarkFollows", "a note's own mark, left in the text")

    def _drawing(self, element: Element) -> None:
        kinds = [name(one) for one in element.iter()]
        if "txbxContent" in kinds:
            self.desk.leave("w:txbxContent", "a text box, carried below its paragraph")
            first = next(one for one in element.iter() if name(one) == "txbxContent")
            self.boxes.append(first)
        self.pictures += [one for one in element.iter() if name(one) in ("blip", "imagedata")][:1]
        if not {"txbxContent", "blip", "imagedata"} & set(kinds):
            what = "an object of another program" if name(element) == "object" else "a drawing"
            self.desk.leave(f"w:{name(element)}", f"{what}, left behind")

    # -- fields --------------------------------------------------------------------------

    def _put(self, done: list[Inline], nodes: list[Inline]) -> None:
        """Add *nodes* to the text, or to the field that is open."""
        if self.fields:
            self.fields[-1].result += nodes
        else:
            done += nodes

    def _switch(self, element: Element, words: list[Inline]) -> None:
        match attribute(element, "fldCharType"):
            case "begin":
                # What the run holds so far stands before the field.
                self._put_now(words)
                self.fields.append(_Field())
            case "separate":
                if self.fields:
                    self.fields[-1].told = True
            case "end":
                if self.fields:
                    self._put_now(words)
                    held = self.fields.pop()
                    words += self._closed(held)

    def _put_now(self, words: list[Inline]) -> None:
        if self.fields:
            self.fields[-1].result += words
            words.clear()

    def _closed(self, held: _Field) -> list[Inline]:
        """What a field becomes."""
        asked = read_instruction("".join(held.instruction))
        result, span = held.result, self.desk.span
        match asked.kind:
            case "XE":
                mark = None if "r" in asked.switches else self.desk.index.mark(asked)
                return [*result, Link(mark, (), span)] if mark else result
            case "HYPERLINK":
                inside = asked.switches.get("l")
                target = f"doc:@{inside}" if inside else (asked.words or [""])[0]
                return self._linked(target, result)
            case "REF" | "PAGEREF" | "NOTEREF":
                return self._linked(f"doc:@{(asked.words or [''])[0]}", result)
            case kind if self._made_anew(kind):
                if result:
                    self.desk.leave(f"field {kind}", "its words are made anew by every build")
                return []
            case "TC" | "TA" | "RD":
                self.desk.leave(f"field {asked.kind}", "left behind")
                return []
        return result

    def _hyperlink(self, element: Element, done: list[Inline]) -> None:
        words: list[Inline] = []
        mine, self.fields = self.fields, []
        self._inside(element, words)
        self.fields = mine
        target, outside = self.desk.relations.get(attribute(element, "id"), ("", False))
        anchor = attribute(element, "anchor")
        self._put(done, self._linked(f"doc:@{anchor}" if not outside and anchor else target, words))

    def _linked(self, target: str, words: list[Inline]) -> list[Inline]:
        if not words or any(isinstance(word, Link) for word in words):
            return words
        known = target.startswith(("https://", "http://", "mailto:"))
        if target.startswith("doc:@"):
            known = target.removeprefix("doc:@") in self.desk.wanted
        elif not known:
            self.desk.leave("hyperlink", "it leads to a file or a place here; its words are kept")
        return [Link(target, tuple(words), self.desk.span)] if known else words

    def _bookmark(self, element: Element, done: list[Inline]) -> None:
        known = attribute(element, "name")
        self.opened[attribute(element, "id")] = known
        if known in self.desk.wanted:
            self.bookmarks.append(known)
        for mark in self.desk.ranges.get(known, ()):
            self._put(done, [Link(mark, (), self.desk.span, frozenset({"start"}))])


def _kind(held: _Field) -> str:
    return read_instruction("".join(held.instruction)).kind
