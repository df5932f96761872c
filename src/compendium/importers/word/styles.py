"""Styles and numbers: what a paragraph is called, and the number Word sets in front of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from compendium.importers.vocabulary import Element, name
from compendium.importers.word.markup import attribute, child, switched, value

_NAMED = {
    "title": "title",
    "subtitle": "subtitle",
    "salutation": "salutation",
    "closing": "close",
    "signature": "signature",
    "date": "dateline",
    "envelope address": "addressee",
    "inside address": "addressee",
    "quote": "quotation",
    "intense quote": "quotation",
    "block text": "quotation",
    "caption": "caption",
    "table caption": "caption",
    "image caption": "caption",
    "toc heading": "contents",
}
_HEADING = re.compile(r"heading ([1-9])")
_CONTENTS = re.compile(r"toc [1-9]|table of (?:figures|authorities)|index [1-9]")


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph or character style: what it makes of words, its own or its parent's.

    Shape: `level` is that of a heading, 0 for none; `number` the (numId, ilvl) it gives.
    """

    role: str = ""
    level: int = 0
    number: tuple[str, int] | None = None
    toggles: Mapping[str, bool] = field(default_factory=dict)


TOGGLES = ("b", "i", "smallCaps", "caps", "vanish", "strike")


def read_styles(root: Element | None) -> dict[str, Style]:
    """The styles by id, those they are based on looked through."""
    written = {
        attribute(one, "styleId"): one
        for one in (root if root is not None else ())
        if name(one) == "style"
    }
    return {key: _style(key, written) for key in written}


def _style(key: str, written: Mapping[str, Element]) -> Style:
    row: list[Element] = []
    while key in written and written[key] not in row:
        row.append(written[key])
        key = value(written[key], "basedOn")
    named, depth, number = "", 0, None
    toggles: dict[str, bool] = {}
    for style in row:
        said = value(style, "name").lower()
        named = named or _NAMED.get(said, "") or ("contents" if _CONTENTS.fullmatch(said) else "")
        heading = _HEADING.fullmatch(said)
        outline = value(style, "pPr", "outlineLvl")
        if not depth and not named:
            depth = int(heading[1]) if heading else _outline(outline)
        number = number or numbering(child(style, "pPr", "numPr"))
        for toggle in TOGGLES:
            if (on := switched(child(style, "rPr"), toggle)) is not None:
                toggles.setdefault(toggle, on)
    return Style(named, depth, number, toggles)


def _outline(text: str) -> int:
    return int(text) + 1 if text.isascii() and text.isdigit() and int(text) < 9 else 0


def numbering(properties: Element | None) -> tuple[str, int] | None:
    """The list and the depth that a `w:numPr` names."""
    if properties is None or not value(properties, "numId"):
        return None
    depth = value(properties, "ilvl")
    return value(properties, "numId"), int(depth) if depth.isascii() and depth.isdigit() else 0


# -- numbers -------------------------------------------------------------------------------


@dataclass(slots=True)
class Numbers:
    """The lists of a file; `next` counts as Word does, and `strange` names formats unknown."""

    levels: Mapping[str, Mapping[int, Element]]
    starts: Mapping[tuple[str, int], int]
    family: Mapping[str, str]
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    strange: set[str] = field(default_factory=set)

    def next(self, number: tuple[str, int]) -> str:
        """What Word sets before the next paragraph of the list *number*."""
        name_of, depth = number
        levels = self.levels.get(name_of, {})
        level = levels.get(depth)
        if level is None:
            return ""
        family = self.family[name_of]
        start = self.starts.get(number, _figure(value(level, "start"), 1))
        self.counts[family, depth] = self.counts.get((family, depth), start - 1) + 1
        for deeper in range(depth + 1, 9):
            self.counts.pop((family, deeper), None)
        if value(level, "numFmt") == "bullet":
            return "•"
        return self._set(value(level, "lvlText"), family, levels)

    def _set(self, pattern: str, family: str, levels: Mapping[int, Element]) -> str:
        def figure(found: re.Match[str]) -> str:
            depth = int(found[1]) - 1
            level = levels.get(depth)
            form = value(level, "numFmt") or "decimal"
            first = _figure(value(level, "start"), 1)
            return self._figure(self.counts.setdefault((family, depth), first), form)

        return re.sub(r"%([1-9])", figure, pattern).strip()

    def _figure(self, count: int, form: str) -> str:
        match form:
            case "none":
                return ""
            case "decimal" | "decimalZero":
                return f"{count:02}" if form == "decimalZero" else str(count)
            case "lowerLetter" | "upperLetter":
                letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
                return letter if form == "lowerLetter" else letter.upper()
            case "lowerRoman" | "upperRoman":
                return _roman(count).lower() if form == "lowerRoman" else _roman(count)
        if form != "decimalFullWidth":
            self.strange.add(form)
        return str(count)


def read_numbers(root: Element | None) -> Numbers:
    """The lists that numbering.xml defines."""
    abstract: dict[str, dict[int, Element]] = {}
    levels: dict[str, dict[int, Element]] = {}
    starts: dict[tuple[str, int], int] = {}
    family: dict[str, str] = {}
    for one in root if root is not None else ():
        if name(one) == "abstractNum":
            abstract[attribute(one, "abstractNumId")] = _levels(one)
    for one in root if root is not None else ():
        if name(one) != "num":
            continue
        key, base = attribute(one, "numId"), value(one, "abstractNumId")
        levels[key] = dict(abstract.get(base, {}))
        overrides = [o for o in one if name(o) == "lvlOverride"]
        # A list that begins anew counts by itself; others go on where their family stopped.
        family[key] = key if any(value(o, "startOverride") for o in overrides) else f"a{base}"
        for override in overrides:
            depth = _figure(attribute(override, "ilvl"), 0)
            levels[key].update(_levels(override))
            if start := value(override, "startOverride"):
                starts[key, depth] = _figure(start, 1)
    return Numbers(levels, starts, family)


def _levels(element: Element) -> dict[int, Element]:
    return {_figure(attribute(one, "ilvl"), 0): one for one in element if name(one) == "lvl"}


def _figure(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise


def _roman(count: int) -> str:
    done = ""
    for size, sign in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
        (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        while count >= size:
            done, count = done + sign, count - size
    return done
