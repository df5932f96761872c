"""The same book in the notation of each tool: the words, notes, references and index are one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from books import Book
from notations import asciidoc, corpus, html, latex, typst

NOTATIONS: Mapping[str, Callable[[Book, Path], None]] = {
    "corpus": corpus.write,
    "typst": typst.write,
    "latex": latex.write,
    "html": html.write,
    "asciidoc": asciidoc.write,
}
"""What writes a book into a folder, by the name of the notation."""
