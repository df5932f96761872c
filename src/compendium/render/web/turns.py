"""Turns: the exact letters of a text at which the printed page turns."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from compendium.model.edition import Edition
from compendium.model.pages import PageMap, SetLine
from compendium.model.text import Block, blocks

_TOKEN = re.compile(r"<[^>]*>|&[^;\s]+;|[^<&]|[<&]")
_HEAD = ".r0"  # how `resolve` names the head of a table
_BULLETS = "–—•·"
_SKIPPED = re.compile(r"[\s\u00ad\u2010\u2011-]")


@dataclass(frozen=True, slots=True)
class Turn:
    """A new page: it begins *letters* letters into its block, and its folio is `folio`.

    Units: `letters` counts what is printed in the block, without spaces and hyphens, so
        that a word the printer divided counts as it is written.
    """

    letters: int
    folio: str
    sheet: int


def letters(text: str) -> str:
    """*text* without spaces and hyphens, which line ends add and take away."""
    return _SKIPPED.sub("", text)


def count_lines(pages: PageMap, opens: Mapping[str, str]) -> Iterator[tuple[SetLine, int]]:
    """Every line of the book, and how many letters of its block come before it.

    The head of a table that is printed again on the next page does not count again, and
    the bullet of an item not at all: a screen draws its own. *opens* are the words each
    block opens with, so that a dash of the text is not taken for a bullet.
    """
    counted: dict[str, int] = {}
    anchor = ""
    left: set[str] = set()
    for line in pages.lines:
        if line.anchor in left:
            continue
        if line.anchor != anchor and anchor.endswith(_HEAD):
            left.add(anchor)
        anchor = line.anchor
        before = counted.get(anchor, 0)
        yield line, before
        said = line.text
        if not before and not opens.get(anchor, "").startswith(said[:1]):
            said = said.lstrip(_BULLETS)
        counted[anchor] = before + len(letters(said))


def find_turns(
    pages: PageMap, opens: Mapping[str, str], notes: Mapping[str, str] | None = None
) -> dict[str, tuple[Turn, ...]]:
    """The turns of every block, by its anchor; a block that opens a page has a turn at 0.

    A note has a turn where it runs on to another page, and so has each of texts that stand
    side by side; *notes* has the note, or the text, that each anchor in one belongs to.
    """
    folios = {sheet.number: sheet.folio for sheet in pages.sheets}
    turns: dict[str, tuple[Turn, ...]] = {}
    reached: dict[str, int] = {}
    sheet = 0
    for line, before in count_lines(pages, opens):
        if line.area == "text":
            text = (notes or {}).get(line.anchor, "")
            turned = reached.get(text, sheet) != line.sheet
            reached[text] = sheet = line.sheet
        else:
            note = (notes or {}).get(line.anchor, line.anchor)
            turned = reached.setdefault(note, line.sheet) != line.sheet
            reached[note] = line.sheet
        if turned:
            turn = Turn(before, folios[line.sheet], line.sheet)
            turns[line.anchor] = (*turns.get(line.anchor, ()), turn)
    return turns


def noted(edition: Edition) -> dict[str, str]:
    """The note that each anchor inside one belongs to; so for texts beside the main one."""
    beside = {
        anchor: f"{document.anchor}.{text.lang}"
        for document in edition.documents
        if document.form in ("columns", "facing", "interleaved")
        for text in document.texts[1:]
        for anchor in _anchors(text.blocks)
    }
    return beside | {
        anchor: note.anchor
        for note in edition.notes.values()
        for anchor in (note.anchor, *_anchors(note.blocks))
    }


def _anchors(content: Sequence[Block]) -> Iterator[str]:
    return (anchor for block in blocks(content) if (anchor := getattr(block, "anchor", "")))


def insert_turns(markup: str, marks: Sequence[tuple[int, str]]) -> str:
    """*markup* with each mark set before the letter it counts to.

    Shape: *marks* are (letters, HTML of the mark) in order; a mark that counts past the
        last letter stands at the end.
    """
    done: list[str] = []
    waiting = list(marks)
    seen = written = 0
    for token in _TOKEN.finditer(markup):
        if not waiting:
            break
        visible = "" if token[0].startswith("<") and len(token[0]) > 1 else html.unescape(token[0])
        count = len(letters(visible))
        if count and waiting[0][0] <= seen:
            done.append(markup[written : token.start()])
            written = token.start()
            while waiting and waiting[0][0] <= seen:
                done.append(waiting.pop(0)[1])
        seen += count
    return "".join([*done, markup[written:], *(mark for _, mark in waiting)])
