"""The command `diff`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from compendium import pipeline, revising
from compendium.cache import Cache, cache_folder
from compendium.cli.console import (
    GOOD,
    MACHINE,
    PATH,
    PROBLEMS,
    USAGE,
    edition_folder,
    format_option,
    say,
    shown,
    tell,
)
from compendium.diag import failed
from compendium.publish import PublishError, put


@click.command()
@click.argument("old")
@click.argument("new", required=False)
@format_option
@click.option("--to", "target", type=PATH, help="Write errata, redline and concordance here.")
def diff(old: str, new: str | None, form: str, target: Path | None) -> None:
    """Say what changed between two versions of an edition.

    OLD and NEW are folders of a corpus, releases, or revisions of git. Without NEW, OLD is
    compared with the only edition under corpus/. The errata are printed; with --to, they
    are written with a redline as HTML and PDF and a concordance of pages and addresses.
    """
    here = Path(new) if new and (Path(new) / "edition.yaml").is_file() else None
    here = here or (edition_folder(None) if new is None or not Path(new).exists() else Path.cwd())
    try:
        before = revising.side(old, here)
        after = revising.side(new or str(here), here)
    except revising.SourceError as problem:
        say(f"compendium: {problem}")
        sys.exit(USAGE)
    with Cache(cache_folder()) as cache:
        made, problems = revising.revise(before, after, pipeline.Means(cache=cache))
    tell(problems, form, here)
    if made is None or failed(problems):
        sys.exit(PROBLEMS)
    for erratum in made.errata:
        click.echo(f"{erratum.where}. {erratum.what}")
    if not made.errata:
        click.echo("nothing has changed")
    if target:
        try:
            target.mkdir(parents=True, exist_ok=True)
            for name, data in made.files.items():
                put(data, target / name)
        except PublishError as problem:
            say(f"compendium: {problem}")
            sys.exit(MACHINE)
        click.echo(f"{shown(target)}: {', '.join(sorted(made.files))}")
    sys.exit(GOOD)
