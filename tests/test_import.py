"""A TEI text becomes a corpus folder, word for word, or nothing at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from compendium import cli, corpus, importers, pipeline
from compendium.diag import failed
from compendium.model.text import List, NoteCall, Table, blocks, inlines, plain, runs
from compendium.model.volume import Volume, WrittenText

DATA = Path(__file__).parent / "data" / "tei"
FRUS = DATA / "frus.xml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, importers.Report]:
    """The FRUS extract imported."""
    target = tmp_path_factory.mktemp("import") / "frus"
    return target, importers.import_source(FRUS, target)


@pytest.fixture(scope="module")
def volume(folder: tuple[Path, importers.Report]) -> Volume:
    """The corpus written, as `corpus` reads it."""
    read, _ = corpus.read(folder[0])
    assert read
    return read


def text(volume: Volume, slug: str) -> WrittenText:
    """The document *slug* in its language."""
    return volume.documents[slug].texts[0]


def test_corpus_is_sound(folder: tuple[Path, importers.Report]) -> None:
    """What an import writes is checked without an error."""
    edition, problems = pipeline.check(folder[0])
    assert edition
    assert not failed(problems), [str(problem) for problem in problems]


def test_report(folder: tuple[Path, importers.Report]) -> None:
    """The report counts what was carried, and names what was not with its line."""
    assert list(folder[1].lines()) == [
        "documents   2",
        "notes       4, counted in each document",
        "references  2 resolved, 1 broken, 1 to other volumes, 2 to pages of the source edition",
        "persons     2, abbreviations 1",
        "words       187 in, 187 out",
        "page breaks 2, IV to 1; 2 carried",
        "broken      line 67: `#d99` leads nowhere; its words are kept",
        "unlisted    line 67: `#p_XX` is in no list; its words are kept",
        "element     `blort`, 2 times from line 72: its words are kept",
        "element     `gap`, once, in line 58: printed as `...`: 10 words",
        "element     `graphic`, once, in line 68: is not beside the source; its name stands for it",
        "element     `object`, once, in line 70: left behind",
        "element     `script`, once, in line 69: left behind",
        "remark      `persons` is made anew by every build; "
        "the source's is kept in printed/persons.md",
        "remark      `terms` is made anew by every build; the source's is kept in printed/terms.md",
        "remark      `titlepage` has no heading, and is titled `Titlepage`",
        "remark      `titlepage` is made anew by every build; "
        "the source's is kept in printed/titlepage.md",
        "remark      `toc` is made anew by every build; the source's is kept in printed/toc.md",
    ]


def test_volume(volume: Volume) -> None:
    """The header gives the title page, divisions give parts and front matter."""
    assert volume.title == "Kennedy-Khrushchev Exchanges"
    assert volume.subtitle == "Foreign Relations of the United States, 1961–1963, Volume VI"
    assert volume.imprint.isbn == "9780160420184"
    assert [(p.title, [str(d) for d in p.documents]) for p in volume.parts] == [
        ("Kennedy-Khrushchev Exchanges", ["d1", "d2"])
    ]
    assert [plain(piece.title) for piece in volume.front] == ["Preface"]


def test_document_facts(volume: Volume) -> None:
    """A heading loses its repeated number; its first note is the source; its persons write."""
    document, first = volume.documents["d1"], text(volume, "d1")
    assert plain(first.title) == ("Message From Chairman Khrushchev to President-elect Kennedy")
    assert plain(first.source_note) == (
        "Source:American Foreign Policy: Current Documents, 1960, p. 476."
    )
    assert (document.kind, document.place) == ("message", "Moscow")
    assert document.date
    assert document.date.edtf == "1960-11-09"
    assert [str(who) for who in document.sender] == ["person:khrushchev-nikita-s"]


def test_words_stay_words(volume: Volume) -> None:
    """What looks like mark-up in the source is printed; a numbered paragraph stays one."""
    said = [plain(run) for block in text(volume, "d1").blocks for run in runs(block)]
    assert "1. Allow me to congratulate you [sic] on your election to the high post." in said
    assert "We *believe* in the USSR that this & that will follow." in said


def test_lists_keep_their_labels(volume: Volume) -> None:
    """A list has the numbers the source gives it, and no others."""
    lists = [block for block in blocks(text(volume, "d1").blocks) if isinstance(block, List)]
    assert [[item.number for item in one.items] for one in lists] == [[None, None], ["23", "24"]]


def test_pieces(volume: Volume) -> None:
    """Salutation, dateline, close and signature are named; a short row of a table is filled."""
    first = text(volume, "d1").blocks
    named = [getattr(block, "name", None) for block in first]
    assert [name for name in named if name] == ["salutation", "dateline", "close", "signature"]
    table = next(block for block in first if isinstance(block, Table))
    assert [[plain(cell) for cell in row.cells] for row in table.rows] == [
        ["I", "Vietnam | 1961"],
        ["II", ""],
    ]


def test_notes_in_order(volume: Volume) -> None:
    """Notes are called where the source calls them, in its order."""
    second = text(volume, "d2")
    calls = [
        node.label
        for block in blocks(second.blocks)
        for run in runs(block)
        for node in inlines(run)
        if isinstance(node, NoteCall)
    ]
    assert calls == ["fn1", "fn2"]
    assert [note.label for note in second.notes] == calls


def test_reference_to_note(folder: tuple[Path, importers.Report]) -> None:
    """A reference to a note leads to the passage that calls it."""
    written = (folder[0] / "documents" / "d1.en-US.md").read_text("utf-8")
    assert "See [footnote 2, Document 2](doc:d2#fn2)." in written


def test_nothing_active_passes(folder: tuple[Path, importers.Report]) -> None:
    """Scripts and objects leave no trace in what is written."""
    whole = "".join(path.read_text("utf-8") for path in sorted(folder[0].rglob("*.*")))
    assert "steal" not in whole
    assert "param" not in whole


def test_p4(tmp_path: Path) -> None:
    """P4 without a namespace imports: its entities are letters, its ids have no sign."""
    report = importers.import_source(DATA / "p4.xml", tmp_path / "p4")
    written = (tmp_path / "p4" / "documents" / "tordesillas.en-US.md").read_text("utf-8")
    assert "Doña Ysabel, by the grace of God\\![^37] [*Inter cætera*]{lang=es}" in written
    assert "[the note of Ferrer](doc:ferrer)" in written
    assert (report.documents, report.words_in) == (2, report.words_out)
    assert not report.lost
    assert not failed(pipeline.check(tmp_path / "p4")[1])


BAD = {
    "<TEI><text>": "bad.xml:1:12: error[source-bad]: `bad.xml` is no XML: "
    "premature end of data in tag text line 1",
    "<book/>": "bad.xml:1:1: error[source-unknown]: `bad.xml` is of no kind that can be "
    "imported (hint: see docs/importing.md for the kinds, and for how to add one)",
    '<!DOCTYPE TEI [<!ENTITY a "b">]><TEI>&a;</TEI>': "bad.xml:1:1: error[source-unsafe]: "
    "`bad.xml` declares entities of its own (hint: write them out, and take the DOCTYPE away)",
    '<?x <!-- ?><!DOCTYPE TEI [<!ENTITY a "b">]><!-- --><TEI/>': "bad.xml:1:1: "
    "error[source-unsafe]: `bad.xml` declares entities of its own "
    "(hint: write them out, and take the DOCTYPE away)",
    "<TEI><text><body/></text></TEI>": "bad.xml:1:1: error[source-bad]: "
    "`bad.xml` has no text in it (hint: name a TEI text)",
    '<!DOCTYPE TEI SYSTEM "x"><TEI>&nobody;</TEI>': "bad.xml:1:1: error[source-bad]: "
    "`&nobody;` is an entity nothing explains (hint: write it out)",
}


@pytest.mark.parametrize("source", BAD)
def test_bad_source(source: str, tmp_path: Path) -> None:
    """A broken or dangerous file is named, and nothing is written."""
    (tmp_path / "bad.xml").write_text(source, "utf-8")
    report = importers.import_source(tmp_path / "bad.xml", tmp_path / "target")
    assert [str(problem) for problem in report.problems] == [BAD[source]]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.xml"]


def test_other_encoding(tmp_path: Path) -> None:
    """A file in UTF-16, where a DOCTYPE could hide, is refused."""
    (tmp_path / "bad.xml").write_bytes("<TEI/>".encode("utf-16"))
    report = importers.import_source(tmp_path / "bad.xml", tmp_path / "target")
    assert [str(problem) for problem in report.problems] == [
        "bad.xml:1:1: error[source-unsafe]: `bad.xml` is not UTF-8 (hint: save it as UTF-8)"
    ]


def test_numbers_of_notes(tmp_path: Path) -> None:
    """A note that we would count otherwise keeps its number, which its mark prints."""
    report = importers.import_source(DATA / "p4.xml", tmp_path / "p4")
    assert list(report.lines())[1] == (
        "notes       1, counted in each document; 1 keep another number"
    )
    written = (tmp_path / "p4" / "documents" / "tordesillas.en-US.md").read_text("utf-8")
    assert '[^37]: {.original mark="37"} See [the note of Ferrer](doc:ferrer).' in written
    edition, _ = pipeline.check(tmp_path / "p4")
    assert edition
    assert [note.mark for note in edition.notes.values()] == ["37"]


def test_target_taken(tmp_path: Path) -> None:
    """A folder with something in it is left as it is."""
    (tmp_path / "mine").write_text("mine", "utf-8")
    report = importers.import_source(FRUS, tmp_path)
    assert [str(problem) for problem in report.problems] == [
        f"frus.xml:1:1: error[target-taken]: `{tmp_path}` is there already, and not empty "
        "(hint: name a new folder)"
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine"]


def test_command(tmp_path: Path) -> None:
    """`compendium import` prints the report, and fails where nothing was written."""
    target = str(tmp_path / "frus")
    good = CliRunner().invoke(cli.commands, ["import", str(FRUS), target])
    assert good.exit_code == 0
    assert "words       187 in, 187 out" in good.output
    again = CliRunner().invoke(cli.commands, ["import", str(FRUS), target])
    assert again.exit_code == 1
    assert again.output.endswith("frus.xml: 1 error; nothing was written\n")


def test_same_bytes(tmp_path: Path) -> None:
    """The same source gives the same files, byte for byte."""
    assert importers.read(FRUS).files == importers.read(FRUS).files


LETTER = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="L{n}"><teiHeader><fileDesc><titleStmt>
<title level="s">Briefwechsel</title><title level="a">Brief {n}</title></titleStmt></fileDesc>
<profileDesc><correspDesc>
<correspAction type="sent"><persName ref="#p{n}">A</persName>
<date when="1889-0{n}-02" {guess}/><placeName>Wien</placeName></correspAction>
<correspAction type="received"><persName ref="#p{to}">B</persName></correspAction>
<correspContext><ref subtype="previous_letter" type="withinCorrespondence" target="L{to}"/>
</correspContext></correspDesc></profileDesc></teiHeader>
<text><body><div xml:lang="de"><p>Lieber <rs type="person" ref="#p{to}">Freund</rs>, im Jahre
1920.<note>Siehe <ref target="L{to}">Brief {to}</ref>.</note></p>
<closer>Ihr<lb/>ergebener<signed>X</signed></closer></div></body>
<back><listPerson><person xml:id="p{n}"><persName><forename>F{n}</forename><surname>S{n}</surname>
</persName><occupation>Dichter</occupation></person></listPerson></back></text></TEI>"""


def test_letters(tmp_path: Path) -> None:
    """A folder of letters is one edition by date, with senders, answers, doubts and registers."""
    (tmp_path / "in").mkdir()
    for n, to, guess in ((1, 2, ""), (2, 1, 'evidence="conjecture"')):
        letter = LETTER.format(n=n, to=to, guess=guess)
        (tmp_path / "in" / f"{n}.xml").write_text(letter, "utf-8")
    report = importers.import_source(tmp_path / "in", tmp_path / "out")
    edition, problems = pipeline.check(tmp_path / "out")
    assert edition
    assert not failed(problems), [str(problem) for problem in problems]
    assert (report.documents, report.persons, report.broken) == (2, 2, [])
    assert report.words_in == report.words_out
    second = edition.documents[1]
    assert (second.anchor, second.replies_to, second.place) == ("l2", "l1", "Wien")
    assert second.date
    assert (second.date.edtf, second.date.inferred) == ("1889-02-02", True)
    assert second.sender == ("persons/s2-f2",)


def test_no_letters(tmp_path: Path) -> None:
    """A folder without letters is named, and nothing is written."""
    (tmp_path / "in").mkdir()
    report = importers.import_source(tmp_path / "in", tmp_path / "out")
    assert [str(problem) for problem in report.problems] == [
        "in:1:1: error[source-unknown]: `in` is of no kind that can be imported "
        "(hint: see docs/importing.md for the kinds, and for how to add one)"
    ]
    assert not (tmp_path / "out").exists()


def test_corpus(tmp_path: Path) -> None:
    """A corpus of letters in one file is the same edition as a folder of them."""
    texts = [LETTER.format(n=n, to=to, guess="") for n, to in ((1, 2), (2, 1))]
    corpus_of = f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/>{"".join(texts)}'
    (tmp_path / "all.xml").write_text(f"{corpus_of}</teiCorpus>", "utf-8")
    made = importers.read(tmp_path / "all.xml")
    assert not made.report.problems
    assert sorted(made.files) == [
        "documents/l1.en.md", "documents/l2.en.md", "edition.yaml", "registers/persons.yaml",
    ]  # fmt: skip
    assert not made.report.lost


def test_two_languages(tmp_path: Path) -> None:
    """A letter transcribed and translated is one document in two languages."""
    (tmp_path / "1.xml").write_text(
        """<TEI><teiHeader/><text><body><div n="1"><div type="transcription" xml:lang="ota">
        <pb n="3"/><ab>Ḫāḳān</ab><note n="1">Sic.</note></div><div type="translation" xml:lang="de">
        <pb n="3"/><p>Kaiser</p></div></div></body></text></TEI>""",
        "utf-8",
    )
    made = importers.read(tmp_path)
    assert not made.report.lost
    assert "languages: [ota, de]" in made.files["edition.yaml"]
    assert '[]{.page n="3"}\n\nḪāḳān[^1]\n' in made.files["documents/1.ota.md"]
    assert "status: working-translation" in made.files["documents/1.de.md"]
    volume, problems = corpus.read_files(made.files)
    assert volume
    assert not failed(problems), [str(problem) for problem in problems]


def test_assigned_date(tmp_path: Path) -> None:
    """A date that the editors of FRUS give a document is taken, and marked as inferred."""
    days = (
        'f:doc-dateTime-min="1961-05-16T00:00:00-05:00" f:doc-dateTime-max="1961-05-17T01:00:00Z"'
    )
    (tmp_path / "dated.xml").write_text(
        f"""<TEI xmlns:f="frus"><text><body><div type="document" xml:id="d1" {days}>
        <head>1. Note</head><p>Undated.</p></div></body></text></TEI>""",
        "utf-8",
    )
    files = importers.read(tmp_path / "dated.xml").files
    assert (
        "date:\n  value: 1961-05-16/1961-05-17\n  inferred: true\n" in files["documents/d1.en.md"]
    )
