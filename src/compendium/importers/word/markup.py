"""The elements of WordprocessingML, strict or not, by their local names."""

from __future__ import annotations

from collections.abc import Iterator

from compendium.importers.vocabulary import Element, name

SKIPPED = frozenset(
    {
        "del", "moveFrom", "delText", "delInstrText", "instrText", "Fallback", "rt", "rPr", "pPr",
        "sectPr", "tblPr", "trPr", "tcPr", "sdtPr", "sdtEndPr", "txbxContent", "footnoteRef",
        "endnoteRef", "annotationRef", "separator", "continuationSeparator", "commentReference",
        "object", "control", "altChunk",
    }
)  # fmt: skip
"""What holds no words of the paragraph it stands in."""

BLANK = frozenset({"tab", "br", "cr", "ptab"})


def attribute(element: Element | None, key: str) -> str:
    """The attribute *key* of *element*, whatever its namespace; "" if it has none."""
    if element is None:
        return ""
    return next((str(v) for k, v in element.items() if k.rpartition("}")[2] == key), "")


def child(element: Element | None, *path: str) -> Element | None:
    """The first element below *element* that *path* leads to."""
    for step in path:
        if element is None:
            return None
        element = next((one for one in element if name(one) == step), None)
    return element


def value(element: Element | None, *path: str) -> str:
    """The `w:val` of the element that *path* leads to."""
    return attribute(child(element, *path), "val")


def switched(properties: Element | None, key: str) -> bool | None:
    """Whether a toggle such as bold is on; None where nothing is said."""
    found = child(properties, key)
    if found is None:
        return None
    return attribute(found, "val") not in ("0", "false", "off", "none")


def within(element: Element, kind: str) -> Iterator[Element]:
    """Every element *kind* in *element* and below that is not left out, in reading order."""
    for one in element:
        if name(one) == kind:
            yield one
        elif isinstance(one.tag, str) and name(one) not in SKIPPED:
            yield from within(one, kind)


def raw_text(element: Element) -> str:
    """The words of *element* as they stand in the file, without those nobody is shown."""
    return "".join(_raw(element))


def _raw(element: Element) -> Iterator[str]:
    for one in element:
        kind = name(one)
        if kind == "t":
            yield one.text or ""
        elif kind in BLANK:
            yield " "
        elif kind == "noBreakHyphen":
            yield "-"
        elif kind == "r" and switched(child(one, "rPr"), "vanish"):
            continue
        elif kind == "p":
            yield "\n"
            yield from _raw(one)
            yield "\n"
        elif isinstance(one.tag, str) and kind not in SKIPPED:
            yield from _raw(one)
