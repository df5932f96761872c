"""Letters that few faces have are set, read back and proved like all others."""

from __future__ import annotations

from pathlib import Path

from compendium import pipeline
from compendium.diag import failed
from compendium.proof.letters import follow, turned

EDITION = """\
title: Letters
version: "1.0"
date: 2026-11-24
languages: [ota]
list-by-date: false
parts:
  - {id: letters, title: Letters, documents: [one]}
"""

LETTER = """\
---
title: One
kind: letter
---
ḫāḳān ve şāh-i Faġfūr[^1] (Pl. Faġ̣āfire) mīs̠āḳ ʿahd kef (ک), te „ت“ ile.

[^1]: Faġ̣fūr.
"""


def test_book(tmp_path: Path) -> None:
    """Two marks on one letter, marks no other face has, and Arabic in brackets are proved."""
    (tmp_path / "in" / "documents").mkdir(parents=True)
    (tmp_path / "in" / "edition.yaml").write_text(EDITION, "utf-8")
    (tmp_path / "in" / "documents" / "one.ota.md").write_text(LETTER, "utf-8")

    built, problems = pipeline.build(tmp_path / "in", tmp_path / "out", frozenset({"pdf"}))

    assert not failed(problems), [str(problem) for problem in problems]
    assert built.files


def test_turned_signs() -> None:
    """Beside letters from right to left a bracket may be read turned round, elsewhere not."""
    assert turned("(ک(") == turned("(ک)")
    assert follow("kef (ک) weg", 0, "kef (ک(") == len("kef (ک)")
    assert turned("(k(") != turned("(k)")
