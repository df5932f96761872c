"""Where quoted words stand: every place in every text, with its lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from compendium.cite.book import Book
from compendium.cite.letters import letters, spread
from compendium.cite.passages import Passage, named, placed
from compendium.cite.streams import Stream
from compendium.diag import Diagnostic, Span
from compendium.model.pages import Place

_ELLIPSIS = re.compile(r"\s*(?:\[\s*)?(?:\.\s?\.\s?\.(?:\s?\.)?|…)(?:\s*\])?\s*")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Letters of scripts that put no spaces between words."""
_SHOWN = 8


def quoted(words: str, book: Book, lang: str = "") -> tuple[list[Passage], list[Diagnostic]]:
    """Every passage that has *words*, in the order of the book; none, and the reason.

    Shape: with *lang* only texts in that language are searched. An ellipsis in *words*
        stands for any words of one text. Words that only print has, marks of notes and
        pointers, are looked for when those of the texts alone are not found.
    """
    wanted = letters(words)
    if not wanted:
        return [], [_unknown("the quotation has no words", words, "give words of the edition")]
    among = [s for s in book.streams if not lang or _speaks(book, s, lang)]
    found = [_passage(book, s, *ends) for s in among for ends in _ends(s, words)]
    found = found or [*_printed(book, wanted, lang)]
    if found:
        return found, []
    return [], [_unknown(f"`{_short(words)}` stands nowhere", words, _nearest(words, among))]


# -- searching ------------------------------------------------------------------------


def _ends(stream: Stream, words: str) -> list[tuple[int, int]]:
    """Where *words* begin and end in *stream*, whole words before parts of words."""
    found = [*_places(stream.letters, letters(words))]
    if not found:
        found = [*_with_gaps(stream.letters, words)]
    if not found:
        return []
    begins, ends = stream.bounds
    text = stream.letters
    exact = [
        (low, high)
        for low, high in found
        if (low in begins or _UNSPACED.match(text[low]))
        and (high in ends or _UNSPACED.match(text[high - 1]))
    ]
    return exact or found


def _places(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    at = text.find(wanted)
    while at >= 0:
        yield at, at + len(wanted)
        at = text.find(wanted, at + 1)


def _with_gaps(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Where the runs between the ellipses of *words* follow one another in *text*."""
    wanted = [run for part in _ELLIPSIS.split(words) if (run := letters(part))]
    if len(wanted) < 2:
        return
    first = text.find(wanted[0])
    if first < 0:
        return
    at = first + len(wanted[0])
    for run in wanted[1:]:
        found = text.find(run, at)
        if found < 0:
            return
        at = found + len(run)
    yield first, at


def _passage(book: Book, stream: Stream, low: int, high: int) -> Passage:
    """The passage between two letters of *stream*."""
    one, other = (bisect_right(stream.starts, at) - 1 for at in (low, high - 1))
    start_anchor, end_anchor = stream.pieces[one][0], stream.pieces[other][0]
    first = _place(book, stream, one, low)
    last = _place(book, stream, other, high - 1)
    targets = book.edition.targets
    kind, number = named(book, targets[start_anchor])
    until = named(book, targets[end_anchor])[1]
    until = "" if until == number or not number else until
    found = Passage(stream.record, start_anchor, first, last, kind, number, until)
    return placed(found, book, lined=True)


def _place(book: Book, stream: Stream, piece: int, letter: int) -> Place:
    """Where a letter of *stream* is set; where its block begins if its lines are not known."""
    anchor = stream.pieces[piece][0]
    same = [at for at, (name, _) in enumerate(stream.pieces) if name == anchor]
    wanted = "".join(letters(stream.pieces[at][1]) for at in same)
    before = sum(len(letters(stream.pieces[at][1])) for at in same if at < piece)
    lines = book.lines.get(anchor, ())
    spots = spread(wanted, [letters(line.text) for line in lines])
    if spots is None:
        return book.pages.first[anchor]
    return book.place(lines[spots[before + letter - stream.starts[piece]][0]])


def _printed(book: Book, wanted: str, lang: str) -> Iterator[Passage]:
    """Every passage whose lines as they are set have the letters *wanted*."""
    for record, lines in book.set_lines:
        if lang and not _same(book.records[record].lang, lang):
            continue
        said = [letters(line.text) for line in lines]
        starts = [0, *accumulate(map(len, said))]
        for low, high in _places("".join(said), wanted):
            first, last = (lines[bisect_right(starts, at) - 1] for at in (low, high - 1))
            start, end = (book.edition.targets[line.anchor] for line in (first, last))
            kind, number = named(book, start)
            until = named(book, end)[1]
            ends = (book.place(first), book.place(last))
            until = "" if until == number or not number else until
            found = Passage(record, start.anchor, *ends, kind, number, until)
            yield placed(found, book, lined=True)


def _speaks(book: Book, stream: Stream, lang: str) -> bool:
    return _same(book.records[stream.record].lang, lang)


def _same(one: str, other: str) -> bool:
    return one.partition("-")[0] == other.partition("-")[0]


# -- what is near ---------------------------------------------------------------------


def _nearest(words: str, among: Sequence[Stream]) -> str:
    """A hint: the longest beginning or end of *words* that stands somewhere."""
    said = words.split()
    for length in range(len(said) - 1, 1, -1):
        for part in (said[:length], said[-length:]):
            wanted = letters(" ".join(part))
            if len(wanted) >= _SHOWN and any(wanted in s.letters for s in among):
                return f"`{_short(' '.join(part))}` does; quote that"
    return "quote the words as they are printed"


def _short(words: str) -> str:
    said = words.split()
    if len(said) <= _SHOWN:
        return " ".join(said)
    return " ".join([*said[: _SHOWN // 2], "...", *said[-_SHOWN // 2 :]])


def _unknown(message: str, words: str, hint: str) -> Diagnostic:
    return Diagnostic(
        "quotation-unknown", message, Span("QUOTE", (1, 1), (1, len(words) + 1)), hint
    )
