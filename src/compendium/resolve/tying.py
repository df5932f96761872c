"""Tying: every link, note call and name of a text becomes what it means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from compendium.diag import Diagnostic, Span
from compendium.model.edition import Note, NoteKind, Target
from compendium.model.text import (
    Block,
    Break,
    Division,
    Editorial,
    Heading,
    Inline,
    Item,
    Link,
    List,
    Mention,
    NoteCall,
    NoteMark,
    Paragraph,
    Phrase,
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
    plain,
)
from compendium.model.volume import Naming, WrittenNote
from compendium.resolve.addresses import opening
from compendium.resolve.registers import SCHEMES
from compendium.resolve.running import (
    before_generated,
    behind_punctuation,
    bracketed,
    calls_note,
    cut,
    has_call,
    saying,
)
from compendium.resolve.strands import Strand
from compendium.resolve.variants import ended, ends_in_words, phrase

WEB = ("https", "http", "mailto")

Find = Callable[[str], Sequence[tuple[int, int, str]]]
"""Finds the register forms of a string: (start, end, entry key), in order, never overlapping."""


@dataclass(slots=True)
class Tier:
    """Ties one text: a document in one language, or a piece of front or back matter.

    Shape: `prefix` begins every anchor made here; `slug` is the document ("" for none);
        `aside` is for words that stand outside any text, such as a register's: no notes
        and no mentions are made of them.
    """

    strand: Strand
    prefix: str
    slug: str
    written_notes: Mapping[str, WrittenNote]
    find: Find
    calls: list[str] = field(default_factory=list)
    called: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)
    block: str = ""
    aside: bool = False
    note: str = ""
    said: str = ""
    seen: int = 0

    @property
    def lang(self) -> str:
        """The language of the text; "" for words that stand outside any."""
        return self.strand.lang(self.prefix)

    # -- blocks ---------------------------------------------------------------

    def blocks(self, written: Iterable[Block]) -> tuple[Block, ...]:
        """*written* with every inline run tied, in reading order."""
        return tuple(self._tie(block) for block in written)

    def _tie(self, block: Block) -> Block:
        match block:
            case Paragraph():
                return saying(block, self._run(block.content, block.anchor))
            case Heading():
                return replace(block, content=self._run(block.content, block.anchor))
            case List():
                return replace(block, items=tuple(self._item(item) for item in block.items))
            case Quotation():
                return self._quotation(block)
            case Division():
                return self._division(block)
            case Table():
                head = self._row(block.head) if block.head else None
                rows = tuple(self._row(row) for row in block.rows)
                caption = self._run(block.caption, block.anchor)
                return replace(block, head=head, rows=rows, caption=caption)
            case Rule():
                return block
            case _:
                return replace(block, caption=self._run(block.caption, block.anchor))

    def _item(self, item: Item) -> Item:
        return replace(item, blocks=self.blocks(item.blocks))

    def _row(self, row: Row) -> Row:
        return replace(row, cells=tuple(self._run(cell, row.anchor) for cell in row.cells))

    def _quotation(self, block: Quotation) -> Quotation:
        tied = replace(block, blocks=self.blocks(block.blocks))
        if block.source is None:
            return tied
        target = self.strand.passage(block.source, self.prefix, block.span)
        if target:
            said = [b.content for b in block.blocks if isinstance(b, Paragraph | Heading)]
            node = block if ends_in_words(block.blocks) else replace(block, variants="report")
            if told := self._variants(said, target, node, calls_note(block.blocks)):
                tied = replace(tied, blocks=ended(tied.blocks, told))
        return replace(tied, source=target)

    def _division(self, block: Division) -> Division:
        tied = replace(block, blocks=self.blocks(block.blocks))
        if "range" not in block.classes:
            return tied
        key = self.strand.lookup(block.attributes.get("of", ""), block.span)
        inside = [b.anchor for b in block.blocks if not isinstance(b, Rule)]
        if isinstance(key, Diagnostic):
            self.strand.tell(key)
        elif inside:
            self.strand.add_range(key, inside[0], inside[-1])
        return tied

    # -- inline runs ----------------------------------------------------------

    def _run(self, content: Sequence[Inline], anchor: str) -> tuple[Inline, ...]:
        """One block's own words, tied; marks we made step behind the punctuation they follow."""
        if not self.note:
            self.block = anchor
        self.said, self.seen = plain(content), 0
        return behind_punctuation(
            self.inline(content), lambda mark: self.strand.notes[mark.note].generated
        )

    def inline(self, content: Sequence[Inline], forms: bool = True) -> tuple[Inline, ...]:
        """*content* tied; with *forms* the register forms in its words become mentions."""
        done: list[Inline] = []
        words: list[Text | Break] = []
        for node in content:
            if isinstance(node, Text) or (isinstance(node, Break) and not node.hard):
                words.append(node)
                continue
            done += self._words(words, forms)
            words = []
            done += self._one(node, forms)
        return (*done, *self._words(words, forms))

    def _one(self, node: Inline, forms: bool) -> Sequence[Inline]:
        match node:
            case Styled() if node.anchor:
                anchor = f"{self.prefix}.{node.anchor}"
                return [replace(node, anchor=anchor, content=self.inline(node.content, forms))]
            case Styled() | Editorial():
                return [replace(node, content=self.inline(node.content, forms))]
            case SourcePage():
                return [replace(node, anchor=f"{self.prefix}.{node.anchor}")]
            case Quoted():
                return self._quoted(node)
            case Link():
                return self._link(node)
            case NoteCall():
                return self._call(node)
            case _:
                return [node]

    def _words(self, nodes: Sequence[Text | Break], forms: bool) -> list[Inline]:
        """The running words *nodes*, with every register form in them made a mention."""
        if not nodes:
            return []
        whole = "".join([n.text if isinstance(n, Text) else " " for n in nodes])
        self.seen += len(whole)
        if not (found := self.find(whole) if forms else ()):
            return [*nodes]
        done: list[Inline] = []
        position = 0
        for start, end, key in found:
            inner = tuple(cut(nodes, start, end))
            done += [*cut(nodes, position, start), self._mention(key, inner, inner[0].span)]
            position = end
        return [*done, *cut(nodes, position, len(whole))]

    # -- links ----------------------------------------------------------------

    def _link(self, node: Link) -> Sequence[Inline]:
        scheme = node.target.partition(":")[0]
        if node.target.startswith("#") or scheme == "doc":
            return self._reference(node)
        if scheme == "ref":
            return self._not_printed(node)
        if scheme in WEB:
            return [WebLink(node.target, self.inline(node.content), node.span)]
        if scheme not in SCHEMES:
            message = f"a link may not lead to `{node.target}`"
            hint = "write `doc:slug`, `https://...`, or an entry such as `person:id`"
            self.strand.report("link-refused", message, node.span, hint)
            return self.inline(node.content)
        key = self.strand.lookup(node.target, node.span)
        if isinstance(key, Diagnostic):
            self.strand.tell(key)
        if self.aside or isinstance(key, Diagnostic):
            return self.inline(node.content)
        return self._named(node, key)

    def _named(self, node: Link, key: str) -> Sequence[Inline]:
        """A mark of the entry *key*: a point, one end of a range, or a point with a note."""
        content = self.inline(node.content, forms=False)
        mention = self._mention(key, content, node.span)
        if "start" in node.classes:
            self.strand.mentions.pop()
            self.strand.open_range(key, mention)
        elif "end" in node.classes:
            self.strand.mentions.pop()
            self.strand.close_range(key, mention)
        elif "note" in node.classes:
            return [mention, *self._entry_note(key, node.span)]
        return [mention]

    def _mention(self, key: str, content: tuple[Inline, ...], span: Span) -> Mention:
        anchor = self._anchor("m")
        inside = self.strand.targets.get(self.block)
        number = (
            f"n{self.strand.notes[self.note].mark}"
            if self.note
            else (inside.number if inside else "")
        )
        said = plain(content) or self.said[self.seen :]
        self.strand.targets[anchor] = Target(
            anchor, "mention", span, self.slug, number, opening(said)
        )
        self.strand.mentions.append((key, anchor))
        return Mention(key, content, span, anchor)

    def _reference(self, node: Link) -> Sequence[Inline]:
        target = self.strand.passage(node.target, self.prefix, node.span)
        content = self.inline(node.content)
        if target is None:
            return content
        anchor = self._anchor("r")
        self.strand.targets[anchor] = Target(
            anchor, "reference", node.span, self.slug, "", opening(plain(content))
        )
        inline = self.aside or bool(self.note) or "inline" in node.classes
        said = Reference(target, content, node.span, anchor, inline)
        pointer = self.strand.pointer(self.block, target, node.span)
        if inline:
            return [said, *bracketed((pointer,), self.lang, node.span)]
        body = Paragraph((pointer,), node.span)
        return [said, self.new_note("cross-reference", (body,), node.span)]

    def _not_printed(self, node: Link) -> Sequence[Inline]:
        """A reference to a text that this edition does not print: a note says so; no link."""
        key = self.strand.lookup(node.target, node.span)
        content = self.inline(node.content)
        if isinstance(key, Diagnostic):
            self.strand.tell(key)
            return content
        if self.aside:
            return content
        return [self._mention(key, content, node.span), *self._entry_note(key, node.span)]

    def _entry_note(self, key: str, span: Span) -> Sequence[Inline]:
        """A note made from an entry: where it is printed here, or that it is not."""
        entry = self.strand.entry(key)
        if entry.printed:
            body: tuple[Inline, ...] = (self.strand.pointer(self.block, entry.printed.value, span),)
        else:
            naming = entry.naming(self.lang) or Naming()
            said = naming.description or entry.description
            more = (Phrase("heading-join", span), *said) if said else ()
            named = self.inline((*(naming.name or entry.name), *more), forms=False)
            body = (*named, Phrase("reference-join", span), Phrase("not-printed", span))
        if self.aside or self.note:
            return bracketed(body, self.lang, span)
        return [self.new_note("cross-reference", (Paragraph(body, span),), span)]

    def _quoted(self, node: Quoted) -> Sequence[Inline]:
        target = self.strand.passage(node.source, self.prefix, node.span)
        anchor = self._anchor("q")
        self.strand.targets[anchor] = Target(
            anchor, "quotation", node.span, self.slug, "", opening(plain(node.content))
        )
        content = self.inline(node.content)
        done = replace(node, source=target or "", anchor=anchor, content=content)
        noted = has_call(node.content)
        return [done, *(self._variants([node.content], target, node, noted) if target else ())]

    def _variants(
        self,
        said: Sequence[Sequence[Inline]],
        target: str,
        node: Quoted | Quotation,
        noted: bool,
    ) -> Sequence[Inline]:
        """The call of a note on the variants of a quotation, if it shall have one."""
        told = self.strand.compare(said, target, node, noted)
        form = node.variants or self.strand.variants
        if not told or form == "report":
            return ()
        words = phrase(form, self.strand.pointer(self.block, target, node.span), told, node.span)
        if self.aside or self.note:
            return [Phrase("variants-aside", node.span, {"variants": (words,)})]
        kind: NoteKind = "variants" if form == "note" else "apparatus"
        return [self.new_note(kind, (Paragraph((words,), node.span),), node.span)]

    # -- notes ----------------------------------------------------------------

    def _call(self, node: NoteCall) -> Sequence[Inline]:
        written = self.written_notes.get(node.label)
        if written is None:
            return []  # `source` has reported it
        if self.note:
            self.strand.report(
                "note-in-note",
                f"note `{node.label}` is called inside a note",
                node.span,
                "write its words in brackets there",
            )
            return []
        if node.label in self.called:
            self.strand.report(
                "note-called-twice",
                f"note `{node.label}` is called a second time",
                node.span,
                "give the second call a note of its own",
            )
            return []
        self.called.add(node.label)
        return [
            self.new_note(
                "written", written.blocks, node.span, written.series, written.mark, written.span
            )
        ]

    def new_note(
        self,
        kind: NoteKind,
        body: tuple[Block, ...],
        called_at: Span,
        series: Literal["source", "original", "editorial"] = "editorial",
        mark: str | None = None,
        span: Span | None = None,
    ) -> NoteMark:
        """Number a note, tie its words, and return the mark that calls it."""
        named = {"editorial": "n", "original": "o", "source": "s"}[series]
        anchor = self._anchor("v" if kind in ("variants", "apparatus") else named)
        call = "" if series == "source" else f"{anchor}.call"
        shown = self._mark_of(series, mark)
        note = Note(anchor, series, shown, call, self.slug, body, span or called_at, kind)
        self.strand.notes[anchor] = note
        self.calls.append(anchor)
        kept, self.note = (self.block, self.said, self.seen), anchor
        tied = body if note.generated else self.blocks(body)
        (self.block, self.said, self.seen), self.note = kept, ""
        self.strand.notes[anchor] = replace(note, blocks=tied)
        said, number = plain(before_generated(tied)), shown or "source"
        self.strand.targets[anchor] = Target(
            anchor, "note", note.span, self.slug, number, opening(said)
        )
        if call:
            at = self.strand.targets.get(self.block)
            self.strand.targets[call] = Target(
                call, "span", called_at, self.slug, at.number if at else "", ""
            )
        return NoteMark(anchor, shown, call, called_at)

    def _mark_of(self, series: str, written: str | None) -> str:
        if series == "source":
            return ""
        if series == "original":
            return written or "*"
        if self.strand.through:
            self.strand.last_mark += 1
            return str(self.strand.last_mark)
        self.counts["mark"] = self.counts.get("mark", 0) + 1
        return str(self.counts["mark"])

    def _anchor(self, kind: str) -> str:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return f"{self.prefix}.{kind}{self.counts[kind]}"
