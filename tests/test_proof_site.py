"""The proof of the site: every word, every link, nothing fetched from elsewhere."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from finished import Finished, trip
from test_proof import said
from test_proof_words import CHANGES, meant


def spoiled(name: str, old: str, new: str) -> Finished:
    """The site with *new* once in the place of *old* in the file *name*."""
    text = trip().site[name].decode()
    assert old in text
    return replace(trip(), site={**trip().site, name: text.replace(old, new, 1).encode()})


def test_nothing_wrong_in_a_good_site() -> None:
    """A site as it was built has no finding; its words, links and page marks were looked at."""
    proof = trip().prove_site()

    assert said(proof) == []
    assert re.fullmatch(r"\d+ words, \d+ notes, \d+ page references: all proved", proof.summary())
    assert {"links", "page marks", "resources"} <= set(proof.counts)


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [change for change in CHANGES if change[0].startswith("documents/")],
)
def test_a_corpus_that_says_something_else(path: str, old: str, new: str, expected: str) -> None:
    """Every word of the corpus is looked for, and no other is allowed in a text."""
    (found,) = said(meant(path, old, new).prove_site())
    assert found.partition(": error[")[0] == expected.partition(": error[")[0]
    assert found.endswith(".html")


PAGE = "edition.yaml:1:1: error"


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        (
            "letter.html",
            'id="letter.p-1"',
            'id="letter.p-0"',
            [
                "documents/letter.en.md:21:1: error[proof-anchor]: "
                "the anchor `letter.p-1` is not at its words on letter.html",
                f"{PAGE}[proof-link]: "
                "appendix.html leads to `letter.html#letter.p-1`: no such anchor",
                f"{PAGE}[proof-link]: letter.html leads to `#letter.p-1`: no such anchor",
            ],
        ),
        (
            "letter.html",
            'href="treaty.html#',
            'href="traty.html#',
            [f"{PAGE}[proof-link]: letter.html leads to `traty.html#treaty.art-2.2`: no such file"],
        ),
        (
            "letter.html",
            'href="treaty.html#treaty.art-2.2"',
            'href="treaty.html#none"',
            [f"{PAGE}[proof-link]: letter.html leads to `treaty.html#none`: no such anchor"],
        ),
        (
            "letter.html",
            'href="treaty.html#',
            'href="javascript:void(0)#',
            [f"{PAGE}[proof-link]: letter.html has the link `javascript:void(0)#treaty.art-2.2`"],
        ),
        (
            "letter.html",
            'href="style.css"',
            'href="https://example.org/style.css"',
            [
                f"{PAGE}[proof-object]: "
                "letter.html fetches `https://example.org/style.css` from elsewhere"
            ],
        ),
        (
            "letter.html",
            "</article>",
            '<img src="//example.org/x.png"></article>',
            [f"{PAGE}[proof-object]: letter.html fetches `//example.org/x.png` from elsewhere"],
        ),
        (
            "letter.html",
            "</article>",
            '<img src="images/none.png"></article>',
            [f"{PAGE}[proof-link]: letter.html fetches `images/none.png`: no such file"],
        ),
        (
            "style.css",
            "url(",
            'url("https://example.org/font.woff2"); src: url(',
            [
                f"{PAGE}[proof-object]: "
                "style.css fetches `https://example.org/font.woff2` from elsewhere"
            ],
        ),
        (  # a page that has nothing of this one
            "letter.html",
            'data-page="4"',
            'data-page="11"',
            [
                f"{PAGE}[proof-page-wrong]: "
                "letter.html turns to page 11 before `I have the honor to be,`",
            ],
        ),
        (
            "letter.html",
            'data-page="4"',
            'data-page="3"',
            [
                f"{PAGE}[proof-page-wrong]: "
                "letter.html turns to page 3 before `I have the honor to be,`",
            ],
        ),
        (
            "letter.html",
            '<span class="folio">5</span>',
            '<span class="folio">6</span>',
            [
                "documents/treaty.en.md:2:8: error[proof-page-wrong]: "
                "letter.html gives page `6` for `treaty`, on 5"
            ],
        ),
        (
            "letter.html",
            'id="letter.n2"',
            'id="letter.n7"',
            [
                "documents/letter.en.md:21:38: error[proof-note-lost]: "
                "note 2 of `letter` is not on the site",
                f"{PAGE}[proof-link]: letter.html leads to `#letter.n2`: no such anchor",
            ],
        ),
        (
            "letter.html",
            "Adams to B. Brown</h1>",
            "Adams to Brown</h1>",
            [
                "documents/letter.en.md:1:1: error[proof-word-lost]: "
                "the title `Letter from A. Adams to B. Brown` is not on letter.html"
            ],
        ),
    ],
)
def test_a_spoiled_site(name: str, old: str, new: str, expected: list[str]) -> None:
    """What is wrong with a page of the site is found, and nothing else is said."""
    assert said(spoiled(name, old, new).prove_site()) == expected


def test_a_document_without_a_page() -> None:
    """A document that has no page of the site is missed, with its notes and every link to it."""
    site = {name: data for name, data in trip().site.items() if name != "treaty.html"}
    found = said(replace(trip(), site=site).prove_site())
    assert found[0] == (
        "documents/treaty.en.md:1:1: error[proof-word-lost]: `Treaty: of Peace` is not on the site"
    )
    assert f"{PAGE}[proof-link]: index.html leads to `treaty.html#treaty`: no such file" in found
