"""A foreign XML file read safely: nothing is fetched, nothing expands, nothing is mended."""

from __future__ import annotations

import html
import re
from pathlib import Path

from lxml import etree

from compendium.diag import Diagnostic, Span
from compendium.importers.vocabulary import Element, name

LARGEST = 100_000_000
"""Bytes a source may have."""

_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*(?P<subset>\[)?")
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)


def parse(path: Path) -> tuple[Element | None, list[Diagnostic]]:
    """The root of the TEI text in *path*, or None and what is wrong with the file."""
    here = Span(path.name)
    if path.stat().st_size > LARGEST:
        message = f"`{path.name}` has more than `{LARGEST}` bytes"
        return None, [Diagnostic("file-large", message, here, "divide it")]
    root, problems = parse_bytes(path.read_bytes(), path.name)
    if root is not None and name(root) not in ("TEI", "TEI.2", "teiCorpus"):
        message = f"`{path.name}` begins with `{name(root)}`, and is no TEI"
        problems.append(Diagnostic("source-bad", message, here, "name a TEI file"))
        root = None
    return root, problems


def parse_bytes(content: bytes, source: str) -> tuple[Element | None, list[Diagnostic]]:
    """The root of the XML in *content*, which stands in *source*, or None and what is wrong."""
    doctype = _DOCTYPE.search(_COMMENT.sub(b"", content))
    # In another encoding than UTF-8 a declaration could hide from the search.
    hidden = content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in content[:400]
    if hidden or (doctype and doctype["subset"]):
        return None, [_unsafe(source, hidden)]
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, recover=False,
        remove_comments=True, remove_pis=True, dtd_validation=False, attribute_defaults=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        place = (max(line, 1), max(column, 1))
        message = f"`{source}` is no XML: {_plain(str(error.msg))}"
        return None, [Diagnostic("source-bad", message, Span(source, place, place))]
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        # Something hid the declaration from the search above.
        return None, [_unsafe(source)]
    problems = _expand(root, source)
    return (None if problems else root), problems


def _unsafe(source: str, hidden: bool = False) -> Diagnostic:
    what = "is not UTF-8" if hidden else "declares entities of its own"
    hint = "save it as UTF-8" if hidden else "write them out, and take the DOCTYPE away"
    return Diagnostic("source-unsafe", f"`{source}` {what}", Span(source), hint)


def _plain(message: str) -> str:
    """What the parser says, as one clause."""
    clause = re.sub(r", line \d+, column \d+.*", "", message)
    return clause[:1].lower() + clause[1:]


def _expand(root: Element, source: str) -> list[Diagnostic]:
    """Put the characters for entities that everybody knows; report the others."""
    problems: list[Diagnostic] = []
    for entity in list(root.iter(etree.Entity)):
        known = html.unescape(entity.text)
        if known == entity.text:
            place = (entity.sourceline or 1, 1)
            message = f"`{entity.text}` is an entity nothing explains"
            problems.append(
                Diagnostic("source-bad", message, Span(source, place, place), "write it out")
            )
            continue
        words, before, parent = (
            known + (entity.tail or ""),
            entity.getprevious(),
            entity.getparent(),
        )
        if before is not None:
            before.tail = (before.tail or "") + words
        else:
            parent.text = (parent.text or "") + words
        entity.tail = None
        parent.remove(entity)
    return problems
