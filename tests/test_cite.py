"""Passages found by how people name them, and by their words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pdf
from cases import Case, cases
from compendium import cite, publish
from compendium.cite import listing
from compendium.cite.letters import letters, spread
from compendium.cite.passages import Passage
from compendium.model.volume import LineNumbers
from finished import trip


@pytest.fixture(scope="module")
def book() -> cite.Book:
    """The small absurd edition, its page map read back from what is published."""
    data = publish.page_map(trip().pages, trip().edition)
    return cite.Book(trip().edition, publish.read_page_map(data))


def told(found: Passage) -> str:
    """A passage in a line: its anchor, its number, its pages and lines."""
    name = f"{found.kind} {found.number}" + (f"-{found.until}" if found.until else "")
    pages = f"{found.first.folio}-{found.last.folio}"
    return (
        f"{found.anchor or 'edition'}; {name.strip()}; {pages}; {found.lines[0]}-{found.lines[1]}"
    )


@pytest.mark.parametrize("case", cases("pinpoints"), ids=lambda case: case.name)
def test_case(case: Case, book: cite.Book) -> None:
    """Each pinpoint or quotation leads to the passages that are listed, or to the problems."""
    passages: list[str] = []
    problems: list[str] = []
    for kind, find in (("pinpoints", cite.find), ("quotations", cite.quoted)):
        for said in str(case.files.get(kind, "")).splitlines():
            found, wrong = find(said, book)
            passages += [f"{said} -> {told(passage)}" for passage in found]
            problems += map(str, wrong)
    case.check({"passages": passages, "problems": problems})


def test_every_anchor_is_found(book: cite.Book) -> None:
    """Every address of the edition is a pinpoint, and stands where the page map has it."""
    for anchor in book.edition.targets.keys() & book.pages.first.keys():
        found, problems = cite.find(anchor, book)
        assert not problems
        assert [(p.anchor, p.first.sheet) for p in found] == [
            (anchor, book.pages.first[anchor].sheet)
        ]


def test_copies_are_found(book: cite.Book) -> None:
    """Hyphens and ends of lines, capitals and letters taken apart are no matter."""
    for words in (
        "HANDED  over\nto no-\nbody",
        "handed over to no\u00adbody",
        unicodedata.normalize("NFD", "‘ваших обещаниях’"),
    ):
        assert len(cite.quoted(words, book)[0]) == 1


def test_words_only_print_has_are_found(book: cite.Book) -> None:
    """Who copies a mark of a note or a generated pointer finds it as well."""
    line = next(n for n in book.pages.lines if n.anchor == "first-note.p-1")
    found, _ = cite.quoted(line.text, book)

    assert [(p.anchor, p.first.sheet) for p in found] == [("first-note.p-1", line.sheet)]
    assert "Document 2" in line.text


def test_a_language_narrows_the_search(book: cite.Book) -> None:
    """With a language only texts in it are searched, and its text is the one that is meant."""
    assert cite.quoted("обещаниях", book, "ru")[0]
    assert not cite.quoted("обещаниях", book, "en")[0]
    assert cite.find("doc. 1 para. 1", book, "ru")[0][0].anchor == "letter.ru.p-1"


@pytest.mark.skipif(not pdf.installed("pdftotext"), reason="poppler is not installed")
def test_quotations_stand_where_poppler_reads_them(book: cite.Book) -> None:
    """Every run of five words of every text is on the page that is named, as poppler reads it."""
    sheets = [letters(page) for page in pdf.page_texts(trip().pdf, "pdftotext")]
    asked = 0
    for stream in book.streams:
        for anchor, said in stream.pieces:
            words = said.split()
            for at in range(0, len(words) - 4, 3):
                span = words[at : at + 5]
                here = [p for p in cite.quoted(" ".join(span), book)[0] if p.anchor == anchor]
                assert here, span
                between = r"[^\W_]{0,40}?"  # marks of notes and pointers
                pattern = between.join(re.escape(word) for w in span if (word := letters(w)))
                assert any(re.search(pattern, sheets[p.first.sheet - 1]) for p in here), span
                asked += 1
    assert asked > 40


@given(st.lists(st.sampled_from(["ab", "abc", "b1", "c", "a1b"]), min_size=1), st.data())
def test_letters_are_spread_over_lines_with_marks_among_them(
    words: list[str], data: st.DataObject
) -> None:
    """Each letter is found in its line, though marks that were only set stand between words."""
    lines: list[str] = [""]
    truth: list[int] = []
    for word in words:
        if data.draw(st.booleans()):
            lines.append("")
        lines[-1] += word
        truth += [len(lines) - 1] * len(word)
        if data.draw(st.booleans()):
            lines[-1] += "77"
    spots = spread("".join(words), lines)

    assert spots is not None
    assert [line for line, _ in spots] == truth


@given(st.text())
def test_letters_do_not_depend_on_composition(text: str) -> None:
    """The letters of a text are the same composed and decomposed, in any case."""
    decomposed = unicodedata.normalize("NFD", text)

    assert letters(decomposed) == letters(unicodedata.normalize("NFC", text))
    assert letters(letters(text)) == letters(text)


def test_pages_are_listed(book: cite.Book) -> None:
    """The map is listed by page, by what is on a page, by anchor, and by what is shared."""
    whole = listing.sheets(book)
    assert len(whole.rows) == len(book.pages.sheets)
    assert listing.sheets(book, shared=True).rows == (
        ("17", "9", "recto", "Document 3; Document 4", "first-note second-note"),
    )
    on = [(row[2], row[3], row[4]) for row in listing.on_page(book, "5").rows]
    assert on[0] == ("document", "Document 2", "treaty")
    assert ("article", "Document 2, art. 2, para. 2", "treaty.art-2.2") in on
    assert listing.of_anchors(book, ["letter"]).rows[0][:2] == ("pp. 3–4", "")


def test_the_page_map_is_read_back() -> None:
    """What is published of the page map is read as it was, the chunks of its sheets aside."""
    pages = trip().pages
    data = publish.page_map(pages, trip().edition)
    read = publish.read_page_map(data)

    assert [sheet.folio for sheet in read.sheets] == [sheet.folio for sheet in pages.sheets]
    assert read.first.keys() == pages.first.keys()
    assert [(n.anchor, n.text, n.through) for n in read.lines] == [
        (n.anchor, n.text, n.through) for n in pages.lines
    ]
    assert publish.read_targets(data)["treaty.art-2.2"].number == "2.2"
    with pytest.raises(ValueError, match="no page map of urn:compendium:pages:1"):
        publish.read_page_map(b"[]")


def test_lines_are_counted_as_the_edition_prints_them(book: cite.Book) -> None:
    """Numbered through a document, a line has that number, and every style names it."""
    through = cite.Book(replace(book.edition, line_numbers=LineNumbers("document", 5)), book.pages)
    line = next(n for n in book.pages.lines if n.anchor == "letter.signature")
    (found,), _ = cite.find(f"doc. 1 l. {line.through}", through)

    assert line.through != line.number
    assert (found.anchor, found.lines) == ("letter.signature", (line.through, line.through))
    assert cite.write(found, through, "chicago").endswith(f"doc. 1, p. 4, line {line.through}.")
    assert cite.write(replace(found, lined=False), book, "chicago").endswith("doc. 1, p. 4.")


def test_pages_of_the_source_are_listed(book: cite.Book) -> None:
    """Where a page of the source begins is found by its number, and what there is is said."""
    spot = book.edition.targets["letter.p-2"]
    target = replace(spot, anchor="letter.src-225", kind="source-page", number="225")
    edition = replace(book.edition, targets={**book.edition.targets, target.anchor: target})
    places = {target.anchor: book.pages.first[spot.anchor]}
    pages = replace(
        book.pages, first={**book.pages.first, **places}, last={**book.pages.last, **places}
    )
    found, problems = listing.of_source(cite.Book(edition, pages), "225")
    none, said = listing.of_source(cite.Book(edition, pages), "7")

    assert found is not None and not problems
    assert [(row[0], row[4]) for row in found.rows] == [("p. 3", "letter.src-225")]
    assert none is None
    assert str(said[0]).endswith(
        "[pinpoint-unknown]: the source has no page `7` here (hint: its pages run from 225 to 225)"
    )
