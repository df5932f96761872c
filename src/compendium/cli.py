"""The command line: reads arguments, prints, and exits. Nothing else in the package does."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import click

from compendium import __version__, report
from compendium.diag import Diagnostic, Severity, failed

GOOD, PROBLEMS, USAGE, MACHINE = 0, 1, 2, 3

_edition = click.argument("edition", required=False, type=click.Path(path_type=Path))
_format = click.option(
    "--format", "form", type=click.Choice(list(report.FORMATS)), default="text",
    help="How problems are written.",
)  # fmt: skip
_quiet = click.option("--quiet", is_flag=True, help="Print problems only.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="compendium")
def commands() -> None:
    """Turn a folder of documents into a typeset edition whose page numbers are proved."""


@commands.command()
@_edition
@_format
@click.option("--strict", is_flag=True, help="Let warnings count as errors.")
def check(edition: Path | None, form: str, strict: bool) -> None:
    """Say everything that is wrong with an edition, without building it."""
    from compendium import pipeline

    root = _folder(edition)
    _, problems = pipeline.check(root)
    _tell(problems, form)
    if form == "text":
        _say(_counted(problems) or f"{root.name}: nothing is wrong")
    sys.exit(PROBLEMS if failed(problems, strict) else GOOD)


@commands.command()
@_edition
@_format
@_quiet
@click.option("--only", default="", metavar="OUTPUTS", help="Some of pdf,html, with commas.")
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path),
    help="The folder to write, instead of build/.",
)
def build(edition: Path | None, form: str, quiet: bool, only: str, target: Path | None) -> None:
    """Build an edition: the PDF, the site, the page map and the proof."""
    from compendium import pipeline

    root = _folder(edition)
    outputs = frozenset(only.split(",")) if only else pipeline.OUTPUTS
    if unknown := outputs - pipeline.OUTPUTS:
        raise click.BadParameter(
            f"{', '.join(sorted(unknown))}: choose among {', '.join(sorted(pipeline.OUTPUTS))}",
            param_hint="--only",
        )
    begun = time.perf_counter()
    target = (target or _home(root) / "build") / root.name
    built, problems = pipeline.build(root, target, outputs)
    _tell(problems, form)
    if failed(problems):
        _say(f"{_counted(problems)}; the last good build is as it was")
        sys.exit(PROBLEMS)
    if not quiet and form == "text":
        for line in built.account:
            click.echo(line)
        click.echo(f"{_shown(target)}: {time.perf_counter() - begun:.1f} s")


@commands.command()
@click.argument("kind", type=click.Choice(["edition", "document", "matter", "register", "pages"]))
def schema(kind: str) -> None:
    """Print the JSON Schema of a file, for editors that complete and check as one types."""
    import json

    from compendium import pipeline

    click.echo(json.dumps(pipeline.schema(kind), ensure_ascii=False, indent=2))


@commands.command()
def doctor() -> None:
    """Say what this machine lacks, and the command that mends it."""
    from compendium import doctor as surgery

    findings = surgery.examine()
    for finding in findings:
        mark = "good   " if finding.ok else "missing"
        click.echo(f"{mark}  {finding.name}: {finding.detail}")
        if not finding.ok:
            click.echo(f"         {finding.remedy}")
    sys.exit(GOOD if all(finding.ok for finding in findings) else MACHINE)


def main() -> None:
    """Run the command line; a failure of the machine is one line and exit code 3."""
    try:
        commands(prog_name="compendium")
    except OSError as problem:
        _say(f"compendium: {problem.filename or 'this machine'}: {problem.strerror or problem}")
        sys.exit(MACHINE)


def _folder(edition: Path | None) -> Path:
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
        names = ", ".join(str(path) for path in found) or "none here"
        raise click.BadParameter(
            f"name one of the editions under corpus/ ({names})", param_hint="EDITION"
        )
    return found[0]


def _home(root: Path) -> Path:
    """Where build/ belongs: beside the corpus/ that holds the edition, else where we are."""
    above = root.resolve().parent
    return above.parent if above.name == "corpus" else Path.cwd()


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _tell(problems: Sequence[Diagnostic], form: str) -> None:
    if problems or form in ("json", "sarif"):
        click.echo(report.FORMATS[form](problems), err=form == "text")


def _counted(problems: Sequence[Diagnostic]) -> str:
    """How many errors and warnings there are, in words; "" for none."""
    counts = [(sum(p.severity is s for p in problems), s.value) for s in Severity]
    return ", ".join(f"{n} {name}{'s' if n > 1 else ''}" for n, name in counts if n)


def _say(line: str) -> None:
    if line:
        click.echo(line, err=True)
