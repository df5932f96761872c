# ruff: noqa: RUF001  # Russian and Japanese
"""Synchronisms: one day given in two calendars, recomputed, and whether the two agree.

The dates of a document must: `given` is the other form of `value`. In running text the two
forms stand together, one in brackets: "January 26 (February 7), 1855"; where they cannot be
one day it is a warning, unless a note stands beside them. Dates of the West that do not say
their calendar are compared only where they differ about as much as the calendars did.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial

from compendium.diag import EDITION, Diagnostic, Severity, Span
from compendium.model.edition import Edition, Note
from compendium.model.kept import Again, anew
from compendium.model.text import (
    Block,
    Editorial,
    Inline,
    Item,
    Mention,
    NoteMark,
    Quoted,
    Reference,
    Rule,
    Styled,
    Text,
    WebLink,
    blocks,
    plain,
    runs,
)
from compendium.model.volume import Date
from compendium.resolve.addresses import shifted
from compendium.resolve.calendars import gregorian, julian, western_years
from compendium.resolve.datings import (
    KANJI_ERA,
    KANJI_NUMBER,
    MONTHS,
    Dating,
    datings,
    era,
    number,
)

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)[?~%]?")
_NOTE = "\x02"
_LINK = re.compile(r"\s?[(（\[［=/／]\s?(?:or|i\.e\.,?|или|т\. ?е\.|すなわち|旧暦|和暦|日本暦)?\s?")
_TIED = re.compile(r"[(（\[［=/／]")
"""What any two forms of a date have between them; most texts have nothing of it."""
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_TWO = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?P<m>{_MONTH}) (?P<d>\d\d?)(?: \(|/)(?:(?P<m2>{_MONTH}) )?(?P<d2>\d\d?)\)?,?"
        r" (?P<y>1[5-9]\d\d)\b",
        rf"\b(?P<d>\d\d?) (?:(?P<m>{_MONTH}) )?(?:\(|/)(?P<d2>\d\d?)\)?(?: (?P<m2>{_MONTH}))\)?"
        r",? (?P<y>1[5-9]\d\d)\b",
    )
)
"""Two days of one year, the second in brackets or behind a stroke."""
_YEARS = re.compile(
    rf"(?P<era>{KANJI_ERA})(?P<y>{KANJI_NUMBER})年?[（(](?P<w>1[5-9]\d\d|20\d\d)年?[）)]"
    rf"|(?<!\d)(?P<w2>1[5-9]\d\d|20\d\d)年?[（(](?P<era2>{KANJI_ERA})(?P<y2>{KANJI_NUMBER})年?[）)]"
)
_APART = range(5, 41)
"""Days between two forms of a date that may be meant for one day: by rights 10 to 13."""
_LAST_OLD = 1923
"""The last year in which a country of Europe kept the Julian calendar."""


def check_dates(edition: Edition, again: Again = anew) -> list[Diagnostic]:
    """An error for each date of a document whose two forms differ; a warning for running text."""
    found: list[Diagnostic] = []
    for document in edition.documents:
        for one in (document.date, document.signed, document.ratified, document.in_force):
            found += _given(one) if one else ()
    matter = [piece.text for piece in (*edition.front, *edition.back)]
    in_notes: dict[str, list[Diagnostic]] = {}
    for text in (*matter, *(text for document in edition.documents for text in document.texts)):
        notes = [edition.notes[anchor] for anchor in text.notes]
        inputs = (text.blocks, notes)
        in_text, below = again(f"dates {text.path}", inputs, partial(_in_text, *inputs))
        found += in_text
        in_notes |= below
    if in_notes:
        found += [problem for note in edition.notes for problem in in_notes.get(note, ())]
    return found


def _in_text(
    content: Sequence[Block], notes: Sequence[Note]
) -> tuple[list[Diagnostic], dict[str, list[Diagnostic]]]:
    """What is wrong in the blocks of a text, and in which of its notes."""
    below = {note.anchor: wrong for note in notes if (wrong := _wrong(note.blocks))}
    return _wrong(content), below


def _wrong(content: Sequence[Block]) -> list[Diagnostic]:
    return [
        problem
        for block in blocks(content)
        if not isinstance(block, Rule | Item)
        for run in runs(block)
        for problem in _running(run)
    ]


def _given(one: Date) -> Iterator[Diagnostic]:
    whole = _DAY.fullmatch(one.edtf)
    value = gregorian(*map(int, whole.groups())) if whole else None
    if value is None or not one.given:
        return
    for dating in datings(one.given):
        if value not in dating.days:
            yield Diagnostic(
                "calendars-differ",
                f"{_told(dating)}, not {value.isoformat()}",
                one.span,
                "mend `value`, which is the Gregorian date, or `given`",
            )


def _running(run: Sequence[Inline]) -> Iterator[Diagnostic]:
    if not _TIED.search(plain(run)):
        return
    nodes = list(_flat(run))
    said = "".join(words for words, _ in nodes)
    if not (any(map(str.isdigit, said)) or "年" in said):
        return
    wrong = {
        (start, end): message
        for start, end, message in (*_whole(said), *_halves(said), *_years(said))
        if _NOTE not in said[start : end + 24]
    }
    for (start, end), message in sorted(wrong.items()):
        yield Diagnostic(
            "calendars-differ",
            message,
            _span(nodes, start, end),
            "mend one of the two, or say in a note that they differ",
            Severity.WARNING,
        )


def _whole(said: str) -> Iterator[tuple[int, int, str]]:
    """Two or more whole dates, each of them behind the bracket or stroke that ties it on."""
    group: list[Dating] = []
    for one in [*datings(said), None]:
        between = said[group[-1].end : one.start] if group and one else ""
        if group and one and (_LINK.fullmatch(between) or (len(group) > 1 and between == "、")):
            group.append(one)
            continue
        if len(group) > 1 and not frozenset.intersection(*(g.days for g in group)):
            told = " and ".join(_told(dating) for dating in group)
            if _comparable(group):
                yield group[0].start, group[-1].end, told
        group = [one] if one else []


def _comparable(group: Sequence[Dating]) -> bool:
    if any(dating.calendar in ("japanese", "julian") for dating in group):
        return True
    first, *others = (min(dating.days, default=None) for dating in group)
    return all(first and other and _one_day_meant(first, other) for other in others)


def _one_day_meant(first: date, other: date) -> bool:
    return abs((first - other).days) in _APART and max(first, other).year <= _LAST_OLD


def _halves(said: str) -> Iterator[tuple[int, int, str]]:
    """Two days with the year given once: "January 26 (February 7), 1855"."""
    for pattern in _TWO:
        for found in pattern.finditer(said):
            turned = int(found["d"]) > int(found["d2"])
            if turned and not (found["m"] and found["m2"]):
                continue  # "25/7 February": the first is a day of the month before
            year = int(found["y"])
            month, month2 = found["m"] or found["m2"], found["m2"] or found["m"]
            first = year, MONTHS[month], int(found["d"])
            other = year, MONTHS[month2], int(found["d2"])
            day, day2 = gregorian(*first), gregorian(*other)
            if day and day2 and _one_day_meant(day, day2):
                old, new = (first, day2) if day < day2 else (other, day)
                that = julian(*old)
                if that and that != new:
                    message = (
                        f"`{found[0]}` is no one day: the earlier date, in the Julian"
                        f" calendar, is {that.isoformat()}"
                    )
                    yield found.start(), found.end(), message


def _years(said: str) -> Iterator[tuple[int, int, str]]:
    """A year of an era and one of the West: 昭和31年 (1956年)."""
    for found in _YEARS.finditer(said):
        name, year = found["era"] or found["era2"], number(found["y"] or found["y2"])
        western = western_years(era(name), year)
        if int(found["w"] or found["w2"]) not in western:
            yield found.start(), found.end(), f"`{found[0]}` is no one year: that is {western[0]}"


def _told(dating: Dating) -> str:
    if not dating.days:
        return f"`{dating.said}` was never"
    return f"`{dating.said}` is " + " or ".join(day.isoformat() for day in sorted(dating.days))


def _flat(run: Iterable[Inline]) -> Iterator[tuple[str, Span]]:
    for node in run:
        match node:
            case Text():
                yield node.text, node.span
            case Styled() | Mention() | Editorial() | Reference() | WebLink() | Quoted():
                yield from _flat(node.content)
            case NoteMark():
                yield _NOTE, EDITION
            case _:
                yield " ", EDITION


def _span(nodes: Iterable[tuple[str, Span]], start: int, end: int) -> Span:
    """Where the words *start* to *end* of the run begin."""
    position = 0
    for words, span in nodes:
        if start < position + len(words):
            low, high = start - position, min(end - position, len(words))
            return shifted(span, low, high, words)
        position += len(words)
    return EDITION
