"""What a printed index gives behind a heading: pages, documents, runs of them, notes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from compendium.importers.bits import Bit
from compendium.importers.desk import Desk
from compendium.importers.vocabulary import Element, identity, inline_note, name, page_number

_LABEL = re.compile(r"(?P<first>\d+|[ivxlcIVXLC]+)(?:[-–](?P<last>\d+))?\s*(?P<notes>nn?)?[.,]?")
_NOTES = re.compile(r"\s*nn?\b\.?")
_BARE = re.compile(r"(?P<words>.*[^\W\d]\W*[.,]\W*)\s(?P<numbers>\d+(?:,\s*\d+)*)\W*")
_TO = re.compile(r"\s*[-–—]\s*")


@dataclass(frozen=True, slots=True)
class Located:
    """A locator as our registers write it; `page` is the break of the page its notes are on."""

    at: str
    page: Element | None = None


@dataclass(slots=True)
class Source:
    """The pages and documents of the source: their addresses by number, the notes of a page."""

    addresses: dict[str, str] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)
    notes: dict[Element, list[Element]] = field(default_factory=dict)

    def runs(self, first: str, last: str) -> bool:
        """Whether the address *first* does not stand behind *last*."""
        order = [*self.addresses.values(), *self.documents.values()]
        return first not in order or last not in order or order.index(first) <= order.index(last)


def survey(root: Element, targets: Mapping[str, str]) -> Source:
    """The pages of *root* whose breaks have an address in *targets*."""
    source = Source()
    page: Element | None = None
    for element in root.iter():
        if name(element) == "pb":
            page = element
            if address := targets.get(identity(element)):
                source.addresses.setdefault(page_number(element), address)
        elif name(element) == "note" and page is not None and not inline_note(element):
            source.notes.setdefault(page, []).append(element)
    return source


def is_locator(bit: Bit, desk: Desk) -> bool:
    """Whether *bit* is a number that leads to a page of the source, or to a document."""
    if bit.ref is None or not _LABEL.fullmatch(bit.text.strip()):
        return False
    known = desk.elements.get((bit.ref.get("target") or "").removeprefix("#"))
    return known is not None and name(known) != "item"


def unlinked(said: str, numbers: Mapping[str, str]) -> tuple[str, list[str]]:
    """The words of *said* before the numbers it ends with, and the addresses of these.

    They are locators that nobody made references, if all are in *numbers*.
    """
    found = _BARE.fullmatch(said)
    wanted = re.findall(r"\d+", found["numbers"]) if found else []
    if not found or not wanted or any(number not in numbers for number in wanted):
        return said, []
    return found["words"].rstrip(" ,"), [numbers[number] for number in wanted]


@dataclass(slots=True)
class _Found:
    first: str
    last: str
    page: Element | None
    noted: bool = False


def located(line: Sequence[Bit], desk: Desk, source: Source) -> tuple[list[Located], list[Bit]]:
    """The locators in *line*, and the bits of it that are none."""
    found: list[_Found | None] = []
    rest: list[Bit] = []
    joining = False
    for bit in line:
        if is_locator(bit, desk):
            one = _one(bit, desk, source)
            before = found[-1] if found and joining else None
            if before is None or one is None:
                found.append(one)
            elif source.runs(before.first, one.last):
                before.last, before.page, before.noted = one.last, one.page, one.noted
            else:
                assert bit.ref is not None
                desk.leave(bit.ref, "ends a run of pages before it begins; both are given")
                found.append(one)
            joining = False
            continue
        text = bit.text
        if found and not rest and (notes := _NOTES.match(text)):
            text = text[notes.end() :]
            if found[-1] is not None:
                found[-1].noted = True
        joining = _TO.fullmatch(text) is not None
        if not joining and text.strip(" ,.;:"):
            rest.append(bit)
    return [_located(one) for one in found if one is not None], rest


def _one(bit: Bit, desk: Desk, source: Source) -> _Found | None:
    label = _LABEL.fullmatch(bit.text.strip())
    assert label
    assert bit.ref is not None
    target = (bit.ref.get("target") or "").removeprefix("#")
    address = desk.targets.get(target)
    if address is None:
        desk.leave(bit.ref, "leads to a page that no text has; the index does without it")
        return None
    last = source.addresses.get(label["last"] or "", address)
    known = desk.elements[target]
    return _Found(address, last, known if name(known) == "pb" else None, bool(label["notes"]))


def _located(one: _Found) -> Located:
    at = one.first if one.first == one.last else f"{one.first}..{one.last}"
    return Located(at, one.page if one.noted and one.first == one.last else None)
