"""The command `check`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from compendium.cli.console import (
    GOOD,
    PROBLEMS,
    counted,
    edition_argument,
    edition_folder,
    format_option,
    name_of,
    quiet_option,
    say,
    tell,
)
from compendium.diag import failed


@click.command()
@edition_argument
@format_option
@quiet_option
@click.option("--strict", is_flag=True, help="Let warnings count as errors.")
@click.option("--no-cache", is_flag=True, help="Read everything anew.")
def check(edition: Path | None, form: str, quiet: bool, strict: bool, no_cache: bool) -> None:
    """Say all that is wrong with an edition.

    EDITION is its folder, by default the only one under corpus/. An edition in several
    languages is told which texts it has in each, and what they are worth.
    """
    from compendium import checking
    from compendium.cache import Cache, cache_folder

    root = edition_folder(edition)
    if no_cache:
        lines, problems = checking.check(root)
    else:
        with Cache(cache_folder()) as cache:
            lines, problems = checking.check(root, cache)
    tell(problems, form, root)
    if form == "text" and not quiet:
        for line in lines:
            say(line)
        say(counted(problems) or f"{name_of(root)}: nothing is wrong")
    sys.exit(PROBLEMS if failed(problems, strict) else GOOD)
