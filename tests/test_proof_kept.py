"""A proof with help says what a proof without it says; what is kept never hides a fault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from compendium.layout import Pool
from compendium.proof import Help, Proof, prove, prove_site, to_json
from compendium.proof.objects import page_digests
from compendium.proof.pages import kept_page, read_page
from finished import Finished, redraw, stream, trip
from test_proof_file import EXPECTED, led_astray

Spoil = Callable[[pikepdf.Pdf], Any]


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


def spoiled(spoil: Spoil) -> Finished:
    """The book spoiled, in a file of the form in which books are written."""
    output = BytesIO()
    with pikepdf.open(BytesIO(trip().pdf)) as pdf:
        spoil(pdf)
        generate = pikepdf.ObjectStreamMode.generate
        pdf.save(output, object_stream_mode=generate, deterministic_id=True)
    return replace(trip(), pdf=output.getvalue())


def test_a_good_book_is_not_read_twice() -> None:
    """Everything of a book that did not change is at hand, and the proof says the same."""
    kept = shelf()
    before = kept.found
    again = proved(trip(), Help(kept))

    assert kept.found - before == len(trip().chunks) == len(kept.kept)
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
    assert len(kept.kept) == len(trip().chunks)
    assert kept.kept.items() <= shelf().kept.items()


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


@pytest.mark.parametrize("change", [drawn_over, other_font, moved_link, other_name])
def test_a_changed_page_has_another_digest(change: Spoil) -> None:
    """Whatever changes on a page, or in what it refers to, changes its digest."""
    before, after = page_digests(spoiled(lambda _: None).pdf), page_digests(spoiled(change).pdf)

    assert len(before) == len(after) == len(trip().pages.sheets)
    assert before != after


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
