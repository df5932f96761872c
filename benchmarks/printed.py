"""What poppler and pdfium read in a finished PDF, and whether a passage begins on a page."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pikepdf
import pypdfium2
from passages import Passage, plain


@dataclass(slots=True)
class Sheet:
    """A page: its letters, and where among them its lines begin and end."""

    letters: str
    lines: list[str]
    starts: set[int]
    ends: set[int]


@dataclass(slots=True)
class Print:
    """A finished PDF as poppler and pdfium read it. Shape: `labels` are those of its pages."""

    pages: list[Sheet]
    labels: list[str]
    pdf: pikepdf.Pdf
    drawn: pypdfium2.PdfDocument

    def sheets(self, label: str) -> list[int]:
        """The pages that bear *label*, from 0."""
        return [at for at, name in enumerate(self.labels) if name == label]

    def first_of(self, name: str) -> int:
        """The first page that a destination beginning with *name* leads to, from 0."""
        numbers = {page.objgen: at for at, page in enumerate(self.pdf.pages)}
        tree = pikepdf.NameTree(self.pdf.Root.Names.Dests)
        found = [numbers[dest[0].objgen] for key, dest in tree.items() if key.startswith(name)]
        return min(found, default=len(numbers))

    def begins(self, label: str, passage: Passage) -> bool:
        """Whether *passage* begins on the page *label*."""
        return any(self._begins(at, passage) for at in self.sheets(label))

    def _begins(self, at: int, passage: Passage) -> bool:
        whole, start = passage.before + passage.words, len(passage.before)
        if whole in self.pages[at].letters:
            return True
        for cut in range(1, len(whole)):
            above, below = whole[:cut], whole[cut:]
            if cut <= start and self._opens(at, below) and self._before(at, above):
                return True
            behind = cut > start or (passage.point and cut == start)
            if behind and self._closes(at, above) and self._behind(at, below):
                return True
        return False

    def ends(self, label: str, passage: Passage) -> bool:
        """Whether *passage* ends on the page *label*."""
        return any(self._ends(at, passage) for at in self.sheets(label))

    def _ends(self, at: int, passage: Passage) -> bool:
        whole, end = passage.end + passage.behind, len(passage.end)
        if whole in self.pages[at].letters:
            return True
        for cut in range(1, len(whole)):
            above, below = whole[:cut], whole[cut:]
            if cut >= end and self._closes(at, above) and self._behind(at, below):
                return True
            if cut < end and self._opens(at, below) and self._before(at, above):
                return True
        return False

    def _before(self, at: int, said: str) -> bool:
        """Whether a line ends with *said* on the page before *at*, or on one before a figure."""
        return any(self._closes(one, said, whole=False) for one in range(max(at - 2, 0), at))

    def _behind(self, at: int, said: str) -> bool:
        """Whether a line begins with *said* on the page behind *at*, or on one behind a figure."""
        pages = range(at + 1, min(at + 3, len(self.pages)))
        return any(self._opens(one, said, whole=False) for one in pages)

    def _closes(self, at: int, said: str, whole: bool = True) -> bool:
        """Whether a line of page *at* ends with *said*; a few letters must be the *whole* of it."""
        sheet, whole = self.pages[at], whole and len(said) < few(said)
        found = _found(sheet.letters, said)
        return any(a + len(said) in sheet.ends and (not whole or a in sheet.starts) for a in found)

    def _opens(self, at: int, said: str, whole: bool = True) -> bool:
        """Whether a line of page *at* begins with *said*."""
        sheet, whole = self.pages[at], whole and len(said) < few(said)
        found = _found(sheet.letters, said)
        return any(a in sheet.starts and (not whole or a + len(said) in sheet.ends) for a in found)


def few(said: str) -> int:
    """So many letters are enough to tell a place at a turn: fewer, where they are syllables."""
    return 9 if said.isascii() or said[0] < "\u3000" else 4


def _found(letters: str, said: str) -> Iterator[int]:
    at = letters.find(said)
    while at >= 0:
        yield at
        at = letters.find(said, at + 1)


def read(pdf: bytes) -> Print:
    """*pdf* as it is read by those who did not write it."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        command = ["pdftotext", "-raw", file.name, "-"]
        said = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    pages = [_sheet(page.split("\n")) for page in said.split("\f")[:-1]]
    drawn = pypdfium2.PdfDocument(pdf)
    labels = [drawn.get_page_label(at) for at in range(len(drawn))]
    assert len(pages) == len(drawn)
    return Print(pages, labels, pikepdf.open(BytesIO(pdf)), drawn)


def _sheet(lines: list[str]) -> Sheet:
    sheet = Sheet("", lines, set(), set())
    for line in lines:
        sheet.starts.add(len(sheet.letters))
        sheet.letters += plain(line)
        sheet.ends.add(len(sheet.letters))
    return sheet
