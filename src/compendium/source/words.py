"""The proof that reading lost nothing: every letter of the file is a word or known mark-up."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from compendium.diag import Diagnostic, Span
from compendium.model.text import Block, Image, Item, Table, Text, blocks, inlines, runs
from compendium.model.volume import WrittenNote
from compendium.source.text import SourceFile

_GAP = r"(?:[ \t]|\n[ \t>]*)"
_VALUE = r"""  "(?:[^"\\]|\\.)*" | '[^']*' | [^\s{}"'=]+  """
_MARKUP = re.compile(
    rf"""
    (?m: ^[ \t>]* (?: (?: [-+*] | \[\^[^\s\[\]]+\]: ) [ \t>]+ )* :{{3,}} [^\n]* $ )   # divs
  | \]\( {_GAP}* (?: <[^<>\n]*> | [^\s<>]* ) (?: {_GAP}+ (?:"[^"]*"|'[^']*') )? {_GAP}* \)
  | \{{ (?: {_GAP}* (?: [#.][\w.:-]+ | [\w-]+= (?: {_VALUE} ) ) )+ {_GAP}* \}}        # attributes
  | \[\^ [^\s\[\]]+ \]                                              # calls and labels of notes
    """,
    re.VERBOSE,
)
_ESCAPED = re.compile(r"\\([!-/:-@[-`{-~])|(&(?:#\w{1,8}|\w{2,32});)")


def check_words(
    file: SourceFile,
    start: int,
    body: Sequence[Block],
    notes: Sequence[WrittenNote],
    known: Iterable[Diagnostic],
) -> list[Diagnostic]:
    """What does not agree between the text of *file* from *start* on and the tree made of it.

    Each word of the tree must stand at its span, in order and once; what no word covers
    must be mark-up. Places for which a problem is *known* are passed over.
    """
    texts = [body, *(note.blocks for note in notes)]
    rows = [_claims(content, file, captions) for content in texts for captions in (False, True)]
    problems = [p for claims in rows for p in _disorder(claims, file)]
    claims = sorted(claim for claims in rows for claim in claims)
    problems += _untrue(claims, file)
    excused = _joined((file.offset(p.span.start), file.offset(p.span.end)) for p in known)
    for at, lost in _uncovered(claims, file.text, start):
        nearest = bisect_right(excused, (at, len(file.text))) - 1
        if nearest < 0 or excused[nearest][1] <= at:
            problems.append(_lost(lost, file.span(at, at + len(lost))))
    return problems


def _joined(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """*places* in order, those that overlap made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _lost(words: str, span: Span) -> Diagnostic:
    hint = "this is a fault of compendium; write the passage more plainly, and report it"
    return Diagnostic("words-lost", f"`{words}` was not read as written", span, hint)


_Claim = tuple[int, int, str]
"""Offsets in the file, and the words said to stand there ("" for a picture, which has its own)."""


def _claims(content: Sequence[Block], file: SourceFile, captions: bool) -> list[_Claim]:
    """What the tree says of *content*: of the captions of tables, or of all but these.

    A caption is part of its table, and yet written after the rows.
    """
    found: list[_Claim] = []
    for block in blocks(content):
        if isinstance(block, Table) is not captions:
            continue
        if isinstance(block, Item) and block.number:
            at = file.offset(block.span.start)
            found.append((at, at + len(block.marker), block.marker))
        for node in (node for run in runs(block) for node in inlines(run)):
            if isinstance(node, Text | Image):
                words = node.text if isinstance(node, Text) else ""
                found.append((file.offset(node.span.start), file.offset(node.span.end), words))
    return found


def _disorder(claims: list[_Claim], file: SourceFile) -> Iterator[Diagnostic]:
    for before, after in pairwise(claims):
        if after[0] < before[1]:
            yield _lost(after[2], file.span(after[0], after[1]))


def _untrue(claims: list[_Claim], file: SourceFile) -> Iterator[Diagnostic]:
    for start, end, words in claims:
        written = file.text[start:end]
        if words and words not in (written, _ESCAPED.sub(_plain, written)):
            yield _lost(words, file.span(start, end))


def _plain(found: re.Match[str]) -> str:
    return found[1] or html.unescape(found[2])


def _uncovered(claims: list[_Claim], text: str, start: int) -> Iterator[tuple[int, str]]:
    """The letters no claim covers and no mark-up explains, as (offset, letters)."""
    at = start
    for begin, end, _ in [*claims, (len(text), len(text), "")]:
        gap = _MARKUP.sub(lambda found: " " * len(found[0]), text[at:begin])
        for lost in re.finditer(r"[^\W_]+", gap):
            yield at + lost.start(), lost[0]
        at = max(at, end)
