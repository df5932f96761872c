"""The command `import`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from compendium.cli.console import (
    PATH,
    PROBLEMS,
    counted,
    format_option,
    languages_option,
    say,
    shown,
    tell,
)
from compendium.diag import failed


@click.command("import")
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@click.argument("folder", type=PATH)
@languages_option
@format_option
def import_(source: Path, folder: Path, languages: tuple[str, ...], form: str) -> None:
    """Make an edition of TEI, Word, plain text and more.

    SOURCE is a file or a folder of a kind that is recognised; FOLDER is the edition. Says
    what was carried over, what was guessed, and names each element that could not be carried.
    """
    from compendium import importers

    account = importers.import_source(source, folder, languages)
    tell(account.problems, form, source)
    if failed(account.problems):
        say(f"{source.name}: {counted(account.problems)}; nothing was written")
        sys.exit(PROBLEMS)
    if form == "text":
        for line in account.lines():
            click.echo(line)
        click.echo(f"{shown(folder)}: check it with `compendium check {shown(folder)}`")
