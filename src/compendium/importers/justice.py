"""Acts in the XML of the Department of Justice Canada, English and French side by side.

One file is an edition in one language. A folder is one in both, its files paired by
name: `eng/F-29.4.xml` and `fra/F-29.4.xml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from compendium.diag import Diagnostic, Span, failed
from compendium.importers import parallel
from compendium.importers.draft import (
    DraftDocument,
    DraftPart,
    DraftText,
    bind,
    language_tag,
    page_name,
)
from compendium.importers.law import JUSTICE, Carrier, source_words
from compendium.importers.manuscript.kinds import kind
from compendium.importers.plugin import Imported
from compendium.importers.reading import parse_bytes
from compendium.importers.report import Report
from compendium.importers.runs import visible
from compendium.importers.sniffing import root as root_of
from compendium.importers.vocabulary import XML_LANG, Element, name
from compendium.importers.words import words_of
from compendium.model.text import Block, Text

_ROOTS = frozenset({"Statute", "Regulation"})


def recognises(path: Path) -> bool:
    """Whether *path* is such an act, or a folder that has one."""
    if path.is_dir():
        return any(root_of(file) in _ROOTS for file in sorted(path.rglob("*.xml")))
    return root_of(path) in _ROOTS


def read(path: Path, languages: tuple[str, ...] = ()) -> Imported:
    """The edition of the acts in *path*, each with its schedules as documents."""
    report = Report()
    files = sorted(path.rglob("*.xml")) if path.is_dir() else [path]
    acts: dict[str, dict[str, Element]] = {}
    for file in (one for one in files if root_of(one) in _ROOTS):
        content, problems = parallel.content(file)
        root, unread = parse_bytes(content, file.name) if not problems else (None, [])
        report.problems += [*problems, *unread]
        if root is not None:
            lang = language_tag(root.get(XML_LANG) or "") or "en"
            acts.setdefault(file.name, {}).setdefault(lang, root)
    found = {lang for act in acts.values() for lang in act}
    names = parallel.chosen(found, languages)
    if acts and not names and not failed(report.problems):
        report.problems.append(parallel.none_of(languages, found, path.name))
    if not failed(report.problems) and not any(_has_words(a) for a in acts.values()):
        message = f"`{path.name}` has no text in it"
        report.problems.append(Diagnostic("source-bad", message, Span(path.name), "name another"))
    if failed(report.problems):
        return Imported(report)
    taken: set[str] = set()
    parts = [_part(file, act, names, taken, report) for file, act in sorted(acts.items())]
    title = parts[0].title if len(parts) == 1 else "Acts"
    return bind(parallel.edition(title, names, parts), report)


def _has_words(act: dict[str, Element]) -> bool:
    return any(source_words(root, JUSTICE) for root in act.values())


def _part(
    file: str, act: dict[str, Element], names: list[str], taken: set[str], report: Report
) -> DraftPart:
    """An act as a part: its own text, then its schedules."""
    main = next(lang for lang in names if lang in act)
    part = DraftPart(page_name(f"act-{file.rpartition('.')[0]}", taken), _title(act[main]))
    notes = {lang: _notes(root) for lang, root in act.items()}
    pieces = {lang: [list(_body(root)), *_schedules(root)] for lang, root in act.items()}
    counts = {len(pieces[lang]) for lang in act}
    if len(counts) > 1:
        report.remarks.append(f"`{file}` has not as many schedules in each language")
    for at in range(max(counts)):
        given = {lang: held[at] for lang, held in pieces.items() if at < len(held)}
        head = _title(act[main]) if at == 0 else _schedule_title(given.get(main, []))
        document = DraftDocument(page_name(head, taken))
        for lang in (one for one in names if one in given):
            title = _title(act[lang]) if at == 0 else _schedule_title(given[lang])
            carrier = Carrier(JUSTICE, report, Span(file), bodies=notes[lang])
            document.texts.append(_text(lang, title, given[lang], carrier))
        of_main = kind(_schedule_title(given.get(main, []))) or "schedule"
        for text in document.texts:
            text.fields = {"kind": "act" if at == 0 else of_main, "units": "article" if at else ""}
        if document.texts:
            part.documents.append(document)
    return part


def _notes(root: Element) -> dict[str, Element]:
    """The notes of an act by id, without the marks, which are set anew."""
    notes = {one.get("id") or "": one for one in root.iter() if name(one) == "Footnote"}
    for note in notes.values():
        for label in [one for one in note if name(one) == "Label"]:
            note.remove(label)
    return notes


def _text(lang: str, title: str, elements: list[Element], carrier: Carrier) -> DraftText:
    words: list[str] = words_of(title)
    blocks: list[Block] = []
    for element in elements:
        if name(element) == "ScheduleFormHeading":
            for one in [one for one in element if name(one) in ("Label", "TitleText")]:
                element.remove(one)
        _name(element)
        words += source_words(element, JUSTICE)
        for one in (one for one in element.iter() if name(one) == "FootnoteRef"):
            if (note := carrier.bodies.get(one.get("idref") or "")) is not None:
                words += source_words(note, JUSTICE, inside=True)
        blocks += carrier.blocks(element)
    return DraftText(lang, (Text(title, carrier.span),), blocks, words, carrier.notes)


def _body(root: Element) -> Iterator[Element]:
    """What an act has beside its schedules: the long title, and its text."""
    for one in root:
        if name(one) == "Identification":
            yield from (held for held in one if name(held) == "LongTitle")
        elif name(one) not in ("Schedule", ""):
            yield one


def _schedules(root: Element) -> list[list[Element]]:
    return [[held for held in one if name(held)] for one in root if name(one) == "Schedule"]


def _title(root: Element) -> str:
    for kind_of in ("ShortTitle", "LongTitle"):
        for one in root.iter():
            if name(one) == kind_of and (said := visible("".join(one.itertext())).strip()):
                return said
    return "Act"


def _schedule_title(elements: list[Element]) -> str:
    """The title of a schedule, and after it which schedule it is."""
    head = next((one for one in elements if name(one) == "ScheduleFormHeading"), None)
    held = (
        {name(one): visible("".join(one.itertext())).strip() for one in head}
        if (head is not None)
        else {}
    )
    title, label = held.get("TitleText", ""), held.get("Label", "")
    return f"{title} ({label})" if title and label else title or label or "Schedule"


def _name(element: Element) -> None:
    """Give every section the id by which the other language knows it."""
    for section in (one for one in element.iter() if name(one) == "Section"):
        own = _label(section)
        section.set("given", f"sec-{own}" if own else "")
        for below in (one for one in section if name(one) == "Subsection"):
            inner = _label(below)
            below.set("given", f"sec-{own}-{inner}" if own and inner else "")


def _label(element: Element) -> str:
    label = next((one for one in element if name(one) == "Label"), None)
    said = "".join(label.itertext()) if label is not None else ""
    return re.sub(r"[^a-z0-9]+", "-", said.lower()).strip("-")
