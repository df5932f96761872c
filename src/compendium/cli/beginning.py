"""The command `init`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from compendium.cli.console import PATH, PROBLEMS, languages_option, shown, tell
from compendium.diag import failed


@click.command("init")
@click.argument("folder", type=PATH)
@languages_option
def init(folder: Path, languages: tuple[str, ...]) -> None:
    """Begin a small edition that builds at once.

    FOLDER is where it goes; its comments teach.
    """
    from compendium import newcomer

    problems = newcomer.begin(folder, languages or ("en",))
    tell(problems, "text", folder.parent)
    if failed(problems):
        sys.exit(PROBLEMS)
    where = shown(folder)
    click.echo(f"{where}: three documents to begin with; read {where}/README.md")
    click.echo(f"    compendium check {where}")
    click.echo(f"    compendium build {where}")
