"""A Word file becomes a corpus folder, word for word; nothing in it is trusted."""

from __future__ import annotations

import struct
import tempfile
import warnings
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium import corpus, importers, pipeline
from compendium.diag import Severity, failed
from compendium.model.text import (
    Figure,
    List,
    NoteCall,
    Styled,
    Table,
    blocks,
    inlines,
    plain,
    runs,
)
from compendium.model.volume import Volume
from wordfile import SPACES, bookmark, field, note, paragraph, run, said, write


def png() -> bytes:
    """A picture of one black point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    )


LETTER = "".join(
    [
        said("Letters of the Mission", "Title"),
        paragraph(field('TOC \\o "1-2"', run("Contents")), "TOC1"),
        said("Part I: The War", "Heading1"),
        said("1. Letter from Mr. Smith to Lord Curzon (March 5, 1921)", "Heading2"),
        said("My Lord,"),
        paragraph(
            run("I have ") + run("read", "<w:i/>") + run(" the ")
            + run("Times", '<w:rStyle w:val="Emphasis"/>') + run(" of ")
            + run("h.m.s.", "<w:smallCaps/>") + run(" and 5")
            + run("th", '<w:vertAlign w:val="superscript"/>') + note(1) + run(" bold", "<w:b/>")
            + run(" under", '<w:u w:val="single"/>') + run(".") + field('XE "peace:terms of"')
            + '<w:ins w:id="9"><w:r><w:t> Inserted.</w:t></w:r></w:ins>'
            + '<w:del w:id="8"><w:r><w:delText>Gone.</w:delText></w:r></w:del>'
        ),
        paragraph(bookmark("talk", run("Of war.") + field('XE "war" \\r talk'), 7)),
        paragraph(bookmark("_Ref1", run("Marked."), 8) + note(2, "endnote")),
        said("Yours truly,"),
        said("John Smith"),
        said("2. Memorandum (1922)", "Mine"),
        said("First point.", number=(1, 0)),
        said("sub one", number=(1, 1)),
        said("Second point.", number=(1, 0)),
        said("bullet", number=(2, 0)),
        said("inner", number=(2, 1)),
        said("Quoted words.", "Quote"),
        paragraph(
            run("See ") + field("REF _Ref1 \\h", run("above")) + run(", and ")
            + field('HYPERLINK "https://example.org/x"', run("there")) + run(".")
            + field('XE "truce" \\t "See peace"') + field('XE "army" \\t "See nobody"')
        ),
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>"
        f"<w:tc>{said('Year')}</w:tc><w:tc>{said('Sum | all')}</w:tc></w:tr>"
        f"<w:tr><w:tc>{said('1921')}</w:tc><w:tc>{said('12')}</w:tc></w:tr></w:tbl>",
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="x"><wp:docPr descr="A map"/>'
        '<a:blip r:embed="rId5"/></wp:inline></w:drawing></w:r></w:p>',
    ]
)  # fmt: skip
NOTES = {1: said(" Not printed.")}
ENDNOTES = {2: said("An endnote.")}
MORE: dict[str, bytes | str] = {
    "word/comments.xml": f'<w:comments {SPACES}><w:comment w:id="1" w:author="Ed">'
    f"{said('Check this.')}</w:comment></w:comments>",
    "word/media/image1.png": png(),
    "word/header1.xml": f"<w:hdr {SPACES}>{said('Mission')}</w:hdr>",
}
RELATION = '<Relationship Id="rId5" Target="media/image1.png"/>'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Volume, importers.Imported]:
    """The file above imported, and read as a corpus without an error."""
    path = tmp_path_factory.mktemp("word") / "letters.docx"
    written = importers.read(write(path, LETTER, NOTES, ENDNOTES, MORE, RELATION))
    return sound(written), written


def sound(written: importers.Imported) -> Volume:
    """The volume that was written: it has every word, and no error."""
    assert written.report.lost == {}
    volume, problems = corpus.read_files({**written.files, **written.images})
    assert [str(p) for p in problems if p.severity is Severity.ERROR] == []
    assert volume
    return volume


def test_outline(made: tuple[Volume, importers.Imported]) -> None:
    """Headings are parts and documents, without the numbers they repeat."""
    volume, _ = made
    assert volume.title == "Letters of the Mission"
    assert [(p.number, p.title, [str(d) for d in p.documents]) for p in volume.parts] == [
        ("I", "The War", ["letter-1921", "memorandum-1922"])
    ]
    titles = [plain(document.texts[0].title) for document in volume.documents.values()]
    assert titles == ["Letter from Mr. Smith to Lord Curzon (March 5, 1921)", "Memorandum (1922)"]


def test_letter(made: tuple[Volume, importers.Imported]) -> None:
    """Styles, notes, index marks and insertions stand where they stood."""
    assert made[1].files["documents/letter-1921.en.md"].partition("---\n\n")[2] == (
        "::: salutation\nMy Lord,\n:::\n\n"
        "I have *read* the *Times* of [h.m.s.]{.small-caps} and 5[th]{.superscript}[^fn-1] "
        "**bold** [under]{.underline}.[](subject:peace.terms-of) Inserted.\n\n"
        "[](subject:war){.start}Of war.[](subject:war){.end}\n\n"
        "Marked.[^en-2] {#passage-ref1}\n\n"
        "::: close\nYours truly,\n:::\n\n::: signature\nJohn Smith\n:::\n\n"
        "[^fn-1]: Not printed.\n\n[^en-2]: An endnote.\n"
    )


def test_blocks(made: tuple[Volume, importers.Imported]) -> None:
    """Lists keep their numbers, tables their head, pictures the words that stand for them."""
    assert made[1].files["documents/memorandum-1922.en.md"].partition("---\n\n")[2] == (
        "4. First point.\n\n   (a) sub one\n\n5. Second point.\n\n- bullet\n\n  - inner\n\n"
        "> Quoted words.\n\n"
        "See [above](doc:letter-1921#passage-ref1), and [there](https://example.org/x).\n\n"
        "| Year | Sum \\| all |\n| --- | --- |\n| 1921 | 12 |\n\n"
        '![](images/image1.png){alt="A map"}\n'
    )
    kinds = [type(block) for block in made[0].documents["memorandum-1922"].texts[0].blocks]
    assert kinds.count(List) == 2
    assert kinds[-2:] == [Table, Figure]


def test_index(made: tuple[Volume, importers.Imported]) -> None:
    """Index fields make a register; what refers to no entry is named."""
    volume, written = made
    assert written.files["registers/subjects.yaml"] == (
        "- id: war\n  name: war\n- id: peace\n  name: peace\n  sub:\n    - id: terms-of\n"
        "      name: terms of\n- id: truce\n  name: truce\n  see: [peace]\n"
        "- id: army\n  name: army\n"
    )
    assert "index `army: See nobody`: no such entry; it is left out" in written.report.remarks
    assert [index.registers for index in volume.indexes] == [("subjects",)]


def test_report(made: tuple[Volume, importers.Imported]) -> None:
    """What is not carried is named: contents, deletions, comments, running heads."""
    assert list(made[1].report.lines())[5:] == [
        "guesses     10, each a comment `# guessed: ...` where it was made",
        "element     `contents`, once, in line 2: made anew by every build",
        "element     `field TOC`, once, in line 2: its words are made anew by every build",
        "element     `w:del`, once, in line 6: a tracked deletion, left behind with its words",
        "element     `w:ins`, once, in line 6: a tracked insertion, carried as text",
        "remark      index `army: See nobody`: no such entry; it is left out",
        "remark      a comment by Ed is left: `Check this.`",
        "remark      `word/header1.xml`, a running head or foot, is left: `Mission`",
    ]


def test_edition_is_sound(tmp_path: Path) -> None:
    """What is written ties and numbers without an error, pictures included."""
    source = write(tmp_path / "letters.docx", LETTER, NOTES, ENDNOTES, MORE, RELATION)
    report = importers.import_source(source, tmp_path / "out")
    _, problems = pipeline.check(tmp_path / "out")
    assert not failed(problems), [str(problem) for problem in problems]
    assert (report.documents, report.notes, report.resolved) == (2, 2, 1)
    assert (tmp_path / "out" / "images" / "image1.png").read_bytes() == png()


def test_unmarked_headings(tmp_path: Path) -> None:
    """A file that was typed without styles is divided as plain text is."""
    body = "".join(
        said(line)
        for line in (
            "1. Letter from A to B (1956)", "Dear Sir,", "1. It is so, and will be so.",
            "Yours truly,", "A", "2. Reply to A (1956)", "No.",
        )
    )  # fmt: skip
    volume = sound(importers.read(write(tmp_path / "x.docx", body)))
    assert list(volume.documents) == ["letter-1956", "reply-1956"]


def test_rest(tmp_path: Path) -> None:
    """Text boxes, formulas and readings: words are kept or named, never lost in silence."""
    box = (
        "<w:p><w:r><mc:AlternateContent xmlns:mc='m'><mc:Choice><w:drawing><w:txbxContent>"
        f"{said('In a box.')}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f"<w:txbxContent>{said('In a box.')}</w:txbxContent></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    body = (
        said("Title of all", "Title") + said("A Note (1956)", "Heading1") + box
        + paragraph("<w:ruby><w:rt>" + run("かな") + "</w:rt><w:rubyBase>" + run("仮名")
                    + "</w:rubyBase></w:ruby>")
        + paragraph(run("seen ") + run("hidden", "<w:vanish/>") + run("one\u00adword"))
        + paragraph("<m:oMath xmlns:m='m'><m:r><m:t>x = y</m:t></m:r></m:oMath>")
        + paragraph('<w:hyperlink w:anchor="nowhere">' + run("gone") + "</w:hyperlink>")
        + said("bold heading inside", "Heading2")
        + paragraph('<w:r><w:sym w:char="F0B7"/></w:r>' + run("after"))
    )  # fmt: skip
    written = importers.read(write(tmp_path / "x.docx", body))
    volume = sound(written)
    text = next(iter(volume.documents.values())).texts[0]
    words = " ".join(plain(run) for block in blocks(text.blocks) for run in runs(block))
    assert words == "In a box. 仮名 seen oneword x = y gone bold heading inside after"
    assert written.report.broken == [(1, "nowhere")]
    named = sorted(left.name for left in written.report.left.values())
    assert named == ["m:oMath", "w:rt", "w:sym", "w:txbxContent", "w:vanish"]


def test_notes_in_tables_and_headings(tmp_path: Path) -> None:
    """A note called in a cell stays there; one called by a heading is called below it."""
    body = (
        paragraph(run("A Treaty") + note(1), "Heading1")
        + said("Text of it.")
        + f"<w:tbl><w:tr><w:tc>{paragraph(run('cell') + note(2))}</w:tc></w:tr></w:tbl>"
    )
    written = importers.read(
        write(tmp_path / "x.docx", body, {1: said("of the heading"), 2: said("of the cell")})
    )
    text = next(iter(sound(written).documents.values())).texts[0]
    calls = [
        node.label
        for block in blocks(text.blocks)
        for run in runs(block)
        for node in inlines(run)
        if isinstance(node, NoteCall)
    ]
    assert calls == ["fn-1", "fn-2"]
    assert not any(isinstance(node, Styled) for node in text.title)


def test_lines_captions_and_headings_referred_to(tmp_path: Path) -> None:
    """A signature typed in one paragraph, captions, and a bookmark that stands before a heading."""
    line = "<w:r><w:br/></w:r>"
    body = (
        said("All", "Title")
        + said("Letter (1921)", "Heading1")
        + paragraph(run("One line") + line + run("and another in the middle."))
        + paragraph('<w:hyperlink w:anchor="memo">' + run("See there") + "</w:hyperlink>")
        + paragraph(run("Yours truly,") + line + run("A. Writer") + line + run("Secretary"))
        + '<w:bookmarkStart w:id="3" w:name="memo"/>'
        + said("Memorandum (1922)", "Heading1")
        + '<w:bookmarkEnd w:id="3"/>'
        + said("The sums", "Caption")
        + f"<w:tbl><w:tr><w:tc>{said('1921')}</w:tc></w:tr></w:tbl>"
    )
    written = importers.read(write(tmp_path / "x.docx", body))
    sound(written)
    assert written.files["documents/letter-1921.en.md"].partition("---\n\n")[2] == (
        "One line\\\nand another in the middle.\n\n[See there](doc:memorandum-1922)\n\n"
        "::: close\nYours truly,\n:::\n\n::: signature\nA. Writer\nSecretary\n:::\n"
    )
    assert ": The sums\n" in written.files["documents/memorandum-1922.en.md"]


# -- files that are not what they seem --------------------------------------------------------


def archive(path: Path, *files: tuple[str, bytes | str]) -> Path:
    """An archive with *files* in it, twice what is named twice."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
            for name, content in files:
                info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
                written.writestr(info, content, zipfile.ZIP_DEFLATED)
    return path


TEXT = f"<w:document {SPACES}><w:body>{said('Words.')}</w:body></w:document>"
DOCTYPE = '<!DOCTYPE d [<!ENTITY a "b">]>'
ASK = " (hint: open it in Word and save it as a new .docx)"
HOSTILE: dict[str, tuple[list[tuple[str, bytes | str]], str]] = {
    "twice": (
        [("word/document.xml", TEXT), ("word/document.xml", TEXT)],
        f"error[source-unsafe]: `word/document.xml` stands twice in `x.docx`{ASK}",
    ),
    "out": (
        [("word/document.xml", TEXT), ("../escaped.txt", "x")],
        f"error[source-unsafe]: `../escaped.txt` leads out of `x.docx`{ASK}",
    ),
    "bomb": (
        [("word/document.xml", b" " * 2_000_000)],
        "error[source-unsafe]: `word/document.xml` in `x.docx` is packed more than `200` times"
        + ASK,
    ),
    "no text": (
        [("mimetype", "x")],
        "error[source-bad]: `x.docx` has no `word/document.xml` in it, and is no Word file "
        "(hint: open it in Word and save it as .docx)",
    ),
    "entities": (
        [("word/document.xml", DOCTYPE + TEXT)],
        "error[source-unsafe]: `word/document.xml` declares entities of its own "
        "(hint: write them out, and take the DOCTYPE away)",
    ),
    "broken text": (
        [("word/document.xml", TEXT[:-9])],
        "error[source-bad]: `word/document.xml` is no XML: failed to parse QName 'w:'",
    ),
    "empty": (
        [("word/document.xml", f"<w:document {SPACES}><w:body/></w:document>")],
        "error[source-bad]: `x.docx` has no words in it (hint: name another)",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile(name: str, tmp_path: Path) -> None:
    """A file that tricks or breaks is named, and nothing is written."""
    files, message = HOSTILE[name]
    report = importers.import_source(archive(tmp_path / "x.docx", *files), tmp_path / "out")
    assert [str(p).partition(": ")[2] for p in report.problems] == [message]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.docx"]


def test_too_large(tmp_path: Path) -> None:
    """An archive that unpacks to more than a text can have is not unpacked."""
    path = tmp_path / "x.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as written:
        for number in range(26):
            written.writestr(f"word/{number}.bin", b"\0" * 4_000_000)
    report = importers.import_source(path, tmp_path / "out")
    assert [str(p) for p in report.problems] == [
        "x.docx:1:1: error[file-large]: `x.docx` unpacks to more than `100000000` bytes" + ASK
    ]


def test_locked(tmp_path: Path) -> None:
    """A file locked by a password is of another kind altogether."""
    (tmp_path / "x.docx").write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 100)
    report = importers.import_source(tmp_path / "x.docx", tmp_path / "out")
    assert [str(p) for p in report.problems] == [
        "x.docx:1:1: error[source-bad]: `x.docx` is locked by a password, or of an older Word "
        "(hint: open it in Word and save it as .docx)"
    ]


def test_note_missing(tmp_path: Path) -> None:
    """A call without its note is no whole file."""
    written = importers.read(write(tmp_path / "x.docx", paragraph(run("Words") + note(9))))
    assert [str(p) for p in written.report.problems] == [
        "x.docx:1:1: error[source-bad]: paragraph 1 calls the note `fn-9`, which is not there "
        "(hint: open it in Word and save it)"
    ]
    assert not written.files


hurt = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=5)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6) | st.none(), hurt)
def test_broken_archive(length: int | None, damage: list[tuple[int, int]]) -> None:
    """Cut short or with bytes changed, a file imports soundly or is refused; it never raises."""
    with tempfile.TemporaryDirectory() as room:
        path = write(Path(room) / "x.docx", LETTER, NOTES, ENDNOTES, MORE, RELATION)
        content = bytearray(path.read_bytes())
        content = content[: length % len(content)] if length is not None else content
        for at, byte in damage:
            if content:
                content[at % len(content)] = byte
        path.write_bytes(bytes(content))
        _refused_or_sound(path)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6), st.integers(1, 60), st.binary(max_size=4))
def test_broken_text(start: int, length: int, put: bytes) -> None:
    """So it is where the text inside is damaged."""
    with tempfile.TemporaryDirectory() as room:
        body = f"<w:document {SPACES}><w:body>{LETTER}</w:body></w:document>".encode()
        at = start % len(body)
        text = body[:at] + put + body[at + length :]
        _refused_or_sound(archive(Path(room) / "x.docx", ("word/document.xml", text)))


def _refused_or_sound(path: Path) -> None:
    written = importers.read(path)
    if failed(written.report.problems):
        assert not written.files
    else:
        sound(written)
