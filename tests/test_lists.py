"""A long list is set stretch by stretch, and its pages are those of the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium import layout
from compendium.assemble import place
from compendium.cache import Cache, NullCache
from compendium.layout import lists
from compendium.layout.cuts import find, is_item
from compendium.layout.lists import Course, course, parted
from compendium.layout.typesetting import typeset_anew
from compendium.model.pages import Chunk, Loose, Piece, PieceSheet, Side
from test_layout import small_theme
from test_layout_continued import entry, running_over

CSS = """.columns { columns: 2; column-gap: 6mm } .continued { break-after: avoid }
.group { margin-bottom: 13.5pt } p + p { padding-top: 1pt } h2 { break-after: avoid; margin: 0 }
.folio { font-variant-numeric: tabular-nums; white-space: nowrap }
section { string-set: head attr(data-recto) }
@page { @top-center { content: string(head) } }
@page :first { @top-center { content: none } }"""
PAGE = PieceSheet("recto", 300, 400, 40, 360, 360)

LONG = [[9] * 3, [0] * 20, [4, 0, 6, 3, 7, 7, 2], [1] * 9] * 3

Entries = Sequence[int]
"""How many subentries each entry of a group has."""

groups_of_entries = st.lists(
    st.lists(st.integers(0, 4), min_size=1, max_size=6), min_size=1, max_size=6
)


def index(groups: Sequence[Entries]) -> Chunk:
    """An index of *groups*, with a number after each of its items."""
    slots = iter(range(10_000))
    first = accumulate(map(len, groups), initial=0)
    inner = "".join(
        f'<div class="group">\n<h2 class="letter">Letter {at}</h2>'
        + "".join(entry(start + n, below) for n, below in enumerate(group))
        + "</div>\n"
        for at, (start, group) in enumerate(zip(first, groups, strict=False))
    )
    numbered = re.sub(
        "</p>", lambda _: f', <span class="folio" data-slot="{next(slots)}">000</span></p>', inner
    )
    markup = (
        '<!doctype html>\n<html lang="en">\n<head><title>Index</title></head>\n'
        '<body class="sheet-index">\n<section class="index" id="i" data-recto="Index">'
        f'<h1>Index</h1><div class="columns">{numbered}</div>\n</section>\n</body>\n</html>'
    )
    values = tuple(f"{100 + at}" for at in range(next(slots)))
    return Chunk("i", markup, values, (), "any", "arabic")


def items(markup: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The anchor of each item in *markup*, and the classes of what is around it."""
    stack = [(ElementTree.fromstring(markup.removeprefix("<!doctype html>\n")), tuple[str, ...]())]
    while stack:
        element, around = stack.pop()
        if element.get("hidden") is not None:
            continue
        if is_item(element.get("class")):
            yield element.get("id", ""), around
            continue
        inside = (*around, element.get("class", ""))
        stack.extend((child, inside) for child in reversed(element))


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretches of a page or two."""
    monkeypatch.setattr(lists, "STRETCH", 3000)
    monkeypatch.setattr(lists, "AHEAD", 4000)


def set_apart(chunk: Chunk, side: Side) -> list[tuple[Chunk, Piece]]:
    """*chunk* set stretch by stretch."""
    with layout.Workers(small_theme(CSS), {}) as workers:
        ((piece, problems),) = layout.typeset_all([chunk], [side], workers, NullCache())
    assert piece is not None and problems == []
    return parted(chunk, piece)


@given(groups_of_entries, st.data())
def test_each_item_once(groups: list[list[int]], data: st.DataObject) -> None:
    """Wherever a list is cut, each item is in one part, in what it was in, with its number."""
    chunk = index(groups)
    found = find(chunk.markup.encode())
    assert found is not None or len(list(items(chunk.markup))) == 1
    if found is None:
        return
    whole = Course(chunk, found, 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lists, "STRETCH", 1)
        while not whole.done:
            more = data.draw(st.integers(1, len(found.cuts) - whole.begin))
            piece = Piece(Loose(), (PAGE,), {}, {}, {}, {}, (), items=more)
            stretch = whole.next()
            if data.draw(st.booleans()):
                whole.go_on(stretch, more)
            whole.take(stretch, piece, ())
    parts = [part.markup for part in whole.parts]

    assert [item for part in parts for item in items(part)] == list(items(chunk.markup))
    assert [slot for part in whole.parts for slot in part.slots] == [*range(len(chunk.values))]
    headings = "".join(parts).count("<h2") - "".join(parts).count('<h2 class="letter" hidden')
    assert headings == len(groups)


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("side", ["recto", "verso"])
def test_pages_of_the_whole(side: Side) -> None:
    """Lines and pages, names that stand again and where everything is: all as if set at once."""
    chunk = index(LONG)
    parts = set_apart(chunk, side)
    whole, problems = typeset_anew(chunk, side, small_theme(CSS))
    assert whole is not None and problems == [] and len(parts) > 3

    pages, one = place(parts), place([(chunk, whole)])
    told = [(line.anchor, line.sheet, line.number, line.text) for line in one.lines]
    assert [(line.anchor, line.sheet, line.number, line.text) for line in pages.lines] == told
    for line, other in zip(pages.lines, one.lines, strict=True):
        assert line.box == pytest.approx(other.box, abs=0.002)  # a turned page is rounded twice
    assert dict(pages.first) == dict(one.first)
    assert dict(pages.last) == dict(one.last)
    assert [sheet.folio for sheet in pages.sheets] == [sheet.folio for sheet in one.sheets]
    assert [name for name, _ in parts[1:] if name.goes_on] == [name for name, _ in parts[1:]]
    assert running_over(whole)


@pytest.mark.usefixtures("short")
def test_drawn_as_the_whole() -> None:
    """What a page draws, running heads and names among it, does not tell where lists are cut."""
    chunk = index(LONG)
    parts = set_apart(chunk, "recto")
    whole, _ = typeset_anew(chunk, "recto", small_theme(CSS))
    assert whole is not None

    drawn = [count for _, piece in parts for count in _marks(piece)]
    assert drawn == _marks(whole)
    assert sum(piece.pdf.count(b"/Artifact") for _, piece in parts) > len(parts)


def _marks(piece: Piece) -> list[int]:
    """How many texts each page of *piece* draws."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", piece.pdf, re.DOTALL)
    return [stream.count(b"BT") for stream in streams if b"BT" in stream]


def test_only_what_can_be_cut() -> None:
    """Short lists, several in one chunk, documents, and HTML that is no XML are set at once."""
    long = index([[3] * 40] * 40)
    assert course(long) is not None

    assert course(index([[3]])) is None
    for spoilt in (
        long.markup.replace("sheet-index", "sheet-document"),
        long.markup.replace("<h1>Index", "<h1>Index<br>"),
        long.markup.replace("</section>", "</section><section><p class='depth-0'>B</p></section>"),
    ):
        assert course(Chunk("i", spoilt, long.values, (), "any", "arabic")) is None


def test_again_from_the_cache(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a word of an item changes, only the stretches that know it are set anew."""
    monkeypatch.setattr(lists, "STRETCH", 3000)
    monkeypatch.setattr(lists, "AHEAD", 4000)
    chunk = index([[5] * 60])
    changed = Chunk(
        "i", chunk.markup.replace("Entry 1<", "Entry X<"), chunk.values, (), "any", "arabic"
    )
    cache = Cache(tmp_path_factory.mktemp("cache"))
    heard: list[bool] = []
    with layout.Workers(small_theme(CSS), {}) as workers:
        for one in (chunk, changed):
            heard.clear()
            layout.typeset_all(
                [one], ["recto"], workers, cache, lambda done: heard.append(done.reused)
            )

    assert heard.count(False) < 3 < heard.count(True)
