"""A whole volume imported and compared with what its editors marked up: counts, index, notes.

    python tests/volumes.py VOLUME.xml TRUTH.json

The truth lists documents, notes, references, persons and the headings of the printed
index, read off the same TEI by another program. What differs is printed, and nothing else.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import click

from compendium import corpus, importers
from compendium.model.edition import Edition, Entry
from compendium.model.text import plain
from compendium.resolve import resolve

Truth = Mapping[str, Any]


def counts(truth: Truth, report: importers.Report) -> Iterator[tuple[str, int, int]]:
    """What was counted, in the truth and by the import."""
    documents = truth["documents"]
    kinds = [ref["kind"] for ref in truth["crossrefs"]]
    local = [ref for ref in truth["crossrefs"] if ref["kind"] == "local"]
    inside = sum(len(entry["locators"]) for entry in truth["index"])
    inside += sum(len(see["targets"]) for entry in truth["index"] for see in entry.get("see", ()))
    yield "documents", len(documents), report.documents
    yield "notes in documents", sum(len(d["notes"]) for d in documents), report.notes_in_documents
    yield "persons", len(truth["persons"]), report.persons
    yield "abbreviations", len(truth["terms"]), report.terms
    yield "broken references", sum(not ref["resolves"] for ref in local), len(report.broken)
    yield "references to volumes", kinds.count("volume"), report.to_volumes
    found = sum(ref["resolves"] for ref in local) + inside
    yield "references followed", found, report.resolved + report.to_pages
    yield "headings of the index", len(truth["index"]), report.headings
    yield "words", report.words_in, report.words_out


# -- the index -------------------------------------------------------------------------

Row = tuple[tuple[str, ...], str, tuple[str, ...]]
"""A heading after those above it, where it sends readers, and where its places begin."""


def printed_index(truth: Truth) -> list[Row]:
    """The headings of the printed index, in its order."""
    return [
        (
            tuple(_bare(name) for name in entry["path"]),
            "; ".join(_bare(see["text"]) for see in entry.get("see", ())),
            tuple(_starts(entry["locators"])),
        )
        for entry in truth["index"]
    ]


def our_index(edition: Edition) -> list[Row]:
    """The same of the index that the edition prints."""
    index = next(i for i in edition.indexes if i.anchor == "index-subjects")
    entries = [entry for group in index.groups for entry in group.entries]
    return [row for entry in entries for row in _rows(entry, (), edition)]


def _rows(entry: Entry, above: tuple[str, ...], edition: Edition) -> Iterator[Row]:
    path = (*above, _bare(re.sub(r"\([Ss]ee .*\)", "", plain(entry.name))))
    there = (*entry.see, *entry.see_also)
    see = "; ".join(_bare(plain(edition.entries[key].name)) for key in there)
    marks = [f"n{anchor}" for anchor in entry.mentions]
    yield path, see, (*(_place(edition, first) for first, _ in entry.ranges), *marks)
    for child in entry.children:
        yield from _rows(child, path, edition)


def _bare(words: str) -> str:
    """Words without the signs, the blanks and the directions in which two readings differ."""
    words = re.sub(r"\s+(?:above|below)\b", "", words)
    return re.sub(r"[^\w;]+", " ", words).strip(" ;").casefold()


def index_differences(truth: Truth, edition: Edition) -> Iterator[str]:
    """Each heading that is missing, too many, elsewhere, or has another *see* or place."""
    theirs, ours = printed_index(truth), our_index(edition)
    matcher = SequenceMatcher(None, [r[0] for r in theirs], [r[0] for r in ours], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            for one, other in zip(theirs[a:b], ours[c:d], strict=True):
                yield from _row_differences(one, other)
            continue
        yield from (f"missing: {' > '.join(row[0])}" for row in theirs[a:b])
        yield from (f"too many: {' > '.join(row[0])}" for row in ours[c:d])


def _row_differences(theirs: Row, ours: Row) -> Iterator[str]:
    path = " > ".join(theirs[0])
    if theirs[1] != ours[1]:
        yield f"{path}: see `{theirs[1]}`, here `{ours[1]}`"
    # A note on a page is marked itself, and there may be several.
    pages = [place for place in ours[2] if place[0] != "n"]
    left = [place for place in theirs[2] if place not in pages]
    added = [place for place in pages if place not in theirs[2]]
    if added or (left and len(pages) == len(ours[2])):
        yield f"{path}: places {', '.join(left)}, here {', '.join(added) or 'none'}"


def _starts(locators: Sequence[Mapping[str, Any]]) -> list[str]:
    """Where each locator or run of them begins: a page of the source, or a document."""
    done: list[str] = []
    running = False
    for locator in locators:
        if not running:
            done.append(locator["target"].removeprefix("#").removeprefix("pg_"))
        running = bool(locator.get("range_start"))
    return done


def _place(edition: Edition, anchor: str) -> str:
    target = edition.targets[anchor]
    return target.number if target.kind == "source-page" else target.anchor


# -- the numbers of notes --------------------------------------------------------------


def note_differences(truth: Truth, edition: Edition) -> Iterator[str]:
    """Each document whose notes do not bear the numbers they have in the source."""
    marks: dict[str, list[str]] = {}
    for note in edition.notes.values():
        if note.series != "source":
            marks.setdefault(note.document, []).append(note.mark)
    for document in truth["documents"]:
        wanted = [note["n"] for note in document["notes"]]
        if None in wanted:
            continue
        got = marks.get(document["id"], [])
        # The first may say where the document is from: that has no call, and so no number.
        if got not in (wanted, wanted[1:]):
            yield f"{document['id']}: notes {wanted}, here {got}"


def main(source: Path, truth_at: Path) -> int:
    """Print what differs; the number of counts that do."""
    truth = json.loads(truth_at.read_text("utf-8"))
    made = importers.read(source)
    volume, _ = corpus.read_files(made.files)
    assert volume, "the corpus cannot be read"
    edition, _ = resolve(volume)
    differing = 0
    for what, theirs, ours in counts(truth, made.report):
        click.echo(f"{what:24}{theirs:8}{ours:8}{'' if theirs == ours else '  differs'}")
        differing += theirs != ours
    for line in (*note_differences(truth, edition), *(
        index_differences(truth, edition) if truth["index"] else ()
    )):  # fmt: skip
        click.echo(line)
    return min(differing, 1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
