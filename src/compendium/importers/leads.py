"""Where a printed index sends its readers: *see* and *see also*, read and tied to headings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from compendium.importers.bits import Bit, reference, words
from compendium.importers.vocabulary import Element

_SEE = re.compile(
    r"(?P<mark>^|[.,;:(]\s*|\s(?=[Ss]ee\s+also))[Ss]ee(?P<also>\s+also)?(?:\s+under)?\b:?"
)
_BRACKETED = re.compile(r"[^()]*(?:\([^()]*\)[^()]*)*")
_UNDER = re.compile(r"\s+under\s+")
_AROUND = re.compile(r"^[\s,;:(]+|(?:\s+(?:above|below))?[\s.,;:)]*$")


@dataclass(frozen=True, slots=True)
class Way:
    """Where a heading sends its readers: the words, and the reference among them, if one."""

    words: str
    ref: Element | None
    also: bool


@dataclass(frozen=True, slots=True)
class Leads:
    """What stands in a line from *see* on: where its name ends, the ways, the words after."""

    start: int
    ways: tuple[Way, ...]
    after: str


def read_leads(line: Sequence[Bit]) -> Leads | None:
    """The first *see* or *see also* in *line*; no way where a list of headings must follow."""
    begin, length = (line[0].start, line[-1].end) if line else (0, 0)
    said = words(line, 0, length)
    found = _SEE.search(said)
    if not found:
        return None
    end = len(said)
    if found["mark"].startswith("("):
        inside = _BRACKETED.match(said, found.end())
        end = inside.end() if inside else end
    ways: list[Way] = []
    at = found.end()
    for piece in said[at:end].split(";"):
        if bare := _AROUND.sub("", piece):
            ref = reference(line, begin + at, begin + at + len(piece))
            ways.append(Way(bare, ref, bool(found["also"])))
        at += len(piece) + 1
    return Leads(begin + found.start(), tuple(ways), said[end:].strip(" ),.:;"))


def lead(way: Way, key: str, keys: Mapping[str, str], elements: Mapping[Element, str]) -> str:
    """The key of the heading that *way*, of the heading *key*, leads to; "" for none.

    Shape: *keys* has the words of every heading by its key; *elements* the keys by item.
    """
    above = way.ref
    while above is not None:
        if above in elements:
            return elements[above]
        above = above.getparent()
    name, *within = _UNDER.split(way.words)
    nearest = key
    if within:
        nearest = _found(within[-1], "", keys)
        return _found(name, nearest, keys) if nearest else ""
    while nearest:
        nearest = nearest.rpartition(".")[0]
        if found := _found(name, nearest, keys, but=key):
            return found
    return next((k for k, said in keys.items() if _same(name, said) and k != key), "")


def _found(name: str, above: str, keys: Mapping[str, str], but: str = "") -> str:
    below = (k for k in keys if k.rpartition(".")[0] == above and k != but)
    return next((k for k in below if _same(name, keys[k])), "")


def _same(name: str, said: str) -> bool:
    return _plain(name) == _plain(said) or _plain(said).startswith(_plain(name) + ", ")


def _plain(words_of: str) -> str:
    return re.sub(r"\s*\(.*?\)", "", words_of).strip(" .,;:").casefold()
