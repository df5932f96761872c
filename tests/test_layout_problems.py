"""What a chunk or a theme can have wrong, in the words that are printed for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from compendium.diag import Span
from compendium.layout import fonts, typeset
from compendium.layout.checks import check_figures, check_notes, check_repeats
from compendium.layout.places import Places
from compendium.model.pages import Chunk, FontUse, Spot
from test_layout import FONTS, call, chunk, page, problems, set_good, small_theme


def test_glyph_missing() -> None:
    """A character that no font has is named, with every place it stands in."""
    assert problems('<p id="a.par-1">ᚠ</p><p id="a.par-2">ᚠ and ᚠ</p>') == [
        "letter:1:1: error[glyph-missing]: no font has `ᚠ` (U+16A0, runic letter fehu feoh fe f)"
        " in `a.par-1` (hint: write it otherwise, or give the theme a font that has it)",
        "letter:1:1: error[glyph-missing]: no font has `ᚠ` (U+16A0, runic letter fehu feoh fe f)"
        " in `a.par-2` (hint: write it otherwise, or give the theme a font that has it)",
    ]


def test_span() -> None:
    """A problem stands where its anchor was written, if we are told."""
    span = Span("documents/a.en.md", (9, 1), (9, 2))
    _, found = typeset(
        chunk('<p id="a.par-1">ᚠ</p>'), "recto", small_theme(), spans={"a.par-1": span}
    )

    assert [problem.span for problem in found] == [span]


def test_engine_message_of_a_theme() -> None:
    """What the engine does not understand of a style sheet is told at its line."""
    line = small_theme().styles["print.css"].count("\n") + 1
    assert problems('<p id="a">Text</p>', css="p { text-wrap: pretty }") == [
        f"small/print.css:{line}:5: error[engine-message]:"
        f" the engine says: Ignored `text-wrap: pretty` at {line}:5, unknown property"
    ]


@pytest.mark.parametrize(
    ("style", "said"),
    [
        (
            "a::after { content: target-counter(attr(href), page) }",
            ":21: error[style-refused]: `target-counter` prints wrong page numbers"
            " (hint: put the number into a slot)",
        ),
        (
            "i::after { content: counter( pages ) }",
            ":21: error[style-refused]: `counter( pages` counts the pages of one chunk"
            " (hint: put the number into a slot)",
        ),
        (
            "p { /* no */ float: left }",
            ":14: error[style-refused]: `float: left` loses text at the foot of a page"
            " (hint: set the words in the text, or in a note)",
        ),
    ],
)
def test_style_refused(style: str, said: str) -> None:
    """What the engine does wrong in silence is refused in a style sheet."""
    line = small_theme().styles["print.css"].count("\n") + 1

    assert problems('<p id="a">Text</p>', css=style)[0] == f"small/print.css:{line}{said}"


def test_engine_message_of_a_chunk() -> None:
    """What the engine says of the markup is an error unless we know better."""
    assert problems('<p id="a">One</p><p id="a">Two</p>') == [
        "letter:1:1: error[engine-message]: the engine says: Anchor defined twice: 'a'"
    ]


def test_lang_missing() -> None:
    """A chunk without a language is an error: nobody could read it aloud."""
    markup = page('<p id="a">Text</p>').replace(' lang="en"', "")
    _, found = typeset(Chunk("a", markup, (), (), "any", "arabic"), "recto", small_theme())

    assert [problem.code for problem in found] == ["engine-message"]


def test_image_missing() -> None:
    """An image that the edition does not have is named, and nothing is typeset."""
    piece, found = typeset(chunk('<img src="map.png" alt="A map">'), "recto", small_theme())

    assert piece is None
    assert [str(problem) for problem in found] == [
        "letter:1:1: error[image-missing]: the image `map.png` is not in the edition"
        " (hint: put it into `images`)"
    ]


@pytest.mark.parametrize(
    "source",
    ["file:///etc/hostname", "https://example.org/a.png", "data:image/png;base64,AAAA", "../a.png"],
)
def test_nothing_else_is_read(source: str) -> None:
    """Neither the machine nor the network is asked for an image."""
    piece, found = typeset(chunk(f'<img src="{source}" alt="x">'), "recto", small_theme())

    assert piece is None
    assert [problem.code for problem in found] == ["image-missing"]


def test_anchor_lost() -> None:
    """An anchor that is on no page is an error."""
    assert problems('<p id="a">Text</p><p id="b" style="display:none">Hidden</p>') == [
        "letter:1:1: error[anchor-lost]: `b` is on no page"
    ]


def test_note_lost() -> None:
    """A note that no repair brings back is an error."""
    body = f'<p id="a">Text <span style="display:none">{call("n1", "Words")}</span></p>'

    assert "letter:1:1: error[note-lost]: note `n1` is on no page" in problems(body)


def test_note_late() -> None:
    """A note that did not find room on the page of its call is counted."""
    body = f'<p id="a">{"text " * 205}{call("n1", "words " * 30)}</p>'

    assert problems(body, css=".fn { footnote-policy: auto }") == [
        "letter:1:1: warning[note-late]: note `n1` stands on a later page than its call"
    ]


def test_note_longer_than_a_page() -> None:
    """A note whose lines cannot be parted and do not find room on a page is an error."""
    found = problems(f'<p id="a">Text{call("n1", "words<br>" * 60)}</p>')

    hint = "(hint: put spaces into it, or divide what cannot be broken)"
    assert f"letter:1:1: error[line-off-page]: the line `1. words` is off the page {hint}" in found


def test_table_wide() -> None:
    """A table without room in the width of the page is one error, and not one for each line."""
    row = f"<tr>{'<td>83,695,526</td>' * 9}</tr>"

    assert problems(f'<table id="letter.table-1">{row * 3}</table>') == [
        "letter:1:1: error[table-wide]: the table `letter.table-1` has no room in the width of the"
        " page (hint: divide it into two, or shorten the longest words of its columns)"
    ]


def test_line_off_page() -> None:
    """A line that does not fit the paper is an error."""
    assert problems(f'<p id="a" style="white-space:nowrap">{"word" * 40}</p>') == [
        "letter:1:1: error[line-off-page]: the line `wordwordwordwordwordwordwordwordwordword`"
        " is off the page (hint: put spaces into it, or divide what cannot be broken)"
    ]


def test_line_under_notes() -> None:
    """A line that is printed over the notes is an error."""
    body = (
        f'<p id="a">Text{call("n1", "Words")}</p>'
        '<p id="b" style="position:absolute;bottom:0;margin:0">Over</p>'
    )

    assert problems(body) == [
        "letter:1:1: error[line-under-notes]: the line `Over` is printed over the notes"
    ]


def test_slot_lost() -> None:
    """A page number without a place, and a place without a page number, are errors."""
    body = '<p id="a"><span class="folio" data-slot="1">00</span></p>'

    assert problems(body, "12") == [
        "letter:1:1: error[slot-lost]: page number 0 has no place on the page",
        "letter:1:1: error[slot-lost]: nothing is known of page number `1`",
    ]


def test_slot_broken() -> None:
    """A page number that runs over a line end is an error, and the remedy is named."""
    body = f'<p id="a">{"text " * 9}<span class="folio" data-slot="0">00, 00, 00, 00</span></p>'

    assert problems(body, "1, 2, 3, 4", css=".folio { white-space: normal }") == [
        "letter:1:1: error[slot-broken]: page number 0 is set in 2 pieces"
        " (hint: set `white-space: nowrap` on `.folio`)"
    ]


def test_figures_uneven() -> None:
    """Page numbers in figures of several widths are an error, and the remedy is named."""
    body = '<p id="a"><span class="folio" data-slot="0">00</span></p>'
    css = ".folio { font-variant-numeric: oldstyle-nums proportional-nums }"

    assert problems(body, "12", css=css) == [
        "letter:1:1: error[figures-uneven]: the figures of page numbers differ in width in"
        " `SourceSerif4-Regular.ttf`"
        " (hint: set `font-variant-numeric: lining-nums tabular-nums` on `.folio`)"
    ]


def test_figures_missing() -> None:
    """A font that cannot set a page number is an error."""
    font = FontUse("F", "Runes.ttf", {}, dict.fromkeys("0123456789", (1, 500)))
    (found,) = check_figures([font], Places("letter", (), {}))

    assert str(found) == (
        "letter:1:1: error[figures-missing]: `Runes.ttf` has no `ivxlcdm` for page numbers"
    )


def test_folio_mixed() -> None:
    """A folio among other words could not be aligned, and is an error."""
    css = '@page { @bottom-right { content: "p. " counter(page) } }'

    assert problems('<p id="a">Text</p>', css=css) == [
        "letter:1:1: error[folio-mixed]: the folio shares `@bottom-right` with other words"
        " (hint: give it a margin box of its own, with `content: counter(page)`)"
    ]


@pytest.mark.parametrize("target", ["javascript:alert(1)", "file:///etc/hostname", "other.html"])
def test_link_refused(target: str) -> None:
    """A link leads to an anchor, the web or an address; any other is an error."""
    (found,) = problems(f'<p id="a"><a href="{target}">Words</a></p>')

    assert found.startswith("letter:1:1: error[link-refused]: a link leads to `")


@pytest.mark.parametrize(
    ("body", "failure"),
    [
        ("<div>" * 900 + "x" + "</div>" * 900, "RecursionError"),
        ('<p style="font-size:1e9px">x</p>', "ZeroDivisionError"),
    ],
)
def test_layout_failed(body: str, failure: str) -> None:
    """Markup that the engine gives up on is an error, not a crash."""
    piece, found = typeset(chunk(body), "recto", small_theme())

    assert piece is None
    assert [str(problem) for problem in found] == [
        f"letter:1:1: error[layout-failed]: the engine gave up on `letter`: {failure}"
    ]


def test_font_collision() -> None:
    """Two files that are the same face are an error: the engine would mix their letters up."""
    regular = (FONTS / "SourceSerif4-Regular.ttf").read_bytes()
    theme = small_theme(fonts={"a.ttf": regular, "b.ttf": regular})
    _, found = typeset(chunk('<p id="a">Text</p>'), "recto", theme)

    assert "small:1:1: error[font-collision]: fonts `a.ttf` and `b.ttf` are both" in str(found[0])


def test_font_missing() -> None:
    """A theme without fonts prints nothing, and says so."""
    piece, found = typeset(chunk('<p id="a">Text</p>'), "recto", small_theme(fonts={}))

    assert piece is None
    assert [str(problem) for problem in found] == [
        "small:1:1: error[font-missing]: theme `small` has no fonts to print with"
        " (hint: put the .ttf or .otf files of its fonts into its folder `fonts`)"
    ]


def test_good_chunk_says_nothing() -> None:
    """Notes, tables, lists and other languages are nothing to speak of."""
    set_good(
        f'<p id="a">Text{call("n1", "Words")} <i lang="ru">Текст</i> 日本</p>'
        '<ol id="l"><li id="l.1">One</li><li id="l.2">Two</li></ol><ul><li>Three</li></ul>'
        '<table id="t"><thead><tr><th>Head</th></tr></thead><tr id="t.1"><td>Cell</td></tr></table>'
        '<blockquote id="q"><p id="q.1">Quoted</p></blockquote><hr>'
    )


def test_fonts_folder_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A font folder that somebody changed is not used."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "other"))
    (tmp_path / "other").mkdir()
    first = fonts.install({"a.ttf": b"one"})
    assert fonts.install({"a.ttf": b"one"}) == first

    (first.parent / "fonts" / "a.ttf").write_bytes(b"two")
    second = fonts.install({"a.ttf": b"one"})
    assert second != first
    assert (second.parent / "fonts" / "a.ttf").read_bytes() == b"one"


def test_note_early_and_twice() -> None:
    """A note before its call, or printed twice, is an error."""
    places, calls = Places("letter", (), {}), {"n1": "n1.call"}
    early = check_notes(["n1"], calls, {"n1.call": Spot(1, 1, 0)}, {"n1": (0,)}, places)

    assert [str(problem) for problem in (*early, *check_repeats(["n1", "n1"], places))] == [
        "letter:1:1: error[note-early]: note `n1` stands before its call",
        "letter:1:1: error[note-twice]: note `n1` is printed twice",
    ]
