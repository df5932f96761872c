"""The objects that a quire is made of, in the order of their numbers in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from compendium.assemble.notation import STRING, entries
from compendium.assemble.numbers import FONTS
from compendium.assemble.originals import Original
from compendium.assemble.packing import compress
from compendium.assemble.quires import FLATE, Stream, formed

OWN, FONT, WORDS = b"%d 0 K", b"%d 0 F", b"%d 0 W"
"""Beside references: the number of an object alone, a font of the chunk, words not yet known."""

_TIE = re.compile(rb"(" + STRING + rb")|\b(\d+) 0 ([RKFW])\b", re.DOTALL)
_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_MARK = re.compile(rb" 0 [KFW]")
_FORMS = {b"R": b"%d 0 R", b"K": b"%d", b"F": b"%d 0 R", b"W": b"%b"}


@dataclass(frozen=True, slots=True)
class Ordered:
    """The objects of a quire, as it has them; `places` are their numbers in it."""

    count: int
    form: bytes
    words: tuple[tuple[int, int], ...]
    streams: tuple[Stream, ...]
    places: Mapping[int, int]


def order(original: Original, roots: Iterable[int], fixed: Mapping[int, int]) -> Ordered:
    """The objects *roots* of *original*, in this order, and after them all that they refer to.

    What is *fixed* has the number given there, and is not taken.
    """
    met = _Met(roots, fixed)
    bodies: list[bytes] = []
    plain: list[int] = []
    streams: dict[int, Stream] = {}
    for number in met.queue:
        body = original.bodies.get(number, b"null")
        if number in original.streams:
            streams[number] = _stream(met, body, original.streams[number])
        else:
            plain.append(number)
            bodies.append(met.form(body))
    places = {number: at for at, number in enumerate((*plain, *streams))}
    local = [places[number] for number in met.queue]

    def settled(ties: Iterable[int]) -> list[int]:
        return [local[tie] if tie >= 0 else tie for tie in ties]

    return Ordered(
        len(plain),
        formed(bodies, settled(met.ties)),
        tuple(met.words),
        tuple(Stream(s.form, tuple(settled(s.ties)), s.data) for s in streams.values()),
        places,
    )


class _Met:
    """The objects of an original that were met so far.

    Shape: `queue` has their numbers, in the order in which they were met; `ties` are those
        of their forms, places in the queue for numbers; `words` says which of them are
        words, and which words.
    """

    def __init__(self, roots: Iterable[int], fixed: Mapping[int, int]) -> None:
        self.queue = list(roots)
        self.ties: list[int] = []
        self.words: list[tuple[int, int]] = []
        self._places = {b"%d" % number: at for at, number in enumerate(self.queue)}
        self._places |= {b"%d" % number: ~there for number, there in fixed.items()}

    def form(self, body: bytes) -> bytes:
        """*body* as a form, whose ties are added to `ties`."""
        doubled = body.replace(b"%", b"%%")
        if b"(" in body or _MARK.search(body):
            return _TIE.sub(self._tied, doubled)
        first, *rest = _REFERENCE.split(doubled)
        self.ties += map(self._place, rest[::2])
        return _FORMS[b"R"].join((first, *rest[1::2]))

    def _tied(self, match: re.Match[bytes]) -> bytes:
        if match[1]:
            return match[1]
        number, kind = match[2], match[3]
        if kind == b"W":
            self.words.append((len(self.ties), int(number)))
        use = kind in (b"F", b"W")
        self.ties.append(~(FONTS + int(number)) if use else self._place(number))
        return _FORMS[kind]

    def _place(self, number: bytes) -> int:
        place = self._places.get(number)
        if place is None:
            place = self._places[number] = len(self.queue)
            self.queue.append(int(number))
        return place


def _stream(met: _Met, body: bytes, data: bytes) -> Stream:
    """A stream, packed if it was not, with ties as `met` has them."""
    held = entries(body)
    held.pop(b"/Length", None)
    if b"/Filter" not in held:
        data, held = compress(data), {**held, b"/Filter": FLATE}
    before = len(met.ties)
    form = met.form(b" ".join(key + b" " + value for key, value in held.items()))
    ties = tuple(met.ties[before:])
    del met.ties[before:]
    return Stream(form, ties, data)
