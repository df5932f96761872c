"""What every command shares: exit codes, common options, folders, and how problems are told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import click

from compendium import report
from compendium.diag import Diagnostic, Severity

GOOD, PROBLEMS, USAGE, MACHINE, STOPPED = 0, 1, 2, 3, 130

PATH = click.Path(path_type=Path)
edition_argument = click.argument("edition", required=False, type=PATH)
format_option = click.option(
    "--format", "form", type=click.Choice(list(report.FORMATS)), default="text",
    help="How problems are written.",
)  # fmt: skip
languages_option = click.option(
    "--languages", default="", callback=lambda _context, _option, given: split_languages(given),
    metavar="EN,JA,...", help="Languages, the main one first; by default the source decides.",
)  # fmt: skip
quiet_option = click.option("--quiet", is_flag=True, help="Print problems only.")


def split_languages(given: str) -> tuple[str, ...]:
    """The language tags in "en,ja,ru"."""
    tags = tuple(tag.strip() for tag in given.split(",") if tag.strip())
    for tag in tags:
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", tag):
            message = f"`{tag}` is no language tag; write en, ja, zh-Hant or the like"
            raise click.BadParameter(message)
    return tags


def edition_folder(edition: Path | None) -> Path:
    """The edition's folder: the one named, or the only one under corpus/."""
    if edition is not None:
        if not (edition / "edition.yaml").is_file():
            raise click.BadParameter(
                f"`{edition}` has no edition.yaml; name the folder of an edition",
                param_hint="EDITION",
            )
        return edition
    found = sorted(path.parent for path in Path("corpus").glob("*/edition.yaml"))
    if len(found) != 1:
        message = "there is no edition under corpus/ here; name the folder of one"
        if found:
            message = f"name one of {', '.join(str(path) for path in found)}"
        raise click.BadParameter(message, param_hint="EDITION")
    return found[0]


def name_of(root: Path) -> str:
    """What the edition in *root* is called, from inside its folder too."""
    return root.resolve().name


def home_of(root: Path) -> Path:
    """Where build/ belongs: beside the corpus/ that holds the edition, else where we are."""
    above = root.resolve().parent
    return above.parent if above.name == "corpus" else Path.cwd()


def shown(path: Path) -> str:
    """*path* as seen from where we are."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def tell(problems: Sequence[Diagnostic], form: str, root: Path) -> None:
    """Print *problems* in the *form* asked for, their files as seen from where we are."""
    if problems or form in ("json", "sarif"):
        click.echo(report.FORMATS[form](report.located(problems, root)), err=form == "text")


def counted(problems: Sequence[Diagnostic]) -> str:
    """How many errors and warnings there are, in words; "" for none."""
    counts = [(sum(p.severity is s for p in problems), s.value) for s in Severity]
    return ", ".join(f"{n} {name}{'s' if n > 1 else ''}" for n, name in counts if n)


def say(line: str) -> None:
    """Print *line*, unless it is empty, where problems are told."""
    if line:
        click.echo(line, err=True)
