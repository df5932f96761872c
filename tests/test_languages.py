"""A language is one file: what it takes to let an edition speak another one."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from compendium import corpus, render, theme
from compendium.resolve import resolve

FILES = {
    "edition.yaml": """title: Ta
version: "1.0"
date: 2026-11-24
languages: [qaa]
front: [note]
parts: [{id: part, number: I, title: To, documents: [one, two]}]
indexes: [{id: index-persons, title: Tu, registers: [persons]}]
""",
    "front/note.qaa.md": "---\ntitle: Te\n---\nAs.\n",
    "documents/one.qaa.md": """---
title: One
kind: letter
date: {value: 1956-09, inferred: true, ground: "By [it](doc:two#par-2)."}
extent: excerpt
status: working-translation
---
1. [Him](person:a) and [it](doc:two#par-2).[^n] [](person:b)

[^n]: Vi [it](ref:lost).
""",
    "documents/two.qaa.md": "---\ntitle: Two\nkind: letter\n---\n2. So.\n",
    "registers/persons.yaml": "- {id: a, name: A, description: he, see-also: b}\n"
    "- {id: b, name: B}\n- {id: c, name: C, see: a}\n",
    "registers/references.yaml": "- {id: lost, name: L}\n",
}


def test_a_language_is_one_file(tmp_path: Path) -> None:
    """With a file of strings of its own, nothing the theme adds is in another language."""
    folder = tmp_path / "press"
    shutil.copytree(theme.find("press"), folder)
    english = (folder / "strings" / "en.yaml").read_text("utf-8")
    made_up = re.sub(
        r'^([a-z0-9-]+): ("?)(.*?)("?)$',
        lambda line: f"{line[1]}: {line[2]}{_babble(line[3])}{line[4]}",
        english,
        flags=re.MULTILINE,
    )
    (folder / "strings" / "qaa.yaml").write_text(made_up, "utf-8")
    design, problems = theme.read(folder)
    assert design, [str(problem) for problem in problems]
    volume, found = corpus.read_files(dict(FILES))
    assert volume, [str(problem) for problem in found]
    edition, found = resolve(volume)
    assert [str(problem) for problem in found] == []
    chunks, _ = render.book(edition, design, None)
    printed = " ".join(re.sub(r"<[^>]*>", " ", chunk.markup) for chunk in chunks)
    printed = " ".join(printed.partition("SHA-256")[0].split())

    words = {word for word in design.wording["en"].values() if re.fullmatch("[A-Za-z ]{3,}", word)}
    assert [word for word in words if re.search(rf"\b{word}\b", printed)] == []
    for key in ("contents", "list-by-date", "undated", "excerpt", "not-printed", "colophon"):
        assert design.wording["qaa"][key].casefold() in printed.casefold(), key


def _babble(words: str) -> str:
    """*words* with every word outside of gaps made another one, its capitals kept."""
    pieces = re.split(r"(\{[a-z]*\}|https://\S+|%)", words)
    return "".join(
        piece if at % 2 else re.sub("[A-Za-z]{2,}", lambda w: w[0][0] + "uz" * len(w[0]), piece)
        for at, piece in enumerate(pieces)
    )
