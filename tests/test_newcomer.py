"""The newcomer's edition builds at once, in whatever languages are asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from compendium import cli, newcomer, pipeline
from compendium.diag import failed

ASKED = [
    ("en",), ("ja",), ("ru",), ("en", "ja", "ru"), ("ja", "en"), ("en-GB",), ("fr",),
    ("zh-Hant", "en"),
]  # fmt: skip


@pytest.mark.parametrize("languages", ASKED, ids="-".join)
def test_edition_is_sound(languages: tuple[str, ...], tmp_path: Path) -> None:
    """Nothing is wrong with it: three documents, in each language, with an index that is used."""
    assert newcomer.begin(tmp_path / "mine", languages) == []
    edition, problems = pipeline.check(tmp_path / "mine")
    assert edition
    assert not failed(problems), [str(problem) for problem in problems]
    if set(languages) <= set(newcomer.WRITTEN):
        assert [str(problem) for problem in problems] == []
    assert [document.anchor for document in edition.documents] == [
        "letter-lind", "letter-moreau", "agreement"
    ]  # fmt: skip
    for document in edition.documents:
        assert tuple(text.lang for text in document.texts) == languages


def test_only_what_was_asked(tmp_path: Path) -> None:
    """An edition in one language says nothing of the others."""
    newcomer.begin(tmp_path / "mine", ("en",))
    text = "".join(p.read_text("utf-8") for p in sorted((tmp_path / "mine").rglob("*.*")))
    assert text.isascii()
    assert "compendium build mine" in text
    assert "{" not in (tmp_path / "mine" / "edition.yaml").read_text("utf-8")


def test_words_to_write(tmp_path: Path) -> None:
    """A language that we cannot write has English words, and says so."""
    newcomer.begin(tmp_path / "mine", ("fr",))
    letter = (tmp_path / "mine" / "documents" / "letter-lind.fr.md").read_text("utf-8")
    assert letter.startswith("---\n# The words below are English. Write yours in their place.\n")


def test_command(tmp_path: Path) -> None:
    """`compendium init` says what to do next, and leaves a folder with something in it alone."""
    target = str(tmp_path / "mine")
    begun = CliRunner().invoke(cli.commands, ["init", target, "--languages", "en, ja"])
    assert begun.exit_code == 0
    assert begun.output == (
        f"{target}: three documents to begin with; read {target}/README.md\n"
        f"    compendium check {target}\n    compendium build {target}\n"
    )
    again = CliRunner().invoke(cli.commands, ["init", target])
    assert again.exit_code == 1
    assert f"error[target-taken]: `{target}` is there already, and not empty" in again.output
    wrong = CliRunner().invoke(cli.commands, ["init", target, "--languages", "English"])
    assert wrong.exit_code == 2
