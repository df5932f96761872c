"""The command `resolve`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from compendium import revising
from compendium.cli.console import (
    GOOD,
    PATH,
    PROBLEMS,
    edition_folder,
    format_option,
    home_of,
    name_of,
    tell,
)


@click.command()
@click.argument("citation")
@click.option("--edition", "edition", type=PATH, help="The folder of the edition.")
@click.option("--to", "target", type=PATH, help="The folder that was built to, instead of build/.")
@format_option
def resolve(citation: str, edition: Path | None, target: Path | None, form: str) -> None:
    """Find the words that a page of an earlier version had.

    CITATION names the version and the page, as "1st ed., p. 47" or "1.0, p. xii".
    """
    root = edition_folder(edition)
    built = (target or home_of(root) / "build") / name_of(root)
    found, problems = revising.resolved(citation, root, built)
    tell(problems, form, root)
    for one in found:
        where = f"now {one.now}" if one.now else "withdrawn"
        page = f", p. {one.folio}" if one.folio else ""
        same = "unchanged" if one.now == one.anchor else where
        click.echo(f"{one.anchor}: {same}{page}: {one.words}")
    sys.exit(GOOD if found else PROBLEMS)
