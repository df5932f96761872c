"""Headings in order, and under their letters."""

from itertools import groupby
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.resolve import icu
from compendium.resolve.collation import Sort, filing_name, letter, needs_reading, sort_key

TABLES = Path(__file__).parent / "data" / "collation"
SORTS: tuple[Sort, ...] = get_args(Sort)


@pytest.mark.parametrize(
    ("lang", "sort"),
    [
        ("en", "word-by-word"),
        ("en", "letter-by-letter"),
        ("ru", "word-by-word"),
        ("ja", "word-by-word"),
    ],
)
def test_order(lang: str, sort: Sort) -> None:
    """Headings sort as the table has them, wherever they started."""
    table = (TABLES / f"{lang}-{sort}.txt").read_text("utf-8").splitlines()

    for mixed in (table[::-1], sorted(table)):
        assert sorted(mixed, key=lambda h: sort_key(filing_name(h, lang), lang, sort)) == table


@pytest.mark.parametrize(
    ("heading", "lang", "filed"),
    [
        ("The Hague", "en", "Hague"),
        ("A declaration", "en", "declaration"),
        ("A", "en", "A"),
        ("A. A. Gromyko", "en", "A. A. Gromyko"),
        ("Theodore", "en-GB", "Theodore"),
        ("of the islands", "en", "of the islands"),
        ("L’Humanité", "fr", "Humanité"),
        ("Die Welt", "de", "Welt"),
        ("Die Hard", "en", "Die Hard"),
        ("  wide   open ", "en", "wide open"),
    ],
)
def test_articles(heading: str, lang: str, filed: str) -> None:
    """An article of the language of the index is passed over, if something follows it."""
    assert filing_name(heading, lang) == filed


@pytest.mark.parametrize(
    ("heading", "filed"),
    [
        ("and the Diet", "Diet"),
        ("of 1956", "1956"),
        ("in", "in"),
        ("international law", "international law"),
        ("to with for on of and", "and"),
    ],
)
def test_subheadings(heading: str, filed: str) -> None:
    """Linking words that open a subheading are passed over as well."""
    assert filing_name(heading, "en", sub=True) == filed


def test_letters() -> None:
    """Each heading stands under the letter where a reader looks for it."""
    lines = (TABLES / "letters.txt").read_text("utf-8").splitlines()
    table = [line.split(" ") for line in lines if not line.startswith("#")]

    assert [[lang, letter(heading, lang), heading] for lang, _, heading in table] == table
    assert letter("", "en") == "…"


@pytest.mark.parametrize(
    ("name", "lang", "needed"),
    [
        ("東京", "ja", True),
        ("とうきょう", "ja", False),
        ("NATO", "ja", False),
        ("東京", "en", False),
    ],
)
def test_readings(name: str, lang: str, needed: bool) -> None:
    """Only Japanese editions need readings, and only for names with Han characters."""
    assert needs_reading(name, lang) == needed


@given(st.text(), st.text(), st.sampled_from(["en", "ru", "ja", "xx"]), st.sampled_from(SORTS))
def test_a_total_order(one: str, other: str, lang: str, sort: Sort) -> None:
    """Any two headings have an order, always the same, and only equal ones have none."""
    key, against = sort_key(one, lang, sort), sort_key(other, lang, sort)

    assert (key == against) == (one == other)
    assert (key < against) != (key >= against)
    assert key == sort_key(one, lang, sort)


words = st.text("aAbBäÅ éœzZ059яЯёЁЙй-’,(", min_size=1, max_size=6)


@given(st.lists(words), st.sampled_from(["en", "ru"]), st.sampled_from(SORTS))
def test_letters_hold_together(names: list[str], lang: str, sort: Sort) -> None:
    """In sorted headings no letter comes up a second time."""
    ordered = sorted(names, key=lambda name: sort_key(name, lang, sort))
    letters = [label for label, _ in groupby(letter(name, lang) for name in ordered)]

    assert len(letters) == len(set(letters))


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_numbers_by_value(one: int, other: int) -> None:
    """Figures sort as the numbers they are."""
    key, against = (sort_key(f"Article {n}", "en") for n in (one, other))

    assert (one < other) == (key < against)


def test_long_headings() -> None:
    """A heading longer than the room first kept for its key still gets the whole key."""
    collate = icu.collator("en", icu.TERTIARY, skip_spaces=False)

    assert collate("é№" * 5000 + "a") < collate("é№" * 5000 + "b")


def test_unknown_languages_share_one_order() -> None:
    """A language that ICU does not know sorts like no language at all, not like the machine."""
    names = ["z", "å", "ä", "a"]

    assert sorted(names, key=lambda n: sort_key(n, "xx")) == ["a", "å", "ä", "z"]
    assert sorted(names, key=lambda n: sort_key(n, "sv")) == ["a", "z", "å", "ä"]


@pytest.mark.parametrize(
    "file",
    [
        "icu4py.libs/libicui18n-27b40375.so.78.3",
        "icu4py/.dylibs/libicui18n.78.3.dylib",
        "icu4py.libs/icuin78-1b8ca781.dll",
    ],
)
def test_the_library_is_found(tmp_path: Path, file: str) -> None:
    """On Linux, macOS and Windows the wheel's own library is used."""
    for name in (file, "icu4py.libs/libicuuc-55.so.78.3", "icu4py.libs/icuuc78-1b.dll"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()

    assert icu.find_library(tmp_path) == tmp_path / file


def test_no_library(tmp_path: Path) -> None:
    """Without the wheel's library we say what to install."""
    with pytest.raises(OSError, match=r"no ICU beside icu4py in .*: install icu4py from its wheel"):
        icu.find_library(tmp_path)


def test_version() -> None:
    """The colophon can name the rules that sorted the indexes."""
    assert icu.version().split(".")[0].isdecimal()
