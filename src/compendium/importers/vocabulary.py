"""The TEI elements an import knows, and what it takes each of them for."""

from __future__ import annotations

import re
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element  # lxml has no public name for it

XHTML = "http://www.w3.org/1999/xhtml"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]+)*")
_PRINTED = re.compile(r"[0-9A-Za-z]")
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

NEVER = frozenset(
    {
        "script", "object", "param", "embed", "iframe", "style", "noscript", "applet",
        "graphic", "media", "binaryObject", "teiHeader", "facsimile", "standOff",
    }
)  # fmt: skip
"""What never passes, with all that is in it."""

BREAKS = frozenset({"pb", "cb", "gb", "fw", "milestone", "anchor", "index", "divGen"})
"""Marks that stand in the text and have no words of it."""

BLOCK = frozenset(
    {
        "p", "ab", "div", "div0", "div1", "div2", "div3", "div4", "div5", "div6", "div7", "head",
        "list", "item", "table", "row", "cell", "figure", "figDesc", "opener", "closer",
        "dateline", "postscript", "attachment", "lg", "l", "sp", "speaker", "stage",
        "floatingText", "body", "front", "back", "group", "text", "argument", "epigraph",
        "trailer", "byline", "docTitle", "docImprint", "docDate", "docEdition", "titlePage",
        "listBibl", "address", "addrLine", "salute", "signed", "cit", "eg", "imprimatur",
    }
)  # fmt: skip
"""What stands by itself, or has blocks in it."""

STYLED = frozenset(
    {
        "persName", "placeName", "orgName", "geogName", "country", "settlement", "region",
        "district", "name", "rs", "term", "date", "time", "num", "measure", "title", "seg",
        "s", "w", "c", "pc", "affiliation", "roleName", "forename", "surname", "idno", "bibl",
        "q", "quote", "said", "publisher", "pubPlace", "author", "editor", "email", "gloss",
        "mentioned", "soCalled", "abbr", "expan", "corr", "orig", "reg", "subst", "label",
        "titlePart", "docAuthor", "cit", "signed", "salute",
    }
)  # fmt: skip
"""Inline elements whose words are carried and whose tag says nothing our format can say."""


def name(element: Element) -> str:
    """The name of *element* without its namespace; "" for a comment or an instruction."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def dropped(element: Element) -> bool:
    """Whether *element* and all in it stay behind: it is no text, or must not pass."""
    if not isinstance(element.tag, str):
        return True
    if name(element) in NEVER or name(element) in BREAKS:
        return True
    hidden = element.get("style", "").replace(" ", "") == "display:none"
    return hidden and element.tag.startswith(f"{{{XHTML}}}")


def inline_note(element: Element) -> bool:
    """Whether *element* is a note that is printed where it stands."""
    placed = {element.get("rend"), element.get("place")}
    return name(element) == "note" and "inline" in placed


def is_block(element: Element) -> bool:
    """Whether *element* ends the line of words it stands in."""
    kind = name(element)
    if kind == "note":
        return inline_note(element) and any(is_block(child) for child in element)
    if kind in ("quote", "q") and element.get("rend") in ("blockquote", "block", "display"):
        return True
    if kind in BLOCK and kind not in ("salute", "signed"):
        return True
    return any(is_block(child) for child in element if not dropped(child))


def identity(element: Element) -> str:
    """The id of *element*, as P5 or P4 writes it."""
    return str(element.get(XML_ID) or element.get("id") or "")


def language(element: Element) -> str:
    """The language tag that *element* itself has; "" for none, or none that is one."""
    tag = element.get(XML_LANG) or element.get("lang") or ""
    return tag if _LANGUAGE.fullmatch(tag) else ""


def page_number(element: Element) -> str:
    """The number of the page that the break *element* begins, "" if it has none we can print."""
    wish = element.get("n") or ""
    if not wish and (found := re.fullmatch(r"(?:pg|pb|page|p)[_.-]?(\w+)", identity(element))):
        wish = found[1]
    number = "".join(wish.split())[:16]
    return number if _PRINTED.search(number) else ""


def page_id(number: str) -> str:
    """The id that the page *number* of the source has in its text: "src-225"."""
    return "src-" + re.sub(r"[^0-9a-z]+", "-", number.lower()).strip("-")


def division(element: Element) -> bool:
    """Whether *element* divides a text, numbered or not."""
    kind = name(element)
    return kind == "div" or (len(kind) == 4 and kind.startswith("div") and kind[3].isdigit())


def cut(element: Element) -> None:
    """Take *element* out of the tree; what follows it stays."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    tail = element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    element.tail = None
    parent.remove(element)
