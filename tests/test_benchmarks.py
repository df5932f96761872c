"""The books that the benchmarks measure are editions, and always the same."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from compendium import pipeline
from compendium.diag import failed

BOOKS = Path(__file__).parents[1] / "benchmarks" / "books.py"


def made(folder: Path, hash_seed: str) -> dict[str, bytes]:
    """The files of the book of six documents, in every notation."""
    environment = os.environ | {"PYTHONHASHSEED": hash_seed}
    subprocess.run([sys.executable, BOOKS, "6", folder], check=True, env=environment)
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_the_small_book_is_an_edition_without_a_fault(tmp_path: Path) -> None:
    """`check` finds nothing in it, and it has what the benchmarks say that it has."""
    made(tmp_path, "1")
    edition, problems = pipeline.check(tmp_path / "corpus")
    assert not [str(problem) for problem in problems]
    assert edition is not None
    assert len(edition.documents) == 6
    assert len(edition.notes) / 6 > 7
    entries = [entry for top in edition.registers[0].entries for entry in top.children]
    assert sum(len(entry.mentions) for entry in entries) / 6 > 10
    assert any(entry.ranges for entry in entries)


def test_books_of_any_shape_are_editions(tmp_path: Path) -> None:
    """`check` finds no error in the small books whose numbers are looked for."""
    command = "from shelf import write; write({}, __import__('pathlib').Path({!r}))"
    for seed in (1, 2, 3):
        told = command.format(seed, str(tmp_path))
        subprocess.run([sys.executable, "-c", told], check=True, cwd=BOOKS.parent)
    for root in sorted(tmp_path.iterdir()):
        edition, problems = pipeline.check(root)
        assert edition is not None
        assert not failed(problems), problems


def test_a_book_is_the_same_whenever_it_is_made(tmp_path: Path) -> None:
    """Two processes that order their sets differently write the same files."""
    first, second = (made(tmp_path / seed, seed) for seed in ("1", "2"))
    assert "typst/book.typ" in first
    assert first == second
