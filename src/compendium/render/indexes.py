"""Indexes: headings, their locators, and where else to look."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

from compendium.model.edition import Entry, Index
from compendium.model.pages import Chunk
from compendium.model.text import Text, plain
from compendium.model.volume import IndexPlan
from compendium.render.chunks import compositor, make_chunk
from compendium.render.compositor import Compositor
from compendium.render.entries import see
from compendium.render.frames import fill
from compendium.render.heads import same_heads
from compendium.render.locators import Locator, locators
from compendium.render.runs import runs
from compendium.render.setting import Setting, index_anchor
from compendium.render.slots import GUESS, Slots

_ROOM, _TITLE = 44, 9
"""Lines in a column of a page, and those that a title takes."""

Locate = Callable[[Compositor, Entry, IndexPlan], Sequence[Markup]]
"""Sets the locators of an entry, one after the other."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A paragraph of an index: `depth` is 0 for an entry, 1 for a subentry; `anchor` its own.

    Shape: `continued` is what stands over an entry where it goes on after a page turn, "" if
        it has no subentries.
    """

    anchor: str
    depth: int
    words: Markup
    continued: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The headings under one letter ("" where the index has no letters)."""

    letter: str
    headings: tuple[Heading, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One index of several on a page, and its language; `recto` stands over its pages."""

    anchor: str
    lang: str
    bookmark: str
    recto: str
    title: Markup
    headnote: Markup
    form: str
    groups: tuple[Group, ...]


def set_indexes(setting: Setting) -> Iterator[Chunk]:
    """The indexes in two columns, short ones one after the other on a page."""
    by_language = groupby(setting.edition.indexes, lambda index: index.lang)
    for run in (run for _, same in by_language for run in runs(same, _headings_of, _ROOM)):
        slots = Slots(setting.pages)
        desk = compositor(setting, slots, run[0].lang, claim="index")
        sections = tuple(_section(desk, index) for index in run)
        yield make_chunk(
            setting, run[0].anchor, "index", slots, folios="arabic",
            heads=(sections[0].recto, sections[0].recto), sections=sections,
        )  # fmt: skip


def _section(desk: Compositor, index: Index) -> Section:
    plan = index.plan
    title = desk.title((Text(plan.title, plan.span),))
    groups = index_groups(desk, index, print_locators)
    head, _ = same_heads(desk.setting, plan.title)
    headnote = desk.inline(plan.headnote)
    return Section(
        index.anchor, desk.lang, plan.title, head, title, headnote, plan.form, groups
    )  # fmt: skip


def _headings_of(index: Index) -> int:
    """About as many lines as *index* takes in each of its columns, its title among them."""
    entries = [entry for group in index.groups for entry in group.entries]
    return _TITLE + sum(map(_lines_of, entries)) // 2


def _lines_of(entry: Entry) -> int:
    return 2 + sum(map(_lines_of, entry.children))


def index_groups(desk: Compositor, index: Index, locate: Locate) -> tuple[Group, ...]:
    """The headings of *index* under their letters, each with the locators that *locate* sets."""
    indexer = _Indexer(desk, index, locate)
    return tuple(
        Group(group.letter, tuple(h for entry in group.entries for h in indexer.headings(entry, 0)))
        for group in index.groups
    )


def print_locators(desk: Compositor, entry: Entry, plan: IndexPlan) -> Sequence[Markup]:
    """Folios in slots, each a link to the first of the passages it answers for."""
    return [_printed(desk, locator) for locator in _located(desk, entry, plan)]


def _located(desk: Compositor, entry: Entry, plan: IndexPlan) -> Sequence[Locator]:
    ground = desk.setting.survey
    if ground is None:
        ends = [*((anchor, anchor) for anchor in entry.mentions), *entry.ranges]
        ends += [(entry.document, entry.document)] if entry.document else []
        return [Locator(GUESS, "", first, last, (first, last)) for first, last in ends]
    return locators(entry, ground, plan, desk.words["locator-document"])


def _printed(desk: Compositor, locator: Locator) -> Markup:
    first, last = locator.first_anchor, locator.last_anchor
    kind = "locator main" if locator.main else "locator"
    if not locator.tail:
        return desk.slots.link(kind, locator.number, "index", first, last, locator.anchors)
    number = desk.slots.number(locator.number, "index", first, last, locator.anchors)
    return fill('<a class="{}" href="#{}">{}{}</a>', kind, first, number, locator.tail)


@dataclass(frozen=True, slots=True)
class _Indexer:
    """Sets the entries of one index."""

    desk: Compositor
    index: Index
    locate: Locate

    def headings(self, entry: Entry, depth: int) -> Iterator[Heading]:
        """The paragraphs of *entry* and, where subentries have their own, of those below it."""
        words = self._own(entry)
        run_in = self.index.plan.form == "run-in"
        if run_in and entry.children:
            words = self._run_in(words, entry)
        yield Heading(
            self._anchor(entry), depth, words + self._see_also(entry), self._continued(entry, depth)
        )
        for child in () if run_in else entry.children:
            yield from self.headings(child, depth + 1)

    def _continued(self, entry: Entry, depth: int) -> str:
        if depth or not entry.children or self.index.plan.form == "run-in":
            return ""
        return self.desk.words.say("continued", entry=plain(entry.name))

    def _own(self, entry: Entry) -> Markup:
        """The heading with its locators, or with the entry it sends the reader to."""
        words = self.desk.words
        name = self._name(entry)
        if entry.see:
            return name + words["see-join"] + see(self.desk, "see", entry.see)
        found = self.locate(self.desk, entry, self.index.plan)
        return escape(words["heading-join"]).join([name, *found])

    def _name(self, entry: Entry) -> Markup:
        """The heading's words; they bear the entry's anchor if no register lists it."""
        setting = self.desk.setting
        name = self.desk.inline(entry.name)
        if entry.key in setting.listed or setting.homes.get(entry.key) != self._anchor(entry):
            return name
        return fill('<span id="{}">{}</span>', entry.anchor, name)

    def _run_in(self, words: Markup, entry: Entry) -> Markup:
        below = []
        for child in entry.children:
            said = self._own(child)
            said = self._run_in(said, child) if child.children else said
            below.append(fill('<span id="{}">{}</span>', self._anchor(child), said))
        joined = escape(self.desk.words["reference-join"]).join(below)
        return words + self.desk.words["run-in-open"] + joined

    def _see_also(self, entry: Entry) -> Markup:
        if not entry.see_also or entry.see:
            return Markup("")
        join = escape(self.desk.words["see-also-join"])
        return join + see(self.desk, "see-also", entry.see_also)

    def _anchor(self, entry: Entry) -> str:
        return index_anchor(self.index, entry)
