"""Stage: importers. From a text somebody else has made to the folder of an edition."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from compendium.diag import Diagnostic, Span, failed
from compendium.importers.plugin import Imported, Importer, choose, unknown
from compendium.importers.report import Report

__all__ = ["Imported", "Importer", "Report", "import_source", "read"]


def read(source: Path, languages: tuple[str, ...] = ()) -> Imported:
    """The edition that *source* becomes, read by the first importer that recognises it."""
    importer = choose(source)
    if importer is None:
        return Imported(Report(problems=[unknown(source)]))
    return importer.read(source, languages)


def import_source(source: Path, target: Path, languages: tuple[str, ...] = ()) -> Report:
    """Write the edition that *source* becomes as the folder *target*.

    Nothing is written where *source* cannot be read, or *target* has something in it.
    """
    made = read(source, languages)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        message = f"`{target}` is there already, and not empty"
        hint = "name a new folder"
        made.report.problems.append(Diagnostic("target-taken", message, Span(source.name), hint))
    if not failed(made.report.problems):
        _write(made, target)
    return made.report


def _write(made: Imported, target: Path) -> None:
    """Write what was made; the folder appears whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    room = Path(tempfile.mkdtemp(prefix=".import-", dir=target.parent))
    try:
        written = {path: text.encode("utf-8") for path, text in made.files.items()}
        for path, content in {**written, **made.images}.items():
            (room / path).parent.mkdir(parents=True, exist_ok=True)
            (room / path).write_bytes(content)
        room.chmod(0o755)
        room.replace(target)
    except OSError:
        shutil.rmtree(room, ignore_errors=True)
        raise
