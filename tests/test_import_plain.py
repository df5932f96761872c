"""Plain text becomes a corpus folder, word for word; what was guessed stands beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from compendium import corpus, importers, pipeline
from compendium.corpus.edtf import date_fault
from compendium.diag import Severity, failed
from compendium.importers import plain
from compendium.importers.draft import bind
from compendium.importers.manuscript import draft
from compendium.importers.manuscript.dating import dateline, heading_date
from compendium.importers.manuscript.kinds import kind
from compendium.importers.report import Report
from compendium.model.text import Heading, Item, Paragraph, blocks
from compendium.model.text import plain as said
from compendium.model.volume import Volume

DATA = Path(__file__).parent / "data"
SEED = DATA / "seed" / "part-v.txt"


def made(text: str, languages: tuple[str, ...] = ()) -> tuple[Volume, importers.Imported]:
    """The volume that *text* becomes, which has every word of it and no error."""
    report = Report()
    written = bind(draft(plain.manuscript("text.txt", text), languages, report), report)
    assert report.lost == {}
    volume, problems = corpus.read_files(written.files)
    assert [str(p) for p in problems if p.severity is Severity.ERROR] == []
    assert volume
    return volume, written


def shape(volume: Volume) -> list[tuple[str, list[str]]]:
    """The parts of *volume* and the titles of their documents."""
    return [
        (
            f"{part.number} {part.title}".strip(),
            [said(volume.documents[s.value].texts[0].title) for s in part.documents],
        )
        for part in volume.parts
    ]


def pieces(volume: Volume, slug: str) -> list[str]:
    """The named pieces of a document."""
    return [
        b.name
        for b in volume.documents[slug].texts[0].blocks
        if isinstance(b, Paragraph) and b.name
    ]


def test_first_edition(tmp_path: Path) -> None:
    """The text of the first edition is six documents: two lines with numbers are paragraphs."""
    report = importers.import_source(SEED, tmp_path / "seed")
    edition, problems = pipeline.check(tmp_path / "seed")
    assert edition
    assert not failed(problems), [str(problem) for problem in problems]
    assert (report.documents, report.words_in, report.words_out) == (6, 1288, 1288)
    assert [document.anchor for document in edition.documents] == [
        "letter-1956", "letter-1956-2", "declaration-1956", "memorandum-1960", "memorandum-1960-2",
        "communique-1973",
    ]  # fmt: skip
    volume, _ = corpus.read(tmp_path / "seed")
    assert volume
    assert pieces(volume, "letter-1956") == ["salutation", "close", "signature", "addressee"]
    assert [str(volume.parts[0].number), volume.title.partition(" ")[0]] == ["V", "Joint"]
    declaration = volume.documents["declaration-1956"]
    assert declaration.date and declaration.signed and declaration.ratified
    assert declaration.date.edtf == declaration.signed.edtf == "1956-10-19"
    assert (declaration.ratified.edtf, declaration.extent) == ("1956-12-07", "excerpt")


def test_guesses() -> None:
    """Each guess is a comment in the front matter, which is read as nothing."""
    _, written = made("1. Letter from A to B (1956)\nDear Sir,\nText, and more of it.\n")
    assert written.files["documents/letter-1956.en.md"].startswith(
        "---\n"
        "title: Letter from A to B (1956)\n"
        "# guessed: from the heading\n"
        "kind: letter\n"
        "# guessed: from the heading\n"
        "date: 1956\n"
        "# guessed: from the heading; `person:...` or `body:...` ties it to a register\n"
        "from: [A]\n"
        "to: [B]\n"
        "# guessed: line 2 the salutation; move the lines `:::` if they are not\n"
        "---\n"
    )
    assert written.report.guesses == sum(f.count("# guessed: ") for f in written.files.values())


def test_numbered_declarations() -> None:
    """Numbers of documents follow one another, whatever the numbers inside them do."""
    volume, _ = made(
        "Documents on Fisheries\n"
        + "".join(
            f"{n}. Joint Declaration by the Minister of A and the Minister of B ({1950 + n})\n"
            f"Both sides have agreed as follows:\n"
            + "".join(f"{m}. The parties shall do what number {m} says.\n" for m in range(1, 7))
            for n in range(1, 41)
        )
    )
    assert [len(documents) for _, documents in shape(volume)] == [40]
    assert volume.title == "Documents on Fisheries"
    last = volume.documents["declaration-1990"].texts[0]
    assert [b.number for b in blocks(last.blocks) if isinstance(b, Item)] == list("123456")


def test_parts() -> None:
    """Parts are lines above a document's heading; in each the numbers may begin again."""
    volume, written = made(
        "Papers of the Mission\nPREFACE\nWe print what we have. It is little.\n"
        "Part I: The War Years\n1. Note of the Ambassador (1916)\nIt is so.\n"
        "2. Reply of the Minister (1916)\nIt is not so.\n"
        "Part II: The Peace\n1. Telegram (1919)\nCome home.\n"
    )
    assert shape(volume) == [
        ("I The War Years", ["Note of the Ambassador (1916)", "Reply of the Minister (1916)"]),
        ("II The Peace", ["Telegram (1919)"]),
    ]
    assert [said(piece.title) for piece in volume.front] == ["PREFACE"]
    assert "# guessed: part I: line 4" in written.files["edition.yaml"]


def test_parts_with_words_below() -> None:
    """A part with words of its own is told by its number; a chapter inside a document is none."""
    volume, _ = made(
        "Compendium of Documents\nI. EARLY PERIOD\n1. Treaty (1855)\nIt is so, and stays so.\n"
        "II. MIDDLE PERIOD\nThe compilers say something.\n2. Treaty of Peace (1951)\n"
        "CHAPTER II: TERRITORY\nArticle 2\nJapan renounces all claims.\n"
        "III. LAST PERIOD\n3. Tokyo Declaration (1993)\n1. They share it.\nI. GENERAL\nThey do.\n"
    )
    assert [title for title, _ in shape(volume)] == [
        "I EARLY PERIOD", "II MIDDLE PERIOD", "III LAST PERIOD"
    ]  # fmt: skip
    assert [said(piece.title) for piece in volume.front] == ["MIDDLE PERIOD"]
    peace = volume.documents["treaty-1951"].texts[0].blocks
    assert [said(b.content) for b in peace if isinstance(b, Heading)] == [
        "CHAPTER II: TERRITORY", "Article 2"
    ]  # fmt: skip


def test_contents() -> None:
    """A table of contents is no row of documents: its lines all stand again further down."""
    heads = ["1. Letter to Count B (1855)", "2. Reply of Count B (1855)", "3. Declaration (1875)"]
    listed = "".join(f"{head} ........ {at}\n" for at, head in enumerate(heads, 3))
    texts = "".join(f"{head}\nIt is so, and stays so.\n" for head in heads)
    volume, written = made(f"Letters of the Mission\nCONTENTS\n{listed}{texts}")
    assert volume.title == "Letters of the Mission"
    assert [len(documents) for _, documents in shape(volume)] == [3]
    assert [left.count for left in written.report.left.values()] == [4]


WRAPPED = """\
                    PAPERS RELATING TO THE LEGATION


                             Document 1

            Letter from Mr. Smith to Lord Curzon

                                        London, 5 March 1921

My Lord,

     I have the honour to acknowledge the receipt of your despatch of
the 2nd instant, in which you were good enough to inform me of the
decision of His Majesty's Government.[1]

I have the honour to be, with the highest consideration,
your Lordship's obedient servant,

                                        John Smith

The Right Honourable
The Marquess Curzon of Kedleston

[1] Not printed.

                             Document 2

            Memorandum by the Secretary of the Legation

                                        April 9, 1922

1.  The Secretary called on the Minister this morning, and was told
that the matter had been referred to the Treasury for report.

     The Minister added that he would write himself.

2.  He then took his leave of the Minister and returned to the Lega-
tion.
"""


def test_wrapped() -> None:
    """Lines broken on the page are put together; notes, places and days are found."""
    volume, _ = made(WRAPPED)
    letter = volume.documents["letter-1921"]
    assert letter.date and (letter.date.edtf, letter.place) == ("1921-03-05", "London")
    assert pieces(volume, "letter-1921") == [
        "dateline", "salutation", "close", "signature", "addressee"
    ]  # fmt: skip
    assert [note.label for note in letter.texts[0].notes] == ["fn-1"]
    memorandum = volume.documents["memorandum-1922"].texts[0].blocks
    first = next(b for b in blocks(memorandum) if isinstance(b, Item))
    assert len(first.blocks) == 2
    assert "returned to the Lega-tion." in said(
        next(b.content for b in reversed(list(blocks(memorandum))) if isinstance(b, Paragraph))
    )


def test_headings_without_numbers() -> None:
    """Where nothing is numbered, lines that look like headings are; marked ones always are."""
    volume, _ = made(
        "Tokyo Declaration on Relations (October 13, 1993)\n\nBoth sides have agreed.\n\n"
        "Joint Statement on a Treaty (2001)\n\nBoth sides held talks.\n"
    )
    assert [list(documents) for _, documents in shape(volume)] == [
        ["Tokyo Declaration on Relations (October 13, 1993)", "Joint Statement on a Treaty (2001)"]
    ]
    volume, _ = made(
        "# Letters\n\n## 1. To his brother\n\nIt rains.\n\n### Later\n\nIt rains.\n\n"
        "## 2. To his sister\n\nIt snows.\n"
    )
    assert volume.title == "Letters"
    assert shape(volume) == [("Documents", ["To his brother", "To his sister"])]
    assert any(isinstance(b, Heading) for b in volume.documents["document"].texts[0].blocks)


def test_articles() -> None:
    """Lines that name an article are headings, and the document is cited by articles."""
    volume, _ = made(
        "1. Treaty of Commerce between Japan and Russia (1855)\nArticle 1\nPeace shall be.\n"
        "Article 2\nThe border shall be here.\n(Signed on February 7, 1855 in Shimoda.)\n"
    )
    treaty = volume.documents["treaty-1855"]
    assert (treaty.units, [str(p) for p in treaty.parties]) == ("article", ["Japan", "Russia"])
    assert treaty.date and treaty.date.edtf == "1855-02-07"
    assert pieces(volume, "treaty-1855") == []


@pytest.mark.parametrize(
    ("name", "lang", "names"),
    [
        ("russian", "ru", ["salutation", "close", "signature", "addressee"]),
        ("japanese", "ja", ["salutation"]),
    ],
)
def test_languages(name: str, lang: str, names: list[str]) -> None:
    """Russian and Japanese are told by their letters, and divided as English is."""
    volume, _ = made((DATA / "plain" / f"{name}.txt").read_text("utf-8"))
    assert volume.languages == (lang,)
    assert list(volume.documents) == ["treaty-1855", "letter-1956"]
    assert pieces(volume, "letter-1956") == names
    assert volume.documents["treaty-1855"].units == "article"


def test_one_letter() -> None:
    """A text without any heading is one document, and its title a guess."""
    volume, written = made("Dear Sir,\nIt is so.\nYours truly,\nJ. Doe\n", ("en-GB",))
    assert (volume.title, volume.languages) == ("text", ("en-GB",))
    assert pieces(volume, "document") == ["salutation", "close", "signature"]
    assert "# guessed: the source gives none\ntitle: Untitled" in "".join(written.files.values())


def test_dates() -> None:
    """Dates are read in the languages we have met; a date that is none is left to the words."""
    said = {
        "Pact (April 13, 1941)": "1941-04-13",
        "Pact (13 April 1941)": "1941-04-13",
        "Трактат (13 апреля 1941 г.)": "1941-04-13",
        "Traité (1er avril 1941)": "1941-04-01",
        "Vertrag (13. April 1941)": "1941-04-13",
        "条約（1941年4月13日）": "1941-04-13",
        "Letters (1941-1943)": "1941/1943",
        "Letter of 13 April 1941 to Mr. A": "1941-04-13",
        "Letter (May 1941)": "1941-05",
        "Pact (April 31, 1941)": "1941",
        "On the 1956 Declaration": "",
    }
    assert {title: heading_date(title) for title in said} == said
    assert all(not date_fault(day) for day in said.values() if day)
    assert dateline("Tokyo, May 5, 1960") == ("1960-05-05", "Tokyo")
    assert dateline("He came to Tokyo on May 5, 1960") is None


def test_kinds() -> None:
    """The first word for a kind of document in a heading names it."""
    assert kind("Reply to the Letter of Mr. A") == "reply"
    assert kind("Joint Communiqué on a Treaty") == "communique"
    assert kind("日ソ共同宣言") == "declaration"
    assert kind("Map of nothing known") == "map"
    assert kind("Nothing known") == ""


BAD = {
    b"Letter\xe9\n": "error[encoding-bad]: `bad.txt` is not UTF-8: byte `0xe9` in line 1 "
    "(hint: save it as UTF-8)",
    b"One\n\x00\x01": "error[source-bad]: `U+0000` in line 2 is no character of a text "
    "(hint: take it out)",
    b" \n--\n": "error[source-bad]: `bad.txt` has no words in it (hint: name another file)",
    b"a " * 16_000: "error[source-bad]: line 1 has more than `15000` words, and is no paragraph "
    "(hint: divide it)",
}


@pytest.mark.parametrize("content", BAD, ids=range(len(BAD)))
def test_bad_source(content: bytes, tmp_path: Path) -> None:
    """A file that is no text is named, and nothing is written."""
    (tmp_path / "bad.txt").write_bytes(content)
    report = importers.import_source(tmp_path / "bad.txt", tmp_path / "out")
    assert [str(p).partition(": ")[2] for p in report.problems] == [BAD[content]]
    assert not (tmp_path / "out").exists()


LINES = st.sampled_from(
    [
        "1. Letter from A to B (1956)", "2. Note (1957)", "3. It shall be so.", "Article 1", "", "",
        "PART I", "II. OF THE PEACE TREATY", "Dear Sir,", "Yours truly,", "J. Doe", "* a", "- b",
        "# Title", "=====", "---", "[1] A note.", "Words[1] with a call.", "[Note]",
        "Tokyo, May 5, 1960",
        "a | b", "> quoted", "::: salutation", "{.sic}", "\\", "  set in", "1956. A year",
        "\t1) x", "9.",
        "Статья 2", "第二条", "(a) sub", "_a_ *b*", "[x](doc:y)", "Document 4", "http://a.b/",
    ]
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.lists(LINES | st.text(max_size=40), min_size=1, max_size=14).map("\n".join))
@example("[1] A note.\n[1] A note.\n[Note]\n1. Letter from A to B (1956)")
def test_any_text(text: str) -> None:
    """Whatever lines come in, every word comes out once, and the corpus is sound."""
    report = Report()
    characters = plain.characters(text.encode("utf-8", "replace"), "text.txt", report)
    assert (characters is None) == bool(report.problems)
    if characters:
        made(characters)
