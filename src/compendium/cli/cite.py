"""The command `cite`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

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
from compendium.diag import Diagnostic, failed

if TYPE_CHECKING:
    from compendium.cite import Book, Passage

FORMS = ("text", "html", "markdown")


@click.command()
@click.argument("pinpoint", nargs=-1)
@click.option("--quote", metavar="WORDS", help="Find these words instead, in every place.")
@click.option(
    "--style",
    "styles",
    multiple=True,
    metavar="STYLE",
    help="How to cite; `all` for every style. [default: plain]",
)
@click.option("--lang", default="", metavar="TAG", help="The language of the text that is meant.")
@click.option("--lines", is_flag=True, help="Name the lines in every style.")
@click.option(
    "--as",
    "shape",
    type=click.Choice(FORMS),
    default="text",
    help="How italics are written.",
    show_default=True,
)
@click.option("--to", "target", type=PATH, help="The folder that was built to, instead of build/.")
@format_option
def cite(
    pinpoint: tuple[str, ...],
    quote: str | None,
    styles: tuple[str, ...],
    lang: str,
    lines: bool,
    shape: str,
    target: Path | None,
    form: str,
) -> None:
    """Cite a passage, with document, page and line.

    PINPOINT names it as people do: V.3 art. 9, doc. 3 para. 2, p. 4 l. 12, or an anchor,
    declaration-1956#art-9.2. The folder of an edition may follow it; the only one under
    corpus/ is the default. Pages are those of the last build.

    Styles: plain, chicago (note), chicago-bibliography, mla, mla-in-text, oscola, bluebook,
    mhra, gost, csl-json, bibtex, ris.
    """
    from compendium import cite as citing

    words, root = _parted(pinpoint, bool(quote))
    if bool(words) == bool(quote):
        raise click.UsageError("give a pinpoint, as in `doc. 3 art. 9`, or words with --quote")
    wanted = _styles(styles, [*citing.STYLES, *citing.EXPORTS])
    book, problems = open_book(root, (target or home_of(root) / "build") / name_of(root))
    found: Sequence[Passage] = ()
    if book:
        found, more = citing.quoted(quote, book, lang) if quote else citing.find(words, book, lang)
        problems += more
    tell(problems, form, root)
    if book:
        for at, passage in enumerate(found):
            if at:
                click.echo()
            for style in wanted:
                named = f"{style}: " if len(wanted) > 1 and style in citing.STYLES else ""
                click.echo(f"{named}{citing.write(passage, book, style, shape, lines)}")
    sys.exit(PROBLEMS if failed(problems) else GOOD)


def open_book(root: Path, target: Path) -> tuple[Book | None, list[Diagnostic]]:
    """The edition in *root* with the pages it has in *target*, or why it has none."""
    from compendium import cite as citing
    from compendium import pipeline, publish

    data, problems = pipeline.page_map(root, target)
    if data is None:
        return None, problems
    edition, found = pipeline.check(root)
    if edition is None or failed(found):
        return None, [*problems, *found]
    book = citing.Book(edition, publish.read_page_map(data))
    if book.unplaced:
        return None, [*problems, publish.outdated(book.unplaced[0])]
    return book, problems


def _parted(said: tuple[str, ...], quoting: bool) -> tuple[str, Path]:
    """The words of the pinpoint and the folder that may follow them."""
    if said and (Path(said[-1]) / "edition.yaml").is_file():
        return " ".join(said[:-1]), Path(said[-1])
    if quoting and said:
        return "", edition_folder(Path(said[-1]))
    return " ".join(said), edition_folder(None)


def _styles(asked: tuple[str, ...], known: list[str]) -> list[str]:
    """The styles asked for, in that order."""
    names = [name.strip() for given in asked or ("plain",) for name in given.split(",")]
    for name in names:
        if name not in known and name != "all":
            raise click.BadParameter(
                f"`{name}` is no style; choose among {', '.join(known)}", param_hint="--style"
            )
    return known if "all" in names else names
