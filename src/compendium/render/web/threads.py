"""Exchanges: letters and their replies, drawn as threads with a lane for each sender."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from textwrap import wrap

from compendium.model.edition import Document
from compendium.render.dates import written_out
from compendium.render.setting import Setting
from compendium.render.web.timeline import moment

_WIDTH, _LANE, _EDGE, _LINE, _TOP = 360, 20, 10, 19, 12
_LETTER = 7.4
"""About the width of a letter, so that titles can be cut into lines."""


@dataclass(frozen=True, slots=True)
class Knot:
    """A document of a thread: its dot in the lane of its sender, and its words beside it."""

    href: str
    number: str
    date: str
    lines: tuple[str, ...]
    lang: str
    x: int
    y: int
    text: int
    below: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Thread:
    """An exchange. `ties` join a letter to its reply: x and y of the one, then of the other."""

    title: str
    width: int
    height: int
    knots: tuple[Knot, ...]
    ties: tuple[tuple[int, int, int, int], ...]


def threads(desk: Setting) -> tuple[Thread, ...]:
    """Every exchange of at least two documents, in the order of its first."""
    answers = {d.anchor: d.replies_to for d in desk.edition.documents if d.replies_to}
    groups: dict[str, list[Document]] = {}
    for document in desk.edition.documents:
        groups.setdefault(_root(document.anchor, answers), []).append(document)
    return tuple(
        _thread(desk, sorted(group, key=lambda one: _order(one, desk, answers)), answers)
        for group in groups.values()
        if len(group) > 1
    )


def _root(anchor: str, answers: Mapping[str, str]) -> str:
    seen = set()
    while anchor in answers and anchor not in seen:
        seen.add(anchor)
        anchor = answers[anchor]
    return anchor


def _order(document: Document, desk: Setting, answers: Mapping[str, str]) -> tuple[float, int]:
    """Where *document* comes in its exchange: by date, but never before what it answers."""
    letter = desk.documents.get(answers.get(document.anchor, ""))
    if letter is None or letter.anchor == document.anchor:
        return moment(document), 0
    before, steps = _order(letter, desk, {a: b for a, b in answers.items() if a != document.anchor})
    return (before, steps + 1) if moment(document) <= before else (moment(document), 0)


def _thread(desk: Setting, documents: list[Document], answers: Mapping[str, str]) -> Thread:
    lanes = {sender: at for at, sender in enumerate(dict.fromkeys(map(_sender, documents)))}
    text = _EDGE + _LANE * len(lanes) + 6
    knots: dict[str, Knot] = {}
    y = _TOP
    for document in documents:
        knot = _knot(desk, document, _EDGE + _LANE * lanes[_sender(document)], y, text)
        knots[document.anchor] = knot
        y += _LINE * (len(knot.lines) + 2)
    ties = tuple(_ties(knots, answers))
    said = " – ".join(filter(None, (knots[d.anchor].date for d in (documents[0], documents[-1]))))
    return Thread(said, _WIDTH, y, tuple(knots.values()), ties)


def _sender(document: Document) -> str:
    return document.sender[0] if document.sender else ""


def _knot(desk: Setting, document: Document, x: int, y: int, text: int) -> Knot:
    main = document.texts[0]
    words = desk.speak(main.lang)
    date = written_out(document.date, words) if document.date else words["undated"]
    wide = 2 if main.lang.partition("-")[0] in ("ja", "zh", "ko") else 1
    room = int((_WIDTH - text) / _LETTER / wide)
    said = words.say("numbered", number=document.number, title=main.short_title)
    lines = tuple(wrap(said, room)) or (said,)
    below = tuple(y + 5 + _LINE * (at + 1) for at in range(len(lines)))
    return Knot(
        f"{document.anchor}.html", document.number, date, lines, main.lang, x, y, text, below
    )


def _ties(
    knots: Mapping[str, Knot], answers: Mapping[str, str]
) -> Iterator[tuple[int, int, int, int]]:
    pairs: Iterable[tuple[str, str]] = ((answers[a], a) for a in knots if answers.get(a) in knots)
    for letter, reply in pairs:
        one, other = knots[letter], knots[reply]
        yield one.x, one.y, other.x, other.y
