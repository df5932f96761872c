"""Styles of citing, against tables of what their guides ask for."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cases import Case, cases
from compendium.cite.dates import Manner, written
from compendium.cite.italics import as_html, as_markdown, as_pattern, as_text, gap, italic
from compendium.cite.names import Name, listed, name
from compendium.cite.passages import line_words, page_words, pinpoint_words
from compendium.cite.records import Record, Work
from compendium.cite.styles import STYLES, Locator, cited
from compendium.cite.wording import forms
from compendium.diag import EDITION
from compendium.model.volume import Date

BARE = dict.fromkeys(
    (
        "subtitle",
        "short_title",
        "publisher",
        "place",
        "isbn",
        "doi",
        "address",
        "rights",
        "licence",
    ),
    "",
)
PLAIN = dict.fromkeys(("anchor", "slug", "form", "number", "short_title", "part"), "")


def date(said: object) -> Date | None:
    """A date as a case writes it: "1956-09-29", in brackets if it is inferred."""
    text = str(said or "")
    return Date(text.strip("[]"), EDITION, text.startswith("[")) if text else None


def record(case: Case) -> tuple[Record, dict[str, str]]:
    """The record of a case, and what of it is cited."""
    read = yaml.load(case.files["record"], yaml.BaseLoader)
    book, passage = read.pop("edition"), read.pop("passage", {})
    work = Work(
        **{
            **BARE,
            "id": "e",
            "version": "1.0",
            "lang": read.get("lang", "en"),
            **book,
            "date": date(book.get("date", "2026-11-24")),
            "editors": tuple(map(name, book.get("editors", ()))),
        }
    )
    folios = read.pop("pages", "").split("-")
    values: dict[str, Any] = {
        key: tuple(map(name, read.pop(key, ()))) for key in ("authors", "recipients")
    }
    values |= {key: date(read.pop(key, "")) for key in ("date", "signed", "in_force")}
    parties = tuple(read.pop("parties", ()))
    given_: dict[str, Any] = {**PLAIN, "title": work.full_title, "lang": "en", **read}
    given_["short_title"] = given_["short_title"] or given_["title"]
    if given_["kind"] not in ("edition", "part", "matter"):
        given_["slug"] = given_["anchor"]
    made = Record(work=work, folios=(folios[0], folios[-1]), parties=parties, **values, **given_)
    return made, passage


@pytest.mark.parametrize("case", cases("cite"), ids=lambda case: case.name)
def test_case(case: Case) -> None:
    """Each style cites the record of the case in just the words that are listed."""
    made, passage = record(case)
    got = []
    for style, manner in STYLES.items():
        words = forms(manner.wording, made.lang)
        kind, _, number = passage.get("at", "").partition(" ")
        number, _, until = number.partition("-")
        first, _, last = passage.get("page", "").partition("-")
        low, _, high = passage.get("lines", "0").partition("-")
        locator = Locator(
            pinpoint_words(words, kind, number, until),
            page_words(words, first, last or first),
            line_words(words, int(low), int(high or low)),
            passage.get("address", ""),
        )
        got.append(f"{style}: {as_markdown(cited(made, locator, style))}")
    case.check({"styles": got})


@pytest.mark.parametrize(
    ("written_", "expected"),
    [
        ("Gromyko, A.A.", Name("Gromyko", "A. A.")),
        ("Charles S. Sampson", Name("Sampson", "Charles S.")),
        ("Ludwig van Beethoven", Name("van Beethoven", "Ludwig")),
        ("А.А. Громыко", Name("Громыко", "А. А.")),  # noqa: RUF001  # Russian
        ("Громыко А. А.", Name("Громыко", "А. А.")),  # noqa: RUF001  # Russian
        ("グロムイコ、A・A", Name("グロムイコ", "A・A")),
        ("重光葵", Name("重光葵")),
        ("Ministry of Foreign Affairs", Name("Ministry of Foreign Affairs")),
        ("Department of State", Name("Department of State")),
        ("Nobody", Name("Nobody")),
        ("Bureau, Division, Section", Name("Bureau, Division, Section")),
    ],
)
def test_names(written_: str, expected: Name) -> None:
    """Persons are parted into family and given names, bodies stay whole."""
    assert name(written_) == expected


def test_lists_of_names() -> None:
    """Two names are joined, three have commas, the last one as the style has it."""
    assert listed(["A"], " and ") == "A"
    assert listed(["A", "B"], " and ") == "A and B"
    assert listed(["A", "B", "C"], " and ") == "A, B, and C"
    assert listed(["A", "B", "C"], " & ", serial="") == "A, B & C"


@pytest.mark.parametrize(
    ("edtf", "manner", "expected"),
    [
        ("1956-09-29", "american", "September 29, 1956"),
        ("1956-09-29", "british", "29 September 1956"),
        ("1956-09-29", "mla", "29 Sept. 1956"),
        ("1956-09-29", "bluebook", "Sept. 29, 1956"),
        ("1956-09-29", "russian", "29 сентября 1956 г."),  # noqa: RUF001  # Russian
        ("1956-09-29", "japanese", "1956年9月29日"),
        ("1956-09", "russian", "сентябрь 1956 г."),  # noqa: RUF001  # Russian
        ("1956-09", "british", "September 1956"),
        ("1956~", "american", "ca. 1956"),
        ("1956?", "british", "1956 (?)"),
        ("1956-09-29/1956-10-19", "american", "September 29 – October 19, 1956"),
        ("1956-09-29/1956-10-19", "japanese", "1956年9月29日–10月19日"),
        ("1956/1958", "british", "1956 – 1958"),
        ("1956-21", "british", "1956-21"),
        ("195X", "british", "195X"),
        ("../1956", "british", "../1956"),
    ],
)
def test_dates(edtf: str, manner: Manner, expected: str) -> None:
    """A date is written as the style has it; what no style has words for stays as it is."""
    assert written(Date(edtf, EDITION), manner) == expected


def test_inferred_dates_stand_in_brackets() -> None:
    """What the text does not give itself is the editors', and says so."""
    assert written(Date("1956", EDITION, inferred=True), "american") == "[1956]"


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"])))
def test_a_pattern_gives_the_words_back(words: str) -> None:
    """Filled as `model.citation` tells, a pattern is the citation, whatever braces are in it."""
    pattern = as_pattern(f"{italic(words)}{gap('page')}")

    assert pattern.replace("{{", "\x00").replace("}}", "\x01").replace("{page}", "!").replace(
        "\x00", "{"
    ).replace("\x01", "}") == as_html(f"{italic(words)}!")
    assert as_text(italic(words)) == words
