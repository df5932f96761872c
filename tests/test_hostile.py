"""Files that mean harm, in a corpus and as sources: each is told with its place, and none is read.

The harm is made here: bombs, files of other kinds, places outside, and signs that cannot be seen.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest

from compendium import importers, pipeline
from compendium.diag import Severity

EDITION = 'title: T\nversion: "1"\ndate: 2026\nlanguages: [en]\nparts:\n'
EDITION += "  - {id: p, title: P, documents: [a]}\n"
HEAD = "---\ntitle: A\nkind: letter\n---\n\n"


def png(width: int, height: int) -> bytes:
    """The beginning of a picture that says it is so large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IEND", b"")


def packed(*names: str, size: int = 10) -> bytes:
    """An archive of files with these names."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, b" " * size)
    return data.getvalue()


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("> " * 5_000, "nesting-deep", (6, 1)),
        ("a\x1b[2J", "character-forbidden", (6, 2)),
        ("a\u202eb", "character-forbidden", (6, 2)),
        ("![x](../../secret.png)", "file-missing", (6, 1)),
        ("![x](%2e%2e/secret.png)", "file-missing", (6, 1)),
        ("[x]: file:///etc/passwd", "link-definition", (6, 1)),
        ("[x](javascript:alert(1))", "link-refused", (6, 1)),
    ],
)
def test_a_text(tmp_path: Path, text: str, code: str, place: tuple[int, int]) -> None:
    """A text that would reach out, or deceive a reader, is an error where it does."""
    assert (code, "documents/a.en.md", place) in told(tmp_path, {}, text)


@pytest.mark.parametrize("bomb", ["[" * 20_000, "**a" * 10_000, "<!--" * 5_000])
def test_a_text_that_takes_no_end(tmp_path: Path, bomb: str) -> None:
    """Brackets and marks without end are read at once: what is no mark-up is words."""
    assert told(tmp_path, {}, bomb) == []


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (b"- !!python/object/apply:os.system [echo]\n", "yaml-feature", (1, 3)),
        (b"- {id: caf\xe9}\n", "encoding-bad", (1, 11)),
        (b"- id: a\n---\n- id: b\n", "yaml-feature", (2, 1)),
        (b"- {id: a, id: b}\n", "key-duplicate", (1, 11)),
    ],
)
def test_a_register(tmp_path: Path, data: bytes, code: str, place: tuple[int, int]) -> None:
    """Registers are data: no tag is obeyed, no byte guessed, no key lost."""
    found = told(tmp_path, {"registers/persons.yaml": data}, "Words.")
    assert (code, "registers/persons.yaml", place) in found


@pytest.mark.parametrize("data", [b"<svg/>", png(30_000, 30_000), png(10, 10)[:-14]])
def test_a_picture(tmp_path: Path, data: bytes) -> None:
    """A picture that is none, is too large, or has been cut short is told by its own name."""
    found = told(tmp_path, {"images/x.png": data}, "![x](images/x.png)")
    assert ("image-bad", "images/x.png", (1, 1)) in found


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("x.zip", packed("word/document.xml", "../../escaped.txt"), "source-unsafe"),
        ("x.docx", packed("word/document.xml", size=110_000_000), "file-large"),
        (
            "x.xml",
            b'<!DOCTYPE TEI [<!ENTITY a SYSTEM "file:///etc/passwd">]><TEI>&a;</TEI>',
            "source-unsafe",
        ),
    ],
)
def test_a_source(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    """A source that would write outside, fill the memory or read a file is refused."""
    (tmp_path / name).write_bytes(data)
    report = importers.import_source(tmp_path / name, tmp_path / "new", ())
    assert [(p.code, p.span.path) for p in report.problems] == [(code, name)]
    assert [path.name for path in tmp_path.iterdir()] == [name]


def told(root: Path, files: dict[str, bytes], text: str) -> list[tuple[str, str, tuple[int, int]]]:
    """The errors in an edition of one document with *text*, and *files*."""
    written = {"edition.yaml": EDITION.encode(), "documents/a.en.md": (HEAD + text).encode()}
    for path, data in {**written, **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    _, problems = pipeline.check(root)
    errors = [p for p in problems if p.severity is Severity.ERROR]
    return [(p.code, p.span.path, p.span.start) for p in errors]
