"""The pages of the source survive an import, and its printed index leads to them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from compendium import importers, pipeline
from compendium.diag import failed
from compendium.model.edition import Edition, Entry
from compendium.model.text import plain

SOURCE = Path(__file__).parent / "data" / "tei" / "index.xml"


@pytest.fixture(scope="module")
def made() -> importers.Imported:
    """The volume with an index imported."""
    return importers.read(SOURCE)


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The same as the build reads it."""
    target = tmp_path_factory.mktemp("index") / "fish"
    importers.import_source(SOURCE, target)
    read, problems = pipeline.check(target)
    assert read
    assert not failed(problems), [str(problem) for problem in problems]
    return read


def test_pages(made: importers.Imported) -> None:
    """A page begins in a word, a row, an item, between blocks, or with the next document."""
    first = made.files["documents/d1.en-US.md"].partition("---\n\n")[2]
    assert first.splitlines() == [
        '[]{.page n="1"}',
        "",
        'The salmon of the north are our con[]{.page n="2"}cern.[^fn2] They swim.[^fn3]',
        "",
        "| | |",
        "| --- | --- |",
        "| Crab | 10 |",
        '| []{.page n="3"}Herring | 20 |',
        "",
        "::: plain",
        "",
        "- Nets.",
        '- []{.page n="4"}Boats.',
        "",
        ":::",
        "",
        '[^fn2]: {.original mark="2"} [](subject:ishkov-a-a)Ishkov said so.',
        "",
        '[^fn3]: {.original mark="3"} Others say not.',
    ]
    second = made.files["documents/d2.en-US.md"].partition("---\n\n")[2]
    assert second.startswith('[]{.page n="5"}\n\nWhales.\n\n[]{.page n="6"}\n\nSeals.\n')
    preface = made.files["front/preface.en-US.md"]
    assert "Begun on [page 2](doc:d1#src-2){.inline}; see the title." in preface


def test_report(made: importers.Imported) -> None:
    """The report counts the headings and the pages, and names what has no place here."""
    lines = list(made.report.lines())
    assert "index       13 headings" in lines
    assert "page breaks 9, I to 7; 7 carried" in lines
    assert [line for line in lines if line.startswith("element     `item`")] == [
        "element     `item`, once, in line 26: has numbers that were no references, and are now",
        "element     `item`, once, in line 25: sends readers to `Boats and nets`, "
        "which is no heading",
    ]


def told(edition: Edition, entries: tuple[Entry, ...], depth: int = 0) -> list[str]:
    """The headings of an index, each with its places and where it sends readers."""
    lines: list[str] = []
    for entry in entries:
        places = [*entry.mentions, *("..".join(ends) for ends in entry.ranges)]
        line = " = ".join([plain(entry.name), *([", ".join(places)] if places else [])])
        line += "".join(f" > {plain(edition.entries[key].name)}" for key in entry.see)
        line += "".join(f" >> {plain(edition.entries[key].name)}" for key in entry.see_also)
        lines += ["  " * depth + line, *told(edition, entry.children, depth + 1)]
    return lines


def test_index(edition: Edition) -> None:
    """Headings, levels, order, places and ways are those of the printed index."""
    index = next(index for index in edition.indexes if index.anchor == "index-subjects")
    assert told(edition, tuple(e for group in index.groups for e in group.entries)) == [
        "Catch = d1.src-2..d1 >> Fish >> Whales",
        "Crustaceans > Fish",
        "Fish",
        "  Crabs = d1.src-2..d1.src-3, d2..d2",
        "  Herring >> Crabs",
        "    Northern",
        "      White = d1.src-3..d1.src-4",
        "  Whales = d2.src-5..d2.src-6",
        "Ishkov, A. A. = d1.m1, d2.src-6..d2",
        "Japan > Fish > Catch",
        "Nets (see Boats and nets)",
        "Seals = d2.src-6..d2",
        "Title",
    ]


def test_pictures(tmp_path: Path) -> None:
    """A picture beside the source is carried with its caption; of another its name is."""
    shutil.copy(SOURCE, tmp_path)
    (tmp_path / "seal.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    made = importers.read(tmp_path / SOURCE.name)
    assert made.images == {"images/seal.png": b"\x89PNG\r\n\x1a\n"}
    text = made.files["documents/d2.en-US.md"]
    assert "![A seal](images/seal.png)\n\n[whale]{.placeholder}\n" in text
    assert not made.report.lost


def test_no_picture_from_elsewhere(tmp_path: Path) -> None:
    """A name that leads out of the folder, be it by a link, brings nothing in."""
    (tmp_path / "secret.png").write_bytes(b"secret")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "whale.png").symlink_to(tmp_path / "secret.png")
    source = SOURCE.read_text("utf-8").replace('"seal"', '"../secret.png"')
    (tmp_path / "in" / "index.xml").write_text(source, "utf-8")
    assert importers.read(tmp_path / "in" / "index.xml").images == {}
