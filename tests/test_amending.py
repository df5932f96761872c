"""A document amended within itself is built by itself, and comes out as from a whole build."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from compendium import pipeline
from compendium.account import Account
from compendium.cache import Cache
from compendium.pipeline import Means
from compendium.proof import Before
from compendium.proof.unaltered import alike

FEW = 4
"""Chunks that are set or taken again at most when one document is built by itself."""
_WORD = re.compile(r"(?<=[a-z] )[a-z]{4,9}(?= [a-z])")
_PLAN = """\
title: Letters
version: "1.0"
date: 2026-01-02
languages: [en]
list-by-date: true
parts:
  - id: first
    title: The first part
    documents: [one, two, three]
  - id: second
    title: The second part
    documents: [four, five]
indexes:
  - id: index-subjects
    title: Index
    registers: [subjects]
"""
_SUBJECTS = """\
- id: fish
  name: fisheries
- id: trade
  name: trade
  forms: [trade agreement]
"""
_BODY = """\
---
title: The letter {slug}
date: 1956-0{number}-01
kind: letter
from: The government of the one side
---

::: salutation
Excellency,
:::

The government has the honour to say that the rights of its people to the
[herring and the salmon](subject:fish) are older than every paper that was ever signed about them,
and that nobody has until this day offered anything in their place.[^1]

It would be glad to hear what the other side thinks of {other}, which was laid before both
parliaments together with {paper}, and of what is said in [the paper](doc:{other}#p-1).

{more}

[^1]: The harbours are meant. See [there](doc:{other}#p-2).
"""
_MORE = """\
There is more to be said about the waters near the coast, about the harbours and the winter, and
about the boats which were kept there without any reason that could be given in a letter such as
this one, and which ought to be given back before the new season begins.
"""
_QUOTED = "are truly older than every paper"
SLUGS = ("one", "two", "three", "four", "five")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an edition, `corpus`, built once into `out` with the cache `cache`."""
    where = tmp_path_factory.mktemp("amending")
    corpus = where / "corpus"
    for folder in ("documents", "registers"):
        (corpus / folder).mkdir(parents=True)
    (corpus / "edition.yaml").write_text(_PLAN, "utf-8")
    (corpus / "registers" / "subjects.yaml").write_text(_SUBJECTS, "utf-8")
    for number, slug in enumerate(SLUGS, 1):
        other = SLUGS[(number + 1) % 5]
        more = "\n\n".join([_MORE] * (3 * number))
        paper = "the trade agreement" if slug == "five" else "the list of all boats"
        text = _BODY.format(slug=slug, number=number, other=other, paper=paper, more=more)
        (corpus / "documents" / f"{slug}.en.md").write_text(text, "utf-8")
    assert _build(where, "out") > FEW
    return where


def _build(where: Path, target: str) -> int:
    """Build the book, and return how many chunks were set or taken again."""
    account = Account()
    means = Means(cache=Cache(where / "cache"), account=account)
    _, problems = pipeline.build(where / "corpus", where / target, frozenset({"pdf"}), means=means)
    assert [str(problem) for problem in problems] == []
    return len(account.chunks)


def _anew(where: Path) -> dict[str, bytes]:
    """The files of the whole book built into an empty folder."""
    shutil.rmtree(where / "anew", ignore_errors=True)
    assert _build(where, "anew") > FEW
    return _files(where / "anew")


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _edit(where: Path, slug: str, change: Callable[[str], str]) -> None:
    path = where / "corpus" / "documents" / f"{slug}.en.md"
    before = path.read_text("utf-8")
    after = change(before)
    assert after != before
    path.write_text(after, "utf-8")


def _reworded(turn: int) -> Callable[[str], str]:
    """Another word in the place of one of the body: which, *turn* says."""

    def change(text: str) -> str:
        words = [found for found in _WORD.finditer(text) if found.start() > text.index(":::")]
        word = words[turn * 17 % len(words)]
        others = [one[0] for one in words if one[0] != word[0]]
        return text[: word.start()] + others[turn * 31 % len(others)] + text[word.end() :]

    return change


def test_what_is_amended_comes_out_as_from_a_whole_build(place: Path) -> None:
    """Whichever words are changed, every file is the same; mostly little is done for it."""
    short = 0
    for turn in range(8):
        _edit(place, SLUGS[turn % 5], _reworded(turn))
        short += _build(place, "out") <= FEW
        assert _files(place / "out") == _anew(place), turn
    assert short >= 5


def _note(text: str) -> str:
    return text.replace("Excellency,", "Excellency,[^2]") + "\n[^2]: More of them.\n"


def _mention(text: str) -> str:
    return text.replace("the harbours and the winter", "[the harbours](subject:trade)", 1)


def _title(text: str) -> str:
    return text.replace("title: The letter", "title: A letter")


def _page(text: str) -> str:
    return text.replace("There is more", f"{_MORE * 9}\n\nThere is more", 1)


def _form(text: str) -> str:
    return text.replace("about the boats", "about the trade agreement", 1)


@pytest.mark.parametrize("change", [_note, _mention, _title, _page, _form])
def test_what_others_see_is_built_with_them(place: Path, change: Callable[[str], str]) -> None:
    """A note more, a mention, a title, a page, a name: all is built, and built right."""
    _edit(place, "four", change)
    assert _build(place, "out") > FEW
    assert _files(place / "out") == _anew(place)


def test_what_is_quoted_is_compared_with_its_source(place: Path) -> None:
    """A word of a passage that another document quotes is the concern of both."""
    quotation = '[older than every paper]{.quotation from="doc:one#p-1"}'
    said = f"And so we say {quotation}.\n\n"
    _edit(place, "one", lambda text: re.sub("are .* than every paper", _QUOTED, text, count=1))
    _edit(place, "five", lambda text: text.replace("There is", f"{said}There is", 1))
    assert _build(place, "out") > FEW
    _edit(place, "one", lambda text: text.replace("older than", "newer than", 1))
    only = frozenset({"pdf"})
    means = Means(cache=Cache(place / "cache"))
    built, problems = pipeline.build(place / "corpus", place / "out", only, means=means)
    assert [problem.code for problem in problems] == ["quotation-differs"]
    assert not built.files
    _edit(place, "five", lambda text: text.replace(said, ""))
    assert _build(place, "out") > FEW
    assert _files(place / "out") == _anew(place)


def test_what_was_told_of_others_is_told_again(place: Path) -> None:
    """A warning stays as long as its cause, and a document with one goes with the whole book."""
    register = place / "corpus" / "registers" / "subjects.yaml"
    before = register.read_text("utf-8")
    register.write_text(before + "- id: whales\n  name: whales\n", "utf-8")
    told = [_told(place)]
    _edit(place, "two", _reworded(3))
    told.append(_told(place))
    assert told[0][1] > FEW >= told[1][1]
    assert told[0][0] == told[1][0] == ["entry-unmentioned"]
    register.write_text(before, "utf-8")
    assert _build(place, "out") > FEW


def _told(where: Path) -> tuple[list[str], int]:
    account = Account()
    means = Means(cache=Cache(where / "cache"), account=account)
    only = frozenset({"pdf"})
    _, problems = pipeline.build(where / "corpus", where / "out", only, means=means)
    return [problem.code for problem in problems], len(account.chunks)


def test_a_book_that_was_altered_is_not_built_on(place: Path) -> None:
    """If a byte of the last book is another, the whole is built."""
    _build(place, "out")
    book = place / "out" / "corpus.pdf"
    data = bytearray(book.read_bytes())
    data[len(data) // 2] ^= 1
    book.write_bytes(data)
    _edit(place, "two", _reworded(2))
    assert _build(place, "out") > FEW
    assert _files(place / "out") == _anew(place)


def test_files_alike_but_for_a_branch(place: Path) -> None:
    """Whatever is altered outside of the branch that may differ, the files are not alike."""
    _build(place, "out")
    before = (place / "out" / "corpus.pdf").read_bytes()
    pages = json.loads((place / "out" / "pages.json").read_text("utf-8"))
    assert len(pages["sheets"]) > FEW
    known = Before(before)
    assert alike(known, before, {})
    for turn in range(60):
        data = bytearray(before)
        at = 20 + turn * 7919 % (len(data) - 20)
        data[at] ^= 1 << turn % 8
        assert not alike(known, bytes(data), {}), at
