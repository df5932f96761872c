"""The command `verify`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from compendium import release
from compendium.cli.console import (
    GOOD,
    PATH,
    PROBLEMS,
    counted,
    format_option,
    quiet_option,
    say,
    tell,
)
from compendium.diag import failed


@click.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@format_option
@quiet_option
@click.option("--signers", type=PATH, help="Who may sign: a file of OpenSSH's allowed signers.")
def verify(path: Path, form: str, quiet: bool, signers: Path | None) -> None:
    """Say whether a release, a build or a PDF is whole and unchanged.

    PATH is a release's folder or archive, a folder under build/, or a PDF alone. Every file
    that is not as it was made is named.
    """
    found = release.verify(path, signers)
    tell(found.problems, form, path)
    if failed(found.problems):
        say(f"{path.name}: {counted(found.problems)}; it is not as it was made")
        sys.exit(PROBLEMS)
    if form == "text" and not quiet:
        for line in found.told:
            click.echo(f"{path.name}: {line}")
    sys.exit(GOOD)
