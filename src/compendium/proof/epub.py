"""The proof of the EPUB: read from its container, and held to what the site is held to."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO

from compendium.model.edition import Edition
from compendium.model.pages import PageMap
from compendium.proof.outcome import Proof
from compendium.proof.site import prove_site

_SAME = {
    b".xhtml#": b".html#",
    b'.xhtml"': b'.html"',
    b"<aside ": b"<li ",
    b"</aside>": b"</li>",
}
"""What a page of the EPUB has otherwise than one of the site."""


def prove_epub(book: bytes, edition: Edition, pages: PageMap) -> Proof:
    """Read the EPUB *book* and check every word, note, link and page mark in it."""
    proof = prove_site(_as_site(book), edition, pages)
    return replace(proof, subject="epub")


def _as_site(book: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(BytesIO(book)) as container:
        files = {name: container.read(name) for name in container.namelist()}
    found: dict[str, bytes] = {}
    for name, data in files.items():
        path = name.removeprefix("EPUB/")
        if path.endswith(".xhtml"):
            for own, other in _SAME.items():
                data = data.replace(own, other)
            path = path.replace(".xhtml", ".html")
        if name.startswith("EPUB/") and not path.endswith(".opf"):
            found[path] = data
    return found
