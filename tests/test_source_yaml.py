"""YAML in, strings with places out: nothing is converted, and no place is made up."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.source.node import Node
from compendium.source.scalar import scalar_run
from compendium.source.text import SourceFile
from compendium.source.yaml import NODES, read_yaml

_LETTERS = st.characters(exclude_categories=["C", "Z"], include_characters=" \n")
_TEXTS = st.text(_LETTERS, max_size=40).filter(lambda text: text != "<<")
_DATA = st.recursive(
    _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=8,
)


def _read(text: str) -> Node:
    node, problems = read_yaml(SourceFile("x.yaml", text))
    assert node is not None
    assert [str(problem) for problem in problems] == []
    return node


def test_nothing_is_converted() -> None:
    """Numbers, dates, booleans and nulls stay the words they are."""
    text = "{country: NO, box: 012, ref: 1.10, time: 12:30:45, date: 2021-01-01, on: yes, x: ~}"
    assert _read(text).data() == {
        "country": "NO", "box": "012", "ref": "1.10", "time": "12:30:45",
        "date": "2021-01-01", "on": "yes", "x": "~",
    }  # fmt: skip


def test_places() -> None:
    """Every key and value knows where it stands, and `find` goes as far as there are values."""
    node = _read("a: one\nb:\n  - two\n  - {c: three}\n")

    assert {loc: str(span) for loc, span in node.spans().items()} == {
        (): "x.yaml:1:1",
        ("a",): "x.yaml:1:4",
        ("b",): "x.yaml:3:3",
        ("b", 0): "x.yaml:3:5",
        ("b", 1): "x.yaml:4:5",
        ("b", 1, "c"): "x.yaml:4:9",
    }
    assert str(node.key(("b", 1, "c"))) == "x.yaml:4:6"
    assert node.find(("b", 1, "d", 5)) is node.find(("b", 1))
    assert node.fields["b"].span.end == (4, 15)


@settings(deadline=None)
@given(_DATA, st.sampled_from([None, "'", '"', "|", ">"]), st.sampled_from([20, 80]))
def test_every_style_reads_back(data: object, style: str | None, width: int) -> None:
    """What a YAML writer wrote in any style is read as it was, and each letter has its place."""
    text = yaml.dump(data, default_style=style, allow_unicode=True, width=width)
    file = SourceFile("x.yaml", text)
    node, problems = read_yaml(file)

    assert node is not None
    assert [p for p in problems if p.code != "text-cut"] == []
    full = yaml.load(text, Loader=yaml.BaseLoader)
    assert _whole(node) == full
    for scalar in _scalars(node):
        run = scalar.run()
        assert run.text == scalar.text
        if {run.offset(at) for at in range(len(run.text))} == {scalar.start}:
            continue  # coarse: a block whose indentation is given by a figure
        for at, letter in enumerate(scalar.text):
            written = file.text[run.offset(at)] if letter.strip() else letter
            assert written in (letter, "\\")


def _whole(node: Node) -> object:
    if node.kind == "mapping":
        return {key: _whole(below) for key, below in node.fields.items()}
    return [_whole(item) for item in node.items] if node.kind == "sequence" else node.text


def _scalars(node: Node) -> list[Node]:
    below = [*node.items, *node.fields.values()]
    return [node] if node.kind == "scalar" else [s for inner in below for s in _scalars(inner)]


def test_a_run_that_cannot_be_matched_is_coarse() -> None:
    """Where words and writing do not agree, every letter gets the place of the whole."""
    run = scalar_run(SourceFile("x.yaml", "a: other"), 3, 8, "words")
    assert [run.offset(at) for at in range(5)] == [3] * 5


_PIECES = [
    *("a", ": ", "- ", "\n", "  ", "[", "]", "{", "}", ",", "'", '"', "|", ">", "#", "&x", "*x"),
    *("!t", "---", "\t", "?", "%", "\\", "\u3000", "<<"),
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=30))
def test_nothing_breaks(pieces: list[str]) -> None:
    """Any text is read or refused, every problem has its place in the file, and no key is lost."""
    file = SourceFile("x.yaml", "".join(pieces))
    node, problems = read_yaml(file)

    for problem in problems:
        assert 0 <= file.offset(problem.span.start) <= file.offset(problem.span.end)
        assert file.offset(problem.span.end) <= len(file.text)
    if node is None and not problems:
        assert all(not line.split("#")[0].strip("- \t") for line in file.text.split("\n"))


@pytest.mark.parametrize("text", ["[" * 50_000, "- " * 20_000, "{a: " * 3_000])
def test_no_depth_is_too_much(text: str) -> None:
    """Nesting that breaks a YAML reader is refused at the sixteenth level."""
    node, problems = read_yaml(SourceFile("x.yaml", text))

    assert node is None
    assert problems[0].message == "values are nested deeper than `16`"


def test_too_many_values(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of more values than any edition has is refused where they become too many."""
    monkeypatch.setattr("compendium.source.yaml.NODES", 10)
    assert NODES == 200_000
    _, problems = read_yaml(SourceFile("x.yaml", "- x\n" * 12))

    assert [str(problem) for problem in problems] == [
        "x.yaml:10:3: error[yaml-large]: the file has more than `10` values (hint: divide it)"
    ]


def test_positions_of_a_part() -> None:
    """Front matter in the middle of a file keeps the places of the file."""
    file = SourceFile("x.md", "---\ntitle: [\n---\n")
    _, problems = read_yaml(file, 4, 13)

    assert [str(problem) for problem in problems] == [
        "x.md:3:1: error[yaml-bad]: a value is missing before this "
        "(hint: write it, or close the bracket)"
    ]
