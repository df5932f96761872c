"""The commands `cite` and `pages`, on an edition that has been built, and on one that has not."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from compendium import pipeline
from compendium.cli import commands
from finished import TRIP


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small absurd edition under corpus/, and its build beside it."""
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(TRIP, home / "corpus" / "trip")
    target = home / "build" / "trip"
    _, problems = pipeline.build(home / "corpus" / "trip", target, frozenset({"pdf", "citations"}))
    assert [str(p) for p in problems if p.severity == "error"] == []
    return home


@pytest.fixture
def here(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """That folder, where we are."""
    monkeypatch.chdir(home)
    yield home


def run(*arguments: str) -> Result:
    """A command as it is typed."""
    return CliRunner().invoke(commands, [*arguments])


EDITION = "Trip Edition: Everything at Once"


def test_a_pinpoint_is_cited(here: Path) -> None:
    """Words of a pinpoint need no quotation marks; the plain style is the default."""
    result = run("cite", "doc.", "2", "art.", "2(2)")

    assert result.exit_code == 0
    assert result.stdout == (
        f"Treaty: of Peace, May 7, 1875, {EDITION} (version 0.9), Document 2, art. 2, para. 2, "
        "p. 5 #treaty.art-2.2\n"
    )


def test_a_style_is_chosen(here: Path) -> None:
    """One style stands alone; several have their names before them; italics are as asked."""
    one = run("cite", "doc. 2", "--style", "oscola", "--as", "markdown", "corpus/trip")
    several = run("cite", "doc. 2", "--style", "mhra,bluebook", "--style", "gost")

    assert one.stdout == (
        f"Treaty: of Peace (Russia–Japan) (signed 7 May 1875) in A. Editor and B. Editor (eds), "
        f"*{EDITION}* (version 0.9, Nobody 2026) doc 2, 5.\n"
    )
    assert [line.partition(":")[0] for line in several.stdout.splitlines()] == [
        "mhra", "bluebook", "gost",
    ]  # fmt: skip


def test_every_style_cites(here: Path) -> None:
    """`all` gives every style, and the records for programs."""
    result = run("cite", "treaty", "--style", "all")

    for said in ("chicago: ", "mla-in-text: ", "@incollection{trip:treaty", "TY  - CHAP", '"id"'):
        assert said in result.stdout


def test_a_quotation_is_cited_in_every_place(here: Path) -> None:
    """All places are given, with their lines; in a style of a guide only if asked for."""
    plain = run("cite", "--quote", "The CEDED islands").stdout.split("\n\n")
    chicago = run("cite", "--quote", "the ceded islands", "--style", "chicago", "corpus/trip")
    lined = run("cite", "--quote", "the ceded islands", "--style", "chicago", "--lines")

    assert len(plain) == 2
    assert "Document 1, para. 1, p. 3, lines 8–9" in plain[0]
    assert "doc. 2, art. 2, para. 1, p. 5." in chicago.stdout
    assert "doc. 2, art. 2, para. 1, p. 5, line 10." in lined.stdout


def test_what_is_not_found_is_a_problem(here: Path) -> None:
    """The problem is told, and nothing is cited."""
    result = run("cite", "doc. 9")

    assert result.exit_code == 1
    assert result.stdout == ""
    assert "[pinpoint-unknown]" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("cite",), "give a pinpoint"),
        (("cite", "doc. 1", "--quote", "islands"), "`doc. 1` has no edition.yaml"),
        (("cite", "doc. 1", "--style", "apa"), "`apa` is no style; choose among plain, chicago"),
        (("pages", "--on", "3", "--shared"), "give one of --on, --of, --source and --shared"),
    ],
)
def test_wrong_usage(here: Path, arguments: tuple[str, ...], says: str) -> None:
    """What cannot be meant is wrong usage."""
    result = run(*arguments)

    assert result.exit_code == 2
    assert says in result.stderr


def test_without_a_build_there_are_no_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edition that was never built has no page, and one that was changed has doubtful ones."""
    root = tmp_path / "corpus" / "trip"
    shutil.copytree(TRIP, root)
    monkeypatch.chdir(tmp_path)
    for command in (("cite", "doc. 1"), ("pages",)):
        result = run(*command)
        assert result.exit_code == 1
        assert result.stderr == (
            "corpus/trip/edition.yaml:1:1: error[build-missing]: `trip` has not been built, so "
            "nothing has a page yet (hint: run `compendium build` first)\n"
        )


def test_after_a_change_pages_are_doubtful(here: Path) -> None:
    """What has been changed since is named, and no page is told that may be wrong."""
    note, letter = (here / "corpus/trip/documents" / f"{n}.en.md" for n in ("first-note", "letter"))
    kept = note.read_bytes(), letter.read_bytes()
    try:
        note.write_bytes(kept[0] + b"\nMore.\n")
        one = run("cite", "doc. 1")
        letter.write_bytes(kept[1] + b"\nMore.\n")
        two = run("pages", "--on", "3")
    finally:
        note.write_bytes(kept[0])
        letter.write_bytes(kept[1])

    assert (one.exit_code, one.stdout, two.stdout) == (1, "", "")
    assert one.stderr == (
        "corpus/trip/edition.yaml:1:1: error[build-stale]: `documents/first-note.en.md` changed "
        "after the last build, and so may the pages (hint: run `compendium build` first)\n"
    )
    assert "`documents/first-note.en.md` and 1 more changed" in two.stderr


def test_a_page_map_of_another_version_is_not_believed(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is a map whose anchors are not those that the program gives now."""
    lost = property(lambda book: ("treaty.art-2.9",))
    monkeypatch.setattr("compendium.cite.Book.unplaced", lost)
    result = run("cite", "doc. 1")

    assert result.exit_code == 1
    assert (
        "error[build-stale]: the last build knows no `treaty.art-2.9`: another version of "
        "compendium made it (hint: run `compendium build` first)"
    ) in result.stderr


def test_a_page_map_of_another_hand_is_not_believed(here: Path) -> None:
    """Nor is a map that the last build did not write."""
    path = here / "build/trip/pages.json"
    kept = path.read_bytes()
    try:
        path.write_bytes(kept + b"\n")
        result = run("cite", "doc. 1")
    finally:
        path.write_bytes(kept)

    assert "error[build-stale]: `pages.json` is not the one that was built" in result.stderr


def test_pages_are_told(here: Path) -> None:
    """The map comes as a table, as CSV and as JSON, and all say the same."""
    table, rows = run("pages").stdout.splitlines(), json.loads(run("pages", "--as", "json").stdout)
    read = [*csv.DictReader(io.StringIO(run("pages", "--as", "csv").stdout))]

    assert table[0].split() == ["sheet", "page", "side", "documents", "anchors"]
    assert rows == read
    assert len(table) == len(rows) + 1
    assert [row["documents"] for row in rows if row["page"] == "9"] == ["Document 3; Document 4"]


def test_pages_answer_questions(here: Path) -> None:
    """What is on a page, where a passage is, which documents share a page, what is not there."""
    on = run("pages", "--on", "5").stdout
    of = run("pages", "--of", "doc. 1 n. 2").stdout.splitlines()
    shared = run("pages", "--shared").stdout.splitlines()
    none, source = run("pages", "--on", "xx"), run("pages", "--source", "225")

    assert "Document 2, art. 2, para. 2" in on
    assert of[1].startswith("p. 3") and "letter.n2" in of[1]
    assert [line.split()[1] for line in shared[1:]] == ["9"]
    assert (none.exit_code, none.stdout) == (1, "")
    assert source.stderr.endswith(
        "error[pinpoint-unknown]: the source has no page `225` here "
        "(hint: no page of it is marked)\n"
    )


def test_the_build_proves_its_citations(here: Path) -> None:
    """The proof of the build says that the citation files were read and agreed."""
    proofs = json.loads((here / "build/trip/proof.json").read_bytes())["proofs"]

    assert [(p["of"], p["proved"]) for p in proofs] == [("pdf", True), ("citations", True)]
    assert (here / "build/trip/citations/CITATION.cff").exists()
