"""Markdown written by an import reads back as the text it was made of."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from compendium.diag import Severity, Span
from compendium.importers.fields import mapping
from compendium.importers.markdown import Writer
from compendium.importers.runs import tidy
from compendium.model.text import (
    Block,
    Break,
    Heading,
    Inline,
    Item,
    Link,
    List,
    Paragraph,
    Quotation,
    Row,
    Styled,
    Table,
    Text,
    blocks,
    plain,
    runs,
)
from compendium.source.markdown import read_markdown
from compendium.source.text import SourceFile
from compendium.source.yaml import read_yaml

AT = Span("source.xml")
LETTERS = string.ascii_letters + string.digits + string.punctuation + "  é–’“漢"


def styled(inner: st.SearchStrategy[list[Inline]]) -> st.SearchStrategy[Inline]:
    """Words in a style, or linked."""
    styles = st.sampled_from(["emphasis", "strong", "small-caps", "superscript"])
    return st.one_of(
        st.builds(lambda style, held: Styled(style, tuple(held), AT), styles, inner),
        st.builds(
            lambda held: Link(
                "https://example.org/a(b)", tuple(n for n in held if isinstance(n, Text)), AT
            ),
            inner,
        ),
    )


words: st.SearchStrategy[Inline] = st.builds(
    lambda text: Text(text, AT), st.text(LETTERS, min_size=1, max_size=12)
)
lines = st.lists(st.recursive(words, lambda x: styled(st.lists(x, max_size=3)), max_leaves=6))
broken = st.lists(st.one_of(words, st.just(Break(True, AT))), max_size=6)


def said(held: list[Block]) -> list[str]:
    """The words of every run, as printed."""
    return [plain(run) for block in blocks(held) for run in runs(block)]


def read(text: str) -> tuple[list[Block], list[str]]:
    """The blocks of *text*, and the errors in it."""
    held, _, problems = read_markdown(SourceFile("text.md", text))
    return list(held), [str(p) for p in problems if p.severity is Severity.ERROR]


@given(st.lists(lines | broken, max_size=4))
def test_paragraphs(rows: list[list[Inline]]) -> None:
    """Every character of every paragraph comes back, whatever it looks like."""
    written = [Paragraph(tidy(row), AT) for row in rows]
    written = [one for one in written if plain(one.content).strip()]
    back, errors = read(Writer().text(written))
    assert not errors
    assert said(back) == said(list(written))
    assert all(isinstance(block, Paragraph) for block in back)


@given(lines, st.sampled_from(["dateline", "signature"]))
def test_everywhere(row: list[Inline], name: str) -> None:
    """The same words come back from a heading, an item, a quotation, a cell and a piece."""
    content = tidy(row)
    if not plain(content).strip():
        return
    paragraph = Paragraph(content, AT)
    written: list[Block] = [
        Heading(2, content, AT),
        List(False, (Item((paragraph, paragraph), AT),), AT),
        List(True, (Item((paragraph,), AT, "7", "7."),), AT),
        Quotation((paragraph, paragraph), AT),
        Table(None, (Row((content, ()), AT),), ("", ""), AT),
        Paragraph(content, AT, name=name),
    ]
    back, errors = read(Writer().text(written))
    assert not errors
    assert [text for text in said(back) if text] == [text for text in said(written) if text]
    assert [type(block) for block in back] == [type(block) for block in written]


@given(st.text(LETTERS + "\\'\"#", min_size=1))
def test_fields(text: str) -> None:
    """A field of a YAML file reads back as it was."""
    node, problems = read_yaml(SourceFile("text.yaml", mapping({"title": text})))
    assert node
    assert not problems
    assert node.fields["title"].text == text
