"""Whatever TEI comes in, what an import writes is sound and has its words."""

from __future__ import annotations

import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium import corpus, importers
from compendium.diag import Severity

WITH_LINES = [
    "p", "head", "ab", "dateline", "salute", "signed", "p rend='right'", "lg", "figDesc",
]  # fmt: skip
WITH_BLOCKS = [
    "div", "quote rend='blockquote'", "postscript", "attachment", "floatingText", "figure",
    "div xml:lang='de'", "blart",
]  # fmt: skip
LINES = [
    "hi rend='italic'", "hi rend='strong'", "hi rend='smallcaps'", "hi xml:lang='ru'", "note",
    "note rend='inline'", "lb", "pb n='3'", "gap", "ref target='#d1'", "ref target='#n'",
    "ref target='http://a.b/c'", "persName corresp='#p'", "date when='1956-09-29'", "supplied",
    "sic", "unclear", "foreign xml:lang='de'", "blort", "script", "term", "title",
]  # fmt: skip
WORDS = ["one", " two ", "1. three", "*four*", "# five", "[six]", "!", "_seven", "9)", "- ", "é&<"]


def element(tag: str, inside: list[str]) -> str:
    """An element *tag* with *inside* in it."""
    return f"<{tag}>{''.join(inside)}</{tag.split(' ')[0]}>"


text = st.sampled_from(WORDS).map(escape)
line = st.recursive(
    text,
    lambda inner: st.builds(element, st.sampled_from(LINES), st.lists(inner, max_size=3)),
    max_leaves=6,
)
lines = st.lists(line, max_size=4)


def holding(tag: str, inner: st.SearchStrategy[list[str]]) -> st.SearchStrategy[str]:
    """Elements *tag* with what *inner* gives."""
    return inner.map(lambda inside: element(tag, inside))


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Blocks that hold other blocks."""
    listed = st.lists(
        holding("item", lines) | holding("item", st.lists(inner, max_size=2)) | labelled,
        max_size=3,
    )
    rows = st.lists(holding("row", st.lists(holding("cell", lines), max_size=3)), max_size=3)
    return st.one_of(
        st.builds(element, st.sampled_from(WITH_BLOCKS), st.lists(inner, max_size=3)),
        st.builds(element, st.sampled_from(["list", "list type='ordered'"]), listed),
        holding("table", rows),
        st.builds(element, st.sampled_from(["opener", "closer"]), st.lists(line | said)),
    )


labelled = st.builds(
    lambda number: f"<label>{number}.</label><item>Item</item>", st.integers(0, 99)
)
said = holding("signed", lines) | holding("salute", lines) | holding("dateline", lines)
block = st.recursive(st.builds(element, st.sampled_from(WITH_LINES), lines), grown, max_leaves=6)


@settings(deadline=None)
@given(st.lists(block, min_size=1, max_size=4))
def test_any(held: list[str]) -> None:
    """No nesting of elements loses a word, breaks the corpus, or raises."""
    source = (
        "<TEI><teiHeader/><text><front><div xml:id='persons'><list><item><persName xml:id='p'>"
        "Gromyko</persName></item></list></div></front><body><div type='document' xml:id='d1' "
        f"n='1'><head>1. Head</head>{''.join(held)}<p>End.<note xml:id='n'>note</note></p></div>"
        "</body></text></TEI>"
    )
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "any.xml"
        path.write_text(source, "utf-8")
        made = importers.read(path)
    assert not made.report.problems
    assert not made.report.lost
    volume, problems = corpus.read_files(made.files)
    assert volume
    assert [str(p) for p in problems if p.severity is Severity.ERROR] == []


FRUS = (Path(__file__).parent / "data" / "tei" / "frus.xml").read_bytes()


def spoilt(at: int, count: int, put: bytes) -> bytes:
    """The extract with *count* bytes from *at* on replaced by *put*."""
    return FRUS[:at] + put + FRUS[at + count :]


anywhere = st.integers(0, len(FRUS))
broken = st.one_of(
    anywhere.map(lambda at: FRUS[:at]),
    st.builds(spoilt, anywhere, st.integers(0, 40), st.binary(max_size=6)),
    st.builds(spoilt, anywhere, st.just(0), st.sampled_from([b"<p>", b"</p>", b"&x;", b"<!--"])),
    st.sampled_from(["utf-16", "utf-32", "cp037", "utf-7"]).map(
        lambda encoding: FRUS.decode().encode(encoding, "replace")
    ),
)


@settings(deadline=None, max_examples=40)
@given(broken)
def test_broken(source: bytes) -> None:
    """A spoilt source is imported whole, or named with nothing written; nothing is raised."""
    with tempfile.TemporaryDirectory() as room:
        path, target = Path(room) / "any.xml", Path(room) / "target"
        path.write_bytes(source)
        report = importers.import_source(path, target)
        if report.problems:
            assert sorted(p.name for p in Path(room).iterdir()) == ["any.xml"]
            assert all(problem.message and problem.code for problem in report.problems)
        else:
            assert not report.lost
            assert corpus.read(target)[0]


@pytest.mark.parametrize("tag", ["hi", "quote rend='block'", "list><item", "note", "cell", "div"])
def test_deep(tag: str, tmp_path: Path) -> None:
    """However deeply elements stand in one another, their words are carried."""
    closing = "</item></list>" if "item" in tag else f"</{tag.split(' ')[0]}>"
    held = f"<{tag}>" * 100 + "deep" + closing * 100
    source = (
        f"<TEI><text><body><div type='document'><head>1. A</head>{held}</div></body></text></TEI>"
    )
    (tmp_path / "deep.xml").write_text(source, "utf-8")
    made = importers.read(tmp_path / "deep.xml")
    assert not made.report.problems
    assert not made.report.lost
    _, problems = corpus.read_files(made.files)
    assert [str(p) for p in problems if p.severity is Severity.ERROR] == []
