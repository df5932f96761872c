"""A site on disk, and a browser that opens it: what the tests of the web edition stand on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from compendium import pipeline
from compendium.cache import Cache

SEED = Path(__file__).parent.parent / "corpus" / "joint-compendium"
CHROMIUM = shutil.which("chromium") or ""


def build_site(room: Path) -> Path:
    """The first edition built below *room*, once for all processes that test; its folder."""
    built = room / "first-edition"
    lock = room / "first-edition.lock"
    with alone(lock):
        if not (built / "html").is_dir():
            means = pipeline.Means(cache=Cache(room / "cache"))
            _, problems = pipeline.build(SEED, built, frozenset({"pdf", "html"}), means)
            assert [str(p) for p in problems] == []
    return built / "html"


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Nobody else is inside at the same time."""
    import fcntl

    with path.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Screen:
    """A page of a site in a browser, and everything that went wrong or was fetched on it."""

    page: Page
    folder: Path
    said: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)

    def open(self, address: str) -> Page:
        """Go to *address* below the site's folder."""
        self.page.goto(f"{self.folder.as_uri()}/{address}")
        return self.page


@contextmanager
def screen(browser: Browser, folder: Path, **how: Any) -> Iterator[Screen]:
    """A page that is open for a while; *how* are the settings of its context."""
    how.setdefault("viewport", {"width": 1000, "height": 800})
    context = browser.new_context(**how)
    context.set_default_timeout(8000)
    shown = Screen(context.new_page(), folder)
    shown.page.on("pageerror", lambda error: shown.said.append(str(error)))
    shown.page.on(
        "console", lambda line: shown.said.append(line.text) if line.type == "error" else None
    )
    shown.page.on("request", lambda request: shown.fetched.append(request.url))
    yield shown
    context.close()
