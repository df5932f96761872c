"""TEI blocks as the blocks of the model, and notes as notes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from compendium.importers.desk import Desk, Piece
from compendium.importers.inline import Liner, unlinked
from compendium.importers.lines import bare, following, headed, joined, note_label
from compendium.importers.lists import read_list
from compendium.importers.pages import lift_pages, only_marks
from compendium.importers.pictures import address, beside
from compendium.importers.runs import paged, tidy, unbroken, wordless
from compendium.importers.tables import read_table
from compendium.importers.vocabulary import (
    BLOCK,
    Element,
    cut,
    division,
    dropped,
    inline_note,
    is_block,
    language,
    name,
)
from compendium.model.text import (
    Block,
    Break,
    Division,
    Figure,
    Heading,
    Image,
    Inline,
    Link,
    List,
    NoteCall,
    Paragraph,
    Quotation,
    Rule,
    Text,
    plain,
)
from compendium.model.volume import WrittenNote

_NAMED = {"dateline": "dateline", "salute": "salutation", "signed": "signature"}
_NESTING = frozenset({"list", "listBibl", "quote", "q", "cit", "floatingText"})
_DEEPEST = 6
_ALIGNED = {"center": "center", "centre": "center", "right": "right", "flushright": "right"}


@dataclass(slots=True)
class Carrier:
    """Carries the blocks of one piece."""

    desk: Desk
    piece: Piece
    nested: int = 0
    liner: Liner = field(init=False)

    def __post_init__(self) -> None:
        self.liner = Liner(self.desk, self.piece, self.note)

    # -- running text ------------------------------------------------------------

    def flow(
        self, element: Element, named: str | None = None, caption: tuple[Inline, ...] = ()
    ) -> list[Block]:
        """The words and blocks in *element*: words between blocks become paragraphs.

        A picture in it has *caption*.
        """
        done: list[Block] = []
        run = self.liner.words(element.text, element)
        for child in element:
            if name(child) == "graphic":
                self._end(run, done, element, named)
                done += self._picture(child, caption)
                run = []
            elif not dropped(child) and is_block(child):
                self._end(run, done, element, named)
                done += self.block(child)
                run = []
            else:
                run += self.liner.node(child)
            run += self.liner.words(child.tail, child)
        self._end(run, done, element, named)
        return done

    def _end(
        self, run: Iterable[Inline], done: list[Block], element: Element, named: str | None
    ) -> None:
        """End the paragraph of *run*; calls of notes alone belong to the one before it."""
        made, before = self.paragraph(run, element, named), done[-1] if done else None
        last = made[0] if made else None
        if (
            isinstance(last, Paragraph)
            and isinstance(before, Paragraph)
            and not wordless(before.content)
            and all(isinstance(node, NoteCall) for node in last.content)
        ):
            anchor = before.anchor or last.anchor
            content = (*before.content, *last.content)
            done[-1] = replace(before, content=content, anchor=anchor)
        else:
            done += made

    def paragraph(
        self, run: Iterable[Inline], element: Element, named: str | None = None
    ) -> list[Block]:
        """The paragraph of *run*, none if nothing is in it; calls that wait go first."""
        content = tidy(run)
        if not content:
            return []
        if wordless(content):  # our format lets the page begin with the words nearby
            return [Paragraph(content, self.desk.span(element))]
        content = (*self.piece.pages, *content)
        self.piece.pages.clear()
        if self.piece.waiting and not self.piece.noting:
            content = (*self.piece.waiting, *content)
            self.piece.waiting.clear()
        align = None if named else _ALIGNED.get(element.get("rend") or "")
        anchor = "" if named else self._anchor(content)
        return [Paragraph(content, self.desk.span(element), anchor, named, align)]

    def _anchor(self, content: Iterable[Inline]) -> str:
        """An id, if something refers to a note that is called here."""
        calls = [
            f"doc:{self.piece.slug}#{node.label}" for node in content if isinstance(node, NoteCall)
        ]
        wanted = [call for call in calls if call in self.desk.wanted]
        self.desk.moved.update(dict.fromkeys(wanted, wanted[0] if wanted else ""))
        return wanted[0].partition("#")[2] if wanted else ""

    # -- blocks --------------------------------------------------------------------

    def block(self, element: Element) -> list[Block]:
        """What *element* becomes where blocks stand; past what our format can nest, its words."""
        if name(element) not in _NESTING:
            return self._block(element)
        if self.nested >= _DEEPEST:
            self.desk.leave(element, "is nested too deeply, and is set as what is around it")
            return self.flow(element)
        self.nested += 1
        done = self._block(element)
        self.nested -= 1
        return done

    def _block(self, element: Element) -> list[Block]:
        kind = name(element)
        if not is_block(element):
            return self._line(element)
        if division(element) or kind in ("floatingText", "attachment"):
            return self._division(element)
        match kind:
            case "head":
                return self._heading(element, self.piece.depth)
            case "list" | "listBibl":
                return self._list(element)
            case "table":
                return read_table(element, self)
            case "quote" | "q" | "cit":
                return [Quotation(tuple(self.flow(element)), self.desk.span(element))]
            case "opener" | "closer":
                return self._pieces(element)
            case "p" if headed(element):
                return self._heading(element, self.piece.depth + 1)
            case "dateline" | "salute" | "signed":
                return self.flow(element, _NAMED[kind])
        return self._other(element)

    def _heading(self, element: Element, level: int) -> list[Block]:
        content = bare(tidy(unbroken(self.liner.inside(element))))
        if not content or wordless(content):
            return self.paragraph(content, element)
        return [Heading(min(max(level, 1), 6), content, self.desk.span(element))]

    def _line(self, element: Element) -> list[Block]:
        """What belongs in a line of words and stands by itself."""
        named = _NAMED.get(name(element))
        run = self.liner.inside(element) if named else self.liner.node(element)
        return self.paragraph(run, element, named)

    def _other(self, element: Element) -> list[Block]:
        if name(element) == "figure":
            return self._figure(element)
        if name(element) in ("lg", "address"):
            return self._lines(element)
        if name(element) == "hi":
            self.desk.leave(element, "holds blocks, which are set without its style")
        elif name(element) not in BLOCK and not inline_note(element):
            self.desk.leave(element, "its words are kept")
        return self.flow(element)

    def _division(self, element: Element) -> list[Block]:
        """The blocks of a division inside a document; one without a heading gets a rule."""
        self.piece.depth += 1
        headed = any(name(child) == "head" for child in element)
        begins: list[Block] = [] if headed or division(element) else [Rule(self.desk.span(element))]
        done = self.flow(element)
        self.piece.depth -= 1
        if lang := language(element):
            span = self.desk.span(element)
            return [*begins, Division(tuple(done), span, attributes={"lang": lang})]
        return [*begins, *done]

    def _figure(self, element: Element) -> list[Block]:
        """What *element* holds; its heading is the caption of its picture, if that is there."""
        pictures = [e for e in element if name(e) == "graphic"]
        head = next((e for e in element if name(e) == "head"), None)
        if head is None or len(pictures) != 1 or not beside(pictures[0], self.desk.folder):
            return self.flow(element)
        caption, pages = paged(bare(tidy(unbroken(unlinked(self.liner.inside(head))[0]))))
        self.piece.pages += pages
        cut(head)
        return self.flow(element, caption=tuple(caption))

    def _picture(self, element: Element, caption: tuple[Inline, ...]) -> list[Block]:
        named, span = self.desk.picture(element), self.desk.span(element)
        if named is None:
            return self.paragraph(self.liner.placeholder(element), element)
        return [Figure(Image(named, plain(caption) or address(element), span), caption, span)]

    def _list(self, element: Element) -> list[Block]:
        """The list *element*; no dash stands before its items unless it says that one does."""
        held = read_list(element, self)
        said = f"{element.get('type')} {element.get('rend')}"
        if self.nested > 1 or any(sign in said for sign in ("bullet", "disc", "dash", "unorder")):
            return held
        span = self.desk.span(element)
        return [
            Division((b,), span, frozenset({"plain"}))
            if isinstance(b, List) and not b.ordered
            else b
            for b in held
        ]

    def _lines(self, element: Element) -> list[Block]:
        run = self.liner.words(element.text, element)
        for child in element:
            if is_block(child) and not dropped(child):
                run += [*self.liner.inside(child), Break(True, self.desk.span(child))]
            else:
                run += self.liner.node(child)
            run += self.liner.words(child.tail, child)
        return self.paragraph(run, element)

    def _pieces(self, element: Element) -> list[Block]:
        """The named pieces of an opener or closer; what follows a signature belongs to it."""
        opens = name(element) == "opener"
        done: list[Block] = []
        run = self.liner.words(element.text, element)
        named = None if opens else "close"
        for child in element:
            kind = name(child)
            if not dropped(child) and (is_block(child) or kind in ("dateline", "salute")):
                done += self.paragraph(run, element, named)
                run = []
                done += self._piece(child, opens)
            elif kind == "signed":
                if named != "signature":
                    done += self.paragraph(run, element, named)
                    run, named = [], "signature"
                elif plain(run).strip() and not isinstance(run[-1], Break):
                    run.append(Break(True, self.desk.span(child)))
                run += self.liner.inside(child)
                if following(child).isalnum():
                    run.append(Break(True, self.desk.span(child)))
            else:
                run += self.liner.node(child)
            run += self.liner.words(child.tail, child)
        return [*done, *self.paragraph(run, element, named)]

    def _piece(self, child: Element, opens: bool) -> list[Block]:
        if name(child) == "salute":
            return self.flow(child, "salutation" if opens else "close")
        return self.block(child)

    # -- notes ---------------------------------------------------------------------

    def note(self, element: Element) -> list[Inline]:
        """The call of the note *element*; inside a note its words, in brackets."""
        span = self.desk.span(element)
        if inline_note(element) or self.piece.noting:
            self.piece.placed += 1
        if inline_note(element):
            return [Text(" ", span), *self.liner.inside(element), Text(" ", span)]
        if self.piece.noting:
            self.desk.leave(element, "a note in a note stands there in brackets")
            return [Text(" [", span), *tidy(self.liner.inside(element)), Text("]", span)]
        label = self.piece.label(note_label(element, self.piece.slug))
        at = len(self.piece.notes)
        self.piece.notes.append(WrittenNote(label, (), span))
        self.piece.numbers.append("".join((element.get("n") or "").split()))
        held = tuple(self._aside(element))
        if only_marks(held):
            del self.piece.notes[at], self.piece.numbers[at]
            self.desk.leave(element, "has no words, and is left out")
            return []
        self.piece.notes[at] = WrittenNote(label, self._indexed(held, element), span)
        return [NoteCall(label, span)]

    def source(self, element: Element) -> tuple[Inline, ...]:
        """The words of a note that says where a document is from, in one line."""
        line, pages = paged(joined(self._aside(element)))
        self.piece.pages += pages
        return (*self._points(element), *tidy(line))

    def _points(self, element: Element) -> tuple[Inline, ...]:
        """Marks for the subjects under which a printed index has the note *element*."""
        span = self.desk.span(element)
        subjects = dict.fromkeys(self.desk.marks.pop(element, ()))
        return tuple(Link(subject, (), span) for subject in subjects)

    def _indexed(self, held: tuple[Block, ...], element: Element) -> tuple[Block, ...]:
        """The blocks of a note with these marks in its first paragraph."""
        first = next((i for i, block in enumerate(held) if isinstance(block, Paragraph)), None)
        if first is None:
            return held
        paragraph = held[first]
        assert isinstance(paragraph, Paragraph)
        marked = replace(paragraph, content=(*self._points(element), *paragraph.content))
        return (*held[:first], marked, *held[first + 1 :])

    def _aside(self, element: Element) -> list[Block]:
        """The blocks of a note; a page that waits for words does not begin in it."""
        waiting, self.piece.pages = self.piece.pages, []
        self.piece.noting = True
        held = lift_pages([*self.flow(element), *self.paragraph(self.piece.pages, element)])
        self.piece.noting = False
        self.piece.pages = waiting
        return held
