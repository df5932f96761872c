"""A proof with help says what a proof without it says; what is kept never hides a fault."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from compendium.layout import Pool
from compendium.proof import Help, Proof, prove, prove_site, to_json
from compendium.proof.digests import Digests, page_digests
from compendium.proof.holding import quiet
from compendium.proof.names import named_places
from compendium.proof.objects import UNSURE, Objects
from compendium.proof.pages import kept_page, read_page
from compendium.proof.reader import Reader
from finished import Finished, redraw, stream, trip
from test_proof_file import EXPECTED, led_astray

Spoil = Callable[[pikepdf.Pdf], Any]
BESIDE = ("the digests of its pages", "the parts in which nothing is hidden")
"""What is kept of a file beside its sheaves."""


class Shelf:
    """Keeps everything, and counts what was found there."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.found = 0

    def get(self, key: str) -> bytes | None:
        """What was put under *key*."""
        self.found += key in self.kept
        return self.kept.get(key)

    def put(self, key: str, data: bytes) -> None:
        """Keep *data*."""
        self.kept[key] = data


def proved(book: Finished, helped: Help | None) -> Proof:
    """The proof of *book*, *helped* or not."""
    texts = (book.fonts, book.wording)
    return prove(book.pdf, book.edition, book.pages, book.chunks, *texts, helped)


@cache
def shelf() -> Shelf:
    """What is kept of the good book."""
    kept = Shelf()
    assert not proved(trip(), Help(kept)).findings
    return kept


def kept_of_a_book(kept: Shelf) -> int:
    """How much is kept of a book, but for its fonts.

    Of each sheaf that may be known elsewhere it is kept where it is, and of all of them what
    is in their margins.
    """
    found = [data.partition(b"\n")[2] for data in kept.kept.values() if data[:3] == b'{"s']
    assert len(found) == len(trip().chunks)
    return len(found) + len(BESIDE) + sum(one != b"null" for one in found) + 1


def spoiled(spoil: Spoil) -> Finished:
    """The book spoiled, in a file of the form in which books are written."""
    return spoiled_book(trip(), spoil)


def spoiled_book(book: Finished, spoil: Spoil) -> Finished:
    """A *book* spoiled, in the same form."""
    output = BytesIO()
    with pikepdf.open(BytesIO(book.pdf)) as pdf:
        spoil(pdf)
        generate = pikepdf.ObjectStreamMode.generate
        pdf.save(output, object_stream_mode=generate, deterministic_id=True)
    return replace(book, pdf=output.getvalue())


def test_a_good_book_is_not_read_twice() -> None:
    """Everything of a book that did not change is at hand, and the proof says the same."""
    kept = shelf()
    before = kept.found
    again = proved(trip(), Help(kept))

    assert kept.found - before == len(trip().chunks) + len(BESIDE)
    assert len(kept.kept) == kept_of_a_book(kept) + again.counts["fonts"]
    assert to_json([again]) == to_json([proved(trip(), None)])


@pytest.mark.parametrize("spoil", EXPECTED, ids=lambda spoil: spoil.__name__)
def test_a_fault_is_never_hidden(spoil: Spoil) -> None:
    """What is kept of the good book hides nothing that is wrong with a spoiled one."""
    book = spoiled(spoil)
    proof = proved(book, Help(shelf()))

    assert page_digests(book.pdf) or spoil is led_astray  # to a page, not to a name
    assert [str(finding) for finding in proof.findings] == EXPECTED[spoil]


def test_several_processes_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read by two processes the book is proved in the same words, and as much is kept."""
    monkeypatch.setattr(Pool, "engine", "compendium.proof.sharing")
    kept = Shelf()
    with Pool(2) as pool:
        proof = proved(trip(), Help(kept, pool.run))

    assert to_json([proof]) == to_json([proved(trip(), None)])
    assert len(kept.kept) == kept_of_a_book(kept)
    alone = Shelf()
    proved(trip(), Help(alone))
    assert kept.kept.items() <= alone.kept.items()


def drawn_over(pdf: pikepdf.Pdf) -> None:
    """One page draws something more."""
    redraw(pdf, 8, stream(pdf, 8) + b"\n0 0 10 10 re f\n")


def other_font(pdf: pikepdf.Pdf) -> None:
    """A font, far from the page, says another width."""
    fonts = pdf.pages[8].Resources.Font
    next(iter(fonts.values())).DescendantFonts[0].W[1][0] = 999


def moved_link(pdf: pikepdf.Pdf) -> None:
    """A link lies elsewhere."""
    page = next(page for page in pdf.pages if "/Annots" in page)
    page.Annots[0].Rect[0] += 1


def other_name(pdf: pikepdf.Pdf) -> None:
    """A link leads to another name."""
    for page in pdf.pages:
        for mark in page.get("/Annots", ()):
            if "/Dest" in mark:
                mark.Dest = pikepdf.String("elsewhere")
                return


def program_of(pdf: pikepdf.Pdf) -> None:
    """The program of a font is another."""
    font = next(iter(pdf.pages[8].Resources.Font.values()))
    program = font.DescendantFonts[0].FontDescriptor.FontFile2
    program.write(program.read_bytes()[:-1] + b"\1")


CHANGES = [drawn_over, other_font, moved_link, other_name, program_of]


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_page_has_another_digest(change: Spoil) -> None:
    """Whatever changes on a page, or in what it refers to, changes its digest."""
    before, after = page_digests(spoiled(lambda _: None).pdf), page_digests(spoiled(change).pdf)

    assert len(before) == len(after) == len(trip().pages.sheets)
    assert before != after


@pytest.mark.parametrize("change", [*CHANGES, *EXPECTED, led_astray])
def test_what_is_known_of_one_file_is_not_said_of_another(change: Spoil) -> None:
    """Helped by what was found of the good file, a changed one has the digests it has anyway."""
    good = Digests(Objects(spoiled(lambda _: None).pdf))
    good.pages()
    objects = Objects(spoiled(change).pdf)

    try:
        anew = Digests(objects).pages()
    except UNSURE:
        with pytest.raises(UNSURE):
            Digests(objects, good.told()).pages()
        return
    helped = Digests(objects, good.told())
    assert helped.pages() == anew
    again = Digests(objects, helped.told() or good.told())
    assert again.pages() == anew
    assert again.told() is None


def test_an_object_that_is_found_elsewhere_is_another() -> None:
    """The same bytes under a table that points elsewhere are not taken for the same pages."""
    pdf = spoiled(lambda _: None).pdf
    good = Digests(Objects(pdf))
    pages = good.pages()
    objects = Objects(pdf)
    one, other = (int(n) for n in re.findall(rb"(\d+) 0 R", _contents(objects, pages[8][0]))[:2])
    kinds = bytearray(objects.kinds)
    kinds[one] = 0
    objects.kinds = bytes(kinds)

    with pytest.raises(UNSURE):
        Digests(objects, good.told()).pages()
    assert one != other


def _contents(objects: Objects, page: int) -> bytes:
    return objects.body(page)[0]


def test_named_places_are_those_that_a_reader_finds() -> None:
    """What is read of the names as they lie is what pdfium finds, and nothing if unsure."""
    objects = Objects(trip().pdf)
    sheets = {number: at for at, (number, _) in enumerate(Digests(objects).pages(), 1)}
    reader = Reader(trip().pdf)
    places = named_places(objects)

    assert len(places) > 100
    for name, (page, up) in places.items():
        sheet, top = reader.named(name) or (0, None)
        assert sheet == sheets[page]
        assert up is not None and top == pytest.approx(trip_height(reader, sheet) - up, abs=0.01)


def trip_height(reader: Reader, sheet: int) -> float:
    """How high a page is, in points."""
    return float(reader.pdf.get_page_size(sheet - 1)[1])


def disordered(pdf: pikepdf.Pdf) -> None:
    """Two names stand in each other's place."""
    node = pdf.Root.Names.Dests
    while "/Kids" in node:
        node = node.Kids[0]
    node.Names[0], node.Names[2] = node.Names[2], node.Names[0]


def test_names_out_of_order_are_looked_up_by_a_reader() -> None:
    """Where a reader might look for a name in vain, nothing is said of any."""
    assert named_places(Objects(spoiled(lambda _: None).pdf))
    assert named_places(Objects(spoiled(disordered).pdf)) == {}


def active(pdf: pikepdf.Pdf) -> None:
    """A page runs a program when it is opened, and nothing else of the file changes."""
    pdf.pages[3].AA = pikepdf.Dictionary(
        O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("x"))
    )


def local(pdf: pikepdf.Pdf) -> None:
    """A stream that is not shown tells where it was made."""
    pdf.pages[3].PieceInfo = pdf.make_stream(b"(/home/somebody/book)")


@pytest.mark.parametrize("spoil", [active, local])
def test_what_is_hidden_in_a_file_is_looked_for_in_all_that_is_new(spoil: Spoil) -> None:
    """What was quiet before is not searched again; what is new is, wherever it is."""
    good, bad = (Objects(spoiled(one).pdf) for one in (lambda _: None, spoil))
    before = quiet(good, Digests(good).part, None)

    assert before
    assert quiet(good, Digests(good).part, before) == before
    assert quiet(bad, Digests(bad).part, before) is None
    assert proved(spoiled(spoil), Help(shelf())).findings


def test_a_table_that_ends_a_line_is_a_table() -> None:
    """One file in 256 has the end of a line after its table, for whoever cuts one off."""
    pdf = spoiled(lambda _: None).pdf
    start = int(re.findall(rb"startxref\n(\d+)", pdf)[0])
    head, _, rest = pdf[start:].partition(b"\nstream\n")
    rows = zlib.decompressobj()
    table = rows.decompress(rest)
    after = rows.unused_data

    def with_more(more: bytes) -> bytes:
        packed = zlib.compress(table + more)
        said = re.sub(rb"/Length \d+", b"/Length %d" % len(packed), head)
        return pdf[:start] + said + b"\nstream\n" + packed + after

    assert page_digests(with_more(b"\n")) == page_digests(pdf) != ()
    assert page_digests(with_more(b"\2")) == ()


def test_what_moves_a_page_leaves_its_digest() -> None:
    """A page put in front changes no other page: its digest is of what it holds."""

    def one_more(pdf: pikepdf.Pdf) -> None:
        pdf.add_blank_page()
        pdf.pages.insert(0, pdf.pages[-1])
        del pdf.pages[-1]

    same = spoiled(lambda _: None)
    assert page_digests(spoiled(one_more).pdf)[1:] == page_digests(same.pdf) != ()


def turned(pdf: pikepdf.Pdf) -> None:
    """All pages are turned, by the tree they hang in."""
    pdf.Root.Pages.Rotate = 90


def classic(pdf: pikepdf.Pdf) -> bytes:
    """The file as older programs write it."""
    output = BytesIO()
    pdf.save(output, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return output.getvalue()


def test_of_another_file_nothing_is_said() -> None:
    """A file of another form, or pages that inherit from their tree, have no digests."""
    with pikepdf.open(BytesIO(trip().pdf)) as pdf:
        older = classic(pdf)

    assert page_digests(older) == page_digests(spoiled(turned).pdf) == ()
    assert page_digests(trip().pdf + b"\n") == page_digests(b"%PDF-1.7\n") == ()


def test_a_page_of_the_site_is_kept_whole() -> None:
    """What is kept of a page of the site is all that was read, but for the words as written."""
    kept = Shelf()
    names = [name for name in trip().site if name.endswith(".html")]
    for name in names:
        markup = trip().site[name].decode()
        read = read_page(name, markup)
        read.stream.parts.clear()
        assert kept_page(name, markup, kept) == kept_page(name, markup, kept) == read
    assert kept.found == len(names)


def test_a_fault_of_the_site_is_told_in_full() -> None:
    """A word lost on a page that was read before is found, and said in the same words."""
    kept, book = Shelf(), trip()
    assert not prove_site(book.site, book.edition, book.pages, kept, book.records).findings
    name = "first-note.html"
    site = {**book.site, name: book.site[name].replace(b"One line", b"A line")}

    proof = prove_site(site, book.edition, book.pages, kept, book.records)
    anew = prove_site(site, book.edition, book.pages, beside=book.records)
    assert proof.findings == anew.findings != ()
