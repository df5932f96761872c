"""The turns of the printed pages in a built site, each looked for in the PDF by poppler.

    python benchmarks/turns.py build/joint-compendium

The letters behind a mark must begin its page: poppler finds them there, finds those before
the mark, whole, on one of the pages before. So a mark one letter early or late is found, for
the words would be parted by the turn. Told are also the pages that no mark has: those that
were made for print alone.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

_BLOCKS = {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "figcaption", "caption",
           "dt", "dd", "div", "blockquote", "tr", "table", "section"}  # fmt: skip
_EMPTY = {"br", "hr", "img", "meta", "link", "input", "wbr", "col", "source"}
_LETTERS = re.compile(r"[^\W\d_]+")
LENGTH = 24
"""Letters that are looked for on each side of a mark."""


@dataclass(slots=True)
class Turn:
    """A mark: the letters before it in its block, and what follows it there."""

    where: str
    folio: str
    before: str
    earlier: str
    after: str = ""


@dataclass(slots=True)
class Page(HTMLParser):
    """A page of the site as it is read; notes are streams of their own."""

    name: str
    turns: list[Turn] = field(default_factory=list)
    _open: list[tuple[str, bool, bool]] = field(default_factory=list)
    _said: dict[bool, str] = field(default_factory=lambda: {False: "", True: ""})
    _last: dict[bool, str] = field(default_factory=lambda: {False: "", True: ""})
    _waiting: list[tuple[bool, Turn]] = field(default_factory=list)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go into an element, or take a mark."""
        given = dict(attrs)
        classes = (given.get("class") or "").split()
        _, silent, note = self._open[-1] if self._open else ("", True, False)
        note = note or "note" in classes
        if tag in ("article", "main"):
            silent = False
        if tag in _BLOCKS and not silent:
            self._close(note)
        if "page-turn" in classes:
            turn = Turn(self.name, given.get("data-page") or "", self._said[note], self._last[note])
            self.turns.append(turn)
            self._waiting.append((note, turn))
        if tag not in _EMPTY:
            silent = silent or "data-generated" in given or tag in ("nav", "script", "rt", "rp")
            self._open.append((tag, silent, note))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        while self._open:
            name, silent, note = self._open.pop()
            if tag in _BLOCKS and not silent:
                self._close(note)
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        """Words."""
        if not self._open or self._open[-1][1]:
            return
        note, said = self._open[-1][2], plain(data)
        self._said[note] = (self._said[note] + said)[-LENGTH:]
        for of, turn in self._waiting:
            if of is note and len(turn.after) < LENGTH:
                turn.after += said[: LENGTH - len(turn.after)]

    def _close(self, note: bool) -> None:
        if self._said[note]:
            self._last[note], self._said[note] = self._said[note], ""
        self._waiting = [
            (of, t) for of, t in self._waiting if of is not note or not (t.after or t.before)
        ]


def plain(text: str) -> str:
    """The letters of *text*."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(_LETTERS.findall(folded))


def faults(turn: Turn, sheet: int, pages: Sequence[str]) -> Iterator[str]:
    """What is wrong with *turn*, whose page is number *sheet* of *pages*."""
    here, there = pages[sheet - 1], pages[max(sheet - 4, 0) : sheet - 1]
    before = turn.before or turn.earlier
    if turn.after not in here:
        yield f"`{turn.after}` is not there"
    if turn.before and not any(before in page for page in there):
        yield f"`{before}` is not before it"
    if before + turn.after in here and not any(before in page for page in there):
        yield f"`{before}|{turn.after}` is all there"


def main() -> int:
    """Run it; 0 if every mark stands where its page begins."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("build", type=Path)
    build: Path = asked.parse_args().build
    shape: dict[str, Any] = json.loads((build / "pages.json").read_text())
    (pdf,) = build.glob("*.pdf")
    read = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True)
    pages = [plain(page) for page in read.stdout.decode("utf-8", "replace").split("\f")]
    sheets = {sheet["folio"]: sheet["sheet"] for sheet in shape["sheets"] if sheet["folio"]}
    turns, wrong, open_ones = 0, 0, 0
    marked: set[str] = set()
    for path in sorted((build / "html").glob("*.html")):
        page = Page(path.name)
        page.feed(path.read_text())
        for turn in page.turns:
            turns += 1
            marked.add(turn.folio)
            open_ones += not turn.before
            for fault in faults(turn, sheets[turn.folio], pages):
                wrong += 1
                sys.stdout.write(f"{turn.where}: page {turn.folio}: {fault}\n")
    unmarked = [sheet["folio"] for sheet in shape["sheets"]
                if not sheet["blank"] and sheet["folio"] not in marked]  # fmt: skip
    sys.stdout.write(f"pages without a mark: {' '.join(unmarked) or 'none'}\n")
    sys.stdout.write(f"{turns} marks, {open_ones} at the head of a block, {wrong} faults\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
