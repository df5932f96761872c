"""Markup as XHTML: every element closed, every attribute with a value, roles in both dialects."""

from __future__ import annotations

from html.parser import HTMLParser
from xml.sax.saxutils import escape, quoteattr

_VOID = frozenset({"br", "hr", "img", "meta", "link", "wbr", "col", "input"})
_TYPES = {
    "doc-backlink": "backlink",
    "doc-footnote": "footnote",
    "doc-noteref": "noteref",
    "doc-pagebreak": "pagebreak",
}
"""The `epub:type` of a role, for devices that know only that."""


def xhtml(markup: str) -> str:
    """*markup*, which is HTML, as it stands in a file of XML."""
    writer = _Writer()
    writer.feed(markup)
    writer.close()
    return "".join(writer.done)


class _Writer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "lang" in given:
            given["xml:lang"] = given["lang"]
        if kind := _TYPES.get(given.get("role", "")):
            given["epub:type"] = kind
        said = "".join(f" {name}={quoteattr(value)}" for name, value in given.items())
        self.done.append(f"<{tag}{said}{'/' if tag in _VOID else ''}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self.done.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.done.append(escape(data))
