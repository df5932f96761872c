"""The proof against the corpus: what was lost, altered or moved on the way to print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium import corpus
from compendium.model.pages import Chunk, PageMap, Place
from compendium.proof.letters import fold, follow, letters, shortened
from compendium.proof.references import expand
from compendium.resolve import resolve
from finished import TRIP, Finished, trip
from test_proof import said


@cache
def files() -> Mapping[str, str]:
    """The corpus of the small edition."""
    paths = sorted(p for p in TRIP.rglob("*") if p.suffix in (".yaml", ".md"))
    return {p.relative_to(TRIP).as_posix(): p.read_text("utf-8") for p in paths}


def meant(path: str, old: str, new: str) -> Finished:
    """The book as it is, and a corpus that has *new* where the book has *old*."""
    assert files()[path].count(old) == 1
    changed = {**files(), path: files()[path].replace(old, new)}
    volume, _ = corpus.read_files(changed, "trip")
    assert volume
    return replace(trip(), edition=resolve(volume)[0])


LETTER, TREATY = "documents/letter.en.md", "documents/treaty.en.md"


CHANGES = [
    (LETTER, "the honor to remind", "the high honor to remind",
     f"{LETTER}:21:1: error[proof-word-altered]: "
     "`high honor` of the corpus is printed as `honor`"),
    (LETTER, "Adams has the honor", "Adams has the honour",
     f"{LETTER}:21:1: error[proof-word-altered]: "
     "`honour` of the corpus is printed as `honor`"),
    (LETTER, "February 7, 1905\n:::", "February 8, 1905\n:::",
     f"{LETTER}:13:1: error[proof-word-altered]: `8,` of the corpus is printed as `7,`"),
    (LETTER, "Envoy\n", "Envoy\nExtraordinary\n",
     f"{LETTER}:42:1: error[proof-word-altered]: "
     "`Envoy Extraordinary` of the corpus is printed as `Envoy`"),
    (LETTER, "Envoy\n", "",
     f"{LETTER}:1:1: error[proof-extra-text]: `Envoy` is printed and not in the corpus"),
    (LETTER, "| islands | 12 |", "| islands | 13 |",
     f"{LETTER}:30:1: error[proof-word-altered]: `13` of the corpus is printed as `12`"),
    (LETTER, "Thus the original", "So the original",
     f"{LETTER}:49:12: error[proof-word-altered]: `So` of the corpus is printed as `Thus`"),
    (LETTER, "Letter from A. Adams", "Note from A. Adams",
     f"{LETTER}:1:1: error[proof-word-lost]: "
     "the title `Note from A. Adams to B. Brown` is not printed"),
    (LETTER, "[teh]{.sic}", "[Teh]{.sic}",
     f"{LETTER}:21:1: error[proof-word-altered]: `Teh` of the corpus is printed as `teh`"),
    (TREATY, "There shall be peace.", "There shall be peace",
     f"{TREATY}:18:5: error[proof-extra-text]: `.` is printed and not in the corpus"),
    ("registers/persons.yaml", "envoy", "Envoy Extraordinary",
     "registers/persons.yaml:1:8: error[proof-word-lost]: the entry "
     "`Adams, A. Envoy Extraordinary … his letter (Document 1, p. 3)` is not printed"),
    ("edition.yaml", "rights: No rights at all.", "rights: All rights reserved.",
     "edition.yaml:1:1: error[proof-word-lost]: `All rights reserved.` is not printed"),
    ("edition.yaml", "title: Short things", "title: Long things",
     "edition.yaml:1:1: error[proof-word-lost]: `Long things` is not printed"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "old", "new", "expected"), CHANGES)
def test_a_corpus_that_says_something_else(path: str, old: str, new: str, expected: str) -> None:
    """Every word of the corpus is looked for in print, and no other is allowed there."""
    assert said(meant(path, old, new).prove()) == [expected]


def test_the_order_of_the_words() -> None:
    """Blocks that have changed places are out of order."""
    assert said(meant(LETTER, "- first\n- second", "- second\n- first").prove()) == [
        f"{LETTER}:25:3: error[proof-extra-text]: `first` is printed and not in the corpus",
        f"{LETTER}:26:3: error[proof-order]: `first` is out of order",
    ]


# -- notes, lists, anchors ----------------------------------------------------------------


def with_notes(**changed: object) -> Finished:
    """The book as it is, and an edition whose note 2 of the letter is changed."""
    edition = trip().edition
    note = replace(edition.notes["letter.n2"], **changed)  # type: ignore[arg-type]  # any field
    return replace(trip(), edition=replace(edition, notes={**edition.notes, note.anchor: note}))


def test_a_note_that_is_not_printed() -> None:
    """A note of the corpus without print is found."""
    assert said(with_notes(anchor="letter.n9").prove()) == [
        f"{LETTER}:21:38: error[proof-note-lost]: "
        "the note `2 Document 2, art. 2, para. 2, p. 5 below.` is not printed"
    ]


def test_a_note_without_a_call() -> None:
    """A note that nothing calls in print is found."""
    assert said(with_notes(call="letter.n9.call").prove()) == [
        f"{LETTER}:21:38: error[proof-note-lost]: note 2 of `letter` has no call in print"
    ]


def test_a_note_before_its_call() -> None:
    """A note may stand on a later page than its call, and is counted; never on an earlier one."""
    proof = with_notes(call="appendix.n1.call").prove()
    assert said(proof) == [
        f"{LETTER}:21:38: error[proof-note-early]: "
        "note 2 stands on page 3, before its call on page 10"
    ]
    late = with_notes(call="preface.n1.call").prove()
    assert said(late) == [] and late.counts["late notes"] == 1


def with_chunk(name: str, **changed: object) -> Finished:
    """The book as it is, and other facts about the chunk *name*."""

    def change(chunk: Chunk) -> Chunk:
        return replace(chunk, **changed) if chunk.name == name else chunk  # type: ignore[arg-type]  # any field

    return replace(trip(), book=[(change(chunk), piece) for chunk, piece in trip().book])


def chunk(name: str) -> Chunk:
    """The chunk *name*."""
    return next(chunk for chunk in trip().chunks if chunk.name == name)


def test_lists_that_leave_something_out() -> None:
    """The contents name every part and document, the list by date every dated one."""
    contents = tuple(r for r in chunk("contents").references if r.first not in ("part-i", "letter"))
    assert said(with_chunk("contents", references=contents).prove()) == [
        "edition.yaml:15:5: error[proof-entry-lost]: the contents do not list `part-i`",
        f"{LETTER}:2:8: error[proof-entry-lost]: the contents do not list `letter`",
    ]
    dated = tuple(r for r in chunk("list-by-date").references if r.first != "letter")
    assert said(with_chunk("list-by-date", references=dated).prove()) == [
        f"{LETTER}:2:8: error[proof-entry-lost]: the list by date lacks `letter`"
    ]


def test_a_number_that_is_nowhere() -> None:
    """A page number that the markup has no place for is not printed."""
    letter = chunk("letter")
    markup = letter.markup.replace(' data-slot="2">0<', ">3<")
    assert said(with_chunk("letter", markup=markup).prove()) == [
        f"{LETTER}:21:1: error[proof-number-wrong]: page number `3` to `letter.p-1` is not printed"
    ]


def test_an_anchor_at_other_words() -> None:
    """Two anchors that have changed places in the markup are both found."""
    markup = chunk("letter").markup
    for old, new in (("m2", "X"), ("m8", "m2"), ("X", "m8")):
        markup = markup.replace(f'id="letter.{old}"', f'id="letter.{new}"')
    assert said(with_chunk("letter", markup=markup).prove())[:2] == [
        f"{LETTER}:21:1: error[proof-anchor]: the anchor `letter.m2` is not at its words, `Adams`",
        f"{LETTER}:42:1: error[proof-anchor]: "
        "the anchor `letter.m8` is not at its words, `A. Adams`",
    ]


# -- the page map -------------------------------------------------------------------------


def test_a_page_map_with_other_words() -> None:
    """A line of the page map that is not what is printed there is found."""
    pages = trip().pages
    lines = tuple(
        replace(line, text=line.text.replace("Sir", "Dear Sir"))
        if line.anchor == "letter.salutation" else line
        for line in pages.lines
    )  # fmt: skip
    assert said(
        replace(
            trip(), pages=PageMap.of_lines(pages.sheets, pages.first, pages.last, lines)
        ).prove()
    ) == [
        f"{LETTER}:18:1: error[proof-line]: "
        "the page map has the line `Dear Sir,`, which is not on page 3"
    ]


def test_a_page_map_with_other_places() -> None:
    """A place of the page map where the anchor does not begin or end is found."""
    pages = trip().pages
    elsewhere = Place(1, "i", 1, 0)
    spoiled = replace(
        pages,
        first={**pages.first, "letter.p-1": elsewhere},
        last={**pages.last, "letter": elsewhere},
    )
    assert said(replace(trip(), pages=spoiled).prove()) == [
        f"{LETTER}:21:1: error[proof-place-wrong]: "
        "`letter.p-1` begins on page 3; the page map says i",
        f"{LETTER}:2:8: error[proof-place-wrong]: `letter` ends on page 4; the page map says i",
    ]


def test_a_page_too_many() -> None:
    """The page map has as many sheets as the file has pages."""
    pages = trip().pages
    fewer = replace(pages, sheets=pages.sheets[:-1])
    assert said(replace(trip(), pages=fewer).prove())[0] == (
        "edition.yaml:1:1: error[proof-place-wrong]: the PDF has 21 pages and the page map 20"
    )


def test_lines_printed_on_one_another() -> None:
    """A line that lies on another cannot be read."""
    pages = trip().pages
    salutation = next(line for line in pages.lines if line.anchor == "letter.salutation")
    lines = tuple(
        replace(line, box=salutation.box) if line.anchor == "letter.dateline" else line
        for line in pages.lines
    )
    found = said(
        replace(
            trip(), pages=PageMap.of_lines(pages.sheets, pages.first, pages.last, lines)
        ).prove()
    )
    assert (
        f"{LETTER}:18:1: error[proof-hidden]: `Sir,` on page 3 is printed on `St. Petersburg,`"
        in found
    )


# -- letters ------------------------------------------------------------------------------


@given(st.text(), st.text())
def test_letters_add_up(one: str, other: str) -> None:
    """Letters are what is left of words, wherever they are cut at a space."""
    assert letters(f"{one} {other}") == letters(letters(one) + letters(other))


@pytest.mark.parametrize(
    ("written", "read"),
    [("co\u00adoperation", "cooperation"), ("oﬃce", "office"), ("a\u2010b\u2011c", "a-b-c"),
     ("e\u0301", "é"), ("1914–18", "1914–18"), (" a\u00a0\u3000b ", "ab"), ("\x02", "-")],
)  # fmt: skip
def test_what_letters_are(written: str, read: str) -> None:
    """Space, soft hyphens and the form of hyphens and ligatures do not count; all else does."""
    assert letters(written) == read


@pytest.mark.parametrize(
    ("text", "at", "line", "after"),
    [
        ("cooperation", 0, "coop-", 4),  # the typesetter's hyphen
        ("co-operation", 0, "co-", 3),  # the word's own
        ("Title12", 0, "Title. . . .12", 7),
        ("first", 0, "–first", 5),
        ("Title12", 0, "Title13", None),
        ("Japan", 0, "Japam", None),
        ("Excerpt", 0, "excerpt", 7),
    ],
)
def test_following_a_line(text: str, at: int, line: str, after: int | None) -> None:
    """A line is followed over its hyphen, its leaders and its bullet, and over nothing else."""
    assert follow(text, at, line.replace(" ", "")) == after


@pytest.mark.parametrize(
    ("printed", "folios"),
    [("12", ("12", "12")), ("321–25", ("321", "325")), ("101–8", ("101", "108")),
     ("xii–xv", ("xii", "xv")), ("99–101", ("99", "101")), ("1496–504", ("1496", "1504"))],
)  # fmt: skip
def test_ranges_of_folios(printed: str, folios: tuple[str, str]) -> None:
    """A range is read in whatever style its last number is shortened."""
    assert expand(printed) == folios


@given(st.text(), st.integers(12, 80))
def test_shortened(words: str, limit: int) -> None:
    """Words that are shown are one line, and no longer than they may be."""
    assert len(shortened(words, limit)) <= limit + 3
    assert "\n" not in shortened(words, limit)


@given(st.text())
def test_small_letters_are_as_many(text: str) -> None:
    """Folded letter by letter or at once, it is the same, and as long."""
    assert fold(text) == "".join(map(fold, text))
    assert len(fold(text)) == len(text)
