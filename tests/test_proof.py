"""The proof of the book: nothing wrong in a good one, and every fault of a spoiled one found."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pikepdf
import pytest

from compendium.model.pages import Chunk
from compendium.proof import Proof
from finished import redraw, stream, trip

SHOWN = re.compile(rb"\[((?:<[0-9a-f]*>|[-.0-9 ]+)*)\] TJ")
GLYPH = re.compile(rb"<([0-9a-f]{4})")
FONT = re.compile(rb"/\S+ [0-9.]+ Tf")
SPACE = b"0001"
WORDS = "Адамс имеет честь напомнить вам о ваших обещаниях"  # noqa: RUF001  # it is Russian


def said(proof: Proof) -> list[str]:
    """What the proof found, as it is printed."""
    return [str(finding) for finding in proof.findings]


def test_nothing_wrong_in_a_good_book() -> None:
    """A book as it was built has no finding; everything in it was looked at."""
    proof = trip().prove()

    assert said(proof) == []
    assert re.fullmatch(r"\d+ words, \d+ notes, \d+ page references: all proved", proof.summary())
    assert proof.counts["pages"] == len(trip().pages.sheets)
    assert proof.counts["lines"] == len([*trip().pages.lines])
    assert proof.counts["page references"] == sum(len(c.references) for c in trip().chunks)
    assert {"folios", "glyphs", "links", "outline entries", "fonts"} <= set(proof.counts)


# -- page numbers -------------------------------------------------------------------------


def one_number_each(turn: int, change: Callable[[str], str]) -> tuple[list[Chunk], int]:
    """Chunks that each print one wrong number, another one each *turn*; and how many do."""
    chunks, count = [], 0
    for chunk in trip().chunks:
        if chunk.references:
            slot = chunk.references[turn % len(chunk.references)].slot
            wrong = change(chunk.values[slot])
            values = tuple(wrong if n == slot else v for n, v in enumerate(chunk.values))
            references = tuple(
                replace(r, value=wrong) if r.slot == slot else r for r in chunk.references
            )
            count += wrong != chunk.values[slot]
            chunk = replace(chunk, values=values, references=references)
        chunks.append(chunk)
    return chunks, count


def moved(by: int) -> Callable[[str], str]:
    """Another number of as many digits."""

    def change(value: str) -> str:
        return re.sub("[0-9]", lambda digit: str((int(digit[0]) + by) % 10), value)

    return change


@pytest.mark.parametrize(("turn", "by"), [(0, 1), (1, -1), (2, 1), (3, 5), (4, -1), (5, 3)])
def test_a_wrong_page_number_is_found(turn: int, by: int) -> None:
    """A number that is printed well and is the wrong one is found wherever it stands."""
    chunks, count = one_number_each(turn, moved(by))
    found = said(trip().relinked(chunks).prove())

    assert count > 6
    assert len([one for one in found if "[proof-page-wrong]" in one]) >= count


def test_what_is_said_of_a_wrong_number() -> None:
    """A wrong number is told by what it leads to, where that is, and where it is printed."""
    letter = next(c for c in trip().chunks if c.name == "letter")
    assert letter.values[2] == "3" and letter.references[2].first == "letter.p-1"
    wrong = replace(
        letter,
        values=(*letter.values[:2], "4", *letter.values[3:]),
        references=(*letter.references[:2], replace(letter.references[2], value="4")),
    )
    chunks = [wrong if c.name == "letter" else c for c in trip().chunks]

    assert said(trip().relinked(chunks).prove()) == [
        "documents/letter.en.md:48:5: error[proof-word-altered]: "
        "`3).` of the corpus is printed as `4).`",
        "documents/letter.en.md:21:1: error[proof-page-wrong]: page number `4` is wrong: "
        "`Adams has the honor … of your promises,2` begins on page 3 (printed on page 3)",
    ]


def test_a_number_that_is_not_the_one_meant() -> None:
    """Where the linker sets another number than it was given, both are told."""
    printed = trip().relinked(one_number_each(2, moved(1))[0])
    proof = replace(printed, book=trip().book).prove()

    assert said(proof) == [
        "edition.yaml:1:1: error[proof-number-wrong]: page number `9` is printed as `0` on page vi",
        "front/preface.en.md:4:5: error[proof-number-wrong]: "
        "page number `5` is printed as `6` on page vii",
        "documents/letter.en.md:46:1: error[proof-number-wrong]: "
        "page number `3` is printed as `4` on page 3",
        "documents/first-note.en.md:6:1: error[proof-number-wrong]: "
        "page number `5` is printed as `6` on page 9",
        "back/appendix.en.md:6:1: error[proof-number-wrong]: "
        "page number `3` is printed as `4` on page 10",
        "registers/persons.yaml:1:8: error[proof-number-wrong]: "
        "page number `3` is printed as `4` on page 11",
        "edition.yaml:1:1: error[proof-number-wrong]: page number `9` is printed as `0` on page 12",
    ]


# -- what a page draws --------------------------------------------------------------------


ASIDE = re.compile(rb"/Artifact.*?EMC", re.DOTALL)
"""What stands in the margins of a page."""


def longest(drawn: bytes) -> tuple[bytes, bytes, bytes]:
    """*drawn* before, in and after the run of its text that shows most glyphs."""
    aside = [(found.start(), found.end()) for found in ASIDE.finditer(drawn)]
    runs = list(SHOWN.finditer(drawn))
    text = [run for run in runs if not any(a < run.start() < b for a, b in aside)]
    run = max(text or runs, key=lambda run: len(GLYPH.findall(run[0])))
    return drawn[: run.start()], run[0], drawn[run.end() :]


def altered(before: bytes, run: bytes, after: bytes) -> bytes:
    """One letter is another."""
    one, other = [g for g in dict.fromkeys(GLYPH.findall(run)) if g != SPACE][:2]
    return before + run.replace(b"<" + one, b"<" + other, 1) + after


def dropped(before: bytes, run: bytes, after: bytes) -> bytes:
    """A run is not there."""
    del run
    return before + b"[] TJ" + after


def doubled(before: bytes, run: bytes, after: bytes) -> bytes:
    """A run is there twice."""
    return before + run + b"\n" + run + after


def lowered(before: bytes, run: bytes, after: bytes) -> bytes:
    """A run stands lower than its line."""
    return before + b"0 -60 Td\n" + run + after


def whitened(before: bytes, run: bytes, after: bytes) -> bytes:
    """A run is white."""
    return before + b"1 1 1 rg\n" + run + b"\n0 0 0 rg" + after


def unseen(before: bytes, run: bytes, after: bytes) -> bytes:
    """A run is drawn in the mode that draws nothing."""
    return before + b"3 Tr\n" + run + b"\n0 Tr" + after


def covered(before: bytes, run: bytes, after: bytes) -> bytes:
    """A white box lies on the page."""
    return before + run + after + b"\nQ 1 1 1 rg 0 0 1000 1000 re f q"


def added(before: bytes, run: bytes, after: bytes) -> bytes:
    """A run is drawn once more, at the head of the page."""
    font: bytes = FONT.findall(before)[-1]
    again = b"\nq BT 1 0 0 -1 60 12 Tm " + font + b" " + run + b" ET Q"
    return before + run + after + again


@pytest.mark.parametrize(
    "fault", [altered, dropped, doubled, lowered, whitened, unseen, covered, added]
)
def test_a_fault_on_every_page(fault: Callable[[bytes, bytes, bytes], bytes]) -> None:
    """Whatever happens to a run of letters, it is found on each page where it happens."""
    folios = []

    def spoil(pdf: pikepdf.Pdf) -> None:
        for index, sheet in enumerate(trip().pages.sheets):
            drawn = stream(pdf, index)
            if SHOWN.search(drawn):
                redraw(pdf, index, fault(*longest(drawn)))
                folios.append(sheet.folio)

    found = "\n".join(said(trip().spoiled(spoil).prove()))
    assert len(folios) > 12
    assert [folio for folio in folios if not re.search(rf"page {folio}\b", found)] == []


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (
            altered,
            [
                "documents/letter.ru.md:10:1: error[proof-word-altered]: "
                "`Адамс` is printed as `ддамс` on page 4"
            ],
        ),
        (
            dropped,
            [
                "documents/letter.ru.md:10:1: error[proof-word-lost]: "
                f"`{WORDS[:31]}` is not printed on page 4",
                "documents/letter.ru.md:10:1: error[proof-line]: the page map has the line "
                f"`{WORDS}.1`, which is not on page 4",
            ],
        ),
        (
            whitened,
            [
                "documents/letter.ru.md:10:1: error[proof-hidden]: a part of "
                f"`{WORDS}.1` on page 4 "
                "has a colour or a mode that cannot be seen"
            ],
        ),
        (
            added,
            [
                "edition.yaml:1:1: error[proof-extra-text]: "
                "`Адамсимеетчестьнапомнитьвам` is printed on page 4, "
                "in no line of text"
            ],
        ),
    ],
)
def test_what_is_said_of_a_fault(
    fault: Callable[[bytes, bytes, bytes], bytes], expected: list[str]
) -> None:
    """A fault of the page is told with the words, the page, and where they were written."""
    page = trip().page("4")

    def spoil(pdf: pikepdf.Pdf) -> None:
        redraw(pdf, page, fault(*longest(stream(pdf, page))))

    assert said(trip().spoiled(spoil).prove()) == expected


def test_a_page_that_does_not_say_what_it_carries() -> None:
    """A page with a working translation on it, and no mark of it at its foot, is an error."""
    page = trip().page("4")

    def spoil(pdf: pikepdf.Pdf) -> None:
        drawn = stream(pdf, page)
        mark = list(ASIDE.finditer(drawn))[-1]
        redraw(
            pdf, page, drawn[: mark.start()] + SHOWN.sub(b"[] TJ", mark[0]) + drawn[mark.end() :]
        )

    assert said(trip().spoiled(spoil).prove()) == [
        "documents/letter.ru.md:2:8: error[proof-word-lost]: "
        "page 4 does not say `Working translation; not the authentic text`"
    ]
