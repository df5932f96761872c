"""The book of the sample edition: its chunks, their numbers, their anchors and their words."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium import render, theme
from compendium.model.edition import Edition
from compendium.model.pages import Chunk, PageMap, Place
from compendium.model.text import blocks, plain, runs
from compendium.model.theme import Theme
from compendium.render.runs import runs as in_runs
from compendium.render.slots import GUESS, shape
from sample import SAMPLE, em, t

_ID = re.compile(r' id="([^"]+)"')
_HREF = re.compile(r' href="#([^"]+)"')
_SLOT = re.compile(r'folio"[^>]* data-slot="(\d+)">([^<]*)<')


@pytest.fixture(scope="module")
def press() -> Theme:
    """The default theme."""
    read, problems = theme.read(theme.find("press"))
    assert read, problems
    return read


@pytest.fixture(scope="module")
def chunks(press: Theme) -> list[Chunk]:
    """The sample as it is rendered before it has pages."""
    made, problems = render.book(SAMPLE, press, None)
    assert problems == []
    return made


def placed(chunks: list[Chunk], folio: str = "14") -> PageMap:
    """A page map that puts every anchor of the chunks on one page."""
    anchors = [anchor for chunk in chunks for anchor in _ID.findall(chunk.markup)]
    places = {anchor: Place(20, folio, 3, 100.0) for anchor in anchors}
    return PageMap((), places, places, ())


class Reader(HTMLParser):
    """Reads what a page shows, without what stands in elements of the classes `without`."""

    def __init__(self, without: frozenset[str]) -> None:
        super().__init__()
        self.without = without
        self.shown: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A line end is a space; an element may hide what is in it."""
        if tag in ("br", "p", "div", "li", "h1", "section"):
            self.shown.append(" ")
        classes = dict(attrs).get("class") or ""
        if tag not in ("br", "img", "meta", "hr") and (
            self.hidden or self.without & {tag, *classes.split()}
        ):
            self.hidden += 1

    def handle_endtag(self, tag: str) -> None:
        """What was hidden with the element comes to its end."""
        del tag
        self.hidden = max(self.hidden - 1, 0)

    def handle_data(self, data: str) -> None:
        """Take the letters."""
        if not self.hidden:
            self.shown.append(data)


def words(markup: str, *without: str) -> str:
    """What a reader sees of *markup*, spaces as one."""
    reader = Reader(frozenset(without))
    reader.feed("<body" + markup.partition("<body")[2])
    return " ".join("".join(reader.shown).split())


def chunk(chunks: list[Chunk], name: str) -> Chunk:
    """The chunk of that name."""
    return next(one for one in chunks if one.name == name)


def test_order(chunks: list[Chunk]) -> None:
    """The chunks come as they are bound; front matter has roman folios, the rest arabic."""
    assert [(c.name, c.begins, c.folios) for c in chunks] == [
        ("half-title", "recto", "roman"),
        ("title", "recto", "roman"),
        ("contents", "recto", "roman"),
        ("list-by-date", "any", "roman"),
        ("matter.note-on-the-text", "any", "roman"),
        ("part-v", "recto", "arabic"),
        ("letter", "recto", "arabic"),
        ("declaration", "any", "arabic"),
        ("register.persons", "any", "arabic"),
        ("index-persons", "any", "arabic"),
        ("colophon", "any", "arabic"),
    ]


def test_follow_on(press: Theme) -> None:
    """Documents that follow on share one chunk, which has a running head for each."""
    part = replace(SAMPLE.parts[0], follow_on=True)

    made, _ = render.book(replace(SAMPLE, parts=(part,)), press, None)

    run = chunk(made, "part-v.documents")
    assert re.findall(r'<article [^>]*id="([^"]+)"', run.markup) == ["letter", "declaration"]
    assert re.findall(r'<article [^>]*data-recto="([^"]+)"', run.markup) == [
        "Matsumoto to Gromyko",
        "Joint Declaration",
    ]


def test_slots(press: Theme, chunks: list[Chunk]) -> None:
    """Every slot of a chunk has its value and its claim; the markup shows only its shape."""
    made, _ = render.book(SAMPLE, press, placed(chunks))
    claims = 0
    for one in made:
        shown = _SLOT.findall(one.markup)
        assert [int(slot) for slot, _ in shown] == list(range(len(one.values)))
        assert [text for _, text in shown] == [shape(value) for value in one.values]
        assert [(r.slot, r.value) for r in one.references] == list(enumerate(one.values))
        claims += len(shown)
    assert claims > 10


def test_guess(press: Theme, chunks: list[Chunk]) -> None:
    """Without pages every number is a guess, and numbers of the same shape change no markup."""
    made, _ = render.book(SAMPLE, press, placed(chunks, "14"))

    assert {value for one in chunks for value in one.values} == {GUESS}
    assert {value for one in made for value in one.values} == {"14"}
    assert [one.markup for one in made] == [one.markup for one in chunks]


def test_roman(press: Theme, chunks: list[Chunk]) -> None:
    """A roman number shows itself."""
    made, _ = render.book(SAMPLE, press, placed(chunks, "xii"))

    assert 'data-slot="0">xii</span>' in chunk(made, "contents").markup


@given(st.text(alphabet="0123456789ivxlcdmn–, "))
def test_shape(value: str) -> None:
    """A shape has the length of its value, no digit but 0, and is its own shape."""
    assert len(shape(value)) == len(value)
    assert not set(shape(value)) & set("123456789")
    assert shape(shape(value)) == shape(value)


def test_anchors(chunks: list[Chunk]) -> None:
    """Everything that can be cited is in the book exactly once, and every link leads there."""
    ids = [anchor for one in chunks for anchor in _ID.findall(one.markup)]
    links = {anchor for one in chunks for anchor in _HREF.findall(one.markup)}

    assert len(ids) == len(set(ids))
    assert SAMPLE.targets.keys() <= set(ids)
    assert {anchor for note in SAMPLE.notes.values() for anchor in (note.anchor, note.call)} - {
        ""
    } <= set(ids)
    assert links <= set(ids)


def test_words(chunks: list[Chunk]) -> None:
    """A document shows every letter of its text in order, and besides them only brackets."""
    for document in SAMPLE.documents:
        markup = chunk(chunks, document.anchor).markup
        shown = words(markup, "header", "fn", "call", "n")
        held = (run for b in blocks(document.texts[0].blocks) for run in runs(b))
        assert letters(shown) == letters("".join(plain(run) for run in held))


def letters(text: str) -> str:
    """*text* without spaces and square brackets."""
    return re.sub(r"[\s\[\]]", "", text)


def test_furniture(chunks: list[Chunk]) -> None:
    """The page around the text: escaped titles, marks of language, running heads."""
    title = chunk(chunks, "title").markup
    letter = chunk(chunks, "letter").markup

    assert "Joint Compendium of &lt;Documents&gt; &amp; Papers" in title
    assert "Edited by A. Editor, B. Editor" in title
    assert "Version 1.0, November 24, 2026" in title
    assert '<html lang="en">' in letter
    assert '<span lang="ja">択捉島</span>' in letter
    assert 'data-verso="Period after Negotiations" data-recto="Matsumoto to Gromyko"' in letter


def test_document_opens(chunks: list[Chunk]) -> None:
    """A document opens with number, source note, heading, then place and supplied date."""
    opening = re.search(r"<header.*?</header>", chunk(chunks, "letter").markup, re.DOTALL)

    assert opening
    assert words("<body>" + opening[0]) == (
        "Document 1The two ministries, 1992. "
        "Letter from S. Matsumoto to A.A. Gromyko (1956) "
        "Moscow, [September 29, 1956]11\u2002Dated by Document 2."
    ).replace("\u2002", " ")
    assert opening[0].index("fn-source") < opening[0].index("fn-editorial")


def test_contents(chunks: list[Chunk]) -> None:
    """The contents name what opens on a page, the list by date has short titles."""
    assert words(chunk(chunks, "contents").markup) == (
        "Contents Documents by Date 00 Note on the Text 00 V Period after Negotiations 00 "
        "1 Letter from S. Matsumoto to A.A. Gromyko (1956) 00 "
        "2 Paragraph 9 of the Joint Declaration (1956) 00 "
        "Persons 00 Index of Persons 00 Index of Bodies 00"
    )
    assert words(chunk(chunks, "list-by-date").markup) == (
        "Documents by Date [September 29, 1956] 1 Matsumoto to Gromyko 00 "
        "October 19, 1956 2 Joint Declaration 00"
    )


def test_index(chunks: list[Chunk]) -> None:
    """Short indexes share a page; an entry leads to its pages, or to the entry that has them."""
    run = chunk(chunks, "index-persons")

    assert words(run.markup) == (
        "Index of Persons H Hatoyama, 00 Index of Bodies J Japan, 00 N Nippon. See Japan"
    )
    assert '<em>See</em> <a href="#index-bodies.japan">Japan</a>' in run.markup
    assert [(r.kind, r.first) for r in run.references] == [
        ("index", "letter.m1"),
        ("index", "declaration.m1"),
    ]


def test_heads_of_a_shared_page(chunks: list[Chunk]) -> None:
    """Each index or register on a shared page has its own name over the pages it runs on to."""
    indexes = chunk(chunks, "index-persons").markup
    assert re.findall(r'<section class="index[^>]* data-recto="([^"]*)"', indexes) == [
        index.plan.title for index in SAMPLE.indexes
    ]


def test_headnote(press: Theme) -> None:
    """What an index says before its entries is running text."""
    index = SAMPLE.indexes[0]
    plan = replace(index.plan, headnote=(t("The letter "), em("n"), t(" means a note.")))
    chunks, _ = render.book(replace(SAMPLE, indexes=(replace(index, plan=plan),)), press, None)
    markup = chunk(list(chunks), index.anchor).markup

    assert '<p class="headnote">The letter <em>n</em> means a note.</p>' in markup


def test_run_in(press: Theme) -> None:
    """An index in run-in form has its subentries in the paragraph of their entry."""
    index = SAMPLE.indexes[1]
    below = replace(index.groups[0].entries[0], key="bodies/japan/diet", anchor="bodies.japan.diet")
    japan = replace(index.groups[0].entries[0], children=(below,), see_also=("persons/hatoyama",))
    plan = replace(index.plan, form="run-in")
    group = replace(index.groups[0], entries=(japan,))
    edition = replace(SAMPLE, indexes=(replace(index, plan=plan, groups=(group,)),))

    made, _ = render.book(edition, press, None)

    assert words(chunk(made, "index-bodies").markup) == (
        "Index of Bodies J Japan, 00: Japan, 00. See also Hatoyama"
    )


def test_colophon(press: Theme, chunks: list[Chunk]) -> None:
    """The colophon has the digest of the text, which one letter of any document changes."""
    letter, declaration = SAMPLE.documents
    text = replace(letter.texts[0], blocks=letter.texts[0].blocks[1:])
    documents = (replace(letter, texts=(text,)), declaration)
    part = replace(SAMPLE.parts[0], documents=documents)

    cut, _ = render.book(replace(SAMPLE, parts=(part,)), press, None)

    digest = re.compile(r'class="digest">([0-9a-f ]+)<')
    before, after = (digest.search(c[-1].markup) for c in (chunks, cut))
    assert before and after
    assert len(before[1].replace(" ", "")) == 64
    assert before[1] != after[1]


def test_data(press: Theme) -> None:
    """Words that look like a template or a tag are printed as they are."""
    odd = "{{ 7*7 }} {# a #} <b onclick='x'>"
    edition: Edition = replace(SAMPLE, short_title=odd)

    made, problems = render.book(edition, press, None)

    assert problems == []
    assert odd in words(chunk(made, "half-title").markup)


def test_languages(press: Theme) -> None:
    """The words around a text are in the edition's language."""
    for lang, expected in (("ru", "Содержание Перечень документов по датам"), ("ja", "目次 年月")):
        made, problems = render.book(replace(SAMPLE, languages=(lang,)), press, None)
        assert problems == []
        assert words(chunk(made, "contents").markup).startswith(expected)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "print/part.html.j2",
            "<p>\n{{ number }}</p>",
            "press/print/part.html.j2:1:1: error[template-broken]: the template "
            "`print/part.html.j2` cannot be used: 'number' is undefined "
            "(hint: mend it in the theme)",
        ),
        (
            "print/part.html.j2",
            "<p>\n{% if %}</p>",
            "press/print/part.html.j2:2:1: error[template-broken]: the template "
            "`print/part.html.j2` cannot be used: Expected an expression, got 'end of statement "
            "block' (hint: mend it in the theme)",
        ),
    ],
)
def test_broken(press: Theme, name: str, text: str, expected: str) -> None:
    """A broken template is named, and hides nothing that the others make."""
    broken = replace(press, templates={**press.templates, name: text})

    made, problems = render.book(SAMPLE, broken, None)

    assert [str(problem) for problem in problems] == [expected]
    assert len(made) == 11


@given(st.lists(st.integers(1, 30)), st.integers(1, 40))
def test_runs(lengths: list[int], room: int) -> None:
    """Runs keep every list in order, and only a list that is too long exceeds the room."""
    made = list(in_runs(lengths, lambda length: length, room))

    assert [length for run in made for length in run] == lengths
    assert all(sum(run) <= room or len(run) == 1 for run in made)
