"""The command `pages`."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compendium.cli.cite import open_book
from compendium.cli.console import (
    GOOD,
    PATH,
    PROBLEMS,
    edition_argument,
    edition_folder,
    format_option,
    home_of,
    name_of,
    tell,
)
from compendium.diag import Diagnostic, failed

if TYPE_CHECKING:
    from compendium.cite import Book, Listing

_WIDTH = 48
"""So many characters of a cell are shown in a table; other forms have all."""


@click.command()
@edition_argument
@click.option("--on", metavar="PAGE", help="What is on this page of the book.")
@click.option("--of", metavar="PINPOINT", help="Where this passage or anchor stands.")
@click.option("--source", metavar="PAGE", help="Where this page of the source is printed.")
@click.option("--shared", is_flag=True, help="Only pages that several documents share.")
@click.option(
    "--as", "shape", type=click.Choice(["table", "csv", "json"]), default="table",
    show_default=True, help="How the rows are written.",
)  # fmt: skip
@click.option("--to", "target", type=PATH, help="The folder that was built to, instead of build/.")
@format_option
def pages(
    edition: Path | None,
    on: str | None,
    of: str | None,
    source: str | None,
    shared: bool,
    shape: str,
    target: Path | None,
    form: str,
) -> None:
    """Say what stands on which page.

    EDITION is its folder, by default the only one under corpus/. Without an option all pages
    are listed. The pages are those of the last build.
    """
    if sum(map(bool, (on, of, source, shared))) > 1:
        raise click.UsageError("give one of --on, --of, --source and --shared")
    root = edition_folder(edition)
    book, problems = open_book(root, (target or home_of(root) / "build") / name_of(root))
    if book:
        listing, found = _asked(book, on, of, source, shared)
        problems += found
        if listing is not None:
            click.echo(_SHAPES[shape](listing), nl=False)
    tell(problems, form, root)
    sys.exit(PROBLEMS if failed(problems) else GOOD)


def _asked(
    book: Book, on: str | None, of: str | None, source: str | None, shared: bool
) -> tuple[Listing | None, list[Diagnostic]]:
    """The rows that are asked for, or why there are none."""
    from compendium import cite

    if of:
        found, problems = cite.find(of, book)
        anchors = [passage.anchor for passage in found if passage.anchor]
        return (cite.listing.of_anchors(book, anchors) if anchors else None), problems
    if on:
        _, problems = cite.find(f"p. {on}", book)
        return (None if problems else cite.listing.on_page(book, on)), problems
    if source:
        return cite.listing.of_source(book, source)
    return cite.listing.sheets(book, shared), []


def _table(listing: Listing) -> str:
    rows = [listing.columns, *listing.rows]
    cut = [[cell if len(cell) <= _WIDTH else f"{cell[: _WIDTH - 1]}…" for cell in r] for r in rows]
    widths = [max(len(row[at]) for row in cut) for at in range(len(listing.columns))]
    lines = ("  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in cut)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _csv(listing: Listing) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([listing.columns, *listing.rows])
    return written.getvalue()


def _json(listing: Listing) -> str:
    rows = (dict(zip(listing.columns, row, strict=True)) for row in listing.rows)
    lines = ",\n ".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f"[\n {lines}\n]\n" if lines else "[]\n"


_SHAPES = {"table": _table, "csv": _csv, "json": _json}
