"""A printed index as subjects that name their places: pages of the source, documents, notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from compendium.importers.bits import Bit, bits, content, reference, words
from compendium.importers.desk import Desk
from compendium.importers.fields import Value
from compendium.importers.ids import slug
from compendium.importers.leads import Way, lead, read_leads
from compendium.importers.locators import Located, Source, is_locator, located, unlinked
from compendium.importers.markdown import Writer
from compendium.importers.runs import tidy
from compendium.importers.vocabulary import Element, identity, name
from compendium.importers.words import source_words
from compendium.model.text import Inline, Styled, Text, plain


@dataclass(slots=True, eq=False)
class Heading:
    """A heading of a printed index.

    Shape: `key` is its id after those it stands below ("islands.area"); `at` are the
        passages our register names; `ways` are told apart into `see` and `see_also`
        when all headings are known.
    """

    key: str
    name: tuple[Inline, ...]
    element: Element
    at: list[str] = field(default_factory=list)
    see: list[str] = field(default_factory=list)
    see_also: list[str] = field(default_factory=list)
    below: list[Heading] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    marked: bool = False

    def entry(self, writer: Writer) -> dict[str, Value]:
        """The entry of the register of subjects that this heading becomes."""
        return {
            "id": self.key.rpartition(".")[2],
            "name": writer.line(self.name),
            "see": self.see,
            "see-also": self.see_also,
            "at": self.at,
            "sub": [heading.entry(writer) for heading in self.below],
        }


def read_index(division: Element, source: Source, desk: Desk) -> list[Heading]:
    """The headings of the index in *division*, in its order.

    A locator of notes becomes marks for these notes in `desk.marks`, where they can be
    told. What leads to no heading stays in the words of its own, and is reported.
    """
    reader = _Reader(desk, source, _numbers(division, source, desk))
    taken: set[str] = set()
    tops = [e for e in division.iter() if name(e) == "list" and not _inside(e)]
    headings = [h for one in tops for h in reader.headings([one], "", taken)]
    _tie(headings, desk)
    return headings


def walk(headings: Iterable[Heading]) -> Iterator[Heading]:
    """*headings* and all below them, in their order."""
    for heading in headings:
        yield heading
        yield from walk(heading.below)


def _numbers(division: Element, source: Source, desk: Desk) -> Mapping[str, str]:
    """What a bare number means in the index *division*: a page, or a document."""
    targets = [desk.elements.get((e.get("target") or "")[1:]) for e in division.iter()]
    pages = sum(name(e) == "pb" for e in targets if e is not None)
    return source.addresses if pages * 2 > sum(e is not None for e in targets) else source.documents


def _inside(element: Element) -> bool:
    return any(name(above) == "item" for above in element.iterancestors())


@dataclass(frozen=True, slots=True)
class _Reader:
    desk: Desk
    source: Source
    numbers: Mapping[str, str]

    def headings(self, lists: Iterable[Element], above: str, taken: set[str]) -> list[Heading]:
        """The headings of *lists*, which stand below the key *above*."""
        items = (e for one in lists for e in one if name(e) == "item")
        return [made for item in items if (made := self._heading(item, above, taken))]

    def _heading(self, item: Element, above: str, taken: set[str]) -> Heading | None:
        line = bits(item)
        cut = next((i for i, bit in enumerate(line) if is_locator(bit, self.desk)), len(line))
        below = [e for e in item if name(e) == "list"]
        said, ways = self._parted(line[:cut], item)
        if not said:
            return None
        if ways is None:  # "Japan. See:", and a list of headings
            ways, below = [way for one in below for way in _listed(one)], []
        own = slug(plain(said), taken)
        heading = Heading(f"{above}.{own}" if above else own, said, item, ways=ways)
        found, rest = located(line[cut:], self.desk, self.source)
        heading.at = [one.at for one in found if not self._marked(one, heading)]
        if not (found or ways or below):
            self._unlinked(heading)
        more = read_leads(rest) if rest else None
        heading.ways += more.ways if more else ()
        if rest and not more:
            beside = "".join(bit.text for bit in rest).strip()
            self.desk.leave(item, f"`{beside}` beside its places is left to printed/")
        inner: set[str] = set()
        heading.below = self.headings(below, heading.key, inner)
        return heading

    def _unlinked(self, heading: Heading) -> None:
        """Take the numbers behind *heading* for places, though nobody made them references."""
        words_of, heading.at = unlinked(plain(heading.name), self.numbers)
        if heading.at:
            heading.name = (Text(words_of, self.desk.span(heading.element)),)
            self.desk.leave(heading.element, "has numbers that were no references, and are now")

    def _parted(
        self, line: Sequence[Bit], item: Element
    ) -> tuple[tuple[Inline, ...], list[Way] | None]:
        """The name of a heading, and where the words after it send its readers.

        That is None where they say "see" and name nothing.
        """
        span, leads = self.desk.span(item), read_leads(line)
        if leads is None:
            return _trimmed(content(line, line[-1].end if line else 0, span), " ,:"), []
        named = _trimmed(content(line, leads.start, span), " ,:.(")
        if named and leads.after:
            named = (*named, Text(f" {leads.after}", span))
        return named, list(leads.ways) or None

    def _marked(self, one: Located, heading: Heading) -> bool:
        """Whether the notes that *one* means are known, and bear the mark of *heading*."""
        notes = self.source.notes.get(one.page, []) if one.page is not None else []
        meant = notes if len(notes) == 1 else [n for n in notes if _named(n, heading)]
        for note in meant:
            self.desk.marks.setdefault(note, []).append(f"subject:{heading.key}")
        heading.marked = heading.marked or bool(meant)
        return bool(meant)


def _listed(below: Element) -> Iterator[Way]:
    """The ways that the items of the list *below* are."""
    for item in (e for e in below if name(e) == "item"):
        line = bits(item)
        end = line[-1].end if line else 0
        yield Way(words(line, 0, end).strip(" ,;:"), reference(line, 0, end), False)


def _named(note: Element, heading: Heading) -> bool:
    """Whether *note* has the word under which *heading* is filed."""
    first = re.match(r"\w+", plain(heading.name))
    return first is not None and first[0] in source_words(note)


def _trimmed(nodes: Sequence[Inline], signs: str) -> tuple[Inline, ...]:
    """*nodes* without any of *signs* at their end."""
    done = list(tidy(nodes))
    while done:
        last = done.pop()
        inner = last.content[0] if isinstance(last, Styled) else last
        assert isinstance(inner, Text)
        bare = Text(inner.text.rstrip(signs), inner.span)
        if bare.text:
            whole = Styled(last.style, (bare,), last.span) if isinstance(last, Styled) else bare
            return (*done, whole)
    return ()


# -- where headings lead ---------------------------------------------------------------


def _tie(headings: Sequence[Heading], desk: Desk) -> None:
    every = list(walk(headings))
    keys = {heading.key: plain(heading.name) for heading in every}
    elements = {heading.element: heading.key for heading in every}
    for heading in reversed(every):
        for target in (heading.element, *heading.element.iter()):
            if known := identity(target):
                desk.targets.setdefault(known, f"subject:{heading.key}")
    for heading in every:
        _send(heading, keys, elements, desk)


def _send(heading: Heading, keys: dict[str, str], elements: dict[Element, str], desk: Desk) -> None:
    """Tell *see* from *see also*: a heading with places of its own can only do the latter."""
    lost: list[Way] = []
    own = bool(heading.at or heading.marked)
    for way in heading.ways:
        ref = way.ref
        if ref is not None:
            known = desk.elements.get((ref.get("target") or "").removeprefix("#"))
            way = Way(way.words, known, way.also)
        there = lead(way, heading.key, keys, elements)
        if not there:
            lost.append(way)
        elif way.also or own or heading.below:
            heading.see_also.append(there)
        else:
            heading.see.append(there)
    if lost:
        said = "; ".join(way.words for way in lost)
        word = "see also" if lost[0].also else "see"
        heading.name = (*heading.name, Text(f" ({word} {said})", desk.span(heading.element)))
        desk.leave(heading.element, f"sends readers to `{said}`, which is no heading")
