"""The commands `build` and `build-all`."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, get_args

import click

from compendium.account import Account
from compendium.cli.console import (
    GOOD,
    MACHINE,
    PATH,
    PROBLEMS,
    counted,
    edition_argument,
    edition_folder,
    format_option,
    home_of,
    name_of,
    quiet_option,
    say,
    shown,
    tell,
)
from compendium.diag import EDITION, failed
from compendium.model.volume import Arrangement, Form, Written
from compendium.others import Other, in_one_language

if TYPE_CHECKING:
    from compendium import pipeline


def means_options(command: Callable[..., None]) -> Callable[..., None]:
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


@click.command()
@edition_argument
@format_option
@quiet_option
@means_options
@click.option("--only", metavar="OUTPUTS", help="Some of pdf,html,tei,citations,epub,print.")
@click.option("--to", "target", type=PATH, help="The folder to write, instead of build/.")
@click.option(
    "--arrangement", metavar="FORM[:LANGUAGES]",
    help="Another than the edition's: columns:en,ja, facing, sequential, interleaved, single:ja.",
)  # fmt: skip
def build(
    edition: Path | None,
    form: str,
    quiet: bool,
    only: str | None,
    target: Path | None,
    arrangement: str | None,
    **means: Any,
) -> None:
    """Build and prove an edition: PDF, site and more.

    EDITION is its folder, by default the only one under corpus/. What was built before
    stays until the new build is proved. An edition in another arrangement has a folder of
    its own: build/EDITION-columns-en-ja.
    """
    root, outputs = edition_folder(edition), _outputs(only)
    other = _other(name_of(root), arrangement) if arrangement else None
    name = other.name if other else name_of(root)
    with workshop(means, form == "text" and not quiet) as work:
        where = (target or home_of(root) / "build") / name
        good = work.build(root, where, outputs, form, other)
    sys.exit(GOOD if good else PROBLEMS)


@click.command("build-all")
@click.argument("library", type=PATH)
@format_option
@quiet_option
@means_options
@click.option("--only", metavar="OUTPUTS", help="Some of pdf,html,tei,citations,epub,print.")
@click.option("--to", "target", type=PATH, help="The folder to write, instead of build/.")
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
    with workshop(means, form == "text" and not quiet) as work:
        where = target or home_of(roots[0]) / "build"
        good = [work.build(root, where / name_of(root), outputs, form) for root in roots]
    sys.exit(GOOD if all(good) else PROBLEMS)


@dataclass(slots=True)
class Workshop:
    """Builds editions one after the other with the same means, and tells of it."""

    means: pipeline.Means
    telling: bool

    def build(
        self,
        root: Path,
        target: Path,
        outputs: frozenset[str],
        form: str,
        other: Other | None = None,
    ) -> bool:
        """Build one edition, or one in each of its languages; False if problems stopped it."""
        good = self._build(root, target, outputs, form, other)
        more = in_one_language(root, target.name) if good and not other else ()
        return good and all(
            self._build(root, target.with_name(one.name), outputs, form, one) for one in more
        )

    def _build(
        self,
        root: Path,
        target: Path,
        outputs: frozenset[str],
        form: str,
        other: Other | None,
    ) -> bool:
        from compendium import pipeline, publish
        from compendium.progress import Progress

        begun = time.perf_counter()
        account = Account()
        means = replace(self.means, account=account)
        try:
            with Progress(account) if self.telling and sys.stderr.isatty() else nullcontext():
                built, problems = pipeline.build(root, target, outputs, means, other)
        except publish.PublishError as problem:
            say(f"compendium: {problem}")
            sys.exit(MACHINE)
        self.means.account.take(account)
        tell(problems, form, root)
        if failed(problems):
            say(f"{target.name}: {counted(problems)}; the last good build is as it was")
            return False
        if self.telling:
            for line in (*built.account, *account.lines()):
                click.echo(line)
            click.echo(f"{shown(target)}: {time.perf_counter() - begun:.1f} s")
        return True


@contextmanager
def workshop(given: Mapping[str, Any], telling: bool) -> Iterator[Workshop]:
    """A workshop with the means that the options *given* ask for, closed when it is left."""
    from compendium import layout, pipeline
    from compendium.cache import Cache, NullCache, cache_folder

    executor = _cluster(given["cluster"])
    cache = NullCache() if given["no_cache"] else Cache(cache_folder())
    whole = Account()
    with cache, ExitStack() as stack:
        pool = None
        if given["jobs"] > 1 and executor is None:
            pool = layout.Pool(given["jobs"])
            stack.callback(pool.close)
        yield Workshop(pipeline.Means(given["jobs"], cache, executor, pool, whole), telling)
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


def _other(name: str, written: str) -> Other:
    """The edition *name* in the arrangement *written*: "facing:ja,ru"."""
    form, _, langs = written.partition(":")
    if form not in get_args(Form):
        choice = ", ".join(get_args(Form))
        raise click.BadParameter(
            f"`{form}` is no arrangement; choose among {choice}", param_hint="--arrangement"
        )
    tags = [lang.strip() for lang in langs.split(",") if lang.strip()]
    if form == "single" and len(tags) != 1:
        raise click.BadParameter("write `single:ja`", param_hint="--arrangement")
    parts = [*([] if form == "single" and tags else [form]), *tags]
    asked = Arrangement(cast(Form, form), tuple(Written(tag, EDITION) for tag in tags))
    return Other("-".join([name, *parts]), asked)


def _outputs(only: str | None) -> frozenset[str]:
    from compendium import pipeline

    if only is None:
        return pipeline.OUTPUTS
    outputs = [name.strip() for name in only.split(",")]
    for name in outputs:
        if name not in pipeline.EVERY:
            choice = ", ".join(sorted(pipeline.EVERY))
            message = f"`{name}` is no output; choose among {choice}"
            raise click.BadParameter(message, param_hint="--only")
    return frozenset(outputs)
