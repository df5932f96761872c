"""What is kept of a chunk joins to the same book as what is made anew, wherever it stands."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pdf
from compendium.assemble import leaves, link, originals, place
from compendium.assemble.binding import Answer, Folder
from compendium.assemble.faces import figures
from compendium.assemble.files import HEAD, Stretch
from compendium.assemble.links import tie
from compendium.assemble.metrics import Type
from compendium.assemble.notation import entries, read_string, read_text, string, text
from compendium.assemble.numbers import CATALOG, INFORMATION, opening
from compendium.assemble.quires import packed
from compendium.assemble.stacks import Part
from compendium.layout.sides import opening_on
from compendium.model import kept, slots
from compendium.model.kept import turn
from compendium.model.pages import Chunk, FolioStyle, FontUse, Line, Piece, Turn
from compendium.proof.digests import page_digests
from pieces import Book, altered, fonts, small_book
from test_assemble import INFO, _repaired, linked, piece_of

_WORDS = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x17F)) | st.just("p. \x023\x03")


class Shelf(dict[str, bytes]):
    """Keeps everything."""

    def put(self, key: str, data: bytes) -> None:
        """Keep *data*."""
        self[key] = data


@dataclass(frozen=True)
class Unread:
    """The body of a piece that nobody may ask for."""

    @property
    def pdf(self) -> bytes:
        """Not there."""
        raise AssertionError("the pages are read")

    @property
    def lines(self) -> tuple[Line, ...]:
        """Not there."""
        raise AssertionError("the lines are read")

    @property
    def fonts(self) -> tuple[FontUse, ...]:
        """Not there."""
        raise AssertionError("the fonts are read")

    @property
    def turn(self) -> Turn | None:
        """Not there."""
        raise AssertionError("the turn is read")


@pytest.fixture(autouse=True)
def _forgetful() -> Iterator[None]:
    """A process in which nothing was built before."""
    forget()
    yield


def forget() -> None:
    """Let the process forget what it built."""
    turn()
    turn()


def bound(book: Book, keep: Shelf | None = None) -> bytes:
    """*book* as a PDF; nothing may be wrong with it."""
    made, problems = link(book, place(book), INFO, fonts(), keep)
    assert problems == []
    return made


def bare(number: int, folios: FolioStyle) -> tuple[Chunk, Piece]:
    """The title of the small book once more, without an anchor."""
    chunk, piece = piece_of("title")
    again = replace(chunk, name=f"title-{number}", folios=folios)
    return again, replace(piece, first={}, last={})


def test_kept() -> None:
    """A book of which everything is kept is the same, and no page of it is read."""
    book, _ = small_book()
    shelf = Shelf()
    assert bound(book, shelf) == linked()
    unread = tuple((chunk, replace(piece, body=Unread())) for chunk, piece in book)

    assert bound(unread, shelf) == linked()
    forget()
    assert bound(unread, shelf) == linked()


def test_moved() -> None:
    """What stands elsewhere than before is the same as if it had never been kept."""
    book, _ = small_book()
    shelf = Shelf()
    before = bound(book, shelf)
    longer: Book = (*(bare(n, "roman") for n in range(9)), *book)

    forget()
    made = bound(longer, shelf)
    assert made == bound(longer)
    assert page_digests(made)[-9:] == page_digests(before)[-9:]
    assert pdf.syntax_faults(made) == ""
    assert pdf.tag_faults(made) == []
    forget()
    assert bound(book, shelf) == before


def test_other_numbers() -> None:
    """Where only numbers change, folios and those in the text, no piece is read again."""
    book, _ = small_book()
    shelf = Shelf()
    before = bound(book, shelf)
    chunk, piece = bare(0, "arabic")
    more = (chunk, piece), (replace(chunk, name="title-1"), piece)
    longer = (*book[:2], *more, *book[2:])
    unread: Book = tuple(
        (replace(c, values=tuple(map(_raised, c.values))), replace(p, body=Unread()))
        for c, p in longer
    )
    bound(more, shelf)

    forget()
    made = bound(unread, shelf)
    anew = tuple((c, p) for (c, _), (_, p) in zip(unread, longer, strict=True))
    assert made != before
    forget()
    assert made == bound(anew)
    assert pdf.syntax_faults(made) == ""


def test_other_sides() -> None:
    """A piece that opens on the other side than before is not read again, if it can be turned."""
    before: Book = tuple((c, p.turned or p) for c, p in small_book()[0])
    after: Book = tuple((c, opening_on(p, "verso") or p) for c, p in before)
    shelf = Shelf()
    first = bound(before, shelf)

    forget()
    made = bound(tuple((c, _unread(p)) for c, p in after), shelf)

    forget()
    assert made == bound(after)
    assert pdf.syntax_faults(made) == ""
    assert pdf.tag_faults(made) == []
    assert set(_drawn(first)).isdisjoint(_drawn(made))
    plain = tuple((c, replace(p, turned=None)) for c, p in after)
    assert _drawn(made) == _drawn(bound(plain))
    assert [link.box for link in pdf.links(made)] == [link.box for link in pdf.links(bound(plain))]


def _unread(piece: Piece) -> Piece:
    base = piece.turned and replace(piece.turned, body=Unread())
    return replace(piece, body=Unread(), turned=base)


def _drawn(data: bytes) -> list[bytes]:
    with pikepdf.open(BytesIO(data)) as document:
        pages = [page for page in document.pages if "/Contents" in page]
        return [page.Contents.read_bytes().rstrip(b"\n") for page in pages]


def _raised(value: str) -> str:
    """*value* with other figures of the same shape."""
    return value.translate(str.maketrans("0123456789", "1234567891"))


def test_what_is_damaged_is_made_anew() -> None:
    """A book is the same whichever of its kept parts are gone."""
    book, _ = small_book()
    shelf = Shelf()
    made = bound(book, shelf)
    for gone in list(shelf):
        forget()
        assert bound(book, Shelf({key: data for key, data in shelf.items() if key != gone})) == made


def test_wordless_links_say_where_they_lead_now() -> None:
    """The folio that a link without words says is that of the book at hand."""
    chunk, piece = piece_of("contents")
    written = _repaired(piece.pdf.replace(b"/Contents (Birch)", b"/Contents ()"))
    other = replace(altered(piece, pdf=written), digest="f" * 64)
    book: Book = tuple((c, other if c is chunk else p) for c, p in small_book()[0])
    longer: Book = (*book[:2], bare(0, "arabic"), *book[2:])
    shelf = Shelf()

    made = bound(book, shelf), bound(longer, shelf)

    words = [[link.words for link in pdf.links(one) if link.page == 3] for one in made]
    assert words == [["Alder", "4", "Cedar"], ["Alder", "5", "Cedar"]]
    forget()
    assert made[1] == bound(longer)


@pytest.mark.parametrize("leaving", [False, True])
def test_many_hands(leaving: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A book whose quires are folded by others is the same; where one of them fails too.

    In a process that builds and leaves they rest until they are bound.
    """
    monkeypatch.setattr(kept, "_leaving", leaving)
    book, _ = small_book()
    longer: Book = (*(bare(n, "roman") for n in range(9)), *book)
    asked: list[str] = []

    def crew(folder: Folder, parts: Sequence[Part], hear: Callable[[int, Answer], None]) -> None:
        folder = pickle.loads(pickle.dumps(folder.slim()))
        folder.prepare()
        for at, part in enumerate(pickle.loads(pickle.dumps(parts))):
            asked.append(part.chunk.name)
            hear(at, (folder.set(part) if at % 3 else None, 0.0))

    alone = bound(longer)
    forget()
    made, problems = link(longer, place(longer), INFO, fonts(), None, crew)

    assert (made, problems) == (alone, [])
    assert asked == [chunk.name for chunk, _ in longer]


def test_a_chunk_with_a_problem_is_not_kept() -> None:
    """What is wrong is said every time."""
    book: Book = tuple(
        (replace(c, values=("1000",)) if c.name == "beta" else c, p) for c, p in small_book()[0]
    )
    shelf = Shelf()
    for _ in range(2):
        forget()
        found = link(book, place(book), INFO, fonts(), shelf)[1]
        assert [problem.code for problem in found] == ["slot-misfit"]


def test_other_forms() -> None:
    """A piece whose PDF somebody else wrote is read as well."""
    (_, piece) = piece_of("alpha")
    output = BytesIO()
    with pikepdf.open(BytesIO(piece.pdf)) as document:
        document.save(output, object_stream_mode=pikepdf.ObjectStreamMode.generate)

    own, other = originals.read(piece.pdf), originals.read(output.getvalue())

    for one, two in zip(own.pages()[1], other.pages()[1], strict=True):
        (drawn,), (redrawn,) = (
            originals.numbers(entries(file.bodies[page])[b"/Contents"])
            for file, page in ((own, one), (other, two))
        )
        assert own.streams[drawn] == other.streams[redrawn]


@given(st.lists(st.floats(-2000, 2000), min_size=4, max_size=4), _WORDS, _WORDS)
def test_links(corners: list[float], words: str, anchor: str) -> None:
    """A link as our layout writes it comes to the same as if its entries stood otherwise."""
    box = b" ".join(b"%.6f" % corner for corner in corners)
    first = b"<</Type /Annot/Subtype /Link/Rect [%b]/BS <</W 0>>" % box
    rest = b"/Contents %b/Dest %b/StructParent 7>>" % (text(words), string(anchor.encode()))

    one, other = (tie(first + blank + rest, b"K", b"W", "alpha") for blank in (b"", b" "))

    assert entries(one.body) == entries(other.body)
    assert one[1:] == other[1:]


def test_pages_are_set_as_slots_say() -> None:
    """What a page draws is the piece's drawing with its slots filled, whatever stands in them."""
    for chunk, piece in small_book()[0]:
        said = figures(piece.fonts, Type(fonts()).metrics)
        values = {slots.FOLIO: "27", **{str(at): value for at, value in enumerate(chunk.values)}}
        for drawn in originals.read(piece.pdf).streams.values():
            packed, rest = leaves.part(drawn, 0)
            if rest is not None:
                packed, problems = leaves.Compositor(chunk, said).set(packed, rest, "27")
                assert problems == []
            filled = slots.fill(drawn, values.__getitem__, said)
            assert zlib.decompress(packed).rstrip(b"\n") == filled.rstrip(b"\n")
            assert not packed.endswith(b"\r")


@given(st.binary(), st.text(st.characters(exclude_categories=["Cs"])))
def test_strings(data: bytes, words: str) -> None:
    """What is written as a string is read back, by us and by others."""
    assert read_string(string(data)) == bytes(pikepdf.Object.parse(string(data))) == data
    assert read_text(text(words)) == words
    assert entries(b"<</A %b/B [%b]>>" % (string(data), text(words))) == {
        b"/A": string(data),
        b"/B": b"[ %b ]" % text(words),
    }


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 2100)), max_size=5))
def test_table(runs: list[tuple[int, int]]) -> None:
    """Every object is found, however many lie in a stream, and whatever numbers are free."""
    file, number, known = Stretch(HEAD), 8, list[int]()
    for free, count in runs:
        first = number + free
        number = first + count
        known += range(first, number)
        for part in packed(first, [b"%d" % at for at in range(first, number)]):
            file.add_packed(number, part)
            number += 1
    for part in packed(
        CATALOG, [b"<</Type /Catalog/Pages 2 0 R>>", b"<</Type /Pages/Kids []/Count 0>>"]
    ):
        file.add_packed(number, part)

    with pikepdf.open(BytesIO(file.finished(CATALOG, INFORMATION, number + 1))) as document:
        assert [int(document.get_object(at, 0)) for at in known] == known


@given(st.integers(0, 10**6))
def test_a_block_has_room(number: int) -> None:
    """A quire begins a block, and one object more would not always move the next."""
    assert 0 < opening(number) - number <= 64
    assert opening(number) % 64 == 0
