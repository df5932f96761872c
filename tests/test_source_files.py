"""The files of a folder: nothing outside it is read, and nothing odd inside it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.source import files
from compendium.source.files import decode, read_folder
from compendium.source.text import SourceFile


def _edition(root: Path) -> Path:
    (root / "documents").mkdir(parents=True)
    (root / "images").mkdir()
    (root / "edition.yaml").write_text("title: x\n", "utf-8")
    (root / "documents/b.en.md").write_text("B\n", "utf-8")
    (root / "documents/a.en.md").write_text("A\n", "utf-8")
    (root / "images/a.png").write_bytes(b"\x89PNG")
    return root


def _found(root: Path) -> tuple[list[str], list[str]]:
    found, problems = read_folder(root)
    return list(found), [str(problem) for problem in problems]


def test_folder(tmp_path: Path) -> None:
    """Text comes as text and pictures as bytes, in the order of their paths; the rest is left."""
    _edition(tmp_path)
    (tmp_path / "README.txt").write_text("not ours", "utf-8")
    (tmp_path / "documents/.b.en.md.swp").write_bytes(b"\xff")

    found, problems = read_folder(tmp_path)

    assert problems == []
    assert found == {
        "documents/a.en.md": SourceFile("documents/a.en.md", "A\n"),
        "documents/b.en.md": SourceFile("documents/b.en.md", "B\n"),
        "edition.yaml": SourceFile("edition.yaml", "title: x\n"),
        "images/a.png": b"\x89PNG",
    }
    assert list(found) == sorted(found)


def test_links_are_not_followed(tmp_path: Path) -> None:
    """A symbolic link to a file or a folder is refused, wherever it leads."""
    root = _edition(tmp_path / "edition")
    (tmp_path / "secret.md").write_text("SECRET", "utf-8")
    (root / "documents/c.en.md").symlink_to(tmp_path / "secret.md")
    (root / "documents/d.en.md").symlink_to("a.en.md")
    (root / "front").symlink_to(tmp_path)
    (root / "images/more").symlink_to(tmp_path)

    found, problems = _found(root)

    hint = "(hint: put the thing itself here; symbolic links are not followed)"
    assert found == ["documents/a.en.md", "documents/b.en.md", "edition.yaml", "images/a.png"]
    assert problems == [
        f"documents/c.en.md:1:1: error[file-unsafe]: `documents/c.en.md` cannot be read {hint}",
        f"documents/d.en.md:1:1: error[file-unsafe]: `documents/d.en.md` cannot be read {hint}",
        f"front:1:1: error[file-unsafe]: `front` cannot be read as a folder {hint}",
        f"images/more:1:1: error[file-unsafe]: `images/more` cannot be read {hint}",
    ]


def test_only_ordinary_files(tmp_path: Path) -> None:
    """A pipe does not hang us, and a folder with the name of a file is no file."""
    root = _edition(tmp_path)
    os.mkfifo(root / "documents/p.en.md")
    (root / "edition.yaml").unlink()
    (root / "edition.yaml").mkdir()

    assert _found(root)[1] == [
        "edition.yaml:1:1: error[file-unsafe]: `edition.yaml` is not an ordinary file "
        "(hint: put the file itself in its place)",
        "documents/p.en.md:1:1: error[file-unsafe]: `documents/p.en.md` is not an ordinary file "
        "(hint: put the file itself in its place)",
    ]


@pytest.mark.parametrize("name", ["a b.md", "con.md", "AUX", "é.md", "a\n.md", "-a.md", "a" * 120])
def test_names(tmp_path: Path, name: str) -> None:
    """A name that some system cannot keep is refused."""
    root = _edition(tmp_path)
    (root / "documents" / name).write_text("x", "utf-8")

    shown = f"documents/{name}"
    assert _found(root)[1] == [
        f"{shown}:1:1: error[file-name]: `{shown}` is not a name for every system "
        "(hint: use letters a to z, figures, hyphens and one full stop before the ending)"
    ]


def test_names_that_differ_in_case(tmp_path: Path) -> None:
    """Two names that are one on another system are refused."""
    root = _edition(tmp_path)
    (root / "documents/A.en.md").write_text("x", "utf-8")

    assert _found(root)[1] == [
        "documents/a.en.md:1:1: error[file-name]: `documents/a.en.md` and `documents/A.en.md` "
        "are one file where case does not count (hint: rename one of them)"
    ]


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file beyond the limit is refused, and no more than the limit is read of it."""
    root = _edition(tmp_path)
    monkeypatch.setattr(files, "TEXT_LIMIT", 1_000_000)
    (root / "documents/a.en.md").write_text("x" * 1_000_001, "utf-8")

    assert _found(root)[1] == [
        "documents/a.en.md:1:1: error[file-large]: `documents/a.en.md` has more than 1 MB "
        "(hint: divide it)"
    ]


def test_encodings() -> None:
    """A byte that is not UTF-8 is named with its place; line ends and byte order marks go."""
    found, problems = decode({"a.md": "ab\r\nc\ré".encode("latin-1"), "b.md": "\ufeffx\r\ny\rz"})

    assert found == {"b.md": SourceFile("b.md", "x\ny\nz")}
    assert [str(problem) for problem in problems] == [
        "a.md:3:1: error[encoding-bad]: the byte `E9` is not UTF-8 (hint: save the file as UTF-8)"
    ]


@given(st.text("a\n日", max_size=30), st.data())
def test_places(text: str, data: st.DataObject) -> None:
    """Offsets and places are each other's inverse, and lines are those of the text."""
    file = SourceFile("x", text)
    offset = data.draw(st.integers(0, len(text)))

    assert file.offset(file.place(offset)) == offset
    assert [file.line(at + 1) for at in range(len(file.starts))] == text.split("\n")
