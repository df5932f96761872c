"""The web edition in a real browser, opened from a disk, as a reader has it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from screen import CHROMIUM, Screen, build_site, chromium, screen

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="chromium is missing")

LETTER = "matsumoto-1956.html"
ALL = "japanese-memorandum-1960.html?lang=en,ja,ru"
KINDS = (
    "index.html", LETTER, ALL, "editorial-method.html", "list-by-date.html",
    "register-persons.html", "index-subjects.html", "timeline.html", "pages.html",
    "search.html?q=treaty",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of the first edition's site."""
    base = tmp_path_factory.getbasetemp()
    return build_site(base if worker_id == "master" else base.parent)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of a process."""
    with chromium() as started:
        yield started


@pytest.fixture
def shown(browser: Browser, site: Path) -> Iterator[Screen]:
    """A page of middling width, which nothing may go wrong on and which fetches nothing."""
    with screen(browser, site) as opened:
        yield opened
    assert [url for url in opened.fetched if not url.startswith("file:")] == []


def _select(page: Page, block: str, words: str) -> None:
    """Select *words* in the block of that id, whatever stands between their letters."""
    page.evaluate(
        """([id, words]) => {
            const block = document.getElementById(id), start = block.textContent.indexOf(words);
            const walk = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
            const range = document.createRange();
            for (let at = 0; walk.nextNode(); at += walk.currentNode.length) {
                const node = walk.currentNode, end = start + words.length;
                if (at <= start && start < at + node.length) range.setStart(node, start - at);
                if (at < end && end <= at + node.length) range.setEnd(node, end - at);
            }
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""",
        [block, words],
    )


# -- reading ------------------------------------------------------------------------------


def test_every_line_is_of_a_measure_that_reads_well(shown: Screen) -> None:
    """A full line of text has 60 to 75 letters."""
    page = shown.open(LETTER)
    count = page.locator("[id='matsumoto-1956.p-2']").evaluate(
        "(text) => text.textContent.length * parseFloat(getComputedStyle(text).lineHeight)"
        " / text.offsetHeight"
    )
    assert 60 <= count <= 75


def test_notes_stand_beside_the_text_where_there_is_room(browser: Browser, site: Path) -> None:
    """On a wide screen each note is level with its call, or below the one before it."""
    with screen(browser, site, viewport={"width": 1500, "height": 900}) as wide:
        page = wide.open("japanese-memorandum-1960.html")
        page.wait_for_selector("ol.notes.aside", state="attached")
        boxes = page.evaluate(
            """() => [...document.querySelectorAll('ol.notes > li:not([hidden])')].map((note) => {
                const box = note.getBoundingClientRect(), mark = note.querySelector('.mark');
                const call = mark && document.getElementById(mark.hash.slice(1));
                return [box.left, box.top, box.bottom, call && call.getBoundingClientRect().top];
            })"""
        )
        text = page.locator("article.document").bounding_box()
    assert text and len(boxes) > 3
    for one, other in pairwise(boxes):
        assert one[0] > text["x"] + text["width"] and other[1] >= one[2]
    assert all(top >= call - 8 for _, top, _, call in boxes if call is not None)


def test_a_note_opens_over_the_text_and_closes_by_the_keyboard(shown: Screen) -> None:
    """Where there is no room a call opens its note, Escape closes it and the call has the focus."""
    page = shown.open(LETTER)
    call = page.locator("a.call").nth(1)
    call.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#pop:popover-open")
    assert "Hatoyama" in page.locator("#pop").inner_text()
    page.keyboard.press("Escape")
    assert not page.locator("#pop").is_visible()
    assert call.evaluate("(call) => call === document.activeElement")


def test_a_name_has_a_card(shown: Screen) -> None:
    """A person who has the focus is explained, and described to who does not see the card."""
    page = shown.open("gromyko-1956.html")
    name = page.locator("a.mention:not([tabindex])").first
    name.focus()
    page.wait_for_selector("#card:popover-open")
    assert name.get_attribute("aria-describedby") == "card"
    assert re.search(r"\d+ passages?$", page.locator("#card").inner_text())
    page.keyboard.press("Escape")
    assert not page.locator("#card").is_visible()


def test_languages_are_kept_in_the_address(shown: Screen) -> None:
    """One language at first; others come beside it, level with it, and the address says so."""
    page = shown.open("declaration-1956.html")
    assert page.locator(".version:visible").count() == 1
    page.get_by_role("button", name="日本語").click()
    page.get_by_role("button", name="Русский").click()
    assert page.url.endswith("?lang=en-US,ja,ru")
    tops = page.locator("[data-row='2']:visible").evaluate_all(
        "(blocks) => blocks.map((block) => Math.round(block.getBoundingClientRect().top))"
    )
    assert len(tops) == 3 and len(set(tops)) == 1
    assert page.locator("a[rel=next]").get_attribute("href") or ""
    page.reload()
    assert page.locator(".version:visible").count() == 3


def test_an_address_in_another_language_shows_it(shown: Screen) -> None:
    """Who follows a link to a Japanese paragraph sees the Japanese text."""
    page = shown.open("matsumoto-1956.html#matsumoto-1956.ja.p-2")
    assert page.locator("[id='matsumoto-1956.ja.p-2']").is_visible()


def test_a_printed_page_is_gone_to(shown: Screen) -> None:
    """The number of a printed page leads to the letter that it begins with."""
    page = shown.open("pages.html")
    page.get_by_label("Go to page").fill("10")
    page.keyboard.press("Enter")
    page.wait_for_url("**/*#page-10")
    mark = page.locator("#page-10")
    assert mark.get_attribute("title") == "Page 10"
    assert mark.evaluate("(mark) => getComputedStyle(mark).userSelect") == "none"


def test_the_picture_of_a_page_stands_beside_the_text(shown: Screen) -> None:
    """A picture of a page opens beside the text with the passage marked, and closes again."""
    page = shown.open(f"{LETTER}#matsumoto-1956.p-1")
    page.locator("a.picture").first.click()
    page.wait_for_selector(".sheet")
    page.wait_for_function("document.querySelector('.sheet img').naturalWidth > 600")
    page.wait_for_function("document.querySelector('.passage').offsetHeight > 10")
    page.keyboard.press("Escape")
    assert not page.locator(".sheet").is_visible()
    page.locator("#page-4").dispatch_event("click")
    page.wait_for_selector(".sheet")
    assert page.url.endswith("#page-4") and "Page 4" in page.locator(".sheet .which").inner_text()


# -- finding ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "words", "lang"),
    [
        ("territorial", "territorial", "en-US"),
        ('"peace treaty"', "peace treaty", "en-US"),
        ("平和條約", "平和条約", "ja"),
        ("和条", "和条", "ja"),
        ("мирного договора", "мирного", "ru"),
    ],
)
def test_search(shown: Screen, query: str, words: str, lang: str) -> None:
    """What is asked in any language, spelled as it may be, is found as a place to be cited."""
    page = shown.open(f"search.html?q={query}")
    page.wait_for_selector(".hit")
    marked = page.locator(f".hit .around[lang='{lang}'] mark").first
    assert words.casefold() in marked.inner_text().casefold()
    cited = page.locator(".hit .cited").all_inner_texts()
    assert all(re.search(r"p\. \w+$", one) for one in cited)
    page.locator(".hit .title").first.click()
    page.wait_for_selector("article.document")


def test_search_is_narrowed(shown: Screen) -> None:
    """A language and a time leave only what is of them, and the address keeps both."""
    page = shown.open("search.html?q=Japan")
    page.wait_for_selector(".hit")
    every = page.locator(".told").inner_text()
    page.get_by_label("From", exact=True).fill("1970")
    page.wait_for_function(
        "(before) => document.querySelector('.told').textContent !== before", arg=every
    )
    assert {title[0] for title in page.locator(".hit .title").all_inner_texts()} == {"6"}
    assert "from=1970" in page.url


def test_a_name_is_found_in_its_other_languages(shown: Screen) -> None:
    """Who asks for an island in Russian finds where it is spoken of in English and Japanese."""
    page = shown.open("search.html?q=Шикотан")
    page.wait_for_selector(".hit")
    langs = page.locator(".hit .around").evaluate_all("(found) => found.map((one) => one.lang)")
    assert {"en-US", "ja", "ru"} <= set(langs)


# -- citing -------------------------------------------------------------------------------


def test_selected_words_are_cited_with_page_and_line(shown: Screen, site: Path) -> None:
    """The panel says on which page and line the words are, and there they are in the PDF."""
    page = shown.open(LETTER)
    words = "conclusion of a peace treaty including the territorial"
    _select(page, "matsumoto-1956.p-3", words)
    page.locator(".chip").click()
    panel = page.locator(".panel")
    panel.wait_for()
    where = panel.locator(".where").inner_text()
    found = re.fullmatch(r"Document 1, para\. 3, p\. (\w+), line (\d+)(–\d+)?", where)
    assert found, where
    panel.get_by_label("Style").select_option("chicago")
    assert f"p. {found[1]}" in panel.locator(".made").inner_text() or found[1] in panel.inner_text()
    folio, line = found[1], int(found[2])
    with pypdfium2.PdfDocument(site.parent / "joint-compendium.pdf") as book:
        labels = [book.get_page_label(at) for at in range(len(book))]
        text = book[labels.index(folio)].get_textpage().get_text_range()
    assert "conclusion of a peace" in " ".join(text.split())
    assert line >= 1
    panel.get_by_role("button", name="Copy link").click()
    copied = page.evaluate("compendium.copied")
    assert copied.endswith(f"#matsumoto-1956.p-3:~:text={words.replace(' ', '%20')}")
    page.goto(copied)
    page.wait_for_function("location.hash === '#matsumoto-1956.p-3'")


@pytest.mark.parametrize(
    ("anchor", "words"),
    [
        ("gromyko-1956.p-3", "continue negotiations on the conclusion of a peace treaty"),
        ("soviet-memorandum-1960.ru.p-1", "независимости"),
        ("japanese-memorandum-1960.p-4", "the islands"),
        ("declaration-1956.ja.art-9.2", "平和条約の締結の後に"),
        ("matsumoto-1956.n2", "Prime Minister Hatoyama"),
    ],
)
def test_a_passage_is_found_cited_and_in_the_book(
    shown: Screen, site: Path, anchor: str, words: str
) -> None:
    """What a search finds can be cited, and the page of the citation has those words in the PDF."""
    page = shown.open(f'search.html?q="{words}"')
    page.wait_for_selector(".hit")
    hits = page.locator(".hit a").evaluate_all("(links) => links.map((link) => link.href)")
    assert any(f"#{anchor}:~:" in hit for hit in hits)
    shown.open(f"{anchor.partition('.')[0]}.html#{anchor}")
    _select(page, anchor, words)
    page.locator(".chip").click()
    page.wait_for_selector(".panel")
    where = page.locator(".panel .where").inner_text()
    folios = re.search(r"p\. (\w+)(?:–(\w+))?", where)
    assert folios, where
    pages = _letters_of_pages(site.parent / "joint-compendium.pdf", *folios.groups())
    assert re.sub(r"\W", "", words) in pages
    assert (", note 2" in where or ", n. 2" in where) == (anchor == "matsumoto-1956.n2")


def _letters_of_pages(book: Path, first: str, last: str | None) -> str:
    """The letters on the pages from *first* to *last* of the *book*, as pdfium reads them."""
    with pypdfium2.PdfDocument(book) as pdf:
        labels = [pdf.get_page_label(at) for at in range(len(pdf))]
        sheets = range(labels.index(first), labels.index(last or first) + 1)
        text = "".join(pdf[at].get_textpage().get_text_range() for at in sheets)
    return re.sub(r"\W", "", text.replace("\ufffe", ""))


def test_a_paragraph_is_cited_by_the_keyboard_alone(shown: Screen) -> None:
    """The address of a paragraph opens the panel; typing words of it gives their line."""
    page = shown.open(LETTER)
    page.locator("a.address").nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".panel")
    before = page.locator(".panel .where").inner_text()
    assert "line" not in before
    page.get_by_label("Words of this passage").fill("formal peace treaty")
    assert re.search(r"line \d+", page.locator(".panel .where").inner_text())
    page.get_by_label("Words of this passage").fill("no such words")
    assert page.locator(".panel .done").inner_text() == "These words are not in this passage."
    page.keyboard.press("Escape")
    assert page.locator("a.address").nth(1).evaluate("(link) => link === document.activeElement")


@pytest.mark.parametrize(
    ("button", "says"),
    [("RIS", "TY  - CHAP"), ("BibTeX", "@incollection{"), ("CSL-JSON", '"type": "')],
)
def test_a_record_for_programs(shown: Screen, button: str, says: str) -> None:
    """The record of a passage is a file, and names the passage."""
    page = shown.open(LETTER)
    page.locator("a.address").nth(2).click()
    page.wait_for_selector(".panel")
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button, exact=True).click()
    text = Path(waiting.value.path()).read_text("utf-8")
    assert says in text and "para. 3, p" in text
    if button == "CSL-JSON":
        assert json.loads(text)[0]["note"].startswith("para. 3")


# -- every reader -------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_in_anyones_way(browser: Browser, site: Path, kind: str, scheme: str) -> None:
    """Axe finds no violation on any kind of page, in the light and in the dark, on a phone too."""
    width = 390 if scheme == "dark" else 1300
    size = {"width": width, "height": 844}
    with screen(browser, site, color_scheme=scheme, viewport=size) as opened:
        page = opened.open(kind)
        page.wait_for_load_state("load")
        if "search" in kind:
            page.wait_for_selector(".hit")
        found = Axe().run(page).response["violations"]
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert [(v["id"], [n["html"][:200] for n in v["nodes"][:3]]) for v in found] == []
    assert overflow <= 0, "the page is wider than the screen"


def test_everything_but_the_search_is_there_without_scripts(browser: Browser, site: Path) -> None:
    """Without scripts all texts, notes and pages are there, and no control that does nothing."""
    with screen(browser, site, java_script_enabled=False) as opened:
        page = opened.open("declaration-1956.html")
        assert page.locator(".version:visible").count() == 3
        assert page.locator("ol.notes > li:visible").count() >= 9
        assert page.locator("button:visible, input:visible").count() == 0
        assert page.locator("a.picture:visible").count() >= 1
        opened.open("search.html")
        assert page.locator("noscript").count() == 1 and page.locator("form:visible").count() == 0


def test_the_whole_of_a_page_is_reached_by_the_keyboard(shown: Screen) -> None:
    """Tab goes through a page in the order it is read, from the skip link to the foot."""
    page = shown.open(LETTER)
    order = []
    for _ in range(60):
        page.keyboard.press("Tab")
        order.append(
            page.evaluate("document.activeElement.className + ' ' + document.activeElement.tagName")
        )
    places = [
        next((at for at, one in enumerate(order) if name in one), -1)
        for name in ("skip", "edition", "address", "mark")
    ]
    assert -1 not in places and places == sorted(places)


def test_a_page_is_printed_as_a_text(browser: Browser, site: Path) -> None:
    """On paper there is the text with its notes, and nothing to click."""
    with screen(browser, site) as opened:
        page = opened.open(LETTER)
        printed = page.pdf(format="A4")
        page.emulate_media(media="print")
        assert (
            page.locator(
                ".bar:visible, .turnpage:visible, button:visible, .printed:visible"
            ).count()
            == 0
        )
    with pypdfium2.PdfDocument(BytesIO(printed)) as book:
        text = "".join(leaf.get_textpage().get_text_range() for leaf in book)
    assert "Excellency" in text and "Letter of Prime Minister Hatoyama" in text


def test_the_first_view_does_not_shift(browser: Browser, site: Path) -> None:
    """Nothing that is drawn moves while a page loads."""
    with screen(browser, site, viewport={"width": 1500, "height": 900}) as opened:
        opened.page.add_init_script(
            "window.shift = 0; new PerformanceObserver((list) => list.getEntries()"
            ".forEach((entry) => { shift += entry.value; }))"
            ".observe({ type: 'layout-shift', buffered: true })"
        )
        page = opened.open("soviet-memorandum-1960.html")
        page.wait_for_timeout(400)
        assert page.evaluate("shift") < 0.01


def test_pages_are_light(site: Path) -> None:
    """A short document in three languages is under 100 kB with style, faces and scripts."""
    scripts = re.findall(r'<script src="([^"]+)"', (site / LETTER).read_text("utf-8"))
    needed = ["communique-1973.html", "style.css", *scripts, "fonts/italic.woff2"]
    assert sum((site / name).stat().st_size for name in needed) < 100_000
