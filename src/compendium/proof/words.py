"""Words in, words out: the corpus against the scripts whose print was proved.

Every text of the edition, every note, name and title must be in the script of its chunk
letter by letter: once, whole and in order, with nothing in between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from compendium.diag import Span
from compendium.model.edition import DocumentText, Edition, Entry, Note
from compendium.model.text import Inline, Rule
from compendium.proof.copies import (
    Copy,
    copy_of_note,
    copy_of_text,
    copy_of_words,
)
from compendium.proof.letters import fold, letters, shortened
from compendium.proof.outcome import Findings
from compendium.proof.pointers import Speaker
from compendium.proof.script import Range
from compendium.proof.trace import Trace


@dataclass(slots=True)
class _Comparison:
    trace: Trace
    speaker: Speaker
    findings: Findings
    spots: dict[str, Range]

    # -- texts ----------------------------------------------------------------

    def text(self, text: DocumentText, home: str, head: str, span: Span) -> None:
        """The title and the body of *text*, under the anchor *head*."""
        copy = copy_of_text(text, home, self.speaker)
        title = copy_of_words(text.title, text.lang, self.speaker)
        self.findings.count("words", copy.words + title.words)
        where = self.trace.ranges.get(head)
        if where is None:
            self._lost(head, copy, title, span)
            return
        body = self._body(text)
        opening = body.start if body else where.end
        stream = self.trace.streams[where.stream].text
        if fold(title.text) not in fold(stream[where.start : opening]):
            said = shortened("".join(title.parts))
            self.findings.add("proof-word-lost", f"the title `{said}` is not printed", span)
        if body is None:
            if copy.text:
                self._lost(head, copy, title, span)
            return
        self._same(copy, body, span)

    def _body(self, text: DocumentText) -> Range | None:
        """The range from the first to the last block of *text*, None if they are not found."""
        anchors = [b.anchor for b in text.blocks if not isinstance(b, Rule)]
        found = [self.trace.ranges[a] for a in anchors if a in self.trace.ranges]
        if not found or len({place.stream for place in found}) > 1:
            return None
        return Range(found[0].stream, min(p.start for p in found), max(p.end for p in found))

    def _lost(self, head: str, copy: Copy, title: Copy, span: Span) -> None:
        said = shortened("".join(title.parts))
        self.findings.add("proof-word-lost", f"`{said}` is not printed: {copy.words} words", span)

    # -- notes ----------------------------------------------------------------

    def note(self, note: Note, lang: str) -> None:
        copy = copy_of_note(note, lang, self.speaker)
        self.findings.count("notes")
        self.findings.count("words", copy.words)
        stream = self.trace.streams.get(note.anchor)
        if stream is None:
            said = shortened("".join(copy.parts))
            self.findings.add("proof-note-lost", f"the note `{said}` is not printed", note.span)
            return
        ours = note.kind == "cross-reference"
        self._same(copy, Range(note.anchor, 0, stream.length), note.span, folded=ours)

    # -- names ----------------------------------------------------------------

    def name(self, anchor: str, content: tuple[Inline, ...], span: Span) -> None:
        """The words that what bears *anchor* begins with."""
        copy = copy_of_words(content, self.speaker.edition.languages[0], self.speaker)
        self.findings.count("words", copy.words)
        where = self.trace.ranges.get(anchor)
        begins = where and self.trace.streams[where.stream].text[where.start : where.end]
        if not begins or not fold(begins).startswith(fold(copy.text)):
            said = shortened("".join(copy.parts))
            self.findings.add("proof-word-lost", f"the entry `{said}` is not printed", span)

    # -- letters --------------------------------------------------------------

    def _same(self, copy: Copy, where: Range, span: Span, folded: bool = False) -> None:
        """*copy* must be the letters of *where*; then its anchors have their places too."""
        printed = self.trace.streams[where.stream].text[where.start : where.end]
        meant = copy.text
        if printed != meant and (not folded or fold(printed) != fold(meant)):
            self._differs(copy, where, printed, span)
            return
        for anchor, (start, end) in copy.spots.items():
            self.spots[anchor] = Range(where.stream, where.start + start, where.start + end)

    def _differs(self, copy: Copy, where: Range, printed: str, span: Span) -> None:
        """Say what is wrong with every block that differs."""
        at, missing = 0, list[tuple[str, Span]]()
        for meant, place in _segments(copy, span):
            found = at if printed.startswith(meant, at) else printed.find(meant, at)
            if found < 0:
                missing.append((meant, place))
                continue
            self._between(missing, printed[at:found], place, printed)
            at, missing = found + len(meant), []
        self._between(missing, printed[at:], span, printed)

    def _between(
        self, missing: list[tuple[str, Span]], instead: str, span: Span, printed: str
    ) -> None:
        """Say that *instead* is printed where *missing* should be."""
        if len(missing) == 1 and instead:
            meant, place = missing[0]
            self.findings.add("proof-word-altered", parted(meant, instead), place)
            return
        for meant, place in missing:
            moved = meant in printed
            said = f"`{shortened(meant)}` is " + ("out of order" if moved else "not printed")
            self.findings.add("proof-order" if moved else "proof-word-lost", said, place)
        if instead:
            said = f"`{shortened(instead)}` is printed and not in the corpus"
            self.findings.add("proof-extra-text", said, span)


def _segments(copy: Copy, span: Span) -> Iterator[tuple[str, Span]]:
    """The letters of each block of *copy* in order, and what stands between blocks."""
    at = 0
    for leaf in copy.leaves:
        if at < leaf.start:
            yield copy.text[at : leaf.start], span
        if leaf.start < leaf.end:
            yield copy.text[leaf.start : leaf.end], leaf.span
        at = leaf.end
    if at < len(copy.text):
        yield copy.text[at:], span


def parted(meant: str, printed: str) -> str:
    """A clause that shows where *meant* and *printed* part."""
    pairs = enumerate(zip(meant, printed, strict=False))
    at = next((n for n, (a, b) in pairs if a != b), min(len(meant), len(printed)))
    low = max(at - 12, 0)
    return f"`{meant[low : at + 24]}` of the corpus is printed as `{printed[low : at + 24]}`"


def compare(trace: Trace, speaker: Speaker, findings: Findings) -> Mapping[str, Range]:
    """Compare the whole edition. Returns the place of every anchor the corpus gives one."""
    edition = speaker.edition
    work = _Comparison(trace, speaker, findings, {})
    languages: dict[str, str] = {}
    for home, head, text, span in texts(edition):
        work.text(text, home, head, span)
        languages.update(dict.fromkeys(text.notes, text.lang))
    for note in edition.notes.values():
        work.note(note, languages.get(note.anchor, edition.languages[0]))
    for anchor, entry, described in _entries(edition):
        work.name(anchor, (*entry.name, *(entry.description if described else ())), entry.span)
    _opening(work)
    return work.spots


def texts(edition: Edition) -> Iterator[tuple[str, str, DocumentText, Span]]:
    """Every text: the document it belongs to ("" for none), the anchor over it, and its file."""
    for matter in (*edition.front, *edition.back):
        yield "", matter.anchor, matter.text, Span(matter.text.path)
    for document in edition.documents:
        for text in document.texts:
            main = text is document.texts[0]
            head = document.anchor if main else f"{document.anchor}.{text.lang}"
            yield document.anchor, head, text, Span(text.path)


def _entries(edition: Edition) -> Iterator[tuple[str, Entry, bool]]:
    """Every entry that is printed, in registers and in indexes, and its anchor there."""
    for register in edition.registers:
        if any(_explained(entry) for entry in register.entries):
            for entry in _walk(register.entries):
                yield entry.anchor, entry, True
    for index in edition.indexes:
        for group in index.groups:
            for entry in _walk(group.entries):
                yield f"{index.anchor}.{entry.anchor.partition('.')[2]}", entry, False


def _walk(entries: tuple[Entry, ...]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from _walk(entry.children)


def _explained(entry: Entry) -> bool:
    return bool(entry.description or entry.document) or any(map(_explained, entry.children))


def _opening(work: _Comparison) -> None:
    """What the edition says of itself must stand somewhere before its parts."""
    edition, trace = work.speaker.edition, work.trace
    said = [edition.title, edition.subtitle, edition.imprint.rights, *edition.imprint.statement]
    said += [part.title for part in edition.parts]
    whole = "\0".join(fold(s.text) for s in trace.streams.values() if not s.note)
    for words in filter(None, said):
        work.findings.count("words", len(words.split()))
        if fold(letters(words)) not in whole:
            work.findings.add(
                "proof-word-lost", f"`{shortened(words)}` is not printed", Span("edition.yaml")
            )
