"""Akoma Ntoso: acts, bills, judgments, collections, each document of them one of ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from compendium.diag import Diagnostic, Span, failed
from compendium.importers.draft import (
    Draft,
    DraftDocument,
    DraftPart,
    DraftText,
    bind,
    called,
    language_tag,
    page_name,
)
from compendium.importers.fields import Value
from compendium.importers.law import AKOMA_NTOSO, Carrier, source_words
from compendium.importers.manuscript.kinds import kind as kind_of
from compendium.importers.plugin import Imported
from compendium.importers.reading import parse_bytes
from compendium.importers.report import Report
from compendium.importers.runs import visible
from compendium.importers.sniffing import root as root_of
from compendium.importers.vocabulary import Element, name
from compendium.importers.words import words_of
from compendium.model.text import Heading, Inline, Paragraph, Text, plain

_DOCUMENTS = frozenset(
    {"act", "bill", "doc", "judgment", "judgement", "statement", "portion", "debate", "amendment"}
)
_KINDS = {"judgement": "judgment", "doc": "document", "portion": "act"}
_LANGUAGES = {"eng": "en", "fra": "fr", "deu": "de", "jpn": "ja", "rus": "ru", "zho": "zh",
              "ita": "it", "spa": "es", "por": "pt", "nld": "nl"}  # fmt: skip
LARGEST = 100_000_000


def recognises(path: Path) -> bool:
    """Whether *path* is an Akoma Ntoso text."""
    return root_of(path) == "akomaNtoso"


def read(path: Path, languages: tuple[str, ...] = ()) -> Imported:
    """The edition that the text in *path* becomes."""
    if path.stat().st_size > LARGEST:
        message = f"`{path.name}` has more than `{LARGEST}` bytes"
        problem = Diagnostic("file-large", message, Span(path.name), "divide it")
        return Imported(Report(problems=[problem]))
    root, problems = parse_bytes(path.read_bytes(), path.name)
    report = Report(problems=problems)
    if root is None or failed(problems):
        return Imported(report)
    _feet(root, report)
    found = list(_documents(root))
    if not any(source_words(one.element, AKOMA_NTOSO) for one in found):
        message = f"`{path.name}` has no text in it"
        report.problems.append(Diagnostic("source-bad", message, Span(path.name), "name another"))
        return Imported(report)
    return bind(_draft(root, found, languages, report, path.name), report)


@dataclass(slots=True)
class _Found:
    """A document of the source, what it is called elsewhere in it, and where it belongs."""

    element: Element
    called: str = ""
    front: bool = False


def _documents(root: Element) -> Iterator[_Found]:
    """The documents in *root*; a collection has its own words before those it holds."""
    titles = {
        (data.get("href") or "").removeprefix("#"): data.get("showAs") or ""
        for data in root.iter()
        if name(data) in ("componentData", "documentRef")
    }
    for top in root:
        if name(top) == "documentCollection":
            for part in top:
                if name(part) in ("coverPage", "preface", "preamble", "conclusions"):
                    yield _Found(part, front=True)
        elif name(top) in _DOCUMENTS:
            yield _Found(top)
    for component in (one for one in root.iter() if name(one) in ("component", "attachment")):
        for one in component:
            if name(one) in _DOCUMENTS:
                yield _Found(one, titles.get(component.get("eId") or "", ""))


def _draft(
    root: Element, found: list[_Found], languages: tuple[str, ...], report: Report, source: str
) -> Draft:
    lang = languages[0] if languages else _language(root)
    taken: set[str] = set()
    targets: dict[str, str] = {}
    wanted = {(one.get("href") or "")[1:] for one in root.iter() if _inside(one)}
    bodies = {one.get("eId") or "": one for one in root.iter() if name(one) == "note"}
    nested = [one.element for one in found]
    pieces: list[tuple[_Found, DraftDocument]] = []
    parts = DraftPart("documents", called("documents", lang))
    made = Draft({}, parts=[parts])
    for one in found:
        _cut(one.element, nested)
        words = source_words(one.element, AKOMA_NTOSO)
        if not words:
            continue
        notes = [bodies[key] for key in _calls(one.element) if key in bodies]
        words += [word for note in notes for word in source_words(note, AKOMA_NTOSO, inside=True)]
        title, added = _title(one)
        slug = page_name(one.called or plain(title), taken)
        for inner in one.element.iter():
            if inner.get("eId") in wanted:
                targets[str(inner.get("eId"))] = f"doc:{slug}"
        place = (max(one.element.sourceline or 1, 1), 1)
        span = Span(source, place, place)
        carrier = Carrier(AKOMA_NTOSO, report, span, targets, bodies)
        blocks = carrier.blocks(one.element)
        fields: dict[str, Value] = {}
        if not one.front:
            articles = any(isinstance(b, Heading) and b.anchor.startswith("art-") for b in blocks)
            fields = {
                "kind": _KINDS.get(name(one.element), name(one.element)),
                "date": _date(one.element) or _date(root),
                "units": "article" if articles else "",
            }
            fields["kind"] = kind_of(plain(title)) or fields["kind"]
        text = DraftText(
            lang,
            title,
            blocks or [Paragraph((), span)],
            [*words, *added],
            carrier.notes,
            fields=fields,
        )
        document = DraftDocument(slug, [text])
        pieces.append((one, document))
        (made.front if one.front else parts.documents).append(document)
    whole = _edition_title(root) or plain(pieces[0][1].texts[0].title)
    made.fields = {
        "title": whole, "version": "1.0", "date": _date(root) or "20XX", "languages": [lang]
    }  # fmt: skip
    made.words = words_of(whole)
    made.guesses = {"version": "the version of this edition; the source does not know it"}
    made.lead = lambda target: targets.get(target.removeprefix("doc:@"), "")
    return made


def _inside(element: Element) -> bool:
    return name(element) == "ref" and (element.get("href") or "").startswith("#")


def _calls(element: Element) -> Iterator[str]:
    """The notes that *element* calls and does not hold."""
    for one in element.iter():
        if name(one) == "noteRef":
            yield (one.get("href") or "")[1:]


def _feet(root: Element, report: Report) -> None:
    """Take the running feet out, which are no text."""
    for one in [one for one in root.iter() if (one.get("name") or "").startswith("repeatable")]:
        report.leave("container", one.sourceline or 1, "a running head or foot, left behind")
        one.getparent().remove(one)


def _cut(element: Element, nested: list[Element]) -> None:
    """Take the other documents out of *element*."""
    for one in nested:
        if one is not element and element in one.iterancestors():
            one.getparent().remove(one)


def _title(one: _Found) -> tuple[tuple[Inline, ...], list[str]]:
    """What a document is called, and the words of that which its text has no room for."""
    said = one.called or _first(one.element, "docTitle", "longTitle", "heading", "docNumber")
    if one.front:
        said = {"coverPage": "Cover", "preface": "Preface"}.get(name(one.element), said)
    said = said or _KINDS.get(name(one.element), name(one.element)).capitalize()
    return (Text(said, Span("title")),), words_of(said)


def _first(element: Element, *kinds: str) -> str:
    for kind in kinds:
        for one in element.iter():
            if name(one) == kind and (said := _said(one)):
                return said
    return ""


def _said(element: Element) -> str:
    held = [
        text
        for one in element.iter()
        if name(one) not in ("authorialNote",)
        for text in ([one.text or ""] if one is element else [one.text or "", one.tail or ""])
    ]
    return visible("".join(held)).strip()


def _edition_title(root: Element) -> str:
    collection = next((one for one in root if name(one) == "documentCollection"), None)
    preface = next(
        (one for one in (collection if collection is not None else ()) if name(one) == "preface"),
        None,
    )
    return _first(preface, "docTitle", "longTitle") if preface is not None else ""


def _date(element: Element) -> str:
    """The date of the work as the head of *element* gives it."""
    for head in (one for one in element.iter() if name(one) == "FRBRExpression"):
        for one in head:
            day = one.get("date") or ""
            if name(one) == "FRBRdate" and len(day) == 10 and day[4] == day[7] == "-":
                return day
    return ""


def _language(root: Element) -> str:
    for one in root.iter():
        if name(one) == "FRBRlanguage":
            tag = one.get("language") or ""
            return language_tag(_LANGUAGES.get(tag, tag)) or "en"
    return "en"
