"""Running text as markup: words, editors' marks, pointers, notes and dates."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import Case, cases
from compendium import theme
from compendium.model.edition import Edition, Note, Target, TargetKind
from compendium.model.text import (
    Break,
    Editorial,
    Heading,
    Image,
    Inline,
    Intervention,
    Item,
    Link,
    List,
    Mention,
    NoteMark,
    Paragraph,
    Pointer,
    Quotation,
    Row,
    Style,
    Styled,
    Table,
    WebLink,
    plain,
)
from compendium.model.volume import Date
from compendium.render.blocks import set_blocks
from compendium.render.compositor import Compositor
from compendium.render.dates import written_out
from compendium.render.notes import cut
from compendium.render.scripts import lettered
from compendium.render.setting import Setting, setting
from compendium.render.slots import Slots
from sample import AT, SAMPLE, call, em, foreign, named, p, run, see, t

DIRECTIONS: dict[str, Literal["above", "below", "none"]] = {
    "above": "above",
    "below": "below",
    "none": "none",
}
PRESS, _ = theme.read(theme.find("press"))


def set_in(edition: Edition) -> Setting:
    """*edition* in the default theme, without pages."""
    assert PRESS
    return setting(edition, PRESS, None)


def desk(lang: str = "en", document: str = "letter", edition: Edition = SAMPLE) -> Compositor:
    """A compositor for a text in *lang*."""
    return Compositor(set_in(edition), Slots(None), lang, document)


def bare(markup: str) -> str:
    """The words of *markup*."""
    return unescape(re.sub(r"<[^>]*>", "", markup))


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (t("a < b & {{c}} \"d\" 'e'"), "a &lt; b &amp; {{c}} &#34;d&#34; &#39;e&#39;"),
        (em("so"), "<em>so</em>"),
        (foreign("ru", "слово"), '<span lang="ru">слово</span>'),
        (foreign("en", "word"), "word"),
        (Styled("small-caps", run("ussr"), AT), '<span class="small-caps">ussr</span>'),
        (Styled("plain", run("x"), AT, anchor="a.x"), '<span id="a.x">x</span>'),
        (Break(hard=False, span=AT), " "),
        (Break(hard=True, span=AT), "<br>"),
        (named("persons/hatoyama", "Hatoyama", "letter.m1"),
         '<span class="mention" id="letter.m1">Hatoyama</span>'),
        (Mention("persons/hatoyama", (), AT, "letter.m9"),
         '<span class="mention" id="letter.m9"></span>'),
        (see("declaration", "it", "letter.r1"),
         '<a class="reference" id="letter.r1" href="#declaration">it</a>'),
        (WebLink("https://example.org/?a=1&b=2", run("there"), AT),
         '<a class="web" href="https://example.org/?a=1&amp;b=2">there</a>'),
        (Link("doc:x", run("left as it is"), AT), "left as it is"),
        (Image("images/map.png", 'the "map"', AT),
         '<img src="images/map.png" alt="the &#34;map&#34;">'),
    ],
)  # fmt: skip
def test_node(node: Inline, expected: str) -> None:
    """Each node has one form; what comes from the corpus is escaped."""
    assert desk().inline([node]) == expected


@pytest.mark.parametrize(
    ("kind", "words", "expected"),
    [
        ("supplied", "Tokyo", '<span class="supplied">[Tokyo]</span>'),
        ("correction", "over these", '<span class="correction">[<em>over these</em>]</span>'),
        ("sic", "over the these", '<span class="sic">over the these</span>'),
        ("omission", "...", '<span class="omission">...</span>'),
        ("unclear", "word", '<span class="unclear">word</span>'),
        ("placeholder", "Japanese Note", '<span class="placeholder">[Japanese Note]</span>'),
        ("placeholder", "[Japanese Note]", '<span class="placeholder">[Japanese Note]</span>'),
    ],
)
def test_editorial(kind: Intervention, words: str, expected: str) -> None:
    """Editors' words stand in brackets; what the source has stands as it is."""
    assert desk().inline([Editorial(kind, run(words), AT)]) == expected


def test_japanese_line_end() -> None:
    """A line end in Japanese source stands for nothing."""
    assert desk("ja").inline(run("平和\n条約")) == "平和条約"


def test_link_in_link() -> None:
    """Inside a link there is no other; its words and their anchor stay."""
    inner = see("letter", "that", "letter.r2")
    outer = replace(see("declaration", "", "letter.r1"), content=run("like ", inner))

    assert desk().inline([outer]) == (
        '<a class="reference" id="letter.r1" href="#declaration">like '
        '<span class="reference" id="letter.r2">that</span></a>'
    )


def test_call_in_link() -> None:
    """A call parts the link around it, for it is a link itself."""
    outer = replace(
        see("declaration", "", "letter.r1"), content=run("here", call("letter", "1"), " too")
    )

    markup = re.sub(r'<span class="fn.*?role="doc-footnote">.*?</span>', "", desk().inline([outer]))

    assert markup == (
        '<a class="reference" id="letter.r1" href="#declaration">here</a>'
        '<a class="call" id="letter.n1.call" href="#letter.n1" role="doc-noteref" '
        'aria-label="Note 1">1</a>'
        '<a class="reference" href="#declaration"> too</a>'
    )


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("the end.", "."),
        ("the end", ""),
        ('he said "no"?', '"?'),
        ("平和条約", "約"),
        ("です。", "す。"),
    ],
)
def test_held(text: str, held: str) -> None:
    """A call keeps to the punctuation it follows, and to a character that has no word."""
    markup = desk().inline([t(text), call("letter", "1")])

    assert bare(markup).startswith(f"{text}1")
    assert f'<span class="held">{held.replace(chr(34), "&#34;")}<a class="call"' in markup


# -- pointers ------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("render"), ids=lambda case: case.name)
def test_wording(case: Case) -> None:
    """Dates and pointers are said as each language says them."""
    got: dict[str, list[str]] = {}
    for lang in ("en", "ru", "ja"):
        for line in str(case.files.get("dates.txt", "")).splitlines():
            said = written_out(Date(line, AT), set_in(SAMPLE).speak(lang))
            got.setdefault(lang, []).append(said)
        for line in str(case.files.get("pointers.txt", "")).splitlines():
            home, target, direction = line.split()
            pointer = Pointer(target, DIRECTIONS[direction], AT)
            got.setdefault(lang, []).append(bare(desk(lang, home).inline([pointer])))
    case.check(got)


def test_pointer() -> None:
    """A pointer leads to its passage, and its page number claims to be where that begins."""
    hand = desk()

    markup = hand.inline([Pointer("declaration.par-9", "below", AT)])

    assert markup.startswith('<a class="pointer" href="#declaration.par-9">')
    assert [(r.kind, r.first, r.last) for r in hand.slots.references] == [
        ("cross-reference", "declaration.par-9", "declaration.par-9")
    ]


@pytest.mark.parametrize(
    ("kind", "number", "expected"),
    [
        ("article", "9", "art. 9, p. 00"),
        ("article", "9.2", "art. 9, para. 2, p. 00"),
        ("paragraph", "9", "art. 9, p. 00"),
        ("heading", "", "p. 00"),
    ],
)
def test_articles(kind: TargetKind, number: str, expected: str) -> None:
    """A treaty's passages are named by article."""
    letter, declaration = SAMPLE.documents
    part = replace(SAMPLE.parts[0], documents=(letter, replace(declaration, units="article")))
    target = Target("declaration.x", kind, AT, "declaration", number)
    edition = replace(SAMPLE, parts=(part,), targets={**SAMPLE.targets, target.anchor: target})

    hand = desk("en", "declaration", edition)

    assert bare(hand.inline([Pointer("declaration.x", "none", AT)])) == expected


# -- notes ---------------------------------------------------------------------------


def noted(*made: Note) -> Edition:
    """The sample with the notes *made* in it."""
    return replace(SAMPLE, notes={**SAMPLE.notes, **{note.anchor: note for note in made}})


def note(number: str, *body: Paragraph | Quotation | List | Table) -> Note:
    """A note of ours."""
    anchor = f"letter.n{number}"
    return Note(anchor, "editorial", number, f"{anchor}.call", "letter", body, AT)


def forms(markup: str) -> list[tuple[str, str]]:
    """The pieces of notes in *markup*: classes and words."""
    found = re.findall(r'<span class="(fn [^"]*)"[^>]*>(.*?)</span>(?=<span class="fn |$)', markup)
    return [(classes, bare(words)) for classes, words in found]


def test_note() -> None:
    """A note follows its call, marked, linked both ways, in pieces a page turn may part."""
    long = note(
        "7",
        p("First."),
        Quotation((p("Second."),), AT),
        List(True, (Item((p("third"), p("fourth")), AT, "1", "1."),), AT),
        Table(None, (Row((run("fifth"), run("sixth")), AT),), ("", ""), AT),
    )

    markup = desk(edition=noted(long)).inline([call("letter", "7")])
    called, _, pieces = markup.partition("</a>")

    assert called == (
        '<a class="call" id="letter.n7.call" href="#letter.n7" role="doc-noteref" '
        'aria-label="Note 7">7'
    )
    assert forms(pieces) == [
        ("fn fn-editorial fn-text", "7\u2002First."),
        ("fn fn-editorial fn-quotation more", "Second."),
        ("fn fn-editorial fn-item more", "1. third"),
        ("fn fn-editorial fn-item more", "fourth"),
        ("fn fn-editorial fn-row more", "fifth sixth"),
    ]
    assert pieces.count('id="letter.n7"') == 1
    assert pieces.count('data-note="letter.n7"') == 5
    assert '<a class="mark" href="#letter.n7.call" aria-label="Back to the text">7</a>' in pieces


def test_made_note() -> None:
    """A note that we make is a sentence."""
    edition = SAMPLE.notes
    hand = desk(document="declaration")

    assert bare(hand.note(edition["letter.n3"])) == "3\u2002Para. 9, subpara. 2, p. 00 below."
    assert bare(hand.note(edition["letter.n2"])) == (
        "2\u2002Letter of September 11, 1956; not printed."
    )


def test_note_in_note() -> None:
    """A note that a note calls stands after it."""
    outer, inner = note("8", p("Outer", call("letter", "9"), ".")), note("9", p("Inner."))

    pieces = desk(edition=noted(outer, inner)).note(outer)

    assert [words for _, words in forms(pieces)] == ["8\u2002Outer9.", "9\u2002Inner."]


# -- blocks --------------------------------------------------------------------------


def test_named_pieces() -> None:
    """A named piece keeps its lines; a signature sets the name apart."""
    signature = p("S. Matsumoto\nPlenipotentiary", anchor="x.signature", name="signature")

    assert set_blocks(desk(), [signature, p("one\nline")]) == (
        '<p id="x.signature" class="piece signature"><span class="name">S. Matsumoto</span>'
        "<br>Plenipotentiary</p>\n<p>one line</p>"
    )


def test_numbered() -> None:
    """A numbered paragraph has the document's own number, inside its first paragraph."""
    items = (Item((p("Text.", anchor="x.9.1"), p("More.")), AT, "9", "9)", "x.9"),)

    assert set_blocks(desk(), [List(True, items, AT, "x.list")]) == (
        '<ol id="x.list" class="numbered"><li id="x.9"><p id="x.9.1">'
        '<span class="n">9)</span>\u2002Text.</p>\n<p>More.</p></li></ol>'
    )


def test_a_list_in_a_note() -> None:
    """An item without a number has the same dash in a note as in the text, however written."""
    items = tuple(Item((p("Text."),), AT, marker=sign) for sign in "-*")
    numbered = (Item((p("Text."),), AT, "9", "9."),)

    assert [piece.marker for piece in cut([List(False, items, AT)])] == ["–", "–"]
    assert [piece.marker for piece in cut([List(True, numbered, AT)])] == ["9."]


def test_table() -> None:
    """A table has its caption, its head and the sides its columns keep to."""
    table = Table(
        Row((run("a"), run("b")), AT), (Row((run("c"), run("d")), AT, "x.t.1"),),
        ("", "right"), AT, run("Signed"), "x.t",
    )  # fmt: skip

    assert set_blocks(desk(), [table]) == (
        '<table id="x.t"><caption>Signed</caption><thead><tr><th class="short">a</th>'
        '<th class="align-right short">b</th></tr></thead><tbody><tr id="x.t.1">'
        '<td class="short">c</td><td class="align-right short">d</td></tr></tbody></table>'
    )


def test_the_columns_of_a_table() -> None:
    """Columns of a few letters are not divided over lines, unless there are too many of them."""
    words = "The vessel was detained at Hakodate."
    narrow = Table(None, (Row((run("Ship 1"), run(words)), AT),), (), AT)
    many = Table(None, (Row((run("A detained ship"),) * 4, AT),), (), AT)

    assert set_blocks(desk(), [narrow]).count('<td class="short">Ship 1</td><td>') == 1
    assert "short" not in set_blocks(desk(), [many])


def test_a_long_table() -> None:
    """A table of many rows may be divided over pages; a short one stays whole."""
    rows = tuple(Row((run("a"),), AT) for _ in range(16))

    assert set_blocks(desk(), [Table(None, rows, (), AT)]).startswith('<table class="long">')
    assert set_blocks(desk(), [Table(None, rows[1:], (), AT)]).startswith("<table><tbody>")


def test_a_letter_hangs() -> None:
    """The letter of a paragraph hangs before it; one that is not plain words hangs as it stands."""
    plain_one = replace(p("(a) First."), anchor="x.a", letter="(a)", depth=1)
    slanted = Paragraph((em("(ii)"), t(" second.")), AT, letter="(ii)", depth=2)

    assert set_blocks(desk(), [plain_one, slanted]) == (
        '<p id="x.a" class="lettered depth-1"><span class="n">(a)</span>\u2002First.</p>\n'
        '<p class="lettered depth-2"><em>(ii)</em> second.</p>'
    )


def test_a_tall_row() -> None:
    """A row that might not find room on a page may be divided, and so may its table."""
    tall = Table(None, (Row((run("word " * 121), run("b")), AT),), (), AT)

    assert set_blocks(desk(), [tall]).startswith('<table class="long"><tbody><tr class="tall">')


def test_a_wide_table() -> None:
    """The more columns a table has, the smaller it is set; long words count, not long cells."""

    def size(columns: int, words: str = "83,695,526 83,695,526") -> str:
        table = Table(None, (Row((run(words),) * columns, AT),), (), AT)
        return set_blocks(desk(), [table]).partition(">")[0]

    sizes = [size(columns) for columns in (4, 6, 7, 8, 12)]
    assert sizes == [
        "<table", '<table class="small"', '<table class="smaller"', '<table class="smaller"',
        '<table class="smallest"',
    ]  # fmt: skip
    assert size(3, "the government of Japan " * 9) == "<table"
    assert size(6, "第二十四回閣議決定文書") == '<table class="smallest"'


def test_an_address_of_the_web() -> None:
    """An address is known for one, so that no hyphen gets into it."""
    url = "https://example.org/a"

    assert desk().inline([WebLink(url, run("example.org"), AT)]) == (
        f'<a class="web address" href="{url}">example.org</a>'
    )
    assert desk().inline([WebLink(url, run("the archive"), AT)]) == (
        f'<a class="web" href="{url}">the archive</a>'
    )


def test_heading() -> None:
    """A heading inside a document stands below the document's own."""
    assert set_blocks(desk(), [Heading(1, run("I"), AT, "x.h-1", align="center")]) == (
        '<h2 id="x.h-1" class="heading level-1 align-center">I</h2>'
    )


_leaves = st.text(st.characters(codec="utf-8", exclude_characters="[]\n"), max_size=8).map(t)
_styles: st.SearchStrategy[Style] = st.sampled_from(["emphasis", "strong", "plain", "superscript"])
_inline: st.SearchStrategy[Inline] = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.builds(
            lambda style, content, lang: Styled(style, tuple(content), AT, lang),
            _styles,
            st.lists(inner, max_size=3),
            st.sampled_from([None, "ja", "ru"]),
        ),
        st.builds(
            lambda content: Mention("persons/hatoyama", tuple(content), AT, "x"),
            st.lists(inner, max_size=3),
        ),
        st.builds(
            lambda content: Editorial("sic", tuple(content), AT), st.lists(inner, max_size=3)
        ),
    ),
    max_leaves=8,
)


@given(st.lists(_inline, max_size=4))
def test_words_survive(content: list[Inline]) -> None:
    """Whatever the mark-up, a reader sees the words that were written, and no others."""
    assert bare(desk().inline(content)) == plain(content)
    rest, last = desk().heading(tuple(content))
    assert bare(rest + last) == plain(content)


def test_heading_keeps_last_words() -> None:
    """The last words of a heading stay together, an initial with its name."""
    for title, last in (
        ("Memorandum to the Soviet Government (1960)", "Government (1960)"),
        ("Letter from the Government of Japan, S. Matsumoto (1956)", "S. Matsumoto (1956)"),
        ("Declaration", ""),
        ("ソ連政府から日本国政府への覚書（1960年）", "（1960年）"),
        ("A very long heading without anyunusuallylong wordsatitsend", ""),
    ):
        assert desk().heading(run(title))[1] == last


# -- dates ---------------------------------------------------------------------------


def test_inferred_date() -> None:
    """An inferred date stands in brackets, another calendar's form beside it."""
    date = Date("1855-02-07", AT, inferred=True, given="Ansei 1.12.21")

    assert written_out(date, set_in(SAMPLE).speak("en")) == "[February 7, 1855 (Ansei 1.12.21)]"


def test_unspoken_language() -> None:
    """A text in a language that the theme does not speak has the edition's wording."""
    assert set_in(SAMPLE).speak("qaa").lang == "en"
    assert set_in(SAMPLE).speak("ru-RU").lang == "ru"
    assert set_in(replace(SAMPLE, languages=("qaa",))).speak("qaa").lang == "en"


def test_note_mark_type() -> None:
    """A call without punctuation before it stands by itself."""
    mark: NoteMark = call("letter", "1")

    assert desk().inline([em("so"), mark]).startswith("<em>so</em><a class=")


def test_rare_marks() -> None:
    """A word with a mark that the text face lacks is set in the face that has it, as a whole."""
    assert lettered("ve mīs\u0320āḳ, ḳal", "ota") == (
        've <span class="rare">mīs\u0320āḳ,</span> ḳal'
    )
    assert lettered("Doña Ysabel & Don", "es") == "Doña Ysabel &amp; Don"
