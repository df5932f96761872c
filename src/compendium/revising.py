"""Two versions of an edition, wherever they are kept, and what is made of their difference."""

from __future__ import annotations

import csv
import json
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from io import StringIO
from pathlib import Path

from compendium import (
    assemble,
    corpus,
    layout,
    pipeline,
    publish,
    release,
    render,
    resolve,
    revision,
    theme,
)
from compendium.diag import Diagnostic, Severity, Span
from compendium.model.edition import Edition
from compendium.model.pages import PageMap
from compendium.revision import Comparison, Erratum, Side
from compendium.source.files import contents

_PAGES = "data/edition/pages.json"


class SourceError(Exception):
    """A version cannot be found or read; the message says which, and what would do."""


@dataclass(frozen=True, slots=True)
class Revision:
    """What changed from one version to the next, and the files that tell of it."""

    comparison: Comparison
    errata: tuple[Erratum, ...]
    files: Mapping[str, bytes]


def side(said: str, beside: Path, built: Path | None = None) -> Side:
    """The version *said*: a corpus folder, a release, or a revision of git for *beside*.

    Shape: *built* is the folder its build stands in, where that is known; without a build
        the pages are unknown.
    Errors: `SourceError`.
    """
    path = Path(said)
    if (path / "edition.yaml").is_file():
        files, _ = contents(path)
        pages, _ = publish.standing_map(built or Path("build") / path.resolve().name, files)
        return _side(said, path.resolve().name, files, pages)
    if path.is_dir() or path.is_file():
        try:
            found = release.opened(path)
        except release.ArchiveError as error:
            raise SourceError(f"`{said}` cannot be read: {error}") from error
        name, files = found.corpus
        if not files:
            raise SourceError(f"`{said}` is neither an edition nor a release of one")
        return _side(said, name, files, found.files.get(_PAGES))
    return _side(said, beside.resolve().name, _committed(said, beside), None)


def _side(said: str, name: str, files: Mapping[str, bytes], pages: bytes | None) -> Side:
    volume, problems = corpus.read_files(files, name)
    if volume is None:
        first = next(p for p in problems if p.severity is Severity.ERROR)
        raise SourceError(f"`{said}` cannot be read: {first.span}: {first.message}")
    edition, _ = resolve.resolve(volume)
    return Side(edition, publish.read_page_map(pages) if pages else None)


def _committed(revision: str, folder: Path) -> dict[str, bytes]:
    """The files of *folder* as the *revision* of git has them."""
    missing = f"`{revision}` is no folder, no release, and no revision of git for `{folder}`"
    top = _git(folder, "rev-parse", "--show-prefix")
    if top is None:
        raise SourceError(missing)
    prefix, above = top.decode().strip(), _git(folder, "rev-parse", "--show-toplevel") or b"."
    tree = f"{revision}:{prefix}".removesuffix("/")
    archive = _git(Path(above.decode().strip()), "archive", "--format=tar", tree)
    if archive is None:
        raise SourceError(missing)
    return _untarred(archive)


def _git(folder: Path, *arguments: str) -> bytes | None:
    call = ["git", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(call, capture_output=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return None if done.returncode else done.stdout


def _untarred(archive: bytes) -> dict[str, bytes]:
    """The files of an edition in the *archive*, read as a folder is: safely."""
    with tempfile.TemporaryDirectory() as room:
        done = subprocess.run(["tar", "-x", "-C", room], input=archive, check=False)
        if done.returncode:
            raise SourceError("`tar` cannot unpack what git gave")
        files, _ = contents(Path(room))
    return files


def revise(old: Side, new: Side, means: pipeline.Means) -> tuple[Revision | None, list[Diagnostic]]:
    """What changed from *old* to *new*, as errata, redline (HTML and PDF) and concordance."""
    comparison = revision.compare(old, new)
    edition = new.edition
    design, problems = theme.read(theme.find(edition.theme, means.themes))
    if design is None:
        return None, problems
    lang = edition.languages[0]
    errata = revision.errata(comparison, design.wording, lang)
    told = revision.redline(comparison, design.wording, lang)
    page, wrong = render.redline_page(told, edition, design)
    chunk, more = render.redline_chunk(told, edition, design)
    problems += [*wrong, *more]
    with layout.Workers(design, edition.images, 1) as workers:
        ((piece, found),) = layout.typeset_all([chunk], ["recto"], workers, means.store)
    problems = [*problems, *found]
    if piece is None:
        return None, problems
    book = [(chunk, piece)]
    pdf, found = assemble.link(book, assemble.place(book), _about(edition), design.fonts)
    files = {
        "errata.txt": _lines(errata),
        "redline.html": page,
        "redline.pdf": pdf,
        **_tables(revision.concordance(comparison)),
    }
    return Revision(comparison, errata, files), [*problems, *found]


def _about(edition: Edition) -> assemble.DocumentInfo:
    return assemble.DocumentInfo(edition.title, edition.languages[0], date=edition.date.edtf)


def _lines(errata: tuple[Erratum, ...]) -> bytes:
    return "".join(f"{one.where}. {one.what}\n" for one in errata).encode()


def _tables(rows: tuple[revision.Row, ...]) -> dict[str, bytes]:
    table = StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(["old", "old-page", "new", "new-page"])
    writer.writerows((row.old, row.old_folio, row.new, row.new_folio) for row in rows)
    listed = json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1) + "\n"
    return {
        "concordance.csv": table.getvalue().encode(),
        "concordance.json": listed.encode(),
    }


def resolved(
    said: str, root: Path, built: Path
) -> tuple[tuple[revision.Found, ...], list[Diagnostic]]:
    """What stood on the page of an earlier version that *said* names, and where it is now."""
    _, edition, problems = pipeline.read(root)
    if edition is None:
        return (), problems
    pages: PageMap | None = None
    data, _ = publish.standing_map(built, contents(root)[0])
    if data:
        pages = publish.read_page_map(data)
    published, page, found = revision.resolve_page(said, edition, pages)
    if not found:
        return (), [_unresolved(said, edition, published.version if published else "", page)]
    return found, []


def _unresolved(said: str, edition: Edition, version: str, page: str) -> Diagnostic:
    known = ", ".join(f"`{one.version}`" for one in edition.history.versions)
    if not known:
        message, hint = "no version of this edition was released", "release one with `release`"
    elif not version:
        message, hint = f"`{said}` names no version that was released", f"name one of {known}"
    elif not page:
        message, hint = f"`{said}` names no page", 'write it as "1st ed., p. 47"'
    else:
        message = f"nothing that can be cited stands on page `{page}` of version `{version}`"
        hint = "look up the number"
    return Diagnostic("pinpoint-unknown", message, Span("ids.lock"), hint)
