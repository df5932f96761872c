"""What `check` tells is what is wrong, whether it was told before or not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

from compendium import checking, pipeline
from compendium.cache import Cache

BOOK = Path(__file__).parent / "books" / "trip"


def test_what_was_told_is_told_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An edition in which nothing has changed is not read; what is told of it is the same."""
    root = tmp_path / "book"
    copytree(BOOK, root)
    letter = root / "documents" / "letter.en.md"
    letter.write_text(f"{letter.read_text('utf-8')}\nSee [it](doc:nowhere).\n", "utf-8")
    store = Cache(tmp_path / "cache")

    anew = checking.check(root)
    assert [problem.code for problem in anew[1]] == ["reference-unknown"]
    assert len(anew[0]) == 2
    assert checking.check(root, store) == anew

    monkeypatch.setattr(pipeline, "read", None)
    assert checking.check(root, store) == anew
    monkeypatch.undo()

    letter.write_text(letter.read_text("utf-8").replace("nowhere", "treaty"), "utf-8")
    assert checking.check(root, store) == checking.check(root) == (anew[0], [])


def test_a_file_that_is_refused_is_told_each_time(tmp_path: Path) -> None:
    """What cannot be read is no input that could be known again."""
    root = tmp_path / "book"
    copytree(BOOK, root)
    (root / "documents" / "CON.md").write_text("x", "utf-8")
    store = Cache(tmp_path / "cache")

    for _ in range(2):
        problems = checking.check(root, store)[1]
        assert "file-name" in [problem.code for problem in problems]


def test_what_is_known_is_told_without_the_stages(tmp_path: Path) -> None:
    """Where nothing has changed no stage is loaded, nor any engine."""
    checking.check(BOOK, Cache(tmp_path))
    code = f"""
import sys
from pathlib import Path
from compendium import checking
from compendium.cache import Cache
checking.check(Path({str(BOOK)!r}), Cache(Path({str(tmp_path)!r})))
names = ("compendium.pipeline", "compendium.resolve", "compendium.corpus", "pydantic", "yaml")
print([name for name in names if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
