"""Words in, words out: the corpus against the scripts whose print was proved.

Every text of the edition, every note, name and title must be in the script of its chunk
letter by letter: once, whole and in order, with nothing in between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from compendium.diag import Code, Span
from compendium.model.edition import DocumentText, Edition, Entry, Note
from compendium.model.text import Inline, Rule, Text
from compendium.proof.copies import (
    Copy,
    Leaf,
    copy_of_note,
    copy_of_text,
    copy_of_words,
)
from compendium.proof.letters import common, fold, letters, shortened
from compendium.proof.outcome import Findings
from compendium.proof.pointers import Speaker
from compendium.proof.script import Range, Stream
from compendium.proof.trace import Trace

_SPACE = Text(" ", Span("edition.yaml"))


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
            said = shortened(title.written)
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
        said = shortened(title.written)
        self.findings.add("proof-word-lost", f"`{said}` is not printed: {copy.words} words", span)

    # -- notes ----------------------------------------------------------------

    def note(self, note: Note, lang: str) -> None:
        copy = copy_of_note(note, lang, self.speaker)
        self.findings.count("notes")
        self.findings.count("words", copy.words)
        stream = self.trace.streams.get(note.anchor)
        if stream is None:
            said = shortened(copy.written)
            self.findings.add("proof-note-lost", f"the note `{said}` is not printed", note.span)
            return
        ours = note.generated
        self._same(copy, Range(note.anchor, 0, stream.length), note.span, folded=ours)

    # -- names ----------------------------------------------------------------

    def name(self, anchor: str, content: tuple[Inline, ...], span: Span) -> None:
        """The words that what bears *anchor* begins with."""
        copy = copy_of_words(content, self.speaker.edition.languages[0], self.speaker)
        self.findings.count("words", copy.words)
        where = self.trace.ranges.get(anchor)
        begins = where and self.trace.streams[where.stream].text[where.start : where.end]
        if not begins or not fold(begins).startswith(fold(copy.text)):
            said = shortened(copy.written)
            self.findings.add("proof-word-lost", f"the entry `{said}` is not printed", span)

    # -- letters --------------------------------------------------------------

    def _same(self, copy: Copy, where: Range, span: Span, folded: bool = False) -> None:
        """*copy* must be the letters of *where*; then its anchors have their places too."""
        stream = self.trace.streams[where.stream]
        printed = stream.text[where.start : where.end]
        if printed != copy.text and (not folded or fold(printed) != fold(copy.text)):
            for code, said, place in differences(copy, stream, where, span):
                self.findings.add(code, said, place)
            return
        for anchor, (start, end) in copy.spots.items():
            self.spots[anchor] = Range(where.stream, where.start + start, where.start + end)


def differences(
    copy: Copy, stream: Stream, where: Range, span: Span
) -> Iterator[tuple[Code, str, Span]]:
    """Everything in which *where* of *stream* is not *copy*, block by block."""
    at, missing = where.start, list[Leaf]()
    leaves = list(_leaves(copy, span))
    for number, leaf in enumerate(leaves, 1):
        meant = copy.text[leaf.start : leaf.end]
        found = at if stream.text.startswith(meant, at, where.end) else -1
        if found < 0 and number == len(leaves) and stream.text.endswith(meant, at, where.end):
            found = where.end - len(meant)
        if found < 0:
            found = stream.text.find(meant, at, where.end)
        if found < 0:
            missing.append(leaf)
            continue
        yield from _between(copy, missing, stream, Range("", at, found), leaf.span)
        at, missing = found + len(meant), []
    yield from _between(copy, missing, stream, Range("", at, where.end), span)


def _between(
    copy: Copy, missing: Sequence[Leaf], stream: Stream, instead: Range, span: Span
) -> Iterator[tuple[Code, str, Span]]:
    """What to say where *instead* is printed in the place of *missing*."""
    if len(missing) == 1 and instead.start < instead.end:
        yield (
            "proof-word-altered",
            _parted(copy.stream, missing[0], stream, instead),
            missing[0].span,
        )
        return
    for leaf in missing:
        moved = copy.text[leaf.start : leaf.end] in stream.text
        said = shortened(copy.stream.words(leaf.start, leaf.end))
        if moved:
            yield "proof-order", f"`{said}` is out of order", leaf.span
        else:
            yield "proof-word-lost", f"`{said}` is not printed", leaf.span
    if instead.start < instead.end:
        said = shortened(stream.words(instead.start, instead.end))
        yield "proof-extra-text", f"`{said}` is printed and not in the corpus", span


def _leaves(copy: Copy, span: Span) -> Iterator[Leaf]:
    """The blocks of *copy* in order, and what stands between blocks."""
    at = 0
    for leaf in copy.leaves:
        if at < leaf.start:
            yield Leaf(at, leaf.start, "", span)
        if leaf.start < leaf.end:
            yield leaf
        at = leaf.end
    if at < len(copy.text):
        yield Leaf(at, len(copy.text), "", span)


def _parted(meant: Stream, leaf: Leaf, printed: Stream, instead: Range) -> str:
    """The words in which *leaf* and what is printed *instead* differ."""
    one = meant.text[leaf.start : leaf.end]
    other = printed.text[instead.start : instead.end]
    head = common(one, other)
    tail = common(one[head:][::-1], other[head:][::-1])
    if head + tail in (len(one), len(other)):  # nothing is left of one of them
        head = max(head - 1, 0)
    said = meant.whole(leaf.start + head, leaf.end - tail)
    shown = printed.whole(instead.start + head, instead.end - tail)
    return f"`{shortened(said)}` of the corpus is printed as `{shortened(shown)}`"


def compare(trace: Trace, speaker: Speaker, findings: Findings) -> Mapping[str, Range]:
    """Compare the whole edition. Returns the place of every anchor the corpus gives one."""
    edition = speaker.edition
    work = _Comparison(trace, speaker, findings, {})
    _texts_and_notes(work)
    for anchor, entry, described in _entries(edition):
        work.name(
            anchor, (*entry.name, *((_SPACE, *entry.description) if described else ())), entry.span
        )
    _opening(work)
    return work.spots


def compare_texts(trace: Trace, speaker: Speaker, findings: Findings) -> Mapping[str, Range]:
    """The same for the texts and their notes alone."""
    work = _Comparison(trace, speaker, findings, {})
    _texts_and_notes(work)
    return work.spots


def words_of(speaker: Speaker) -> int:
    """How many words the texts and the notes of an edition have, as `compare` counts them."""
    found = sum(
        copy_of_text(text, home, speaker).words
        + copy_of_words(text.title, text.lang, speaker).words
        for home, _, text, _ in texts(speaker.edition)
    )
    return found + sum(copy_of_note(*pair, speaker).words for pair in _notes(speaker.edition))


def _texts_and_notes(work: _Comparison) -> None:
    for home, head, text, span in texts(work.speaker.edition):
        work.text(text, home, head, span)
    for note, lang in _notes(work.speaker.edition):
        work.note(note, lang)


def _notes(edition: Edition) -> Iterator[tuple[Note, str]]:
    """Every note, and the language of the text that it belongs to."""
    languages: dict[str, str] = {}
    for _, _, text, _ in texts(edition):
        languages.update(dict.fromkeys(text.notes, text.lang))
    for note in edition.notes.values():
        yield note, languages.get(note.anchor, edition.languages[0])


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
