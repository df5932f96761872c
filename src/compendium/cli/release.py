"""The command `release`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from compendium import releasing
from compendium.cli.build import means_options, workshop
from compendium.cli.console import (
    GOOD,
    MACHINE,
    PATH,
    PROBLEMS,
    counted,
    edition_argument,
    edition_folder,
    format_option,
    name_of,
    quiet_option,
    say,
    shown,
    tell,
)
from compendium.publish import PublishError
from compendium.release import ArchiveError, SigningError


@click.command()
@edition_argument
@format_option
@quiet_option
@means_options
@click.option("--to", "target", type=PATH, help="The folder to put the release into.")
@click.option("--key", type=PATH, help="Sign with this private key of OpenSSH.")
@click.option("--strict", is_flag=True, help="Release nothing if there are warnings.")
@click.option(
    "--rebuild",
    type=click.Path(exists=True, path_type=Path),
    help="Build this release again and compare.",
)
def release(
    edition: Path | None,
    form: str,
    quiet: bool,
    target: Path | None,
    key: Path | None,
    strict: bool,
    rebuild: Path | None,
    **means: Any,
) -> None:
    """Make the edition that leaves the house.

    EDITION is its folder, by default the only one under corpus/. It becomes a folder and an
    archive: all formats, the sources and the theme go in, with the lists by which anyone
    can verify it. With --rebuild, a release is built again from its own contents, and every
    byte compared.
    """
    if (target is None) == (rebuild is None):
        raise click.UsageError("say where to with --to, or which release with --rebuild")
    with workshop(means, telling=False) as work:
        try:
            if rebuild is not None:
                told, problems = releasing.rebuild(rebuild, work.means)
                root = rebuild
            else:
                assert target is not None
                root = edition_folder(edition)
                made, problems = releasing.make_release(root, target, work.means, key, strict)
                told = (*made.account, shown(target / made.name)) if made else ()
        except (PublishError, SigningError, ArchiveError) as problem:
            say(f"compendium: {problem}")
            sys.exit(MACHINE)
    tell(problems, form, root)
    if not told:
        outcome = "it is not what was released" if rebuild else "nothing was released"
        say(f"{name_of(root)}: {counted(problems)}; {outcome}")
        sys.exit(PROBLEMS)
    if form == "text" and not quiet:
        for line in told:
            click.echo(line)
    sys.exit(GOOD)
