"""Running text as TEI: the inline nodes, with names tagged and notes where they are called.

What `resolve` made of its own accord is left out, for the next build makes it again: but for
the variants of quotations, which are an apparatus in TEI too. Reading it back passes them over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from compendium.diag import Span
from compendium.encode.elements import Element, add, address, identity, named, say, tokens
from compendium.model.edition import Note
from compendium.model.text import (
    Break,
    Editorial,
    Image,
    Inline,
    Link,
    Mention,
    NoteMark,
    Phrase,
    Pointer,
    Quotation,
    Quoted,
    Reference,
    SourcePage,
    Styled,
    Text,
    WebLink,
    inlines,
    plain,
    runs,
)
from compendium.model.volume import WrittenNote

RENDS = {
    "emphasis": "italic",
    "strong": "bold",
    "small-caps": "smallcaps",
    "superscript": "superscript",
    "subscript": "subscript",
    "underline": "underline",
    "emphasis-marks": "emphasis-marks",
    "ruby": None,
    "plain": None,
}
NAMES = {
    "person": "persName",
    "persons": "persName",
    "place": "placeName",
    "places": "placeName",
    "body": "orgName",
    "bodies": "orgName",
    "instrument": "title",
    "instruments": "title",
}
"""The element of a name by the scheme or register of its entry; others are terms."""

_APPARATUS = frozenset({"variants", "apparatus"})

Blocks = Callable[[Element, WrittenNote, Note], None]


@dataclass(slots=True)
class Runs:
    """Sets the running text of one text.

    Shape: `written` has every link of the text by its span, and `quoted` every quotation;
        `notes` the notes as written by their spans; `tied` all notes of the edition;
        `note` sets the blocks of a note. In a named piece `kept` is true: every line end
        is one.
    """

    path: str
    written: Mapping[Span, Link]
    quoted: Mapping[Span, str]
    notes: Mapping[Span, WrittenNote]
    tied: Mapping[str, Note]
    anchors: Mapping[str, str]
    note: Blocks
    kept: bool = field(default=False)

    def run(self, parent: Element, content: Iterable[Inline]) -> None:
        """Put the nodes of *content* after what *parent* holds."""
        for node in content:
            if isinstance(node, NoteMark) and self.tied[node.note].kind in _APPARATUS:
                self._apparatus(parent, self.tied[node.note])
            elif not self._generated(node):
                self._set(parent, node)

    def _generated(self, node: Inline) -> bool:
        if isinstance(node, Pointer | Phrase) or node.span.path != self.path:
            return True
        if isinstance(node, NoteMark):
            return self.tied[node.note].kind != "written"
        return isinstance(node, Text) and node.span in self.written

    def _set(self, parent: Element, node: Inline) -> None:
        match node:
            case Text():
                say(parent, node.text)
            case Break():
                self._break(parent, node)
            case NoteMark():
                self._note(parent, node)
            case Image():
                figure = add(parent, "figure", type="inline")
                add(figure, "graphic", url=f"images/{address(node.source)}")
                add(figure, "figDesc", node.alt)
            case SourcePage():
                add(parent, "pb", anchor=node.anchor, n=node.number, ed="source")
            case Styled():
                self._styled(parent, node)
            case Editorial():
                self._editorial(parent, node)
            case _:
                self._wrapped(parent, node)

    def _break(self, parent: Element, node: Break) -> None:
        if node.hard:
            add(parent, "lb", type="hard")
        elif self.kept:
            add(parent, "lb")
        else:
            say(parent, "\n")

    def _note(self, parent: Element, mark: NoteMark) -> None:
        note = self.tied[mark.note]
        written = self.notes[note.span]
        element = add(
            parent, "note", anchor=note.anchor, type=written.series, place="foot", n=mark.mark,
            rend="marked" if written.mark is not None else None, ana=named(written.label),
        )  # fmt: skip
        kept, self.kept = self.kept, False
        self.note(element, written, note)
        self.kept = kept

    def _apparatus(self, parent: Element, note: Note) -> None:
        """The note *note* on the variants of a quotation: for each its words, and the source's."""
        around = add(parent, "note", anchor=note.anchor, type="variants", place="foot", n=note.mark)
        for ours, theirs, place in _readings(note):
            entry = add(around, "app")
            add(entry, "lem", ours)
            add(entry, "rdg", theirs, source=f"#{identity(place)}")

    def _styled(self, parent: Element, node: Styled) -> None:
        local = self.anchors.get(node.anchor or "", "")
        if node.style == "ruby":
            around = add(
                parent, "ruby", anchor=node.anchor or "", lang=node.lang or "", ana=named(local)
            )
            self.run(add(around, "rb"), node.content)
            add(around, "rt", node.reading)
            return
        tag = "hi" if node.style != "plain" else "foreign" if node.lang else "seg"
        child = add(
            parent, tag, anchor=node.anchor or "", lang=node.lang or "",
            rend=RENDS[node.style], ana=named(local),
        )  # fmt: skip
        self.run(child, node.content)

    def _editorial(self, parent: Element, node: Editorial) -> None:
        match node.kind:
            case "correction":
                around = add(parent, "choice") if node.was is not None else parent
                if node.was is not None:
                    add(around, "sic", node.was)
                child = add(around, "corr")
            case "supplied" | "sic" | "unclear":
                child = add(parent, node.kind)
            case _:
                child = add(parent, "seg", type=node.kind)
        self.run(child, node.content)

    def _wrapped(self, parent: Element, node: Inline) -> None:
        """Words that name or lead to something, or are quoted."""
        if isinstance(node, Quoted):
            source = address(self.quoted[node.span])
            child = add(parent, "quote", type="inline", source=source, rend=variants(node))
            self.run(child, node.content)
        elif isinstance(node, Reference | Mention | WebLink | Link):
            link = self.written.get(node.span)
            if link is None and isinstance(node, Mention):
                child = self._found(parent, node)
            elif link is None:
                child = parent
            else:
                child = self._linked(parent, link, node)
            self.run(child, node.content)

    def _found(self, parent: Element, node: Mention) -> Element:
        """A name that stands in the text without mark-up."""
        register, _, key = node.entry.partition("/")
        target = f"#{register}.{key.replace('/', '.')}"
        return add(parent, NAMES.get(register, "term"), ref=address(target), type="found")

    def _linked(self, parent: Element, link: Link, node: Inline) -> Element:
        scheme = link.target.partition(":")[0]
        rend = tokens(*sorted(link.classes))
        if link.target.startswith("#") and isinstance(node, Reference):
            local = named(link.target[1:])
            return add(parent, "ref", target=f"#{identity(node.target)}", rend=rend, ana=local)
        if scheme in ("doc", "ref", "http", "https", "mailto"):
            return add(parent, "ref", target=address(link.target), rend=rend)
        return add(parent, NAMES.get(scheme, "term"), ref=address(link.target), rend=rend)


def links(content: Iterable[Inline]) -> dict[Span, Link]:
    """The links written in *content* by their spans."""
    return {node.span: node for node in inlines(content) if isinstance(node, Link)}


def quotations(content: Iterable[Inline]) -> dict[Span, str]:
    """What each quotation in *content* is quoted from, as written, by its span."""
    return {node.span: node.source for node in inlines(content) if isinstance(node, Quoted)}


def variants(node: Quoted | Quotation) -> str | None:
    """What the quotation *node* says of its variants, as a token."""
    return f"variants-{node.variants}" if node.variants else None


def _readings(note: Note) -> Iterator[tuple[str, str, str]]:
    """The variants that *note* tells: the words quoted, those of the source, and its anchor."""
    told = (node for block in note.blocks for run in runs(block) for node in run)
    for phrase in (node for node in told if isinstance(node, Phrase)):
        (place,) = phrase.gaps["place"]
        for variant in phrase.gaps["readings"]:
            if isinstance(variant, Phrase) and variant.gaps and isinstance(place, Pointer):
                yield plain(variant.gaps["ours"]), plain(variant.gaps["theirs"]), place.target
