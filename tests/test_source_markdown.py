"""Markdown in, blocks and notes out: golden pages, and what holds for any text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cases import Case, cases
from compendium.model.text import (
    Block,
    Break,
    Image,
    Inline,
    Link,
    Paragraph,
    Styled,
    Text,
    blocks,
    inlines,
    runs,
)
from compendium.source.inline import Context, read_inline
from compendium.source.markdown import read_markdown
from compendium.source.text import Run, SourceFile
from compendium.source.words import check_words
from outline import outline


@pytest.mark.parametrize("case", cases("source"), ids=lambda case: case.name)
def test_case(case: Case) -> None:
    """A text is read into exactly the blocks the case lists, with exactly its problems."""
    ((path, content),) = case.files.items()
    assert isinstance(content, str)
    body, notes, problems = read_markdown(SourceFile(path, content))

    case.check({"text": outline(body, notes), "problems": [str(problem) for problem in problems]})


_FRAGMENTS = [
    " ", "\n", "\n\n", "\n- ", "\n9. ", "\n    ", "\n> ", "\n# ", "\n| ", " | ", "\n|---|---|\n",
    "*", "**", "_", "[", "]", "](doc:x)", "]{.sic}", "]{.sic", "[^a]", "[^b]", "\n\n[^a]: ",
    "\n\n::: signature\n", "\n\n:::\n", "\n::: {.quotation from=\"doc:x\"}\n", "`", "\n```\n",
    "\\", "&amp;", "&#x41;", "<b>", "<!-- ", "\n---\n", "\n===\n", "\t", " {#x}", "![",
    "](images/a.png)", "\u3000", "<https://x.org>", "^[", "é\u0301", "  \n", "\\\n", " {", "} ",
]  # fmt: skip
_TEXTS = st.lists(
    st.one_of(st.sampled_from(_FRAGMENTS), st.integers(0, 9).map(lambda n: f"{n}")), max_size=40
)


def _numbered(pieces: Sequence[str]) -> str:
    """*pieces* put together, each single figure made a word found nowhere else."""
    return "".join(f" wörd{at}x " if piece.isdigit() else piece for at, piece in enumerate(pieces))


def _printed(content: Sequence[Block]) -> Iterator[str]:
    for block in blocks(content):
        for run in runs(block):
            for node in inlines(run):
                yield node.text if isinstance(node, Text) else ""
                yield node.alt if isinstance(node, Image) else ""


@settings(max_examples=400, deadline=None)
@given(_TEXTS)
def test_every_word_comes_out(pieces: list[str]) -> None:
    """Whatever is written, each word is read once and in order, or a problem is reported."""
    text = _numbered(pieces)
    body, notes, problems = read_markdown(SourceFile("x.md", text))

    printed = [" ".join(_printed(body)), *(" ".join(_printed(note.blocks)) for note in notes)]
    found = [re.findall(r"wörd\d+x", part) for part in printed]
    order = {word: at for at, word in enumerate(re.findall(r"wörd\d+x", text))}
    ranks = [[order[word] for word in part] for part in found]

    assert problems or sorted(word for part in found for word in part) == sorted(order)
    assert not any(problem.code == "words-lost" for problem in problems)
    assert all(part == sorted(part) for part in ranks)


@settings(max_examples=200, deadline=None)
@given(_TEXTS)
def test_spans_are_true(pieces: list[str]) -> None:
    """The characters at the span of a text are the text, but for escapes and entities."""
    file = SourceFile("x.md", _numbered(pieces))
    body, notes, _ = read_markdown(file)

    for content in (body, *(note.blocks for note in notes)):
        for block in blocks(content):
            for run in runs(block):
                for node in inlines(run):
                    at = file.offset(node.span.start)
                    written = file.text[at : file.offset(node.span.end)]
                    if isinstance(node, Text) and "\\" not in written and "&" not in written:
                        assert written == node.text
                    elif isinstance(node, Link):
                        assert written[0] in "[<" and written[-1] in ")>}"


def _shown(content: Sequence[Inline]) -> str:
    parts = []
    for node in content:
        match node:
            case Text():
                parts.append(node.text)
            case Break():
                parts.append("|\n" if node.hard else "\n")
            case Styled() | Link():
                name = node.style if isinstance(node, Styled) else node.target
                parts.append(f"<{name} {_shown(node.content)}>")
    return "".join(parts)


def _engine(text: str) -> str:
    parser = MarkdownIt("commonmark").disable(["backticks", "html_inline"])
    names = {
        "em_open": "<emphasis ",
        "strong_open": "<strong ",
        "hardbreak": "|\n",
        "softbreak": "\n",
    }
    parts = []
    for token in parser.parseInline(text)[0].children or []:
        if token.type == "link_open":
            parts.append(f"<{token.attrs['href']} ")
        elif token.nesting < 0:
            parts.append(">")
        else:
            parts.append(names.get(token.type, token.content))
    return "".join(parts)


_SIGNS = ["*", "**", "***", "_", "__", "a", "é", " ", ".", "“", "[a", "a](u:x)", "]", "\n", "&amp;"]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(_SIGNS), max_size=16))
def test_running_text_is_commonmark(signs: list[str]) -> None:
    """Emphasis, links and line ends are those of a CommonMark parser."""
    text = re.sub(r"\s*\n\s*", "\n", "".join(signs).strip())
    run = Run(SourceFile("x.md", text), text, ((0, 0),))

    assert _shown(read_inline(run, Context())) == _engine(text)


_SAMPLE = "One *two* three.\n\n9. Four [five](doc:x) six.\n\nSeven[^a] eight.\n\n[^a]: Nine ten.\n"


def _check(body: Sequence[Block]) -> list[str]:
    file = SourceFile("x.md", _SAMPLE)
    _, notes, _ = read_markdown(file)
    return [str(problem) for problem in check_words(file, 0, body, notes, [])]


def test_words_lost_is_seen() -> None:
    """A paragraph that reading drops, changes or prints twice is found, and where."""
    body, _, problems = read_markdown(SourceFile("x.md", _SAMPLE))
    first, *rest = body
    assert isinstance(first, Paragraph) and isinstance(first.content[0], Text)
    changed = replace(first, content=(replace(first.content[0], text="Own "), *first.content[1:]))

    assert problems == []
    assert _check(body) == []
    fault = "(hint: this is a fault of compendium; write the passage more plainly, and report it)"
    assert _check(rest) == [
        f"x.md:1:1: error[words-lost]: `One` was not read as written {fault}",
        f"x.md:1:6: error[words-lost]: `two` was not read as written {fault}",
        f"x.md:1:11: error[words-lost]: `three` was not read as written {fault}",
    ]
    assert _check([changed, *rest]) == [
        f"x.md:1:1: error[words-lost]: `Own ` was not read as written {fault}"
    ]
    assert _check([*body, first])[0].startswith("x.md:1:1: error[words-lost]: `One `")
    assert _check([first, *rest[1:]])[0].startswith("x.md:3:1: error[words-lost]: `9`")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        "*a_ " * 20_000,
        "**x" * 30_000,
        "[a](" * 20_000,
        '[a]{.x k="' * 20_000,
        "::: range\n" * 5_000,
        "[^a]: x\n" * 5_000,
        "> - " * 3_000 + "x",
        "- " * 5_000 + "x",
        "|" * 20_000 + "\n" + "|-" * 20_000,
        "<a:" * 40_000,
        "\\" * 100_000,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_no_text_is_too_much(text: str) -> None:
    """Text made to stall a parser is read to its end, and no tree grows too deep to walk."""
    body, _, _ = read_markdown(SourceFile("x.md", text))

    assert sum(1 for _ in blocks(body)) <= len(text)


@pytest.mark.parametrize("text", ["word " * 20_002, "日本" * 110_000], ids=["words", "letters"])
def test_a_paragraph_too_long(text: str) -> None:
    """A paragraph that would stall the typesetter is refused, and its words are kept."""
    body, _, problems = read_markdown(SourceFile("x.md", text))

    assert [str(problem) for problem in problems] == [
        "x.md:1:1: error[paragraph-long]: a paragraph has more than `20000` words "
        "(hint: divide it with an empty line)"
    ]
    assert "".join(_printed(body)) == text.strip()
