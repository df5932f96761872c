"""The TEI that compendium writes itself, as the corpus it was made from."""

from __future__ import annotations

from pathlib import Path

from compendium.diag import Diagnostic, Span
from compendium.importers.markdown import Writer
from compendium.importers.ownblocks import Reader
from compendium.importers.plugin import Imported
from compendium.importers.reading import parse
from compendium.importers.report import Report
from compendium.importers.sniffing import head
from compendium.importers.vocabulary import Element, name
from compendium.importers.words import file_words
from compendium.source.files import contents

_SIGN = b'<application ident="compendium"'


def recognises(path: Path) -> bool:
    """Whether *path* is a TEI text that compendium has written."""
    return path.suffix == ".xml" and _SIGN in _header(path)


def _header(path: Path) -> bytes:
    """What stands before the settings in the header of *path*."""
    return head(path).partition(b"<xenoData")[0] if path.is_file() else b""


def read(path: Path, languages: tuple[str, ...] = ()) -> Imported:
    """The files of the edition that the TEI in *path* was made from.

    There are none where the file cannot be read. The languages are those it has.
    """
    root, problems = parse(path)
    report = Report(problems=problems)
    if root is None:
        return Imported(report)
    files = {
        str(element.get("n")): element.text or ""
        for element in root.iter()
        if name(element) == "xenoData" and element.get("type") == "file"
    }
    if "edition.yaml" not in files:
        message = f"`{path.name}` says it is an edition, and has no `edition.yaml`"
        hint = "export it again"
        problems.append(Diagnostic("source-bad", message, Span(path.name), hint))
        return Imported(report)
    texts = {
        element.get("corresp", "").removeprefix("file:"): element
        for element in root.iter()
        if name(element) == "div" and element.get("corresp", "").startswith("file:")
    }
    made = {p: text for p, text in files.items() if not p.endswith(".md")}
    for written in sorted(path_ for path_ in files if path_.endswith(".md")):
        body = _body(texts[written], report) if written in texts else ""
        made[written] = f"---\n{files[written]}---\n{body}"
    _account(report, root, made)
    return Imported(report, made, _images(path.parent))


def _body(division: Element, report: Report) -> str:
    """The Markdown of one text."""
    reader = Reader()
    blocks = reader.text(division)
    writer = Writer()
    body = writer.text(blocks, reader.notes)
    if writer.plain:
        report.remarks.append(f"{writer.plain} marked words could not be written as Markdown")
    report.notes += len(reader.notes)
    return "\n" + body if body.strip() else ""


def _account(report: Report, root: Element, made: dict[str, str]) -> None:
    report.documents = sum(
        1 for e in root.iter() if name(e) == "div" and e.get("type") == "document"
    )
    report.persons = sum(1 for e in root.iter() if name(e) == "person")
    words = sum(len(file_words(path, text)) for path, text in made.items() if "/" in path)
    report.words_in = report.words_out = words


def _images(folder: Path) -> dict[str, bytes]:
    if not (folder / "images").is_dir():
        return {}
    files, _ = contents(folder)
    return {path: data for path, data in files.items() if path.startswith("images/")}
