"""The finished PDF as pdfium reads it: characters where they stand, links, labels.

Only this module, `runs` and `ink` know pdfium. What leaves them is in points from the top left
corner of the page.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from compendium.proof import calls
from compendium.proof.ink import Ink, Paper
from compendium.proof.runs import Box, FontKey, FontProgram, Run, read_runs, take_marks

_KINDS = {0: "", 1: "page", 2: "file", 3: "address", 4: "launch", 5: "file"}
_LARGE = 4
"""Pixels a point, where one is too few to tell."""
_ANNOTATION_LINK = 2
_LONGEST = 256
"""Characters: a place with a longer name counts as one without."""


def versions() -> dict[str, str]:
    """What PDFs are read with."""
    return {
        "pdfium": str(pypdfium2.PDFIUM_INFO),
        "pypdfium2": str(pypdfium2.PYPDFIUM_INFO),
    }


class UnreadableError(Exception):
    """The bytes are no PDF that pdfium can read."""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link area. `kind` is page, address, or what we never want; `top` is None if not said.

    Shape: `name` is what the file calls the place it leads to; where that is, `Reader.named`
        says. If it is "", `sheet` and `top` say where it leads.
    """

    box: Box
    kind: str
    address: str = ""
    sheet: int = 0
    top: float | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class PageRead:
    """One page: its label, its runs of characters in the order drawn, and its links.

    Shape: `others` counts the annotations that are no links; `inside` says that no character
        stands out of the page by more than a point; `sharper` draws the page again
        at a larger scale, and `handle` is its address in pdfium, as long as it is being read.
    """

    number: int
    label: str
    width: float
    height: float
    runs: tuple[Run, ...]
    links: tuple[PageLink, ...]
    others: int
    ink: Ink
    sharper: Callable[[], Ink]
    inside: bool
    handle: int = 0


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline; `sheet` is 0 if it leads nowhere."""

    level: int
    title: str
    sheet: int


class Reader:
    """A PDF opened for reading. `fonts` has a handle of every font met so far."""

    def __init__(self, data: bytes | Path) -> None:
        self._data = data
        try:
            self.pdf = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise UnreadableError(str(error)) from error
        self.fonts: dict[FontKey, FontProgram] = {}
        self.paper = Paper()
        self._names: dict[str, tuple[int, float | None] | None] = {}

    def __len__(self) -> int:
        return len(self.pdf)

    def close(self) -> None:
        """Let the file go."""
        self.pdf.close()

    def label(self, index: int) -> str:
        """The label of page *index*, "" if it has none."""
        return str(self.pdf.get_page_label(index))

    def labels(self) -> list[str]:
        """The labels of all pages."""
        return [self.label(index) for index in range(len(self.pdf))]

    def pages(self, sheets: Iterable[int]) -> Iterator[PageRead]:
        """The pages with these numbers, from 1, one after the other."""
        for index in (sheet - 1 for sheet in sheets):
            page = self.pdf[index]
            said = take_marks(page.raw)
            text = page.get_textpage()
            try:
                yield self._page(index, page, text, said)
            finally:
                text.close()
                page.close()

    def _page(self, index: int, page: Any, text: Any, said: Mapping[int, str]) -> PageRead:
        width, height = page.get_size()
        links, others = _links(self.pdf, page, height)
        runs, inside = read_runs(text.raw, (width, height), said, self.fonts)
        return PageRead(
            index + 1,
            self.label(index),
            width,
            height,
            runs,
            tuple(links),
            others,
            self.paper.draw(page, width, height),
            lambda: Paper().draw(page, width, height, _LARGE),
            inside,
            calls.address(page.raw),
        )

    def named(self, name: str) -> tuple[int, float | None] | None:
        """Where the file says that *name* is: the sheet, and how far down on it."""
        if name not in self._names:
            dest = raw.FPDF_GetNamedDestByName(self.pdf, name.encode())
            self._names[name] = _place(self.pdf, dest) if dest else None
        return self._names[name]

    # -- the document ---------------------------------------------------------

    def information(self, key: str) -> str:
        """What the document information says under *key*."""
        return str(self.pdf.get_metadata_value(key))

    def language(self) -> str:
        """The language of the document."""
        size = raw.FPDFCatalog_GetLanguage(self.pdf, None, 0)
        buffer = ctypes.create_string_buffer(max(size, 2))
        raw.FPDFCatalog_GetLanguage(
            self.pdf, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size
        )
        return buffer.raw[: max(size - 2, 0)].decode("utf-16-le")

    def tagged(self) -> bool:
        """Whether it says that it is tagged."""
        return bool(raw.FPDFCatalog_IsTagged(self.pdf))

    def active(self) -> dict[str, int]:
        """How many things the file has that are no pages: attachments, scripts, forms."""
        return {
            "attachment": raw.FPDFDoc_GetAttachmentCount(self.pdf),
            "script": raw.FPDFDoc_GetJavaScriptActionCount(self.pdf),
            "form": int(raw.FPDF_GetFormType(self.pdf) != raw.FORMTYPE_NONE),
        }

    def outline(self) -> list[Bookmark]:
        """The outline in order, levels from 1.

        To tell where an entry leads, pdfium reads every page, and holds it as long as the file
        is open: so for this alone it is opened once more.
        """
        found = []
        with pypdfium2.PdfDocument(self._data) as pdf:
            for item in pdf.get_toc(max_depth=100):
                dest = item.get_dest()
                index = dest.get_index() if dest else None
                found.append(
                    Bookmark(item.level + 1, item.get_title(), 0 if index is None else index + 1)
                )
        return found


def _links(pdf: Any, page: Any, height: float) -> tuple[list[PageLink], int]:
    """The links of *page*, and how many annotations it has that are none."""
    found = []
    position, link = ctypes.c_int(0), raw.FPDF_LINK()
    while raw.FPDFLink_Enumerate(page, ctypes.byref(position), ctypes.byref(link)):
        found.append(_link(pdf, page, link, height))
    others = 0
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        others += raw.FPDFAnnot_GetSubtype(annotation) != _ANNOTATION_LINK
        raw.FPDFPage_CloseAnnot(annotation)
    return found, others


def _link(pdf: Any, page: Any, link: Any, height: float) -> PageLink:
    rect = raw.FS_RECTF()
    raw.FPDFLink_GetAnnotRect(link, ctypes.byref(rect))
    box = (rect.left, height - rect.top, rect.right, height - rect.bottom)
    action = raw.FPDFLink_GetAction(link)
    kind = _KINDS.get(raw.FPDFAction_GetType(action), "") if action else "page"
    if kind == "address":
        size = raw.FPDFAction_GetURIPath(pdf, action, None, 0)
        buffer = ctypes.create_string_buffer(max(size, 1))
        raw.FPDFAction_GetURIPath(pdf, action, buffer, size)
        return PageLink(box, kind, buffer.value.decode("utf-8", "replace"))
    if kind == "page" and (name := _name(page, link)):
        return PageLink(box, kind, name=name)
    dest = raw.FPDFLink_GetDest(pdf, link) if kind == "page" else None
    if not dest and kind == "page" and action:
        dest = raw.FPDFAction_GetDest(pdf, action)
    return PageLink(box, kind, "", *_place(pdf, dest)) if dest else PageLink(box, kind)


def _place(pdf: Any, dest: Any) -> tuple[int, float | None]:
    """The sheet that *dest* is on, and how far down."""
    index = raw.FPDFDest_GetDestPageIndex(pdf, dest)
    if not 0 <= index < len(pdf):
        return 0, None
    return index + 1, _top(dest, pdf.get_page_size(index)[1])


_said = (raw.FPDF_WCHAR * _LONGEST)()


def _name(page: Any, link: Any) -> str:
    """What *link* calls the place it leads to, "" if it is not by a plain name that it leads."""
    annotation = raw.FPDFLink_GetAnnot(page, link)
    size = raw.FPDFAnnot_GetStringValue(annotation, b"Dest", _said, _LONGEST * 2)
    raw.FPDFPage_CloseAnnot(annotation)
    name = bytes(_said)[: max(size - 2, 0)].decode("utf-16-le", "replace")
    return name if name.isascii() and size <= _LONGEST * 2 else ""


def _top(dest: Any, height: float) -> float | None:
    has = [ctypes.c_int() for _ in range(3)]
    at = [ctypes.c_float() for _ in range(3)]
    raw.FPDFDest_GetLocationInPage(dest, *map(ctypes.byref, has), *map(ctypes.byref, at))
    return height - at[1].value if has[1].value else None
