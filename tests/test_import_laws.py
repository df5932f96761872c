"""Laws, judgments and treaties that others have marked: every article keeps its id in each text."""

from __future__ import annotations

import json
import tempfile
import types
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium import corpus, importers, pipeline
from compendium.diag import Severity, failed
from compendium.importers import plugin
from compendium.model.volume import Volume


def sound(written: importers.Imported) -> Volume:
    """The volume that was written: it has every word, and no error."""
    assert [str(problem) for problem in written.report.problems] == []
    assert written.report.lost == {}
    volume, problems = corpus.read_files(written.files)
    assert [str(p) for p in problems if p.severity is Severity.ERROR] == []
    assert volume
    return volume


def body(written: importers.Imported, path: str) -> str:
    """The text of a file, without what stands above it."""
    return written.files[path].partition("---\n\n")[2]


# -- Akoma Ntoso ----------------------------------------------------------------------------------

AKN = '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">{}</akomaNtoso>'
META = (
    '<meta><identification source="#x"><FRBRExpression><FRBRdate date="2008-11-26" name="x"/>'
    '<FRBRlanguage language="eng"/></FRBRExpression></identification>{}</meta>'
)
ACT = AKN.format(
    "<act>" + META.format("") + "<preface><longTitle><p>An Act on Harbours</p></longTitle>"
    "</preface><body><chapter eId='chp_I'><num>Chapter I</num><heading>General</heading>"
    "<article eId='art_1'><num>Article 1</num><heading>Scope</heading>"
    "<paragraph eId='art_1__para_1'><num>1.</num><content><p>This Act has <i>one</i> scope"
    "<authorialNote marker='3'><p>Of <b>note</b>.</p></authorialNote>, see "
    "<ref href='#art_2__point_a'>point (a)</ref> and <ref href='/akn/eu/act/1'>another act</ref>."
    "</p></content></paragraph><paragraph><num>2.</num><content><p>It has no other."
    "</p></content></paragraph></article><article eId='art_2'><num>Article 2</num>"
    "<list><intro><p>Harbours are:</p></intro><point eId='art_2__point_a'><num>(a)</num><content>"
    "<p>deep;</p></content></point><point><num>(b)</num><content><p>wide.</p></content></point>"
    "</list></article></chapter></body><conclusions><container name='signature'><p>For the Town</p>"
    "<p>The Mayor</p></container></conclusions></act>"
)


def test_act(tmp_path: Path) -> None:
    """Chapters and articles are headings with ids, numbers stay, notes and references are tied."""
    (tmp_path / "act.xml").write_text(ACT, "utf-8")
    written = importers.read(tmp_path / "act.xml")
    volume = sound(written)
    (slug,) = volume.documents
    assert body(written, f"documents/{slug}.en.md") == (
        "An Act on Harbours\n\n## Chapter I General {#chp-i}\n\n### Article 1 Scope {#art-1}\n\n"
        "1. This Act has *one* scope[^fn-1], see [point (a)](doc:an-act-on-harbours#art-2-point-a) "
        "and another act.\n2. It has no other.\n\n### Article 2 {#art-2}\n\nHarbours are:\n\n"
        "(a) deep; {#art-2-point-a}\n\n(b) wide.\n\n::: signature\nFor the Town\nThe Mayor\n:::\n\n"
        "[^fn-1]: Of **note**.\n"
    )
    report = written.report
    assert (report.notes, report.resolved, report.to_volumes) == (1, 1, 1)
    assert volume.documents[slug].kind == "act"
    assert volume.documents[slug].date
    assert str(volume.documents[slug].date.edtf) == "2008-11-26"  # type: ignore[union-attr]
    importers.import_source(tmp_path / "act.xml", tmp_path / "out")
    assert not failed(pipeline.check(tmp_path / "out")[1])


def test_judgment(tmp_path: Path) -> None:
    """A note kept apart is found by its call; a call of nothing is reported, words kept."""
    text = AKN.format(
        "<judgment>"
        + META.format("<notes><note eId='n1'><p>See there.</p></note></notes>")
        + "<header><p><docTitle>A v B</docTitle></p></header><judgmentBody><introduction>"
        "<blockList><item><num>[1]</num><p>It began<noteRef href='#n1'/> so"
        "<noteRef href='#n9'>x</noteRef>.</p></item></blockList></introduction></judgmentBody>"
        "</judgment>"
    )
    (tmp_path / "j.xml").write_text(text, "utf-8")
    written = importers.read(tmp_path / "j.xml")
    sound(written)
    assert body(written, "documents/a-v-b.en.md") == (
        "A v B\n\n\\[1\\] It began[^fn-1] sox.\n\n[^fn-1]: See there.\n"
    )
    assert written.report.broken == [(1, "#n9")]


def test_collection(tmp_path: Path) -> None:
    """Each document of a collection is one; its own cover stands before them."""
    text = AKN.format(
        "<documentCollection>" + META.format("") + "<preface><p><docTitle>All of it</docTitle></p>"
        "</preface><collectionBody><component eId='c1'><documentRef href='#c' showAs='The Bill'/>"
        "</component></collectionBody><components><component eId='c1'><bill><body><section>"
        "<num>1</num><heading>One</heading><content><p>Text.</p></content></section></body></bill>"
        "</component></components></documentCollection>"
    )
    (tmp_path / "c.xml").write_text(text, "utf-8")
    volume = sound(importers.read(tmp_path / "c.xml"))
    assert (volume.title, len(volume.front), len(volume.documents)) == ("All of it", 1, 1)


# -- parallel texts --------------------------------------------------------------------------------

TREATY = {
    "treaty_en": "Convention on Harbours",
    "treaty_zh": "港口公約",
    "preamble_en": "The Parties, agreed.",
    "preamble_zh": "締約國議定：",
    "articles": [
        {
            "article": "一",
            "title_en": "Scope",
            "title_zh": "範圍",
            "content_en": "1. One.\n\n2. Two.",
            "content_zh": "一、甲。\n二、乙。",
        },
        {
            "article": "二十一",
            "title_en": "",
            "title_zh": "",
            "content_en": "All.",
            "content_zh": "全部。",
        },
    ],
}


def test_treaty(tmp_path: Path) -> None:
    """Articles and numbered paragraphs have one id in English and Chinese."""
    (tmp_path / "harbours.json").write_text(json.dumps(TREATY), "utf-8")
    written = importers.read(tmp_path / "harbours.json")
    volume = sound(written)
    assert volume.languages == ("en", "zh-Hant")
    assert body(written, "documents/harbours.en.md") == (
        "The Parties, agreed.\n\n## Article 1. Scope {#art-1}\n\n1. One. {#art-1-1}\n"
        "2. Two. {#art-1-2}\n\n## Article 21 {#art-21}\n\nAll.\n"
    )
    assert body(written, "documents/harbours.zh.md") == (
        "締約國議定：\n\n## 第一條 範圍 {#art-1}\n\n一、甲。 {#art-1-1}\n\n二、乙。 {#art-1-2}\n\n"
        "## 第二十一條 {#art-21}\n\n全部。\n"
    )
    alone = sound(importers.read(tmp_path, ("zh-Hant",)))
    assert (alone.title, alone.languages) == ("港口公約", ("zh-Hant",))


HTML = (
    '<!doctype html>\n<html data-iso6393="x" lang="{lang}"><head><title>x</title></head><body>'
    "<h1>{title}</h1><header><h2>{head}</h2><p>Un.</p></header>"
    '<article data-number="1"><h2>{one}</h2><ol><li><p>Deux&nbsp;!</p></li><li><p>Trois.</p></li>'
    "</ol></article></body></html>"
)


@pytest.fixture
def declaration(tmp_path: Path) -> Path:
    """A folder with the same text in three languages."""
    for lang, title, one in (
        ("en", "Universal Declaration", "Article 1"),
        ("fr", "Déclaration universelle", "Article premier"),
        ("ja", "世界宣言", "第１条"),
    ):
        page = HTML.format(lang=lang, title=title, head="Preamble", one=one)
        (tmp_path / f"{lang}.html").write_text(page, "utf-8")
    return tmp_path


def test_declaration(declaration: Path) -> None:
    """A folder of languages is one document; the languages asked for come in their order."""
    written = importers.read(declaration, ("fr", "ja"))
    volume = sound(written)
    assert volume.languages == ("fr", "ja")
    assert [text.lang for text in volume.documents["declaration"].texts] == ["fr", "ja"]
    assert body(written, "documents/declaration.fr.md") == (
        "## Preamble {#preamble}\n\nUn.\n\n## Article premier {#art-1}\n\n"
        "1. Deux\u00a0! {#art-1-1}\n2. Trois. {#art-1-2}\n"
    )
    assert sound(importers.read(declaration)).languages == ("en", "fr", "ja")


def test_articles_are_cited(declaration: Path, tmp_path: Path) -> None:
    """An article is cited as one in French and Japanese as well."""
    importers.import_source(declaration, tmp_path / "out")
    edition, problems = pipeline.check(tmp_path / "out")
    assert edition
    assert not failed(problems), [str(problem) for problem in problems]
    kinds = {
        anchor: (edition.targets[anchor].kind, edition.targets[anchor].number)
        for anchor in ("declaration.art-1", "declaration.fr.art-1", "declaration.ja.art-1")
    }
    assert set(kinds.values()) == {("article", "1")}


def test_no_such_language(declaration: Path) -> None:
    """A language that the source does not have is named, with those it has."""
    assert [str(p) for p in importers.read(declaration, ("es",)).report.problems] == [
        f"{declaration.name}:1:1: error[source-bad]: `{declaration.name}` has no text in `es` "
        "(hint: it has en, fr, ja)"
    ]


STATUTE = (
    '<Statute xml:lang="{lang}"><Identification><LongTitle>{long}</LongTitle>'
    "<ShortTitle>{short}</ShortTitle><RunningHead>x</RunningHead></Identification><Body>"
    "<Section><MarginalNote>{note}</MarginalNote><Label>2</Label><Subsection><Label>(1)</Label>"
    "<Text>{text} <DefinedTermEn>port</DefinedTermEn><FootnoteRef idref='f'>*</FootnoteRef></Text>"
    "<Paragraph><Label>(a)</Label><Text>{text}</Text></Paragraph></Subsection>"
    "<Footnote id='f'><Label>*</Label><Text>In force.</Text></Footnote></Section></Body>"
    "<Schedule><ScheduleFormHeading><Label>{label}</Label><OriginatingRef>(2)</OriginatingRef>"
    "<TitleText>Convention</TitleText></ScheduleFormHeading><Provision><Label>Article 1</Label>"
    "<Text>{text}</Text></Provision></Schedule></Statute>"
)


def test_statute(tmp_path: Path) -> None:
    """English and French acts of one name are one document, their schedules documents too."""
    for folder, lang, words in (
        ("eng", "en", ("An Act", "Ports Act", "Definitions", "In this Act", "SCHEDULE I")),
        ("fra", "fr", ("Loi sur", "Loi", "Définitions", "Dans cette loi", "ANNEXE I")),
    ):
        long, short, note, text, label = words
        (tmp_path / folder).mkdir()
        act = STATUTE.format(lang=lang, long=long, short=short, note=note, text=text, label=label)
        (tmp_path / folder / "P-1.xml").write_text(act, "utf-8")
    written = importers.read(tmp_path)
    volume = sound(written)
    assert volume.languages == ("en", "fr")
    assert list(volume.documents) == ["ports-act", "convention-schedule-i"]
    assert body(written, "documents/ports-act.fr.md") == (
        "Loi sur\n\n## 2 Définitions {#sec-2}\n\n(1) Dans cette loi *port*[^fn-1] {#sec-2-1}\n\n"
        "(a) Dans cette loi\n\n[^fn-1]: In force.\n"
    )


# -- what is refused -------------------------------------------------------------------------------

BAD = {
    ("t.json", '{"treaty_en": "x", "articles": 3}'): "`t.json` is no treaty in JSON: it has no "
    "list of articles, or no language",
    ("t.json", '{"treaty_en": "x", "treaty_en": "y", "articles": []}'): "`t.json` is no treaty in "
    "JSON: a key stands twice in one object",
    ("t.json", '{"treaty_en": "x", "articles": ['): "`t.json` is no treaty in JSON: expecting "
    "value: line 1 column 33 (char 32)",
    ("t.json", '{"treaty_en": ' + "[" * 100_000): "`t.json` is no treaty in JSON: deep",
    ("u.html", '<html data-iso6393="x" lang="en"><body><p>cut'): "`u.html` is no XML: premature "
    "end of data in tag p line 1",
    ("u.html", '<html data-iso6393="x" lang="en"><body/></html>'): "`u.html` has no text in it",
    ("a.xml", AKN.format("<act/>")): "`a.xml` has no text in it",
    ("a.xml", '<!DOCTYPE a [<!ENTITY b "c">]>' + ACT): "`a.xml` declares entities of its own",
    ("s.xml", "<Statute/>"): "`s.xml` has no text in it",
}


@pytest.mark.parametrize("source", BAD, ids=range(len(BAD)))
def test_bad_source(source: tuple[str, str], tmp_path: Path) -> None:
    """What cannot be read is named, and nothing is written."""
    (tmp_path / source[0]).write_text(source[1], "utf-8")
    report = importers.import_source(tmp_path / source[0], tmp_path / "out")
    assert [problem.message for problem in report.problems] == [BAD[source]]
    assert not (tmp_path / "out").exists()


SOURCES = {
    "t.json": json.dumps(TREATY),
    "u.html": HTML.format(lang="en", title="T", head="P", one="Article 1"),
    "a.xml": ACT,
    "s.xml": STATUTE.format(lang="en", long="l", short="s", note="n", text="t", label="S"),
}


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(sorted(SOURCES)), st.integers(0, 10**5), st.integers(0, 40), st.binary())
def test_damaged(name: str, start: int, length: int, put: bytes) -> None:
    """Damaged anyhow, a source imports soundly or is refused; nothing raises."""
    whole = SOURCES[name].encode()
    at = start % len(whole)
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / name
        path.write_bytes(whole[:at] + put + whole[at + length :])
        written = importers.read(path)
        if failed(written.report.problems):
            assert not written.files
        else:
            sound(written)


# -- plugins ---------------------------------------------------------------------------------------


class Verse:
    """An importer of another package."""

    def recognises(self, path: Path) -> bool:
        """Whether *path* is named as verse."""
        return path.suffix == ".verse"

    def read(self, path: Path, languages: tuple[str, ...] = ()) -> importers.Imported:
        """Nothing but its words."""
        made = importers.Imported(importers.Report(), {"edition.yaml": path.read_text("utf-8")})
        made.report.remarks.append(f"in {languages[0]}")
        return made


class _Point:
    name = "verse"

    def __init__(self, found: object) -> None:
        self.found = found

    def load(self) -> object:
        return self.found


def test_plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An importer named as an entry point is asked before ours; one that is none is a bug."""
    (tmp_path / "a.verse").write_text("title: A\n", "utf-8")
    monkeypatch.setattr(plugin, "entry_points", lambda group: [_Point(Verse())])
    report = importers.import_source(tmp_path / "a.verse", tmp_path / "out", ("en",))
    assert (tmp_path / "out" / "edition.yaml").read_text("utf-8") == "title: A\n"
    assert report.remarks == ["in en"]
    monkeypatch.setattr(plugin, "entry_points", lambda group: [_Point(object())])
    with pytest.raises(TypeError, match="the importer `verse` has no `recognises` and `read`"):
        importers.read(tmp_path / "a.verse")


def test_manual(tmp_path: Path) -> None:
    """The importer that the manual shows is one, and what it makes is sound."""
    manual = (Path(__file__).parents[1] / "docs" / "importing.md").read_text("utf-8")
    code = manual.partition("```python\n")[2].partition("```")[0]
    module = types.ModuleType("verse")
    exec(code, module.__dict__)
    assert isinstance(module, importers.Importer)
    (tmp_path / "a.verse").write_text("A line.\n", "utf-8")
    assert module.recognises(tmp_path / "a.verse")
    sound(module.read(tmp_path / "a.verse"))
    (tmp_path / "b.verse").write_text("", "utf-8")
    assert failed(module.read(tmp_path / "b.verse").report.problems)
