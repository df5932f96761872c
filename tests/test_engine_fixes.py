"""Where WeasyPrint 70.0 goes wrong: each case fails on the stock engine and is right with us.

When a case no longer fails on the stock engine, the fix it belongs to can go.
"""

from __future__ import annotations

from typing import Any

import pytest

from compendium import layout
from compendium.diag import Severity
from compendium.layout.engine import boxes, fixes, press
from compendium.layout.typesetting import press_of
from compendium.model.pages import Chunk
from test_layout import DATA, chunk, page, small_theme

PRESS = press_of(small_theme())


def read(name: str, *, stock: bool) -> boxes.Reading:
    """The pages of a case, as the engine makes them by itself or with our fixes."""
    done = press.render(
        PRESS,
        (DATA / name).read_text("utf-8"),
        "recto",
        press.Images({}),
        fixes=() if stock else fixes.LAYOUT,
    )
    return boxes.read(done.document, boxes.study(done.root, done.marks))


def covered(reading: boxes.Reading) -> list[str]:
    """The lines of text that reach below the top of the notes."""
    return [
        line.text
        for line in reading.lines
        if line.area == "text" and line.bottom > reading.sheets[line.sheet].foot + 0.5
    ]


@pytest.mark.parametrize("fix", [*fixes.LAYOUT, *fixes.DRAWING], ids=lambda fix: fix.name)
def test_version(fix: fixes.Fix) -> None:
    """The engine installed is the one that the fixes were written for."""
    assert press.VERSION == "70.0"
    assert fix.written_for
    assert fix.fits


def test_note_of_a_rescued_line() -> None:
    """Stock, the fifth note is on no page; with us it is."""
    assert sorted(read("lost-note.html", stock=True).notes) == ["n1", "n2", "n3", "n4"]
    assert sorted(read("lost-note.html", stock=False).notes) == ["n1", "n2", "n3", "n4", "n5"]


def test_notes_in_order() -> None:
    """Stock, notes that moved stand in the wrong order; with us in that of their calls."""
    stock, ours = (read("lost-note.html", stock=stock) for stock in (True, False))

    assert [line.text for line in stock.lines if line.area == "notes"][2:] == ["four", "three"]
    assert [line.text for line in ours.lines if line.area == "notes"][2:] == [
        "three",
        "four",
        "five",
    ]


def test_notes_that_fit() -> None:
    """Stock, a note that fits its page is sent to a page of its own; with us it stays."""
    assert read("late-notes.html", stock=True).notes["n3"] == [1]
    assert read("late-notes.html", stock=False).notes["n3"] == [0]


def test_row_over_notes() -> None:
    """Stock, the last line of the left cell is printed over the notes; with us above them."""
    stock, ours = (read("row-over-notes.html", stock=stock) for stock in (True, False))

    assert covered(stock) == ["left left left left left left"]
    assert covered(ours) == []
    assert sum(line.text.count("left") for line in ours.lines) == 120


def test_pages_are_listed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stock, all pages are listed anew for each element of the tree; with us when one is added."""
    (fix,) = fixes.DRAWING
    asked = []

    def stock(pdf: Any) -> tuple[Any, ...]:
        asked.append(pdf)
        return tuple(pdf.pages["Kids"][::3])

    listed_once = fix.make(property(stock))  # type: ignore[arg-type]  # the one fix of a property
    monkeypatch.setattr(fix.owner, "page_references", listed_once)
    pdf = fix.owner()
    pdf.pages["Kids"] = [1, 0, "R"]
    listed = [pdf.page_references for _ in range(3)]
    pdf.pages["Kids"] += [2, 0, "R"]

    assert [*listed, pdf.page_references] == [(1,), (1,), (1,), (1, 2)]
    assert len(asked) == 2


def test_another_version() -> None:
    """A fix that was written for other sources is left out, and named."""
    (first, *_) = fixes.LAYOUT
    other = fixes.Fix(first.owner, first.attribute, first.make, "0" * 16)
    stock = getattr(first.owner, first.attribute)

    with fixes.applied((other,)) as off:
        assert off == ("let-paragraphs-go",)
        assert getattr(first.owner, first.attribute) is stock


def test_nothing_stays_changed() -> None:
    """When a fix has done its work the engine is as it was."""
    (first, *_) = fixes.LAYOUT
    stock = getattr(first.owner, first.attribute)

    with fixes.applied(fixes.LAYOUT) as off:
        assert off == ()
        assert getattr(first.owner, first.attribute) is not stock
    assert getattr(first.owner, first.attribute) is stock


def test_version_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A build with another version of the engine says which fixes it does without."""
    monkeypatch.setattr(fixes, "_source_hash", lambda *_: "unknown")
    _, problems = layout.typeset(chunk('<p id="a">Text</p>'), "recto", small_theme())

    assert {problem.severity for problem in problems} == {Severity.WARNING}
    assert str(problems[0]) == (
        "weasyprint:1:1: warning[engine-fix-off]: the fix `let-paragraphs-go` was not written "
        "for WeasyPrint 70.0 (hint: install the version that the project pins)"
    )


def test_repair_without_the_fix(monkeypatch: pytest.MonkeyPatch) -> None:
    """A note that is lost all the same is found again by letting its paragraph break."""
    monkeypatch.setattr(fixes, "_source_hash", lambda *_: "unknown")
    lost = Chunk("lost", (DATA / "lost-note.html").read_text("utf-8"), (), (), "any", "arabic")
    piece, problems = layout.typeset(lost, "recto", small_theme())

    assert piece is not None
    assert sorted(piece.notes) == ["n1", "n2", "n3", "n4", "n5"]
    assert {problem.code for problem in problems} == {"engine-fix-off", "note-late"}


def test_fonts_of_the_machine() -> None:
    """Type is set in the fonts of the theme, whatever the style sheet asks for."""
    theme = small_theme("p { font-family: 'DejaVu Sans', sans-serif }")
    piece, _ = layout.typeset(
        Chunk("a", page('<p id="a">Text</p>'), (), (), "any", "arabic"), "recto", theme
    )

    assert piece is not None
    assert {font.file for font in piece.fonts} <= set(theme.fonts)
