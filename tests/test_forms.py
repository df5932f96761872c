"""Names of register entries, found in running text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.diag import Span
from compendium.model.forms import Forms
from compendium.model.volume import Written, WrittenEntry
from compendium.resolve.forms import collect_forms, find_forms


def forms(entries: dict[str, str]) -> Forms:
    """The forms of *entries*: key to "form, form / exception, exception"."""

    def split(listed: str) -> tuple[Written, ...]:
        return tuple(Written(form, Span("r.yaml")) for form in listed.split(", ") if form)

    return collect_forms({
        key: WrittenEntry(key, (), Span("r.yaml"), forms=split(own), excepted=split(excepted))
        for key, (own, _, excepted) in ((k, v.partition(" / ")) for k, v in entries.items())
    })  # fmt: skip


REGISTER = forms({
    "gromyko": "Gromyko, A.A. Gromyko / Gromyko Institute",
    "institute": "Gromyko Institute, Institute of Law",
    "japan": "Japan, 日本, Япония",
    "government": "Government of Japan",
    "un": "U.N.",
    "soviet": "USSR, ソ連, Советский Союз",
    "kunashiri": "国後, 国後島",
})  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Gromyko said", "Gromyko=gromyko"),
        ("A.A. Gromyko said to Gromyko", "A.A. Gromyko=gromyko Gromyko=gromyko"),
        ("Gromyko's letter, (Gromyko), Gromyko-Mikoyan", " ".join(["Gromyko=gromyko"] * 3)),
        ("Gromykov, McGromyko, gromyko, GROMYKO", ""),
        ("the Government of Japan and Japan", "Government of Japan=government Japan=japan"),
        ("the Government of Japanese", ""),
        ("the U.N. met; the U.N.'s; the U.N.O.", "U.N.=un U.N.=un U.N.=un"),
        ("Министр: Советский Союз, Япония.", "Советский Союз=soviet Япония=japan"),
        ("Японияя", ""),
        ("из Япо\u0301ния", ""),
        ("Japan\u0301", ""),
        ("日本国とソ連の", "日本=japan ソ連=soviet"),
        ("国後島及び国後", "国後島=kunashiri 国後=kunashiri"),
        ("USSRの代表", "USSR=soviet"),
        ("Government\u00a0of\u2009Japan", "Government\u00a0of\u2009Japan=government"),
        ("", ""),
    ],
)
def test_whole_words_longest_first(text: str, found: str) -> None:
    """The longest form at a spot is found, as a whole word, in its own case."""
    assert " ".join(f"{text[s:e]}={key}" for s, e, key in find_forms(text, REGISTER)) == found


def test_exceptions() -> None:
    """Inside an entry's exceptions its own forms are not found; another entry's still are."""
    text = "Gromyko of the Gromyko Institute"
    alone = forms({"gromyko": "Gromyko / Gromyko Institute", "law": "Institute"})

    assert find_forms(text, REGISTER) == [(0, 7, "gromyko"), (15, 32, "institute")]
    assert find_forms(text, alone) == [(0, 7, "gromyko"), (23, 32, "law")]


def test_switched_off() -> None:
    """A form that a document switches off is passed over, and what it hid comes to light."""
    text = "the Government of Japan"

    assert find_forms(text, REGISTER, {"Japan"}) == [(4, 23, "government")]
    assert find_forms(text, REGISTER, {"Government of Japan"}) == [(18, 23, "japan")]
    assert find_forms(text, REGISTER, {"Japan", "Government of Japan"}) == []


def test_two_entries_with_one_form() -> None:
    """Where two entries claim one form, the first has it: the error is reported elsewhere."""
    assert find_forms("Japan", forms({"a": "Japan", "b": "Japan"})) == [(0, 5, "a")]


@given(st.text("ab A日", max_size=30), st.lists(st.text("ab A日", min_size=1), max_size=6))
def test_what_is_found_stands_there(text: str, names: list[str]) -> None:
    """Finds come in order, never overlap, and each is the form of its entry."""
    written = {
        name: WrittenEntry("x", (), Span("r"), forms=(Written(name, Span("r")),)) for name in names
    }
    found = find_forms(text, collect_forms(written))

    assert all(text[start:end] == key.strip() for start, end, key in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))


def test_many_forms_of_one_beginning() -> None:
    """Ten thousand forms that share their first word cost a look-up for each of their lengths."""
    many = forms({str(n): f"Treaty of place {n}" for n in range(10_000)})

    assert many.names.lengths["Treaty"] == (20, 19, 18, 17)
    assert find_forms("the Treaty of place 9999, the Treaty of Paris", many) == [(4, 24, "9999")]
