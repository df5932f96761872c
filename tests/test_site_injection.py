"""Words that would be scripts: none of fifty does anything, in whatever field it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

import screen
from compendium import outputs, theme
from compendium.account import Account
from compendium.diag import Span
from compendium.model.edition import Edition
from finished import trip

STRINGS = (Path(__file__).parent / "data" / "injections.txt").read_text("utf-8").splitlines()
WORDS = {
    "title", "subtitle", "short_title", "version", "publisher", "place", "rights", "licence",
    "statement", "editors", "headnote", "alt", "was", "given", "text", "sort_name", "sender",
    "recipient", "parties", "isbn",
}  # fmt: skip
"""The fields that hold what somebody wrote, and no name of ours."""


@dataclass
class _Poisoner:
    """Puts one of the strings into every field of words, and counts them."""

    strings: Iterator[str]
    count: int = 0

    def poison(self, value: Any, name: str = "") -> Any:
        """*value* with a string more in each of its words."""
        if isinstance(value, str):
            return self._said(value) if name in WORDS else value
        if isinstance(value, Span) or not value:
            return value
        if isinstance(value, tuple):
            return tuple(self.poison(one, name) for one in value)
        if isinstance(value, Mapping):
            return {key: self.poison(one, name) for key, one in value.items()}
        if is_dataclass(value) and not isinstance(value, type):
            made = {
                f.name: self.poison(getattr(value, f.name), f.name) for f in fields(value) if f.init
            }
            return replace(value, **made)
        return value

    def _said(self, words: str) -> str:
        self.count += 1
        return f"{words} {next(self.strings)}"


def poisoned(edition: Edition) -> tuple[Edition, int]:
    """*edition* with a script in everything that is said in it, and how often."""
    poisoner = _Poisoner(cycle(STRINGS))
    changed = {
        f.name: poisoner.poison(getattr(edition, f.name), f.name)
        for f in fields(edition)
        if f.init and f.name not in ("targets", "images", "date", "tongues")
    }
    return replace(edition, **changed), poisoner.count


@pytest.mark.skipif(not screen.CHROMIUM, reason="chromium is missing")
def test_scripts_in_the_corpus_do_nothing(tmp_path: Path) -> None:
    """In every page of a site that is full of scripts only its own run, and they fetch nothing."""
    edition, count = poisoned(trip().edition)
    assert len(STRINGS) == 50 and count > 4 * len(STRINGS)
    design, _ = theme.read(theme.find("press"))
    assert design
    book = outputs.Book(edition, design, trip().pages, trip().pdf, "trip.pdf")
    made, _, _ = outputs._site(book, Account())
    for name, data in made.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)

    with screen.chromium() as browser, screen.screen(browser, tmp_path / "html") as shown:
        shown.page.on("dialog", lambda dialog: shown.said.append(dialog.message))
        for name in sorted(name.removeprefix("html/") for name in made if name.endswith(".html")):
            address = f"{name}?q=script" if name == "search.html" else name
            page = shown.open(address)
            if name == "search.html":
                page.wait_for_selector(".hit")
            if name == "letter.html":
                assert "window.hit" in page.locator("h1").first.inner_text()
                page.locator("a.address").first.click()
                page.wait_for_selector(".panel")
            foreign = page.locator("iframe, object, embed, marquee, body *[onerror], *[onload]")
            scripts = page.locator("script:not([src^='script/']):not([src^='data/'])")
            plain = scripts.evaluate_all(
                "(all) => all.filter((s) => s.type !== 'application/ld+json')"
            )
            assert (page.evaluate("window.hit"), foreign.count(), plain) == (None, 0, []), name
    assert shown.said == []
    assert [url for url in shown.fetched if not url.startswith("file:")] == []
