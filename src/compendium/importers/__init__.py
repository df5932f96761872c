"""Stage: importers. From a text somebody else has marked up to the folder of an edition."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from compendium.diag import Diagnostic, Span, failed
from compendium.importers.report import Report
from compendium.importers.tei import Imported, read

__all__ = ["Imported", "Report", "import_tei", "read"]


def import_tei(source: Path, target: Path) -> Report:
    """Write the edition that the TEI text *source* becomes as the folder *target*.

    Nothing is written where *source* cannot be read, or *target* has something in it.
    """
    made = read(source)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        message = f"`{target}` is there already, and not empty"
        hint = "name a new folder"
        made.report.problems.append(Diagnostic("target-taken", message, Span(source.name), hint))
    if failed(made.report.problems):
        return made.report
    target.parent.mkdir(parents=True, exist_ok=True)
    # The folder appears whole or not at all.
    room = Path(tempfile.mkdtemp(prefix=".import-", dir=target.parent))
    try:
        for path, text in made.files.items():
            (room / path).parent.mkdir(exist_ok=True)
            (room / path).write_text(text, "utf-8")
        room.chmod(0o755)
        room.replace(target)
    except OSError:
        shutil.rmtree(room, ignore_errors=True)
        raise
    return made.report
