"""The lists of persons and abbreviations in the front matter as registers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from compendium.importers.blocks import Carrier
from compendium.importers.desk import Desk, Piece
from compendium.importers.header import words as words_in
from compendium.importers.ids import slug
from compendium.importers.inline import unlinked
from compendium.importers.runs import paged, tidy, unbroken
from compendium.importers.vocabulary import Element, identity, name
from compendium.model.text import Editorial, Inline, Styled, Text, plain

Kind = Literal["persons", "abbreviations"]

_TAGS: dict[str, Kind] = {"persName": "persons", "term": "abbreviations"}
_SCHEMES: dict[Kind, str] = {"persons": "person", "abbreviations": "abbreviation"}


@dataclass(frozen=True, slots=True)
class Listed:
    """An item of a list: its ids in the source, its id here, its name and what is said of it."""

    ids: tuple[str, ...]
    id: str
    name: tuple[Inline, ...]
    description: tuple[Inline, ...]


def listed_kind(element: Element) -> Kind | None:
    """The register that the division *element* lists, if its items name persons or terms."""
    for tag, kind in _TAGS.items():
        named = [e for e in element.iter() if name(e) == tag and identity(e)]
        items = [e for e in element.iter() if name(e) == "item"]
        if items and len(named) * 2 > len(items):
            return kind
    return None


def read_listed(element: Element, kind: Kind, desk: Desk) -> list[Listed]:
    """The entries of the lists in *element*, and the links their ids become."""
    carrier = Carrier(desk, Piece("", noting=True))
    taken: set[str] = set()
    done: list[Listed] = []
    for item in (e for e in element.iter() if name(e) == "item"):
        if not is_entry(item) or any(name(above) == "item" for above in item.iterancestors()):
            continue
        entry = _entry(item, kind, carrier, taken)
        if entry is None:
            continue
        done.append(entry)
        for known in entry.ids:
            desk.targets[known] = f"{_SCHEMES[kind]}:{entry.id}"
    return done


def is_entry(item: Element) -> bool:
    """Whether *item* names somebody or something, and is no remark on the list."""
    marked = [e for e in item if name(e) in ("hi", "persName", "term", "name")]
    return bool(marked) and "note" not in words_in(marked[0]).lower()


def _entry(item: Element, kind: Kind, carrier: Carrier, taken: set[str]) -> Listed | None:
    tags = [tag for tag, register in _TAGS.items() if register == kind]
    named = [e for e in item.iter() if name(e) in tags and identity(e)]
    whole = _flat(carrier.liner.inside(item))
    if not whole:
        return None
    head = _flat(carrier.liner.inside(named[0])) if named else whole
    # What stands before the name, an asterisk say, is left with what is said of it.
    before, _, after = plain(whole).partition(plain(head))
    rest = _after(whole, len(before) + len(plain(head)))
    lead = [Text(f"{before.strip()} ", whole[0].span)] if before.strip() else []
    description = tidy([*lead, *_opened(rest)]) if after or lead else ()
    label = _unmarked(head)
    return Listed(
        tuple(identity(e) for e in named),
        slug(plain(label), taken),
        label,
        description,
    )


def _flat(nodes: Iterable[Inline]) -> tuple[Inline, ...]:
    """*nodes* without links and line ends, as fields have them."""
    bare, _ = unlinked(paged(nodes)[0])
    return tidy(unbroken(bare))


def _unmarked(nodes: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """A name in plain words, without the comma after it."""
    return (Text(plain(nodes).strip().rstrip(",:;").rstrip(), nodes[0].span),)


def _after(nodes: Iterable[Inline], count: int) -> list[Inline]:
    """*nodes* without their first *count* characters."""
    done: list[Inline] = []
    for node in nodes:
        size = len(plain((node,)))
        if count >= size:
            count -= size
        elif count == 0:
            done.append(node)
        elif isinstance(node, Text):
            done.append(Text(node.text[count:], node.span))
            count = 0
        elif isinstance(node, Styled | Editorial):
            done += _after(node.content, count)
            count = 0
    return done


def _opened(nodes: list[Inline]) -> list[Inline]:
    """*nodes* without the comma that parted them from the name."""
    done = list(nodes)
    while done and not plain((done[0],)).strip(" ,:;"):
        done.pop(0)
    if done and isinstance(done[0], Text):
        done[0] = Text(done[0].text.lstrip(" ,:;"), done[0].span)
    return done
