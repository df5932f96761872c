"""A text that was read once is not read again, and is the same text."""

from __future__ import annotations

from pathlib import Path

import pytest

from compendium.source.files import read_folder
from compendium.source.markdown import read_markdown
from compendium.source.text import SourceFile

ROOT = Path(__file__).parent.parent
TEXTS = [
    file
    for folder in (ROOT / "corpus" / "joint-compendium", ROOT / "tests" / "books" / "trip")
    for file in read_folder(folder)[0].values()
    if isinstance(file, SourceFile) and file.path.endswith(".md")
]


class Shelf(dict[str, bytes]):
    """Keeps everything."""

    def put(self, key: str, data: bytes) -> None:
        """Keep *data*."""
        self[key] = data


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: file.path)
def test_what_is_kept_is_what_was_read(file: SourceFile) -> None:
    """Every node, every place and every note comes back as it was."""
    kept = Shelf()
    body = file.text[: file.text.index("\n---", 3)].count("\n") + 2 if file.text[:1] == "-" else 1
    read = read_markdown(file, body)
    assert read_markdown(file, body, kept) == read
    assert len(kept) == (not read[2])
    assert read_markdown(file, body, kept) == read


def test_the_same_text_in_another_file() -> None:
    """Places are in the file that is read, wherever the text was read before."""
    kept = Shelf()
    one, other = (SourceFile(f"{name}.md", "Some *words*.\n") for name in "ab")
    read_markdown(one, 1, kept)

    assert read_markdown(other, 1, kept) == read_markdown(other)
    assert len(kept) == 1


def test_a_text_with_a_fault_is_read_again() -> None:
    """What is wrong with a text is told each time; nothing of it is kept."""
    kept = Shelf()
    file = SourceFile("a.md", "Words <b>in</b> tags.\n")

    assert read_markdown(file, 1, kept)[2] == read_markdown(file, 1, kept)[2] != []
    assert not kept
