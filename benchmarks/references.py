"""Every number that books print and export, each looked for on its page by readers of their own.

    python benchmarks/references.py corpus/joint-compendium specimens/* --generated 24

makes the editions that are named and as many small ones, no two of one shape, and reads what
was made: the links of the PDF with the numbers printed in them, its bookmarks and folios, the
files for libraries, `pages.json`, the site and the EPUB. A number is right if poppler finds
the words it leads to, in the letters of the corpus, on the page that bears it as a label in
the PDF. Nothing of the proof is used. At the end twenty layouts that would swing to and fro
for ever have to settle.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from passages import AFTER, Corpus, Passage, corpus_of, headed, plain
from printed import Print, read
from shelf import write
from turns import Page

from compendium import pipeline
from compendium.diag import failed

APART = frozenset({"page map: lines", "page map: pages", "layouts that swing"})
"""What is looked for and is not counted among the numbers."""
OUTPUTS = frozenset({"pdf", "html", "epub", "citations"})
_NUMBER = r"(?:\d+|[ivxlcdm]+)"
_RANGE = rf"({_NUMBER})(?:[–-]({_NUMBER}))?"
_PAGE = re.compile(rf"(?:\bpp?\.|\b\u0441\.|\bS\.)\s*{_RANGE}(?!\w)|(?<![\w–]){_RANGE}\s*[頁页]")
_LEADER = re.compile(rf"^(.*?)(?:\s\.)+\s*{_RANGE}\s*$", re.DOTALL)
_LOCATOR = re.compile(rf"^\s*{_RANGE}(?:\s?nn?\.?\s?[\d*†‡§,–& ]+)?(?:\s*\(.*\)|（.*）)?\s*$")
_CALL = re.compile(r"\.[nosv]\d+(\.call)?$")


# -- the account --------------------------------------------------------------------------


@dataclass(slots=True)
class Account:
    """What was looked for. Shape: `silent` counts what has no words to look for."""

    right: Counter[str] = field(default_factory=Counter)
    silent: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    pages: int = 0

    @property
    def total(self) -> int:
        """How many numbers were found or missed."""
        found = sum(count for kind, count in self.right.items() if kind not in APART)
        return found + len(self.wrong)


@dataclass(slots=True)
class Search:
    """Looks for what a book says in its own pages."""

    name: str
    corpus: Corpus
    book: Print
    account: Account

    def number(self, kind: str, first: str, last: str, anchor: str) -> None:
        """A number "321" or "321–25" that leads to *anchor*."""
        passage = self.corpus.passages.get(anchor)
        if passage is None or not (passage.words or passage.before):
            self.account.silent[kind] += 1
            return
        self._tell(kind, self.book.begins(first, passage), f"{first} leads to `{anchor}`")
        if last and last != first:
            self._tell(kind, self._closes(expand(first, last), anchor), f"–{last} of `{anchor}`")

    def _closes(self, label: str, anchor: str) -> bool:
        """Whether what begins at *anchor* ends on the page *label*, or is named there again."""
        ends = self.corpus.last.get(anchor, [])
        passages = [self.corpus.passages[end] for end in (*ends, anchor)]
        if any(self.book.ends(label, passage) for passage in passages):
            return True
        others = [self.corpus.passages.get(other) for other in self.corpus.among.get(anchor, ())]
        known = [other for other in others if other]
        return any(self.book.begins(label, o) or self.book.ends(label, o) for o in known)

    def _tell(self, kind: str, good: bool, said: str) -> None:
        if good:
            self.account.right[kind] += 1
        else:
            self.account.wrong.append(f"{self.name}: {kind}: {said}")

    # -- print ---------------------------------------------------------------------

    def links(self) -> None:
        """The numbers printed in the links of the PDF."""
        indexed = self.book.first_of("index")
        for at, page in enumerate(self.book.pdf.pages):
            text = self.book.drawn[at].get_textpage()
            for note in page.get("/Annots", []):
                if note.get("/Subtype") == "/Link" and "/Dest" in note:
                    said = text.get_text_bounded(*(float(x) for x in note.Rect))
                    self._link(str(note.Dest), said, at >= indexed)

    def _link(self, anchor: str, said: str, indexed: bool) -> None:
        if _CALL.search(anchor) and re.fullmatch(r"\s*\S{1,4}\s*", said):
            return  # the call of a note, or the way back to it
        if indexed and (found := _LOCATOR.match(said)):
            self.number("index", found[1], found[2] or "", anchor)
        elif found := _LEADER.match(said):
            self._listed(anchor, found)
        elif pages := list(_PAGE.finditer(said)):
            first, last = _numbers(pages[-1])
            self.number("cross-references", first, last, anchor)

    def _listed(self, anchor: str, found: re.Match[str]) -> None:
        """A line of the contents: what it calls its goal stands there too."""
        if anchor in self.corpus.passages:
            self.number("contents and lists", found[2], found[3] or "", anchor)
            return
        title = re.sub(r"^[\dIVXLC]+\.?\s", "", found[1])
        passage = headed(title)
        self._tell("contents and lists", self.book.begins(found[2], passage), f"`{title}`")

    def outline(self) -> None:
        """Each bookmark leads to a page that has its words."""
        for item in self.book.drawn.get_toc():
            dest = item.get_dest()
            index = dest.get_index() if dest else None
            words = plain(re.sub(r"^[\dIVXLC]+\.\s", "", item.get_title()))[:AFTER]
            if words and index is not None:
                near = self.book.pages[index].letters
                self._tell("bookmarks", words in near, f"`{item.get_title()}`")

    def folios(self) -> None:
        """A number that stands alone at the head or foot of a page is its label."""
        for page, label in zip(self.book.pages, self.book.labels, strict=True):
            edge = [line.strip() for line in (*page.lines[:3], *page.lines[-4:])]
            alone = [line for line in edge if re.fullmatch(_NUMBER, line)]
            if label in alone or any(re.search(rf"(?:^|\s){label}(?:\s|$)", line) for line in edge):
                self.account.right["folios"] += 1
            else:
                self.account.silent["folios"] += 1

    # -- files ---------------------------------------------------------------------

    def page_map(self, data: bytes) -> None:
        """The places of `pages.json`, and its lines."""
        told: dict[str, Any] = json.loads(data)
        for at, sheet in enumerate(told["sheets"]):
            good = sheet["folio"] == self.book.labels[at] or sheet["blank"]
            self._tell("page map: pages", good, f"sheet {sheet['sheet']}")
        for place in told["anchors"]:
            anchor = place["anchor"]
            self.number("page map: places", place["first"]["folio"], "", anchor)
            passage = self.corpus.passages.get(anchor)
            known = passage and passage.end and not (passage.made or passage.point)
            if passage and known and anchor not in self.corpus.last:
                good = self.book.ends(place["last"]["folio"], passage)
                self._tell("page map: places", good, f"{place['last']['folio']} ends `{anchor}`")
        for line in told["lines"]:
            words = plain(line["text"])
            if words and "\u0002" not in line["text"]:
                good = words in self.book.pages[line["sheet"] - 1].letters
                self._tell("page map: lines", good, f"sheet {line['sheet']}: `{line['text']}`")

    def citations(self, files: Mapping[str, bytes]) -> None:
        """The pages in the files for libraries."""
        for name, data in files.items():
            if not name.startswith("citations/documents/"):
                continue
            for first, last, key in _cited(data.decode(), name.rpartition(".")[2]):
                self._cited(key, first, last)

    def _cited(self, key: str, first: str, last: str) -> None:
        anchor = key.partition(":")[2] or key
        self.number("citation files", first, "", anchor)
        passage = self.corpus.passages.get(anchor)
        ends = self.corpus.last.get(anchor)
        if passage and ends:
            good = any(self.book.ends(last, self.corpus.passages[end]) for end in ends)
            self._tell("citation files", good, f"{last} ends `{anchor}`")

    # -- screens -------------------------------------------------------------------

    def site(self, files: Mapping[str, bytes]) -> None:
        """The numbers of the pages of the site, and the turns of the printed pages there."""
        for name, data in files.items():
            if not name.endswith((".html", ".xhtml")):
                continue
            page = Screen(name.rpartition("/")[2].rpartition(".")[0])
            page.feed(data.decode())
            for anchor, said in page.links:
                found = list(_PAGE.finditer(said))
                if anchor and found and len(said) < 200:
                    first, last = _numbers(found[-1])
                    self.number("screen: pointers and locators", first, last, anchor)
            turned = Page(name)
            turned.feed(data.decode())
            for turn in turned.turns:
                self._turn(turn.folio, turn.before, turn.after)
            if "citation_firstpage" in page.meta:
                first = page.meta["citation_firstpage"]
                last = page.meta.get("citation_lastpage", first)
                self.number("screen: tags for libraries", first, last, page.name)

    def _turn(self, label: str, before: str, after: str) -> None:
        passage = Passage(before, after, "")
        starts = [at for at in self.book.sheets(label) if self._opens(at, passage)]
        if after:  # else it is one of pages that have nothing of this text
            self._tell("screen: page turns", bool(starts), f"{label}: `{before}|{after}`")

    def _opens(self, at: int, passage: Passage) -> bool:
        """Whether the turn itself is at page *at*: what is before it stands earlier, whole."""
        pages = [page.letters for page in self.book.pages]
        earlier = any(passage.before in page for page in pages[max(at - 3, 0) : at])
        return passage.words in pages[at] and earlier


@dataclass(slots=True)
class Screen(HTMLParser):
    """A page of the site or of the EPUB.

    Shape: `links` are (anchor, words).
    """

    name: str
    links: list[tuple[str, str]] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    _anchor: str = ""
    _said: str = ""

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A link, or what is said of the page."""
        given = {name: value or "" for name, value in attrs}
        if tag == "meta" and given.get("name", "").startswith("citation_"):
            self.meta[given["name"]] = given.get("content", "")
        if tag == "a":
            path, _, anchor = given.get("href", "").partition("#")
            stem = path.rpartition("/")[2].rpartition(".")[0]
            outside = "://" in path or path.endswith((".pdf", ".ris", ".bib", ".json"))
            self._anchor = "" if outside else unquote(anchor) or stem
            self._said = ""

    def handle_data(self, data: str) -> None:
        """Words."""
        self._said += data

    def handle_endtag(self, tag: str) -> None:
        """The end of a link."""
        if tag == "a" and self._anchor:
            self.links.append((self._anchor, self._said))
            self._anchor = ""


def _numbers(found: re.Match[str]) -> tuple[str, str]:
    first = found[1] or found[3]
    return first, found[2] or found[4] or ""


def expand(first: str, last: str) -> str:
    """The number that the shortened *last* of "321–25" stands for."""
    short = len(first) - len(last)
    return first[:short] + last if (first + last).isdigit() and short > 0 else last


def _cited(text: str, form: str) -> Iterator[tuple[str, str, str]]:
    """First page, last page and key of each record in a file."""
    if form == "ris":
        for record in text.split("ER  -"):
            given: dict[str, str] = dict(re.findall(r"^(ID|SP|EP)  - (\S+)", record, re.MULTILINE))
            if "SP" in given:
                yield given["SP"], given.get("EP", given["SP"]), given.get("ID", "")
    elif form == "bib":
        for key, record in re.findall(r"^@\w+\{([^,\s]+),(.*?)^\}", text, re.MULTILINE | re.DOTALL):
            if found := re.search(r"pages = \{([^-}]+)(?:--([^}]+))?\}", record):
                yield found[1], found[2] or found[1], key
    else:
        told = json.loads(text)
        for record in told if isinstance(told, list) else [told]:
            first, _, last = str(record.get("page", "")).partition("-")
            if first:
                yield first, last or first, record["id"]


# -- the run ------------------------------------------------------------------------------


def settled(account: Account) -> None:
    """Twenty layouts that would swing to and fro for ever: each settles, and is right."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    import test_settling as layouts

    for name, targets, folios, layout in layouts.OSCILLATING:
        try:
            layouts.test_layouts_built_to_oscillate(targets, folios, layout)
        except AssertionError as fault:
            account.wrong.append(f"layout that {name}: {fault}")
        account.right["layouts that swing"] += 1


def search(root: Path, account: Account, shifted: bool) -> int:
    """Make the edition in *root* and look for its numbers; returns how many pages it has.

    Where it is *shifted*, each page is taken for the one before it.
    """
    edition, problems = pipeline.check(root)
    if edition is None:
        account.wrong.append(f"{root}: {problems[0]}")
        return 0
    built, problems = pipeline.make(edition, OUTPUTS, pipeline.Means(jobs=1))
    if failed(problems):  # such a book is not published
        sys.stdout.write(f"{root.name}: refused: {next(p for p in problems if failed([p]))}\n")
        return 0
    files = built.files
    book = read(files[f"{edition.id}.pdf"])
    if shifted:
        book.labels = [*book.labels[1:], ""]
    work = Search(edition.id, corpus_of(edition), book, account)
    work.links()
    work.outline()
    work.folios()
    work.page_map(files["pages.json"])
    work.citations(files)
    work.site({name: data for name, data in files.items() if name.startswith("html/")})
    with zipfile.ZipFile(BytesIO(files[f"{edition.id}.epub"])) as packed:
        work.site({name: packed.read(name) for name in packed.namelist()})
    return len(book.pages)


def main() -> int:
    """Run it; 0 if every number is right."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("editions", type=Path, nargs="*")
    asked.add_argument("--generated", type=int, default=12, help="small books of many shapes")
    asked.add_argument("--seed", type=int, default=1, help="the first of their shapes")
    asked.add_argument("--shifted", action="store_true", help="how many are told as wrong")
    given = asked.parse_args()
    whole, start = Account(), time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        seeds = range(given.seed, given.seed + given.generated)
        shelf = [write(seed, Path(folder)) for seed in seeds]
        for root in [*given.editions, *shelf]:
            account = Account()
            pages = search(root, account, given.shifted)
            sys.stdout.write(f"{root.name}: {pages} pages, {account.total} numbers, ")
            sys.stdout.write(f"{len(account.wrong)} wrong, {time.monotonic() - start:.0f} s\n")
            sys.stdout.writelines(f"  {line}\n" for line in account.wrong[:20])
            sys.stdout.flush()
            whole.right += account.right
            whole.silent += account.silent
            whole.wrong += account.wrong
            whole.pages += pages
    settled(whole)
    for kind, count in sorted(whole.right.items()):
        silent = f", {whole.silent[kind]} without words" if whole.silent[kind] else ""
        sys.stdout.write(f"{count:8}  {kind}{silent}\n")
    books = len(given.editions) + given.generated
    told = f"{books} books, {whole.pages} pages, {whole.total} numbers, {len(whole.wrong)} wrong"
    sys.stdout.write(f"{told}\n")
    return 1 if whole.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
