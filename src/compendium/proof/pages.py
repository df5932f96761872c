"""A page of the site as a browser takes it: its letters, anchors and links, and what it loads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from compendium.model.kept import Keep, kept, key_of
from compendium.proof.script import Range, Stream

_INLINE = frozenset({"a", "em", "strong", "span", "sup", "sub", "img"})
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "source", "wbr"})
_UNREAD = frozenset({"head", "script", "style", "title"})


@dataclass(frozen=True, slots=True)
class PageLink:
    """An `<a href>`; `number` is the page number that it prints, "" if none."""

    href: str
    number: str


@dataclass(slots=True)
class SitePage:
    """What one file of the site holds.

    Shape: `stream` is its text without what is generated; `anchors` are ranges of it;
        `turns` are the labels of printed pages, each with the letter it stands before;
        `loads` are the addresses of everything a browser would fetch; before each letter of
        `gaps` stands something generated.
    """

    stream: Stream
    anchors: dict[str, Range] = field(default_factory=dict)
    twice: list[str] = field(default_factory=list)
    links: list[PageLink] = field(default_factory=list)
    turns: list[tuple[str, int]] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    titles: list[Range] = field(default_factory=list)
    scripts: int = 0
    gaps: list[int] = field(default_factory=list)


def read_page(name: str, markup: str) -> SitePage:
    """The page *name*, read with the parser of the standard library."""
    page = SitePage(Stream(name, name, note=False))
    parser = _Parser(page)
    parser.feed(markup)
    parser.close()
    page.stream.close()
    return page


def kept_page(name: str, markup: str, keep: Keep | None) -> SitePage:
    """The page *name*, from *keep* if it was read before; its stream has its letters only."""
    if keep is None:
        return read_page(name, markup)
    data = kept(keep, key_of("site page", (name, markup)), lambda: _packed(read_page(name, markup)))
    return _unpacked(name, data)


def _packed(page: SitePage) -> bytes:
    ranges = {
        "anchors": [[anchor, r.start, r.end] for anchor, r in page.anchors.items()],
        "titles": [[r.start, r.end] for r in page.titles],
        "links": [[link.href, link.number] for link in page.links],
    }
    told = {n: getattr(page, n) for n in ("twice", "turns", "loads", "scripts", "gaps")}
    facts = {"text": page.stream.text, **ranges, **told}
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()


def _unpacked(name: str, data: bytes) -> SitePage:
    facts = json.loads(data)
    text = facts["text"]
    return SitePage(
        Stream(name, name, note=False, length=len(text), text=text),
        {anchor: Range(name, start, end) for anchor, start, end in facts["anchors"]},
        facts["twice"],
        [PageLink(href, number) for href, number in facts["links"]],
        [(label, at) for label, at in facts["turns"]],
        facts["loads"],
        [Range(name, start, end) for start, end in facts["titles"]],
        facts["scripts"],
        facts["gaps"],
    )


@dataclass(slots=True)
class _Open:
    tag: str
    start: int
    anchor: str
    href: str | None
    silent: bool
    folio: bool
    numbers: list[str] = field(default_factory=list)


class _Parser(HTMLParser):
    def __init__(self, page: SitePage) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.stack: list[_Open] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        classes = named.get("class", "").split()
        if tag not in _INLINE:
            self.page.stream.add(" ")
        self._loads(tag, named)
        if "page-turn" in classes:
            self.page.turns.append((named.get("data-page", ""), self.page.stream.length))
        elif "data-generated" in named:
            self.page.gaps.append(self.page.stream.length)
        around = self.stack[-1].silent if self.stack else False
        opened = _Open(
            tag,
            self.page.stream.length,
            named.get("id", ""),
            named.get("href") if tag == "a" else None,
            around or "data-generated" in named or tag in _UNREAD,
            "folio" in classes,
        )
        if tag in _VOID:
            self._close(opened)
        else:
            self.stack.append(opened)

    def handle_endtag(self, tag: str) -> None:
        while self.stack and tag not in _VOID:
            opened = self.stack.pop()
            self._close(opened)
            if opened.tag == tag:
                break

    def handle_data(self, data: str) -> None:
        if not self.stack:
            return
        if self.stack[-1].folio:
            for opened in self.stack:
                opened.numbers.append(data)
        if not self.stack[-1].silent:
            self.page.stream.add(data)

    def close(self) -> None:
        super().close()
        while self.stack:
            self._close(self.stack.pop())

    def _loads(self, tag: str, named: dict[str, str]) -> None:
        self.page.scripts += tag == "script"
        if tag == "link" and named.get("rel", "").startswith("schema."):
            return  # the name of a vocabulary, which nobody fetches
        if tag == "link" and named.get("rel", "") in ("prev", "next", "canonical"):
            self.page.links.append(PageLink(named.get("href", ""), ""))
            return
        names: Sequence[str] = ("src", "srcset", "poster", "data", "action")
        addresses = [named[name] for name in names if named.get(name)]
        if tag not in ("a", "area") and named.get("href"):
            addresses.append(named["href"])
        self.page.loads += addresses

    def _close(self, opened: _Open) -> None:
        if opened.tag not in _INLINE:
            self.page.stream.add(" ")
        here = Range(self.page.stream.key, opened.start, self.page.stream.length)
        if opened.anchor:
            if opened.anchor in self.page.anchors:
                self.page.twice.append(opened.anchor)
            self.page.anchors.setdefault(opened.anchor, here)
        if opened.tag in ("h1", "h2"):
            self.page.titles.append(here)
        if opened.href is not None:
            number = opened.numbers[0] if len(opened.numbers) == 1 else ""
            self.page.links.append(PageLink(opened.href, number))
