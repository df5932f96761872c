"""Running text as markup: every inline node, the notes it calls, and pointers with their pages.

Nothing is added to the words but note calls and the brackets that the editorial method declares.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from markupsafe import Markup, escape

from compendium.model.edition import Note, Seam
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
    Quoted,
    Reference,
    SourcePage,
    Styled,
    Text,
    WebLink,
    plain,
)
from compendium.render.binding import part_call, part_heading
from compendium.render.frames import fill, joined
from compendium.render.notes import NotePiece, cut
from compendium.render.pinpoints import direct
from compendium.render.scripts import dotted, lettered
from compendium.render.scripts import ruby as ruby_over
from compendium.render.setting import Setting
from compendium.render.slots import Claim, Slots
from compendium.render.words import Words

_ELEMENTS = {
    "emphasis": "<em>{}</em>",
    "strong": "<strong>{}</strong>",
    "small-caps": '<span class="small-caps">{}</span>',
    "superscript": "<sup>{}</sup>",
    "subscript": "<sub>{}</sub>",
    "underline": '<span class="underline">{}</span>',
    "emphasis-marks": "<em>{}</em>",
    "plain": "{}",
}
_BRACKETED = {"supplied", "correction", "placeholder"}
_FIRST_LETTER = re.compile(r"(?:^|>)[^<&]")
_UNSPACED = {"ja", "zh"}


@dataclass(slots=True)
class Compositor:
    """Sets the nodes of one text.

    Shape: `lang` is the language around the words being set, `document` the slug of the
        document they belong to ("" for none), `claim` what their page numbers are for.
        `linked` is true inside a link, `kept` where every line end is kept; `waiting`
        gathers the notes that a note calls. `seams` are those of the text's paragraphs;
        `ahead` has those that still come in this one, after the characters `passed`; in
        words that are `dotted` each letter has a mark of emphasis.
    """

    setting: Setting
    slots: Slots
    lang: str
    document: str = ""
    claim: Claim = "cross-reference"
    linked: bool = False
    kept: bool = False
    waiting: list[Note] | None = field(default=None)
    seams: Mapping[str, tuple[Seam, ...]] = field(default_factory=dict)
    ahead: list[Seam] = field(default_factory=list)
    passed: int = 0
    dotted: bool = False

    @property
    def words(self) -> Words:
        """The theme's wording for this text."""
        return self.setting.speak(self.lang)

    # -- inline nodes ---------------------------------------------------------

    def inline(self, content: Iterable[Inline]) -> Markup:
        """The nodes of *content* one after the other."""
        nodes = tuple(content)
        held = {
            at: (text, mark)
            for at, (text, mark) in enumerate(pairwise(nodes))
            if isinstance(text, Text) and isinstance(mark, NoteMark)
        }
        return joined(
            self._held(*held[at]) if at in held else self._node(node)
            for at, node in enumerate(nodes)
            if at - 1 not in held
        )

    def _held(self, text: Text, mark: NoteMark) -> Markup:
        """*text* with the call after it, which no line end shall part from what it follows."""
        words, last = map(self._text, part_call(text.text))
        call, notes = self._called(mark)
        return fill('{}<span class="held">{}{}</span>{}', words, last, call, notes)

    # -- seams ----------------------------------------------------------------

    def paragraph(self, anchor: str, content: Iterable[Inline], passed: int = 0) -> Markup:
        """The words of the paragraph *anchor*, its seams marked; of the first, some are set."""
        self.ahead, self.passed = list(self.seams.get(anchor, ())), passed
        said = self.inline(content)
        self.ahead = []
        return said

    def _text(self, text: str) -> Markup:
        """*text* with an empty element at each seam."""
        end = self.passed + len(text)
        if not self.ahead:
            self.passed = end
            return self._letters(text)
        done = Markup("")
        while self.ahead and self.ahead[0].at < end:
            seam = self.ahead.pop(0)
            cut = max(seam.at - self.passed, 0)
            kind = "seam" if seam.sentence else "seam clause"
            before = self._letters(text[:cut])
            done += fill('{}<span class="{}"></span>', before, kind)
            text, self.passed = text[cut:], self.passed + cut
        self.passed = end
        return done + self._letters(text)

    def heading(self, content: tuple[Inline, ...]) -> tuple[Markup, Markup]:
        """A heading in two: its last words, which shall not stand alone on a line, and the rest."""
        last = content[-1] if content else None
        rest, words = part_heading(last.text) if isinstance(last, Text) else ("", "")
        if not (words and isinstance(last, Text)):
            return self.inline(content), Markup("")
        # The engine miscounts a line whose last space, in a longer run, would stand outside it.
        space = Markup("<span> </span>" if len(rest) + len(words) < len(last.text) else "")
        return self.inline(content[:-1]) + escape(rest) + space, escape(words)

    def title(self, content: tuple[Inline, ...]) -> Markup:
        """A heading whose last words keep together."""
        rest, bound = self.heading(content)
        return fill('{}<span class="bound">{}</span>', rest, bound)

    def _node(self, node: Inline) -> Markup:
        match node:
            case Text():
                return self._text(node.text)
            case Break():
                return self._break(node)
            case Styled():
                return self._styled(node)
            case Editorial():
                return self._editorial(node)
            case NoteMark():
                return joined(self._called(node))
            case Pointer():
                return self.pointer(node)
            case Phrase():
                gaps = {name: self.inline(content) for name, content in node.gaps.items()}
                return self.words.fill(node.key, **gaps)
            case SourcePage():
                return self._source_page(node)
            case Image():
                return fill('<img src="{}" alt="{}">', node.source, node.alt)
            case _:
                return self._wrapped(node)

    def _wrapped(self, node: Inline) -> Markup:
        match node:
            case Mention() | Quoted():
                kind = "mention" if isinstance(node, Mention) else "quoted"
                return self._span(kind, node.anchor, self.inline(node.content))
            case Reference():
                return self._link(f"#{node.target}", "reference", node.anchor, node.content)
            case WebLink():
                kind = "web address" if plain(node.content) in node.url else "web"
                return self._link(node.url, kind, "", node.content)
            case Link():
                return self.inline(node.content)
            case _:
                return Markup("")

    def _break(self, node: Break) -> Markup:
        self.passed += 1
        if node.hard or self.kept:
            return Markup("<br>")
        # A line end in Japanese or Chinese source stands for nothing.
        return Markup("" if self.lang.partition("-")[0] in _UNSPACED else " ")

    def _source_page(self, node: SourcePage) -> Markup:
        """A mark without words: what stands in the margin and on the screen is no part of them."""
        said = self.words.say("source-page", number=node.number)
        return fill(
            '<span class="source-page" id="{}" data-n="{}" role="doc-pagebreak"'
            ' aria-label="{}"></span>',
            node.anchor,
            node.number,
            said,
        )

    def _span(self, kind: str, anchor: str, content: Markup) -> Markup:
        if not anchor:
            return fill('<span class="{}">{}</span>', kind, content)
        return fill('<span class="{}" id="{}">{}</span>', kind, anchor, content)

    def _styled(self, node: Styled) -> Markup:
        around, self.lang = self.lang, node.lang or self.lang
        dotted, self.dotted = self.dotted, self.dotted or self._is_dotted(node)
        words = self.inline(node.content)
        ruby = node.style == "ruby"
        content = ruby_over(words, node.reading) if ruby else fill(_ELEMENTS[node.style], words)
        self.dotted = dotted
        turned, self.lang = self.lang != around, around
        if not (turned or node.anchor):
            return content
        tag = Markup("<span")
        if node.anchor:
            tag += fill(' id="{}"', node.anchor)
        if turned:
            tag += fill(' lang="{}"', node.lang)
        return tag + fill(">{}</span>", content)

    def _is_dotted(self, node: Styled) -> bool:
        """Whether each letter of *node* has a mark: as Japanese has it for what others slant."""
        japanese = node.style == "emphasis" and self.lang.partition("-")[0] == "ja"
        return japanese or node.style == "emphasis-marks"

    def _letters(self, text: str) -> Markup:
        return dotted(text) if self.dotted else lettered(text, self.lang)

    def _editorial(self, node: Editorial) -> Markup:
        content = self.inline(node.content)
        if node.kind == "correction":
            content = fill("<em>{}</em>", content)
        if node.kind in _BRACKETED and not content.striptags().startswith(("[", "\uff3b")):
            content = fill("[{}]", content)
        return fill('<span class="{}">{}</span>', node.kind, content)

    def _link(self, to: str, kind: str, anchor: str, content: Iterable[Inline]) -> Markup:
        """A link around *content*; inside another link only its words, which keep their anchor."""
        if self.linked:
            return self._span(kind, anchor, self.inline(content))
        done = Markup("")
        for called, nodes in groupby(content, lambda node: isinstance(node, NoteMark)):
            if called:  # a call is a link itself, and parts the one around it
                done += self.inline(nodes)
                continue
            self.linked = True
            words = self.inline(nodes)
            self.linked = False
            name = fill(' id="{}"', anchor) if anchor else Markup("")
            done += fill('<a class="{}"{} href="{}">{}</a>', kind, name, to, words)
            anchor = ""
        return done

    # -- pointers -------------------------------------------------------------

    def pointer(self, node: Pointer) -> Markup:
        """Where a passage stands: "Document 3, para. 9, p. 4 below"."""
        target = self.setting.edition.targets[node.target]
        page = self.slots.page(node.target, self.claim)
        said = direct(target, node.direction, page, self.document, self.setting, self.words)
        if self.linked:
            return fill('<span class="pointer">{}</span>', said)
        return fill('<a class="pointer" href="#{}">{}</a>', node.target, said)

    # -- notes ----------------------------------------------------------------

    def _called(self, mark: NoteMark) -> tuple[Markup, Markup]:
        """The call of a note, and the note; one that a note calls waits until that one ends."""
        note = self.setting.edition.notes[mark.note]
        if self.waiting is not None:
            self.waiting.append(note)
            return self.call(mark), Markup("")
        return self.call(mark), self.note(note)

    def call(self, mark: NoteMark) -> Markup:
        """The call of a note, without the note."""
        if self.linked:
            return fill('<span class="call" id="{}">{}</span>', mark.anchor, mark.mark)
        return fill(
            '<a class="call" id="{}" href="#{}" role="doc-noteref" aria-label="{}">{}</a>',
            mark.anchor,
            mark.note,
            self.words.say("call-of-note", mark=mark.mark),
            mark.mark,
        )

    def note(self, note: Note) -> Markup:
        """A note as it goes to the foot of the page, in pieces, and those called in it after it."""
        inside = replace(self, waiting=[], linked=False, kept=False, ahead=[])
        pieces = list(cut(note.blocks)) or [NotePiece("text", ((),))]
        done = [inside._piece(note, piece, at) for at, piece in enumerate(pieces)]
        return joined([*done, *(self.note(called) for called in inside.waiting or ())])

    def _piece(self, note: Note, piece: NotePiece, at: int) -> Markup:
        words = self._marker(piece)
        if note.generated:
            words = self.sentence(words, opens=note.kind != "apparatus")
        if at == 0:
            words = self._mark(note) + words
        name = fill(' id="{}"', note.anchor) if at == 0 else Markup("")
        for anchor in piece.anchors:
            words = fill('<span id="{}">{}</span>', anchor, words)
        following = " more" if at else ""
        return fill(
            '<span class="fn fn-{} fn-{}{}"{} data-note="{}" role="doc-footnote">{}</span>',
            note.series,
            piece.form,
            following,
            name,
            note.anchor,
            words,
        )

    def _mark(self, note: Note) -> Markup:
        if not note.call:
            return Markup("")
        # An en space, because it keeps its width in a justified line.
        return fill(
            '<a class="mark" href="#{}" aria-label="{}">{}</a>\u2002',
            note.call,
            self.words["back-to-text"],
            note.mark,
        )

    def _marker(self, piece: NotePiece) -> Markup:
        runs = [self.inline(run) for run in piece.runs]
        if piece.form == "row":
            runs = [fill('<span class="cell">{}</span>', run) for run in runs]
        words = Markup(" ").join(runs)
        if not piece.marker:
            return words
        return fill('<span class="n">{}</span> {}', piece.marker, words)

    def sentence(self, words: Markup, opens: bool = True) -> Markup:
        """The *words* of a note of ours as a sentence: a capital first, a full stop last.

        Where it *opens* with words of a text, they are left as they are.
        """
        head = str(words)
        head = _FIRST_LETTER.sub(lambda found: found[0].upper(), head, count=1) if opens else head
        stopped = words.striptags().endswith((".", "。"))
        return Markup(head) + ("" if stopped else self.words["stop"])
