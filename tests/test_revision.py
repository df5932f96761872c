"""Two versions of an edition: what changed, told as editors tell it."""

from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from compendium import cli, corpus, pipeline, resolve, revising, revision, theme
from compendium.model.edition import Edition
from compendium.model.pages import PageMap, Place
from compendium.release import frozen
from compendium.revision import Side
from compendium.revision.comparing import hunks

OLD = {
    "edition.yaml": 'title: A Book\nversion: "1.0"\ndate: 2026-11-24\nlanguages: [en]\n'
    "parts:\n  - {id: part-i, title: All, documents: [letter, treaty]}\n",
    "documents/letter.en.md": "---\ntitle: A letter\nkind: letter\n---\n\n"
    "I have the honour to speak of the Habomai islands and of the sea around them.\n\n"
    "The second paragraph says where the ships are to lie at anchor.\n\n"
    "The third paragraph speaks of fish.[^1]\n\n[^1]: A note on the fish of that sea.\n",
    "documents/treaty.en.md": "---\ntitle: A treaty\nkind: treaty\nunits: article\n---\n\n"
    "1. There shall be peace.\n\n2. This shall enter into force on 4 June.\n",
}
NEW = {
    **OLD,
    "edition.yaml": OLD["edition.yaml"].replace("1.0", "1.1").replace("treaty]", "memo, treaty]"),
    "documents/letter.en.md": "---\ntitle: A letter\nkind: letter\n---\n\n"
    "The second paragraph says where the ships are to lie at anchor.\n\n"
    "I have the honour to speak of the Shikotan island and of the sea around them.\n\n"
    "The third paragraph speaks of fish.[^1]\n\n[^1]: A note on the fish of this sea.\n",
    "documents/memo.en.md": "---\ntitle: A memorandum\nkind: memorandum\n---\n\nIt is added.\n",
    "documents/treaty.en.md": OLD["documents/treaty.en.md"].replace("4 June", "5 June"),
}


def edition(files: Mapping[str, str]) -> Edition:
    """The edition of *files*."""
    volume, problems = corpus.read_files(files, "book")
    assert volume, problems
    return resolve.resolve(volume)[0]


def paged(found: Edition, first: int) -> PageMap:
    """A page map that puts every document on a page of its own, from *first* on."""
    places = {}
    for at, document in enumerate(found.documents):
        for anchor, target in found.targets.items():
            if target.document == document.anchor:
                places[anchor] = Place(at + 1, str(first + at), 1, 0.0)
    return PageMap((), places, places, ())


def sides() -> tuple[Side, Side]:
    """The two versions with their pages."""
    old, new = edition(OLD), edition(NEW)
    return Side(old, paged(old, 5)), Side(new, paged(new, 9))


def wording() -> Mapping[str, Mapping[str, str]]:
    """The words of the theme."""
    design, _ = theme.read(theme.find("press"))
    assert design
    return design.wording


def test_errata() -> None:
    """Each change is a sentence: document, old and new page, what stood and what stands there."""
    told = revision.errata(revision.compare(*sides()), wording(), "en")
    assert [f"{one.where}. {one.what}" for one in told] == [
        "Document 2, p. 10. The document “A memorandum” has been added.",
        "Document 1, p. 5 (now p. 9), para. 2. “to speak of the Habomai islands and of the sea "
        "around them” has been corrected to “to speak of the Shikotan island and of the sea "
        "around them”.",
        "Document 1, p. 5 (now p. 9), note 1. “on the fish of that sea” has been corrected to "
        "“on the fish of this sea”.",
        "Document 3, p. 6 (now p. 11), art. 2. “enter into force on 4 June” has been corrected "
        "to “enter into force on 5 June”.",
    ]


def test_nothing_changed() -> None:
    """A version beside itself has no errata, and a concordance of equals."""
    old, _ = sides()
    comparison = revision.compare(old, old)
    assert revision.errata(comparison, wording(), "en") == ()
    assert all(row.old == row.new for row in revision.concordance(comparison))


def test_concordance() -> None:
    """Every passage of either version is in it once, with both its addresses and pages."""
    rows = revision.concordance(revision.compare(*sides()))
    assert revision.Row("treaty.par-2", "6", "treaty.par-2", "11") in rows or any(
        row.old == row.new and (row.old_folio, row.new_folio) == ("6", "11") for row in rows
    )
    assert revision.Row("letter.p-2", "5", "letter.p-1", "9") in rows
    assert [row for row in rows if not row.old] == [revision.Row("", "", "memo", "10")]


@given(st.text("ab ,漢字", max_size=40), st.text("ab ,漢字", max_size=40))
def test_hunks_make_both_versions(old: str, new: str) -> None:
    """What stayed and went is the old text, what stayed and came the new one, letter for letter."""
    found = hunks(old, new)
    assert "".join(text for kind, text in found if kind != "in") == old
    assert "".join(text for kind, text in found if kind != "out") == new


def test_redline(tmp_path: Path) -> None:
    """HTML, PDF, errata and concordance are written, and say the same."""
    made, problems = revising.revise(*sides(), pipeline.Means())
    assert made and not problems
    assert set(made.files) == {
        "concordance.csv", "concordance.json", "errata.txt", "redline.html", "redline.pdf",
    }  # fmt: skip
    page = made.files["redline.html"].decode()
    assert (
        "<del>Habomai islands</del><ins>Shikotan island</ins>"
        in page.replace("</del><del>", "").replace("</ins><ins>", "")
        or "<del>Habomai</del>" in page
    )
    (tmp_path / "r.pdf").write_bytes(made.files["redline.pdf"])
    call = ["pdftotext", str(tmp_path / "r.pdf"), "-"]
    text = " ".join(subprocess.run(call, capture_output=True, text=True, check=True).stdout.split())
    assert "Changes from version 1.0 to version 1.1" in text
    assert "The document “A memorandum” has been added." in text
    rows = list(csv.DictReader(StringIO(made.files["concordance.csv"].decode())))
    assert [row["new"] for row in rows] == [
        row["new"] for row in json.loads(made.files["concordance.json"])
    ]


def _write(files: Mapping[str, str], folder: Path) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return folder


def _run(*given: object) -> tuple[int, str]:
    found = CliRunner().invoke(cli.commands, [str(one) for one in given])
    return found.exit_code, found.output


def test_folders_and_git(tmp_path: Path) -> None:
    """Folders of a corpus and revisions of git are compared, without pages where none are built."""
    root = _write(OLD, tmp_path / "corpus" / "book")
    git = ["git", "-C", str(tmp_path), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    for call in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "first"]):
        subprocess.run([*git, *call], check=True)
    other = _write(NEW, tmp_path / "other")
    _write(NEW, root)
    code, told = _run("diff", "HEAD", root)
    assert code == cli.GOOD
    assert "Document 2. The document “A memorandum” has been added.\n" in told
    assert _run("diff", root, other) == (cli.GOOD, "nothing has changed\n")
    code, told = _run("diff", "v9", root)
    assert code == cli.USAGE
    assert told.startswith("compendium: `v9` is no folder, no release, and no revision of git")


def test_a_page_of_an_earlier_version(tmp_path: Path) -> None:
    """A citation of an earlier version finds its words: at their new address, or withdrawn."""
    old = edition(OLD)
    lock = frozen(old, paged(old, 5)).decode()
    changes = (
        '- {anchor: letter.p-1, version: "1.1", moved: letter.p-2}\n'
        '- {anchor: letter.p-2, version: "1.1", moved: letter.p-1}\n'
        '- {anchor: letter.n1, version: "1.1", corrected: "that, this"}\n'
        '- {anchor: treaty, version: "1.1", corrected: "the day"}\n'
    )
    root = _write({**NEW, "ids.lock": lock, "changes.yaml": changes}, tmp_path / "book")
    code, told = _run("resolve", "1st ed., p. 5", "--edition", root, "--to", tmp_path)
    assert code == cli.GOOD
    assert told.splitlines()[:2] == [
        "letter.n1: unchanged: A note on the fish of that sea.",
        "letter.p-1: now letter.p-2: I have the honour to speak of the Habomai islands and of",
    ]
    assert _run("resolve", "1.0, p. 6", "--edition", root, "--to", tmp_path)[0] == cli.GOOD


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("2nd ed., p. 5", "`2nd ed., p. 5` names no version that was released"),
        ("1.0", "`1.0` names no page"),
        ("1.0, p. 99", "nothing that can be cited stands on page `99` of version `1.0`"),
    ],
)
def test_a_page_that_cannot_be_found(said: str, message: str, tmp_path: Path) -> None:
    """What names no version, no page or an empty one is told, with what would do."""
    old = edition(OLD)
    lock = frozen(old, paged(old, 5)).decode()
    root = _write({**OLD, "ids.lock": lock}, tmp_path / "book")
    code, told = _run("resolve", said, "--edition", root)
    assert code == cli.PROBLEMS
    assert f"error[pinpoint-unknown]: {message}" in told


def test_the_printed_edition_carries_its_history() -> None:
    """Errata and concordance are printed when asked for, and their pages are proved."""
    old = edition(OLD)
    changes = (
        '- {anchor: letter.p-1, version: "1.1", moved: letter.p-2}\n'
        '- {anchor: letter.p-2, version: "1.1", moved: letter.p-1}\n'
        '- {anchor: letter.n1, version: "1.1", corrected: "The sea is named."}\n'
        '- {anchor: treaty, version: "1.1", corrected: "The day is corrected."}\n'
    )
    found = edition(
        {
            **NEW,
            "edition.yaml": NEW["edition.yaml"] + "carries: [errata, concordance]\n",
            "ids.lock": frozen(old, paged(old, 5)).decode(),
            "changes.yaml": changes,
        }
    )
    made, problems = pipeline.make(found, frozenset({"pdf", "html"}))
    assert not problems
    site = made.files["html/errata.html"].decode()
    assert "Document 1, p. 5, Version 1.0.</em> The sea is named." in site
    assert "1.0, p. 5" in made.files["html/concordance.html"].decode()
    assert b'"anchor": "concordance"' in made.files["pages.json"]
