"""Markup read by a parser of XML: the tree is the one that HTML has, or it is not read so."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
import tinyhtml5
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.layout.engine.speed.markup import plain_tree
from test_engine_speed import BODIES
from test_layout import page

TAGS = "a blockquote br div em h1 img li ol p section span table tbody td th tr ul pre dl svg"


def told(element: Any) -> Any:
    """All that a tree says."""
    children = [told(child) for child in element]
    return element.tag, list(element.attrib.items()), element.text, element.tail, children


def html(text: str) -> Any:
    """The tree that HTML has for *text*."""
    return told(tinyhtml5.parse(StringIO(text), namespace_html_elements=False))


def whole(body: str, after: str = "\n") -> str:
    """A page as render writes it."""
    head = '<head>\n<meta charset="utf-8">\n<title>A &amp; B</title>\n</head>'
    return (
        f'<!doctype html>\n<html lang="en">\n{head}\n<body class="x">{body}</body>{after}</html>\n'
    )


def written(made: tuple[str, str, list[Any]]) -> str:
    """An element of a generated tree."""
    tag, text, children = made
    inside = "".join(written(child) for child in children)
    return f"<{tag} id='x'>{text}" + ("" if tag in ("br", "img") else f"{inside}</{tag}>{text}")


TREES: st.SearchStrategy[Any] = st.recursive(
    st.tuples(st.sampled_from(TAGS.split()), st.sampled_from(["", " ", "a &lt; b"]), st.just([])),
    lambda below: st.tuples(
        st.sampled_from(TAGS.split()), st.sampled_from(["", "\n", "x"]), st.lists(below, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(st.lists(TREES, max_size=3))
def test_any_nesting(trees: list[Any]) -> None:
    """However elements are nested, the tree is that of HTML or there is none."""
    text = whole("".join(map(written, trees)))
    tree = plain_tree(text)
    assert tree is None or told(tree) == html(text)


PLAIN = (
    "",
    "\n<p>a<span> </span>b<br>c</p>\n",
    "<section><h1>A</h1><p>a &#39;b&#34; <a href='#x'>c</a></p><hr></section>",
    "<table><thead><tr><th>a</th></tr></thead>\n<tbody><tr><td><p>b</p></td></tr></tbody></table>",
    "<ol><li><p>a</p><ul><li>b</li></ul></li></ol><blockquote>c</blockquote>",
)


@pytest.mark.parametrize("body", PLAIN)
@pytest.mark.parametrize("after", ["", "\n", " \n "])
def test_plain_markup(body: str, after: str) -> None:
    """What render writes is read by the quick way."""
    text = whole(body, after)
    tree = plain_tree(text)
    assert tree is not None
    assert told(tree) == html(text)


ODD = (
    "<!-- a -->",
    "<p>&nbsp;</p>",
    "<p>a<p>b",
    "<p id='a\nb'></p>",
    "<p id=a></p>",
    "<P></P>",
    "<span/>",
    "<p><div></div></p>",
    "<a><span><a>b</a></span></a>",
    "<li></li>",
    "<table><tr><td></td></tr></table>",
    "<table>a<tbody></tbody></table>",
    "<pre>\na</pre>",
    "<svg></svg>",
    "<p viewBox='a'></p>",
    "<p xml:lang='a'></p>",
    "<h1><h2></h2></h1>",
)


@pytest.mark.parametrize("body", ODD)
def test_odd_markup(body: str) -> None:
    """What HTML may read otherwise is left to it."""
    assert plain_tree(whole(body)) is None


@pytest.mark.parametrize("body", BODIES)
def test_markup_of_others(body: str) -> None:
    """So are pages that were written for a reader of HTML."""
    assert plain_tree(page(body)) is None
