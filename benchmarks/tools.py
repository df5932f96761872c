"""The tools side by side: what each reads, how it is called, and what its book has."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import peers

HERE = Path(__file__).parent
FONTS = HERE.parent / "templates" / "press" / "fonts"
OURS = "compendium"

Command = list[str | Path]


@dataclass(frozen=True, slots=True)
class Tool:
    """A way to make the book.

    Shape: `command` gives the call, made in a folder `notation` with the book in it, that
        writes the PDF `output`. `largest` is the most documents it is asked for; `has`
        says what its book has of notes, page references, index and tags.
    """

    name: str
    notation: str
    command: Callable[[], Command]
    output: str
    largest: int
    has: str

    def here(self) -> bool:
        """Whether it can be run on this machine."""
        return shutil.which(str(self.command()[0])) is not None and self.version() != ""

    def version(self) -> str:
        """What it calls itself."""
        return peers.version(self.name)


def environment(cache: Path) -> dict[str, str]:
    """What every tool is run with; what it keeps for the next time, it keeps in *cache*."""
    own = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    paths = {"PYTHONPATH": str(HERE.parent / "src"), "XDG_CACHE_HOME": str(cache)}
    return own | dict(peers.npm_environment()) | paths


def build(*options: str) -> Command:
    """The call of our own build; the edition has the name of its folder."""
    python: Command = [sys.executable, "-m", "compendium", "build", "../corpus"]
    return [*python, "--to", "../built", "--only", "pdf", "--quiet", *options]


def _typst() -> Command:
    return [peers.TYPST, HERE / "jobs" / "typst_book.py", "book.typ", "book.pdf", FONTS]


def _latex(engine: str) -> Callable[[], Command]:
    return lambda: [sys.executable, HERE / "jobs" / "latex_book.py", engine]


def _weasyprint() -> Command:
    return [sys.executable, HERE / "jobs" / "weasyprint_book.py", "book.html", "book.pdf"]


def _pagedjs() -> Command:
    flags = ["--browserArgs", "--no-sandbox", "--timeout", "3600000"]
    return [peers.NPM / "pagedjs-cli", "book.html", "-o", "book.pdf", *flags]


def _vivliostyle() -> Command:
    browser = shutil.which("chromium") or "chromium"
    flags = ["--executable-browser", browser, "--timeout", "3600"]
    return [peers.NPM / "vivliostyle", "build", "book.html", "-o", "book.pdf", *flags]


def _asciidoctor() -> Command:
    return ["asciidoctor-pdf", "book.adoc"]


_ALL = "notes, references, index, tags"
_UNTAGGED = "notes, references, index"
_REPEATED = "notes, references, index with repeats, tags"

TOOLS: Mapping[str, Tool] = {
    tool.name: tool
    for tool in (
        Tool(OURS, "corpus", build, "../built/corpus/corpus.pdf", 6000, f"{_ALL}, proof"),
        Tool("typst", "typst", _typst, "book.pdf", 2000, _ALL),
        Tool("pdflatex", "latex", _latex("pdflatex"), "book.pdf", 6000, _UNTAGGED),
        Tool("lualatex", "latex", _latex("lualatex"), "book.pdf", 600, _UNTAGGED),
        Tool("weasyprint", "html", _weasyprint, "book.pdf", 60, _REPEATED),
        Tool("pagedjs", "html", _pagedjs, "book.pdf", 60, _REPEATED),
        Tool("vivliostyle", "html", _vivliostyle, "book.pdf", 60, _REPEATED),
        Tool("asciidoctor", "asciidoc", _asciidoctor, "book.pdf", 60, "end notes, index"),
    )
}
"""Every tool by its name, ours first."""
