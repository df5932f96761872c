"""A sheaf that moved is known by what it was elsewhere, and nothing is hidden by that."""

from __future__ import annotations

import json
import re
import shutil
import zlib
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import pytest

from compendium.model.pages import PageMap, SetLine
from compendium.proof import Help, to_json
from compendium.proof.digests import Digests
from compendium.proof.drawn import Drawings, PageDrawn, Shown
from compendium.proof.keeping import faces_key, unpack
from compendium.proof.likes import Likes
from compendium.proof.objects import Objects, entries, number_of
from compendium.proof.reader import Reader
from compendium.proof.sheaves import Sheaf, sheaves
from finished import TRIP, Finished, finished, redraw, trip
from test_proof_kept import Shelf, proved, spoiled, spoiled_book

MOVED = ("contents", "register.persons", "index-names", "colophon")
"""The chunks that differ only in figures and margins when the appendix is a page longer."""


@cache
def longer() -> Finished:
    """The book with a longer appendix, so that all after it is a page later."""
    with TemporaryDirectory() as folder:
        corpus = Path(folder) / "trip"
        shutil.copytree(TRIP, corpus)
        appendix = corpus / "back" / "appendix.en.md"
        more = "\n\nMore of the same is said here, again and again, and nothing new." * 24
        appendix.write_text(appendix.read_text().rstrip() + more + "\n")
        return finished(corpus)


@cache
def known() -> dict[str, bytes]:
    """What is kept of the book as it was before."""
    kept = Shelf()
    assert not proved(trip(), Help(kept)).findings
    return kept.kept


def shelf() -> Shelf:
    """The same, to be added to."""
    kept = Shelf()
    kept.kept = dict(known())
    return kept


class Bench:
    """Tells of the sheaves of a *book* whether they are like those that are *kept*."""

    def __init__(self, book: Finished, kept: Shelf) -> None:
        self.objects = Objects(book.pdf)
        self.numbers = [number for number, _ in Digests(self.objects).pages()]
        self.folios = Reader(book.pdf).labels()
        found = sheaves(book.chunks, book.pages, len(self.numbers))
        self.sheaves = {sheaf.chunk.name: sheaf for sheaf in found}
        drawings = Drawings(self.objects, self.numbers)
        self.likes = Likes(kept, book.edition.id, faces_key(book.fonts), drawings, self.folios)

    def drawn(self, sheet: int) -> PageDrawn:
        """A page as it is drawn."""
        page = self.likes.drawings.page(sheet)
        assert page
        return page

    def contents(self, sheet: int) -> tuple[int, bytes]:
        """The number of the stream of a page, and what it draws."""
        page = entries(self.objects.body(self.numbers[sheet - 1])[0])
        number = number_of(page[b"/Contents"])
        return number, zlib.decompress(self.objects.body(number)[1])

    def moved(self, sheaf: Sheaf, change: dict[int, bytes] | None = None) -> bytes:
        """What *sheaf* is told to hold, with *change* for the streams of some objects."""
        plain, changed = self.objects.body, copy(self.objects)

        def body(number: int) -> tuple[bytes, bytes]:
            head, data = plain(number)
            return head, zlib.compress(change[number]) if change and number in change else data

        changed.body = body  # type: ignore[method-assign]
        self.likes.drawings.objects = changed
        try:
            return self.likes.moved(sheaf)
        finally:
            self.likes.drawings.objects = self.objects


@cache
def bench() -> Bench:
    """The longer book."""
    return Bench(longer(), shelf())


def test_a_book_that_moved_is_proved_in_the_same_words() -> None:
    """What was known elsewhere is said of the pages as if they were read anew."""
    helped, kept = proved(longer(), Help(one := shelf())), shelf()
    names = {name for name, sheaf in bench().sheaves.items() if bench().moved(sheaf)}

    assert names.issuperset(MOVED)
    assert to_json([helped]) == to_json([proved(longer(), None)])
    assert len(longer().pages.sheets) == len(trip().pages.sheets) + 1
    proved(longer(), Help(kept))
    assert one.kept == kept.kept


@pytest.mark.parametrize("name", MOVED)
def test_what_is_told_is_what_is_read(name: str) -> None:
    """What is kept of a sheaf that moved is, byte for byte, what reading it would have kept."""
    anew = Shelf()
    proved(longer(), Help(anew))
    sheaf = bench().sheaves[name]
    told = bench().moved(sheaf)
    facts = json.loads(told.partition(b"\n")[0])

    read = [
        json.loads(data.partition(b"\n")[0]) for data in anew.kept.values() if data[:3] == b'{"s'
    ]
    assert facts in read
    assert unpack(told, sheaf).counts == facts["counts"]


def other(figures: Shown, page: PageDrawn) -> Iterator[tuple[str, ...]]:
    """The codes of *figures* with one of them another that is in use on the page."""
    codes = sorted({c for one in page.figures if one.font == figures.font for c in one.codes})
    for at, code in enumerate(figures.codes):
        new = next((c for c in codes if c != code), None)
        if new:
            yield (*figures.codes[:at], new, *figures.codes[at + 1 :])


def reshown(drawn: bytes, figures: Shown, codes: Sequence[str]) -> bytes:
    """What is *drawn* with other *codes* in the place of *figures*."""
    shows = [match.start() for match in re.finditer(rb"\[[^\]]*\] TJ\n", drawn)]
    start = shows[figures.op]
    end = drawn.index(b"] TJ\n", start)
    new = iter(codes)
    shown = re.sub(rb"[0-9a-f]{4}(?=[0-9a-f]*>)", lambda _: next(new).encode(), drawn[start:end])
    return drawn[:start] + shown + drawn[end:]


@pytest.mark.parametrize("name", MOVED)
def test_no_figure_of_a_sheaf_that_moved_may_be_wrong(name: str) -> None:
    """With any one figure changed, folio, number or any other, nothing is told of the sheaf."""
    sheaf, tried = bench().sheaves[name], 0
    for sheet in sheaf.sheets:
        page, (number, drawn) = bench().drawn(sheet), bench().contents(sheet)
        for figures in page.figures:
            for codes in other(figures, page):
                change = {number: reshown(drawn, figures, codes)}
                assert change[number] != drawn
                assert not bench().moved(sheaf, change)
                tried += 1
    assert tried or name == "colophon"


def altered(drawn: bytes, old: bytes, new: bytes) -> bytes:
    """What is *drawn* with *new* for the first *old*, which must be there."""
    assert old in drawn
    return drawn.replace(old, new, 1)


def off_the_page(drawn: bytes) -> bytes:
    """The text stands far to the right."""
    if re.search(rb"^1 0 0 1 \S+ 0 cm$", drawn, re.MULTILINE):
        return re.sub(rb"(?m)^1 0 0 1 \S+ 0 cm$", b"1 0 0 1 300 0 cm", drawn, count=1)
    head, q, rest = drawn.partition(b" cm\nq\nq\n")
    body, margin, after = rest.rpartition(b"Q\nQ\nq\nq\n/Artifact\n<<")
    return head + q + b"q\n1 0 0 1 300 0 cm\nq\n" + body[2:] + b"Q\n" + margin + after


def lower(drawn: bytes) -> bytes:
    """The text stands a little lower."""
    return altered(drawn, b" cm\nq\nq\n", b" cm\nq\nq\n1 0 0 1 0 9 cm\n")


def covered(drawn: bytes) -> bytes:
    """Something white is drawn over all."""
    return drawn + b"\n1 g 0 0 900 900 re f\n"


def lost(drawn: bytes) -> bytes:
    """The last thing that is shown is not."""
    head, _, rest = drawn.rpartition(b"] TJ\n")
    return head[: head.rindex(b"[")] + b"[<>] TJ\n" + rest


def twice(drawn: bytes) -> bytes:
    """What stands last in a margin stands there twice."""
    start = drawn.rindex(b"q\nq\n/Artifact\n<<")
    end = drawn.index(b"EMC\nQ\nQ\n", start) + 8
    return drawn[:end] + drawn[start:end] + drawn[end:]


def paler(drawn: bytes) -> bytes:
    """What stands last in a margin is white."""
    start = drawn.rindex(b"0 0 0 rg")
    return drawn[:start] + b"1 1 1 rg" + drawn[start + 8 :]


def further(drawn: bytes) -> bytes:
    """What stands last in a margin stands elsewhere."""
    start = drawn.rindex(b"1 0 0 -1 ")
    return drawn[:start] + b"1 0 0 -1 9" + drawn[start + 9 :]


def quoting(drawn: bytes) -> bytes:
    """A string seems to draw something."""
    return altered(drawn, b"BDC\n", b"BDC\n/X <</Y (\n/F 9 Tf\n[<0001>] TJ\n)>> DP\n")


CHANGES = [off_the_page, lower, covered, lost, twice, paler, further, quoting]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", ["register.persons", "index-names"])
def test_nothing_else_of_it_may_be_other_than_it_was(
    name: str, change: Callable[[bytes], bytes]
) -> None:
    """Of a page that is drawn in any other way nothing is told."""
    sheaf = bench().sheaves[name]
    number, drawn = bench().contents(sheaf.sheets[0])

    assert bench().moved(sheaf)
    assert change(drawn) != drawn
    assert not bench().moved(sheaf, {number: change(drawn)})


def test_a_label_that_is_not_the_folio_is_found() -> None:
    """The label of a page must be what is printed on it."""
    sheaf = bench().sheaves["index-names"]
    folios = list(bench().folios)
    folios[sheaf.sheets[0] - 1] = "12"

    assert not replace(bench().likes, folios=folios).moved(sheaf)


@pytest.mark.parametrize("name", ["contents", "index-names"])
def test_a_number_is_what_the_script_has(name: str) -> None:
    """The numbers that are printed must be those of the chunk, each in its place."""
    sheaf = bench().sheaves[name]
    values = list(sheaf.chunk.values)
    for at, value in enumerate(values):
        for new in {value.replace("1", "2"), values[at - 1]} - {value}:
            chunk = replace(sheaf.chunk, values=(*values[:at], new, *values[at + 1 :]))
            assert not bench().moved(replace(sheaf, chunk=chunk))


def changed(line: SetLine) -> Iterator[SetLine]:
    """A line of the page map that is not right."""
    left, top, right, bottom = line.box
    yield replace(line, text=line.text + "x")
    yield replace(line, text=line.text[:-1])
    yield replace(line, box=(left + 1, top, right, bottom))
    yield replace(line, box=(left, top - 1, right, bottom))
    yield replace(line, anchor=line.anchor + "x")
    yield replace(line, number=line.number + 1)
    yield replace(line, sheet=1)
    if figures := re.search("[0-9]", line.text):
        new = "1" if figures[0] != "1" else "2"
        said = line.text[: figures.start()] + new + line.text[figures.end() :]
        yield replace(line, text=said)


@pytest.mark.parametrize("name", ["contents", "index-names"])
def test_the_page_map_has_these_lines(name: str) -> None:
    """A line of the page map that differs in anything is not taken for what was there."""
    sheaf = bench().sheaves[name]
    lines = sheaf.lines
    for at, line in enumerate(lines):
        for new in changed(line):
            other = (*lines[:at], new, *lines[at + 1 :])
            assert not bench().moved(Sheaf(sheaf.chunk, sheaf.sheets, partial(tuple, other)))


def layered(pdf: pikepdf.Pdf) -> None:
    """The file says that some of what its pages draw is not shown."""
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array(), D=pikepdf.Dictionary())


def wider(pdf: pikepdf.Pdf) -> None:
    """A font says another width."""
    for page in pdf.pages:
        held = page.get("/Resources", pikepdf.Dictionary())
        for font in held.get("/Font", pikepdf.Dictionary()).values():
            font.DescendantFonts[0].W[1][0] = 999


def linked_elsewhere(pdf: pikepdf.Pdf) -> None:
    """Every link lies a little to the right."""
    for page in pdf.pages:
        for mark in page.get("/Annots", ()):
            mark.Rect = pikepdf.Array([float(mark.Rect[0]) + 1, *list(mark.Rect)[1:]])


def renamed(pdf: pikepdf.Pdf) -> None:
    """Every link leads to another name."""
    for page in pdf.pages:
        for mark in page.get("/Annots", ()):
            mark.Dest = pikepdf.String("elsewhere")


@pytest.mark.parametrize("spoil", [layered, wider, linked_elsewhere, renamed])
def test_what_pages_refer_to_is_what_it_was(spoil: Callable[[pikepdf.Pdf], None]) -> None:
    """Fonts, links and what the file says of all pages may not differ."""
    kept = Shelf()
    assert not proved(spoiled(lambda _: None), Help(kept)).findings
    good, bad = (Bench(spoiled_book(longer(), one), kept) for one in (lambda _: None, spoil))

    assert good.moved(good.sheaves["index-names"])
    assert not bad.moved(bad.sheaves["index-names"])


@pytest.mark.parametrize("name", ["index-names", "register.persons", "contents"])
def test_a_wrong_figure_is_told_in_full(name: str) -> None:
    """A figure altered on a page that moved is found, and said in the same words."""
    kept = Shelf()
    assert not proved(spoiled(lambda _: None), Help(kept)).findings
    good = Bench(spoiled_book(longer(), lambda _: None), kept)
    sheaf = good.sheaves[name]
    (sheet,) = sheaf.sheets
    page, (_, drawn) = good.drawn(sheet), good.contents(sheet)
    figures = page.figures[-1]
    new = reshown(drawn, figures, next(other(figures, page)))
    book = spoiled_book(longer(), lambda pdf: redraw(pdf, sheet - 1, new))
    found = proved(book, Help(kept)).findings

    assert good.moved(sheaf)
    assert found == proved(book, None).findings != ()
    assert {finding.code for finding in found} == {"proof-number-wrong"}


def test_lines_of_any_page_map_do() -> None:
    """A page map that does not name its lines is read line by line."""
    pages = longer().pages
    plain = PageMap.of_lines(pages.sheets, pages.first, pages.last, tuple(pages.lines))
    book = replace(longer(), pages=plain)

    assert to_json([proved(book, Help(shelf()))]) == to_json([proved(longer(), None)])
