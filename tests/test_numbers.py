"""Folios and note numbers as each style prints them."""

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.model.folios import Style, expand, join, rank, roman, value
from compendium.render.numbers import note_numbers

TABLES = Path(__file__).parent / "data" / "numbers"
STYLES: tuple[Style, ...] = get_args(Style)


def rows(table: str) -> list[list[str]]:
    """The rows of a table, its comments left out."""
    lines = (TABLES / f"{table}.txt").read_text("utf-8").splitlines()
    return [line.split() for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("style", STYLES)
def test_inclusive_numbers(style: Style) -> None:
    """Every range of the style's table is printed as the table has it."""
    table = rows(style)

    assert [[first, last, join(first, last, style)] for first, last, _ in table] == table


def test_roman_numerals() -> None:
    """Numbers become the numerals of the table, and numerals numbers."""
    table = rows("roman")

    assert [[number, roman(int(number))] for number, _ in table] == table
    assert [[str(value(numeral)), numeral] for _, numeral in table] == table


folios = st.integers(1, 3999).map(str) | st.integers(1, 3999).map(roman)


@given(folios, folios, st.sampled_from(STYLES))
def test_a_printed_range_means_its_pages(one: str, other: str, style: Style) -> None:
    """Whatever a style leaves out, a reader can put back; roman and arabic never mix."""
    first, last = sorted((one, other), key=rank)
    if rank(first)[0] != rank(last)[0]:
        with pytest.raises(ValueError, match=f"no range runs from folio {first} to {last}"):
            join(first, last, style)
    else:
        assert expand(join(first, last, style)) == (first, last)


@given(st.integers(1, 99_999), st.integers(0, 2000))
def test_no_style_prints_more_than_another_needs(first: int, more: int) -> None:
    """Full is the longest form and Hart's the shortest, whatever the range."""
    printed = {style: join(str(first), str(first + more), style) for style in STYLES}

    assert max(printed.values(), key=len) == printed["full"] or len(set(printed.values())) == 1
    assert len(printed["mhra"]) >= len(printed["hart"])
    assert len(printed["chicago15"]) >= len(printed["chicago"]) >= len(printed["hart"])


def test_a_range_never_runs_backwards() -> None:
    """Pages in the wrong order are refused, not printed."""
    with pytest.raises(ValueError, match="no range runs from folio 12 to 9"):
        join("12", "9", "full")


@given(st.integers(1, 3999))
def test_roman_numerals_come_back(number: int) -> None:
    """A numeral stands for the number it was made from, and files before every arabic one."""
    assert value(roman(number)) == number
    assert rank(roman(number)) < rank("1")


@pytest.mark.parametrize("folio", ["", "iiii", "vx", "XII", "12a", "-3"])
def test_what_is_no_folio(folio: str) -> None:
    """What is neither a number nor a well-formed numeral is refused."""
    with pytest.raises(ValueError, match="is no folio"):
        value(folio)


@pytest.mark.parametrize(
    ("style", "marks", "printed"),
    [
        ("chicago", ["14"], ["334n14"]),
        ("chicago", ["3", "5", "4"], ["334nn3–5"]),
        ("chicago", ["14", "16", "19"], ["334n14", "334n16", "334n19"]),
        ("chicago", ["9", "10", "112", "113"], ["334nn9–10", "334nn112–13"]),
        ("chicago", ["", "*", "2"], ["334n", "334n2", "334n*"]),
        ("full", ["112", "113"], ["334nn112–113"]),
        ("hart", ["17"], ["334 n. 17"]),
        ("hart", ["19", "17"], ["334 nn. 17, 19"]),
        ("hart", ["17", "18", "19"], ["334 nn. 17, 18, 19"]),
        ("mhra", ["3"], ["334 n. 3"]),
        ("mhra", ["3", "4"], ["334 nn. 3 & 4"]),
        ("mhra", ["3", "4", "7"], ["334 nn. 3, 4 & 7"]),
        ("mhra", ["", "2"], ["334 n.", "334 n. 2"]),
    ],
)
def test_note_numbers(style: Style, marks: list[str], printed: list[str]) -> None:
    """Notes follow their page as the style has them; each mark is told once."""
    told = note_numbers(marks, style)

    assert ["334" + tail for tail, _ in told] == printed
    assert sorted(mark for _, names in told for mark in names) == sorted(marks)
