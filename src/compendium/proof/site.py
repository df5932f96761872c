"""The proof of the site: every word, every link, and nothing fetched from elsewhere."""

from __future__ import annotations

import platform
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from compendium.diag import Code, Span
from compendium.model.edition import DocumentText, Edition, Note
from compendium.model.kept import Keep
from compendium.model.pages import PageMap, SetLine
from compendium.model.text import blocks
from compendium.proof.copies import (
    GAP,
    Copy,
    copy_of_bare_note,
    copy_of_text,
    copy_of_words,
    words_in_gaps,
)
from compendium.proof.letters import HYPHEN, follow, letters, shortened
from compendium.proof.outcome import Findings, Proof
from compendium.proof.pages import SitePage, kept_page
from compendium.proof.pointers import Speaker, speaker
from compendium.proof.references import expand
from compendium.proof.script import Range
from compendium.proof.words import differences, texts

SCHEMES = frozenset({"https", "http", "mailto"})
_CSS_ADDRESS = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"')\s;]+)""")
_STOPS = ("", ".", "。")
_SAME = 8
_MARKS = re.compile(r"[0-9*†‡§]")
_WHERE = Span("edition.yaml")


def prove_site(
    files: Mapping[str, bytes],
    edition: Edition,
    pages: PageMap,
    keep: Keep | None = None,
    beside: Iterable[str] = (),
) -> Proof:
    """Read the *files* of the site and check them against *edition*.

    Shape: the text of a document stands inside `<article class="document" id="<slug>">`,
        its notes in `<li class="note" id="<anchor>">`; what is generated is inside an
        element with the attribute `data-generated`, and is not compared. `keep` has what
        pages of the same bytes were found to hold; *beside* are files one folder up.
    """
    around = frozenset(f"../{name}" for name in (f"{edition.id}.pdf", *beside))
    html = {n: data.decode("utf-8", "replace") for n, data in files.items() if n.endswith(".html")}

    def proved(keep: Keep | None) -> Findings:
        read = {name: kept_page(name, markup, keep) for name, markup in sorted(html.items())}
        findings = Findings()
        _Site(files, edition, pages, read, findings, around).check()
        return findings

    findings = proved(keep)
    if keep and findings.problems:  # what is kept has not the words to tell of a fault
        findings = proved(None)
    reader = {"html.parser": f"Python {platform.python_version()}"}
    return Proof("site", reader, findings.counts, tuple(findings.problems))


@dataclass(slots=True)
class _Site:
    files: Mapping[str, bytes]
    edition: Edition
    pages: PageMap
    read: Mapping[str, SitePage]
    findings: Findings
    around: frozenset[str]
    homes: dict[str, SitePage] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)
    by_sheet: dict[int, list[SetLine]] = field(default_factory=dict)
    sheets: Counter[tuple[str, str]] = field(default_factory=Counter)

    def check(self) -> None:
        for line in self.pages.lines:
            self.by_sheet.setdefault(line.sheet, []).append(line)
        self.beside = _beside(self.edition)
        seen = {(line.anchor, line.text, line.sheet) for line in self.pages.lines}
        self.sheets = Counter((anchor, text) for anchor, text, _ in seen)
        for page in self.read.values():
            self.findings.count("pages")
            for anchor in page.anchors:
                self.homes.setdefault(anchor, page)
            for anchor in page.twice:
                self._add("proof-anchor", f"the anchor `{anchor}` is twice in {page.stream.key}")
        speech = speaker(self.edition, {}, lambda _: "")
        languages: dict[str, str] = {}
        for home, head, text, span in texts(self.edition):
            self._text(text, home, head, span, speech)
            languages.update(dict.fromkeys(text.notes, text.lang))
        for note in self.edition.notes.values():
            self._note(note, languages.get(note.anchor, self.edition.languages[0]), speech)
        for page in self.read.values():
            self._links(page)
            self._loads(page)
            self._turns(page)
        self._styles()

    def _add(self, code: Code, message: str, span: Span = _WHERE) -> None:
        self.findings.add(code, message, span)

    # -- words ----------------------------------------------------------------

    def _text(self, text: DocumentText, home: str, head: str, span: Span, speech: Speaker) -> None:
        copy = copy_of_text(text, home, speech, bare=True)
        title = copy_of_words(text.title, text.lang, speech)
        self.findings.count("words", copy.words + title.words)
        page = self.homes.get(head) or self.homes.get(home)
        if page is None:
            self._add("proof-word-lost", f"`{shortened(title.written)}` is not on the site", span)
            return
        titles = (page.stream.text[place.start : place.end] for place in page.titles)
        if letters(title.written) not in titles:
            said = f"the title `{shortened(title.written)}` is not on {page.stream.key}"
            self._add("proof-word-lost", said, span)
        found = [page.anchors[leaf] for leaf in _tops(text) if leaf in page.anchors]
        if found:
            start, end = min(p.start for p in found), max(p.end for p in found)
            self._same(copy, page, Range("", start, end), span)
        elif copy.text:
            self._add("proof-word-lost", f"no block of it is on {page.stream.key}", span)

    def _note(self, note: Note, lang: str, speech: Speaker) -> None:
        copy = copy_of_bare_note(note, lang, speech)
        self.findings.count("notes")
        self.findings.count("words", copy.words)
        page = self.homes.get(note.anchor)
        if page is None:
            said = f"note {note.mark or note.anchor} of `{note.document}` is not on the site"
            self._add("proof-note-lost", said, note.span)
            return
        where = page.anchors[note.anchor]
        self._same(copy, page, where, note.span, _STOPS)
        printed = page.stream.text[where.start : where.end]
        for said in words_in_gaps(note.blocks):
            if letters(said) not in printed:
                lost = f"`{shortened(said)}` is not on {page.stream.key}"
                self._add("proof-word-lost", lost, note.span)

    def _same(
        self,
        copy: Copy,
        page: SitePage,
        where: Range,
        span: Span,
        stops: tuple[str, ...] = ("",),
    ) -> None:
        printed = page.stream.text[where.start : where.end]
        fits = any(_fits(copy.text + stop, printed) for stop in stops)
        if not fits:
            for code, said, place in differences(copy, page.stream, where, span):
                self._add(code, f"{said} on {page.stream.key}", place)
            return
        if GAP in copy.text:
            return
        for anchor, (start, _) in copy.spots.items():
            found = page.anchors.get(anchor)
            if found is None or found.start != where.start + start:
                said = f"the anchor `{anchor}` is not at its words on {page.stream.key}"
                target = self.edition.targets.get(anchor)
                self._add("proof-anchor", said, target.span if target else span)

    # -- links ----------------------------------------------------------------

    def _links(self, page: SitePage) -> None:
        for link in page.links:
            self.findings.count("links")
            parts = urlsplit(link.href)
            if parts.scheme:
                if parts.scheme not in SCHEMES:
                    self._add("proof-link", f"{page.stream.key} has the link `{link.href}`")
                continue
            name = self._target(page, parts.path)
            anchor = unquote(parts.fragment)
            if name is None:
                self._add("proof-link", f"{page.stream.key} leads to `{link.href}`: no such file")
            elif anchor and name in self.read and anchor not in self.read[name].anchors:
                self._add("proof-link", f"{page.stream.key} leads to `{link.href}`: no such anchor")
            elif link.number:
                self._number(page, link.number, anchor)

    def _target(self, page: SitePage, path: str) -> str | None:
        """The file that *path* names on *page*; other outputs stand beside the site's folder."""
        if not path:
            return page.stream.key
        name = posixpath.normpath(posixpath.join(posixpath.dirname(page.stream.key), unquote(path)))
        return name if name in self.files or name in self.around else None

    def _number(self, page: SitePage, number: str, anchor: str) -> None:
        self.findings.count("page references")
        place = self.pages.first.get(anchor)
        if place and expand(number)[0] != place.folio:
            said = f"{page.stream.key} gives page `{number}` for `{anchor}`, on {place.folio}"
            target = self.edition.targets.get(anchor)
            self._add("proof-page-wrong", said, target.span if target else _WHERE)

    # -- what is fetched ------------------------------------------------------

    def _loads(self, page: SitePage) -> None:
        for address in page.loads:
            self._load(page.stream.key, address)

    def _styles(self) -> None:
        for name, data in sorted(self.files.items()):
            if name.endswith((".css", ".html")):
                for found in _CSS_ADDRESS.finditer(data.decode("utf-8", "replace")):
                    self._load(name, found[1])

    def _load(self, name: str, address: str) -> None:
        self.findings.count("resources")
        parts = urlsplit(address)
        if parts.scheme == "data":
            return
        if parts.scheme or parts.netloc:
            self._add("proof-object", f"{name} fetches `{address}` from elsewhere")
            return
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
        if parts.path and path not in self.files:
            self._add("proof-link", f"{name} fetches `{address}`: no such file")

    # -- printed pages --------------------------------------------------------

    def _turns(self, page: SitePage) -> None:
        """The mark of a printed page stands before the words that the page begins with."""
        sheets = {sheet.folio: sheet.number for sheet in self.pages.sheets}
        for label, at in page.turns:
            self.findings.count("page marks")
            after = page.stream.text[at : at + 3 * _SAME]
            sheet = sheets.get(label, 0)
            notes = self._notes_go_on(page, sheet)
            begins = [*self._first_words(page, sheet), *notes.values()]
            if not (
                any(_begins(after, words) for words in begins)
                or any(_in_gap(page, at, anchor, words) for anchor, words in notes.items())
            ):
                shown = shortened(page.stream.whole(at, at + 2 * _SAME))
                said = f"{page.stream.key} turns to page {label} before `{shown}`"
                self._add("proof-page-wrong", said)

    def _first_words(self, page: SitePage, sheet: int) -> list[str]:
        """The letters with which the text of *page* may begin on *sheet* in print.

        Where it opens there, that is any line of its heading, for a label may come first;
        where its heading goes on there, also what follows it, for a screen has its own.
        """
        by_text: dict[str, list[SetLine]] = {}
        for line in self.by_sheet.get(sheet, ()):
            if line.area == "text" and line.anchor in page.anchors:
                by_text.setdefault(self.beside.get(line.anchor, ""), []).append(line)
        return [words for lines in by_text.values() for words in self._opens(lines, sheet)]

    def _opens(self, lines: Sequence[SetLine], sheet: int) -> list[str]:
        """The letters with which a text may begin on *sheet*, where it has *lines*."""
        found: list[str] = []
        begun = True
        repeated: list[str] = []  # the head of a table, or words that happen to come again
        for line in lines:
            target = self.edition.targets.get(line.anchor)
            heads = target is None or target.kind in ("document", "front")
            words = letters(line.text).removesuffix(HYPHEN)[:_SAME]
            if self.sheets[line.anchor, line.text] > 1:
                repeated.append(words)
                continue
            if found and not heads and begun:
                break
            begun = heads and self.pages.first[line.anchor].sheet == sheet
            found.append(words)
            if not heads:
                break
        return [*found, *repeated]

    def _notes_go_on(self, page: SitePage, sheet: int) -> dict[str, str]:
        """The letters with which notes of *page* go on at the foot of *sheet*, by their anchors."""
        first: dict[str, str] = {}
        for line in self.by_sheet.get(sheet, ()):
            begun = self.pages.first.get(line.anchor)
            if (
                line.area == "notes"
                and line.anchor in page.anchors
                and begun
                and begun.sheet < sheet
            ):
                first.setdefault(line.anchor, letters(line.text).removesuffix(HYPHEN)[:_SAME])
        return first


def _beside(edition: Edition) -> dict[str, str]:
    """The text of each passage that is not of a main text but stands beside one."""
    return {
        target: f"{document.anchor}.{text.lang}"
        for document in edition.documents
        if document.form != "sequential"
        for text in document.texts[1:]
        for block in blocks(text.blocks)
        if (target := getattr(block, "anchor", ""))
    }


def _tops(text: DocumentText) -> list[str]:
    return [anchor for block in text.blocks if (anchor := getattr(block, "anchor", ""))]


def _begins(text: str, words: str) -> bool:
    """Whether *text* begins with *words*, in which a note may be called, or a bullet drawn."""
    bare = _MARKS.sub("", words)
    return follow(text, 0, words) is not None or bool(
        bare and follow(_MARKS.sub("", text), 0, bare) is not None
    )


def _in_gap(page: SitePage, at: int, note: str, words: str) -> bool:
    """Whether the turn before letter *at* falls into what is generated in *note*, or just before.

    What is generated is no part of the stream, but of the *words* with which the note goes on.
    """
    inside = page.anchors[note].start <= at <= page.anchors[note].end
    gap = next((gap for gap in page.gaps if at <= gap < at + _SAME), None)
    return inside and gap is not None and words.startswith(page.stream.text[at:gap])


def _fits(meant: str, printed: str) -> bool:
    """Whether *printed* is *meant*, with any letters in the gaps."""
    if GAP not in meant:
        return printed == meant
    pattern = ".*?".join(re.escape(part) for part in meant.split(GAP))
    return re.fullmatch(pattern, printed, re.DOTALL) is not None
