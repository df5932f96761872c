"""Entries of an index that run over the page have their names set again where they go on."""

from __future__ import annotations

from compendium.layout import typeset
from compendium.model.pages import Chunk, Piece, SetLine
from compendium.proof.beside import take_names
from compendium.proof.lines import ReadLine
from compendium.proof.runs import Boxes, Run
from test_engine_tags import elements, opened
from test_layout import page, small_theme

CSS = ".columns { columns: 2; column-gap: 6mm } .continued { break-after: avoid }"


def entry(number: int, below: int) -> str:
    """An entry of an index with so many subentries."""
    anchor, name = f"i.{number}", f"Entry {number}"
    again = f"{name} (continued)" if below else ""
    return f'<p class="depth-0" id="{anchor}" data-continued="{again}">{name}</p>' + "".join(
        f'<p class="depth-1" id="{anchor}.{at}">question {at}</p>' for at in range(below)
    )


def index(entries: int, below: int, alone: int = 0) -> Chunk:
    """An index of entries with so many subentries each, and of some without."""
    words = "".join(
        [
            *(entry(number, below) for number in range(entries)),
            *(entry(number, 0) for number in range(entries, entries + alone)),
        ]
    )
    markup = page(f'<div class="columns"><div class="group">{words}</div></div>')
    return Chunk("i", markup, (), (), "any", "arabic")


def set_index(entries: int, below: int, alone: int = 0) -> Piece:
    """The piece of such an index."""
    piece, problems = typeset(index(entries, below, alone), "recto", small_theme(CSS))
    assert piece is not None and problems == []
    return piece


def running_over(piece: Piece) -> list[str]:
    """The entries that go on at the top of a page, in order."""
    found = []
    for sheet in range(1, len(piece.sheets)):
        first = next(line.anchor for line in piece.lines if line.sheet == sheet)
        if first.count(".") == 2:
            found.append(first.rpartition(".")[0])
    return found


def test_names_again() -> None:
    """A name stands over what goes on after a page turn: no line of the text, and no tag."""
    piece = set_index(12, 11)
    assert running_over(piece)
    held = [str(e.get("/ActualText", "")) for e in elements(opened(piece))]

    tops = {s: min(x.top for x in piece.lines if x.sheet == s) for s in range(len(piece.sheets))}
    for sheet in range(1, len(piece.sheets)):
        left = [x for x in piece.lines if x.sheet == sheet and x.left < 100]
        entry = left[0].anchor.count(".") == 2
        assert (left[0].top > tops[sheet] + 5) == entry
    assert not any("continued" in said for said in held)
    assert not any("continued" in line.text for line in piece.lines)


def test_nothing_again() -> None:
    """An entry that begins with its page has its name there once."""
    piece = set_index(6, 0)

    assert running_over(piece) == []
    assert piece.lines[0].top < piece.sheets[0].text_top + 1


def begins_lower(piece: Piece) -> list[bool]:
    """Of each page but the first, whether its text begins below the head of the page."""
    tops = [
        min(line.top for line in piece.lines if line.sheet == sheet and line.left < 100)
        for sheet in range(len(piece.sheets))
    ]
    return [top > tops[0] + 5 for top in tops[1:]]


def test_every_name_again() -> None:
    """However many pages an index has, each that goes on with an entry says with which."""
    piece = set_index(60, 5)
    firsts = [
        next(line.anchor for line in piece.lines if line.sheet == sheet)
        for sheet in range(1, len(piece.sheets))
    ]

    assert len(firsts) > 6
    assert begins_lower(piece) == [anchor.count(".") == 2 for anchor in firsts]
    assert 0 < sum(begins_lower(piece)) < len(firsts)


def test_no_name_over_others() -> None:
    """An entry with nothing below it does not belong to the one before it."""
    piece = set_index(1, 2, alone=90)

    assert len(piece.sheets) > 2
    assert not any(begins_lower(piece))


def _box(left: float, top: float, right: float, bottom: float) -> Boxes:
    return Boxes(([left], [right], [-bottom], [-top]))


def test_names_are_proved() -> None:
    """Only a name that may stand again, and over its column, is taken for one."""
    lines = [
        ReadLine(SetLine("i.1", 2, "text", 1, "question", (30.0, top, 90.0, top + 10)))
        for top in (40.0, 60.0)
    ]
    name = Run(("F", 1), 9.0, 28.0, "Entry 1", _box(30.0, 20.0, 60.0, 28.0))
    rest = Run(("F", 1), 9.0, 36.0, "(continued)", _box(35.0, 30.0, 60.0, 36.0))
    below = Run(("F", 1), 9.0, 90.0, "Entry 1 (continued)", _box(30.0, 80.0, 60.0, 90.0))
    names = {"Entry1(continued)"}

    assert take_names(lines, [name, rest], names) == (["Entry1(continued)"], [])
    assert take_names(lines, [name], names) == ([], [name])
    assert take_names(lines, [below], names) == ([], [below])
    assert take_names(lines, [name, rest], set()) == ([], [name, rest])
