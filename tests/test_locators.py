"""Locators: what stands after a heading of the index, in print and on screen."""

from collections.abc import Sequence
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.diag import Span
from compendium.model.edition import Document, Edition, Entry, Note, Part, Target
from compendium.model.folios import expand, rank, roman, value
from compendium.model.pages import PageMap, Place, Sheet
from compendium.model.volume import Date, Imprint, IndexPlan
from compendium.render.locators import (
    Locator,
    ScreenLocator,
    Survey,
    locators,
    screen_locators,
    survey,
)

HERE = Span("d.md")
FRONT = 20
"""The book has so many sheets with roman folios; sheet 21 is page 1, sheet 31 is blank."""


def folio(sheet: int) -> str:
    """What is printed on *sheet*."""
    return roman(sheet) if sheet <= FRONT else str(sheet - FRONT)


def sheet(printed: str) -> int:
    """The sheet that a folio is printed on."""
    return value(printed) if rank(printed) < rank("1") else int(printed) + FRONT


SHEETS = tuple(
    Sheet(n, folio(n), "recto" if n % 2 else "verso", "c", blank=n == FRONT + 11)
    for n in range(1, 400)
)


class Book:
    """A book put together mark by mark: where each stands, and in which note if in one."""

    def __init__(self, notes: dict[str, str] | None = None) -> None:
        """Documents d3 and d7, and *notes* of theirs: anchor "d7.n3" to its pages, "12–13"."""
        self.first: dict[str, Place] = {}
        self.last: dict[str, Place] = {}
        self.targets: dict[str, Target] = {}
        self.notes: dict[str, Note] = {}
        self.top = 0.0
        for anchor, pages in (notes or {}).items():
            document, _, mark = anchor.partition(".")
            mark = mark.lstrip("nso")
            self.notes[anchor] = Note(anchor, "editorial", mark, "", document, (), HERE)
            self.put(anchor, pages, "", "note")
        for document in ("d3", "d7"):
            self.put(document, "", "", "document")

    def put(
        self,
        anchor: str,
        pages: str,
        number: str,
        kind: Literal["mention", "note", "document", "paragraph"] = "mention",
    ) -> str:
        """Let *anchor* stand on *pages* ("12", or "12–13"), with *number* as its pinpoint."""
        document = anchor.partition(".")[0]
        document = document if document in ("d3", "d7") else ""
        first, last = expand(pages or "1")
        self.top += 1
        self.first[anchor] = Place(sheet(first), first, 1, self.top)
        self.last[anchor] = Place(sheet(last), last, 1, self.top)
        self.targets[anchor] = Target(anchor, kind, HERE, document, number)
        return anchor

    def entry(self, marks: str, document: str | None = None) -> Entry:
        """An entry with *marks*: "12", "12-14" (a range), "12/d7.n3" (in a note), "12/d3.9.2".

        The mark after the slash says in which document it is, and at which pinpoint.
        """
        points: list[str] = []
        ranges: list[tuple[str, str]] = []
        for count, mark in enumerate(marks.split()):
            pages, _, where = mark.partition("/")
            home, _, number = (where or "d3").partition(".")
            ends = [
                self.put(f"{home}.m{count}{end}", p, number)
                for end, p in zip("ab", pages.split("-"), strict=False)
            ]
            if len(ends) == 2:
                ranges.append((ends[0], ends[1]))
            else:
                points.append(ends[0])
        return Entry("subjects/x", "subjects.x", (), (), "x", tuple(points), tuple(ranges),
                     (), (), (), HERE, document)  # fmt: skip

    def survey(self) -> Survey:
        """The book as `locators` sees it."""
        return survey(
            _edition(self.targets, self.notes), PageMap(SHEETS, self.first, self.last, ())
        )


def _edition(targets: dict[str, Target], notes: dict[str, Note]) -> Edition:
    documents = tuple(
        Document(f"d{n}", str(n), "letter", (), None, "", (), (), (), None, None, None, "whole",
                 "paragraph", "part-i", HERE)
        for n in (3, 7)
    )  # fmt: skip
    return Edition(
        id="e", title="E", subtitle="", short_title="E", version="1", date=Date("2026", HERE),
        languages=("en",), imprint=Imprint(), theme="press", note_numbering="document", front=(),
        parts=(Part("part-i", "I", "One", documents, False, HERE),), back=(), registers=(),
        indexes=(), by_date=(), notes=notes, targets=targets, entries={}, images={},
    )  # fmt: skip


def plan(**fields: object) -> IndexPlan:
    """A plan of an index, with its switches in *fields*."""
    return IndexPlan("index-x", "X", ("subjects",), HERE, **fields)  # type: ignore[arg-type]


def printed(found: Sequence[Locator]) -> str:
    """The locators as they stand in the index."""
    return ", ".join(locator.text for locator in found)


@pytest.mark.parametrize(
    ("marks", "explicit", "consecutive"),
    [
        ("12", "12", "12"),
        ("12 12 12", "12", "12"),
        ("14 12 13", "12, 13, 14", "12–14"),
        ("9 12 13", "9, 12, 13", "9, 12–13"),
        ("12-14", "12–14", "12–14"),
        ("12-12", "12", "12"),
        ("12-14 13", "12–14", "12–14"),
        ("12-14 14 15", "12–14, 15", "12–15"),
        ("12-16 13-14", "12–16", "12–16"),
        ("12-14 14-17", "12–17", "12–17"),
        ("12-14 15-17", "12–14, 15–17", "12–17"),
        ("321-325 101-108", "101–8, 321–25", "101–8, 321–25"),
        ("xii 3 ix", "ix, xii, 3", "ix, xii, 3"),
        ("xix xx 1 2", "xix, xx, 1, 2", "xix–xx, 1–2"),
        ("xii-xiv", "xii–xiv", "xii–xiv"),
        ("10 12", "10, 12", "10, 12"),
        ("12–13", "12–13", "12–13"),
        ("", "", ""),
    ],
)
def test_pages(marks: str, explicit: str, consecutive: str) -> None:
    """A page is given once; only marked ranges are ranges, unless neighbours are joined."""
    book = Book()
    entry = book.entry(marks)
    ground = book.survey()

    assert printed(locators(entry, ground, plan())) == explicit
    assert printed(locators(entry, ground, plan(join="consecutive"))) == consecutive


def test_a_range_out_of_the_front_matter() -> None:
    """A range from roman to arabic folios becomes two, each claiming an anchor on its pages."""
    book = Book()
    entry = book.entry("xviii-3 xx 1")
    found = locators(entry, book.survey(), plan())

    assert printed(found) == "xviii–xx, 1–3"
    assert [(one.first_anchor, one.last_anchor) for one in found] == [
        ("d3.m0a", "d3.m1a"),
        ("d3", "d3.m0b"),
    ]


NOTES = {"d3.n3": "12", "d3.n4": "12", "d3.n5": "12", "d7.n3": "12–13", "d7.n9": "13", "d3.s": "1",
         "d3.o*": "12"}  # fmt: skip


@pytest.mark.parametrize(
    ("marks", "chicago", "hart", "mhra"),
    [
        ("12/d3.n4", "12n4", "12 n. 4", "12 n. 4"),
        ("12/d3.n4 12/d3.n4", "12n4", "12 n. 4", "12 n. 4"),
        ("12/d3.n4 12/d3.n5", "12nn4–5", "12 nn. 4, 5", "12 nn. 4 & 5"),
        ("12/d3.n4 12", "12", "12", "12"),
        ("12/d3.n4 11-13", "11–13", "11–13", "11–13"),
        ("12/d3.n4 13", "12n4, 13", "12 n. 4, 13", "12 n. 4, 13"),
        ("12/d3.n3", "12n3 (doc. 3)", "12 n. 3 (doc. 3)", "12 n. 3 (doc. 3)"),
        ("12/d7.n3", "12n3 (doc. 7)", "12 n. 3 (doc. 7)", "12 n. 3 (doc. 7)"),
        ("12/d3.n3 12/d3.n4 12/d3.n5", "12nn3–5 (doc. 3)", "12 nn. 3, 4, 5 (doc. 3)",
         "12 nn. 3, 4 & 5 (doc. 3)"),
        ("12/d3.n3 12/d3.n5", "12n3 (doc. 3), 12n5", "12 nn. 3, 5 (doc. 3)",
         "12 nn. 3 & 5 (doc. 3)"),
        ("12/d3.n3 12/d7.n3", "12n3 (doc. 3), 12n3 (doc. 7)",
         "12 n. 3 (doc. 3), 12 n. 3 (doc. 7)", "12 n. 3 (doc. 3), 12 n. 3 (doc. 7)"),
        ("13/d7.n3 13/d7.n9", "13n3, 13n9", "13 nn. 3, 9", "13 nn. 3 & 9"),
        ("1/d3.n", "1n", "1 n.", "1 n."),
        ("12/d3.n*", "12n*", "12 n. *", "12 n. *"),
        ("12-12/d3.n4", "12n4", "12 n. 4", "12 n. 4"),
        ("12-13/d7.n3", "12–13n3 (doc. 7)", "12–13 n. 3 (doc. 7)", "12–13 n. 3 (doc. 7)"),
        ("x/preface.n1 x/preface.n2", "xnn1–2", "x nn. 1, 2", "x nn. 1 & 2"),
    ],
)  # fmt: skip
def test_notes(marks: str, chicago: str, hart: str, mhra: str) -> None:
    """A note is named where the text of its page is silent; its document, if two share a mark."""
    book = Book(NOTES)
    entry = book.entry(marks)
    ground = book.survey()

    assert printed(locators(entry, ground, plan())) == chicago
    assert printed(locators(entry, ground, plan(numbers="full"))) == chicago
    assert printed(locators(entry, ground, plan(numbers="hart"))) == hart
    assert printed(locators(entry, ground, plan(numbers="mhra"))) == mhra


def test_a_range_between_notes_is_of_pages() -> None:
    """A range from one note to another, or to its namesake elsewhere, is a range of pages."""
    book = Book()
    book.put("preface.m1", "x", "n1")
    book.put("appendix.m1", "90", "n1")
    entry = Entry("subjects/x", "subjects.x", (), (), "x", (), (("preface.m1", "appendix.m1"),),
                  (), (), (), HERE)  # fmt: skip

    assert printed(locators(entry, book.survey(), plan())) == "x–xx, 1–90"


def test_the_wording_of_a_document() -> None:
    """The theme says how a document is named beside a note."""
    book = Book(NOTES)
    entry = book.entry("12/d3.n3")

    assert printed(locators(entry, book.survey(), plan(), "док. {}")) == "12n3 (док. 3)"


def test_the_document_that_prints_an_instrument() -> None:
    """Its pages are the main ones; mentions on them are not given again, ranges beyond are."""
    book = Book(NOTES)
    entry = book.entry("13 16 20-22 12/d7.n3 17/d3.n1", "d7")
    book.put("d7", "12–17", "", "document")
    found = locators(entry, book.survey(), plan())

    assert [(one.text, one.main) for one in found] == [("12–17", True), ("20–22", False)]
    assert found[0].anchors == ("d7", "d3.m0a", "d3.m1a", "d7.m3a", "d3.m4a")
    assert (found[0].first_anchor, found[0].last_anchor) == ("d7", "d7")


def test_number_and_tail() -> None:
    """Only folios stand in the slot; what follows them is set as it is."""
    book = Book(NOTES)
    found = locators(book.entry("12/d3.n3 321-325"), book.survey(), plan())

    assert [(one.number, one.tail) for one in found] == [("12", "n3 (doc. 3)"), ("321–25", "")]


marks = st.lists(
    st.builds(
        "{}{}".format,
        st.integers(1, 30).map(folio) | st.integers(21, 60).map(folio),
        st.sampled_from(["", "/d3.n4", "/d7.n3", "/d3.n3", "/d3.9"]),
    ),
    max_size=12,
)


@given(
    marks,
    st.lists(st.tuples(st.integers(1, 60), st.integers(0, 5)), max_size=3),
    st.sampled_from(["explicit", "consecutive"]),
    st.sampled_from(["full", "chicago", "chicago15", "hart", "mhra"]),
)
def test_locators_are_true_and_whole(
    points: list[str], ranges: list[tuple[int, int]], join: str, numbers: str
) -> None:
    """Every mention is answered for once, on its own page; pages come in order, none twice."""
    book = Book({"d3.n3": "i–40", "d3.n4": "i–40", "d7.n3": "i–40"})
    book.put("preface.p-9", "xx", "9", "paragraph")
    book.put("d3.p-1", "1", "1", "paragraph")
    spans = [f"{folio(low)}-{folio(low + more)}" for low, more in ranges]
    entry = book.entry(" ".join([*points, *spans]))
    found = locators(entry, book.survey(), plan(join=join, numbers=numbers))

    answered = sorted(anchor for locator in found for anchor in locator.anchors)
    assert answered == sorted([*entry.mentions, *(a for pair in entry.ranges for a in pair)])
    covered: list[str] = []
    for locator in found:
        first, last = expand(locator.number)
        assert book.first[locator.first_anchor].folio == first
        assert book.last[locator.last_anchor].folio == last
        covered += [folio(n) + locator.tail for n in range(sheet(first), sheet(last) + 1)]
    assert len(covered) == len(set(covered))
    starts = [rank(expand(locator.number)[0]) for locator in found]
    assert starts == sorted(starts)
    for locator in found:
        low, high = (rank(end) for end in expand(locator.number))
        assert all(low <= rank(book.first[anchor].folio) <= high for anchor in locator.anchors)


def on_screen(found: Sequence[ScreenLocator]) -> list[str]:
    """Screen locators as a page might word them."""
    return [
        f"doc. {one.document_number}, {one.pinpoint} (p. {one.folio})"
        + (f" to {on_screen([one.until])[0]}" if one.until else "")
        for one in found
    ]


def test_on_screen() -> None:
    """Each place is given once, by document and pinpoint with its page, in order of pages."""
    book = Book(NOTES)
    entry = book.entry("12/d3.9 12/d3.9 11/d3.8.2 12/d3.n4 13/d3.9 13/d7 x/preface.2")

    assert on_screen(screen_locators(entry, book.survey())) == [
        "doc. , 2 (p. x)",
        "doc. 3, 8.2 (p. 11)",
        "doc. 3, 9 (p. 12)",
        "doc. 3, n4 (p. 12)",
        "doc. 3, 9 (p. 13)",
        "doc. 7,  (p. 13)",
    ]
    assert screen_locators(entry, book.survey())[2].anchor == "d3.m0a"


def test_ranges_on_screen() -> None:
    """A range goes from place to place, and hides the points in it; within one it is a point."""
    book = Book(NOTES)
    book.put("d3.par-4", "4", "4", "paragraph")
    inside = book.put("d3.m90", "5", "5")
    book.put("d3.par-9", "6", "9", "paragraph")
    before = book.put("d3.m91", "3", "2")
    one, two = book.put("d3.m92", "7", "11"), book.put("d3.m93", "7", "11")
    entry = Entry("subjects/x", "subjects.x", (), (), "x", (inside, before),
                  (("d3.par-4", "d3.par-9"), (one, two)), (), (), (), HERE)  # fmt: skip

    assert on_screen(screen_locators(entry, book.survey())) == [
        "doc. 3, 2 (p. 3)",
        "doc. 3, 4 (p. 4) to doc. 3, 9 (p. 6)",
        "doc. 3, 11 (p. 7)",
    ]


def test_a_printed_instrument_on_screen() -> None:
    """The document that prints an instrument is one place, from its first page to its last."""
    book = Book(NOTES)
    entry = book.entry("13/d7.2", "d7")
    book.put("d7", "12–17", "7", "document")

    assert on_screen(screen_locators(entry, book.survey())) == [
        "doc. 7,  (p. 12) to doc. 7,  (p. 17)"
    ]
