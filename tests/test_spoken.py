"""What the edition says of its own documents in plain words must be so."""

from __future__ import annotations

import pytest

from compendium import corpus
from compendium.resolve import resolve

EDITION = """
title: T
version: "1"
date: 2026-11-24
languages: [en]
front: [preface]
parts: [{id: p, number: I, title: P, documents: [one, two]}]
"""
ONE = """---
title: One
kind: letter
---
They wrote of Document 99, and that is theirs to answer for.[^n] They had a mark.[^orig-1]

[^n]: NOTE

[^orig-1]: See Document 98.
"""
TWO = """---
title: Two
kind: treaty
units: article
---
1. First.
2. Second.
"""


def said(note: str, preface: str = "Nothing.") -> list[str]:
    """The problems of a small edition whose note says *note*."""
    files = {
        "edition.yaml": EDITION,
        "documents/one.en.md": ONE.replace("NOTE", note),
        "documents/two.en.md": TWO,
        "front/preface.en.md": f"---\ntitle: Preface\n---\n{preface}\n",
    }
    volume, problems = corpus.read_files(files, "small")
    assert volume and not problems
    return [str(problem) for problem in resolve(volume)[1]]


@pytest.mark.parametrize(
    "note",
    [
        "See Document 2, art. 2, and doc. 1.",
        "See документ 2, ст. 1; 文書2、第2条.",
        "See [Document 2](doc:two), article 2.",
        "See [Document 2, art. 1](doc:two#art-1).",
        # of other works
        "See *Foreign Relations*, 1956, Document 12.",
        "See vol. V, Document 12.",
        "Compare “Letters”, Document 12.",
        "See Document 12 in *Foreign Relations*.",
        "See [the collection](https://example.org), Document 12.",
        "The document 12 of the file is lost.",
        "Documents 12 and 13 of the file are lost.",
    ],
)
def test_what_is_there_or_elsewhere_is_let_alone(note: str) -> None:
    """No alarm for what exists, nor for the numbers of other works."""
    assert said(note) == []


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        (
            "See Document 12.",
            "warning[pointer-unknown]: `Document 12` names no document of this edition "
            "(hint: name the work it is in, or mend the number)",
        ),
        (
            "See *Letters*, Document 12. See also doc. 3, art. 1.",
            "warning[pointer-unknown]: `doc. 3, art. 1` names no document of this edition "
            "(hint: name the work it is in, or mend the number)",
        ),
        (
            "See Document 2, art. 7.",
            "warning[pointer-unknown]: `Document 2, art. 7` names nothing in document 2 "
            "(hint: name the work it is in, or mend the number)",
        ),
        (
            "文書3、第9条を見よ。",
            "warning[pointer-unknown]: `文書3、第9条` names no document of this edition "
            "(hint: name the work it is in, or mend the number)",
        ),
        (
            "See [Document 2](doc:one).",
            "warning[pointer-differs]: `Document 2` leads to document 1 "
            "(hint: mend the words or the link)",
        ),
    ],
)
def test_what_is_not_there_is_reported(note: str, expected: str) -> None:
    """A number that no document has, a passage it lacks, and words that lead elsewhere."""
    found = said(note)

    assert len(found) == 1
    assert found[0].startswith("documents/one.en.md:7:")
    assert found[0].endswith(expected)


def test_front_matter_is_ours_too() -> None:
    """What a preface says of the documents is checked; what a document says is its own."""
    found = said("Nothing.", "Document 1 is a letter; document 9 is none, Document 7 neither.")

    assert [problem.partition("(")[0] for problem in found] == [
        "front/preface.en.md:4:1: warning[pointer-unknown]: `Document 7` names no document "
        "of this edition "
    ]
