"""The specimens build, in every arrangement, and nothing but `arrangement` tells them apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from compendium import corpus, pipeline
from compendium.resolve import resolve

DECLARATION = Path(__file__).parents[1] / "specimens" / "universal-declaration"


def _files(arrangement: str) -> dict[str, str]:
    paths = sorted(path for path in DECLARATION.rglob("*") if path.suffix in (".yaml", ".md"))
    files = {p.relative_to(DECLARATION).as_posix(): p.read_text("utf-8") for p in paths}
    plan = files["edition.yaml"].replace("arrangement: columns", f"arrangement: {arrangement}")
    return {**files, "edition.yaml": plan}


def test_articles_agree() -> None:
    """Article by article the three texts say the same; the preamble they divide otherwise."""
    volume, _ = corpus.read_files(dict(_files("columns")))
    assert volume
    edition, problems = resolve(volume)
    (document,) = edition.documents
    heads = [
        [getattr(cell[0], "anchor", "") for cell in row.cells if cell] for row in document.rows
    ]

    for article in range(1, 31):
        names = [f"declaration{lang}.art-{article}" for lang in ("", ".ja", ".ru")]
        assert names in heads
    assert [(p.code, p.span.start[0]) for p in problems] == [
        ("unit-missing", 19), ("units-uneven", 27), ("unit-missing", 27),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "arrangement",
    ["columns", "{form: facing, languages: [ja, ru]}", "{form: single, languages: [ru]}"],
)
def test_it_is_proved(arrangement: str) -> None:
    """Side by side, facing, or one language alone: every word is there, and level."""
    volume, problems = corpus.read_files(dict(_files(arrangement)), "specimen")
    assert volume and not problems
    edition, _ = resolve(volume)
    made, problems = pipeline.make(edition, frozenset({"pdf"}))

    assert [str(problem) for problem in problems] == []
    assert "all proved" in made.account[0]
