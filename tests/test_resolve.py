"""`resolve`, against its suite."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cases import Case, cases
from compendium import corpus
from compendium.diag import Severity
from compendium.model.edition import Edition
from compendium.model.text import (
    Editorial,
    Inline,
    Mention,
    NoteMark,
    Paragraph,
    Phrase,
    Pointer,
    Quoted,
    Reference,
    Styled,
    Text,
    WebLink,
    runs,
)
from compendium.model.text import blocks as every_block
from compendium.resolve import resolve

EDITION = """title: Edition
version: "1.0"
date: 2026-11-24
languages: [en]
parts:
  - {id: part-i, number: I, title: Part, documents: [%s]}
"""


@pytest.mark.parametrize("case", cases("resolve"), ids=lambda case: case.name)
def test_case(case: Case) -> None:
    """The stage yields exactly what the case lists: nothing missing, nothing extra."""
    files = dict(case.files)
    slugs = [p.removeprefix("documents/").partition(".")[0] for p in files if "documents/" in p]
    files.setdefault("edition.yaml", EDITION % ", ".join(dict.fromkeys(slugs)))
    volume, found = corpus.read_files(files)
    assert volume, [str(problem) for problem in found]
    edition, problems = resolve(volume)
    wanted = case.expect.keys()
    got = {
        "problems": [str(p) for p in problems if p.severity is Severity.ERROR],
        "addresses": list(_addresses(edition)) if "addresses" in wanted else [],
        "text": list(_text(edition)) if "text" in wanted else [],
        "notes": list(_notes(edition)) if "notes" in wanted else [],
        "by date": list(edition.by_date) if "by date" in wanted else [],
        "ranges": list(_ranges(edition)) if "ranges" in wanted else [],
    }
    case.check(got)


def _addresses(edition: Edition) -> Iterator[str]:
    kinds = ("mention", "reference", "note", "part", "entry", "document")
    for target in edition.targets.values():
        if target.kind not in kinds and not target.anchor.endswith(".call"):
            yield f"{target.anchor} = {target.kind} {target.number}".rstrip()


def _text(edition: Edition) -> Iterator[str]:
    for document in edition.documents:
        for text in document.texts:
            for block in every_block(text.blocks):
                for run in runs(block):
                    yield f"{getattr(block, 'anchor', '')}: {show(run)}"


def _notes(edition: Edition) -> Iterator[str]:
    for note in edition.notes.values():
        said = " / ".join(show(b.content) for b in note.blocks if isinstance(b, Paragraph))
        yield f"{note.anchor} {note.series} {note.mark or '-'}: {said}"


def _ranges(edition: Edition) -> Iterator[str]:
    for entry in edition.entries.values():
        for first, last in entry.ranges:
            yield f"{entry.key}: {first} to {last}"


def show(content: tuple[Inline, ...]) -> str:
    """*content* in a form a case can expect: `<kind target: words>`."""
    return "".join(_show(node) for node in content)


def _show(node: Inline) -> str:
    match node:
        case Text():
            return node.text
        case Reference():
            return f"<to {node.target}: {show(node.content)}>"
        case Mention():
            return f"<{node.entry}: {show(node.content)}>"
        case NoteMark():
            return f"^{node.mark}^"
        case Pointer():
            return f"<pointer {node.target} {node.direction}>"
        case Phrase():
            gaps = "".join(f" {name}={show(said)}" for name, said in node.gaps.items())
            return f"<{node.key}{gaps}>"
        case Quoted():
            return f"<quoted {node.source}: {show(node.content)}>"
        case WebLink():
            return f"<{node.url}: {show(node.content)}>"
        case Styled() | Editorial():
            return show(node.content)
        case _:
            return "/"
