"""Locators: what an index prints after a heading, and what it offers on screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from compendium.model.edition import Edition, Entry, Target
from compendium.model.folios import join, rank
from compendium.model.pages import PageMap, Place, Sheet
from compendium.model.volume import IndexPlan
from compendium.render.numbers import note_numbers


@dataclass(frozen=True, slots=True)
class Locator:
    """One locator in print: "12", "321–25", "12nn3–5", "12n3 (doc. 7)".

    Shape: `number` is made of folios and belongs in a slot; `tail` follows it as it
        stands. The number claims that the passage from `first_anchor` to `last_anchor`
        stands on those folios, and answers for all of `anchors`. `main` marks the pages
        of the document that prints an instrument.
    """

    number: str
    tail: str
    first_anchor: str
    last_anchor: str
    anchors: tuple[str, ...]
    main: bool = False

    @property
    def text(self) -> str:
        """The locator as a reader sees it."""
        return self.number + self.tail


@dataclass(frozen=True, slots=True)
class ScreenLocator:
    """One locator on screen: document 3, pinpoint "9.2" or "n3", page 4.

    Shape: `document_number` is "" in front and back matter, `pinpoint` is "" where the
        passage has none; `until` is the end of a range.
    """

    document_number: str
    pinpoint: str
    folio: str
    anchor: str
    until: ScreenLocator | None = None


@dataclass(frozen=True, slots=True)
class Survey:
    """What locators need to know of an edition once it has pages, gathered once.

    Shape: `numbers` has each document's number by its anchor; `twins` the marks, with
        their sheets, that notes of two documents bear there.
    """

    edition: Edition
    pages: PageMap
    numbers: Mapping[str, str]
    twins: frozenset[tuple[int, str]]


def survey(edition: Edition, pages: PageMap) -> Survey:
    """*edition* and *pages*, looked over for `locators` and `screen_locators`."""
    bearers: dict[tuple[int, str], set[str]] = {}
    for note in edition.notes.values():
        for sheet in range(pages.first[note.anchor].sheet, pages.last[note.anchor].sheet + 1):
            bearers.setdefault((sheet, note.mark), set()).add(note.document)
    return Survey(
        edition,
        pages,
        {document.anchor: document.number for document in edition.documents},
        frozenset(mark for mark, documents in bearers.items() if len(documents) > 1),
    )


def locators(
    entry: Entry, ground: Survey, plan: IndexPlan, document: str = "doc. {}"
) -> tuple[Locator, ...]:
    """The locators of *entry* in print, in order of folios; subentries have their own.

    A page is given once. Ranges are those that were marked; neighbouring pages become
    one only if the plan joins consecutive ones. A note is named only where the entry is
    nowhere else on its page. *document* words the number of a document, where a note's
    mark alone would be ambiguous.
    """
    passages = _passages(entry, ground)
    main = [p for p in passages if p.main]
    text = [p for p in passages if p.mark is None and not p.main]
    notes = [p for p in passages if p.mark is not None]
    main, apart = _absorb(main, _merge(text, plan.join == "consecutive"))
    covered, left = _absorb([*main, *apart], notes)
    pieces = (piece for passage in covered for piece in _by_series(passage, ground.pages))
    printed = [_locator([piece], plan) for piece in pieces]
    printed += _note_locators(left, ground, plan, document)
    return tuple(sorted(printed, key=lambda locator: _rank(locator, ground.pages)))


def screen_locators(entry: Entry, ground: Survey) -> tuple[ScreenLocator, ...]:
    """The locators of *entry* on screen, in order of pages, each place once.

    A point that lies in a marked range is not given beside it.
    """
    passages = sorted(_passages(entry, ground), key=lambda p: (_spot(p.low), _spot(p.high)))
    long = [p for p in passages if p.first != p.last or p.main]
    found: dict[tuple[object, ...], ScreenLocator] = {}
    for passage in passages:
        if passage not in long and any(_within(passage, other) for other in long):
            continue
        start = _end(passage.first, passage.low, ground)
        stop = _end(passage.last, passage.high, ground)
        same = replace(stop, anchor=start.anchor) == start
        locator = start if same or passage not in long else replace(start, until=stop)
        names = [(x.document_number, x.pinpoint, x.folio) for x in (start, stop)]
        found.setdefault(tuple(names), locator)
    return tuple(found.values())


# -- passages ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Passage:
    """Where one mention or range stands: its ends, and the note it lies in, if one.

    Shape: `document` is its document, or its piece of front or back matter; `mark` is the
        note's, "" for a note without one, and None in running text.
    """

    first: str
    last: str
    low: Place
    high: Place
    anchors: tuple[str, ...]
    document: str = ""
    mark: str | None = None
    main: bool = False


def _passages(entry: Entry, ground: Survey) -> list[_Passage]:
    """Every passage that *entry* names, the document that prints it among them."""
    ends = [*((anchor, anchor) for anchor in entry.mentions), *entry.ranges]
    found = [_passage(first, last, ground) for first, last in ends]
    if entry.document:
        found.append(replace(_passage(entry.document, entry.document, ground), main=True))
    return found


def _passage(first: str, last: str, ground: Survey) -> _Passage:
    if ground.pages.last[last].sheet < ground.pages.first[first].sheet:
        first, last = last, first  # a page of the source that is named after words on it
    begins = ground.pages.first
    # A document that a page of the source ends with may have begun long before.
    within = first != last and _spot(begins[first]) <= _spot(begins[last])
    anchors = (first, last) if within else (first,)
    low, high = ground.pages.first[first], ground.pages.last[last]
    opens, closes = (_in_note(ground.edition.targets[anchor]) for anchor in (first, last))
    document, mark = opens if opens == closes else ("", None)
    return _Passage(first, last, low, high, anchors, document, mark)


def _in_note(target: Target) -> tuple[str, str | None]:
    """The text and mark of the note that *target* lies in; no mark in running text."""
    inside = target.kind == "mention" and target.number.startswith("n")
    text = target.document or target.anchor.rpartition(".")[0]
    return text, target.number[1:] if inside else None


def _merge(passages: Iterable[_Passage], consecutive: bool) -> list[_Passage]:
    """*passages* in order, those that share a page made one, and neighbours if asked for."""
    done: list[_Passage] = []
    for passage in sorted(passages, key=lambda p: (p.low.sheet, p.high.sheet)):
        if done and _touch(done[-1].high, passage.low, consecutive):
            done[-1] = _together(done[-1], passage)
        else:
            done.append(passage)
    return done


def _touch(end: Place, start: Place, consecutive: bool) -> bool:
    (arabic, last), (also_arabic, first) = rank(end.folio), rank(start.folio)
    follows = arabic == also_arabic and first == last + 1
    return start.sheet <= end.sheet or (consecutive and follows)


def _together(one: _Passage, other: _Passage) -> _Passage:
    longer = max(one, other, key=lambda p: p.high.sheet)
    anchors = tuple(dict.fromkeys((*one.anchors, *other.anchors)))
    return replace(one, last=longer.last, high=longer.high, anchors=anchors)


def _absorb(
    wide: Sequence[_Passage], others: Iterable[_Passage]
) -> tuple[list[_Passage], list[_Passage]]:
    """*wide* answering also for those of *others* on their pages, and the others left."""
    done, left = list(wide), []
    for other in others:
        for i, passage in enumerate(done):
            if passage.low.sheet <= other.low.sheet and other.high.sheet <= passage.high.sheet:
                done[i] = replace(passage, anchors=(*passage.anchors, *other.anchors))
                break
        else:
            left.append(other)
    return done, left


def _by_series(passage: _Passage, pages: PageMap) -> Iterator[_Passage]:
    """*passage* cut where roman folios end: no range runs from one series into the other."""
    if rank(passage.low.folio)[0] == rank(passage.high.folio)[0]:
        yield passage
        return
    sheets = [s for s in pages.sheets[passage.low.sheet - 1 : passage.high.sheet] if not s.blank]
    for _, series in groupby(sheets, key=lambda sheet: rank(sheet.folio)[0]):
        ends = list(series)
        first, low = _at(pages.first, ends[0], passage.first)
        last, high = _at(pages.last, ends[-1], passage.last)
        here = range(low.sheet, high.sheet + 1)
        anchors = tuple(a for a in passage.anchors if pages.first[a].sheet in here)
        yield replace(passage, first=first, last=last, low=low, high=high, anchors=anchors)


def _at(places: Mapping[str, Place], sheet: Sheet, anchor: str) -> tuple[str, Place]:
    """*anchor* if it is on *sheet*, else the first anchor that is; and the sheet as a place."""
    spots = sorted((_spot(place), a) for a, place in places.items() if place.sheet == sheet.number)
    there = [a for _, a in spots]
    found = anchor if anchor in there or not there else there[0]
    return found, Place(sheet.number, sheet.folio, 0, 0.0)


# -- print ---------------------------------------------------------------------------


def _locator(passages: Sequence[_Passage], plan: IndexPlan, tail: str = "") -> Locator:
    """One locator for *passages*, which stand on the same pages."""
    one, last = passages[0], passages[-1]
    anchors = tuple(anchor for passage in passages for anchor in passage.anchors)
    number = join(one.low.folio, one.high.folio, plan.numbers)
    return Locator(number, tail, one.first, last.last, anchors, one.main)


def _note_locators(
    passages: Iterable[_Passage], ground: Survey, plan: IndexPlan, wording: str
) -> Iterator[Locator]:
    """The locators of mentions in notes, those of one document on one page together."""

    def home(passage: _Passage) -> tuple[int, int, str]:
        return passage.low.sheet, passage.high.sheet, passage.document

    for _, same in groupby(sorted(passages, key=home), key=home):
        group = list(same)
        sheet, document = group[0].low.sheet, group[0].document
        marks = dict.fromkeys(p.mark or "" for p in group)
        for tail, told in note_numbers(tuple(marks), plan.numbers):
            number = ground.numbers.get(document)
            if number and any((sheet, mark) in ground.twins for mark in told):
                tail += f" ({wording.format(number)})"
            yield _locator([p for p in group if p.mark in told], plan, tail)


def _rank(locator: Locator, pages: PageMap) -> tuple[bool, int]:
    return rank(pages.first[locator.first_anchor].folio)


# -- screen --------------------------------------------------------------------------


def _spot(place: Place) -> tuple[int, float]:
    return place.sheet, place.top


def _within(one: _Passage, other: _Passage) -> bool:
    return _spot(other.low) <= _spot(one.low) and _spot(one.high) <= _spot(other.high)


def _end(anchor: str, place: Place, ground: Survey) -> ScreenLocator:
    target = ground.edition.targets[anchor]
    number = ground.numbers.get(target.document, "")
    pinpoint = "" if target.kind in ("document", "source-page") else target.number
    return ScreenLocator(number, pinpoint, place.folio, anchor)
