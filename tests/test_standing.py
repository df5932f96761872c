"""An edition that still stands is not built again, and nothing else is left alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from compendium import pipeline
from compendium.cache import Cache
from compendium.pipeline import Means

TRIP = Path(__file__).parent / "books" / "trip"
NOTHING = "nothing has changed"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an edition, `corpus`, built once into `out` with the cache `cache`."""
    where = tmp_path_factory.mktemp("standing")
    shutil.copytree(TRIP, where / "corpus")
    assert _build(where) == ""
    return where


def _build(where: Path) -> str:
    """Build, and return the last line of the account if it says that nothing was to be done."""
    means = Means(cache=Cache(where / "cache"))
    built, problems = pipeline.build(where / "corpus", where / "out", means=means)
    assert [str(p) for p in problems] == []
    return NOTHING if built.account[-1] == NOTHING else ""


def test_nothing_changed(place: Path) -> None:
    """A second build of the same folder says so, tells the same, and touches nothing."""
    before = (place / "out" / "manifest.json").stat().st_mtime_ns

    assert _build(place) == NOTHING
    assert (place / "out" / "manifest.json").stat().st_mtime_ns == before


def _alter_output(where: Path) -> None:
    book = where / "out" / "corpus.pdf"
    book.write_bytes(book.read_bytes()[:-1] + b"x")


def _add_output(where: Path) -> None:
    (where / "out" / "html" / "stray.html").write_text("x", "utf-8")


def _lose_output(where: Path) -> None:
    (where / "out" / "pages.json").unlink()


def _alter_input(where: Path) -> None:
    text = where / "corpus" / "documents" / "second-note.en.md"
    text.write_text(text.read_text("utf-8").replace("Another", "One more"), "utf-8")


def _damage_cache(where: Path) -> None:
    for entry in sorted((where / "cache").rglob("*")):
        if entry.is_file():
            entry.write_bytes(entry.read_bytes()[:-1])


@pytest.mark.parametrize(
    "change", [_alter_output, _add_output, _lose_output, _alter_input, _damage_cache]
)
def test_any_change_builds_again(place: Path, change: Callable[[Path], None]) -> None:
    """A byte altered, added or lost, in what went in or came out, and the edition is built."""
    change(place)

    assert _build(place) == ""
    assert _build(place) == NOTHING


def test_what_is_refused_is_told_again(place: Path) -> None:
    """A file that may not be read does not count as nothing, nor is it read."""
    stray = place / "corpus" / "documents" / "stray.en.md"
    stray.symlink_to(place / "out" / "pages.json")
    means = Means(cache=Cache(place / "cache"))
    _, problems = pipeline.build(place / "corpus", place / "out", means=means)
    stray.unlink()

    assert [str(p) for p in problems] == [
        "documents/stray.en.md:1:1: error[file-unsafe]: `documents/stray.en.md` cannot be read "
        "(hint: put the thing itself here; symbolic links are not followed)"
    ]


def test_only_what_is_read_goes_in(place: Path) -> None:
    """The manifest lists what an edition is made of, and no editor's leavings."""
    leavings = place / "corpus" / "documents" / ".letter.en.md.swp"
    leavings.symlink_to(place / "out" / "pages.json")
    _build(place)
    leavings.unlink()

    assert "swp" not in (place / "out" / "manifest.json").read_text("utf-8")
