"""Quotations are compared with their sources: what is allowed, and what is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium import corpus
from compendium.resolve import resolve
from compendium.resolve.quotations import differences

SEED = Path(__file__).parents[1] / "corpus" / "joint-compendium"
SOURCE = "The actual handing over of these islands shall take place after the peace treaty."


def told(quoted: str, source: str) -> list[tuple[str, str]]:
    """The words of the source and those that stand for them."""
    return [(variant.theirs, variant.ours) for variant in differences(quoted, source)]


@pytest.mark.parametrize(
    "quoted",
    [
        "“the actual handing over", "Handing over ... shall take place", "handing over … peace",
        "handing over . . . the peace treaty", "[T]he actual handing over [of Habomai] shall",
        "... these islands, shall take place ...", "the actual … the peace treaty", "",
    ],
)  # fmt: skip
def test_what_is_allowed(quoted: str) -> None:
    """Capitals, marks, ellipses and words in square brackets are no variants."""
    assert differences(quoted, SOURCE) == []


@pytest.mark.parametrize(
    ("quoted", "expected"),
    [
        ("handing over those islands", [("of these", "those")]),
        ("shall take place ... handing over", [("after the", "handing over")]),
        ("actual ... these isles shall", [("islands", "isles")]),
        ("actual handing of these ... the treaty", [("over", ""), ("peace", "")]),
        ("shall take place soon after", [("", "soon")]),
    ],
)
def test_every_other_variant_is_told(quoted: str, expected: list[tuple[str, str]]) -> None:
    """Words changed, added, left out without a sign, or out of their order."""
    assert told(quoted, SOURCE) == expected


def test_a_script_without_spaces() -> None:
    """Japanese is compared letter by letter."""
    source = "歯舞群島及び色丹島を日本国に引き渡すことに同意する。"

    assert differences("色丹島を……引き渡すこと", source) == []
    assert told("色丹島を日本に引き渡す", source) == [("国", "")]


@pytest.mark.parametrize(
    ("quoted", "source", "expected"),
    [
        ("handing over those islands", SOURCE, "over of these / over those"),
        ("actual handing of these ... the treaty", SOURCE,
         "handing over / handing; the peace treaty / the treaty"),
        ("shall take place soon after", SOURCE, "place / place soon"),
        ("as to ice, as to air", "As to ice, as of air.", "ice, as of air / ice, as to air"),
        ("the sea’s “wide” ice", "The sea’s “deep” ice.", "deep / wide"),
        ("色丹島を日本に引き渡す", "色丹島を日本国に引き渡す。", "日本国 / 日本"),
        ("誰にも渡さない", "諸島は誰にも引き渡さない。", "引き渡さ / 渡さ"),
        ("日本の損失を望む", "日本の利益を望む。", "利益 / 損失"),
        ("及び色丹の島々", "歯舞群島及び色丹島。", "色丹島 / 色丹の島々"),
        ("Хабомаи и Шикотан", "Хабомаи и остров Шикотан",
         "Хабомаи и остров Шикотан / Хабомаи и Шикотан"),
        ("of these islands", "They hand over the these islands.", "the these / of these"),
        ("there is nothing in it of the islands", SOURCE,  " / "),
    ],
)  # fmt: skip
def test_readings(quoted: str, source: str, expected: str) -> None:
    """A note gives both readings with as many words as a reader needs to find the place."""
    found = [f"{v.source_reading} / {v.reading}" for v in differences(quoted, source)]
    assert "; ".join(found) == expected


@given(st.data())
def test_true_quotations_are_never_reported(data: st.DataObject) -> None:
    """Any runs of a text in their order, with ellipses between them, are no variant."""
    words = data.draw(
        st.lists(st.sampled_from(["the", "of", "island", "treaty", "peace"]), min_size=6)
    )
    cuts = sorted(data.draw(st.sets(st.integers(0, len(words)), min_size=2, max_size=6)))
    runs = [words[a:b] for a, b in zip(cuts[::2], cuts[1::2], strict=False)]

    assert differences(" ... ".join(" ".join(run) for run in runs), " ".join(words)) == []


def test_the_variants_of_the_first_edition() -> None:
    """The Memorandum quotes the Declaration with two departures, told in all three languages.

    One of them shows the slip of the Declaration. What has a note is accepted; without
    it, each is an error.
    """
    files = {
        path.relative_to(SEED).as_posix(): path.read_bytes()
        for path in sorted(SEED.rglob("*"))
        if path.is_file()
    }
    for name, data in files.items():
        if "japanese-memorandum-1960" in name:
            text = re.sub(r"\[\^variants\](?!:)", "", data.decode())
            files[name] = text.encode()
    volume, _ = corpus.read_files(files, "joint-compendium")
    assert volume
    found = [str(p) for p in resolve(volume)[1] if p.code == "quotation-differs"]

    hint = " (hint: correct it, or call a note on the variants inside the quotation)"
    start = "error[quotation-differs]: the quotation differs from `declaration-1956"
    assert [one.removesuffix(hint).partition(" ")[2] for one in found] == [
        f"{start}.art-9.2`: `islands of Habomai and` stands for"
        " `Habomai Islands and the island of`; `of` stands for `the`",
        f"{start}.ja.art-9.2`: `群島` is left out; `の島々` stands for `島`",
        f"{start}.ru.art-9.2`: `остров` is left out",
    ]
