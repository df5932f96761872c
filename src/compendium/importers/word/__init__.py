"""Word (.docx): an edition made of what its author marked, and what can be told of the rest.

No library reads footnotes, index fields and tracked changes together, so the parts are
read as the XML they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from compendium.diag import Diagnostic, Span, failed
from compendium.importers.draft import Draft, bind
from compendium.importers.fields import Value
from compendium.importers.manuscript import Manuscript, draft
from compendium.importers.plain import language
from compendium.importers.plugin import Imported
from compendium.importers.report import Report
from compendium.importers.runs import visible
from compendium.importers.sniffing import head
from compendium.importers.vocabulary import Element, name
from compendium.importers.word.document import Reader, captioned
from compendium.importers.word.fields import Index, balanced, instructions, read_instruction
from compendium.importers.word.liner import REFERENCES, Desk
from compendium.importers.word.markup import attribute, child, raw_text, within
from compendium.importers.word.package import Package, open_package
from compendium.importers.word.styles import read_numbers, read_styles
from compendium.importers.words import words_of

_TEXT = "word/document.xml"
_OLD = b"\xd0\xcf\x11\xe0"
_SHOWN = 20


def recognises(path: Path) -> bool:
    """Whether *path* is a Word file, or an archive of any kind."""
    return path.is_file() and (head(path).startswith(b"PK") or path.suffix.lower() == ".docx")


def read(path: Path, languages: tuple[str, ...] = ()) -> Imported:
    """The edition that the Word file *path* becomes."""
    if head(path).startswith(_OLD):
        message = f"`{path.name}` is locked by a password, or of an older Word"
        hint = "open it in Word and save it as .docx"
        return _refused([Diagnostic("source-bad", message, Span(path.name), hint)])
    package, problems = open_package(path)
    if package is None:
        return _refused(problems)
    root = package.xml(_TEXT)
    body = child(root, "body")
    if root is None or body is None:
        message = f"`{path.name}` has no text in it"
        found = package.problems or [
            Diagnostic("source-bad", message, Span(path.name), "name a Word file")
        ]
        return _refused(found)
    report = Report()
    reader, index = _reader(package, body, report)
    passages = captioned(list(reader.passages(body)))
    report.problems += package.problems
    if not any(passage.words for passage in passages) and not report.problems:
        message = f"`{path.name}` has no words in it"
        report.problems.append(Diagnostic("source-bad", message, Span(path.name), "name another"))
    if failed(report.problems):
        return Imported(report)
    text = " ".join(passage.text for passage in passages[:400])
    lang = _language(package, text)
    made = draft(Manuscript(path.name, passages, lang, reader.notes), languages, report)
    _indexed(made, index, report)
    made.images = reader.images
    _rest(package, reader, report)
    bound = bind(made, report)
    return bound if not failed(report.problems) else Imported(report)


def _refused(problems: list[Diagnostic]) -> Imported:
    return Imported(Report(problems=problems))


def _reader(package: Package, body: Element, report: Report) -> tuple[Reader, Index]:
    index = Index()
    notes = {"fn": package.xml("word/footnotes.xml"), "en": package.xml("word/endnotes.xml")}
    held = [body, *(root for root in notes.values() if root is not None)]
    wanted, ranges = _asked(held, index)
    known = {attribute(one, "name") for one in body.iter() if name(one) == "bookmarkStart"}
    desk = Desk(
        package.source, report, read_styles(package.xml("word/styles.xml")),
        package.relations(_TEXT), index, frozenset(wanted & known), ranges,
        balanced=balanced(body),
    )  # fmt: skip
    if not desk.balanced:
        report.remarks.append("a field has no end; contents and indexes are carried as text")
    report.broken += [(1, lost) for lost in sorted(wanted - known)]
    reader = Reader(package, desk, read_numbers(package.xml("word/numbering.xml")))
    for prefix, root in notes.items():
        for one in root if root is not None else ():
            if attribute(one, "type") in ("", "normal"):
                reader.sources[f"{prefix}-{attribute(one, 'id')}"] = one
    return reader, index


def _asked(held: Sequence[Element], index: Index) -> tuple[set[str], dict[str, list[str]]]:
    """The bookmarks that something refers to, and the index marks that reach over others."""
    wanted: set[str] = set()
    ranges: dict[str, list[str]] = {}
    for part in held:
        for text in instructions(part):
            asked = read_instruction(text)
            if asked.kind == "XE" and "r" in asked.switches and (mark := index.mark(asked)):
                ranges.setdefault(asked.switches["r"], []).append(mark)
            elif asked.kind in REFERENCES:
                wanted.update(asked.words[:1])
            elif asked.kind == "HYPERLINK" and "l" in asked.switches:
                wanted.add(asked.switches["l"])
        wanted.update(attribute(one, "anchor") for one in part.iter() if name(one) == "hyperlink")
    return wanted - {""}, ranges


def _language(package: Package, text: str) -> str:
    """The language the words seem to be in, with the region that Word notes for it."""
    seems = language(text)
    styles = package.xml("word/styles.xml")
    noted = (
        next((attribute(one, "val") for one in within(styles, "lang")), "")
        if (styles is not None)
        else ""
    )
    return noted if re.fullmatch(rf"{seems}-[A-Z]{{2}}", noted) else seems


def _indexed(made: Draft, index: Index, report: Report) -> None:
    lost = index.settle()
    made.registers.update(index.registers)
    for words in lost:
        report.remarks.append(f"index `{words}`: no such entry; it is left out")
    for kind in index.registers:
        plan: dict[str, Value] = {
            "id": f"index-{kind}", "title": "Index", "registers": [kind]
        }  # fmt: skip
        made.indexes.append(plan)


def _rest(package: Package, reader: Reader, report: Report) -> None:
    """Report what stands outside the text."""
    for line in _comments(package):
        report.remarks.append(line)
    for part in sorted(package.parts):
        if re.fullmatch(r"word/(?:header|footer)\d*\.xml", part):
            root = package.xml(part)
            words = visible(raw_text(root)).strip() if root is not None else ""
            if words_of(words):
                report.remarks.append(f"`{part}`, a running head or foot, is left: `{words[:80]}`")
    if any("vbaproject" in part.lower() for part in package.parts):
        report.remarks.append("macros are left behind")
    called = {note.label for note in reader.notes.values()}
    for label, source in reader.sources.items():
        if label not in called:
            words = visible(raw_text(source)).strip()
            report.remarks.append(f"note {label} is called nowhere, and left: `{words[:80]}`")
    for form in sorted(reader.numbers.strange):
        report.remarks.append(f"numbers of the form `{form}` are written in figures")


def _comments(package: Package) -> Iterator[str]:
    root = package.xml("word/comments.xml")
    comments = [one for one in (root if root is not None else ()) if name(one) == "comment"]
    for one in comments[:_SHOWN]:
        words = visible(raw_text(one)).strip()
        yield f"a comment by {attribute(one, 'author') or 'somebody'} is left: `{words[:120]}`"
    if len(comments) > _SHOWN:
        yield f"{len(comments) - _SHOWN} more comments are left"
