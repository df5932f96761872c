"""What the site is made of, part by part."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from compendium import theme
from compendium.assemble import web_fonts
from compendium.model.citation import Citations
from compendium.model.pages import PageMap, SetLine, Sheet
from compendium.proof import pictures
from compendium.render.setting import setting
from compendium.render.web import with_faces
from compendium.render.web.citing import citations_of
from compendium.render.web.data import data_file
from compendium.render.web.dressing import Dress, Lead, dress
from compendium.render.web.search import search_data, searched
from compendium.render.web.threads import threads
from compendium.render.web.timeline import timeline
from compendium.render.web.turns import Turn, find_turns
from finished import trip

LEADS = {"m1": Lead("persons/x", "x"), "m2": Lead("persons/x", "x")}


def _mention(anchor: str, words: str = "X") -> str:
    return f'<span class="mention" id="{anchor}">{words}</span>'


def test_a_name_is_a_link_and_the_keyboard_stops_at_it_once() -> None:
    """A mention leads to its entry; only the first of a page is a stop."""
    assert dress(_mention("m1") + _mention("m2"), Dress(LEADS)) == (
        '<a class="mention" id="m1" href="#x">X</a>'
        '<a class="mention" id="m2" href="#x" tabindex="-1">X</a>'
    )


def test_no_link_stands_in_another() -> None:
    """A mention in a link, around one, or without words stays what it was."""
    for markup in (
        f'<a class="reference" href="#y">{_mention("m1")}</a>',
        _mention("m1", 'X<a class="reference" href="#y">Y</a>'),
        _mention("m1", ""),
    ):
        assert dress(markup, Dress(LEADS)) == markup


def test_a_paragraph_has_an_address() -> None:
    """The address goes to the innermost block that bears the number, and is no text of it."""
    addresses = {"p-1": "para. 1", "p-1.1": "para. 1.1"}
    assert dress('<li id="p-1"><p id="p-1.1">A</p></li>', Dress(addresses=addresses)) == (
        '<li id="p-1"><p id="p-1.1"><a class="address" href="#p-1.1" aria-label="para. 1.1"'
        " data-generated></a>A</p></li>"
    )


def test_a_note_that_runs_on_has_its_turn() -> None:
    """A note is marked where it goes on to another page, and not where it begins."""
    lines = [("p", "text", 1, "one"), ("n1", "notes", 1, "1 begins"), ("p", "text", 2, "two"),
             ("n1.p", "notes", 2, "goes on"), ("n2", "notes", 2, "2 whole")]  # fmt: skip
    pages = PageMap.of_lines(
        tuple(Sheet(n, str(n), "recto", "text") for n in (1, 2)),
        {},
        {},
        tuple(SetLine(a, n, area, 1, said, (0, 0, 0, 0)) for a, area, n, said in lines),  # type: ignore[arg-type]
    )
    assert find_turns(pages, {}, {"n1": "n1", "n1.p": "n1", "n2": "n2"}) == {
        "p": (Turn(0, "1", 1), Turn(3, "2", 2)),
        "n1.p": (Turn(0, "2", 2),),
    }


def test_the_citation_of_a_whole_names_its_pages() -> None:
    """The gaps of a pattern are empty but for the pages, shortened as the style has it."""
    forms = {"page": ", p. {first}", "pages": ", pp. {first}–{last}", "range": "chicago"}
    pattern = "<i>T</i>{pinpoint}{page}{line} {{1}}{address}"
    given = Citations({"d": {"chicago": pattern}}, {"en": {"chicago": forms}})

    def said(first: str, last: str) -> str:
        return str(citations_of(given, "d", "en", (first, last))[0].words)

    assert said("7", "7") == "<i>T</i>, p. 7 {1}"
    assert said("321", "325") == "<i>T</i>, pp. 321–25 {1}"


@given(st.text())
def test_data_is_no_markup(text: str) -> None:
    """Whatever is said, a data file has no tag in it and gives back what was said."""
    written = data_file("x", text).decode("utf-8", "surrogatepass")
    assert "<" not in written
    assert json.loads(written.removeprefix('compendium.take("x",').removesuffix(")\n")) == text


def test_words_are_searched_letter_by_letter() -> None:
    """Stress marks, hyphenation and line ends do not stand between a reader and a word."""
    treaty = "Договор дружбы"
    assert searched(treaty.replace("Дого", "Дого\u0301\u00ad").replace(" ", " \n")) == treaty
    assert searched("条約の\n締結") == "条約の締結"


def test_every_name_of_an_entry_finds_it() -> None:
    """The search knows the entries of the registers by each form in which a text has them."""
    design, _ = theme.read(theme.find("press"))
    assert design
    files = dict(search_data(setting(trip().edition, design, trip().pages), {}))
    index = files["search/index"]
    assert isinstance(index, dict)
    entries = {entry[0]: entry[3] for entry in index["entries"]}
    assert any(len(forms) > 1 for forms in entries.values())
    assert all(forms == sorted(set(forms)) and "" not in forms for forms in entries.values())


def test_dots_of_one_time_stand_above_each_other() -> None:
    """No two documents share a spot of the timeline, and every dated one is on it."""
    design, _ = theme.read(theme.find("press"))
    assert design
    drawn = timeline(setting(trip().edition, design, trip().pages))
    spots = [(dot.x, dot.y) for dot in drawn.dots]
    assert len(set(spots)) == len(spots) == sum(1 for d in trip().edition.documents if d.date)
    assert all(0 <= x <= drawn.width and 0 <= y <= drawn.base for x, y in spots)


def test_a_reply_comes_after_its_letter() -> None:
    """An exchange is drawn in order, even where the reply is dated by its year alone."""
    design, _ = theme.read(theme.find("press"))
    assert design
    edition = trip().edition
    letter, reply, *_ = edition.documents
    changed = replace(reply, replies_to=letter.anchor, date=None)
    part = replace(edition.parts[0], documents=(replace(letter, replies_to=None), changed))
    (thread,) = threads(setting(replace(edition, parts=(part,)), design, None))
    assert [knot.href for knot in thread.knots] == [f"{d.anchor}.html" for d in (letter, reply)]
    assert all(one.y < other.y for one, other in pairwise(thread.knots))


def test_faces_have_the_letters_of_the_site_and_no_others() -> None:
    """A face of the site has what its pages print; Japanese comes only where it is written."""
    design, _ = theme.read(theme.find("press"))
    assert design
    faces = web_fonts(["Щедрость"], design.fonts)
    letters = TTFont(BytesIO(faces["regular.woff2"])).getBestCmap()
    assert set(map(ord, "Щедрость")) <= set(letters) and ord("Ы") not in letters
    assert "mincho.woff2" not in faces and "mincho.woff2" in web_fonts(["条約"], design.fonts)


def test_a_face_cut_down_bears_no_reserved_name() -> None:
    """The licence reserves "Source" for the fonts as they were made; the owner is still named."""
    design, _ = theme.read(theme.find("press"))
    assert design
    names = TTFont(BytesIO(web_fonts(["a"], design.fonts)["italic.woff2"]))["name"].names
    said = {record.nameID: str(record) for record in names}
    assert said[1] == "Edition Serif" and "Adobe" in said[0]
    assert not any("Source" in words for key, words in said.items() if key != 0)


def test_a_style_sheet_names_no_face_that_is_not_there() -> None:
    """The main face stands in the style sheet itself; one that is lacking is not asked for."""
    style = (
        b'a: url("fonts/regular.woff2") format("woff2"); '
        b'b: local("x"), url("fonts/mincho.woff2") format("woff2")'
    )
    assert with_faces(style, {"regular.woff2": b"\0"}) == (
        b'a: url("data:font/woff2;base64,AA==") format("woff2"); b: local("x")'
    )


def test_pictures_repeat() -> None:
    """Every page has its picture, drawn the same each time."""
    drawn = pictures(trip().pdf)
    assert sorted(drawn) == sorted(f"{sheet.number}.webp" for sheet in trip().pages.sheets)
    assert drawn == pictures(trip().pdf)


def test_an_edition_may_do_without_pictures() -> None:
    """Where `page-pictures` says no, a site has none, and leads to none."""
    assert trip().edition.page_pictures is False
    assert not any("pictures/" in name for name in trip().site)
    assert b"pictures/" not in trip().site["letter.html"]
