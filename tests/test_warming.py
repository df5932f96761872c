"""Processes make ready while the edition is read, and nothing hangs on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from compendium import layout, theme
from compendium.layout.workshop.pool import Answer, Limits, Pool
from compendium.layout.workshop.results import Task
from compendium.warming import Warming, _specimen, warming
from test_workers import SETUP


@pytest.mark.parametrize(
    ("said", "named", "languages"),
    [
        ("theme: plain\nlanguages: [en, ja]\ntitle: A\n", "plain", ("en", "ja")),
        ("languages:\n  - ru\n  - de\nimprint:\n  place: x\n", "press", ("ru", "de")),
        ("", "press", ("en",)),
    ],
)
def test_what_is_likely(said: str, named: str, languages: tuple[str, ...]) -> None:
    """Theme and languages of a large edition are those that it seems to name."""
    inputs = {"edition.yaml": said.encode(), "documents/a.en.md": b"a" * 2_000_000}
    assert warming(inputs, None) == Warming(named, None, languages)
    assert warming({**inputs, "documents/a.en.md": b"a"}, None) is None


def test_the_page_can_be_set() -> None:
    """In the theme that we ship the page is set without a problem."""
    design, _ = theme.read(theme.find("press"))
    assert design
    piece, problems = layout.typeset_anew(_specimen(("en", "ja", "ru")), "recto", design)
    assert piece and not problems


def test_a_theme_that_is_not_there(tmp_path: Path) -> None:
    """Where there is no such theme nothing is made ready; whoever reads it will say so."""
    Warming("none", tmp_path, ("en",)).prepare()


class Fatal(Warming):
    """Ends the process."""

    def prepare(self) -> None:
        """End it."""
        raise RuntimeError("no")


def test_work_is_done_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes that die of making ready are followed by others that do the work."""
    monkeypatch.setattr(Pool, "engine", "test_workers")
    done: dict[int, Answer] = {}
    with Pool(2, Limits(seconds=60.0)) as pool:
        pool.first = Fatal("press", None, ("en",))
        pool.start(2)
        pool.run(SETUP, [Task(f"good {n}", 0, "recto") for n in range(3)], done.__setitem__)
    assert sorted(done) == [0, 1, 2] and all(isinstance(said, bytes) for said, _ in done.values())
