"""The objects that a quire is made of, in the order of their numbers in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from compendium.assemble.leaves import Rest
from compendium.assemble.notation import STRING, entries
from compendium.assemble.numbers import FONTS
from compendium.assemble.originals import Original
from compendium.assemble.packing import compress
from compendium.assemble.quires import FLATE, Stream, formed

_FONTS, _WORDS = 10**9, 2 * 10**9  # numbers that no object has
_PARTING = b"\0"
_TIE, _DIGITS = b" 0 R", b"0123456789"
_OPENED, _ESCAPED = re.compile(rb"\([^()]* 0 R"), re.compile(rb"\\[()]")
_STRING = re.compile(STRING, re.DOTALL)

PACKED = b"<</Filter %b>>" % FLATE


def own(number: int) -> bytes:
    """The number of object *number* alone, once it has one in a book."""
    return b"\1%d 0 R\2" % number


def font(at: int) -> bytes:
    """A reference to the font of use *at* of the chunk."""
    return b"%d 0 R" % (_FONTS + at)


def words(at: int) -> bytes:
    """A string that is not known yet; *at* says which."""
    return b"\3%d 0 R\4" % (_WORDS + at)


@dataclass(frozen=True, slots=True)
class Ordered:
    """The objects of a quire, as it has them; `places` are their numbers in it.

    Shape: of the `count` that are no streams the last `late` ones are of the `late_form`.
        `words` are places of ties of the form, and which words each is; so are `late_words`.
    """

    count: int
    late: int
    form: bytes
    late_form: bytes
    words: tuple[tuple[int, int], ...]
    late_words: tuple[tuple[int, int], ...]
    streams: tuple[Stream, ...]
    places: Mapping[int, int]


class _Form(NamedTuple):
    """Objects as a form, and the numbers that its ties are to."""

    form: bytes
    ties: Sequence[bytes]


def order(
    original: Original,
    roots: Sequence[int],
    fixed: Mapping[int, int],
    late: Collection[int],
    rests: Mapping[int, Rest],
) -> Ordered:
    """The objects *roots* of *original*, in this order, and after them all that are referred to.

    What is *fixed* has the number given there, and is not taken. Those that are *late* have
    a form of their own; *rests* are what streams have after what they have in *original*.
    """
    lately = _joined(_forms(original, late))
    streams = {number: _stream(original, number) for number in sorted(original.streams)}
    apart = set(late)
    plain = [number for number in roots if number not in apart]
    others = sorted(original.bodies.keys() - {*roots, *fixed, *streams, *original.spent})
    forms = dict(zip((*plain, *others), _forms(original, (*plain, *others)), strict=True))
    named = _named((*forms.values(), lately, *streams.values()))
    while True:
        lacking = named - {*roots, *fixed, *streams, *forms}
        idle = {*forms, *streams} - named - {*roots}
        if not idle and not lacking:
            break
        original.bodies |= dict.fromkeys(lacking - original.bodies.keys(), b"null")
        forms |= zip(sorted(lacking), _forms(original, sorted(lacking)), strict=True)
        forms = {number: said for number, said in forms.items() if number not in idle}
        streams = {number: said for number, said in streams.items() if number not in idle}
        named = _named((*forms.values(), lately, *streams.values()))
    plain += sorted(forms.keys() - set(plain))
    form = _joined(forms[number] for number in plain)
    places = {number: at for at, number in enumerate((*plain, *late, *streams))}
    told = {b"%d" % n: at for n, at in places.items()}
    told |= {b"%d" % n: ~there for n, there in fixed.items()}

    def settled(ties: Iterable[bytes]) -> list[int]:
        return [told[tie] if tie in told else _use(int(tie)) for tie in ties]

    def stream(number: int, said: _Form) -> Stream:
        data = original.streams[number]
        if b"/Filter" not in original.bodies[number]:
            data = compress(data)
        return Stream(said.form, tuple(settled(said.ties)), data, rests.get(number))

    return Ordered(
        len(plain) + len(late),
        len(late),
        formed(form.form, settled(form.ties)),
        formed(lately.form, settled(lately.ties)),
        _words_in(form),
        _words_in(lately),
        tuple(stream(number, said) for number, said in streams.items()),
        places,
    )


def _words_in(form: _Form) -> tuple[tuple[int, int], ...]:
    return tuple(
        (at, int(tie) - _WORDS)
        for at, tie in enumerate(form.ties)
        if len(tie) == _LONG and int(tie) >= _WORDS
    )


def _use(number: int) -> int:
    """A tie to a font of the chunk; for words any does, they are put in its place."""
    return ~(FONTS + number - _FONTS) if number < _WORDS else 0


def _stream(original: Original, number: int) -> _Form:
    """The entries of a stream, without the length and with a filter."""
    body = original.bodies[number]
    if body == PACKED:
        return _PACKED
    held = entries(body)
    held.pop(b"/Length", None)
    held.setdefault(b"/Filter", FLATE)
    return _parsed(b" ".join(key + b" " + value for key, value in held.items()))


def _forms(original: Original, numbers: Iterable[int]) -> list[_Form]:
    """Objects of *original*: to look for ties in each alone takes far longer."""
    bodies = [original.bodies[number] for number in numbers]
    whole = _parsed(_PARTING.join(bodies))
    found, at = list[_Form](), 0
    for form in whole.form.split(_PARTING) if bodies else ():
        end = at + form.count(b"%d 0 R")
        found.append(_Form(form, whole.ties[at:end]))
        at = end
    return found


def _joined(forms: Iterable[_Form]) -> _Form:
    """*forms* as one, a NUL between them, in which numbers alone and words are just these."""
    parts, ties = list[bytes](), list[bytes]()
    for form in forms:
        parts.append(form.form)
        ties += form.ties
    whole = _PARTING.join(parts)
    return _Form(whole.replace(b"\1%d 0 R\2", b"%d").replace(b"\3%d 0 R\4", b"%b"), ties)


def _named(forms: Iterable[_Form]) -> set[int]:
    """The objects that *forms* refer to."""
    ties = set[bytes]().union(*(form.ties for form in forms))
    return {int(tie) for tie in ties if len(tie) < _LONG}


def _parsed(written: bytes) -> _Form:
    if _OPENED.search(written) or _ESCAPED.search(written):
        written = _STRING.sub(_disguised, written)
    *parts, last = written.replace(b"%", b"%%").split(_TIE)
    texts = [part.rstrip(_DIGITS) for part in parts]
    ties = [part[len(text) :] for part, text in zip(parts, texts, strict=True)]
    return _Form(b"%d 0 R".join((*texts, last)), ties)


def _disguised(string: re.Match[bytes]) -> bytes:
    """A *string* in which nothing looks like a tie, saying the same."""
    return string[0].replace(_TIE, rb" 0 \122")


_PACKED = _Form(b"/Filter " + FLATE, ())
_LONG = len(b"%d" % _WORDS)
