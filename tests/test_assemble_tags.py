"""One structure tree for the whole book, and the trees that readers search."""

from __future__ import annotations

from io import BytesIO

import pikepdf
from hypothesis import given, settings
from hypothesis import strategies as st

import pdf
from compendium.assemble import DocumentInfo, link
from compendium.assemble.trees import Node, leaves, name_tree, named, root
from pieces import fonts, small_book
from test_assemble_faces import bound


def linked(lang: str = "en") -> bytes:
    """The small book as a PDF in *lang*."""
    book, pages = small_book()
    return link(book, pages, DocumentInfo("Letters", lang), fonts())[0]


def test_consistent() -> None:
    """Each piece of text and each link is in one element, and every tree says so."""
    assert pdf.tag_faults(linked()) == []


def test_tree() -> None:
    """One document element holds the chunks in order, with their headings, notes and links."""
    top = pdf.structure(linked())

    kinds = [element.kind for element in top.walk()]
    assert top.kind == "Document"
    assert kinds.count("Document") == 1
    assert [kid.kind for kid in top.kids] == ["Sect"] * 6
    assert [kind for kind in kinds if kind in ("H1", "H2")] == ["H1"] + ["H1", "H2"] * 3 + ["H1"]
    assert kinds.count("Link") == len(pdf.links(linked()))
    assert [element.id for element in top.walk() if element.kind == "Note"] == [
        "alpha.n1", "beta.n1", "gamma.n1",
    ]  # fmt: skip
    assert [element.lang for element in top.walk() if element.lang] == ["en", "ja", "ru"]


def test_other_language() -> None:
    """A chunk in another language than the book says which."""
    top = pdf.structure(linked("ja"))

    assert top.lang == "ja"
    assert [kid.lang for kid in top.kids] == ["en"] * 6


@settings(max_examples=20, deadline=None)
@given(st.sets(st.integers(0, 10**9)), st.integers(0, 5000), st.integers(1, 3))
def test_search_trees(numbers: set[int], more: int, kinds: int) -> None:
    """Whatever is put into a name tree or a number tree is found there again, and in order.

    Leaves may reach into one another, and a name may have anything in it.
    """
    numbers |= set(range(more))
    volume = bound()
    words = [named(b"n%d" % number, b"<</N %d>>" % number) for number in sorted(numbers)]
    nodes = [
        Node(volume.put(b"<</Limits [%d %d]/Nums [%d %d]>>" % ((n,) * 4)), b"%d" % n, b"%d" % n)
        for n in sorted(numbers)
    ]
    parts = [leaves(words[at::kinds]) for at in range(kinds)]
    known = [leaf for part in parts for leaf in part]
    trees = name_tree(volume.put, volume.part, known), root(volume.put, nodes)
    with pikepdf.open(BytesIO(volume.finished())) as document:
        names, keys = (document.get_object(tree, 0) for tree in trees)

        assert [(k, int(v.N)) for k, v in pikepdf.NameTree(names).items()] == sorted(
            (f"n{number}", number) for number in numbers
        )
        assert [(k, int(v)) for k, v in pikepdf.NumberTree(keys).items()] == [
            (number, number) for number in sorted(numbers)
        ]
        assert max(_widths(names), default=0) <= 128


def _widths(node: pikepdf.Object) -> list[int]:
    """How many items each node of a search tree has."""
    own = [len(node[key]) for key in ("/Names", "/Kids") if key in node]
    return own + [width for kid in node.get("/Kids", ()) for width in _widths(kid)]
