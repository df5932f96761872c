"""What a finished PDF says, asked of readers that did not write it.

pdfium is always there; poppler, mutool and Ghostscript where the machine has them.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pikepdf
import pypdfium2
from PIL import Image

READERS = ("pdfium", "pdftotext", "mutool", "gs")
_GS = ["gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE"]
_SMOOTH = ["-dTextAlphaBits=4", "-dGraphicsAlphaBits=4"]
_PICTURES = "FOLDER/p%03d.pgm"
_HYPHENS = str.maketrans("", "", "-\u00ad\u2010\u2011\ufffe\x02")


def installed(program: str) -> bool:
    """Whether this machine has *program*; pdfium comes with the tests."""
    return program == "pdfium" or shutil.which(program) is not None


def page_texts(pdf: bytes, reader: str = "pdfium") -> list[str]:
    """The text of each page as *reader* finds it, with its own spaces and line ends."""
    if reader == "pdfium":
        with pypdfium2.PdfDocument(pdf) as document:
            return [page.get_textpage().get_text_range() for page in document]
    command = {
        "pdftotext": ["pdftotext", "-raw", "FILE", "FOLDER/p"],
        "mutool": ["mutool", "draw", "-q", "-F", "text", "-o", "FOLDER/p%03d", "FILE"],
        "gs": [*_GS, "-sDEVICE=txtwrite", "-o", "FOLDER/p%03d", "FILE"],
    }[reader]
    with tempfile.TemporaryDirectory() as folder:
        _run([part.replace("FOLDER", folder) for part in command], pdf)
        texts = [path.read_text("utf-8") for path in sorted(Path(folder).iterdir())]
    return texts[0].split("\f")[:-1] if reader == "pdftotext" else texts


def letters(text: str) -> str:
    """The letters of *text* in alphabetical order: what readers must agree on.

    They disagree about the order of a page's parts, about spaces, ligatures and hyphens.
    """
    return "".join(sorted("".join(normalize("NFKC", text).translate(_HYPHENS).split())))


def syntax_faults(pdf: bytes) -> str:
    """What qpdf has against the file, "" for nothing."""
    with pikepdf.open(BytesIO(pdf)) as document:
        faults = document.check_pdf_syntax()
    if installed("qpdf"):
        faults += [line for line in _run(["qpdf", "--check", "FILE"], pdf).decode().splitlines()
                   if "WARNING" in line or "rror:" in line]  # fmt: skip
    return "\n".join(faults)


def pictures(pdf: bytes, reader: str = "pdfium", dpi: int = 50) -> list[Image.Image]:
    """Every page, in greys, drawn by *reader*."""
    if reader == "pdfium":
        with pypdfium2.PdfDocument(pdf) as document:
            return [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]
    command = {
        "pdftotext": ["pdftoppm", "-gray", "-r", str(dpi), "FILE", "FOLDER/p"],
        "mutool": ["mutool", "draw", "-q", "-r", str(dpi), "-c", "gray", "-o", _PICTURES, "FILE"],
        "gs": [*_GS, "-sDEVICE=pgmraw", f"-r{dpi}", *_SMOOTH, "-o", _PICTURES, "FILE"],
    }[reader]
    with tempfile.TemporaryDirectory() as folder:
        _run([part.replace("FOLDER", folder) for part in command], pdf)
        return [_picture(path) for path in sorted(Path(folder).iterdir())]


def _picture(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        return picture.convert("L")


def ink(picture: Image.Image) -> float:
    """How much of a page is black, in thousandths."""
    counts = picture.histogram()
    total = sum(counts)
    return 1000 * sum(count * (255 - grey) for grey, count in enumerate(counts)) / (255 * total)


@dataclass(frozen=True)
class Element:
    """An element of the structure tree; `text` counts the pieces of text right in it."""

    kind: str
    kids: tuple[Element, ...]
    text: int
    lang: str = ""
    id: str = ""

    def walk(self) -> Iterator[Element]:
        """The element and all in it, in reading order."""
        yield self
        for kid in self.kids:
            yield from kid.walk()


def structure(pdf: bytes) -> Element:
    """The structure tree, from its only element."""
    with pikepdf.open(BytesIO(pdf)) as document:
        (top,) = document.Root.StructTreeRoot.K
        return _element(top)


def _element(node: Any) -> Element:
    kids = _kids(node)
    return Element(
        kind=str(node.S).removeprefix("/"),
        kids=tuple(_element(kid) for kid in kids if _is_element(kid)),
        text=sum(isinstance(kid, int) or "/MCID" in kid for kid in kids),
        lang=str(node.get("/Lang", "")),
        id=str(node.get("/ID", "")),
    )


@dataclass
class _Tags:
    """What is found on a walk through a structure tree."""

    parents: Mapping[int, Any]
    faults: list[str] = field(default_factory=list)
    seen: set[tuple[int, int]] = field(default_factory=set)
    claimed: Counter[tuple[tuple[int, int], int]] = field(default_factory=Counter)
    annotated: set[tuple[int, int]] = field(default_factory=set)
    ids: Counter[str] = field(default_factory=Counter)


def tag_faults(pdf: bytes) -> list[str]:
    """Everything in which tree, pages and parent tree of a tagged PDF disagree."""
    with pikepdf.open(BytesIO(pdf)) as document:
        root = document.Root.StructTreeRoot
        tags = _Tags(dict(pikepdf.NumberTree(root.ParentTree).items()))
        for top in root.K:
            _visit(top, root, tags)
        keys: Counter[int] = Counter()
        for page in document.pages:
            _visit_page(page, tags, keys)
        tags.faults += [
            f"key {key} is used {times} times" for key, times in keys.items() if times > 1
        ]
        tags.faults += [f"no page or link has key {key}" for key in tags.parents if key not in keys]
        tags.faults += [f"two elements are called {name}" for name, n in tags.ids.items() if n > 1]
        known = dict(pikepdf.NameTree(root.IDTree).items()) if "/IDTree" in root else {}
        if set(known) != set(tags.ids):
            tags.faults.append("the tree of identifiers does not hold the identifiers")
    return tags.faults


def _visit(node: Any, parent: Any, tags: _Tags) -> None:
    if node.objgen in tags.seen:
        tags.faults.append(f"{node.S} is in the tree twice")
        return
    tags.seen.add(node.objgen)
    if node.P.objgen != parent.objgen:
        tags.faults.append(f"{node.S} names another parent")
    if "/ID" in node:
        tags.ids[str(node.ID)] += 1
    for kid in _kids(node):
        if isinstance(kid, int) or "/MCID" in kid:
            _claim(node, kid, tags)
        elif _is_element(kid):
            _visit(kid, node, tags)
        else:
            tags.annotated.add(kid.Obj.objgen)
            if tags.parents[int(kid.Obj.StructParent)].objgen != node.objgen:
                tags.faults.append(f"a link of {node.S} has another owner")


def _claim(node: Any, kid: Any, tags: _Tags) -> None:
    number, leaf = (kid, node.Pg) if isinstance(kid, int) else (int(kid.MCID), kid.Pg)
    tags.claimed[leaf.objgen, number] += 1
    if tags.parents[int(leaf.StructParents)][number].objgen != node.objgen:
        tags.faults.append(f"text {number} of {node.S} has another owner")


def _visit_page(page: pikepdf.Page, tags: _Tags, keys: Counter[int]) -> None:
    drawn = page.Contents.read_bytes() if "/Contents" in page else b""
    marked = [int(number) for number in re.findall(rb"/MCID (\d+)", drawn)]
    if sorted(marked) != list(range(len(marked))):
        tags.faults.append(f"the text of page {page.index + 1} is not numbered from 0")
    for number in marked:
        times = tags.claimed[page.obj.objgen, number]
        if times != 1:
            tags.faults.append(f"text {number} of page {page.index + 1} is claimed {times} times")
    if "/StructParents" in page:
        keys[int(page.StructParents)] += 1
    for mark in page.get("/Annots", ()):
        keys[int(mark.StructParent)] += 1
        if mark.objgen not in tags.annotated:
            tags.faults.append(f"a link on page {page.index + 1} is in no element")


def _kids(node: Any) -> list[Any]:
    kids = node.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array | list) else [kids]


def _is_element(kid: Any) -> bool:
    return not isinstance(kid, int) and "/S" in kid


@dataclass(frozen=True)
class Spot:
    """A place: a page from 1, and points from its top edge."""

    page: int
    top: float


def places(pdf: bytes) -> dict[str, Spot]:
    """The named places of the PDF."""
    with pikepdf.open(BytesIO(pdf)) as document:
        names = pikepdf.NameTree(document.Root.Names.Dests)
        return {name: _spot(document, place) for name, place in names.items()}


def _spot(document: pikepdf.Pdf, place: Any) -> Spot:
    page = pikepdf.Page(place[0])
    return Spot(page.index + 1, round(float(page.mediabox[3]) - float(place[3]), 1))


@dataclass(frozen=True)
class Link:
    """A link: its page, what it says of itself, the name or address it leads to, and its box."""

    page: int
    words: str
    target: str
    box: tuple[float, ...]


def links(pdf: bytes) -> list[Link]:
    """Every link, in the order of the pages."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return [
            Link(
                number,
                str(mark.get("/Contents", "")),
                str(mark.Dest if "/Dest" in mark else mark.A.URI),
                tuple(float(side) for side in mark.Rect),
            )
            for number, page in enumerate(document.pages, 1)
            for mark in page.get("/Annots", ())
        ]


def bookmarks(pdf: bytes) -> list[tuple[int, str, int]]:
    """The outline as pdfium reads it: level from 1, label, page from 1."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [
            (mark.level + 1, mark.get_title(), (mark.get_dest().get_index() or 0) + 1)
            for mark in document.get_toc()
        ]


def labels(pdf: bytes) -> list[str]:
    """The label of each page as pdfium reads it."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [document.get_page_label(index) for index in range(len(document))]


def programs(pdf: bytes) -> list[tuple[str, str]]:
    """The fonts in the file: the name of each, and the digest of the program it carries."""
    found: list[tuple[str, str]] = []
    with pikepdf.open(BytesIO(pdf)) as document:
        for thing in document.objects:
            if not isinstance(thing, pikepdf.Dictionary) or thing.get("/Type") != "/FontDescriptor":
                continue
            for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                if key in thing:
                    name = str(thing.FontName).removeprefix("/")
                    found.append((name, sha256(thing[key].read_bytes()).hexdigest()))
    return sorted(found)


def _run(command: list[str], pdf: bytes) -> bytes:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        whole = [part.replace("FILE", file.name) for part in command]
        return subprocess.run(whole, check=False, capture_output=True).stdout
