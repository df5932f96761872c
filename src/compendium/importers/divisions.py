"""What each division of a TEI text is for us: a document, a part, front matter, a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from compendium.importers.header import within, words
from compendium.importers.ids import slug
from compendium.importers.registers import listed_kind
from compendium.importers.vocabulary import Element, cut, division, dropped, identity, name

Role = Literal["document", "front", "back", "persons", "abbreviations", "kept"]

_DOCUMENTS = frozenset({"document", "letter", "treaty", "charter", "telegram"})
_KEPT = frozenset({"toc", "index"})


@dataclass(frozen=True, slots=True)
class Planned:
    """One piece of the source: `elements` are one division, or what stands loose in one.

    Shape: `before` are the page breaks between it and the piece before it.
    """

    role: Role
    slug: str
    elements: tuple[Element, ...]
    title: str = ""
    before: tuple[Element, ...] = ()


@dataclass(slots=True)
class Part:
    """A part of the edition: its heading's element, and the slugs of its documents."""

    id: str
    head: Element | None
    documents: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    """The whole source, piece by piece in its order; `breaks` wait for the next piece."""

    pieces: list[Planned] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    documents: list[Element] = field(default_factory=list)
    breaks: list[Element] = field(default_factory=list)
    indexes: list[Planned] = field(default_factory=list)

    def put(self, role: Role, slug: str, element: Element) -> None:
        """Plan *element* as a piece; pages that begin at its end begin the next one."""
        self.pieces.append(Planned(role, slug, (element,), "", tuple(self.breaks)))
        self.breaks = trailing(element)

    def slug(self, element: Element) -> str:
        """A slug for *element*: its id, or its heading."""
        head = next(within(element, "head"), None)
        wish = identity(element) or (words(head) if head is not None else name(element))
        return slug(wish, self.taken)


def plan(root: Element) -> Plan:
    """How the text of *root* is divided."""
    done = Plan()
    for text in within(root, "text"):
        bodies = [body for holder in _holders(text) for body in within(holder, "body")]
        done.documents = [e for body in bodies for e in body.iter() if _document(e)]
        if not done.documents:
            done.documents = [e for body in bodies for e in _undeclared(body)]
        for holder in _holders(text):
            for side in holder:
                if name(side) == "front":
                    _matter(side, "front", done)
                elif name(side) == "back":
                    _matter(side, "back", done)
                elif name(side) == "body":
                    _body(side, done)
    return done


def _holders(text: Element) -> Iterator[Element]:
    """*text*, or the texts grouped in it."""
    yield text
    for inner in within(text, "group", "text"):
        yield from _holders(inner)


def _document(element: Element) -> bool:
    if not division(element) or (element.get("type") or "").lower() not in _DOCUMENTS:
        return False
    return not any(
        division(a) and (a.get("type") or "").lower() in _DOCUMENTS for a in element.iterancestors()
    )


def _undeclared(body: Element) -> list[Element]:
    """The divisions that are documents in a text that does not say which are."""
    found = body
    while len(inner := [e for e in found if division(e)]) == 1 and any(
        division(e) for e in inner[0]
    ):
        found = inner[0]
    return inner or [body]


def trailing(element: Element) -> list[Element]:
    """The page breaks at the end of *element*, after its last words, taken out of it."""
    found: list[Element] = []
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if event == "start" and name(inner) == "pb":
            found.append(inner)
        text = inner.text if event == "start" else inner.tail if inner is not element else None
        if (text or "").strip() or (event == "start" and name(inner) in ("figure", "graphic")):
            found = []
    for one in found:
        cut(one)
    return found


def _matter(side: Element, role: Role, done: Plan) -> None:
    for child in side:
        if name(child) == "pb":
            done.breaks.append(child)
        elif dropped(child):
            continue
        elif division(child):
            done.put(_role(child, role), done.slug(child), child)
            if _index(child):
                done.indexes.append(done.pieces[-1])
        else:
            titled = name(child) in ("titlePage", "docTitle", "docImprint")
            done.put("kept" if titled else role, done.slug(child), child)


def _index(element: Element) -> bool:
    """Whether *element* is a printed index, in lists."""
    lists = {e.get("type") for e in element.iter() if name(e) == "list"}
    named = re.sub(r"[^a-z]", "", identity(element).lower())
    return "index" in lists or (bool(lists) and "index" in (element.get("type"), named))


def _role(element: Element, role: Role) -> Role:
    lists = {e.get("type") for e in element if name(e) == "list"}
    named = re.sub(r"[^a-z]", "", identity(element).lower())
    if element.get("type") in _KEPT or named in _KEPT or lists & _KEPT:
        return "kept"
    return listed_kind(element) or role


def _body(body: Element, done: Plan) -> None:
    if body in done.documents:
        part = Part(slug("documents", done.taken), None)
        done.parts.append(part)
        _add(body, part, done)
        return
    _walk(body, done)


def _add(element: Element, part: Part, done: Plan) -> None:
    name_of = done.slug(element)
    part.documents.append(name_of)
    done.put("document", name_of, element)


def _walk(element: Element, done: Plan) -> None:
    """Make parts of the divisions that hold documents, and matter of what holds none."""
    head = next(within(element, "head"), None)
    part = Part(slug(identity(element) or "documents", done.taken), head)
    if head is not None or any(child in done.documents for child in element):
        done.parts.append(part)
    loose = [e for e in head.iter() if name(e) == "note"] if head is not None else []
    for child in element:
        if name(child) == "pb":
            done.breaks.append(child)
            continue
        if dropped(child) or child is head:
            continue
        if child in done.documents:
            if done.parts[-1] is not part:
                part = Part(slug(part.id, done.taken), None)
                done.parts.append(part)
            _add(child, part, done)
        elif division(child) and any(e in done.documents for e in child.iter()):
            _walk(child, done)
        elif division(child):
            role: Role = "back" if any(p.documents for p in done.parts) else "front"
            done.put(role, done.slug(child), child)
        else:
            loose += [*done.breaks, child]
            done.breaks = []
    if loose:
        title = words(head) if head is not None else "Introduction"
        about = slug(f"about-{part.id}", done.taken)
        done.pieces.append(Planned("front", about, tuple(loose), title))
