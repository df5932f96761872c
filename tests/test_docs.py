"""What the documents tell to type can be typed."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

from compendium import cli

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_TYPED = re.compile(r"^ {4,}(?:\$ )?(?:\./)?compendium (.+)$", re.MULTILINE)


def typed() -> Iterator[tuple[str, str]]:
    """Every command line of the documents, with the page it is on."""
    for page in PAGES:
        for found in _TYPED.finditer(page.read_text("utf-8")):
            yield page.name, found[1].partition("  #")[0].partition(" # ")[0].strip()
    for path in (ROOT / "docs" / "pipeline").iterdir():
        for found in re.finditer(r"compendium/compendium ([a-z].+)", path.read_text("utf-8")):
            yield path.name, found[1].replace(" || status=1", "")


@pytest.mark.parametrize(("page", "line"), [*dict.fromkeys(typed())])
def test_every_command_can_be_typed(page: str, line: str) -> None:
    """The command is there, and knows every option it is given."""
    name, *given = shlex.split(line)
    if name == "setup":
        return  # the script's own
    command = cli.commands.get_command(click.Context(cli.commands), name)
    assert command, f"{page}: {line}"
    known = {option for param in command.params for option in param.opts} | {"--help"}
    asked = {word.partition("=")[0] for word in given if word.startswith("--")}
    assert asked <= known, f"{page}: {line}"


def test_pages_are_there() -> None:
    """Every file that a page leads to is there."""
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_pipeline_can_be_read() -> None:
    """The workflow and the hook are YAML, and a pull request gets no right to write."""
    workflow = yaml.safe_load((ROOT / "docs/pipeline/editions.yml").read_text("utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    assert "secrets" not in str(workflow["jobs"]["build"])
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert hook["entry"].split()[1] in cli.COMMANDS
