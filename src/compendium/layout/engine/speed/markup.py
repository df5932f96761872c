"""Markup that needs no parser of HTML, because it is plain enough to be XML."""

from __future__ import annotations

import re
from io import StringIO
from typing import Any
from xml.etree import ElementTree

import tinyhtml5

from compendium.layout.engine.fixes import Fix, Stock

_PROLOG = re.compile(r"<!doctype html>\s*(?=<html[ >])", re.IGNORECASE)
_VOID = "br|hr|img|meta|wbr"
_OPEN_VOID = re.compile(f"(<(?:{_VOID})(?: [^>]*[^/>])?)>")
_ODD = re.compile(
    r"<[!?]|<[^>]*[\t\n\r]|&(?!(?:amp|lt|gt|quot|apos|#34|#39);)"
    rf"|<(?!(?:{_VOID})[ />])[^>]*/>"
)
"""What HTML reads otherwise than XML does: comments, lines broken in a tag, names of letters."""

_NAME = re.compile("[a-z][a-z0-9-]*")
_INSIDE = frozenset(
    "a abbr b br cite del em i img ins q s small span strong sub sup u wbr".split()  # noqa: SIM905
)
_CELLS = {"caption": ("table",), "thead": ("table",), "tbody": ("table",), "tfoot": ("table",)}
_PARENTS = {
    **_CELLS, "tr": ("thead", "tbody", "tfoot"), "td": ("tr",), "th": ("tr",), "li": ("ol", "ul")
}  # fmt: skip
_TABLE = frozenset(("table", "thead", "tbody", "tfoot", "tr"))
_BLOCKS = frozenset(
    (
        "article", "aside", "blockquote", "div", "figcaption", "figure", "footer", "header",
        "hr", "ol", "p", "section", "table", "ul", "h1", "h2", "h3", "h4", "h5", "h6", *_PARENTS,
    )
)  # fmt: skip
_CLOSED = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6"))
"""Elements that end, in HTML, where a block begins."""


def parse_as_xml(stock: Stock) -> Stock:
    """A twelfth of the time of a page goes into reading its markup letter by letter.

    What render writes is well-formed, and nested as HTML wants it: then a parser of XML
    finds the same tree. Wherever it might not, the markup is read as it was.
    """

    def parse(document: Any, *rest: Any, **options: Any) -> Any:
        text = document.read()
        tree = plain_tree(text) if isinstance(text, str) else None
        if tree is None:
            return stock(StringIO(text) if isinstance(text, str) else text, *rest, **options)
        return tree

    return parse


def plain_tree(text: str) -> Any:
    """The tree of the page *text*, None if HTML might see another one."""
    prolog = _PROLOG.match(text)
    if prolog is None or _ODD.search(text, prolog.end()):
        return None
    try:
        root = ElementTree.XML(_OPEN_VOID.sub(r"\1/>", text[prolog.end() :]))
    except ElementTree.ParseError:
        return None
    if [child.tag for child in root] != ["head", "body"] or not _is_plain(root):
        return None
    _place_spaces(root, text)
    return root


def _is_plain(root: Any) -> bool:
    head, body = root
    names = {name for element in root.iter() for name in element.attrib}
    spaces = [root.text, head.text, head.tail, body.tail, *(child.tail for child in head)]
    return (
        root.tag == "html"
        and all(map(_NAME.fullmatch, names))
        and all(child.tag in ("meta", "title") and len(child) == 0 for child in head)
        and not any(space and space.strip() for space in spaces)
        and _nests(body, False, False)
    )


def _nests(element: Any, closed: bool, linked: bool) -> bool:
    """Whether HTML, too, lets all that *element* holds stand where it stands."""
    tag = element.tag
    closed, linked = closed or tag in _CLOSED, linked or tag == "a"
    texts = [element.text, *(child.tail for child in element)] if tag in _TABLE else ()
    if any(text and text.strip() for text in texts):
        return False
    for child in element:
        name = child.tag
        if tag in _TABLE and name not in _PARENTS:
            return False
        if name in _BLOCKS:
            if closed or tag not in _PARENTS.get(name, (tag,)):
                return False
        elif name not in _INSIDE or (linked and name == "a"):
            return False
        if (len(child) or name == "table") and not _nests(child, closed, linked):
            return False
    return True


def _place_spaces(root: Any, text: str) -> None:
    """Put the spaces between the outermost tags where HTML has them."""
    _, body = root
    after = (body.tail or "") + text[text.rindex(">") + 1 :]
    root.text = body.tail = None
    if after and len(body):
        body[-1].tail = (body[-1].tail or "") + after
    elif after:
        body.text = (body.text or "") + after


LAYOUT = (Fix(tinyhtml5, "parse", parse_as_xml),)
