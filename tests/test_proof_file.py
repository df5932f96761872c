"""The proof of the file: fonts, glyphs, links, outline, labels, and nothing that is no page."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String

from compendium.model.pages import Chunk
from compendium.proof import to_json
from compendium.proof.links import check_file, check_outline
from compendium.proof.outcome import Findings
from compendium.proof.reader import Bookmark, Reader
from finished import redraw, stream, trip
from test_proof import WORDS, longest, said
from test_proof_trace import followed, script

Spoil = Callable[[pikepdf.Pdf], Any]


def fonts(pdf: pikepdf.Pdf) -> dict[str, Any]:
    """The fonts of *pdf* by the name of their face."""
    found = {}
    for page in pdf.pages:
        for font in page.get("/Resources", Dictionary()).get("/Font", Dictionary()).values():
            found[str(font.BaseFont).partition("+")[2]] = font
    return found


def descriptor(font: Any) -> Any:
    """Where the program of *font* is."""
    return font.DescendantFonts[0].FontDescriptor


# -- glyphs -------------------------------------------------------------------------------


def shuffled(pdf: pikepdf.Pdf) -> None:
    """Two letters of a font change their outlines; what the text says stays the same."""
    held = descriptor(fonts(pdf)["SourceSerif4-Regular"])
    program = TTFont(BytesIO(held.FontFile2.read_bytes()))
    order, table = program.getGlyphOrder(), program["glyf"]
    drawn = [name for name in order if table[name].numberOfContours > 0]
    one, other = drawn[-2:]
    widths = program["hmtx"]
    table[one], table[other] = table[other], table[one]
    widths[one], widths[other] = widths[other], widths[one]
    output = BytesIO()
    program.save(output)
    held.FontFile2 = pdf.make_stream(output.getvalue())


def foreign(pdf: pikepdf.Pdf) -> None:
    """A font is another one than its name says."""
    named = fonts(pdf)
    other = descriptor(named["SourceSerif4-It"]).FontFile2.read_bytes()
    descriptor(named["SourceSerif4-Regular"]).FontFile2 = pdf.make_stream(other)


def redrawn(pdf: pikepdf.Pdf) -> None:
    """A letter of a font is drawn a little differently."""
    held = descriptor(fonts(pdf)["SourceSerif4-Regular"])
    program = TTFont(BytesIO(held.FontFile2.read_bytes()))
    table = program["glyf"]
    name = next(n for n in program.getGlyphOrder() if table[n].numberOfContours == 1)
    table[name].coordinates[0] = (table[name].coordinates[0][0] + 40, 0)
    output = BytesIO()
    program.save(output)
    held.FontFile2 = pdf.make_stream(output.getvalue())


def unembedded(pdf: pikepdf.Pdf) -> None:
    """A font is left to the machine of the reader."""
    del descriptor(fonts(pdf)["SourceSerif4-It"]).FontFile2


def mute(pdf: pikepdf.Pdf) -> None:
    """What is said in the place of letters is not what they are."""
    page = trip().page("4")
    before, run, after = longest(stream(pdf, page))
    opening = b"/Span <</ActualText (Mr Adams)>> BDC\n"
    redraw(pdf, page, before + opening + run + b"\nEMC" + after)


def tiny(pdf: pikepdf.Pdf) -> None:
    """Words too small to read."""
    page = trip().page("4")
    head, tf, rest = stream(pdf, page).partition(b"/AEHPJO ")
    size, after = rest.split(b" ", 1)
    assert tf and float(size) > 5
    redraw(pdf, page, head + tf + b"1.5 " + after)


# -- links, outline, labels ---------------------------------------------------------------


def links(pdf: pikepdf.Pdf, folio: str) -> list[Any]:
    """The links on a page."""
    return list(pdf.pages[trip().page(folio)].Annots)


def led_astray(pdf: pikepdf.Pdf) -> None:
    """A link leads to another page."""
    link = links(pdf, "3")[0]
    link.Dest = Array([pdf.pages[0].obj, Name.XYZ, None, 700, None])
    if "/A" in link:
        del link.A


def unlinked(pdf: pikepdf.Pdf) -> None:
    """A link is not there."""
    page = pdf.pages[trip().page("3")]
    page.Annots = Array(links(pdf, "3")[1:])


def launching(pdf: pikepdf.Pdf) -> None:
    """A link starts a program."""
    link = links(pdf, "3")[0]
    link.A = Dictionary(S=Name.Launch, F=String("calc.exe"))
    if "/Dest" in link:
        del link.Dest


def readdressed(pdf: pikepdf.Pdf) -> None:
    """A link leads to another address than its words."""
    (link,) = (a for a in links(pdf, "10") if "/URI" in a.get("/A", Dictionary()))
    link.A.URI = String("http://example.com/")


def pointless(pdf: pikepdf.Pdf) -> None:
    """A link has no height."""
    link = links(pdf, "3")[0]
    left, low, right, _ = link.Rect
    link.Rect = Array([left, low, right, low])


def renamed(pdf: pikepdf.Pdf) -> None:
    """An entry of the outline is called something else."""
    with pdf.open_outline() as outline:
        outline.root[0].title = "Inhalt"


def relabelled(pdf: pikepdf.Pdf) -> None:
    """The label of a page is not the number printed on it."""
    pdf.Root.PageLabels = Dictionary(
        Nums=Array([0, Dictionary(S=Name.r), trip().page("1"), Dictionary(S=Name.D, St=2)])
    )


# -- the file -----------------------------------------------------------------------------


def attached(pdf: pikepdf.Pdf) -> None:
    """Something is attached."""
    pdf.attachments["secret.txt"] = b"secret"


def scripted(pdf: pikepdf.Pdf) -> None:
    """Something runs when the file is opened."""
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def annotated(pdf: pikepdf.Pdf) -> None:
    """A page has a note stuck on it."""
    page = pdf.pages[trip().page("4")]
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]))
    page.Annots = Array([*page.get("/Annots", Array()), pdf.make_indirect(note)])


def telling(pdf: pikepdf.Pdf) -> None:
    """The file tells where it was made."""
    pdf.Root.Where = String("/home/editor/corpus")


def retitled(pdf: pikepdf.Pdf) -> None:
    """The file has another title and language, and does not say that it is tagged."""
    pdf.docinfo["/Title"] = "Untitled"
    pdf.Root.Lang = String("fr")
    del pdf.Root.MarkInfo


def bound_wrong(pdf: pikepdf.Pdf) -> None:
    """Two pages have changed places."""
    one, other = trip().page("3"), trip().page("5")
    pages = list(pdf.pages)
    pdf.pages[one], pdf.pages[other] = pages[other], pages[one]


NOWHERE = "edition.yaml:1:1: error"
RUSSIAN = "documents/letter.ru.md:10:1: error"
NOTE_1 = "documents/letter.en.md:5:15: error"

EXPECTED: dict[Spoil, list[str]] = {
    shuffled: [
        "documents/first-note.en.md:2:8: error[proof-glyph]: "
        "`3` on page 9 is drawn as another glyph of SourceSerif4-Regular",
        "documents/second-note.en.md:2:8: error[proof-glyph]: "
        "`4` on page 9 is drawn as another glyph of SourceSerif4-Regular",
    ],
    redrawn: [
        f"{NOWHERE}[proof-font]: "
        "the font `SourceSerif4-Regular` has outlines that no face of the theme has"
    ],
    mute: [
        f"{RUSSIAN}[proof-glyph]: a part of `{WORDS}.1` on page 4 is drawn as "
        "`Адамсимеетчестьнапомнитьвам`",
        f"{RUSSIAN}[proof-word-altered]: `{WORDS[:31]}` is printed as `MrAdams` on page 4",
        f"{NOWHERE}[proof-link]: a link on page 4 lies on no words that are a link",
        "documents/letter.ru.md:10:51: error[proof-link]: `1` is no link in the PDF",
    ],
    tiny: [
        "documents/letter.ru.md:2:8: error[proof-hidden]: "
        "a part of `Рабочий перевод` on page 4 is set in 1.1 pt"
    ],
    led_astray: [
        f"{NOTE_1}[proof-link]: the link `1` on page 3 leads to page i; `letter.n1` is on page 3"
    ],
    unlinked: [f"{NOTE_1}[proof-link]: `1` is no link in the PDF"],
    launching: [
        f"{NOWHERE}[proof-link]: a link on page 3 is neither to a page nor to an address",
        f"{NOTE_1}[proof-link]: `1` is no link in the PDF",
        f"{NOWHERE}[proof-object]: the PDF holds `/Launch`",
    ],
    readdressed: [
        "back/appendix.en.md:4:1: error[proof-link]: "
        "the link `example` leads to `http://example.com/`"
    ],
    pointless: [f"{NOWHERE}[proof-link]: the link `1` on page 3 is too small to hit"],
    renamed: [
        f"{NOWHERE}[proof-outline]: the outline has no `Contents`",
        f"{NOWHERE}[proof-outline]: the outline has `Inhalt`, which is no title",
    ],
    attached: [
        f"{NOWHERE}[proof-object]: the PDF has attachments",
        f"{NOWHERE}[proof-object]: the PDF holds `/EmbeddedFile`",
        f"{NOWHERE}[proof-object]: the PDF holds `/EmbeddedFiles`",
    ],
    scripted: [
        f"{NOWHERE}[proof-object]: the PDF holds `/JS`",
        f"{NOWHERE}[proof-object]: the PDF holds `/JavaScript`",
    ],
    annotated: [f"{NOWHERE}[proof-object]: page 4 has annotations that are no links"],
    telling: [f"{NOWHERE}[proof-object]: the PDF holds `/home/editor/corpus`"],
    retitled: [
        f"{NOWHERE}[proof-object]: the PDF has the title `Untitled`",
        f"{NOWHERE}[proof-object]: the PDF says it is in the language `fr`",
        f"{NOWHERE}[proof-object]: the PDF has no tags for those who listen to it",
    ],
}


@pytest.mark.parametrize("spoil", EXPECTED, ids=lambda spoil: spoil.__name__)
def test_a_spoiled_file(spoil: Spoil) -> None:
    """What is wrong with the file is found, and nothing else is said."""
    assert said(trip().spoiled(spoil).prove()) == EXPECTED[spoil]


def test_another_font_under_the_name() -> None:
    """A font that is not the one it is called is found, whatever else that does to the page."""
    found = said(trip().spoiled(foreign).prove())
    assert (
        f"{NOWHERE}[proof-font]: "
        "the font `SourceSerif4-Regular` has outlines that no face of the theme has" in found
    )
    assert f"{NOWHERE}[proof-font]: the font `SourceSerif4-It` is not embedded" in said(
        trip().spoiled(unembedded).prove()
    )


def test_labels_that_are_not_the_folios() -> None:
    """Every page whose label is not the number it shows is named, and every number is wrong."""
    proof = trip().spoiled(relabelled).prove()
    found = [f.message for f in proof.findings if f.code == "proof-number-wrong"]
    wrong = [f for f in proof.findings if f.code == "proof-page-wrong"]

    assert found[0] == "page 4 has the folio `3`"
    assert len(found) == sum(folio.isdecimal() for folio in shown())
    assert len(wrong) > 20


def shown() -> set[str]:
    """The folios that are printed: those of pages that have more than a title."""
    bare = {"half-title", "title", "part-i", "part-ii", "colophon"}
    return {s.folio for s in trip().pages.sheets if s.chunk not in bare and not s.blank}


def test_pages_bound_in_the_wrong_order() -> None:
    """Pages that have changed places are both found, and every number that leads to them."""
    proof = trip().spoiled(bound_wrong).prove()
    found = [finding.message for finding in proof.findings]

    assert {"page 3 has the folio `5`", "page 5 has the folio `3`"} <= set(found)
    assert "the link `5` on page 12 leads to page none; `treaty` is on page 5" in found


def test_no_pdf() -> None:
    """What is no PDF is said to be none."""
    assert said(replace(trip(), pdf=b"no").prove()) == [
        f"{NOWHERE}[proof-unreadable]: "
        "the PDF cannot be read: Failed to load document (PDFium: Data format error)."
    ]


# -- the outcome --------------------------------------------------------------------------


def test_the_outcome_as_json() -> None:
    """`proof.json` says what was read, with what, how much, and what was found."""
    good, bad = trip().prove(), trip().spoiled(annotated).prove()
    read = json.loads(to_json([good, bad]))

    assert to_json([good, bad]) == to_json([trip().prove(), trip().spoiled(annotated).prove()])
    assert [proof["proved"] for proof in read["proofs"]] == [True, False]
    assert set(read["proofs"][0]["reader"]) == {"pdfium", "pypdfium2"}
    assert read["proofs"][0]["counts"] == dict(sorted(good.counts.items()))
    assert read["proofs"][1]["findings"] == [
        {
            "code": "proof-object",
            "severity": "error",
            "at": "edition.yaml:1:1",
            "message": "page 4 has annotations that are no links",
        }
    ]
    assert bad.summary().endswith(" page references: 1 does not agree")


def test_a_finding_is_said_once() -> None:
    """The same finding from two sides is one."""
    findings = Findings()
    for _ in range(2):
        findings.add("proof-link", "the link", trip().edition.date.span)
    assert len(findings.problems) == 1


def test_an_address_that_the_text_prints() -> None:
    """Words of the text may look like a place on this machine; titles and links repeat them."""
    edition, chunk = (
        trip().edition,
        Chunk("c", "<p>See file:///srv/&amp;c here.</p>", (), (), "any", "arabic"),
    )
    pdf = pikepdf.Pdf.new()
    pdf.add_blank_page()
    pdf.docinfo["/Subject"] = String("file:///srv/&c")
    pdf.docinfo["/Author"] = String("file:///etc/passwd")
    made = BytesIO()
    pdf.save(made, static_id=True)
    findings = Findings()
    check_file(Reader(made.getvalue()), made.getvalue(), edition, findings, [chunk])

    held = [str(problem) for problem in findings.problems if "holds" in problem.message]
    assert held == [f"{NOWHERE}[proof-object]: the PDF holds `file:///etc/passwd`"]


def test_two_entries_of_one_title() -> None:
    """Two divisions may bear one title; each entry of the outline is led to its own."""
    title = 'data-title="Japan" data-level="1"'
    read = script(f'<p id="a" {title}>One</p><p id="b" {title}>Two</p>')
    done, _ = followed(read, [(1, "One"), (2, "Two")])
    findings = Findings()
    check_outline(done, [Bookmark(1, "Japan", 1), Bookmark(1, "Japan", 2)], findings)
    assert not findings.problems
