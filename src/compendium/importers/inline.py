"""TEI inside a line of words as the inline nodes of the model."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from compendium.importers.desk import Desk, Piece
from compendium.importers.pictures import address
from compendium.importers.runs import visible
from compendium.importers.vocabulary import (
    BREAKS,
    STYLED,
    Element,
    dropped,
    is_block,
    language,
    name,
    page_id,
    page_number,
)
from compendium.importers.words import words_of
from compendium.model.text import (
    Break,
    Editorial,
    Image,
    Inline,
    Link,
    SourcePage,
    Style,
    Styled,
    Text,
    plain,
)

_STYLES: dict[str, Style] = {
    "italic": "emphasis", "italics": "emphasis", "ital": "emphasis", "i": "emphasis",
    "it": "emphasis", "bold": "strong", "strong": "strong", "b": "strong",
    "smallcaps": "small-caps", "small-caps": "small-caps", "sc": "small-caps",
    "smallcap": "small-caps", "sup": "superscript", "super": "superscript",
    "superscript": "superscript", "sub": "subscript", "subscript": "subscript",
    "underline": "underline", "underlined": "underline", "ul": "underline", "u": "underline",
}  # fmt: skip
_WEB = re.compile(r"(?:https?://|mailto:)\S+")
_FRUS = re.compile(r"(?P<volume>frus[\w.-]+?)(?:#(?P<document>d\d+)?.*)?")
_SITE = "https://history.state.gov/historicaldocuments"
_REGISTERS = ("person:", "abbreviation:", "place:", "body:", "subject:")


def style_of(element: Element) -> Style | None:
    """The first of the styles that *element* has, None if we know none of them."""
    words = (element.get("rend") or "italic").lower().split()
    return next((_STYLES[word] for word in words if word in _STYLES), None)


@dataclass(slots=True)
class Liner:
    """Makes the words of one piece; `note` makes a note of an element and calls it."""

    desk: Desk
    piece: Piece
    note: Callable[[Element], list[Inline]]

    def words(self, text: str | None, element: Element) -> list[Inline]:
        """The bare words *text* that stand in or after *element*."""
        return [Text(visible(text), self.desk.span(element))] if text else []

    def inside(self, element: Element) -> list[Inline]:
        """All that *element* holds, as one line of words."""
        nodes = self.words(element.text, element)
        for child in element:
            nodes += self.node(child)
            nodes += self.words(child.tail, child)
        return nodes

    def node(self, element: Element) -> list[Inline]:
        """What *element* itself becomes."""
        kind = name(element)
        if dropped(element):
            return self._wordless(element)
        if is_block(element) and kind != "note":
            # A block where only words can stand: blanks keep its words apart.
            apart = Text(" ", self.desk.span(element))
            return [apart, *self.inside(element), apart]
        match kind:
            case "space":
                return [Text(" ", self.desk.span(element))]
            case "lb" | "signed" | "salute":  # or a signature in the middle of a paragraph
                end = Break(True, self.desk.span(element))
                return [end, *self.inside(element), end]
            case "note":
                return self.note(element)
            case "hi" | "emph":
                return self._styled(element)
            case "ref" | "ptr" | "xref":
                return self._reference(element)
            case "choice" | "supplied" | "unclear" | "gap" | "sic":
                return self._editorial(element)
            case "foreign":
                lang = language(element)
                content = tuple(self.inside(element))
                return (
                    [Styled("plain", content, self.desk.span(element), lang)]
                    if lang
                    else [*content]
                )
        return self._other(element)

    def drop(self, element: Element) -> list[Inline]:
        """Report an element that stays behind; a page begins with the next words."""
        if name(element) == "pb":
            self.piece.pages += self.page(element)
        elif name(element) not in BREAKS:
            self.desk.leave(element, "left behind")
        else:
            self.desk.leave(element, "has no words, and is left out")
        return []

    def placeholder(self, graphic: Element) -> list[Inline]:
        """The name of a picture that is not there, where it would stand."""
        span, named = self.desk.span(graphic), visible(address(graphic)).strip()
        self.piece.added.update(words_of(named))
        return [Editorial("placeholder", (Text(named, span),), span)] if named else []

    def _wordless(self, element: Element) -> list[Inline]:
        """What an element without words becomes: a page, a picture, or nothing."""
        if name(element) == "pb":
            return self.page(element)
        if name(element) != "graphic":
            return self.drop(element)
        named = self.desk.picture(element)
        if named is None:
            return self.placeholder(element)
        return [Image(named, address(element), self.desk.span(element))]

    def page(self, element: Element) -> list[Inline]:
        """The page of the source that begins at *element*, if it has a number."""
        number = page_number(element)
        return [SourcePage(number, self.desk.span(element), page_id(number))] if number else []

    def _other(self, element: Element) -> list[Inline]:
        kind = name(element)
        pointed = element.get("corresp") or element.get("target") or element.get("ref")
        ids = [word.removeprefix("#") for word in (pointed or "").split()]
        found = [t for i in ids if (t := self.desk.targets.get(i, "")).startswith(_REGISTERS)]
        if found:
            points = [Link(target, (), self.desk.span(element)) for target in found[1:]]
            return [*self._link(element, found[0]), *points]
        if pointed and pointed.startswith("#") and kind in ("persName", "gloss", "term"):
            self.desk.report.unlisted.append((self.desk.span(element).start[0], pointed))
        if kind in ("del", "add"):
            self.desk.leave(element, "its words are kept, its hand is not")
        elif kind not in STYLED:
            self.desk.leave(element, "its words are kept")
        return self.inside(element)

    def _styled(self, element: Element) -> list[Inline]:
        content = self.inside(element)
        rend = element.get("rend") or "italic"
        styles = [_STYLES[word] for word in rend.lower().split() if word in _STYLES]
        if rend and not styles:
            self.desk.leave(element, f"`{rend}` is set as the words around it")
        for style in styles:
            content = [Styled(style, tuple(_without(content, style)), self.desk.span(element))]
        if lang := language(element):
            content = [Styled("plain", tuple(content), self.desk.span(element), lang)]
        return content

    # -- links -----------------------------------------------------------------

    def _reference(self, element: Element) -> list[Inline]:
        target = (element.get("target") or element.get("url") or "").split(" ")[0]
        report, line = self.desk.report, self.desk.span(element).start[0]
        inner = target.removeprefix("#")
        # P4 names an id without the sign.
        if not target.startswith("#") and inner not in self.desk.elements:
            return self._abroad(element, target)
        known = self.desk.elements.get(inner)
        if known is None:
            report.broken.append((line, target))
        else:
            to_page = name(known) == "pb"
            report.to_pages += to_page
            report.resolved += not to_page
            if found := self.desk.targets.get(inner):
                return self._link(element, found)
            self.desk.leave(element, "leads to what has no address here; its words are kept")
        return self.inside(element)

    def _abroad(self, element: Element, target: str) -> list[Inline]:
        if _WEB.fullmatch(target):
            return self._link(element, target)
        if found := _FRUS.fullmatch(target):
            self.desk.report.to_volumes += 1
            way = (_SITE, found["volume"], *([found["document"]] if found["document"] else []))
            return self._link(element, "/".join(way))
        if target and (kind := element.get("type")):
            self.desk.report.to_volumes += 1
            self.desk.leave(element, f"leads into `{kind}`, which is not here")
        elif target:
            self.desk.report.broken.append((self.desk.span(element).start[0], target))
        return self.inside(element)

    def _link(self, element: Element, target: str) -> list[Inline]:
        """A link; those inside it become point marks behind it, for no link holds another."""
        content, inner = unlinked(self.inside(element))
        span = self.desk.span(element)
        # In a text, a reference with a note of its own would add notes to the source's.
        classes = frozenset(
            {"inline"} if target.startswith("doc:") and not self.piece.noting else ()
        )
        points = [
            Link(link.target, (), span) for link in inner if link.target.startswith(_REGISTERS)
        ]
        if not plain(content).strip() and not target.startswith(_REGISTERS):
            self.desk.leave(element, "has no words to lead from")
            return [*content, *points]
        return [Link(target, tuple(content), span, classes), *points]

    # -- hands of editors --------------------------------------------------------

    def _editorial(self, element: Element) -> list[Inline]:
        span, content = self.desk.span(element), tuple(self.inside(element))
        match name(element):
            case "choice":
                return self._choice(element)
            case "gap":
                size = " ".join(element.get(key) or "" for key in ("quantity", "extent", "unit"))
                self.desk.leave(element, f"printed as `...`: {' '.join(size.split()) or 'a gap'}")
                return [Editorial("omission", content or (Text("...", span),), span)]
            case "supplied":
                return [Editorial("supplied", content, span)]
            case "unclear":
                return [Editorial("unclear", content, span)]
        return [Editorial("sic", content, span)]

    def _choice(self, element: Element) -> list[Inline]:
        """The reading that was put in the place of another, which is kept beside it."""
        old = next((c for c in element if name(c) in ("sic", "orig", "abbr")), None)
        new = next((c for c in element if name(c) in ("corr", "reg", "expan")), None)
        if old is None or new is None:
            return [node for child in element for node in self.node(child)]
        was = " ".join(plain(self.inside(old)).split())
        return [Editorial("correction", tuple(self.inside(new)), self.desk.span(element), was)]


def unlinked(nodes: Iterable[Inline]) -> tuple[list[Inline], list[Link]]:
    """*nodes* with links replaced by their words, and these links."""
    done: list[Inline] = []
    links: list[Link] = []
    for node in nodes:
        if isinstance(node, Link):
            inner, more = unlinked(node.content)
            done += inner
            links += [node, *more]
        elif isinstance(node, Styled | Editorial):
            inner, more = unlinked(node.content)
            done.append(replace(node, content=tuple(inner)))
            links += more
        else:
            done.append(node)
    return done, links


def _without(nodes: Sequence[Inline], style: Style) -> list[Inline]:
    """*nodes* with no *style* inside that they are about to have as a whole."""
    done: list[Inline] = []
    for node in nodes:
        if isinstance(node, Styled) and node.style == style and not node.lang:
            done += _without(node.content, style)
        elif isinstance(node, Styled | Editorial | Link):
            done.append(replace(node, content=tuple(_without(node.content, style))))
        else:
            done.append(node)
    return done
