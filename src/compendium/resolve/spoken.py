"""What the edition says of its own documents in plain words: "Document 12, art. 2" must exist.

Only our own words are looked at: notes, front and back matter. A number that another work
has given is let alone: one whose sentence names a work, a volume or a link before it, or
goes on to say where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from compendium.diag import EDITION, Code, Diagnostic, Severity, Span
from compendium.model.edition import Document, Edition, Note
from compendium.model.kept import Again, anew
from compendium.model.text import (
    Block,
    Editorial,
    Inline,
    Item,
    Mention,
    Quoted,
    Reference,
    Rule,
    Styled,
    Text,
    WebLink,
    blocks,
    plain,
    runs,
)

Run = tuple[Inline, ...]

_OTHER = "\x02"
"""Stands for words that name or lead to another work."""

_SAID = re.compile(
    r"\b(?:Document|[Dd]oc\.|Документ|документ|док\.|Док\.)\s+(?P<number>\d+)\b"
    r"(?:,\s+(?:art\.|article|para\.|paragraph|ст\.|п\.)\s+(?P<inner>\d+)\b)?"
    r"|文書(?P<counted>\d+)(?:、第(?P<below>\d+)[条項])?"
)
_SENTENCE = re.compile(r"(?:(?<=\w{4}[.;:])(?<!bid\.)|(?<=\d[.;:]))\s+|(?<=。)")
"""A full stop ends a sentence if it ends no short word: vol., ed., No., Ibid."""
_ELSEWHERE = re.compile(
    rf"{_OTHER}|[“«「\"]|\b(?:vol|volume|series|ibid|ed|том|т|сборник|там же)\b|巻|集",
    re.IGNORECASE,
)
_GOES_ON = re.compile(rf"\s*(?:{_OTHER}|(?:of|in|from|в|из)\s|の)")


def check_spoken(edition: Edition, again: Again = anew) -> list[Diagnostic]:
    """A warning for each document or passage that is named in our words and is not there.

    Words that are a link are checked against where that leads.
    """
    spoken = _Spoken(edition, {d.number: d for d in edition.documents})
    found: list[Diagnostic] = []
    for run in _ours(edition, again):
        found += [*spoken.plainly(run), *spoken.linked(run)]
    return found


def _ours(edition: Edition, again: Again) -> Iterator[Run]:
    """The runs of our own words that may speak of a document."""
    matter = [piece.text for piece in (*edition.front, *edition.back)]
    for text in matter:
        yield from again(f"spoken {text.path}", (text.blocks,), partial(_speaking, text.blocks))
    speaking: dict[str, tuple[Run, ...]] = {}
    for text in (*matter, *(text for document in edition.documents for text in document.texts)):
        notes = [edition.notes[anchor] for anchor in text.notes]
        speaking |= again(f"spoken below {text.path}", (notes,), partial(_in_notes, notes))
    if speaking:
        yield from (run for note in edition.notes for run in speaking.get(note, ()))


def _in_notes(notes: Sequence[Note]) -> dict[str, tuple[Run, ...]]:
    return {
        note.anchor: found
        for note in notes
        if note.series != "original" and note.kind in ("written", "source", "date")
        if (found := _speaking(note.blocks))
    }


def _speaking(content: Sequence[Block]) -> tuple[Run, ...]:
    return tuple(
        run
        for block in blocks(content)
        if not isinstance(block, Rule | Item)
        for run in runs(block)
        if _SAID.search("".join(_flat(run)))
        or any(isinstance(node, Reference) and _SAID.search(plain(node.content)) for node in run)
    )


@dataclass(frozen=True, slots=True)
class _Spoken:
    edition: Edition
    numbered: Mapping[str, Document]

    def plainly(self, run: Sequence[Inline]) -> Iterator[Diagnostic]:
        """What is wrong with numbers that are no link."""
        said = "".join(_flat(run))
        for found in _SAID.finditer(said):
            before = _SENTENCE.split(said[: found.start()])[-1]
            if _ELSEWHERE.search(before) or _GOES_ON.match(said, found.end()):
                continue
            number, inner = found["number"] or found["counted"], found["inner"] or found["below"]
            document = self.numbered.get(number)
            if document is None:
                message = f"`{found[0]}` names no document of this edition"
                yield _warning("pointer-unknown", message, run)
            elif inner and not self._has(document, inner):
                message = f"`{found[0]}` names nothing in document {number}"
                yield _warning("pointer-unknown", message, run)

    def linked(self, run: Iterable[Inline]) -> Iterator[Diagnostic]:
        """What is wrong with numbers in the words of links."""
        for node in run:
            if not isinstance(node, Reference):
                continue
            target = self.edition.targets[node.target]
            found = _SAID.search(plain(node.content))
            document = self.numbered.get((found["number"] or found["counted"]) if found else "")
            leads = target.document and self.edition.document(target.document)
            if found and leads and leads is not document:
                yield _warning(
                    "pointer-differs",
                    f"`{found[0]}` leads to document {leads.number}",
                    (node,),
                )

    def _has(self, document: Document, inner: str) -> bool:
        targets = self.edition.targets.values()
        return any(
            t.document == document.anchor
            and t.kind in ("article", "paragraph")
            and t.number == inner
            for t in targets
        )


def _flat(run: Iterable[Inline]) -> Iterator[str]:
    """The words of *run*; one sign for what is in italics, and for what is a link."""
    for node in run:
        match node:
            case Text():
                yield node.text
            case Reference() | WebLink() | Quoted():
                yield _OTHER
            case Styled():
                yield _OTHER if node.style == "emphasis" else "".join(_flat(node.content))
            case Mention() | Editorial():
                yield "".join(_flat(node.content))
            case _:
                yield " "


def _warning(code: Code, message: str, run: Sequence[Inline]) -> Diagnostic:
    span: Span = run[0].span if run else EDITION
    hint = "name the work it is in, or mend the number"
    if code == "pointer-differs":
        hint = "mend the words or the link"
    return Diagnostic(code, message, span, hint, Severity.WARNING)
