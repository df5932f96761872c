"""TEI elements: making them, and putting words between them."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

TEI = "http://www.tei-c.org/ns/1.0"
XML = "http://www.w3.org/XML/1998/namespace"
Element = ET.Element

_NAME = re.compile(r"[^\W\d][\w.-]*")
_FOREIGN = re.compile(r"[^\w.-]")
_BLANK = re.compile(r"[ <>\"]")
_UNSAFE = re.compile(r"[\s<>\"{}|\\^`%]")


def make(
    tag: str, /, anchor: str | None = "", lang: str | None = "", **attributes: str | None
) -> Element:
    """An element of TEI; an attribute that is "" or None is left out."""
    given = {name: value for name, value in attributes.items() if value}
    if anchor:
        given[f"{{{XML}}}id"] = identity(anchor)
    if lang:
        given[f"{{{XML}}}lang"] = lang
    return Element(f"{{{TEI}}}{tag}", given)


def identity(anchor: str) -> str:
    """*anchor* as an XML name, which begins with a letter and has no colon."""
    return anchor if _NAME.fullmatch(anchor) else "_" + _FOREIGN.sub("_", anchor)


def add(parent: Element, tag: str, /, words: str = "", **attributes: str | None) -> Element:
    """A new last child of *parent* with *words* in it."""
    child = make(tag, **attributes)
    child.text = words or None
    parent.append(child)
    return child


def say(parent: Element, words: str) -> None:
    """Put *words* after what *parent* already holds."""
    if not words:
        return
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + words
    else:
        parent.text = (parent.text or "") + words


def address(target: str) -> str:
    """*target* as an attribute may hold it: one address without blanks.

    A web address has been escaped by whoever wrote it; the rest reads back by unquoting.
    """
    if target.startswith(("http:", "https:", "mailto:")):
        return _BLANK.sub(lambda found: f"%{ord(found[0]):02X}", target)
    return _UNSAFE.sub(lambda found: "".join(f"%{b:02X}" for b in found[0].encode()), target)


def tokens(*words: str | None) -> str:
    """*words* as the tokens of an attribute such as `rend`, the empty ones left out."""
    return " ".join(address(word) for word in words if word)


def named(name: str | None) -> str:
    """The mark of a name that an editor wrote, `name:art-9`; the rest were counted."""
    return f"name:{address(name)}" if name else ""


def to_bytes(root: Element) -> bytes:
    """*root* as a file."""
    ET.register_namespace("", TEI)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"
