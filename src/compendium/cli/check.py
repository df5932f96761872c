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
    from compendium import pipeline
    from compendium.cache import Cache, cache_folder
    from compendium.cli.texts import texts_by_language

    root = edition_folder(edition)
    if no_cache:
        volume, _, problems = pipeline.read(root)
    else:
        with Cache(cache_folder()) as cache:
            volume, _, problems = pipeline.read(root, keep=pipeline.Means(cache=cache).keep)
    tell(problems, form, root)
    if form == "text" and not quiet:
        for line in texts_by_language(volume) if volume else ():
            say(line)
        say(counted(problems) or f"{name_of(root)}: nothing is wrong")
    sys.exit(PROBLEMS if failed(problems, strict) else GOOD)
