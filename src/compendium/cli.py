"""The command line: reads arguments, prints, and exits. Nothing else in the package does."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, replace
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from compendium import __version__, report
from compendium.account import Account
from compendium.diag import Diagnostic, Severity, failed

if TYPE_CHECKING:
    from compendium import pipeline

GOOD, PROBLEMS, USAGE, MACHINE, STOPPED = 0, 1, 2, 3, 130

_PATH = click.Path(path_type=Path)
_edition = click.argument("edition", required=False, type=_PATH)
_format = click.option(
    "--format", "form", type=click.Choice(list(report.FORMATS)), default="text",
    help="How problems are written.",
)  # fmt: skip
_quiet = click.option("--quiet", is_flag=True, help="Print problems only.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="compendium")
def commands() -> None:
    """Turn a folder of documents into a typeset edition whose page numbers are proved.

    Exit codes: 0 good, 1 problems in the edition, 2 wrong usage, 3 this machine.
    """


@commands.command()
@_edition
@_format
@_quiet
@click.option("--strict", is_flag=True, help="Let warnings count as errors.")
def check(edition: Path | None, form: str, quiet: bool, strict: bool) -> None:
    """Say all that is wrong with an edition.

    EDITION is its folder, by default the only one under corpus/.
    """
    from compendium import pipeline

    root = _folder(edition)
    _, problems = pipeline.check(root)
    _tell(problems, form, root)
    if form == "text" and not quiet:
        _say(_counted(problems) or f"{_name(root)}: nothing is wrong")
    sys.exit(PROBLEMS if failed(problems, strict) else GOOD)


def _means(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say what a build works with."""
    for option in (
        click.option("--timings", type=click.Path(path_type=Path), help="Write seconds as JSON."),
        click.option("--cluster", default="", metavar="ADDRESS", help="Typeset on a Dask cluster."),
        click.option("--no-cache", is_flag=True, help="Typeset everything anew."),
        click.option(
            "--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, show_default=True,
            help="How many documents to typeset at a time.",
        ),
    ):  # fmt: skip
        command = option(command)
    return command


@commands.command()
@_edition
@_format
@_quiet
@_means
@click.option("--only", metavar="OUTPUTS", help="Some of pdf,html, with commas.")
@click.option("--to", "target", type=_PATH, help="The folder to write, instead of build/.")
def build(
    edition: Path | None,
    form: str,
    quiet: bool,
    only: str | None,
    target: Path | None,
    **means: Any,
) -> None:
    """Build and prove an edition: PDF and site.

    EDITION is its folder, by default the only one under corpus/. What was built before
    stays until the new build is proved.
    """
    root, outputs = _folder(edition), _outputs(only)
    with _workshop(means, form == "text" and not quiet) as work:
        good = work.build(root, (target or _home(root) / "build") / _name(root), outputs, form)
    sys.exit(GOOD if good else PROBLEMS)


@commands.command("build-all")
@click.argument("library", type=_PATH)
@_format
@_quiet
@_means
@click.option("--only", metavar="OUTPUTS", help="Some of pdf,html, with commas.")
@click.option("--to", "target", type=_PATH, help="The folder to write, instead of build/.")
def build_all(
    library: Path, form: str, quiet: bool, only: str | None, target: Path | None, **means: Any
) -> None:
    """Build every edition in a folder.

    All of them share one set of workers and one cache.
    """
    roots = sorted(path.parent for path in library.glob("*/edition.yaml"))
    if not roots:
        raise click.BadParameter(f"`{library}` has no editions in it", param_hint="LIBRARY")
    outputs = _outputs(only)
    with _workshop(means, form == "text" and not quiet) as work:
        where = target or _home(roots[0]) / "build"
        good = [work.build(root, where / _name(root), outputs, form) for root in roots]
    sys.exit(GOOD if all(good) else PROBLEMS)


@commands.command("import")
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@click.argument("folder", type=_PATH)
@_format
def import_(source: Path, folder: Path, form: str) -> None:
    """Make an edition of TEI: one text, or a folder.

    Says what was carried over, and names each element that could not be.
    """
    from compendium import importers

    account = importers.import_tei(source, folder)
    _tell(account.problems, form, source)
    if failed(account.problems):
        _say(f"{source.name}: {_counted(account.problems)}; nothing was written")
        sys.exit(PROBLEMS)
    if form == "text":
        for line in account.lines():
            click.echo(line)
        click.echo(f"{_shown(folder)}: check it with `compendium check {_shown(folder)}`")


@commands.command()
@click.argument("kind", type=click.Choice(["edition", "document", "matter", "register", "pages"]))
def schema(kind: str) -> None:
    """Print the JSON Schema of a file.

    With it, an editor completes and checks as one types.
    """
    import json

    from compendium import pipeline

    click.echo(json.dumps(pipeline.schema(kind), ensure_ascii=False, indent=2))


@commands.command()
def doctor() -> None:
    """Say what this machine lacks.

    For each thing there is the command that mends it.
    """
    from compendium import doctor as surgery

    findings = surgery.examine()
    for finding in findings:
        mark = "good   " if finding.ok else "missing"
        click.echo(f"{mark}  {finding.name}: {finding.detail}")
        if not finding.ok:
            click.echo(f"         {finding.remedy}")
    sys.exit(GOOD if all(finding.ok for finding in findings) else MACHINE)


@dataclass(slots=True)
class _Workshop:
    """Builds editions one after the other with the same means, and tells of it."""

    means: pipeline.Means
    telling: bool

    def build(self, root: Path, target: Path, outputs: frozenset[str], form: str) -> bool:
        """Build one edition; False if problems stopped it."""
        from compendium import pipeline, publish
        from compendium.progress import Progress

        begun = time.perf_counter()
        account = Account()
        means = replace(self.means, account=account)
        try:
            with Progress(account) if self.telling and sys.stderr.isatty() else nullcontext():
                built, problems = pipeline.build(root, target, outputs, means)
        except publish.PublishError as problem:
            _say(f"compendium: {problem}")
            sys.exit(MACHINE)
        self.means.account.take(account)
        _tell(problems, form, root)
        if failed(problems):
            _say(f"{_name(root)}: {_counted(problems)}; the last good build is as it was")
            return False
        if self.telling:
            for line in (*built.account, *account.lines()):
                click.echo(line)
            click.echo(f"{_shown(target)}: {time.perf_counter() - begun:.1f} s")
        return True


@contextmanager
def _workshop(given: Mapping[str, Any], telling: bool) -> Iterator[_Workshop]:
    """A workshop with the means that the options *given* ask for, closed when it is left."""
    from compendium import layout, pipeline

    executor = _cluster(given["cluster"])
    cache = layout.NullCache() if given["no_cache"] else layout.Cache(layout.cache_folder())
    whole = Account()
    with cache, ExitStack() as stack:
        pool = None
        if given["jobs"] > 1 and executor is None:
            pool = layout.Pool(given["jobs"])
            stack.callback(pool.close)
        yield _Workshop(pipeline.Means(given["jobs"], cache, executor, pool, whole), telling)
    if given["timings"]:
        given["timings"].write_text(whole.to_json(), "utf-8")


def _cluster(address: str) -> Executor | None:
    if not address:
        return None
    from compendium.layout.workshop.cluster import connect

    try:
        return connect(address)
    except ImportError:
        raise click.BadParameter(
            "this needs Dask: pip install 'compendium[cluster]'", param_hint="--cluster"
        ) from None


def _outputs(only: str | None) -> frozenset[str]:
    from compendium import pipeline

    if only is None:
        return pipeline.OUTPUTS
    outputs = [name.strip() for name in only.split(",")]
    for name in outputs:
        if name not in pipeline.OUTPUTS:
            choice = ", ".join(sorted(pipeline.OUTPUTS))
            message = f"`{name}` is no output; choose among {choice}"
            raise click.BadParameter(message, param_hint="--only")
    return frozenset(outputs)


def main() -> None:
    """Run the command line; a failure of the machine is one line and exit code 3."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter
    try:
        commands(prog_name="compendium", standalone_mode=False)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _say("compendium: stopped; the last good build is as it was")
        sys.exit(STOPPED)
    except BrokenPipeError:  # whoever read what we print has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(MACHINE)
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
        message = "there is no edition under corpus/ here; name the folder of one"
        if found:
            message = f"name one of {', '.join(str(path) for path in found)}"
        raise click.BadParameter(message, param_hint="EDITION")
    return found[0]


def _name(root: Path) -> str:
    """What the edition in *root* is called, from inside its folder too."""
    return root.resolve().name


def _home(root: Path) -> Path:
    """Where build/ belongs: beside the corpus/ that holds the edition, else where we are."""
    above = root.resolve().parent
    return above.parent if above.name == "corpus" else Path.cwd()


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _tell(problems: Sequence[Diagnostic], form: str, root: Path) -> None:
    if problems or form in ("json", "sarif"):
        click.echo(report.FORMATS[form](report.located(problems, root)), err=form == "text")


def _counted(problems: Sequence[Diagnostic]) -> str:
    """How many errors and warnings there are, in words; "" for none."""
    counts = [(sum(p.severity is s for p in problems), s.value) for s in Severity]
    return ", ".join(f"{n} {name}{'s' if n > 1 else ''}" for n, name in counts if n)


def _say(line: str) -> None:
    if line:
        click.echo(line, err=True)
